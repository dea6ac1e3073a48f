"""Stored pages read again, source by source; each in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.rederive import needs_rederivation, rederive, rewrite_version, stale_versions
from monitor.alerts.outbox import Outbox
from monitor.analysis.clauses.lexicon_extension import ExtraTerms
from monitor.importing.exclusive import exclusive
from monitor.importing.mending import mend_history
from monitor.understanding import Analyses, understand_version
from storage.database import Database
from storage.party_spans import rebuild_spans
from storage.sources import Source, get_source, list_sources, resolve_source
from storage.times import Clock, to_text, utc_now
from storage.versions import current_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprocessed:
    """``technical_version`` is the number of the version recorded; counts are of versions."""

    source: str
    technical_version: int | None
    rewritten: int
    unreadable: int


def reprocess_sources(
    db: Database,
    outbox: Outbox,
    *,
    names: Sequence[str] = (),
    whole_history: bool = False,
    clock: Clock = utc_now,
    extra: tuple[ExtraTerms, ...] = (),
) -> list[Reprocessed]:
    """Read what another extractor or other rules read; of all sources without ``names``.

    ``extra`` are the terms of the watchlist. Raises UnknownSource before anything is done.
    """
    found = [resolve_source(db, name) for name in names] or list_sources(db, removed=True)
    chosen = {source.id: source for source in found}
    analyses = Analyses(db, extra)
    done: list[Reprocessed] = []
    with exclusive(db, now=to_text(clock())):
        for source_id in chosen:
            with db.transaction():
                source = get_source(db, source_id)
                done.append(_reprocess(db, outbox, source, whole_history, clock, analyses))
    return done


def read_current_again(
    db: Database, outbox: Outbox, source: Source, *, clock: Clock, analyses: Analyses
) -> int | None:
    """Record the technical version that is due, if one is; returns its number."""
    if not needs_rederivation(db, source) or not rederive(db, source, now=to_text(clock())):
        return None
    current = current_version(db, source.id)
    assert current is not None
    understand_version(db, current, outbox, clock=clock, analyses=analyses)
    return current.number


def read_history_again(db: Database, source: Source, *, analyses: Analyses) -> tuple[int, int]:
    """Derive all texts of a source anew; returns how many were, and how many could not be."""
    stale = stale_versions(db, source)
    read = [version.id for version in stale if rewrite_version(db, source, version)]
    if read:
        mend_history(db, source.id, read, outbox=None, analyses=analyses)
    return len(read), len(stale) - len(read)


def _reprocess(
    db: Database,
    outbox: Outbox,
    source: Source,
    whole_history: bool,
    clock: Clock,
    analyses: Analyses,
) -> Reprocessed:
    due = needs_rederivation(db, source)
    number = read_current_again(db, outbox, source, clock=clock, analyses=analyses)
    rewritten, unreadable = 0, int(due and number is None)
    if whole_history:
        rewritten, unreadable = read_history_again(db, get_source(db, source.id), analyses=analyses)
    rebuild_spans(db, source.id)  # right already, unless somebody wrote to the file by hand
    return Reprocessed(
        source=source.key,
        technical_version=number,
        rewritten=rewritten,
        unreadable=unreadable,
    )
