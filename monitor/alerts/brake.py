"""The anomaly brake: when too many sources change in one run, a person looks first.

A fault of ours, or one of a network that serves many sites, looks like a change of everything.
The brake is put on before anything of the run is compared, so that nothing of it can be told, and
one operational alert says so.
"""

from __future__ import annotations

from monitor.alerts.outbox import Outbox
from monitor.alerts.untold import ANOMALY, DROPPED_BY_HAND
from monitor.config.model import Anomaly
from storage.alerts import find_alert, set_alert_state
from storage.brakes import RunShare, brake, held_alert_ids, is_braked, take_off, untold_runs
from storage.database import Database
from storage.model import AlertState, EventType
from storage.times import to_text

_SEVERITY = 60


def put_brakes(db: Database, outbox: Outbox, anomaly: Anomaly | None) -> list[int]:
    """Brake every run of which too much changed and nothing is told yet; returns their ids.

    One transaction per run, so that a brake and the alert about it stand together.
    """
    if anomaly is None:
        return []
    braked: list[int] = []
    for run in untold_runs(db):
        if run.changed < anomaly.at_least or run.share <= anomaly.share:
            continue
        with db.transaction():
            brake(db, run.run_id, now=to_text(outbox.clock()))
            outbox.queue_event(
                db, EventType.RUN_ANOMALOUS, source=None, severity=_SEVERITY, body=_body(run)
            )
        braked.append(run.run_id)
    return braked


def release_run(db: Database, outbox: Outbox, run_id: int) -> list[int]:
    """Tell what a braked run brought; inside a transaction. Returns the alerts released.

    What waits for its second look goes on waiting for that.
    """
    take_off(db, run_id, now=to_text(outbox.clock()))
    released: list[int] = []
    for alert_id in held_alert_ids(db, run_id):
        alert = find_alert(db, alert_id)
        if alert is not None and alert.reason == ANOMALY and not is_braked(db, alert.version_id):
            outbox.release(db, alert)
            released.append(alert_id)
    return released


def drop_run(db: Database, outbox: Outbox, run_id: int) -> list[int]:
    """Tell nobody of what a braked run brought; inside a transaction. Returns the alerts."""
    dropped = held_alert_ids(db, run_id)
    for alert_id in dropped:
        set_alert_state(db, alert_id, AlertState.DROPPED, DROPPED_BY_HAND)
    take_off(db, run_id, now=to_text(outbox.clock()))
    return dropped


def _body(run: RunShare) -> dict[str, object]:
    return {
        "run": run.run_id,
        "checked": run.checked,
        "changed": run.changed,
        "held": run.changed,
    }
