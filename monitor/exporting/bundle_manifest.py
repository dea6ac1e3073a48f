"""The manifest of a bundle as values: whoever wrote it, after this it has the shape that we write.

What a person who unpacks the bundle will look at is decided by our own names for the files, never
by what the manifest would like to be checked instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.exporting.bundle import BUNDLE_FORMAT, CHAIN, FETCHES, MANIFEST, README
from storage.errors import OperationError
from storage.model import SourceRules

PARTS = ("body", "headers", "text")
_LARGEST = 2**53  # of a number that every reader of JSON understands alike
_MOST_VERSIONS = 100_000
_PLACES = {
    "body": re.compile(r"versions/(\d{1,9})/body\.(?:html|md|txt|pdf|bin)", re.ASCII),
    "headers": re.compile(r"versions/(\d{1,9})/headers\.json", re.ASCII),
    "text": re.compile(r"versions/(\d{1,9})/text\.md", re.ASCII),
}
_KEYS = {
    "the manifest": {"format", "program", "source", "versions", "chain", "files"},
    "source": {"key", "service", "type", "url", "language", "rules", "rules_sha256"},
    "a version": {"version", "record", "fetched_at", "recorded_at", "facts", *PARTS},
    "chain": {"format", "entries", "head"},
    "a file": {"sha256", "bytes"},
}
_CHANGE = re.compile(r"changes/(\d{1,9})-(\d{1,9})\.json", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestVersion:
    """``record`` is what the chain calls the version; ``paths`` has a name for each of PARTS."""

    number: int
    record: int
    fetched_at: str
    recorded_at: str
    paths: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``files`` maps names to their SHA-256 and their size in bytes."""

    source: str
    url: str
    language: str | None
    rules: SourceRules
    rules_sha256: str
    chain_format: int
    entries: int
    head: str
    files: Mapping[str, tuple[str, int]]
    versions: tuple[ManifestVersion, ...]

    def strangers(self, names: Iterable[str]) -> list[str]:
        """Those of some names that no file of a bundle of these versions has."""
        numbers = {str(version.number) for version in self.versions}
        own = {README, CHAIN, FETCHES, *(f"versions/{number}/facts.json" for number in numbers)}
        own |= {path for version in self.versions for path in version.paths.values()}
        return [name for name in names if name not in own and not _is_change(name, numbers)]


def _is_change(name: str, numbers: set[str]) -> bool:
    found = _CHANGE.fullmatch(name)
    return found is not None and {*found.groups()} <= numbers


def read_manifest(content: bytes) -> Manifest:
    """Raises OperationError for one that is not ours, and for a format of another time."""
    try:
        found = json.loads(content)
        kind = _text(found["format"])
        if kind != BUNDLE_FORMAT:
            raise OperationError(
                f"the bundle is of the format {kind[:60]!r}, this program reads {BUNDLE_FORMAT!r}"
            )
        return _manifest(found)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise OperationError(f"{MANIFEST} is not one that clausewatch wrote ({error})") from None


def _manifest(found: dict[str, Any]) -> Manifest:
    _only_known_keys(found, "the manifest")
    if len(found["versions"]) > _MOST_VERSIONS:
        raise ValueError("too many versions")
    versions = tuple(map(_version, found["versions"]))
    for name in ("number", "record"):
        if len({getattr(version, name) for version in versions}) < len(versions):
            raise ValueError(f"two versions have one {name}")
    if not versions:
        raise ValueError("it names no version")
    source, chain = found["source"], found["chain"]
    _only_known_keys(source, "source")
    _only_known_keys(chain, "chain")
    return Manifest(
        source=_text(source["key"]),
        url=_text(source["url"]),
        language=None if source["language"] is None else _text(source["language"]),
        rules=_rules(source["rules"]),
        rules_sha256=_text(source["rules_sha256"]),
        chain_format=_number(chain["format"]),
        entries=_number(chain["entries"]),
        head=_text(chain["head"]),
        files={_text(name): _file(said) for name, said in found["files"].items()},
        versions=versions,
    )


def _only_known_keys(found: dict[str, Any], what: str) -> None:
    if {*found} != _KEYS[what]:
        odd = sorted({*found} ^ _KEYS[what])
        raise ValueError(f"{what} has other keys: {', '.join(odd)[:100]}")


def _file(said: dict[str, Any]) -> tuple[str, int]:
    _only_known_keys(said, "a file")
    size = said["bytes"]
    return _text(said["sha256"]), _number(size) if size else 0


def _version(found: dict[str, Any]) -> ManifestVersion:
    _only_known_keys(found, "a version")
    number = _number(found["version"])
    paths = {part: _text(found[part]) for part in PARTS}
    for part, path in paths.items():
        place = _PLACES[part].fullmatch(path)
        if not place or place[1] != str(number):
            raise ValueError(f"{path[:60]!r} is no place for the {part} of version {number}")
    return ManifestVersion(
        number=number,
        record=_number(found["record"]),
        fetched_at=_text(found["fetched_at"]),
        recorded_at=_text(found["recorded_at"]),
        paths=paths,
    )


def _rules(found: dict[str, Any]) -> SourceRules:
    language, js = found["language"], found["js"]
    if js not in ("auto", True, False):
        raise ValueError("js is neither true nor false nor auto")
    return SourceRules(
        select=tuple(map(_text, found["select"])),
        remove=tuple(map(_text, found["remove"])),
        ignore=tuple(map(_text, found["ignore"])),
        language=None if language is None else _text(language),
        js=js,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a number or a list where there should be words")
    value.encode()  # a lone surrogate cannot be written anywhere: UnicodeEncodeError
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < _LARGEST:
        raise TypeError("a whole number is missing")
    return value
