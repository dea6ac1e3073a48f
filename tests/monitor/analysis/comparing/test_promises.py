"""One word that came or went and changed what a clause promises."""

from __future__ import annotations

import pytest

from monitor.analysis import analyse, compare
from monitor.analysis.model import Comparison
from storage.document import Document, heading, paragraph

TEXT = {
    "What we collect": "We collect your name, your email address and your orders.",
    "How we share data": "We share your personal data only with service providers.",
    "How long we keep it": "We keep your orders for 30 days, then they are deleted.",
    "Your rights": "You have the right to access, correct and delete your data.",
    "Sale": "We may sell your personal information to partners.",
    "Disputes": "The courts of Dublin have exclusive jurisdiction over these terms.",
}


SAID = {
    "right": "the right to deletion",
    "deletion": "deletion",
    "limit": 'limit "only" dropped',
    "dispute": "arbitration added",
}


def compared(before: str, after: str) -> Comparison:
    versions = []
    for old, new in (("", ""), (before, after)):
        blocks = [heading("Privacy of Nordwind", 1)]
        for name, text in TEXT.items():
            blocks += [heading(name), paragraph(text.replace(old, new) if old else text)]
        versions.append(analyse(Document(blocks=tuple(blocks)), language="en"))
    return compare(*versions)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            ", correct and delete", "", ("right", "delete", None, "weaker"), id="right removed"
        ),
        pytest.param(
            "and your orders",
            "your precise location and your orders",
            ("data", None, "precise location", "broader"),
            id="new data",
        ),
        pytest.param(
            ", then they are deleted",
            "",
            ("deletion", "deleted", None, "weaker"),
            id="deletion dropped",
        ),
        pytest.param(
            "only with service providers",
            "with service providers and advertisers",
            ("limit", "only", None, "weaker"),
            id="only dropped",
        ),
        pytest.param(
            "The courts of Dublin have exclusive jurisdiction over these terms.",
            "All disputes under these terms go to binding arbitration.",
            ("dispute", None, "arbitration", "weaker"),
            id="arbitration",
        ),
    ],
)
def test_a_word_that_alters_a_promise_is_a_fact(
    before: str, after: str, expected: tuple[str, str | None, str | None, str]
) -> None:
    comparison = compared(before, after)
    facts = [
        (fact.fact, fact.before, fact.after, fact.direction)
        for change in comparison.clause_changes
        for fact in change.facts
    ]
    assert expected in facts
    assert comparison.material.value == "material"
    assert SAID.get(expected[0], '"precise location"') in comparison.summary


def test_news_in_the_readers_favour_rank_lower_and_stay_material() -> None:
    better = compared("We may sell", "We will never sell")
    worse = compared("personal data only with", "personal data with anyone and")
    assert better.material.value == "material"
    assert better.severity < worse.severity + 10
    assert better.severity <= 70


def test_a_fact_is_told_once() -> None:
    reasons = compared("30 days", "24 months").reasons
    assert [reason for reason in reasons if reason.startswith("retention")] == [
        "retention: 30 days -> 24 months (longer)"
    ]
