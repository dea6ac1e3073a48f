"""The shapes of what the API answers, as JSON Schema (2020-12, as OpenAPI 3.1 has it)."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_INSTANT: Schema = {"type": "string", "format": "date-time"}
_MAYBE_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}
NUMBER: Schema = {"type": "integer"}
_MAYBE_NUMBER: Schema = {"type": ["integer", "null"]}
_FLAG: Schema = {"type": "boolean"}
_MAYBE_FLAG: Schema = {"type": ["boolean", "null"]}
_TEXTS: Schema = {"type": "array", "items": TEXT}
SEVERITY: Schema = {"type": "integer", "minimum": 0, "maximum": 100}
# ISO, cut to the precision that the document states.
_DATE: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


def object_of(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_WHOSE = {"source": TEXT, "service": TEXT, "type": TEXT}
SOURCE = {
    **_WHOSE,
    "url": TEXT,
    "state": {"enum": ["active", "paused", "removed"]},
    "health": {"enum": ["unknown", "ok", "suspect", "failing", "broken"]},
    "last_fetch_at": _MAYBE_INSTANT,
    "last_outcome": MAYBE_TEXT,
    "last_reason": MAYBE_TEXT,
    "bad_fetches": NUMBER,
    "last_verified_at": _MAYBE_INSTANT,
    "last_changed_at": _MAYBE_INSTANT,
    "next_check_at": _MAYBE_INSTANT,
}
_STATED = {
    "anyOf": [
        {"type": "null"},
        object_of(
            value=TEXT,
            precision=TEXT,
            calendar=TEXT,
            label=TEXT,
            text=TEXT,
            block=NUMBER,
            ambiguous=_FLAG,
        ),
    ]
}
_COMPARED = {
    "class": TEXT,
    "material": {"enum": ["none", "minor", "material"]},
    "silent": _FLAG,
    "severity": SEVERITY,
    "summary": TEXT,
    "reasons": _TEXTS,
    "effective": ref("DateChange"),
    "updated": ref("DateChange"),
    "categories": _TEXTS,
    "clause_changes": list_of(ref("ClauseChange")),
    "parties": object_of(added=_TEXTS, removed=_TEXTS),
}
ALERT = {
    "alert": NUMBER,
    "event": TEXT,
    "source": MAYBE_TEXT,
    "service": MAYBE_TEXT,
    "version": _MAYBE_NUMBER,
    "captured_at": _INSTANT,
    "severity": SEVERITY,
    "state": {"enum": ["pending", "held", "delivered", "dead", "dropped"]},
    "reason": MAYBE_TEXT,
    "deliveries": list_of(object_of(endpoint=TEXT, state=TEXT, attempts=NUMBER, delivery=TEXT)),
}
_DIFF_PART: Schema = {
    "type": "array",
    "prefixItems": [{"enum": ["=", "-", "+"]}, TEXT],
    "minItems": 2,
    "maxItems": 2,
}

SCHEMAS: dict[str, Schema] = {
    "Source": object_of(**SOURCE),
    "SourceDetail": object_of(**SOURCE, tags=_TEXTS, links={"type": "object"}),
    "HistoryEntry": object_of(
        **_WHOSE,
        version=NUMBER,
        kind={"enum": ["first", "update", "technical"]},
        fetched_at=_INSTANT,
        **{"class": MAYBE_TEXT},
        material=MAYBE_TEXT,
        severity={"type": ["integer", "null"], "minimum": 0, "maximum": 100},
        silent=_MAYBE_FLAG,
        categories=_TEXTS,
        effective_on=_DATE,
        updated_on=_DATE,
        summary=MAYBE_TEXT,
    ),
    "Version": object_of(
        **_WHOSE,
        url=TEXT,
        version=NUMBER,
        kind=TEXT,
        fetched_at=_INSTANT,
        recorded_at=_INSTANT,
        title=MAYBE_TEXT,
        languages=_TEXTS,
        direction=MAYBE_TEXT,
        words=NUMBER,
        text_sha256=TEXT,
        effective_on=_STATED,
        updated_on=_STATED,
        categories=_TEXTS,
        parties=_TEXTS,
        markdown=TEXT,
    ),
    "DateChange": object_of(
        status={"enum": ["none", "unchanged", "changed", "appeared", "disappeared"]},
        old=_DATE,
        new=_DATE,
    ),
    "ClauseChange": object_of(
        kind={"enum": ["added", "removed", "modified", "moved", "renamed"]},
        categories=_TEXTS,
        heading_path=_TEXTS,
        before=MAYBE_TEXT,
        after=MAYBE_TEXT,
        diff=list_of(_DIFF_PART),
        facts=list_of(object_of(fact=TEXT, before=MAYBE_TEXT, after=MAYBE_TEXT, direction=TEXT)),
    ),
    "Comparison": object_of(
        **_WHOSE,
        from_version=NUMBER,
        to_version=NUMBER,
        from_fetched_at=_INSTANT,
        to_fetched_at=_INSTANT,
        recorded=_FLAG,
        **_COMPARED,
    ),
    "StatedDates": object_of(
        **_WHOSE,
        version=NUMBER,
        fetched_at=_INSTANT,
        effective_on=_DATE,
        updated_on=_DATE,
        **{"class": MAYBE_TEXT},
        silent=_MAYBE_FLAG,
        watched=_FLAG,
    ),
    "Party": object_of(
        **_WHOSE,
        party=TEXT,
        roles=_TEXTS,
        categories=_TEXTS,
        change=MAYBE_TEXT,
        first_version=NUMBER,
        first_seen_at=_INSTANT,
        since_version=NUMBER,
        since_at=_INSTANT,
        last_version=_MAYBE_NUMBER,
        last_seen_at=_INSTANT,
        gone_version=_MAYBE_NUMBER,
        gone_at=_MAYBE_INSTANT,
        current=_FLAG,
        watched=_FLAG,
    ),
    "Passage": object_of(
        **_WHOSE,
        kind=TEXT,
        text=TEXT,
        first_version=NUMBER,
        first_seen_at=_INSTANT,
        last_version=_MAYBE_NUMBER,
        last_seen_at=_MAYBE_INSTANT,
        current=_FLAG,
    ),
    "Alert": object_of(**ALERT),
    "AlertDetail": object_of(
        **ALERT, created_at=_INSTANT, attempts=list_of({"type": "object"}), data={"type": "object"}
    ),
    "Problem": object_of(type=TEXT, title=TEXT, status=NUMBER, detail=TEXT),
}
