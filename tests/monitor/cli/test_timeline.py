"""`clausewatch timeline`: what people and programs read of stated dates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.cli import answer, run
from support.history import History, stated

from monitor.cli.terminal import display_width
from storage.model import ChangeClass, SourceState
from storage.sources import set_state

ACME, SALAM, OLD = "acme/terms-of-service", "salam/الشروط-والأحكام", "old/terms"
KEYS = [
    "source", "service", "type", "kind", "date", "on", "before", "instead", "version",
    "captured_at", "last_version", "last_seen_at", "current", "days_left", "ambiguous", "text",
    "watched",
]  # fmt: skip


def _fill(history: History) -> None:
    acme = history.source(ACME)
    first = stated("2026-01-01", "1 January 2026")
    may = stated("2026-05-01", "1 May 2026")
    history.version(acme, "# Terms\n\nOne.", at="2026-01-10T10:00:00Z", effective_on=first)
    announced = history.version(
        acme, "# Terms\n\nTwo.", at="2026-03-02T10:00:00Z", effective_on=may
    )
    history.change(announced, summary="Rights: narrowed")
    silent = history.version(acme, "# Terms\n\nThree.", at="2026-03-04T10:00:00Z", effective_on=may)
    history.change(silent, silent=True, summary="Retention: 30 days -> 24 months; date not updated")
    salam = history.source(SALAM, language="ar")
    words = "1 أبريل 2026"
    history.version(
        salam,
        "# شروط",
        at="2026-02-01T08:00:00Z",
        effective_on=stated("2026-04-01", words),
        updated_on=stated("2026-01-31", "31 يناير 2026"),
        languages=("ar",),
        direction="rtl",
    )
    back = history.version(
        salam,
        "# شروط\n\nنص.",
        at="2026-02-20T08:00:00Z",
        updated_on=stated("2026-01-30", "30 يناير 2026"),
        languages=("ar",),
        direction="rtl",
    )
    history.change(back, change_class=ChangeClass.DATE_ONLY)
    old = history.source(OLD)
    history.version(
        old, "# Old", at="2026-01-01T08:00:00Z", effective_on=stated("2026-12", "December 2026")
    )
    with history.db.transaction():
        set_state(history.db, old, SourceState.REMOVED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with History(tmp_path_factory.mktemp("timeline")) as history:
        _fill(history)
    return history.folder


def entries(folder: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer(run(folder, "timeline", *words, "--json"))
    return found


def test_programs_get_every_key_of_every_entry(folder: Path) -> None:
    found = entries(folder, "--as-of", "2026-03-05")
    assert all(list(entry) == KEYS for entry in found)
    assert [(entry["source"], entry["kind"], entry["on"]) for entry in found] == [
        (ACME, "effective", "2026-01-01"),
        (ACME, "effective", "2026-05-01"),
        (ACME, "silent_change", "2026-05-01"),
        (ACME, "upcoming", "2026-05-01"),
        (OLD, "effective", "2026-12"),
        (OLD, "upcoming", "2026-12"),
        (SALAM, "effective", "2026-04-01"),
        (SALAM, "updated", "2026-01-31"),
        (SALAM, "never_applied", "2026-04-01"),
        (SALAM, "updated", "2026-01-30"),
        (SALAM, "moved_back", "2026-01-30"),
        (SALAM, "date_only", None),
        (SALAM, "date_only", "2026-01-30"),
    ]


def test_the_last_look_at_a_version_is_when_its_date_last_stood(folder: Path) -> None:
    first, second, *_ = entries(folder, "acme", "--as-of", "2026-03-05")
    assert (first["version"], first["captured_at"]) == (1, "2026-01-10T10:00:00Z")
    assert (first["last_version"], first["last_seen_at"]) == (1, "2026-01-10T10:00:00Z")
    assert (second["version"], second["last_version"], second["current"]) == (2, 3, True)
    assert second["last_seen_at"] == "2026-03-04T10:00:00Z"


def test_only_what_is_to_come(folder: Path) -> None:
    found = entries(folder, "--upcoming", "--as-of", "2026-03-05")
    assert [(entry["source"], entry["days_left"], entry["watched"]) for entry in found] == [
        (ACME, 57, True),
        (OLD, None, False),
    ]
    assert entries(folder, "acme", "--upcoming", "--as-of", "2026-05-01") == []


def test_as_of_an_earlier_day_nothing_later_is_known(folder: Path) -> None:
    found = entries(folder, "acme", "--as-of", "2026-03-02")
    assert [entry["kind"] for entry in found] == ["effective", "effective", "upcoming"]
    assert [entry["days_left"] for entry in found] == [None, None, 60]
    (known,) = entries(folder, "salam", "--upcoming", "--as-of", "2026-02-05")
    assert (known["on"], known["text"]) == ("2026-04-01", "1 أبريل 2026")


def test_people_read_it_in_the_order_of_the_versions(folder: Path) -> None:
    lines = run(folder, "timeline", "acme", "--as-of", "2026-03-05").stdout.splitlines()
    assert lines == [
        "acme/terms-of-service",
        "SEEN        VERSION  DATE        WHAT",
        "2026-01-10        1  2026-01-01  effective, last seen 2026-01-10 (version 1)",
        "    1 January 2026",
        "2026-03-02        2  2026-05-01  effective, stands",
        "    1 May 2026",
        "2026-03-04        3  2026-05-01  the text changed, the date did not",
        "    Retention: 30 days -> 24 months; date not updated",
        "2026-03-02        2  2026-05-01  takes effect in 57 days",
        "    1 May 2026",
    ]


def test_eighty_columns_hold_it_in_any_script(folder: Path) -> None:
    lines = run(folder, "timeline", "--as-of", "2026-03-05").stdout.splitlines()
    assert max(map(display_width, lines)) <= 80
    assert "\u2068salam/الشروط-والأحكام\u2069" in lines
    assert "    \u20681 أبريل 2026\u2069" in lines
    assert lines[lines.index("old/terms") + 1] == "(not watched)"
    assert any(line.endswith("never applied, no date instead") for line in lines)
    assert any(line.endswith("only the updated date changed, was 2026-01-31") for line in lines)


def test_where_nothing_is_stated_it_is_said(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        assert "'clausewatch check'" in run(tmp_path, "timeline").stderr
        history.version(history.source(ACME), "# Terms", at="2026-01-10T10:00:00Z")
    assert "states a date" in run(tmp_path, "timeline").stderr
    assert "a day to come" in run(tmp_path, "timeline", "--upcoming").stderr
    assert entries(tmp_path) == []


def test_as_of_a_day_before_any_version_says_so(folder: Path) -> None:
    result = run(folder, "timeline", "--as-of", "2019-01-01")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no version was fetched by 2019-01-01" in result.stderr


@pytest.mark.parametrize("words", [["nobody"], ["--as-of", "soon"]])
def test_an_unknown_source_or_day_is_refused(folder: Path, words: list[str]) -> None:
    assert run(folder, "timeline", *words).exit_code == 2
