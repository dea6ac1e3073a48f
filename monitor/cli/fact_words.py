"""Facts in words for people; JSON keeps them as they are (``30 day``, ``denies``)."""

from __future__ import annotations

from typing import Any

from monitor.cli.terminal import shown
from monitor.units import quantity_words

PARTY = "party"
_POLARITIES = {"denies": "denied", "may": "possible", "affirms": "stated"}


def count_words(count: int, noun: str) -> str:
    """``1 change``, ``2 changes``, ``2 deliveries``."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def fact_words(fact: dict[str, Any]) -> str:
    """A fact that changed, of the JSON of a clause change; fit for a terminal."""
    before, after = fact["before"], fact["after"]
    if fact["fact"] == PARTY and (before is None) != (after is None):
        return f"party added: {shown(after)}" if after else f"party removed: {shown(before)}"
    direction = "" if fact["direction"] == "changed" else f", {fact['direction']}"
    return f"{shown(fact['fact'])}: {_side(before)} -> {_side(after)}{shown(direction)}"


def _side(text: str | None) -> str:
    if not text:
        return "not stated"
    if text in _POLARITIES:
        return _POLARITIES[text]
    return shown(quantity_words(text))
