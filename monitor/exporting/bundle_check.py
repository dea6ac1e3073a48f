"""Checking a bundle of evidence offline: the files, the chain, and each version against both.

A bundle comes from somebody else: it is read within bounds, and nothing of it is written to disk.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.extract import EXTRACTOR_REVISION, Format, extract
from monitor.exporting.bundle import BUNDLE_FORMAT, CHAIN, MANIFEST
from storage.chain import ChainLink, broken_links, entry_digest, entry_values
from storage.errors import ClauseWatchError, UsageError
from storage.rules import rules_digest, rules_from_json

_MOST_BYTES = 2_000_000_000  # of all members together, unpacked
_MOST_MEMBERS = 200_000
_MANIFEST_BYTES = 100_000_000
_CHECKED = {"body": "body_sha256", "headers": "headers_sha256", "text": "markdown_sha256"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleReport:
    """``problems`` are sentences; ``read_again`` counts texts that the bytes gave once more."""

    source: str
    versions: tuple[int, ...]
    entries: int
    head: str | None
    read_again: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems

    def shape(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "source": self.source,
            "versions": list(self.versions),
            "entries": self.entries,
            "head": self.head,
            "read_again": self.read_again,
            "problems": list(self.problems),
        }


def check_bundle(path: Path, *, head: str | None = None) -> BundleReport:
    """Check everything in a bundle; ``head``: a digest of the chain that was noted elsewhere.

    Raises UsageError for what is no bundle at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _Check(archive).report(head)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{path} is no bundle, or a damaged one: {error}") from error


class _Check:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        members = archive.infolist()
        size = sum(member.file_size for member in members)
        if len(members) > _MOST_MEMBERS or size > _MOST_BYTES:
            raise UsageError(f"the bundle unpacks to {size:,} bytes: too much to be checked")
        self._archive = archive
        self._names = [member.filename for member in members]
        self._manifest = self._read_manifest()
        self._links: list[ChainLink] = []
        self._read_again = 0

    def report(self, head: str | None) -> BundleReport:
        problems = [*self._files(), *self._chain(head), *self._versions()]
        return BundleReport(
            source=str(self._manifest["source"]["key"]),
            versions=tuple(version["version"] for version in self._manifest["versions"]),
            entries=len(self._links),
            head=self._links[-1].digest if self._links else None,
            read_again=self._read_again,
            problems=tuple(problems),
        )

    def _read_manifest(self) -> dict[str, Any]:
        if MANIFEST not in self._names:
            raise UsageError(f"this zip file holds no {MANIFEST}: it is no bundle of evidence")
        try:
            manifest = json.loads(self._read(MANIFEST, most=_MANIFEST_BYTES))
            _require_shape(manifest)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise UsageError(f"{MANIFEST} is not one that clausewatch wrote ({error})") from None
        if manifest["format"] != BUNDLE_FORMAT:
            raise UsageError(
                f"the bundle is of the format {str(manifest['format'])[:60]!r}, this program "
                f"reads {BUNDLE_FORMAT!r}"
            )
        return dict(manifest)

    def _read(self, name: str, *, most: int = _MOST_BYTES) -> bytes:
        with self._archive.open(name) as member:
            content = member.read(most + 1)
        if len(content) > most:
            raise UsageError(f"{name} is larger than {most:,} bytes")
        return content

    def _files(self) -> Iterator[str]:
        said: dict[str, Any] = self._manifest["files"]
        for name in sorted({*self._names} - {*said, MANIFEST}):
            yield f"{name} is not in the manifest"
        for name in sorted(name for name in {*self._names} if self._names.count(name) > 1):
            yield f"{name} stands in the zip file more than once"
        for name, expected in said.items():
            if name not in self._names:
                yield f"{name} is missing"
            elif hashlib.sha256(self._read(name)).hexdigest() != expected["sha256"]:
                yield f"{name} is not as the manifest says"

    def _chain(self, head: str | None) -> Iterator[str]:
        if CHAIN not in self._names:
            return  # told of already, as a file that is missing
        lines = self._read(CHAIN).decode("utf-8", "replace").splitlines()
        try:
            self._links = [_link(line) for line in lines]
        except ValueError as error:
            yield f"{CHAIN}: {error}"
            return
        yield from (f"{CHAIN}: {what}" for what in broken_links(self._links))
        if not self._links or self._links[-1].digest != self._manifest["chain"]["head"]:
            yield f"{CHAIN} does not end in the head that the manifest names"
        if head is not None and head not in {link.digest for link in self._links}:
            yield f"the chain has no entry with the digest {head}: it is not the chain of that time"

    def _versions(self) -> Iterator[str]:
        last = {link.version_id: link.values for link in self._links}
        for version in self._manifest["versions"]:
            entry = last.get(version["record"])
            number = version["version"]
            if entry is None:
                yield f"version {number} has no entry in the chain"
                continue
            if entry.get("fetched_at") != version["fetched_at"]:
                yield f"version {number}: the chain has another time"
            for part, digest in _CHECKED.items():
                if version[part] not in self._names:
                    continue  # told of already
                if hashlib.sha256(self._read(version[part])).hexdigest() != entry.get(digest):
                    yield f"version {number}: {version[part]} is not what the chain recorded"
            yield from self._reading(version, entry)

    def _reading(self, version: dict[str, Any], entry: dict[str, Any]) -> Iterator[str]:
        """Whether the bytes still give the text, where this program reads as that one did."""
        source = self._manifest["source"]
        rules = rules_from_json(json.dumps(source["rules"]))
        is_same_reader = entry.get("extractor") == EXTRACTOR_REVISION
        if not is_same_reader or entry.get("rules_sha256") != rules_digest(rules):
            return
        if version["body"] not in self._names or entry.get("format") == Format.PDF:
            return  # a PDF's text is that of the reader on the machine that read it
        try:
            extraction = extract(
                self._read(version["body"]),
                content_type=self._content_type(version),
                url=entry.get("url"),
                rules=rules,
            )
        except ClauseWatchError as error:
            yield f"version {version['version']}: its bytes cannot be read ({error})"
            return
        if extraction.comparison.digest == entry.get("text_sha256"):
            self._read_again += 1
        else:
            yield f"version {version['version']}: its bytes give another text than the recorded one"

    def _content_type(self, version: dict[str, Any]) -> str | None:
        try:
            headers = json.loads(self._read(version["headers"]))
            return next(
                (str(value) for name, value in headers if name.lower() == "content-type"), None
            )
        except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
            return None


def _require_shape(manifest: Any) -> None:
    """Raises for a manifest that lacks what is looked at."""
    manifest["format"] + manifest["source"]["key"]  # texts
    manifest["chain"]["head"], dict(manifest["source"]["rules"])
    rules_from_json(json.dumps(manifest["source"]["rules"]))
    for name, said in manifest["files"].items():
        name + said["sha256"]
    for version in manifest["versions"]:
        version["record"] + version["version"]  # numbers
        version["fetched_at"] + version["body"] + version["headers"] + version["text"]


def _link(line: str) -> ChainLink:
    values = entry_values(line)
    position, record = values.get("position"), values.get("record")
    if not isinstance(position, int) or not isinstance(record, int):
        raise ValueError("an entry has no position or no record")  # noqa: TRY004
    return ChainLink(
        source_id=0,
        position=position,
        version_id=record,
        entry=line,
        digest=entry_digest(line),
    )
