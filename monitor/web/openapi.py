"""The OpenAPI 3.1 document of the API, from tables: what is asked, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storage.version import __version__

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_INSTANT: Schema = {"type": "string", "format": "date-time"}
_MAYBE_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}
_NUMBER: Schema = {"type": "integer"}
_MAYBE_NUMBER: Schema = {"type": ["integer", "null"]}
_FLAG: Schema = {"type": "boolean"}
_MAYBE_FLAG: Schema = {"type": ["boolean", "null"]}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_SEVERITY: Schema = {"type": "integer", "minimum": 0, "maximum": 100}
# ISO, cut to the precision that the document states.
_DATE: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_WHOSE = {"source": _TEXT, "service": _TEXT, "type": _TEXT}
_SOURCE = {
    **_WHOSE,
    "url": _TEXT,
    "state": {"enum": ["active", "paused", "removed"]},
    "health": {"enum": ["unknown", "ok", "suspect", "failing", "broken"]},
    "last_fetch_at": _MAYBE_INSTANT,
    "last_outcome": _MAYBE_TEXT,
    "last_reason": _MAYBE_TEXT,
    "bad_fetches": _NUMBER,
    "last_verified_at": _MAYBE_INSTANT,
    "last_changed_at": _MAYBE_INSTANT,
    "next_check_at": _MAYBE_INSTANT,
}
_STATED = {
    "anyOf": [
        {"type": "null"},
        _object(
            value=_TEXT,
            precision=_TEXT,
            calendar=_TEXT,
            label=_TEXT,
            text=_TEXT,
            block=_NUMBER,
            ambiguous=_FLAG,
        ),
    ]
}
_COMPARED = {
    "class": _TEXT,
    "material": {"enum": ["none", "minor", "material"]},
    "silent": _FLAG,
    "severity": _SEVERITY,
    "summary": _TEXT,
    "reasons": _TEXTS,
    "effective": _ref("DateChange"),
    "updated": _ref("DateChange"),
    "categories": _TEXTS,
    "clause_changes": _list(_ref("ClauseChange")),
    "parties": _object(added=_TEXTS, removed=_TEXTS),
}
_ALERT = {
    "alert": _NUMBER,
    "event": _TEXT,
    "source": _MAYBE_TEXT,
    "service": _MAYBE_TEXT,
    "version": _MAYBE_NUMBER,
    "captured_at": _INSTANT,
    "severity": _SEVERITY,
    "state": {"enum": ["pending", "held", "delivered", "dead", "dropped"]},
    "reason": _MAYBE_TEXT,
    "deliveries": _list(_object(endpoint=_TEXT, state=_TEXT, attempts=_NUMBER, delivery=_TEXT)),
}
_DIFF_PART: Schema = {
    "type": "array",
    "prefixItems": [{"enum": ["=", "-", "+"]}, _TEXT],
    "minItems": 2,
    "maxItems": 2,
}

SCHEMAS: dict[str, Schema] = {
    "Source": _object(**_SOURCE),
    "SourceDetail": _object(**_SOURCE, tags=_TEXTS, links={"type": "object"}),
    "HistoryEntry": _object(
        **_WHOSE,
        version=_NUMBER,
        kind={"enum": ["first", "update", "technical"]},
        fetched_at=_INSTANT,
        **{"class": _MAYBE_TEXT},
        material=_MAYBE_TEXT,
        severity={"type": ["integer", "null"], "minimum": 0, "maximum": 100},
        silent=_MAYBE_FLAG,
        categories=_TEXTS,
        effective_on=_DATE,
        updated_on=_DATE,
        summary=_MAYBE_TEXT,
    ),
    "Version": _object(
        **_WHOSE,
        url=_TEXT,
        version=_NUMBER,
        kind=_TEXT,
        fetched_at=_INSTANT,
        recorded_at=_INSTANT,
        title=_MAYBE_TEXT,
        languages=_TEXTS,
        direction=_MAYBE_TEXT,
        words=_NUMBER,
        text_sha256=_TEXT,
        effective_on=_STATED,
        updated_on=_STATED,
        categories=_TEXTS,
        parties=_TEXTS,
        markdown=_TEXT,
    ),
    "DateChange": _object(
        status={"enum": ["none", "unchanged", "changed", "appeared", "disappeared"]},
        old=_DATE,
        new=_DATE,
    ),
    "ClauseChange": _object(
        kind={"enum": ["added", "removed", "modified", "moved", "renamed"]},
        categories=_TEXTS,
        heading_path=_TEXTS,
        before=_MAYBE_TEXT,
        after=_MAYBE_TEXT,
        diff=_list(_DIFF_PART),
        facts=_list(_object(fact=_TEXT, before=_MAYBE_TEXT, after=_MAYBE_TEXT, direction=_TEXT)),
    ),
    "Comparison": _object(
        **_WHOSE,
        from_version=_NUMBER,
        to_version=_NUMBER,
        from_fetched_at=_INSTANT,
        to_fetched_at=_INSTANT,
        recorded=_FLAG,
        **_COMPARED,
    ),
    "StatedDates": _object(
        **_WHOSE,
        version=_NUMBER,
        fetched_at=_INSTANT,
        effective_on=_DATE,
        updated_on=_DATE,
        **{"class": _MAYBE_TEXT},
        silent=_MAYBE_FLAG,
        watched=_FLAG,
    ),
    "Party": _object(
        **_WHOSE,
        party=_TEXT,
        roles=_TEXTS,
        categories=_TEXTS,
        change=_MAYBE_TEXT,
        first_version=_NUMBER,
        first_seen_at=_INSTANT,
        since_version=_NUMBER,
        since_at=_INSTANT,
        last_version=_MAYBE_NUMBER,
        last_seen_at=_INSTANT,
        current=_FLAG,
        watched=_FLAG,
    ),
    "Passage": _object(
        **_WHOSE,
        kind=_TEXT,
        text=_TEXT,
        first_version=_NUMBER,
        first_seen_at=_INSTANT,
        last_version=_MAYBE_NUMBER,
        last_seen_at=_MAYBE_INSTANT,
        current=_FLAG,
    ),
    "Alert": _object(**_ALERT),
    "AlertDetail": _object(
        **_ALERT, created_at=_INSTANT, attempts=_list({"type": "object"}), data={"type": "object"}
    ),
    "Problem": _object(type=_TEXT, title=_TEXT, status=_NUMBER, detail=_TEXT),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What an address answers: one ``schema``, or a page of a list of them."""

    name: str
    summary: str
    schema: str
    parameters: tuple[str, ...] = ()
    is_list: bool = True
    is_paged: bool = True  # a list whose pages are counted
    required: tuple[str, ...] = ()


