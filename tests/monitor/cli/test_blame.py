"""`clausewatch blame` on a recorded history."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cli import Ask, answer, run
from support.history import History, clause_change, stated

from monitor.cli.terminal import FSI, display_width
from storage.model import ChangeClass, VersionKind

FIELDS = [
    *("source", "service", "type", "version", "block", "kind", "heading_path", "text"),
    *("since_version", "since_at", "effective_on", "updated_on", "earlier"),
]


def since(rows: list[dict[str, object]]) -> list[object]:
    return [row["since_version"] for row in rows]


def test_each_clause_with_the_version_that_brought_it(ask: Ask) -> None:
    rows = answer(ask("blame", "acme", "--json"))
    assert all(list(row) == FIELDS for row in rows)
    assert since(rows) == [1, 1, 1, 2, 1, 1]
    assert rows[3] == {
        "source": "acme/privacy-policy",
        "service": "Acme",
        "type": "Privacy Policy",
        "version": 2,
        "block": 3,
        "kind": "paragraph",
        "heading_path": ["Privacy policy", "How long we keep data"],
        "text": "We keep account data for 24 months after you leave.",
        "since_version": 2,
        "since_at": "2026-03-05T14:07:09Z",
        "effective_on": None,
        "updated_on": "2024-03-01",
        "earlier": [],
    }


def test_an_earlier_version_and_only_what_is_young(ask: Ask) -> None:
    assert since(answer(ask("blame", "acme@2026-03-02", "--json"))) == [1] * 6
    young = answer(ask("blame", "acme", "--since", "2026-03-05", "--json"))
    assert [row["text"] for row in young] == ["We keep account data for 24 months after you leave."]
    result = ask("blame", "acme@1", "--since", "2026-03-05")
    assert "no clause of it is younger" in result.stderr


def test_people_see_ages_by_heading(ask: Ask) -> None:
    lines = ask("blame", "acme").stdout.splitlines()
    assert lines[0] == "acme/privacy-policy  version 2 (2026-03-05)"
    assert "oldest since version 1 (2026-03-01)" in lines[1]
    assert "2026-03-05        2  2024-03-01  We keep account data for 24 months after you" in lines
    assert max(map(display_width, lines)) <= 80


@pytest.mark.parametrize("source", ["salam", "orech"])
def test_right_to_left_clauses_line_up(ask: Ask, source: str) -> None:
    lines = ask("blame", source).stdout.splitlines()
    assert max(map(display_width, lines)) <= 80
    assert any(line.startswith("2026-03-0") and FSI in line for line in lines)


def test_a_sentence_that_went(ask: Ask) -> None:
    shape = answer(ask("blame", "acme", "account data for 30 days", "--json"))
    assert list(shape) == [
        *("source", "service", "type", "asked", "sentence", "similarity", "stretches", "steps")
    ]
    assert shape["sentence"] == "We keep account data for 30 days after you leave."
    (stretch,) = shape["stretches"]
    assert stretch == {
        "first_version": 1,
        "first_seen_at": "2026-03-01T10:00:00Z",
        "effective_on": None,
        "updated_on": "2024-03-01",
        "last_version": 1,
        "last_seen_at": "2026-03-01T10:00:00Z",
        "current": False,
        "came": None,
        "went": "modified",
        "went_version": 2,
        "went_at": "2026-03-05T14:07:09Z",
    }
    (step,) = shape["steps"]
    assert (step["version"], step["kind"]) == (2, "modified")
    assert step["after"] == "We keep account data for 24 months after you leave."


def test_people_read_what_became_of_a_sentence(ask: Ask) -> None:
    text = ask("blame", "acme", "account data for 30 days").stdout
    assert "stood in version 1 (2026-03-01, which states 2024-03-01); gone with version 2" in text
    assert "(2026-03-05)" in text
    assert "version 2 (2026-03-05): modified" in text
    assert "We keep account data for [-30 days-]{+24 months+} after you leave." in text


def test_a_sentence_that_stands_in_arabic(ask: Ask) -> None:
    result = ask("blame", "salam", "قد نبيع بياناتك")
    assert "stands since version 2 (2026-03-06" in result.stdout
    assert max(map(display_width, result.stdout.splitlines())) <= 80


def test_the_nearest_sentence_is_said_to_be_one(ask: Ask) -> None:
    text = ask("blame", "acme", "We keep account data for 36 weeks after you leave").stdout
    assert "nothing says just that" in text
    assert "We keep account data for 24 months after you leave." in text


def test_a_sentence_that_never_stood(ask: Ask) -> None:
    result = ask("blame", "acme", "zebra crossing")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "ever said that" in result.stderr
    shape = answer(ask("blame", "acme", "zebra crossing", "--json"))
    assert (shape["sentence"], shape["stretches"]) == (None, [])


def test_csv_of_clauses_and_of_a_sentence(ask: Ask) -> None:
    clauses = ask("blame", "acme", "--csv").stdout.splitlines()
    assert clauses[0] == ",".join(FIELDS)
    assert "Privacy policy; How long we keep data" in clauses[4]
    sentence = ask("blame", "acme", "30 days", "--csv").stdout.splitlines()
    assert len(sentence) == 2
    assert sentence[1].endswith(",1,2026-03-01T10:00:00Z,,2024-03-01,1,2026-03-01T10:00:00Z,false")


def test_words_with_the_version_that_brought_them(ask: Ask) -> None:
    row = answer(ask("blame", "acme", "--words", "--json"))[3]
    assert row["words"] == [
        [1, "We keep account data for "],
        [2, "24 months "],
        [1, "after you leave."],
    ]
    assert "We keep account data for [2: 24 months]" in ask("blame", "acme", "--words").stdout
    assert "[2: قد] نبيع بياناتك" in ask("blame", "salam", "--words").stdout
    assert ask("blame", "acme", "--words", "--csv").stdout.splitlines()[0].endswith(",words")
    assert ask("blame", "acme", "30 days", "--words").exit_code == 2


def test_since_and_a_sentence_are_two_questions(ask: Ask) -> None:
    assert ask("blame", "acme", "30 days", "--since", "7d").exit_code == 2


def test_a_technical_version_makes_no_clause_younger(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        history.version(
            acme,
            "Fees are due monthly.",
            at="2026-01-01T00:00:00Z",
            updated_on=stated("2025-12-01", "1 December 2025"),
        )
        read_anew = history.version(
            acme, "Fees are due monthly. *", at="2026-02-01T00:00:00Z", kind=VersionKind.TECHNICAL
        )
        history.change(
            read_anew,
            clause_change("Fees are due monthly.", "Fees are due monthly. *"),
            change_class=ChangeClass.TECHNICAL,
        )
    (row,) = answer(run(tmp_path, "blame", "acme", "--json"))
    assert (row["since_version"], row["updated_on"]) == (1, "2025-12-01")


def test_what_is_not_indexed_yet_is_said(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        history.version(history.source("acme/terms"), "Fees.", at="2026-01-01T00:00:00Z")
        with history.db.transaction():
            history.db.execute("DELETE FROM indexed_versions")
    result = run(tmp_path, "blame", "acme")
    assert result.exit_code == 1
    assert "not indexed yet" in result.stderr


def test_a_part_is_told_apart_from_the_sentence_around_it(ask: Ask) -> None:
    lines = ask("blame", "acme", "account data").stdout.splitlines()
    assert lines[1:4] == [
        "  account data",
        "these words, now part of:",
        "  We keep account data for 24 months after you leave.",
    ]
    assert lines[5].startswith("stands since version 1 ")


def test_a_whole_sentence_is_not_called_a_part(ask: Ask) -> None:
    asked = "we keep account data for 24 months after you leave"
    assert "part of" not in ask("blame", "acme", asked).stdout
