"""Keys of sources: ``service-slug/type-slug``, and what tells two apart that would share one.

The first source in the file keeps the plain key, so adding another never renames it. A later one
with the same service and type gets its language and region as suffix (``acme/terms-ar``). When
that does not tell them apart either, the watchlist is refused: ``key`` decides.
"""

from __future__ import annotations

from collections.abc import Mapping

from monitor.config.slugs import slug
from monitor.config.tables import SourceTable


def assign_keys(sources: Mapping[str, SourceTable]) -> tuple[dict[str, str], list[str]]:
    """Label -> key, and a problem for each source whose key another one has."""
    keys: dict[str, str] = {}
    owners: dict[str, str] = {}
    for label, table in sources.items():
        if table.key:
            owners.setdefault(table.key, label)
    problems: list[str] = []
    for label, table in sources.items():
        key = _free_key(table, owners)
        owner = owners.setdefault(key, label)
        if owner != label:
            problems.append(f"{label}: {_what_to_do(table, sources[owner], key, owner)}")
        keys[label] = key
    return keys, problems


def _free_key(table: SourceTable, owners: Mapping[str, str]) -> str:
    if table.key:
        return table.key
    plain = f"{slug(table.service)}/{slug(table.type)}"
    if plain not in owners:
        return plain
    suffix = "-".join(part.lower() for part in (table.language, table.region) if part)
    return f"{plain}-{suffix}" if suffix else plain


def _what_to_do(table: SourceTable, first: SourceTable, key: str, owner: str) -> str:
    if table.key:
        return f"key: {owner} has the key {key!r} already"
    if table.url == first.url:
        return f"url: {owner} watches this page already, as {key!r}: once is enough"
    return (
        f"{owner} has the same key {key!r}: "
        'set language (or region) to what tells them apart, or key = "…"'
    )
