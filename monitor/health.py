"""Telling people that a source is broken, and that it is well again.

A page that breaks again within a day of its recovery flaps: that it broke is held then, and told
when the day is over and it is broken still. If it recovers first, nobody hears of either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import dropwhile, takewhile
from typing import Any

from monitor.alerts.outbox import Outbox
from monitor.alerts.untold import FLAPPING, IMPORT, RECOVERED_FIRST
from monitor.understanding import source_body
from storage.alerts import (
    Alert,
    delete_unsent_alert,
    find_alert,
    last_alert_about,
    set_alert_state,
)
from storage.database import Database
from storage.fetches import Fetch, fetches_of_source
from storage.model import AlertState, EventType, Health
from storage.sources import Source, get_source
from storage.times import from_text

BROKEN_AFTER = 3  # bad fetches in a row
_FLAPPING_FOR = timedelta(hours=24)  # after a recovery that was told
_MAX_COUNTED = 1000  # fetches
_SEVERITY = {EventType.SOURCE_BROKEN: 50, EventType.SOURCE_RECOVERED: 10}


def report_health(db: Database, outbox: Outbox, source_ids: Iterable[int]) -> list[EventType]:
    """Queue an alert for each of these sources that broke or recovered; one transaction each."""
    told: list[EventType] = []
    for source_id in source_ids:
        if _event_of(db, outbox, get_source(db, source_id)) is None:
            continue
        with db.transaction():
            event = report_source_health(db, outbox, source_id)
        if event is not None:
            told.append(event)
    return told


def report_source_health(db: Database, outbox: Outbox, source_id: int) -> EventType | None:
    """Queue an alert if the source broke or recovered; inside a transaction.

    Returns the event of which people are told, not one that is held for flapping.
    """
    source = get_source(db, source_id)
    event = _event_of(db, outbox, source)
    if event is None:
        return None
    last = _last_word(db, source)
    if event is EventType.SOURCE_BROKEN:
        db.update("sources", source.id, {"health": Health.BROKEN})
    if last is not None and _waits(last):
        if event is EventType.SOURCE_RECOVERED:
            set_alert_state(db, last.id, AlertState.DROPPED, RECOVERED_FIRST)
            _queue_untold(db, outbox, source)
            return None
        delete_unsent_alert(db, last.id)  # told anew, with what is known by now
    elif event is EventType.SOURCE_BROKEN and _is_flapping(db, outbox, source):
        _queue(db, replace(outbox, hold=FLAPPING), event, source)
        return None
    if last is not None and _is_held_import(last):
        outbox = replace(outbox, hold=IMPORT)  # nobody was told that it broke
    _queue(db, outbox, event, source)
    return event


def _event_of(db: Database, outbox: Outbox, source: Source) -> EventType | None:
    last = _last_word(db, source)
    is_reported = last is not None and last.event is EventType.SOURCE_BROKEN
    broken = source.health in (Health.SUSPECT, Health.FAILING, Health.BROKEN)
    if broken and source.bad_fetches >= BROKEN_AFTER:
        if not is_reported:
            return EventType.SOURCE_BROKEN
        if last is not None and _waits(last) and not _is_flapping(db, outbox, source):
            return EventType.SOURCE_BROKEN
    if source.health is Health.OK and is_reported:
        return EventType.SOURCE_RECOVERED
    return None


def _last_word(db: Database, source: Source) -> Alert | None:
    """The last that was said of the source's health, or is waiting to be said."""
    events = (EventType.SOURCE_BROKEN, EventType.SOURCE_RECOVERED)
    return last_alert_about(db, source.id, events)


def _waits(alert: Alert) -> bool:
    return alert.state is AlertState.HELD and alert.reason == FLAPPING


def _is_held_import(last: Alert) -> bool:
    """Whether a recovery would be from what only an import saw."""
    held = last.state is AlertState.HELD and last.reason == IMPORT
    return held and last.event is EventType.SOURCE_BROKEN


def _is_flapping(db: Database, outbox: Outbox, source: Source) -> bool:
    """Whether people were told not long ago that it could be read again."""
    if outbox.hold is not None:  # an import tells nobody anyway
        return False
    last = last_alert_about(
        db, source.id, (EventType.SOURCE_RECOVERED,), unless=(RECOVERED_FIRST, IMPORT)
    )
    return last is not None and outbox.clock() < from_text(last.created_at) + _FLAPPING_FOR


def _queue(db: Database, outbox: Outbox, event: EventType, source: Source) -> int:
    return outbox.queue_event(
        db, event, source=source, severity=_SEVERITY[event], body=_body(db, source)
    )


def _queue_untold(db: Database, outbox: Outbox, source: Source) -> None:
    """For the record: a recovery from what nobody was told of."""
    held = replace(outbox, hold=RECOVERED_FIRST)
    alert_id = _queue(db, held, EventType.SOURCE_RECOVERED, source)
    alert = find_alert(db, alert_id)
    if alert is not None and alert.state is AlertState.HELD:
        set_alert_state(db, alert_id, AlertState.DROPPED, RECOVERED_FIRST)


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
