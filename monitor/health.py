"""Telling people that a source is broken, and that it is well again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import Any

from monitor.alerts.outbox import IMPORT, Outbox
from monitor.understanding import source_body
from storage.database import Database
from storage.fetches import Fetch, fetches_of_source
from storage.model import AlertState, EventType, Health
from storage.sources import Source, get_source

BROKEN_AFTER = 3  # bad fetches in a row
_MAX_COUNTED = 1000  # fetches
_SEVERITY = {EventType.SOURCE_BROKEN: 50, EventType.SOURCE_RECOVERED: 10}


def report_health(db: Database, outbox: Outbox, source_ids: Iterable[int]) -> list[EventType]:
    """Queue an alert for each of these sources that broke or recovered; one transaction each."""
    told: list[EventType] = []
    for source_id in source_ids:
        if _event_of(db, get_source(db, source_id)) is None:
            continue
        with db.transaction():
            event = report_source_health(db, outbox, source_id)
        if event is not None:
            told.append(event)
    return told


def report_source_health(db: Database, outbox: Outbox, source_id: int) -> EventType | None:
    """Queue an alert if the source broke or recovered; inside a transaction."""
    source = get_source(db, source_id)
    event = _event_of(db, source)
    if event is None:
        return None
    if _is_held_import(db, source):
        outbox = replace(outbox, hold=IMPORT)  # nobody was told that it broke
    if event is EventType.SOURCE_BROKEN:
        db.update("sources", source.id, {"health": Health.BROKEN})
    outbox.queue_event(db, event, source=source, severity=_SEVERITY[event], body=_body(db, source))
    return event


def _event_of(db: Database, source: Source) -> EventType | None:
    broken = source.health in (Health.SUSPECT, Health.FAILING, Health.BROKEN)
    if broken and source.bad_fetches >= BROKEN_AFTER and not _is_reported(db, source):
        return EventType.SOURCE_BROKEN
    if source.health is Health.OK and _is_reported(db, source):
        return EventType.SOURCE_RECOVERED
    return None


def _is_reported(db: Database, source: Source) -> bool:
    """Whether the last that was said of the source's health is that it is broken."""
    row = db.row(
        "SELECT event FROM alerts WHERE source_id = ? AND event IN (?, ?) ORDER BY id DESC LIMIT 1",
        (source.id, EventType.SOURCE_BROKEN, EventType.SOURCE_RECOVERED),
    )
    return row is not None and row["event"] == EventType.SOURCE_BROKEN


def _is_held_import(db: Database, source: Source) -> bool:
    """Whether a recovery would be from what only an import saw."""
    row = db.row(
        "SELECT event, state, reason FROM alerts WHERE source_id = ? AND event IN (?, ?) "
        "ORDER BY id DESC LIMIT 1",
        (source.id, EventType.SOURCE_BROKEN, EventType.SOURCE_RECOVERED),
    )
    return row is not None and tuple(row) == (EventType.SOURCE_BROKEN, AlertState.HELD, IMPORT)


def _body(db: Database, source: Source) -> dict[str, Any]:
    bad = _latest_bad_fetches(db, source)
    return {
        "source": source_body(source),
        "outcome": bad[0].outcome,
        "reason": bad[0].reason,
        "bad_fetches": len(bad),
        "last_verified_at": source.last_verified_at,
    }


def _latest_bad_fetches(db: Database, source: Source) -> list[Fetch]:
    """The latest row of bad fetches without a good one between them, newest first."""
    telling = [
        fetch
        for fetch in fetches_of_source(db, source.id, _MAX_COUNTED)
        if not fetch.outcome.is_neutral
    ]
    after_recovery = dropwhile(lambda fetch: fetch.outcome.is_good, telling)
    return list(takewhile(lambda fetch: not fetch.outcome.is_good, after_recovery))