_PARAMETERS: dict[str, tuple[str, Schema]] = {
    "page": ("Which page of the list, from 1.", {"type": "integer", "minimum": 1}),
    "limit": ("Rows of a page.", {"type": "integer", "minimum": 1, "maximum": 200}),
    "before": ("Where the list goes on: as in next.", _TEXT),
    "since": ("From this date, or so long ago: 2026-03-05, 2026-03, 7d.", _TEXT),
    "until": ("Up to and with this date.", _TEXT),
    "category": ("Changes of such clauses.", _TEXT),
    "class": ("Changes of this class.", _TEXT),
    "min_severity": ("Of this severity or more.", _SEVERITY),
    "type": ("Documents of this terms type.", _TEXT),
    "tag": ("Sources with this tag.", _TEXT),
    "service": ("Sources of the service with this slug.", _TEXT),
    "silent": ("1: only silent changes.", _TEXT),
    "changed": ("1: no first versions, nothing technical.", _TEXT),
    "health": ("Sources that are so well.", _SOURCE["health"]),
    "removed": ("1: only sources that are not watched any more.", _TEXT),
    "name": ("Words of a party's name.", _TEXT),
    "q": ("Words to look for, next to each other.", _TEXT),
    "all": ("1: also what stands no more.", _TEXT),
    "source": ("Only in the source of this key.", _TEXT),
    "state": ("Alerts in this state.", _ALERT["state"]),
    "from": ("Number of the older version.", {"type": "integer", "minimum": 1}),
    "to": ("Number of the newer version.", {"type": "integer", "minimum": 1}),
}
_PAGED = ("page", "limit")
_PART = {
    "service": "Slug of the service: what stands before the slash of a key.",
    "terms": "Slug of the document: what stands behind it.",
    "number": "Number of a version of the source.",
    "id": "Number of an alert.",
}

