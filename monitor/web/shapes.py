"""The JSON of the API. Rows have the keys that the commands print for the same question."""

from __future__ import annotations

from typing import Any

from monitor.cli.moments import seconds
from monitor.web.site import source_path
from storage.analyses import AnalysisRecord
from storage.history import HistoryEntry
from storage.named_parties import PartyRecord
from storage.passages import Hit
from storage.sources import Source
from storage.versions import Version

API = "/api/v1"


def api_path(key: str, *rest: str) -> str:
    return f"{API}{source_path(key, *rest)}"


def date_row(entry: HistoryEntry) -> dict[str, Any]:
    """As `dates --json`."""
    return {
        "source": entry.source,
        "service": entry.service,
        "type": entry.terms_type,
        "version": entry.version,
        "fetched_at": seconds(entry.fetched_at),
        "effective_on": entry.effective_on,
        "updated_on": entry.updated_on,
        "class": entry.change_class,
        "silent": entry.silent,
        "watched": entry.watched,
    }


def party_row(record: PartyRecord) -> dict[str, Any]:
    """As `parties --json`."""
    return {
        "source": record.source,
        "service": record.service,
        "type": record.terms_type,
        "party": record.name,
        "roles": list(record.roles),
        "categories": list(record.categories),
        "change": None,
        "first_version": record.first_number,
        "first_seen_at": seconds(record.first_seen_at),
        "since_version": record.since_number,
        "since_at": seconds(record.since_at),
        "last_version": record.last_number,
        "last_seen_at": seconds(record.last_seen_at),
        "current": record.last_number is None,
        "watched": record.watched,
    }


def hit_row(hit: Hit) -> dict[str, Any]:
    """As `search --json`; ``last_seen_at`` null: it stands now."""
    return {
        "source": hit.source_key,
        "service": hit.service,
        "type": hit.terms_type,
        "kind": hit.kind,
        "text": hit.text,
        "first_version": hit.first_number,
        "first_seen_at": seconds(hit.first_seen_at),
        "last_version": hit.last_number,
        "last_seen_at": seconds(hit.last_seen_at) if hit.last_seen_at else None,
        "current": hit.last_number is None,
    }


def version_shape(
    source: Source, version: Version, analysis: AnalysisRecord | None, markdown: str
) -> dict[str, Any]:
    """As `show --json`."""
    dates: dict[str, Any] = analysis.dates if analysis else {}
    return {
        "source": source.key,
        "service": source.service,
        "type": source.terms_type,
        "url": source.url,
        "version": version.number,
        "kind": version.kind.value,
        "fetched_at": seconds(version.fetched_at),
        "recorded_at": seconds(version.recorded_at),
        "title": version.title,
        "languages": list(analysis.languages) if analysis else [],
        "direction": analysis.direction if analysis else None,
        "words": version.words,
        "text_sha256": version.text_digest,
        "effective_on": dates.get("effective_on"),
        "updated_on": dates.get("updated_on"),
        "categories": list(analysis.categories) if analysis else [],
        "parties": [party.name for party in analysis.parties] if analysis else [],
        "markdown": markdown,
    }


def pair_shape(source: Source, old: Version, new: Version) -> dict[str, Any]:
    """Which two versions a comparison is of, as `diff --json`."""
    return {
        "source": source.key,
        "service": source.service,
        "type": source.terms_type,
        "from_version": old.number,
        "to_version": new.number,
        "from_fetched_at": seconds(old.fetched_at),
        "to_fetched_at": seconds(new.fetched_at),
    }
