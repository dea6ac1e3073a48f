"""A capture that is older than what is recorded: it takes the place that its time gives it.

It is judged against the version that stood at its time, not against the current one. The health
and the schedule of the source are of the present and stay as they are. Three things can follow
from another text:

* the next version has that very text, and nothing in between showed the older one: that version
  stands since this capture;
* it is a version of its own, between two others;
* and when a later look, of which only the fetch is kept, had shown the older text again, the
  return to it is a version too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawler.extract import judge_against
from crawler.holding import find_held, find_held_later, read_held, shows_same
from crawler.intake import (
    Assessed,
    fetch_of,
    is_same_text,
    new_version,
    previous_text,
    snapshot_of,
)
from storage.database import Database
from storage.fetches import Fetch, insert_fetch, next_good_fetch
from storage.model import Outcome, VersionKind
from storage.snapshots import Snapshot, insert_snapshot
from storage.sources import Source, get_source
from storage.timeline import insert_version_after, move_version
from storage.versions import (
    NewVersion,
    Version,
    find_version,
    version_at,
    version_markdown,
    versions_of,
)


def record_earlier(db: Database, page: Assessed) -> tuple[Fetch, list[int]]:
    """Write the fetch of a capture, and what follows for the versions around it. In a transaction.

    Returns also the ids of versions that were inserted or moved; the caller relinks them.
    """
    source = get_source(db, page.source.id)
    before = version_at(db, source.id, page.received.started_at)
    following = find_version(db, source.id, before.number + 1 if before else 1)
    verdict = _judge(db, source, page, before, following)
    fetch = fetch_of(page, verdict.outcome, verdict.reason)
    fetch_id = insert_fetch(db, fetch)
    if verdict.outcome is not Outcome.NEW_VERSION:
        if verdict.hold:
            insert_snapshot(db, snapshot_of(db, page, fetch_id, near=before))
        return fetch, []
    assert page.extraction is not None
    seen_again = _seen_again(db, source, page, following) if before else None
    held = verdict.held
    since = held.fetched_at if held else page.received.started_at
    snapshot_id = (
        held.id
        if held
        else insert_snapshot(db, snapshot_of(db, page, fetch_id, near=before or following))
    )
    if following and seen_again is None and is_same_text(following, page.extraction):
        touched = _move(db, following, snapshot_id, since)
    else:
        touched = [_insert(db, source, page, before, snapshot_id, since)]
        if before and seen_again:
            inserted = version_at(db, source.id, since)
            touched.append(_insert_return(db, before, seen_again, inserted))
    db.update("fetches", fetch_id, {"version_id": touched[0]})
    return fetch, touched


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """``held``: the earlier look that saw the text first. ``hold``: a later look may confirm."""

    outcome: Outcome
    reason: str | None = None
    held: Snapshot | None = None
    hold: bool = False


def _judge(
    db: Database,
    source: Source,
    page: Assessed,
    before: Version | None,
    following: Version | None,
) -> _Verdict:
    """As a live fetch would have been judged at that time, by the looks around it."""
    extraction = page.extraction
    if extraction is None:
        assert page.refused is not None
        return _Verdict(outcome=page.refused, reason=page.reason)
    if before and is_same_text(before, extraction):
        return _Verdict(outcome=Outcome.UNCHANGED)
    quality = judge_against(extraction, previous_text(db, source, before))
    if quality.ok:
        return _Verdict(outcome=Outcome.NEW_VERSION)
    refused = _Verdict(outcome=Outcome.SUSPECT, reason=", ".join(quality.reasons))
    if quality.lifts_after is None:
        return refused
    return _by_neighbours(db, source, page, following) or replace(refused, hold=True)


def _by_neighbours(
    db: Database, source: Source, page: Assessed, following: Version | None
) -> _Verdict | None:
    """Accepted, because a look before or after this one saw the same; None when none did."""
    extraction, at = page.extraction, page.received.started_at
    assert extraction is not None
    held = find_held(db, source, before=at)
    earlier = read_held(db, source, held)
    if earlier and earlier.comparison.digest == extraction.comparison.digest:
        return _Verdict(outcome=Outcome.NEW_VERSION, held=held)
    later = read_held(db, source, find_held_later(db, source, after=at))
    seen_twice = shows_same(earlier, extraction) or shows_same(later, extraction)
    if seen_twice or _comes_next(db, source, page, following):
        return _Verdict(outcome=Outcome.NEW_VERSION)
    return None


def _comes_next(db: Database, source: Source, page: Assessed, following: Version | None) -> bool:
    """The next look that saw the document saw this text."""
    assert page.extraction is not None
    if following is None or not is_same_text(following, page.extraction):
        return False
    return _seen_again(db, source, page, following) is None


def _seen_again(
    db: Database, source: Source, page: Assessed, following: Version | None
) -> Fetch | None:
    """The first later look that still showed the version before."""
    look = next_good_fetch(db, source.id, page.received.started_at)
    if look and (following is None or look.started_at < following.fetched_at):
        return look
    return None


def _move(db: Database, following: Version, snapshot_id: int, since: str) -> list[int]:
    """Technical versions are read from the snapshot of the one before them, and go with it."""
    moved = [following.id]
    for version in versions_of(db, following.source_id)[following.number :]:
        if version.kind is not VersionKind.TECHNICAL or version.fetched_at != following.fetched_at:
            break
        moved.append(version.id)
    for version_id in moved:
        move_version(db, version_id, snapshot_id=snapshot_id, fetched_at=since)
    return moved


def _insert(
    db: Database,
    source: Source,
    page: Assessed,
    before: Version | None,
    snapshot_id: int,
    since: str,
) -> int:
    assert page.extraction is not None
    received = page.received
    new = new_version(
        source,
        page.extraction,
        kind=VersionKind.UPDATE if before else VersionKind.FIRST,
        snapshot_id=snapshot_id,
        fetched_at=since,
        recorded_at=received.recorded_at or received.finished_at,
    )
    return insert_version_after(db, new, before).id


def _insert_return(db: Database, text_of: Version, look: Fetch, previous: Version | None) -> int:
    """The bytes of that look were not kept, because they said nothing new: those of the first
    look at this text stand for them.
    """
    new = NewVersion(
        source_id=text_of.source_id,
        kind=VersionKind.UPDATE,
        snapshot_id=text_of.snapshot_id,
        fetched_at=look.started_at,
        recorded_at=look.finished_at,
        extractor_revision=text_of.extractor_revision,
        rules_digest=text_of.rules_digest,
        format=text_of.format,
        charset=text_of.charset,
        title=text_of.title,
        words=text_of.words,
        text_digest=text_of.text_digest,
        masked_digest=text_of.masked_digest,
        markdown=version_markdown(db, text_of),
    )
    return insert_version_after(db, new, previous).id
