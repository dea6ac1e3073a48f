"""`clausewatch diff`: recorded changes, any two versions, links."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cli import Ask, answer, run
from support.history import History, clause_change

from monitor.cli.change_view import change_lines
from monitor.cli.terminal import FSI, PDI, display_width
from monitor.cli.word_diff import RLM

COMPARE_KEYS = [
    "class",
    "material",
    "silent",
    "severity",
    "reasons",
    "effective",
    "updated",
    "categories",
    "clause_changes",
    "parties",
]
PAIR_KEYS = [
    "source",
    "service",
    "type",
    "from_version",
    "to_version",
    "from_fetched_at",
    "to_fetched_at",
    "recorded",
]


def test_the_latest_change_as_it_was_recorded(ask: Ask) -> None:
    shape = answer(ask("diff", "acme", "--json"))
    assert list(shape) == PAIR_KEYS + COMPARE_KEYS
    assert (shape["from_version"], shape["to_version"], shape["recorded"]) == (1, 2, True)
    assert shape["updated"] == {"status": "unchanged", "old": "2024-03-01", "new": "2024-03-01"}
    (clause,) = shape["clause_changes"]
    assert clause["diff"][1:3] == [["-", "30 days"], ["+", "24 months"]]
    assert clause["facts"] == [
        {"fact": "retention", "before": "30 day", "after": "24 month", "direction": "longer"}
    ]


def test_people_read_clause_words_and_facts(ask: Ask) -> None:
    assert ask("diff", "acme").stdout.splitlines() == [
        "acme/privacy-policy  version 1 (2026-03-01) -> 2 (2026-03-05)",
        "substantive · material · severity 78 · silent (no stated date moved)",
        "  - retention grew from 30 day to 24 month",
        "  updated date unchanged (2024-03-01)",
        "",
        "modified · retention",
        "  Privacy policy > How long we keep data",
        "  We keep account data for [-30 days-]{+24 months+} after you leave.",
        "  retention: 30 days -> 24 months, longer",
    ]


def test_a_right_to_left_clause_reads_from_the_right(ask: Ask) -> None:
    lines = ask("diff", "salam").stdout.splitlines()
    assert f"  {RLM}[-{FSI}لا{PDI}-]{{+{FSI}قد{PDI}+}} نبيع بياناتك لأي جهة." in lines
    assert "  effective date changed: 2024-12-09 -> 2024-12-11" in lines
    assert max(map(display_width, lines)) <= 80


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        pytest.param(["acme@1..2"], (1, 2), id="range"),
        pytest.param(["acme", "1..2"], (1, 2), id="range as a word of its own"),
        pytest.param(["acme@2"], (1, 2), id="the change that led to a version"),
        pytest.param(["acme@1.."], (1, 2), id="open end"),
        pytest.param(["acme", "--since", "2026-03-03"], (1, 2), id="since a date"),
        pytest.param(["acme", "--since", "2020-01-01"], (1, 2), id="since before the first"),
        pytest.param(["orech@..2"], (1, 2), id="open beginning"),
        pytest.param(["orech@2026-03-03..2026-03-04T09:30Z"], (1, 2), id="dates"),
    ],
)
def test_versions_as_people_name_them(ask: Ask, words: list[str], pair: tuple[int, int]) -> None:
    shape = answer(ask("diff", *words, "--json"))
    assert (shape["from_version"], shape["to_version"]) == pair
    assert shape["recorded"] is True


def test_any_two_versions_are_compared_now(ask: Ask) -> None:
    shape = answer(ask("diff", "orech@1..3", "--json"))
    assert list(shape) == PAIR_KEYS + COMPARE_KEYS
    assert shape["recorded"] is False
    assert any("עוד שורה" in (one["after"] or "") for one in shape["clause_changes"])


def test_backwards_is_compared_too(ask: Ask) -> None:
    shape = answer(ask("diff", "acme@2..1", "--json"))
    assert (shape["from_version"], shape["to_version"], shape["recorded"]) == (2, 1, False)


def test_exit_code_says_whether_there_is_a_change(ask: Ask) -> None:
    assert ask("diff", "acme", "--exit-code").exit_code == 3
    assert ask("diff", "acme@2..2", "--exit-code").exit_code == 0
    assert ask("diff", "acme").exit_code == 0


def test_naming_versions_twice_is_refused(ask: Ask) -> None:
    result = ask("diff", "acme@1..2", "--since", "7d")
    assert result.exit_code == 2
    assert "name the versions once" in result.stderr


def test_a_lone_first_version_is_compared_with_nothing(tmp_path) -> None:
    with History(tmp_path) as history:
        history.version(history.source("acme/terms"), "Terms.", at="2026-03-01T10:00:00Z")
    result = run(tmp_path, "diff", "acme")
    assert result.exit_code == 0
    assert result.stderr.startswith("version 1 is the first")


def test_links_that_moved_under_an_unchanged_text(tmp_path) -> None:
    text = "See [our processors](https://a.example/list)."
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        version = history.version(acme, text, at="2026-03-01T10:00:00Z")
        moved = history.look(acme, text.replace("a.example", "b.example"))
    assert moved != version.markdown_digest
    shape = answer(run(tmp_path, "diff", "acme", "--links", "--json"))
    assert shape["links"] == [
        {
            "text": "our processors",
            "before": "https://a.example/list",
            "after": "https://b.example/list",
        }
    ]
    assert run(tmp_path, "diff", "acme", "--links", "--exit-code").exit_code == 3
    assert "  + https://b.example/list" in run(tmp_path, "diff", "acme", "--links").stdout


def test_added_removed_and_moved_clauses(tmp_path) -> None:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        history.version(acme, "One.", at="2026-03-01T10:00:00Z")
        second = history.version(acme, "Two.", at="2026-03-02T10:00:00Z")
        history.change(
            second,
            clause_change(None, "We share data.", kind="added"),
            clause_change("נמחק", None, kind="removed", language="he"),
            clause_change("Stays.", "Stays.", kind="moved", diff=(("=", "Stays."),)),
        )
    lines = run(tmp_path, "diff", "acme").stdout.splitlines()
    assert "  + We share data." in lines
    assert f"  - {RLM}נמחק" in lines
    assert lines[-2:] == ["moved · other", "  Stays."]


@pytest.mark.parametrize(
    ("words", "note"),
    [
        pytest.param(["acme@1"], "version 1 is the first", id="the first by its number"),
        pytest.param(["acme", "--since", "2026-03-06"], "nothing changed since", id="since"),
        pytest.param(["acme@2..2"], "version 2 is both ends", id="one version twice"),
    ],
)
def test_no_pair_is_said_as_it_is(ask: Ask, words: list[str], note: str) -> None:
    assert ask("diff", *words).stderr.startswith(note)


def test_since_a_day_begins_with_its_first_instant(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source = history.source("acme/terms")
        history.version(source, "One.", at="2026-03-01T10:00:00Z")
        history.version(source, "Two.", at="2026-03-01T12:00:00Z")
    result = run(tmp_path, "diff", "acme", "--since", "2026-03-01")
    assert result.stdout.splitlines()[0] == (
        "acme/terms  version 1 (2026-03-01T10:00:00Z) -> 2 (2026-03-01T12:00:00Z)"
    )


def test_what_is_no_version_is_said_so(ask: Ask) -> None:
    result = ask("diff", "acme@banana")
    assert result.exit_code == 2
    assert "'banana' is no version or date" in result.stderr
    assert "no source is called 'nobody@banana'" in ask("show", "nobody@banana").stderr


def test_what_has_a_line_of_its_own_is_no_reason_as_well() -> None:
    nothing = {"status": "none", "old": None, "new": None}
    change = {
        "class": "substantive",
        "material": "material",
        "silent": True,
        "severity": 50,
        "reasons": [
            "sale: selling was denied, now possible (weaker)",
            "sharing: Mailwhale added",
            "sale: 1 clause reworded",
            "rights: 2 clauses removed",
            "updated date 2024-03-01 -> 2024-04-01",
            "the text changed but no stated date did",
        ],
        "effective": nothing,
        "updated": {"status": "changed", "old": "2024-03-01", "new": "2024-04-01"},
        "parties": {"added": ["Mailwhale"], "removed": []},
        "clause_changes": [],
    }
    assert list(change_lines(change, width=80))[1:] == [
        "  - sale: selling was denied, now possible (weaker)",
        "  - rights: 2 clauses removed",
        "  updated date changed: 2024-03-01 -> 2024-04-01",
        "  parties + Mailwhale",
    ]


def test_the_title_takes_two_lines_where_one_is_too_narrow(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source = history.source("a-rather-long-service-name/privacy-policy")
        history.version(source, "One.", at="2026-03-01T10:00:00Z")
        history.version(source, "Two.", at="2026-03-01T11:00:00Z")
    lines = run(tmp_path, "diff", "a-rather").stdout.splitlines()
    assert lines[:2] == [
        "a-rather-long-service-name/privacy-policy",
        "  version 1 (2026-03-01T10:00:00Z) -> 2 (2026-03-01T11:00:00Z)",
    ]
