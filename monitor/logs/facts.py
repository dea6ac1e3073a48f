"""What a log record says to programs, beside its sentence for people."""

from __future__ import annotations

from typing import Any

OWN_KEYS = frozenset({"at", "level", "logger", "event", "message", "trace"})


def facts(event: str, **values: object) -> dict[str, Any]:
    """For ``extra``: what happened, in a word that stays, and plain values that go with it."""
    assert not OWN_KEYS & values.keys()
    return {"event": event, "facts": values}
