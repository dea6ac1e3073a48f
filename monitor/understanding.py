"""From stored versions to recorded meaning: analyses, the search index, changes and alerts.

Everything here can be made again from the versions, so it is done after a crawl and resumed where
a killed process left it: what is missing is a query. The change, its clause changes, its alert
and the deliveries of it stand in one transaction.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from monitor.analysis import ANALYSIS_REVISION, ExtraTerms, analyse, compare
from monitor.analysis.model import Analysis, Comparison, StatedDate, StatedDates
from monitor.analysis.shapes import comparison_json
from monitor.days_of_looks import without_days_of_looks
from storage.analyses import (
    AnalysisRecord,
    NamedParty,
    earlier_dates,
    put_analysis,
    unanalysed_version_ids,
)
from storage.chain import chain_digest_of
from storage.changes import (
    ChangeRecord,
    find_change,
    insert_change,
    replace_change,
    uncompared_version_ids,
)
from storage.database import Database
from storage.document import Document
from storage.errors import StorageError
from storage.model import ChangeClass, VersionKind
from storage.passages import index_version, unindexed_version_ids
from storage.sources import Source, get_source
from storage.times import Clock, from_text, to_text
from storage.values import value
from storage.versions import Version, get_version, version_document

if TYPE_CHECKING:  # `diff` analyses and alerts nobody
    from monitor.alerts.outbox import Outbox

logger = logging.getLogger(__name__)

_BATCH = 500
T = TypeVar("T")

Compared = tuple[Source, Version, Comparison]  # the source, the version before, what changed

_KEPT = 8  # analyses of long documents are megabytes each
_FLAPS = 4  # comparisons that are kept, for a page that goes to and fro between a few texts


@dataclass(slots=True, kw_only=True)
class Understanding:
    """What one pass did: ids of changes recorded, and what could not be understood."""

    change_ids: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def understand(
    db: Database,
    outbox: Outbox,
    *,
    clock: Clock,
    stop: threading.Event | None = None,
    extra: tuple[ExtraTerms, ...] = (),
) -> Understanding:
    """Analyse, index and compare every version that waits for it, oldest first.

    The thinking is done before the write transaction begins: a large page must not keep others
    from writing. After ``stop`` what is left waits for the next pass. ``extra`` are the terms of
    the watchlist; what was recorded under others stays as it is.
    """
    done = Understanding()
    analyses = Analyses(db, extra)

    def analysed(version: Version) -> AnalysisRecord:
        source = get_source(db, version.source_id)
        return _analysis_record(version, analyses.of(source, version))

    def write_change(version: Version, found: Compared) -> None:
        done.change_ids.append(_record_change(db, version, found, outbox, clock))

    def unanalysed() -> list[int]:
        return unanalysed_version_ids(db, ANALYSIS_REVISION, _BATCH)

    steps: tuple[Step[Any], ...] = (
        Step(unanalysed, analysed, lambda _, record: put_analysis(db, record)),
        Step(
            lambda: unindexed_version_ids(db, _BATCH),
            lambda version: analyses.document(version).blocks,
            lambda version, blocks: index_version(db, version, blocks),
        ),
        Step(
            lambda: uncompared_version_ids(db),
            lambda version: _compared(db, version, analyses),
            write_change,
        ),
    )
    for step in steps:
        _take(db, step, done, stop or threading.Event())
    return done


@value(kw_only=False)
class Step(Generic[T]):
    """What waits (version ids, oldest first), how it is thought about, how it is written."""

    waiting: Callable[[], list[int]]
    think: Callable[[Version], T]
    write: Callable[[Version, T], None]


class Analyses:
    """Analyses of stored versions and their comparisons, the latest few kept.

    A version is wanted when it is recorded, when it is compared, and once more as the predecessor
    of the next.
    """

    def __init__(self, db: Database, extra: tuple[ExtraTerms, ...] = ()) -> None:
        self._db = db
        self._extra = extra
        self._kept: dict[int, Analysis] = {}
        self._compared: deque[tuple[Analysis, Analysis, Comparison]] = deque(maxlen=_FLAPS)

    def of(self, source: Source, version: Version) -> Analysis:
        """What :func:`analyse_version` gives."""
        found = self._kept.pop(version.id, None)
        if found is None:
            found = analyse_version(self._db, source, version, self._extra)
        self._kept[version.id] = found  # the latest used is the last to go
        if len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return found

    def comparison(self, source: Source, previous: Version, version: Version) -> Comparison:
        """What changed between two versions; the same analyses are compared once."""
        old, new = self.of(source, previous), self.of(source, version)
        for before, after, found in self._compared:
            if before.words == old.words and before == old and after == new:
                return found
        found = compare(old, new)
        self._compared.append((old, new, found))
        return found

    def document(self, version: Version) -> Document:
        """The text of a version; read again only when its analysis is not among the kept."""
        kept = self._kept.get(version.id)
        return kept.document if kept else version_document(self._db, version)

    def forget(self) -> None:
        """After texts or their order were changed."""
        self._kept.clear()


def understand_version(
    db: Database, version: Version, outbox: Outbox, *, clock: Clock, analyses: Analyses
) -> int | None:
    """Analyse, index and compare one version; inside a transaction. Returns the change's id."""
    _analyse_one(db, version, analyses)
    index_version(db, version, analyses.document(version).blocks)
    if version.previous_version_id is None:
        return None
    found = _compared(db, version, analyses)
    return _record_change(db, version, found, outbox, clock)


