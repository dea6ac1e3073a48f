"""From the JSON of `compare` to what a page shows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.report.changes import MOST_CLAUSES, ChangeContext, change_view
from monitor.report.directions import direction_of, language_of
from monitor.report.model import ChangeView, Run

from .conftest import Report


def shape(*clauses: dict[str, Any], **known: Any) -> dict[str, Any]:
    none = {"status": "none", "old": None, "new": None}
    return {
        "class": "substantive",
        "material": "material",
        "silent": False,
        "severity": 50,
        "reasons": [],
        "effective": none,
        "updated": none,
        "categories": ["sharing"],
        "clause_changes": list(clauses),
        "parties": {"added": [], "removed": []},
    } | known


def clause(diff: list[list[str]], **known: Any) -> dict[str, Any]:
    return {
        "kind": "modified",
        "categories": ["sharing"],
        "heading_path": ["Sharing"],
        "before": "".join(text for op, text in diff if op != "+") or None,
        "after": "".join(text for op, text in diff if op != "-") or None,
        "diff": diff,
        "facts": [],
    } | known


def view(*clauses: dict[str, Any], **known: Any) -> ChangeView:
    return change_view(shape(*clauses, **known), ChangeContext(anchor="x"))


runs = st.lists(st.tuples(st.sampled_from("=-+"), st.text(min_size=1, max_size=9)), max_size=9)


@settings(deadline=None, max_examples=60)
@given(runs)
def test_both_sides_are_the_texts(found: list[tuple[str, str]]) -> None:
    asked = clause([list(run) for run in found])
    (seen,) = view(asked).clauses
    assert "".join(run.text for run in seen.before) == (asked["before"] or "")
    assert "".join(run.text for run in seen.after) == (asked["after"] or "")


def test_a_clause_that_only_moved_shows_its_words() -> None:
    (moved,) = view(clause([], kind="moved", before="Words.", after="Words.")).clauses
    assert (moved.inline, moved.is_changed) == ((Run(op="=", text="Words."),), False)


def test_of_a_text_written_anew_the_clauses_that_matter_less_are_counted() -> None:
    asked = shape(*[clause([["+", f"Clause {number}."]]) for number in range(MOST_CLAUSES + 7)])
    seen = change_view(asked, ChangeContext())
    assert (len(seen.clauses), seen.left_out) == (MOST_CLAUSES, 7)
    assert seen.clauses[-1].after[0].text == f"Clause {MOST_CLAUSES - 1}."
    whole = change_view(asked, ChangeContext(most=None))
    assert (len(whole.clauses), whole.left_out) == (MOST_CLAUSES + 7, 0)


def test_what_came_whole_has_one_side() -> None:
    (added,) = view(clause([["+", "New."]], kind="added")).clauses
    assert (added.is_changed, added.has_sides) == (True, False)


def test_every_clause_has_an_anchor_of_its_own_in_the_order_of_weight() -> None:
    seen = view(clause([["+", "One."]]), clause([["+", "Two."]]))
    assert [one.anchor for one in seen.clauses] == ["xc1", "xc2"]


@pytest.mark.parametrize(
    ("date", "words"),
    [
        pytest.param(("unchanged", "2024-01", "2024-01"), "2024-01, unchanged", id="unchanged"),
        pytest.param(("changed", "2024-01", "2024-02-03"), "2024-01 → 2024-02-03", id="changed"),
        pytest.param(("appeared", None, "2024"), "2024, stated for the first time", id="appeared"),
        pytest.param(("disappeared", "2024", None), "2024, no longer stated", id="gone"),
    ],
)
def test_dates_in_words(date: tuple[str, str | None, str | None], words: str) -> None:
    changed = dict(zip(("status", "old", "new"), date, strict=True))
    (seen,) = view(updated=changed).dates
    assert (seen.name, seen.words, seen.moved) == ("Updated date", words, date[0] != "unchanged")


def test_facts_in_words() -> None:
    facts = [
        {"fact": "retention", "before": "30 day", "after": "24 month", "direction": "longer"},
        {"fact": "sell", "before": "denies", "after": None, "direction": "changed"},
    ]
    (seen,) = view(clause([["+", "x"]], facts=facts)).clauses
    told = [(one.words, one.before, one.after, one.direction) for one in seen.facts]
    assert told == [
        ("Retention", "30 days", "24 months", "longer"),
        ("Sell", "denied", None, ""),
    ]


def test_a_category_of_the_watchlist_has_its_name() -> None:
    assert [one.words for one in view(categories=["legal_basis", "bio_data"]).categories] == [
        "Legal basis",
        "Bio data",
    ]


@pytest.mark.parametrize(
    ("severity", "level"), [(0, "low"), (39, "low"), (40, "medium"), (69, "medium"), (70, "high")]
)
def test_severities_have_levels(severity: int, level: str) -> None:
    assert view(severity=severity).severity.level == level


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Google تجمع البيانات عن استخدامك", "rtl"),
        ("The word עברית stands in it", "ltr"),
        ("2024-05-01 …", "auto"),
        ("", "auto"),
    ],
)
def test_direction_is_that_of_most_letters(text: str, direction: str) -> None:
    assert direction_of([text]) == direction


@pytest.mark.parametrize(
    ("language", "direction", "said"),
    [
        ("ar", "rtl", "ar"),
        ("en", "rtl", ""),
        ("he", "ltr", ""),
        ("fr", "ltr", "fr"),
        ("", "rtl", ""),
    ],
)
def test_a_language_that_cannot_be_right_is_not_said(
    language: str, direction: str, said: str
) -> None:
    assert language_of(language, direction) == said


def test_rows_of_one_table_stand_together_under_its_header(report: Report) -> None:
    second = report("marl").sections[0].changes[1]
    (table,) = [one.table for one in second.clauses if one.table]
    assert table.header == ("Company", "Purpose", "Country")
    assert {row.kind.name for row in table.rows} == {"added", "modified"}
    (changed,) = [row for row in table.rows if row.kind.name == "modified"]
    came = ["".join(run.text for run in cell if run.op == "+") for cell in changed.cells]
    assert [bool(words) for words in came] == [False, True, False]
