"""After versions were inserted, moved or read anew: what was understood from their order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from monitor.alerts.outbox import Outbox, decide_again, is_imported
from monitor.alerts.untold import IMPORT
from monitor.understanding import Analyses, compare_again, reread_version
from storage.alerts import Alert, alerts_of_change, delete_unsent_alert
from storage.database import Database
from storage.model import AlertState
from storage.passages import reindex_source
from storage.sources import get_source
from storage.timeline import relink_versions
from storage.versions import Version, get_version, versions_of


def mend_history(
    db: Database,
    source_id: int,
    touched: Iterable[int],
    *,
    outbox: Outbox | None,
    analyses: Analyses,
) -> int:
    """Put links, changes, search index and waiting alerts of a source right. In a transaction.

    ``touched`` are ids of versions that are new in their place or have another text. Without
    ``outbox`` no alert is recorded or changed. Returns how many alerts wait for a later look.
    """
    analyses.forget()
    new = set(touched)
    affected = new | {version.id for version in relink_versions(db, source_id)}
    versions = versions_of(db, source_id)
    affected |= {after.id for before, after in pairwise(versions) if before.id in new}
    for version in versions:
        if version.id in new:
            reread_version(db, version, analyses=analyses)
    for version in versions:
        if version.id in affected and version.previous_version_id is not None:
            _compare(db, version, outbox, analyses)
    reindex_source(db, source_id)
    return decide_again(db, outbox, get_source(db, source_id)) if outbox else 0


def _compare(db: Database, version: Version, outbox: Outbox | None, analyses: Analyses) -> None:
    change_id, body = compare_again(db, version, analyses=analyses)
    if outbox is None:
        return
    known = alerts_of_change(db, change_id)
    if not all(_may_be_said_anew(db, alert) for alert in known):
        return  # somebody was told, or a live look decides
    for alert in known:
        delete_unsent_alert(db, alert.id)
    outbox.queue_change(
        db,
        source=get_source(db, version.source_id),
        version=get_version(db, version.id),
        change_id=change_id,
        body=body,
    )


def _may_be_said_anew(db: Database, alert: Alert) -> bool:
    if alert.state not in (AlertState.HELD, AlertState.DROPPED):
        return False
    return alert.reason == IMPORT or is_imported(db, alert.version_id)
