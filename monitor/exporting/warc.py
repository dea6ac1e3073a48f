"""Snapshots as a WARC file (ISO 28500), for archives and for ``import warc`` elsewhere.

A response record for every version's snapshot, each compressed by itself. Bodies are stored with
their content and transfer encodings undone, so those two headers are renamed, as crawlers do.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.exporting.choice import Choice
from storage.database import Database
from storage.snapshots import Snapshot, get_snapshot, snapshot_body
from storage.sources import Source
from storage.version import __version__

_UNDONE = frozenset({"content-encoding", "transfer-encoding"})
_URL = ":/?#[]@!$&'()*+,;=%-._~"  # what may stand in a URL as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    responses: int
    sources: int


def write_warc(db: Database, choice: Choice, stream: BinaryIO) -> Written:
    """Write each snapshot once, by source and time; returns how many.

    Raises CorruptBlob rather than writing bytes that are not those which were recorded.
    """
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    software = {"software": f"clausewatch/{__version__}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record("clausewatch.warc.gz", software))
    written: set[int] = set()
    sources: set[int] = set()
    for source, version in choice.all_versions(db):
        if version.snapshot_id not in written:
            written.add(version.snapshot_id)
            sources.add(source.id)
            snapshot = get_snapshot(db, version.snapshot_id)
            _write(writer, source, snapshot, snapshot_body(db, snapshot))
    return Written(responses=len(written), sources=len(sources))


def _write(writer: WARCWriter, source: Source, snapshot: Snapshot, body: bytes) -> None:
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in _UNDONE else name, _one_line(value))
        for name, value in snapshot.headers
        if name.lower() != "content-length"
    ]
    headers.append(("Content-Length", str(len(body))))
    record = writer.create_warc_record(
        quote(snapshot.url, safe=_URL),
        "response",
        payload=io.BytesIO(body),
        length=len(body),  # else it is copied to a temporary file first
        http_headers=StatusAndHeaders(f"{snapshot.http_status} ", headers, protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": snapshot.fetched_at,
            "WARC-Payload-Digest": f"sha256:{snapshot.body_digest}",
            "WARC-Source": quote(source.key, safe="/-._~"),
        },
    )
    writer.write_record(record)


def _one_line(value: str) -> str:
    return " ".join(value.split())
