"""docs/delivery.md has a table for every kind, with every word that a rule decides by."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.alerts.retry import MOST_THROTTLES
from monitor.alerts.verdicts import CHATS
from storage.model import AttemptOutcome, EndpointKind

_REFERENCE = (Path(__file__).parents[2] / "docs" / "delivery.md").read_text(encoding="utf-8")
_TITLES = {
    EndpointKind.TEAMS: "Microsoft Teams",
    EndpointKind.GOOGLE_CHAT: "Google Chat",
    EndpointKind.EMAIL: "Mail",
}
_VERDICTS = {
    AttemptOutcome.DELIVERED: "delivered",
    AttemptOutcome.RETRY: "try again",
    AttemptOutcome.THROTTLED: "throttled",
    AttemptOutcome.REFUSED: "refused",
    AttemptOutcome.DISABLED: "disabled",
}


def _rows(kind: EndpointKind) -> list[tuple[str, str]]:
    """Answer and verdict."""
    title = _TITLES.get(kind, kind.value.capitalize())
    section = _REFERENCE.split(f"\n### {title}\n")[1].split("\n### ")[0]
    return re.findall(r"^\| (.+) \| (.+) \|$", section, re.MULTILINE)


@pytest.mark.parametrize("kind", [kind for kind in EndpointKind if kind != EndpointKind.APPRISE])
def test_every_kind_has_its_table(kind: EndpointKind) -> None:
    assert len(_rows(kind)) > 3


@pytest.mark.parametrize("kind", CHATS)
def test_every_word_of_a_rule_stands_in_the_row_of_its_verdict(kind: EndpointKind) -> None:
    rows = _rows(kind)
    for rule in CHATS[kind].rules:
        for word in rule.words:
            verdicts = [verdict for answer, verdict in rows if word in f"{answer} {verdict}"]
            expected = _VERDICTS[rule.outcome]
            moved = "sent to the new number"  # Telegram's group that moved
            assert any(one.startswith((expected, moved)) for one in verdicts), (word, verdicts)


@pytest.mark.parametrize("kind", CHATS)
def test_every_verdict_of_a_rule_has_a_row(kind: EndpointKind) -> None:
    said = " ".join(verdict for _, verdict in _rows(kind))
    assert all(_VERDICTS[rule.outcome] in said for rule in CHATS[kind].rules)


def test_the_number_of_throttles_is_the_written_one() -> None:
    assert (MOST_THROTTLES, "fifty times" in _REFERENCE) == (50, True)