def reread_version(db: Database, version: Version, *, analyses: Analyses) -> None:
    """Analyse a version whose text was derived anew; inside a transaction."""
    _analyse_one(db, version, analyses)


def compare_again(
    db: Database, version: Version, *, analyses: Analyses
) -> tuple[int, dict[str, Any]]:
    """Record what changed with a version, in place of what was recorded before.

    For a version whose predecessor or text is another than it was. Inside a transaction; queues
    no alert, but returns the change's id with the body that one would have.
    """
    source, previous, comparison = _compared(db, version, analyses)
    known = find_change(db, version.id)
    change_class = _class_of(version, previous, comparison)
    if known and change_class is ChangeClass.FLAP:
        change_class = ChangeClass(known.record.change_class)  # it may have stayed: a rollback
        if change_class is not ChangeClass.ROLLBACK:
            change_class = ChangeClass.FLAP
    created_at = known.record.created_at if known else version.recorded_at
    record = _change_record(version, comparison, change_class, now=from_text(created_at))
    if known:
        replace_change(db, known.id, record)
    change_id = known.id if known else insert_change(db, record)
    digest = chain_digest_of(db, version.id)
    return change_id, change_body(source, version, previous, comparison, record, digest)


def _take(db: Database, step: Step[Any], done: Understanding, stop: threading.Event) -> None:
    """One step over every version that waits for it."""
    tried: set[int] = set()
    stuck: set[int] = set()  # sources; the later versions of one wait for the one that failed
    while fresh := [version_id for version_id in step.waiting() if version_id not in tried]:
        for version_id in fresh:
            if stop.is_set():
                return
            tried.add(version_id)
            version = get_version(db, version_id)
            if version.source_id not in stuck and not _take_one(db, step, version, done):
                stuck.add(version.source_id)


def _take_one(db: Database, step: Step[Any], version: Version, done: Understanding) -> bool:
    try:
        thought = step.think(version)
        with db.transaction():
            step.write(version, thought)
    except StorageError:
        raise
    except Exception as error:
        # One text that our own code cannot digest must not keep back the others; it is
        # reported, and tried again by the next pass.
        key = get_source(db, version.source_id).key
        logger.exception("version %d of %s could not be understood", version.number, key)
        done.problems.append(f"{key}, version {version.number}: {error}")
        return False
    return True


def analyse_version(
    db: Database, source: Source, version: Version, extra: tuple[ExtraTerms, ...] = ()
) -> Analysis:
    """Read a stored version with all that is known of its source."""
    return analyse(
        version_document(db, version),
        seen_on=date.fromisoformat(version.fetched_at[:10]),
        language=source.language,
        region=source.region,
        service=source.service,
        earlier=tuple(_stated_dates(dates) for dates in earlier_dates(db, version)),
        extra=extra,
    )


