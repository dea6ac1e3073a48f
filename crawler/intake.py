"""From a received response to rows: the one pipeline for live fetches and for replayed captures.

:func:`assess` is the expensive, pure half (hash, extract); it runs in worker threads.
:func:`record_page` is the half that decides and writes, inside one savepoint per page: fetch,
snapshot and version stand together or not at all. :func:`record_failure` records an attempt that
brought no page.

Failing to read is an event of the source's health, never a version. What only the comparison with
the current version speaks against is held for a second look (:mod:`crawler.holding`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawler.extract import (
    EXTRACTOR_REVISION,
    Extraction,
    PreviousText,
    Quality,
    UnsupportedContent,
    comparison_text,
    extract,
    is_new_baseline,
    judge_against,
)
from crawler.holding import find_held, read_held, shows_same
from storage.blobs import digest_of, put_blob
from storage.database import Database
from storage.document import from_markdown
from storage.errors import ExtractError
from storage.fetches import Fetch, insert_fetch
from storage.model import Health, Outcome, SourceRules, VersionKind
from storage.snapshots import Headers, NewSnapshot, Snapshot, get_snapshot, insert_snapshot
from storage.sources import Source, get_source
from storage.versions import (
    NewVersion,
    Version,
    find_known_text,
    get_version,
    insert_version,
    version_markdown,
)

_MAX_REASON = 500
_TEXTS_KEPT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A response with a body, as received. ``headers`` keep order and repetitions."""

    run_id: int
    started_at: str
    finished_at: str
    url: str  # after redirects
    http_status: int
    headers: Headers
    body: bytes
    recorded_at: str | None = None  # where that is later than finished_at: a capture imported

    def header(self, name: str) -> str | None:
        """The last value of a header, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in reversed(self.headers) if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A response with what was read from it.

    Either ``extraction`` or ``refused`` (with a reason, where it needs one) says how it ended.
    ``advice`` is told when the quality gate refuses the page.
    """

    source: Source
    received: Received
    body_digest: str
    extraction: Extraction | None = None
    refused: Outcome | None = None
    reason: str | None = None
    advice: str | None = None


def assess(source: Source, received: Received, *, body_digest: str | None = None) -> Assessed:
    """Hash (unless the digest is known) and extract; pure.

    The very bytes of the last good fetch are not read again.
    """
    body_digest = body_digest or digest_of(received.body)
    page = Assessed(source=source, received=received, body_digest=body_digest)
    if not received.body.strip():
        return replace(page, refused=Outcome.EMPTY, reason="the body is empty")
    if page.body_digest == source.last_body_digest:
        return replace(page, refused=Outcome.SAME_BODY)
    try:
        extraction = extract(
            received.body,
            content_type=received.header("content-type"),
            url=received.url,
            rules=source.rules,
            headers=received.headers,
        )
    except UnsupportedContent as error:
        return replace(page, refused=Outcome.UNSUPPORTED, reason=str(error))
    except ExtractError as error:
        return replace(page, refused=Outcome.EXTRACT_ERROR, reason=str(error))
    return replace(page, extraction=extraction)


