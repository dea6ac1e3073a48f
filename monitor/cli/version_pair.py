"""Two versions of a source, chosen as people name them, and the comparison of the two."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from monitor.change_shape import Shape, change_shape
from monitor.cli.moments import seconds
from monitor.cli.references import find_point, get_current
from monitor.cli.source_names import RANGE, resolve_named, split_reference
from storage.blobs import get_blob
from storage.changes import find_change
from storage.database import Database
from storage.document import Block, from_markdown
from storage.errors import UsageError
from storage.sources import Source
from storage.values import value
from storage.versions import Version, find_version, get_version, version_at, version_markdown

if TYPE_CHECKING:
    from monitor.analysis import ExtraTerms


@value
class VersionPair:
    source: Source
    old: Version
    new: Version


def choose_pair(
    db: Database, reference: str, versions: str | None, since: str | None
) -> VersionPair:
    """The pair of ``SOURCE``, ``SOURCE@B``, ``SOURCE@A..B``, ``SOURCE A..B`` or ``--since``.

    An open end is the current version, an open beginning the version before. ``since`` is an
    instant: what stood then, or the first version where nothing did. Raises UsageError.
    """
    name, point = split_reference(reference)
    if sum(given is not None for given in (point, versions, since)) > 1:
        raise UsageError("name the versions once: after @, as A..B, or with --since")
    source = resolve_named(db, name)
    if since is not None:
        current = get_current(db, source)
        earlier = version_at(db, source.id, since) or find_version(db, source.id, 1)
        assert earlier is not None, "a current version has a first one"
        return VersionPair(source=source, old=earlier, new=current)
    return _pair(db, source, point or versions or "")


def _pair(db: Database, source: Source, wanted: str) -> VersionPair:
    start, _, end = wanted.rpartition(RANGE)
    new = find_point(db, source, end) if end else get_current(db, source)
    if start:
        return VersionPair(source=source, old=find_point(db, source, start), new=new)
    before = new.previous_version_id
    return VersionPair(source=source, old=get_version(db, before) if before else new, new=new)


def compare_pair(
    db: Database, pair: VersionPair, own_terms: Callable[[], tuple[ExtraTerms, ...]]
) -> tuple[bool, Shape]:
    """(was it recorded, the change as `compare` prints it).

    Neighbours give the change that was recorded (its class knows of flaps and technical
    versions); any other two are compared now, with the terms of the watchlist.
    """
    if pair.new.previous_version_id == pair.old.id:
        change = find_change(db, pair.new.id)
        if change:
            return True, change_shape(change.record)
    # Analysis costs 0.2 s to import: only who needs it waits for it.
    from monitor.analysis import compare  # noqa: PLC0415
    from monitor.analysis.shapes import comparison_json  # noqa: PLC0415
    from monitor.understanding import analyse_version  # noqa: PLC0415

    extra = own_terms()
    old = analyse_version(db, pair.source, pair.old, extra)
    new = analyse_version(db, pair.source, pair.new, extra)
    return False, comparison_json(compare(old, new))


def links_seen_at(pair: VersionPair) -> str:
    """When the links of the newer version were seen as `linked_blocks` gives them."""
    source = pair.source
    if _is_latest(source, pair.new) and source.last_verified_at:
        return seconds(source.last_verified_at)
    return seconds(pair.new.fetched_at)


def linked_blocks(db: Database, pair: VersionPair) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The blocks of both versions; of the current one with its links as they were seen last.

    Links that move under an unchanged text make no version: they are kept beside it.
    """
    return (
        from_markdown(version_markdown(db, pair.old)),
        from_markdown(_latest_markdown(db, pair.source, pair.new)),
    )


def _latest_markdown(db: Database, source: Source, version: Version) -> str:
    if _is_latest(source, version) and source.latest_markdown_digest:
        return get_blob(db, source.latest_markdown_digest).decode()
    return version_markdown(db, version)


def _is_latest(source: Source, version: Version) -> bool:
    """Whether links were kept beside this version after it was recorded."""
    return version.id == source.current_version_id and source.latest_markdown_digest is not None
