"""Source rules as JSON text, and the digest that every version carries."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from storage.model import SourceRules


def rules_to_json(rules: SourceRules) -> str:
    return json.dumps(asdict(rules), ensure_ascii=False, sort_keys=True)


def rules_from_json(text: str) -> SourceRules:
    values = json.loads(text)
    return SourceRules(
        select=tuple(values["select"]),
        remove=tuple(values["remove"]),
        ignore=tuple(values["ignore"]),
        language=values["language"],
        js=values["js"],
    )


def rules_digest(rules: SourceRules) -> str:
    """Of what decides how bytes become text; how they are fetched (``js``) does too."""
    return hashlib.sha256(rules_to_json(rules).encode()).hexdigest()
