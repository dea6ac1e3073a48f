from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from storage.changes import (
    ChangeRecord,
    confirm_change,
    find_change,
    insert_change,
    reclassify,
    uncompared_version_ids,
)
from storage.database import Database
from storage.history import HistoryFilter, list_history
from storage.model import ChangeClass, ClauseChange, DateChange, DateStatus, FactChange

NOW = "2026-01-02T13:00:00.000000Z"
NO_DATE = DateChange(status=DateStatus.NONE, old=None, new=None)


def _record(version: object, **changes: object) -> ChangeRecord:
    record = ChangeRecord(
        version_id=version.id,
        previous_version_id=version.previous_version_id,
        created_at=NOW,
        revision=1,
        change_class="substantive",
        material="material",
        silent=True,
        severity=78,
        reasons=("مدة الاحتفاظ أطول",),
        categories=("retention", "sharing"),
        effective=NO_DATE,
        updated=replace(NO_DATE, status=DateStatus.UNCHANGED, old="2024-01", new="2024-01"),
        parties_added=("Acme Ads",),
        parties_removed=(),
        summary="Retention: 30 days -> 24 months",
        clause_changes=(
            ClauseChange(
                kind="modified",
                categories=("retention",),
                heading_path=("Data", "Retention"),
                before="30 days",
                after="24 months",
                diff=(("-", "30 days"), ("+", "24 months")),
                facts=(
                    FactChange(
                        fact="retention", before="30 day", after="24 month", direction="longer"
                    ),
                ),
                language="en",
                weight=80,
            ),
        ),
    )
    return replace(record, **changes)


@pytest.fixture
def version(recorder: object) -> object:
    source = recorder.source(tags=("vendor",))
    recorder.version(source, 1, "A")
    return recorder.version(source, 2, "B")


def _insert(database: Database, record: ChangeRecord) -> int:
    with database.transaction():
        return insert_change(database, record)


def test_a_change_comes_back_as_it_was_recorded(database: Database, version: object) -> None:
    assert uncompared_version_ids(database) == [version.id]
    change_id = _insert(database, _record(version))
    found = find_change(database, version.id)
    assert (found.id, found.record, found.confirmed_at) == (change_id, _record(version), None)
    assert uncompared_version_ids(database) == []


def test_a_version_has_one_change(database: Database, version: object) -> None:
    _insert(database, _record(version))
    with pytest.raises(sqlite3.IntegrityError):
        _insert(database, _record(version))


def test_confirmation_and_rollback_are_noted(database: Database, version: object) -> None:
    change_id = _insert(database, _record(version))
    with database.transaction():
        confirm_change(database, change_id, now=NOW)
        reclassify(database, change_id, ChangeClass.ROLLBACK)
    found = find_change(database, version.id)
    assert (found.confirmed_at, found.record.change_class) == (NOW, "rollback")


@pytest.mark.parametrize(
    ("wanted", "versions"),
    [
        pytest.param(HistoryFilter(), [2, 1], id="all, newest first"),
        pytest.param(HistoryFilter(category="sharing"), [2], id="category"),
        pytest.param(HistoryFilter(category="sale"), [], id="other category"),
        pytest.param(HistoryFilter(change_class="substantive"), [2], id="class"),
        pytest.param(HistoryFilter(min_severity=79), [], id="severity above"),
        pytest.param(HistoryFilter(min_severity=78), [2], id="severity at"),
        pytest.param(HistoryFilter(terms_type="privacy policy"), [2, 1], id="type, any case"),
        pytest.param(HistoryFilter(tag="vendor", limit=1), [2], id="tag and limit"),
        pytest.param(HistoryFilter(tag="other"), [], id="other tag"),
        pytest.param(HistoryFilter(since="2026-01-02"), [2], id="since"),
        pytest.param(HistoryFilter(until="2026-01-02"), [1], id="until"),
    ],
)
def test_history_is_filtered_by(
    database: Database, version: object, wanted: HistoryFilter, versions: list[int]
) -> None:
    _insert(database, _record(version))
    found = list_history(database, wanted)
    assert [entry.version for entry in found] == versions
    for entry in found:
        first = entry.version == 1
        assert entry.change_class == (None if first else "substantive")
        assert entry.silent is (None if first else True)
