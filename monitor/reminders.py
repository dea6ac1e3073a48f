"""Reminding people that what a document announced takes effect soon.

A reminder depends on the calendar, not on a fetch: it is looked for once a day even when no page
is due. What was told is read back from the alerts themselves, in the transaction that records the
next, so that each lead of a source's day is told at most once, whatever was restarted or whichever
way the clock was set.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from monitor.alerts.outbox import Outbox
from monitor.alerts.untold import IMPORT
from monitor.timeline import days_until
from monitor.understanding import source_body
from storage.database import Database
from storage.model import EventType
from storage.sources import Source, get_source
from storage.stated_dates import Announcement, announcements, told_leads

SEVERITY = 40

LeadsOf = Callable[[str], tuple[int, ...]]  # key of a source -> days before, () for none


def remind(db: Database, outbox: Outbox, leads_of: LeadsOf, *, today: date) -> list[EventType]:
    """Queue what is to be said today about days to come; one transaction each.

    Of several leads that have come since the last look only the nearest is told. Days that have
    come are told to nobody, nor those of earlier versions: what counts is the current one.
    """
    told: list[EventType] = []
    for found in announcements(db, today=today.isoformat(), unless_held_for=IMPORT):
        source = get_source(db, found.source_id)
        if _lead_of(db, found, leads_of(source.key), today) is None:
            continue
        with db.transaction():
            lead = _lead_of(db, found, leads_of(source.key), today)
            if lead is not None:  # no other process was quicker
                _queue(db, outbox, source, found, lead=lead, today=today)
                told.append(EventType.EFFECTIVE_SOON)
    return told


def _lead_of(db: Database, found: Announcement, leads: tuple[int, ...], today: date) -> int | None:
    """The lead that has come and was not told, nor a nearer one."""
    days_left = days_until(found.on, today)
    come = [lead for lead in leads if days_left is not None and days_left <= lead]
    if not come:
        return None
    lead = min(come)
    return (
        lead if all(lead < known for known in told_leads(db, found.source_id, found.on)) else None
    )


def _queue(
    db: Database, outbox: Outbox, source: Source, found: Announcement, *, lead: int, today: date
) -> None:
    days_left = days_until(found.on, today)
    assert days_left is not None, "a lead has come"
    body: dict[str, Any] = {
        "source": source_body(source),
        "version": found.version,
        "effective_on": found.on,
        "days_left": days_left,
        "lead_days": lead,
        "first_stated_at": found.first_stated_at,
        "summary": f"Takes effect on {found.on}, {_when(days_left)}",
    }
    outbox.queue_event(db, EventType.EFFECTIVE_SOON, source=source, severity=SEVERITY, body=body)


def _when(days: int) -> str:
    return "tomorrow" if days == 1 else f"in {days} days"
