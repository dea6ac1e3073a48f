"""Gathering: what waited for one window is told in one message.

When a window has ended, the deliveries that waited for it become one alert of the event ``digest``
with one delivery, in one transaction; each of them then has the fate of that one. A process that is
killed before it leaves all of them waiting, one that is killed after it leaves one delivery to
send: nothing is lost and nothing told twice. A batch of one is sent as the alert that it is.

What is due in quiet times is put off to their end here too: the daemon may have been off when its
time came, or a receiver down.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.alerts.digest_entries import digest_entries, is_gatherable
from monitor.alerts.model import AlertContent, DigestAlert
from monitor.alerts.payload import alert_data
from monitor.alerts.stored import alert_from_data
from monitor.alerts.windows import end_of_quiet, quiet_from_text
from storage.alerts import NewAlert, insert_alert
from storage.database import Database
from storage.deliveries import insert_delivery
from storage.gathering import (
    DueGroup,
    alerts_of,
    due_groups,
    due_with_quiet,
    put_off,
    tell_alone,
    tell_together,
)
from storage.model import AlertState, DeliveryMode, EventType
from storage.times import to_text


def gather_due(db: Database, now: datetime) -> int:
    """Make one delivery of what can be told together now; returns how many messages that makes.

    Call it with the delivery lock held, before claiming.
    """
    _wait_out_quiet(db, now)
    if not due_groups(db, now=to_text(now)):
        return 0
    with db.transaction():
        return sum(_gather(db, group, now) for group in due_groups(db, now=to_text(now)))


def _wait_out_quiet(db: Database, now: datetime) -> None:
    """Nothing is sent in quiet times, whatever was planned and whoever was late."""
    late: dict[str, list[str]] = {}
    for delivery_id, quiet in due_with_quiet(db, now=to_text(now)):
        late.setdefault(quiet, []).append(delivery_id)
    for quiet, delivery_ids in late.items():
        until = end_of_quiet(quiet_from_text(quiet), now)
        if until > now:
            with db.transaction():
                put_off(db, delivery_ids, until=to_text(until))


def _gather(db: Database, group: DueGroup, now: datetime) -> bool:
    """Whether a digest was made of the group; inside a transaction."""
    told: dict[str, AlertContent] = {}
    for delivery_id, alert in alerts_of(db, group.delivery_ids):
        content = alert_from_data(alert.event, alert.created_at, alert.body)
        if is_gatherable(content):
            told[delivery_id] = content
    if group.mode is DeliveryMode.BATCH and len(told) == 1:
        told.clear()
    tell_alone(db, [one for one in group.delivery_ids if one not in told])
    if not told:
        return False
    digest_id = _insert_digest(db, group, [*told.values()], now=to_text(now))
    tell_together(db, [*told], digest_id)
    return True


def _insert_digest(db: Database, group: DueGroup, told: Sequence[AlertContent], *, now: str) -> str:
    """The alert and its delivery, due at once; returns the id of the delivery."""
    entries = digest_entries(told, group.language)
    digest = DigestAlert(
        created_at=now,
        captured_at=max(entry.captured_at for entry in entries),
        severity=max(entry.severity for entry in entries),
        period=group.mode.value,
        since=min(now, *(content.created_at for content in told)),
        until=now,
        entries=entries,
    )
    alert_id = insert_alert(
        db,
        NewAlert(
            event=EventType.DIGEST,
            source_id=None,
            change_id=None,
            version_id=None,
            captured_at=digest.captured_at,
            created_at=now,
            severity=digest.severity,
            state=AlertState.PENDING,
            reason=None,
            body=alert_data(digest),
        ),
    )
    return insert_delivery(
        db, alert_id, group.endpoint, now=now, language=group.language, quiet=group.quiet
    )
