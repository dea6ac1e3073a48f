"""A bundle of evidence: what was received of one source, what was read from it, and the chain.

A zip file with

* ``manifest.json``: whose page, which versions, and size and SHA-256 of every other file;
* ``chain.jsonl``: all entries of the source's evidence chain, a line each (:mod:`storage.chain`);
* ``versions/N/``: the body as received, the response's headers, the text that was read from it;
* ``changes/A-B.json``: what changed, in the shape of ``compare --json``;
* ``fetches.csv``: every look at the page over the time of these versions;
* ``README.txt``: how to check all this by hand, without this program.

The same history gives the same bytes: nothing in a bundle says when or where it was made.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, BinaryIO

from monitor.change_shape import change_shape
from monitor.exporting.cells import csv_lines
from storage.analyses import get_analysis
from storage.chain import CHAIN_FORMAT, ChainLink, chain_of
from storage.changes import find_change
from storage.database import Database
from storage.fetches import Fetch, fetches_between
from storage.rules import rules_to_json
from storage.snapshots import Snapshot, get_snapshot, snapshot_body, stored_headers
from storage.sources import Source
from storage.version import __version__
from storage.versions import Version, get_version, version_markdown

BUNDLE_FORMAT = "clausewatch evidence 1"
MANIFEST = "manifest.json"
CHAIN = "chain.jsonl"
README = "README.txt"
FETCHES = "fetches.csv"

_MOMENT = (1980, 1, 1, 0, 0, 0)  # of every member: the beginning of zip's time
_SUFFIXES = {"html": "html", "markdown": "md", "text": "txt", "pdf": "pdf"}
_FETCH_COLUMNS = (
    "started_at",
    "finished_at",
    "outcome",
    "reason",
    "http_status",
    "final_url",
    "body_sha256",
    "body_bytes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSummary:
    """What was put in; ``head`` is the digest that vouches for the whole chain."""

    versions: tuple[int, ...]
    changes: int
    entries: int
    head: str
    files: int


def write_bundle(
    db: Database, source: Source, versions: Sequence[Version], stream: BinaryIO
) -> BundleSummary:
    """Write the evidence of some versions of ``source``, oldest first; at least one.

    Raises CorruptBlob rather than writing bytes that are not those which were recorded.
    """
    links = chain_of(db, source.id)
    chosen = {version.id for version in versions}
    said: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        changes = 0
        for name, content in _members(db, source, versions, chosen, links):
            said[name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            changes += name.startswith("changes/")
            _add(archive, name, content)
        manifest = {
            "format": BUNDLE_FORMAT,
            "program": f"clausewatch {__version__}",
            "source": _source_shape(source),
            "versions": [_version_shape(version) for version in versions],
            "chain": {"format": CHAIN_FORMAT, "entries": len(links), "head": links[-1].digest},
            "files": said,
        }
        _add(archive, MANIFEST, _json(manifest))
    return BundleSummary(
        versions=tuple(version.number for version in versions),
        changes=changes,
        entries=len(links),
        head=links[-1].digest,
        files=len(said) + 1,
    )


def _members(
    db: Database,
    source: Source,
    versions: Sequence[Version],
    chosen: set[int],
    links: list[ChainLink],
) -> Iterator[tuple[str, bytes]]:
    yield README, files("monitor.exporting").joinpath("bundle_readme.txt").read_bytes()
    yield CHAIN, "".join(f"{link.entry}\n" for link in links).encode()
    for version in versions:
        yield from _version_members(db, version)
        change = find_change(db, version.id)
        if change and version.previous_version_id in chosen:
            previous = get_version(db, version.previous_version_id)
            shape = change_shape(change.record) | {"summary": change.record.summary}
            yield f"changes/{previous.number}-{version.number}.json", _json(shape)
    start, end = versions[0].fetched_at, versions[-1].fetched_at
    looks = fetches_between(db, source.id, start, end)
    yield FETCHES, "".join(csv_lines(_FETCH_COLUMNS, map(_fetch_cells, looks))).encode()


def _version_members(db: Database, version: Version) -> Iterator[tuple[str, bytes]]:
    paths = _paths(version)
    snapshot = get_snapshot(db, version.snapshot_id)
    yield paths["body"], snapshot_body(db, snapshot)
    yield paths["headers"], stored_headers(db, snapshot.id).encode("utf-8", "surrogatepass")
    yield paths["text"], version_markdown(db, version).encode()
    yield paths["facts"], _json(_facts(db, version, snapshot))


def _paths(version: Version) -> dict[str, str]:
    folder = f"versions/{version.number}"
    return {
        "body": f"{folder}/body.{body_suffix(version.format)}",
        "headers": f"{folder}/headers.json",
        "text": f"{folder}/text.md",
        "facts": f"{folder}/facts.json",
    }


def body_suffix(kind: str) -> str:
    """Of the file with a body that was read as some format."""
    return _SUFFIXES.get(kind, "bin")


def _facts(db: Database, version: Version, snapshot: Snapshot) -> dict[str, Any]:
    analysis = get_analysis(db, version.id)
    return {
        "version": version.number,
        "kind": version.kind.value,
        "title": version.title,
        "url": snapshot.url,
        "http_status": snapshot.http_status,
        "content_type": snapshot.content_type,
        "charset": version.charset,
        "words": version.words,
        "languages": list(analysis.languages) if analysis else [],
        "dates": analysis.dates if analysis else {},
        "categories": list(analysis.categories) if analysis else [],
        "parties": [party.name for party in analysis.parties] if analysis else [],
    }


def _source_shape(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "service": source.service,
        "type": source.terms_type,
        "url": source.url,
        "language": source.language,
        "rules": json.loads(rules_to_json(source.rules)),
        "rules_sha256": source.rules_digest,
    }


def _version_shape(version: Version) -> dict[str, Any]:
    return {
        "version": version.number,
        "record": version.id,
        "fetched_at": version.fetched_at,
        "recorded_at": version.recorded_at,
        **_paths(version),
    }


def _fetch_cells(fetch: Fetch) -> tuple[object, ...]:
    return (
        fetch.started_at,
        fetch.finished_at,
        fetch.outcome.value,
        fetch.reason,
        fetch.http_status,
        fetch.final_url,
        fetch.body_digest,
        fetch.body_size,
    )


def _json(value: object) -> bytes:
    return f"{json.dumps(value, ensure_ascii=True, indent=1)}\n".encode()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, date_time=_MOMENT)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    archive.writestr(member, content)