class PreviousTexts:
    """Texts of current versions for the quality gate, the latest few kept.

    A page that is suspect is judged against the same text at every look.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, tuple[str, ...]], PreviousText] = {}

    def of(self, db: Database, source: Source, current: Version | None) -> PreviousText | None:
        if current is None:
            return None
        key = (current.markdown_digest, source.rules.ignore)
        found = self._kept.get(key) or previous_text(db, source, current)
        assert found is not None
        self._put(key, found)
        return found

    def keep(self, version: Version, rules: SourceRules, extraction: Extraction) -> None:
        """Keep the text of a version just recorded: its Markdown need not be read back."""
        text = PreviousText(
            words=version.words,
            comparison_text=extraction.comparison.text,
            title=version.title,
        )
        self._put((version.markdown_digest, rules.ignore), text)

    def _put(self, key: tuple[str, tuple[str, ...]], text: PreviousText) -> None:
        self._kept[key] = text
        if len(self._kept) > _TEXTS_KEPT:
            del self._kept[next(iter(self._kept))]


def record_page(
    db: Database,
    page: Assessed,
    texts: PreviousTexts | None = None,
    *,
    source: Source | None = None,
) -> Fetch:
    """Write the fetch, and with it the snapshot and version that it brought. In a savepoint.

    ``source`` is the page's own as it stands in this transaction, where that was read already.
    """
    source = source or get_source(db, page.source.id)
    extraction = page.extraction
    if extraction is None:
        assert page.refused is not None
        return _record_unread(db, source, page, page.refused, page.reason)
    current = _current(db, source)
    if current and is_same_text(current, extraction):
        return _record_same_text(db, source, page, extraction)
    texts = texts or PreviousTexts()
    previous = texts.of(db, source, current)
    quality = judge_against(extraction, previous)
    sighting = _sighting(db, source, page, extraction, quality)
    if sighting is not None:
        baseline = current is None or is_new_baseline(extraction, previous)
        kind = VersionKind.FIRST if baseline else VersionKind.UPDATE
        fetch, version = _record_version(db, source, page, sighting, kind, current)
        texts.keep(version, page.source.rules, sighting.extraction)
        return fetch
    reason = ", ".join(quality.reasons) + (f": {page.advice}" if page.advice else "")
    return _record_unread(
        db, source, page, Outcome.SUSPECT, reason, hold=quality.lifts_after is not None
    )


def _current(db: Database, source: Source) -> Version | None:
    identity = source.current_version_id
    return get_version(db, identity) if identity is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sighting:
    """The look that saw a text first; ``held`` is its snapshot, if it is not the present one."""

    extraction: Extraction
    fetched_at: str
    held: Snapshot | None = None


def _sighting(
    db: Database, source: Source, page: Assessed, extraction: Extraction, quality: Quality
) -> _Sighting | None:
    """The look from which the text of ``page`` is accepted; None when it is refused."""
    at = page.received.started_at
    present = _Sighting(extraction=extraction, fetched_at=at)
    if quality.ok:
        return present
    if quality.lifts_after is None:
        return None
    comparison = extraction.comparison
    if find_known_text(db, source.id, comparison.digest, comparison.masked_digest):
        return present
    held = find_held(db, source, before=at)
    before = read_held(db, source, held)
    if source.bad_fetches < quality.lifts_after or not shows_same(before, extraction):
        return None
    assert held is not None
    assert before is not None
    if before.comparison.digest != comparison.digest:
        return present  # it moves a little from look to look: the words of this one count
    return _Sighting(extraction=before, fetched_at=held.fetched_at, held=held)


def record_failure(db: Database, fetch: Fetch) -> Fetch:
    """Record an attempt that brought no page (or a 304), and what it means for the source."""
    insert_fetch(db, fetch)
    source = get_source(db, fetch.source_id)
    db.update("sources", source.id, _after(source, fetch))
    return fetch


def _record_unread(
    db: Database,
    source: Source,
    page: Assessed,
    outcome: Outcome,
    reason: str | None,
    *,
    hold: bool = False,
) -> Fetch:
    fetch = fetch_of(page, outcome, reason)
    is_kept = outcome is Outcome.EXTRACT_ERROR or (source.keep == "all" and not outcome.is_good)
    is_kept = is_kept or (hold and _is_first_of_its_kind(db, source, page))
    fetch_id = insert_fetch(db, fetch)
    if is_kept:
        insert_snapshot(db, snapshot_of(db, page, fetch_id, near=_current(db, source)))
    changes = _after(source, fetch)
    if outcome is Outcome.SAME_BODY:
        changes |= _seen(source, page)
    db.update("sources", source.id, changes)
    return fetch


def _record_same_text(
    db: Database, source: Source, page: Assessed, extraction: Extraction
) -> Fetch:
    reason = _cosmetic_reason(source, extraction)
    fetch = fetch_of(page, Outcome.COSMETIC if reason else Outcome.UNCHANGED, reason)
    fetch_id = insert_fetch(db, fetch)
    if source.keep == "all":
        insert_snapshot(db, snapshot_of(db, page, fetch_id, near=_current(db, source)))
    changes = _after(source, fetch) | _seen(source, page)
    if reason:
        changes |= _latest_look(db, source, extraction)
    db.update("sources", source.id, changes)
    return fetch


def _is_first_of_its_kind(db: Database, source: Source, page: Assessed) -> bool:
    """No held look showed this text already."""
    assert page.extraction is not None
    held = find_held(db, source, before=page.received.started_at)
    return not shows_same(read_held(db, source, held), page.extraction)


def _record_version(
    db: Database,
    source: Source,
    page: Assessed,
    sighting: _Sighting,
    kind: VersionKind,
    current: Version | None,
) -> tuple[Fetch, Version]:
    assert page.extraction is not None
    fetch = fetch_of(page, Outcome.NEW_VERSION, None)
    fetch_id = insert_fetch(db, fetch)
    if sighting.held is None:
        snapshot_id = insert_snapshot(db, snapshot_of(db, page, fetch_id, near=current))
    else:
        snapshot_id = sighting.held.id
    version = insert_version(
        db,
        new_version(
            page.source,  # the rules under which it was read, should they have changed since
            sighting.extraction,
            kind=kind,
            snapshot_id=snapshot_id,
            fetched_at=sighting.fetched_at,
            recorded_at=page.received.recorded_at or page.received.finished_at,
        ),
    )
    db.update("fetches", fetch_id, {"version_id": version.id})
    changes = _after(source, fetch) | _seen(source, page)
    changes |= {"last_changed_at": sighting.fetched_at}
    db.update("sources", source.id, changes | _latest_look(db, source, page.extraction))
    return fetch, version


def new_version(
    source: Source,
    extraction: Extraction,
    *,
    kind: VersionKind,
    snapshot_id: int,
    fetched_at: str,
    recorded_at: str,
) -> NewVersion:
    """The version of ``source`` that ``extraction`` gives."""
    return NewVersion(
        source_id=source.id,
        kind=kind,
        snapshot_id=snapshot_id,
        fetched_at=fetched_at,
        recorded_at=recorded_at,
        extractor_revision=EXTRACTOR_REVISION,
        rules_digest=source.rules_digest,
        format=extraction.format,
        charset=extraction.charset,
        title=extraction.document.title,
        words=extraction.words,
        text_digest=extraction.comparison.digest,
        masked_digest=extraction.comparison.masked_digest,
        markdown=extraction.markdown,
    )


def is_same_text(current: Version, extraction: Extraction) -> bool:
    """Two texts differ only if they differ both with and without masks."""
    comparison = extraction.comparison
    return (
        current.text_digest == comparison.digest
        or current.masked_digest == comparison.masked_digest
    )


def _cosmetic_reason(source: Source, extraction: Extraction) -> str | None:
    if source.links_digest != extraction.links_digest:
        return "links_only"
    if source.structure_digest != extraction.structure_digest:
        return "formatting"
    return None


def previous_text(db: Database, source: Source, current: Version | None) -> PreviousText | None:
    """What the quality gate may know of the version that stood before."""
    if current is None:
        return None
    blocks = from_markdown(version_markdown(db, current))
    try:
        comparison = comparison_text(blocks, source.rules.ignore)
    except ExtractError:  # a pattern takes too long over a text that the page has left behind
        comparison = comparison_text(blocks)
    return PreviousText(
        words=current.words,
        comparison_text=comparison.text,
        title=current.title,
    )


def fetch_of(page: Assessed, outcome: Outcome, reason: str | None) -> Fetch:
    """The fetch row of a page that was received."""
    received = page.received
    return Fetch(
        run_id=received.run_id,
        source_id=page.source.id,
        started_at=received.started_at,
        finished_at=received.finished_at,
        outcome=outcome,
        reason=reason[:_MAX_REASON] if reason else None,
        http_status=received.http_status,
        final_url=received.url,
        body_digest=page.body_digest,
        body_size=len(received.body),
    )


def snapshot_of(
    db: Database, page: Assessed, fetch_id: int, *, near: Version | None
) -> NewSnapshot:
    """The snapshot of a page, whose bytes may resemble those of the version ``near``."""
    received = page.received
    return NewSnapshot(
        source_id=page.source.id,
        fetch_id=fetch_id,
        fetched_at=received.started_at,
        url=received.url,
        http_status=received.http_status,
        headers=received.headers,
        content_type=received.header("content-type"),
        body=received.body,
        body_digest=page.body_digest,
        near=get_snapshot(db, near.snapshot_id).body_digest if near else None,
    )


def _latest_look(db: Database, source: Source, extraction: Extraction) -> dict[str, object]:
    """Links and structure as they stand now, beside the version whose text they carry."""
    markdown = put_blob(db, extraction.markdown.encode(), near=source.latest_markdown_digest)
    return {
        "links_digest": extraction.links_digest,
        "structure_digest": extraction.structure_digest,
        "latest_markdown_digest": markdown,
    }


def _seen(source: Source, page: Assessed) -> dict[str, object]:
    """By which the next fetch knows this page again; nothing when it was read under other rules.

    Validators are kept word for word: servers compare them as opaque text. Those of an archive
    are not: they must not decide what a live fetch gets to see.
    """
    if (source.rules_digest, source.url) != (page.source.rules_digest, page.source.url):
        return {}  # the watchlist was edited meanwhile: the next fetch really reads the page
    live = page.received.recorded_at is None
    return {
        "last_body_digest": page.body_digest,
        "etag": page.received.header("etag") if live else None,
        "last_modified": page.received.header("last-modified") if live else None,
    }


def _after(source: Source, fetch: Fetch) -> dict[str, object]:
    """What a fetch changes in its source's health."""
    changes: dict[str, object] = {
        "last_fetch_at": fetch.started_at,
        "last_outcome": fetch.outcome,
        "last_reason": fetch.reason,
    }
    if fetch.outcome.is_good:
        changes |= {"health": Health.OK, "bad_fetches": 0, "last_verified_at": fetch.started_at}
    elif not fetch.outcome.is_neutral:
        worse = Health.SUSPECT if fetch.outcome is Outcome.SUSPECT else Health.FAILING
        broken = source.health is Health.BROKEN
        changes |= {
            "health": Health.BROKEN if broken else worse,
            "bad_fetches": source.bad_fetches + 1,
        }
    return changes
