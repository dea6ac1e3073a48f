"""Which visits a run makes, in an order that spreads the hosts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from crawler.rederive import needs_rederivation
from crawler.rendering.evidence import is_rendered
from crawler.visit import Budget, Rendering, Validators, Visit
from storage.database import Database, open_readonly
from storage.fetches import was_read_since
from storage.runs import planned_source_ids
from storage.snapshots import get_snapshot
from storage.sources import Source, get_source
from storage.times import to_text
from storage.versions import current_version

_FULL_AFTER_DAYS = 6.0
_SPREAD_HOURS = 48


def plan_visits(database: Path, run_id: int, *, seconds_each: float, now: datetime) -> list[Visit]:
    """A visit for every source of the run without a fetch; one per host in turn.

    A host with many pages must not take all the places while the others wait.
    """
    with open_readonly(database) as db:
        visits = [
            _visit(db, get_source(db, source_id), seconds_each, now)
            for source_id in planned_source_ids(db, run_id)
        ]
    return _spread(visits)


def _visit(db: Database, source: Source, seconds: float, now: datetime) -> Visit:
    rendering = _rendering(db, source)
    return Visit(
        source=source,
        # That a shell was not modified says nothing of what its scripts fetch.
        validators=None if rendering is Rendering.ALWAYS else _validators(db, source, now),
        rendering=rendering,
        budget=Budget(seconds),
        url=source.url,
    )


def _rendering(db: Database, source: Source) -> Rendering:
    """A source whose current version was rendered is rendered at once; nothing else remembers it.

    Rendered pages leave no validators: a source that has some is not asked about.
    """
    match source.rules.js:
        case True:
            return Rendering.ALWAYS
        case False:
            return Rendering.NEVER
    if source.etag or source.last_modified:
        return Rendering.IF_SHELL
    current = current_version(db, source.id)
    was_rendered = current and is_rendered(get_snapshot(db, current.snapshot_id).headers)
    return Rendering.ALWAYS if was_rendered else Rendering.IF_SHELL


def _validators(db: Database, source: Source, now: datetime) -> Validators | None:
    """None unless "not modified" would mean that the current version is still right."""
    if source.current_version_id is None or not (source.etag or source.last_modified):
        return None
    if needs_rederivation(db, source):
        return None
    if not was_read_since(db, source.id, _full_since(source, now)):
        return None
    current = current_version(db, source.id)
    assert current is not None
    url = urldefrag(get_snapshot(db, current.snapshot_id).url)[0]
    return Validators(url=url, etag=source.etag, last_modified=source.last_modified)


def _full_since(source: Source, now: datetime) -> str:
    """Servers err about what was modified: a page that was not read for so long is asked in full.

    About a week, and not the same for all that were added together.
    """
    days = _FULL_AFTER_DAYS + source.id % _SPREAD_HOURS / 24
    return to_text(now - timedelta(days=days))


def _spread(visits: Iterable[Visit]) -> list[Visit]:
    by_host: dict[str, list[Visit]] = {}
    for visit in visits:
        by_host.setdefault(_host(visit.url), []).append(visit)
    turns = zip_longest(*by_host.values())
    return [visit for turn in turns for visit in turn if visit is not None]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
