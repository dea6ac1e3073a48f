"""Checking a bundle of evidence offline: the files, the chain, and each version against both.

A bundle comes from somebody else: it is read within bounds, and nothing of it is written to disk.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from crawler.extract import EXTRACTOR_REVISION, Format
from monitor.exporting.bundle import CHAIN, MANIFEST, body_suffix
from monitor.exporting.bundle_manifest import PARTS, ManifestVersion, read_manifest
from monitor.exporting.rereading import Reread, Rereader
from monitor.exporting.zip_shape import hidden_bytes
from storage.chain import (
    CHAIN_FORMAT,
    ChainEvent,
    ChainLink,
    broken_links,
    entry_digest,
    entry_values,
)
from storage.errors import OperationError, UsageError
from storage.rules import rules_digest

_MOST_BYTES = 2_000_000_000  # of all members together, unpacked
_MOST_MEMBERS = 200_000
_MOST_TEXT = 100_000_000  # of the manifest, and of the chain
_MOST_BODY = 50_000_000  # of a body that is read once more
_MOST_HEADERS = 1_000_000
_BLOCK = 1 << 20
_CHECKED = {"body": "body_sha256", "headers": "headers_sha256", "text": "markdown_sha256"}
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleReport:
    """``problems`` are sentences; ``read_again`` counts texts that the bytes gave once more.
    ``remarks`` are sentences about what is no mistake and nothing vouches for.

    ``vouched``: the versions that the digest that was noted elsewhere vouches for as they stand in
    the bundle; None without such a digest.
    """

    source: str
    versions: tuple[int, ...]
    entries: int
    head: str | None
    read_again: int
    vouched: tuple[int, ...] | None
    problems: tuple[str, ...]
    remarks: tuple[str, ...] = ()

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
            "vouched": None if self.vouched is None else list(self.vouched),
            "problems": list(self.problems),
            "remarks": list(self.remarks),
        }


def check_bundle(path: Path, *, head: str | None = None) -> BundleReport:
    """Check everything in a bundle; ``head``: a digest of the chain that was noted elsewhere.

    Raises UsageError for what cannot be opened, OperationError for what is no bundle at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _Check(archive, head).report()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    except _DAMAGED as error:
        raise OperationError(f"{path} is no bundle, or a damaged one: {error}") from error


