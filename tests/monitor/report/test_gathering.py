"""What a report holds: the period, the figures, the order."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.history import History, clause_change
from support.policies import NOW

from monitor.report.gathering import Wanted, gather_report
from monitor.report.model import PartyRow, ReportPage, SourceSection
from storage.database import open_readonly
from storage.model import ChangeClass, VersionKind
from storage.sources import resolve_source

from .conftest import Report


def versions(page: ReportPage) -> list[tuple[str, int | None]]:
    return [
        (section.source.key, change.version)
        for section in page.sections
        for change in section.changes
    ]


def section_of(page: ReportPage, key: str) -> SourceSection:
    return next(section for section in page.sections if section.source.key == key)


def test_all_sources_stand_in_the_order_of_their_newest_change(report: Report) -> None:
    assert versions(report()) == [
        ("tapuz/privacy-policy", 2),
        ("salam/privacy-policy", 2),
        ("marl/privacy-policy", 3),
        ("marl/privacy-policy", 2),
    ]


def test_one_source_is_reported_alone(report: Report) -> None:
    page = report("marl")
    assert page.title == "Marl Notes: Privacy Policy"
    assert versions(page) == [("marl/privacy-policy", 3), ("marl/privacy-policy", 2)]
    assert (page.summary.sources, page.summary.changed_sources) == (1, 1)


def test_the_period_bounds_the_changes_but_the_picture_keeps_what_stood(report: Report) -> None:
    page = report("marl", since="2026-03-01T00:00:00.000000Z")
    assert versions(page) == [("marl/privacy-policy", 3)]
    (section,) = page.sections
    assert [row.number for row in section.versions] == [3]
    assert section.picture is not None
    seen = [mark.words for mark in section.picture.marks if mark.shape == "version"]
    assert seen == ["Version 2, seen 2026-02-10", "Version 3, seen 2026-03-10"]
    earlier = report("marl", until="2026-02-28T23:59:59.999999Z")
    assert versions(earlier) == [("marl/privacy-policy", 2)]


def test_what_the_limit_leaves_out_is_counted_and_the_figures_are_of_all(report: Report) -> None:
    page = report(limit=2)
    assert versions(page) == [("tapuz/privacy-policy", 2), ("salam/privacy-policy", 2)]
    assert (page.summary.changes, page.summary.left_out) == (4, 2)
    assert page.summary.changed_sources == 3


def test_the_most_severe_changes_come_first(report: Report) -> None:
    severities = [one.change.severity.value for one in report().foremost]
    assert severities == sorted(severities, reverse=True)
    assert len(severities) == 4
    assert report("tapuz").foremost == ()  # one change needs no list


def test_silent_changes_and_categories_are_counted(report: Report) -> None:
    summary = report().summary
    assert summary.silent == 3  # all but the English one that moved its date
    counts = {one.label.name: one.count for one in summary.categories}
    assert counts["retention"] == 3
    assert counts["subprocessors"] == 1 + ("subprocessors" in _names(report(), "salam"))


def _names(page: ReportPage, start: str) -> set[str]:
    section = next(one for one in page.sections if one.source.key.startswith(start))
    return {label.name for change in section.changes for label in change.categories}


def test_a_source_in_which_nothing_changed_shows_its_timeline_when_asked_for(
    report: Report,
) -> None:
    page = report("marl", since="2026-03-20T00:00:00.000000Z")
    (section,) = page.sections
    assert section.changes == ()
    assert section.picture is not None
    assert [source.key for source in page.summary.unchanged] == ["marl/privacy-policy"]


def test_parties_are_told_with_their_first_and_last_version(report: Report) -> None:
    rows = {row.name: row for row in section_of(report(), "marl/privacy-policy").parties}
    hosting: PartyRow = next(row for name, row in rows.items() if name.startswith("Fernhollow"))
    ads = next(row for name, row in rows.items() if name.startswith("Brightmeadow"))
    assert (hosting.first_version, hosting.last_version, hosting.current) == (1, 3, True)
    assert (ads.first_version, ads.first_seen_at[:10]) == (2, "2026-02-10")


def test_stated_dates_are_told_with_the_words_of_the_page(report: Report) -> None:
    rows = section_of(report(), "salam/privacy-policy").dates
    assert ("2024-12-09", "9 ديسمبر 2024") in [(row.on, row.text) for row in rows]
    assert any(row.alarming for row in rows)  # the text changed and the date did not


def test_what_our_own_reading_changed_is_no_change_of_the_page(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source = history.source("quarry/terms")
        history.version(source, "# Terms\n\nOne.", at="2026-01-01T10:00:00Z")
        anew = history.version(
            source, "# Terms\n\nTwo.", at="2026-01-02T10:00:00Z", kind=VersionKind.TECHNICAL
        )
        history.change(anew, clause_change("One.", "Two."), change_class=ChangeClass.TECHNICAL)
    with open_readonly(history.database) as db:
        wanted = Wanted(source=resolve_source(db, "quarry"), since=None, until=None, limit=10)
        page = gather_report(db, wanted, now=NOW)
    assert (page.summary.changes, page.sections[0].changes) == (0, ())
    assert [row.what for row in page.sections[0].versions] == ["Read anew by us", "First version"]


@pytest.mark.parametrize("health", ["suspect", "failing", "broken"])
def test_a_source_that_cannot_be_read_is_named(tmp_path: Path, health: str) -> None:
    with History(tmp_path) as history:
        source = history.source("quarry/terms")
        history.db.update("sources", source, {"health": health, "last_reason": "soft_404"})
    with open_readonly(history.database) as db:
        wanted = Wanted(source=None, since=None, until=None, limit=10)
        page = gather_report(db, wanted, now=NOW)
    (unwell,) = page.summary.unhealthy
    assert (unwell.health.name, unwell.last_reason) == (health, "soft_404")
    assert page.sections == ()
