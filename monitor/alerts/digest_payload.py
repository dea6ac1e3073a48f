"""The data of a digest: as many entries as fit, the most severe first, and a count of the rest."""

from __future__ import annotations

from typing import Any

from monitor.alerts.bounded import SUMMARY_BYTES, encode, short, source_data
from monitor.alerts.model import DigestAlert, DigestEntry

_SUMMARIES = (SUMMARY_BYTES, 240, 120)  # tried in turn, until every entry fits
_CATEGORIES = 20
_CATEGORY_BYTES = 80


def digest_data(alert: DigestAlert, limit: int) -> dict[str, Any]:
    """At most ``limit`` bytes of JSON, which must have room for one entry (about 6 kB)."""
    for summary_bytes in _SUMMARIES:
        data = _data(alert, summary_bytes, limit)
        if data["left_out"]["entries"] == alert.left_out:
            break
    return data


def _data(alert: DigestAlert, summary_bytes: int, limit: int) -> dict[str, Any]:
    head: dict[str, Any] = {
        "captured_at": alert.captured_at,
        "severity": alert.severity,
        "period": alert.period,
        "since": alert.since,
        "until": alert.until,
    }
    total = alert.left_out + len(alert.entries)
    room = limit - len(encode(head | {"entries": [], "left_out": {"entries": total}}))
    entries = []
    for entry in alert.entries:
        data = _entry(entry, summary_bytes)
        room -= len(encode(data)) + 1
        if room < 0:
            break
        entries.append(data)
    return head | {"entries": entries, "left_out": {"entries": total - len(entries)}}


def _entry(entry: DigestEntry, summary_bytes: int) -> dict[str, Any]:
    return {
        "event": entry.event.value,
        "source": source_data(entry.source),
        "severity": entry.severity,
        "summary": short(entry.summary, summary_bytes),
        "categories": [
            short(category.value, _CATEGORY_BYTES) for category in entry.categories[:_CATEGORIES]
        ],
        "silent": entry.silent,
        "version": entry.version,
        "captured_at": entry.captured_at,
    }