class _Check:
    def __init__(self, archive: zipfile.ZipFile, head: str | None) -> None:
        members = archive.infolist()
        size = sum(member.file_size for member in members)
        if len(members) > _MOST_MEMBERS or size > _MOST_BYTES:
            raise OperationError(f"the bundle unpacks to {size:,} bytes: too much to be checked")
        self._archive = archive
        self._noted = head
        self._names = Counter(member.filename for member in members)
        if MANIFEST not in self._names:
            raise OperationError(f"this zip file holds no {MANIFEST}: it is no bundle of evidence")
        self._manifest = read_manifest(self._read(MANIFEST, most=_MOST_TEXT))
        self._digests: dict[str, str] = {}
        self._links: list[ChainLink] = []
        self._last: dict[int, ChainLink] = {}  # by record
        self._moved: set[int] = set()  # records
        self._read_again = 0

    def report(self) -> BundleReport:
        problems = [*hidden_bytes(self._archive), *self._files(), *self._contradictions()]
        problems += [*self._chain(), *self._versions()]
        return BundleReport(
            source=self._manifest.source,
            versions=tuple(version.number for version in self._manifest.versions),
            entries=len(self._links),
            head=self._links[-1].digest if self._links else None,
            read_again=self._read_again,
            vouched=self._vouched(),
            problems=tuple(problems),
            remarks=tuple(self._remarks()),
        )

    def _read(self, name: str, *, most: int) -> bytes:
        with self._archive.open(name) as member:
            content = member.read(most + 1)
        if len(content) > most:
            raise OperationError(f"{name} is larger than {most:,} bytes")
        return content

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        with self._archive.open(name) as member:
            while block := member.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def _files(self) -> Iterator[str]:
        said = self._manifest.files
        wanted = {CHAIN, *(path for one in self._manifest.versions for path in one.paths.values())}
        known = {*said} | wanted
        self._digests = {name: self._digest(name) for name in sorted(known & {*self._names})}
        for name in sorted({*self._names} - {*said, MANIFEST}):
            yield f"{name} is not in the manifest"
        for name in self._manifest.strangers(said):
            yield f"{name} is no part of a bundle of these versions"
        for name in sorted(name for name, count in self._names.items() if count > 1):
            yield f"{name} stands in the zip file more than once"
        for name in sorted(known):
            if name not in self._names:
                yield f"{name} is missing"
            elif name in said and (self._digests[name], self._size(name)) != said[name]:
                yield f"{name} is not as the manifest says"

    def _size(self, name: str) -> int:
        return self._archive.getinfo(name).file_size

    def _contradictions(self) -> Iterator[str]:
        """Within the manifest, of what it says twice."""
        said = self._manifest
        if rules_digest(said.rules) != said.rules_sha256:
            yield f"{MANIFEST}: the rules are not those of rules_sha256"
        if said.rules.language is not None and said.language != said.rules.language:
            yield f"{MANIFEST}: source and rules name two languages"
        numbers = [version.number for version in said.versions]
        if numbers != sorted(numbers):
            yield f"{MANIFEST}: the versions are not in order"

    def _remarks(self) -> Iterator[str]:
        said = self._manifest
        entries = [link.values for link in self._last.values()]
        recorded = {str(entry.get("url")) for entry in entries}
        if said.url not in recorded:
            yield (
                f"the manifest names the address {said.url}, the chain recorded "
                f"{', '.join(sorted(recorded)[:3]) or 'none'}: the page may have moved or sent on"
            )
        others = [
            str(version.number)
            for version in said.versions
            if version.record in self._last
            and self._last[version.record].values.get("rules_sha256") != said.rules_sha256
        ]
        if others:
            yield (
                f"recorded under other rules than those of the manifest, so not read again: "
                f"{', '.join(others[:20])}"
            )

    def _chain(self) -> Iterator[str]:
        if CHAIN not in self._names:
            return  # told of already, as a file that is missing
        lines = self._read(CHAIN, most=_MOST_TEXT).decode("utf-8", "replace").splitlines()
        try:
            self._links = [_link(line) for line in lines]
        except ValueError as error:
            yield f"{CHAIN}: {error}"
            return
        self._last = {link.version_id: link for link in self._links}
        moved = (link for link in self._links if link.values.get("event") == ChainEvent.MOVED)
        self._moved = {link.version_id for link in moved}
        yield from (f"{CHAIN}: {what}" for what in broken_links(self._links))
        yield from (f"{CHAIN}: {what}" for what in _rewritten(self._links))
        if (self._manifest.chain_format, self._manifest.entries) != (CHAIN_FORMAT, len(lines)):
            yield f"{CHAIN} has not the format and the number of entries that the manifest names"
        if not self._links or self._links[-1].digest != self._manifest.head:
            yield f"{CHAIN} does not end in the head that the manifest names"
        if any(link.values.get("source") != self._manifest.source for link in self._links):
            yield f"{CHAIN} is of another source than the manifest"
        if self._noted is not None and self._noted_at() is None:
            yield (
                f"the chain has no entry with the digest {self._noted}: "
                "it is not the chain of that time"
            )

    def _noted_at(self) -> int | None:
        """The place in the chain of the digest that was noted."""
        places = (link.position for link in self._links if link.digest == self._noted)
        return next(places, None)

    def _vouched(self) -> tuple[int, ...] | None:
        if self._noted is None:
            return None
        end = self._noted_at() or 0
        return tuple(
            version.number
            for version in self._manifest.versions
            if version.record in self._last and self._last[version.record].position <= end
        )

    def _versions(self) -> Iterator[str]:
        with closing(Rereader(self._manifest.rules)) as rereader:
            for version in self._manifest.versions:
                link = self._last.get(version.record)
                if link is None:
                    yield f"version {version.number} has no entry in the chain"
                    continue
                entry = link.values
                problems = [*self._against(version, entry)]
                yield from problems
                if not problems:
                    yield from self._reading(rereader, version, entry)

    def _against(self, version: ManifestVersion, entry: dict[str, Any]) -> Iterator[str]:
        times = (version.fetched_at, version.recorded_at)
        if (entry.get("fetched_at"), entry.get("recorded_at")) != times:
            yield f"version {version.number}: the chain has another time"
        if not version.paths["body"].endswith(f".{body_suffix(str(entry.get('format')))}"):
            yield f"version {version.number}: the chain has another format"
        for part in PARTS:
            path = version.paths[part]
            if path not in self._names:
                yield f"version {version.number}: its {part} is missing"
            elif self._digests[path] != entry.get(_CHECKED[part]):
                yield f"version {version.number}: {path} is not what the chain recorded"

    def _reading(
        self, rereader: Rereader, version: ManifestVersion, entry: dict[str, Any]
    ) -> Iterator[str]:
        """Whether the bytes still give the text, where this program reads as that one did."""
        wanted = self._reread(version, entry)
        if wanted is None:
            return
        found = rereader.gives(wanted)
        if found is True:
            self._read_again += 1
        elif found is False:
            yield f"version {version.number}: its bytes give another text than the recorded one"
        else:
            yield f"version {version.number}: {found}"

    def _reread(self, version: ManifestVersion, entry: dict[str, Any]) -> Reread | None:
        """None where the text cannot be compared: another reader, or a body beyond all bounds.

        A PDF's text is that of the reader on the machine that read it.
        """
        rules, kind, url = self._manifest.rules, entry.get("format"), entry.get("url")
        is_same_reader = entry.get("extractor") == EXTRACTOR_REVISION
        if not is_same_reader or entry.get("rules_sha256") != rules_digest(rules):
            return None
        if kind not in [one.value for one in Format] or kind == Format.PDF:
            return None
        if self._archive.getinfo(version.paths["body"]).file_size > _MOST_BODY:
            return None
        return Reread(
            body=self._read(version.paths["body"], most=_MOST_BODY),
            content_type=self._content_type(version),
            url=url if isinstance(url, str) else "",
            format=Format(kind),
            rules=rules,
            text_digest=str(entry.get("text_sha256")),
            text=self._read(version.paths["text"], most=_MOST_BODY)
            if version.record in self._moved
            else None,
        )

    def _content_type(self, version: ManifestVersion) -> str | None:
        try:
            headers = json.loads(self._read(version.paths["headers"], most=_MOST_HEADERS))
            return next(
                (str(value) for name, value in headers if name.lower() == "content-type"), None
            )
        except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
            return None


def _rewritten(links: list[ChainLink]) -> Iterator[str]:
    """Entries that say of a version what none of ours says: that it came from other bytes.

    Only an import gives a version another body, and one that shows the same text.
    """
    known: dict[int, dict[str, Any]] = {}
    for link in links:
        values = link.values
        before = known.setdefault(link.version_id, values)
        kept = "text_sha256" if values.get("event") == ChainEvent.MOVED else "body_sha256"
        if values.get(kept) != before.get(kept):
            yield f"entry {link.position} gives a version that was recorded before another {kept}"
        known[link.version_id] = values


def _link(line: str) -> ChainLink:
    values = entry_values(line)
    position, record = values.get("position"), values.get("record")
    if not _is_whole(position) or not _is_whole(record):
        raise ValueError("an entry has no position or no record")
    return ChainLink(
        source_id=0,
        position=position,
        version_id=record,
        entry=line,
        digest=entry_digest(line),
    )


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
