"""Texts and parts with a bound in bytes of JSON, as every payload that is stored needs them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from monitor.alerts.model import AlertSource
from monitor.alerts.safe_text import clean, shorten, shorten_start

# Bytes of the JSON form.
NAME_BYTES = 300
KEY_BYTES = 600
URL_BYTES = 2_000
SUMMARY_BYTES = 600
_TAG_BYTES = 80
TAGS = 10


def json_bytes(text: str) -> int:
    """How many bytes a clean text takes inside a JSON string; additive over characters."""
    return len(text.encode("utf-8")) + text.count('"') + text.count("\\")


def encode(value: object) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def short(text: str, limit: int) -> str:
    """Cleaned, and at most ``limit`` bytes of JSON."""
    return shorten(clean(text), limit, json_bytes)


def short_or_none(text: str | None, limit: int) -> str | None:
    return None if text is None else short(text, limit)


def short_list(texts: Sequence[str], count: int, limit: int) -> tuple[str, ...]:
    """The first ``count``, each within ``limit``."""
    return tuple(short(text, limit) for text in texts[:count])


def source_data(source: AlertSource) -> dict[str, Any]:
    """A source within about 4 kB. Of a long key the end stays, which tells most."""
    return {
        "key": shorten_start(clean(source.key), KEY_BYTES, json_bytes),
        "service": short(source.service, NAME_BYTES),
        "type": short(source.terms_type, NAME_BYTES),
        "url": short(source.url, URL_BYTES),
        "language": source.language,
        "tags": list(short_list(source.tags, TAGS, _TAG_BYTES)),
    }
