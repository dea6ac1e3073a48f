"""The OpenAPI 3.1 document of the API, from tables: what is asked, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from monitor.web.schemas import (
    ALERT,
    MAYBE_TEXT,
    NUMBER,
    SCHEMAS,
    SEVERITY,
    SOURCE,
    TEXT,
    Schema,
    list_of,
    object_of,
    ref,
)
from storage.version import __version__


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
    "before": ("Where the list goes on: as in next.", TEXT),
    "since": ("From this date, or so long ago: 2026-03-05, 2026-03, 7d.", TEXT),
    "until": ("Up to and with this date.", TEXT),
    "category": ("Changes of such clauses.", TEXT),
    "class": ("Changes of this class.", TEXT),
    "min_severity": ("Of this severity or more.", SEVERITY),
    "type": ("Documents of this terms type.", TEXT),
    "tag": ("Sources with this tag.", TEXT),
    "service": ("Sources of the service with this slug.", TEXT),
    "silent": ("1: only silent changes.", TEXT),
    "changed": ("1: no first versions, nothing technical.", TEXT),
    "health": ("Sources that are so well.", SOURCE["health"]),
    "removed": ("1: only sources that are not watched.", TEXT),
    "name": ("Words of a party's name.", TEXT),
    "q": ("Words to look for, next to each other.", TEXT),
    "all": ("1: also what stands no more.", TEXT),
    "source": ("Only in the source of this key.", TEXT),
    "state": ("Alerts in this state.", ALERT["state"]),
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
                    "schema": TEXT,
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
            "400": _response("A parameter is wrong.", "application/problem+json", ref("Problem")),
            "404": _response("There is none.", "application/problem+json", ref("Problem")),
        },
    }


def _response(words: str, media_type: str, schema: Schema) -> dict[str, Any]:
    return {"description": words, "content": {media_type: {"schema": schema}}}


def answer_schema(operation: Operation) -> Schema:
    """What a good answer looks like."""
    one = ref(operation.schema)
    if not operation.is_list:
        return one
    return object_of(items=list_of(one), limit=NUMBER, next=MAYBE_TEXT)
