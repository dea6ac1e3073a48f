"""The transactional outbox: which changes become alerts, whom they go to, and what holds them.

Everything is recorded first and decided here afterwards, in the transaction of its change: an
alert row exists for every change that could be told, with the reason where it is held or
dropped. "Why was I not told?" is answered from these rows.

================================================  ==============================================
change                                            alert
================================================  ==============================================
technical, none, links_only, formatting           none
material none and not date_only (a typo)          none
date_only                                         policy.date_changed
the page went back to an earlier text (flap)      policy.rollback, held until it is seen to stay;
                                                  none where that is in another language
other, silent                                     policy.silent_change
other                                             policy.changed
================================================  ==============================================

Every change waits until a later fetch still differs from the old text (``confirmation``), because
half of the texts that vanish again are gone at the next look. Where the stated date moved, that
look is taken in the same pass (:func:`states_new_date`). Where a page shows texts by turns, a
return waits for a week without another (:mod:`monitor.alerts.calm`).

What an import brings is decided by the same rules and sent to nobody: where an alert would have
gone out it is held, with the reason ``import``, also when a later live fetch is what confirms it.
What a run brought of which too much changed is held with the reason ``anomaly``
(:mod:`monitor.alerts.brake`).

What is told is planned here too: one delivery for each endpoint, for the instant that its route's
window names (:mod:`monitor.alerts.windows`). Gathering is done when that has come
(:mod:`monitor.alerts.gathering`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from monitor.alerts.calm import comes_by_turns, version_after_calm
from monitor.alerts.payload import alert_data
from monitor.alerts.routes import Plan, plans_for
from monitor.alerts.stored import alert_from_data
from monitor.alerts.untold import (
    ANOMALY,
    CONFIRMATION,
    IMPORT,
    MOVED_ON,
    NO_ROUTE,
    NOBODY_WAS_TOLD,
    WENT_BACK,
)
from monitor.alerts.windows import due_at, quiet_to_text
from monitor.config.model import Route
from storage.alerts import (
    Alert,
    NewAlert,
    find_alert,
    held_alerts,
    imported_alerts,
    insert_alert,
    set_alert_state,
    unsent_change_alerts,
)
from storage.analyses import main_language
from storage.brakes import is_braked
from storage.changes import Change, confirm_change, get_change, reclassify
from storage.database import Database
from storage.deliveries import insert_delivery, open_window_until
from storage.fetches import has_good_fetch_after, next_good_fetch
from storage.model import (
    AlertState,
    ChangeClass,
    DateStatus,
    DeliveryMode,
    EventType,
    Material,
    RunKind,
    VersionKind,
)
from storage.sources import Source
from storage.times import Clock, to_text
from storage.versions import Version, current_version, get_version, have_same_text, version_at

_MOVED = (DateStatus.CHANGED, DateStatus.APPEARED)
_QUIET = frozenset(
    {ChangeClass.NONE, ChangeClass.LINKS_ONLY, ChangeClass.FORMATTING, ChangeClass.TECHNICAL}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """Writes alerts and plans their deliveries, as ``routes`` say.

    ``hold`` is the reason for which nothing is sent, when nothing is.
    """

    routes: tuple[Route, ...]
    clock: Clock
    hold: str | None = None

    def queue_change(
        self,
        db: Database,
        *,
        source: Source,
        version: Version,
        change_id: int,
        body: dict[str, Any],
    ) -> int | None:
        """Record the alert of a change, if it deserves one; inside the change's transaction."""
        change = get_change(db, change_id)
        event = event_of(version.kind, change)
        if event is None or (event is EventType.ROLLBACK and _is_other_language(db, version)):
            return None
        held = CONFIRMATION if needs_confirmation(source, event) else None
        return self._insert(
            db,
            NewAlert(
                event=event,
                source_id=source.id,
                change_id=change_id,
                version_id=version.id,
                captured_at=version.fetched_at,
                created_at=to_text(self.clock()),
                severity=change.record.severity,
                state=AlertState.HELD if held else AlertState.PENDING,
                reason=held,
                body=body,
            ),
        )

    def queue_event(
        self,
        db: Database,
        event: EventType,
        *,
        source: Source | None,
        severity: int,
        body: dict[str, Any],
    ) -> int:
        """Record an alert that is not about a change, such as a broken source."""
        now = to_text(self.clock())
        return self._insert(
            db,
            NewAlert(
                event=event,
                source_id=source.id if source else None,
                change_id=None,
                version_id=source.current_version_id if source else None,
                captured_at=now,
                created_at=now,
                severity=severity,
                state=AlertState.PENDING,
                reason=None,
                body=body | {"captured_at": now, "severity": severity},
            ),
        )

    def release(self, db: Database, alert: Alert) -> None:
        """Plan the deliveries of a held alert; inside a transaction."""
        self._plan(db, alert.id, alert.event, alert.body, alert.version_id)

    def _insert(self, db: Database, new: NewAlert) -> int:
        body = alert_data(alert_from_data(new.event, new.created_at, new.body))  # bounded
        alert_id = insert_alert(db, replace(new, body=body))
        if new.state is AlertState.PENDING:
            changed = new.version_id if new.change_id is not None else None
            self._plan(db, alert_id, new.event, body, changed)
        return alert_id

    def _plan(
        self,
        db: Database,
        alert_id: int,
        event: EventType,
        body: dict[str, Any],
        version_id: int | None,
    ) -> None:
        now = self.clock()
        plans = plans_for(self.routes, event, body, now)
        hold = self.hold or _hold_of(db, version_id)
        if not plans:
            set_alert_state(db, alert_id, AlertState.DROPPED, NO_ROUTE)
        elif hold:
            set_alert_state(db, alert_id, AlertState.HELD, hold)
        else:
            for plan in plans:
                _queue(db, alert_id, plan, now)
            set_alert_state(db, alert_id, AlertState.PENDING, None)


