"""Checking a database against itself: structure, references, bodies, texts, who is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawler.extract import EXTRACTOR_REVISION, comparison_text
from storage.blobs import get_blob
from storage.chain import verify_chain
from storage.database import Database
from storage.document import from_markdown
from storage.errors import CorruptBlob, ExtractError
from storage.model import SourceRules
from storage.party_spans import wrong_spans
from storage.sources import list_sources
from storage.versions import Version, version_markdown, versions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """``checked`` maps what was looked at to how many; ``problems`` are sentences."""

    checked: dict[str, int]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems

    def shape(self) -> dict[str, Any]:
        return {"checked": self.checked, "problems": list(self.problems)}


def verify_database(db: Database) -> Verification:
    """Read everything once; nothing is changed."""
    problems = [*_structure(db), *_references(db), *_parties(db)]
    bodies = db.rows("SELECT digest FROM blobs ORDER BY id")
    for row in bodies:
        problems.extend(_body(db, row["digest"]))
    texts = older = 0
    for source in list_sources(db, removed=True):
        problems.extend(f"chain of {source.key}: {what}" for what in verify_chain(db, source.id))
        for version in versions_of(db, source.id):
            if _is_comparable(version, source.rules_digest):
                texts += 1
                problems.extend(_text(db, source.key, version, source.rules))
            else:
                older += 1
    return Verification(
        checked={
            "bodies": len(bodies),
            "texts": texts,
            "older_texts": older,  # by another extractor or under other rules: not recomputed
            "chain_entries": _count(db, "chain"),
            "party_spans": _count(db, "party_spans"),
            "snapshots": _count(db, "snapshots"),
            "fetches": _count(db, "fetches"),
            "changes": _count(db, "changes"),
            "alerts": _count(db, "alerts"),
        },
        problems=tuple(problems),
    )


def _structure(db: Database) -> Iterator[str]:
    for row in db.rows("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"integrity: {row[0]}"


def _references(db: Database) -> Iterator[str]:
    for row in db.rows("PRAGMA foreign_key_check"):
        yield f"reference: row {row[1]} of {row[0]} names a row of {row[2]} that is not there"


def _parties(db: Database) -> Iterator[str]:
    for key, name in wrong_spans(db):
        yield (
            f"parties: since when {key} names {name!r} is not what its versions say; "
            f"'clausewatch reprocess {key}' puts it right"
        )


def _body(db: Database, digest: str) -> Iterator[str]:
    try:
        get_blob(db, digest)
    except CorruptBlob as error:
        yield str(error)


def _is_comparable(version: Version, rules_digest: str) -> bool:
    """A text can be recomputed only as it was made."""
    return version.extractor_revision == EXTRACTOR_REVISION and version.rules_digest == rules_digest


def _text(db: Database, key: str, version: Version, rules: SourceRules) -> Iterator[str]:
    try:
        blocks = from_markdown(version_markdown(db, version))
    except CorruptBlob:
        return  # told of already, as a body
    try:
        found = comparison_text(blocks, rules.ignore)
    except ExtractError as error:
        yield f"text: version {version.number} of {key} cannot be told: {error}"
        return
    if found.digest != version.text_digest:
        yield f"text: version {version.number} of {key} no longer gives the digest of its text"


def _count(db: Database, table: str) -> int:
    row = db.row(f"SELECT count(*) FROM {table}")  # noqa: S608  one of our own names
    return int(row[0]) if row else 0
