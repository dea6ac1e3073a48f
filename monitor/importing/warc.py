"""WARC files (ISO 28500), read with warcio: every response that may be a document.

Two passes: the first notes where records are and when they were captured, so that captures can be
replayed in time order; the bytes are read when they are due. Redirects, images, scripts and the
like are counted and left out; a ``revisit`` record stands for the response that it repeats. A
record that the file does not hold whole is no capture: a page would seem to end where it was cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.content_encoding import decode_body
from crawler.verdicts import REDIRECTS, Refused
from monitor.importing.capture import Capture, Captures, is_in_the_future
from monitor.importing.urls import comparable_url
from storage.errors import UsageError
from storage.model import Outcome
from storage.snapshots import Headers
from storage.times import from_text, to_text, utc_now

_DOCUMENTS = re.compile(
    r"\s*(text/(html|plain|markdown|x-markdown)|application/(xhtml\+xml|pdf))\b", re.IGNORECASE
)
_NO_DOCUMENT_PATHS = ("/robots.txt", "/sitemap.xml", "/ads.txt")
_MAX_BODY = 64_000_000  # bytes; the watchlist's own limit comes later


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcOptions:
    """``urls``: only these pages. ``service`` and ``terms_type`` hold for all that is taken."""

    urls: tuple[str, ...] = ()
    service: str | None = None
    terms_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcBody:
    """``offset`` in bytes of the record in the file."""

    path: Path
    offset: int

    def read(self) -> bytes:
        """Without chunks and content encodings."""
        try:
            with self.path.open("rb") as stream:
                stream.seek(self.offset)
                record = next(iter(ArchiveIterator(stream)))
                raw = record.raw_stream if record.http_headers is None else _unchunked(record)
                body: bytes = raw.read()
                encodings = _encodings(record)
        except (ArchiveLoadFailed, StopIteration, EOFError) as error:
            raise Refused(Outcome.PROTOCOL_ERROR, f"the record is damaged ({error})") from error
        if _is_plain(body):  # some archivers unpack bodies and leave the header
            return body
        return decode_body(body, encodings, _MAX_BODY)


def read_warc(paths: Sequence[Path], options: WarcOptions | None = None) -> Captures:
    """The captures of some files. Raises UsageError for what is no WARC file."""
    found = Captures()
    wanted = options or WarcOptions()
    by_digest: dict[tuple[str, str], WarcBody] = {}
    for path in paths:
        _read_file(path, wanted, found, by_digest)
    if not found.captures and not found.damaged:
        found.warnings.append("no record is a page that could be imported")
    return found


def _read_file(
    path: Path,
    wanted: WarcOptions,
    found: Captures,
    by_digest: dict[tuple[str, str], WarcBody],
) -> None:
    urls = {comparable_url(url) for url in wanted.urls}
    now = utc_now()
    number = 0
    try:
        for record, offset, number, is_whole in _records(path):
            url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
            if not is_whole:
                found.damaged.append(_damage(path, number, offset, url))
                continue
            if record.rec_type not in ("response", "revisit"):
                continue
            reason = _no_capture(record, url, urls)
            if reason:
                found.skip(reason)
                continue
            body = _body(record, path, offset, url, by_digest)
            if body is None:
                found.skip("a revisit of a response that is not in these files")
                continue
            capture = _capture(record, url, body, wanted)
            if is_in_the_future(capture.fetched_at, now):
                when = f"is dated {capture.fetched_at[:19]}Z, in the future, and is left out"
                found.damaged.append(f"{path}: record {number} of {url[:200]} {when}")
                continue
            found.captures.append(capture)
    except ArchiveLoadFailed as error:
        if number and "non-chunked" not in str(error):
            found.damaged.append(
                f"{path}: what follows record {number} is damaged, and is left out: get the file "
                "once more"
            )
            return
        raise UsageError(
            f"{path}: {str(error).strip().splitlines()[0][:200]}; a file that is compressed as a "
            "whole is read after 'warcio recompress'"
        ) from error


def _damage(path: Path, number: int, offset: int, url: str) -> str:
    page = f" of {url[:200]}" if url else ""
    return (
        f"{path}: record {number}{page} (at byte {offset:,}) is cut off or damaged, and is left "
        "out with whatever follows it: get the file once more"
    )


def _records(path: Path) -> Iterator[tuple[Any, int, int, bool]]:
    """Records, each with its offset in the file, its number, and whether it is there whole."""
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    with stream:
        iterator = ArchiveIterator(stream)
        number = 0
        for number, record in enumerate(iterator, 1):
            offset = iterator.get_record_offset()  # reads to the end of the record
            yield record, offset, number, _is_whole(record, iterator.reader.decompressor)
        if not number:
            raise UsageError(f"{path} holds no WARC record")


def _is_whole(record: Any, decompressor: Any) -> bool:
    """After it was read to its end: as long as it says it is, and its compressed form ended."""
    if decompressor is not None and not decompressor.eof:
        return False
    if record.format == "warc" and record.length is None:
        return False
    missing: int = getattr(record.raw_stream, "limit", 0)
    return missing == 0


def _no_capture(record: Any, url: str, urls: set[str]) -> str | None:
    if not url.startswith(("http://", "https://")) or record.http_headers is None:
        return "not a response over HTTP"
    if urls and comparable_url(url) not in urls:
        return "another page"
    status = _status(record)
    if status is None or status in REDIRECTS:
        return "without an HTTP status" if status is None else "a redirect"
    content_type = record.http_headers.get_header("Content-Type")
    named = urlsplit(url).path.lower().endswith(_NO_DOCUMENT_PATHS)
    if record.rec_headers.get_header("WARC-Truncated"):
        return "cut off by whoever archived it"
    if named or (content_type and not _DOCUMENTS.match(content_type)):
        return "not a document"
    return None if record.rec_headers.get_header("WARC-Date") else "without a date"


def _body(
    record: Any, path: Path, offset: int, url: str, by_digest: dict[tuple[str, str], WarcBody]
) -> WarcBody | None:
    digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    key = (comparable_url(url), digest)
    if record.rec_type == "revisit":
        return by_digest.get(key) if digest else None
    body = WarcBody(path=path, offset=offset)
    if digest:
        by_digest.setdefault(key, body)
    return body


def _capture(record: Any, url: str, body: WarcBody, wanted: WarcOptions) -> Capture:
    try:
        instant = to_text(from_text(record.rec_headers.get_header("WARC-Date")))
    except ValueError as error:
        raise UsageError(f"{body.path}: a record of {url[:200]} has no usable date") from error
    status = _status(record)
    assert status is not None
    return Capture(
        url=url,
        service=wanted.service,
        terms_type=wanted.terms_type,
        fetched_at=instant,
        # 304 makes sense only with the request that asked; a revisit stands for the whole page.
        http_status=200 if record.rec_type == "revisit" else status,
        headers=_headers(record),
        body=body,
        origin=f"{body.path.name}@{body.offset}",
    )


def _status(record: Any) -> int | None:
    code = record.http_headers.get_statuscode()
    return int(code) if code and code.isascii() and code.isdigit() else None


def _headers(record: Any) -> Headers:
    return tuple((str(name), str(value)) for name, value in record.http_headers.headers)


def _encodings(record: Any) -> list[str]:
    if record.http_headers is None:
        return []
    headers = record.http_headers.headers
    return [value for name, value in headers if name.lower() == "content-encoding"]


def _is_plain(body: bytes) -> bool:
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"#"))


def _unchunked(record: Any) -> Any:
    """The body without transfer encoding; content encodings are undone within a bound by us."""
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415  untyped, used once

    if "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower():
        return ChunkedDataReader(record.raw_stream)
    return record.raw_stream