def _queue(db: Database, alert_id: int, plan: Plan, now: datetime) -> None:
    """A batch that is open already takes the alert in; else it opens one."""
    window = plan.window
    planned, quiet = to_text(due_at(window, now)), quiet_to_text(window.quiet)
    if window.mode is DeliveryMode.BATCH:
        ends_at = open_window_until(
            db, plan.endpoint, language=plan.language, quiet=quiet, now=to_text(now)
        )
        planned = min(planned, ends_at or planned)
    insert_delivery(
        db,
        alert_id,
        plan.endpoint,
        now=to_text(now),
        planned_at=planned,
        mode=window.mode,
        language=plan.language,
        quiet=quiet,
    )


def _hold_of(db: Database, version_id: int | None) -> str | None:
    """What holds back every alert about what this version brought."""
    if is_imported(db, version_id):
        return IMPORT
    return ANOMALY if is_braked(db, version_id) else None


def _is_other_language(db: Database, version: Version) -> bool:
    """A site that speaks now this language, now that one, takes nothing back."""
    before = main_language(db, version.previous_version_id)
    now = main_language(db, version.id)
    return before is not None and now is not None and before != now


def event_of(kind: VersionKind, change: Change) -> EventType | None:
    """The most specific event of a change; None when it is told to nobody."""
    record = change.record
    if kind is not VersionKind.UPDATE or record.change_class in _QUIET:
        return None
    if record.change_class in (ChangeClass.FLAP, ChangeClass.ROLLBACK):
        is_news = record.material != Material.NONE or states_new_date(change)
        return EventType.ROLLBACK if is_news else None
    if record.change_class == ChangeClass.DATE_ONLY:
        return EventType.DATE_CHANGED
    if record.material == Material.NONE:
        return None
    return EventType.SILENT_CHANGE if record.silent else EventType.POLICY_CHANGED


def needs_confirmation(source: Source, event: EventType) -> bool:
    """Whether the alert waits for a later fetch that still shows another text than the old."""
    return event is EventType.ROLLBACK or source.confirm_seconds is not None


def states_new_date(change: Change) -> bool:
    """Whether a stated date moved or appeared with the change."""
    record = change.record
    return record.effective.status in _MOVED or record.updated.status in _MOVED


def settle_confirmations(db: Database, outbox: Outbox, source: Source) -> int:
    """Release or drop what waits for a later look at ``source``; returns how many wait for one.

    What waits for a page to come to rest is not among them: no look is to be taken for it sooner.
    One transaction per alert, so that nothing of a settled alert can be lost half-way.
    """
    waiting = 0
    for alert in held_alerts(db, source.id, CONFIRMATION):
        if not _seen_later(db, alert):
            waiting += 1
            continue
        with db.transaction():
            current = find_alert(db, alert.id)
            if current and current.state is AlertState.HELD:
                shown = _shown_since(db, alert, current_version(db, source.id))
                _settle(db, outbox, alert, shown)
    return waiting


def settle_by_time(db: Database, outbox: Outbox, source_id: int) -> int:
    """Settle what an import left waiting, by the looks that the history holds.

    Whatever the order in which they were recorded, the next good look after a version decides, as
    it does live. Inside a transaction; returns how many alerts still wait.
    """
    waiting = 0
    for alert_id, since in imported_alerts(db, source_id, CONFIRMATION):
        look = next_good_fetch(db, source_id, since)
        if look is None:
            waiting += 1
            continue
        alert = find_alert(db, alert_id)
        assert alert is not None, "nobody else writes in this transaction"
        shown = _shown_since(db, alert, version_at(db, source_id, look.started_at))
        waiting += not _settle(db, outbox, alert, shown)
    return waiting


