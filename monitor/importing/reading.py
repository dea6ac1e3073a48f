"""Captures read ahead: hashing and extraction, in worker processes where there are several.

The pure, expensive half of the pipeline. Results come in the order of the captures.
"""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from crawler.intake import Assessed, Received, assess
from crawler.verdicts import Answer, Refused, require_document
from monitor.importing.capture import Capture
from storage.blobs import digest_of
from storage.model import Outcome
from storage.sources import Source

logger = logging.getLogger(__name__)

_CHUNK = 16  # captures of one source
_AHEAD = 2  # chunks per worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Captures of one source, in time order, that are to be read."""

    source: Source
    captures: tuple[Capture, ...]
    max_body_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A capture with what was read from it: ``page``, or why there is none.

    ``body_digest`` is None when the bytes themselves could not be had.
    """

    source_id: int
    capture: Capture
    body_digest: str | None
    body_size: int
    page: Assessed | None = None
    refused: Outcome | None = None
    reason: str | None = None


def read_chunk(planned: Planned) -> tuple[list[Looked], float]:
    """Read some captures; also the CPU seconds that it took. Pure but for reading the files."""
    began = time.process_time()
    looks: list[Looked] = []
    previous: Assessed | None = None
    # Whether these are the bytes of the last good fetch is known only when it is recorded.
    planned = replace(planned, source=replace(planned.source, last_body_digest=None))
    for capture in planned.captures:
        look = _look(planned, capture, previous)
        previous = look.page or previous
        looks.append(look)
    return looks, time.process_time() - began


def read_all(planned: Iterable[Planned], jobs: int) -> Iterator[tuple[list[Looked], float]]:
    """``read_chunk`` of everything, in order, by ``jobs`` processes (1: in this one)."""
    chunks = (chunk for one in planned for chunk in _chunks(one))
    if jobs <= 1:
        yield from map(read_chunk, chunks)
        return
    context = multiprocessing.get_context("spawn")  # a fork would share open database files
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        waiting: deque[Future[tuple[list[Looked], float]]] = deque(
            pool.submit(read_chunk, chunk) for chunk in islice(chunks, jobs * _AHEAD)
        )
        try:
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(read_chunk, chunk) for chunk in islice(chunks, 1))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _chunks(planned: Planned) -> Iterator[Planned]:
    for start in range(0, len(planned.captures), _CHUNK):
        yield replace(planned, captures=planned.captures[start : start + _CHUNK])


def _look(planned: Planned, capture: Capture, previous: Assessed | None) -> Looked:
    source_id = planned.source.id
    try:
        body = capture.body.read()
    except OSError as error:
        return Looked(
            source_id=source_id,
            capture=capture,
            body_digest=None,
            body_size=0,
            reason=f"{capture.origin}: {error.strerror or error}",
        )
    except Refused as refused:
        return Looked(
            source_id=source_id,
            capture=capture,
            body_digest=digest_of(b""),
            body_size=0,
            refused=refused.outcome,
            reason=refused.reason,
        )
    look = Looked(
        source_id=source_id,
        capture=capture,
        body_digest=digest_of(body),
        body_size=len(body),
    )
    try:
        _require_page(capture, body, planned.max_body_bytes)
        return replace(look, page=_assess(planned.source, look, body, previous))
    except Refused as refused:
        return replace(look, refused=refused.outcome, reason=refused.reason)
    except Exception as error:  # one page's boundary, as in a live crawl: the others go on
        logger.exception("%s could not be read", capture.origin)
        return replace(
            look,
            refused=Outcome.EXTRACT_ERROR,
            reason=f"clausewatch failed on this page ({type(error).__name__}): please report it",
        )


def _require_page(capture: Capture, body: bytes, max_body_bytes: int) -> None:
    """The verdict that a live fetch would come to."""
    require_document(
        Answer(
            status=capture.http_status,
            retry_after=capture.header("retry-after"),
            was_conditional=False,
            now=datetime.fromisoformat(capture.fetched_at).astimezone(UTC),
        )
    )
    if len(body) > max_body_bytes:
        raise Refused(
            Outcome.TOO_LARGE,
            f"the page is larger than {max_body_bytes:,} bytes: raise max_body in the watchlist "
            "if that is right",
            http_status=capture.http_status,
        )


def _assess(source: Source, look: Looked, body: bytes, previous: Assessed | None) -> Assessed:
    capture = look.capture
    received = Received(
        run_id=0,  # known when it is recorded
        started_at=capture.fetched_at,
        finished_at=capture.fetched_at,
        url=capture.url,
        http_status=capture.http_status,
        headers=capture.headers,
        body=body,
    )
    if previous and previous.received.body == body and _reads_alike(previous.received, received):
        return replace(previous, received=received)
    return assess(source, received, body_digest=look.body_digest)


def _reads_alike(one: Received, other: Received) -> bool:
    return (one.url, one.header("content-type")) == (other.url, other.header("content-type"))
