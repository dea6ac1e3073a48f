"""The JSON that the query commands print and the API answers, for the same questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.cli.moments import seconds

if TYPE_CHECKING:  # each command has read its own records
    from storage.analyses import AnalysisRecord
    from storage.history import HistoryEntry
    from storage.named_parties import PartyRecord
    from storage.passages import Hit
    from storage.sources import Source
    from storage.versions import Version

Shape = dict[str, Any]


def dates_shape(entry: HistoryEntry) -> Shape:
    """A row of `dates --json`."""
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


def party_shape(record: PartyRecord, change: str | None = None) -> Shape:
    """A row of `parties --json`; ``change``: what it is shown for (added, removed)."""
    return {
        "source": record.source,
        "service": record.service,
        "type": record.terms_type,
        "party": record.name,
        "roles": list(record.roles),
        "categories": list(record.categories),
        "change": change,
        "first_version": record.first_number,
        "first_seen_at": seconds(record.first_seen_at),
        "since_version": record.since_number,
        "since_at": seconds(record.since_at),
        "last_version": record.last_number,
        "last_seen_at": seconds(record.last_seen_at),
        "gone_version": record.gone_number,
        "gone_at": seconds(record.gone_at) if record.gone_at else None,
        "current": record.last_number is None,
        "watched": record.watched,
    }


def hit_shape(hit: Hit) -> Shape:
    """A row of `search --json`.

    What stands in the current version was last seen when its page was last verified.
    """
    last_seen_at = hit.last_seen_at or hit.verified_at or hit.first_seen_at
    return {
        "source": hit.source_key,
        "service": hit.service,
        "type": hit.terms_type,
        "kind": hit.kind,
        "text": hit.text,
        "first_version": hit.first_number,
        "first_seen_at": seconds(hit.first_seen_at),
        "last_version": hit.last_number,
        "last_seen_at": seconds(last_seen_at),
        "current": hit.last_number is None,
        "watched": hit.watched,
    }


def version_shape(source: Source, version: Version, analysis: AnalysisRecord | None) -> Shape:
    """`show --json`, without the text."""
    dates: Shape = analysis.dates if analysis else {}
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
    }


def pair_shape(source: Source, old: Version, new: Version) -> Shape:
    """Which two versions `diff --json` compares."""
    return {
        "source": source.key,
        "service": source.service,
        "type": source.terms_type,
        "from_version": old.number,
        "to_version": new.number,
        "from_fetched_at": seconds(old.fetched_at),
        "to_fetched_at": seconds(new.fetched_at),
    }