def _analyse_one(db: Database, version: Version, analyses: Analyses) -> None:
    source = get_source(db, version.source_id)
    put_analysis(db, _analysis_record(version, analyses.of(source, version)))


def _compared(db: Database, version: Version, analyses: Analyses) -> Compared:
    assert version.previous_version_id is not None
    source = get_source(db, version.source_id)
    previous = get_version(db, version.previous_version_id)
    found = analyses.comparison(source, previous, version)
    return source, previous, without_days_of_looks(db, version, found)


def _record_change(
    db: Database, version: Version, found: Compared, outbox: Outbox, clock: Clock
) -> int:
    source, previous, comparison = found
    record = _change_record(
        version, comparison, _class_of(version, previous, comparison), now=clock()
    )
    change_id = insert_change(db, record)
    digest = chain_digest_of(db, version.id)
    body = change_body(source, version, previous, comparison, record, digest)
    outbox.queue_change(db, source=source, version=version, change_id=change_id, body=body)
    return change_id


def change_body(
    source: Source,
    version: Version,
    previous: Version,
    comparison: Comparison,
    record: ChangeRecord,
    chain_sha256: str | None,
) -> dict[str, Any]:
    """The ``data`` of an alert, whole; it is shortened to each receiver's limits when sent.

    ``chain_sha256`` is the digest of the version's entry in the evidence chain.
    """
    return {
        "source": source_body(source),
        "version": version.number,
        "previous_version": previous.number,
        "captured_at": version.fetched_at,
        "chain_sha256": chain_sha256,
        "summary": record.summary,
        **comparison_json(comparison),
        "class": record.change_class,
    }


def source_body(source: Source) -> dict[str, Any]:
    """How an alert names its source."""
    return {
        "key": source.key,
        "service": source.service,
        "type": source.terms_type,
        "url": source.url,
        "language": source.language,
        "tags": list(source.tags),
    }


def _class_of(version: Version, previous: Version, comparison: Comparison) -> ChangeClass:
    if version.kind is VersionKind.TECHNICAL:
        return ChangeClass.TECHNICAL
    if version.text_digest == previous.text_digest:
        return ChangeClass.NONE  # two texts that a later reading no longer tells apart
    if version.same_text_as_id is not None:
        return ChangeClass.FLAP
    return comparison.change_class


def _analysis_record(version: Version, analysis: Analysis) -> AnalysisRecord:
    dates = analysis.dates
    found = {category for clause in analysis.clauses for category in clause.categories}
    return AnalysisRecord(
        version_id=version.id,
        revision=ANALYSIS_REVISION,
        languages=analysis.languages,
        direction=analysis.direction,
        effective_on=dates.effective_on.value if dates.effective_on else None,
        updated_on=dates.updated_on.value if dates.updated_on else None,
        dates=asdict(dates),
        categories=tuple(sorted(found)),
        parties=tuple(
            NamedParty(name=party.name, categories=party.categories) for party in analysis.parties
        ),
    )


def _stated_dates(dates: dict[str, Any]) -> StatedDates:
    return StatedDates(
        **{name: StatedDate(**value) if value else None for name, value in dates.items()}
    )


def _change_record(
    version: Version, comparison: Comparison, change_class: ChangeClass, *, now: Any
) -> ChangeRecord:
    assert version.previous_version_id is not None
    return ChangeRecord(
        version_id=version.id,
        previous_version_id=version.previous_version_id,
        created_at=to_text(now),
        revision=ANALYSIS_REVISION,
        change_class=change_class,
        material=comparison.material,
        silent=comparison.silent,
        severity=comparison.severity,
        reasons=comparison.reasons,
        categories=comparison.categories,
        effective=comparison.effective,
        updated=comparison.updated,
        parties_added=comparison.parties_added,
        parties_removed=comparison.parties_removed,
        summary=comparison.summary,
        clause_changes=comparison.clause_changes,
    )