def decide_again(db: Database, outbox: Outbox, source: Source) -> int:
    """Decide anew on what an import brought and nobody got, after its history got more looks.

    Inside a transaction; returns how many alerts wait for a later look.
    """
    for alert in unsent_change_alerts(db, source.id):
        if not is_imported(db, alert.version_id):
            continue
        assert alert.change_id is not None
        change = get_change(db, alert.change_id)
        confirm_change(db, alert.change_id, now=None)
        if change.record.change_class == ChangeClass.ROLLBACK:
            reclassify(db, alert.change_id, ChangeClass.FLAP)
        if needs_confirmation(source, alert.event):
            set_alert_state(db, alert.id, AlertState.HELD, CONFIRMATION)
        else:
            outbox.release(db, alert)
    return settle_by_time(db, outbox, source.id)


def is_imported(db: Database, version_id: int | None) -> bool:
    """Whether the bytes of a version come from an import."""
    row = db.row(
        "SELECT 1 FROM versions JOIN snapshots ON snapshots.id = versions.snapshot_id "
        "JOIN fetches ON fetches.id = snapshots.fetch_id JOIN runs ON runs.id = fetches.run_id "
        "WHERE versions.id = ? AND runs.kind = ?",
        (version_id, RunKind.IMPORT),
    )
    return row is not None


def _seen_later(db: Database, alert: Alert) -> bool:
    """Whether a good look came after the one that brought the version.

    By the order of recording, not by clocks: one that was ahead must not hold an alert for ever.
    """
    assert alert.version_id is not None
    return has_good_fetch_after(db, alert.version_id)


def _shown_since(db: Database, alert: Alert, shown: Version | None) -> Version | None:
    """``shown``, or what stood after a longer time where a page shows texts by turns."""
    assert alert.version_id is not None
    assert shown is not None
    version = get_version(db, alert.version_id)
    if alert.event is not EventType.ROLLBACK or not comes_by_turns(db, version):
        return shown
    return version_after_calm(db, version) if have_same_text(db, version, shown) else shown


def _settle(db: Database, outbox: Outbox, alert: Alert, current: Version | None) -> bool:
    """``current`` is the version that the deciding look showed; without one the alert waits."""
    if current is None:
        return False
    assert alert.change_id is not None
    assert alert.version_id is not None
    version = get_version(db, alert.version_id)
    if alert.event is EventType.ROLLBACK:
        _settle_return(db, outbox, alert, version, current)
        return True
    assert version.previous_version_id is not None
    if have_same_text(db, get_version(db, version.previous_version_id), current):
        set_alert_state(db, alert.id, AlertState.DROPPED, WENT_BACK)
        return True
    confirm_change(db, alert.change_id, now=to_text(outbox.clock()))
    outbox.release(db, alert)
    return True


def _settle_return(
    db: Database, outbox: Outbox, alert: Alert, version: Version, current: Version
) -> None:
    """A return that stays is a rollback; it is told if what it took back had been told."""
    assert alert.change_id is not None
    if not have_same_text(db, version, current):
        set_alert_state(db, alert.id, AlertState.DROPPED, MOVED_ON)
        return
    if not _is_news(db, version):
        set_alert_state(db, alert.id, AlertState.DROPPED, NOBODY_WAS_TOLD)
        return
    reclassify(db, alert.change_id, ChangeClass.ROLLBACK)
    confirm_change(db, alert.change_id, now=to_text(outbox.clock()))
    outbox.release(db, alert)


def _is_news(db: Database, version: Version) -> bool:
    """Whether a return shows another text than the one that people know of.

    They know the last version that they were told of, else the first one. What an import holds
    back counts as told: it is the history that people start from.
    """
    row = db.row(
        "SELECT versions.id FROM versions LEFT JOIN alerts ON alerts.version_id = versions.id "
        "AND alerts.change_id IS NOT NULL WHERE versions.source_id = ? AND versions.number < ? "
        "AND (versions.number = 1 OR alerts.state IN ('pending', 'delivered', 'dead') "
        "OR (alerts.state = 'held' AND alerts.reason = ?)) ORDER BY versions.number DESC LIMIT 1",
        (version.source_id, version.number, IMPORT),
    )
    return row is not None and not have_same_text(db, get_version(db, row["id"]), version)