OPERATIONS: dict[str, Operation] = {
    "/sources": Operation(
        name="listSources",
        summary="Sources by key, with their health.",
        schema="Source",
        parameters=("health", "tag", "removed"),
    ),
    "/sources/{service}/{terms}": Operation(
        name="getSource", summary="One source.", schema="SourceDetail", is_list=False
    ),
    "/sources/{service}/{terms}/versions": Operation(
        name="listVersions", summary="Its versions, newest first.", schema="HistoryEntry"
    ),
    "/sources/{service}/{terms}/versions/{number}": Operation(
        name="getVersion", summary="A version with its text.", schema="Version", is_list=False
    ),
    "/sources/{service}/{terms}/changes/{number}": Operation(
        name="getChange",
        summary="The change that led to a version, clause by clause.",
        schema="Comparison",
        is_list=False,
    ),
    "/sources/{service}/{terms}/diff": Operation(
        name="compareVersions",
        summary="Any two versions compared.",
        schema="Comparison",
        parameters=("from", "to"),
        is_list=False,
        required=("from", "to"),
    ),
    "/sources/{service}/{terms}/parties": Operation(
        name="listSourceParties", summary="Whom it names or named.", schema="Party"
    ),
    "/changes": Operation(
        name="listChanges",
        summary="Versions of all sources with what changed, newest first.",
        schema="HistoryEntry",
        parameters=(
            *("since", "until", "category", "class", "min_severity", "type", "tag", "service"),
            *("silent", "changed", "before", "limit"),
        ),
        is_paged=False,
    ),
    "/dates": Operation(
        name="listDates",
        summary="The dates that current versions state of themselves.",
        schema="StatedDates",
    ),
    "/parties": Operation(
        name="listParties",
        summary="Who names a party, or did.",
        schema="Party",
        parameters=("name",),
        required=("name",),
    ),
    "/search": Operation(
        name="search",
        summary="Passages that hold some words, with when they were first and last seen.",
        schema="Passage",
        parameters=("q", "all", "source"),
        required=("q",),
    ),
    "/alerts": Operation(
        name="listAlerts",
        summary="Alerts with their deliveries, the latest capture first.",
        schema="Alert",
        parameters=("state", "since"),
    ),
    "/alerts/{id}": Operation(
        name="getAlert",
        summary="One alert with every attempt to deliver it.",
        schema="AlertDetail",
        is_list=False,
    ),
}


def document(base: str, *, has_token: bool) -> dict[str, Any]:
    """The whole document, for the server at ``base``."""
    found: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "clausewatch",
            "version": __version__,
            "summary": "What policy pages said, when, and which clause changed. Read-only.",
        },
        "servers": [{"url": f"{base}/api/v1"}],
        "paths": {path: {"get": _operation(path, one)} for path, one in OPERATIONS.items()},
        "components": {"schemas": SCHEMAS},
    }
    if has_token:
        found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        found["security"] = [{"token": []}]
    return found


def _operation(path: str, operation: Operation) -> dict[str, Any]:
    names = (*operation.parameters, *(_PAGED if operation.is_list and operation.is_paged else ()))
    in_path = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [
            *(
                {
                    "name": name,
                    "in": "path",
                    "required": True,
                    "description": _PART[name],
                    "schema": _TEXT,
                }
                for name in in_path
            ),
            *(
                {
                    "name": name,
                    "in": "query",
                    "required": name in operation.required,
                    "description": _PARAMETERS[name][0],
                    "schema": _PARAMETERS[name][1],
                }
                for name in names
            ),
        ],
        "responses": {
            "200": _response("The answer.", "application/json", answer_schema(operation)),
            "304": {"description": "What the ETag in If-None-Match stands for is current."},
            "400": _response("A parameter is wrong.", "application/problem+json", _ref("Problem")),
            "404": _response("There is none.", "application/problem+json", _ref("Problem")),
        },
    }


def _response(words: str, media_type: str, schema: Schema) -> dict[str, Any]:
    return {"description": words, "content": {media_type: {"schema": schema}}}


def answer_schema(operation: Operation) -> Schema:
    """What a good answer looks like."""
    one = _ref(operation.schema)
    if not operation.is_list:
        return one
    return _object(items=_list(one), limit=_NUMBER, next=_MAYBE_TEXT)
