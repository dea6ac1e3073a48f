"""Source rules as JSON text, and the digest that every version carries."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import lru_cache

from storage.model import SourceRules

# Nearly all sources of a watchlist have the same rules: none.
_REMEMBERED = 256


@lru_cache(_REMEMBERED)
def rules_to_json(rules: SourceRules) -> str:
    return json.dumps(asdict(rules), ensure_ascii=False, sort_keys=True)


@lru_cache(_REMEMBERED)
def rules_from_json(text: str) -> SourceRules:
    values = json.loads(text)
    return SourceRules(
        select=tuple(values["select"]),
        remove=tuple(values["remove"]),
        ignore=tuple(values["ignore"]),
        language=values["language"],
        js=values["js"],
    )


@lru_cache(_REMEMBERED)
def rules_digest(rules: SourceRules) -> str:
    """Of what decides how bytes become text. Of ``js`` only whether pages are always rendered.

    "auto" and false read the same bytes alike.
    """
    import hashlib  # noqa: PLC0415  who only reads sources need not wait for it

    deciding = replace(rules, js=rules.js is True)
    return hashlib.sha256(rules_to_json(deciding).encode()).hexdigest()
