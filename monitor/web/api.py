"""The JSON API: lists page by page, one thing at an address. RFC 9457 for what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from monitor.change_shape import change_shape
from monitor.cli.alert_view import alert_shape
from monitor.cli.log import entry_shape
from monitor.cli.moments import seconds
from monitor.cli.status import source_shape
from monitor.history_shapes import (
    dates_shape,
    hit_shape,
    pair_shape,
    party_shape,
    version_shape,
)
from monitor.web.asking import NotFound, Slice
from monitor.web.openapi import document
from monitor.web.queries import (
    PortfolioFilter,
    list_sources_by_key,
    source_at,
    sources_by_id,
    version_of,
)
from monitor.web.reading import Reading
from monitor.web.shapes import api_path
from monitor.web.sharing import Shared
from storage.alerts import AlertFilter, find_alert, list_alerts
from storage.analyses import get_analysis
from storage.changes import find_change
from storage.database import Database
from storage.deliveries import attempts_of, deliveries_of
from storage.errors import UsageError
from storage.folding import fold
from storage.history import HistoryFilter, list_current, list_history
from storage.model import AlertState, ChangeClass, Health
from storage.named_parties import matching_names, parties_ever
from storage.passages import search_passages
from storage.versions import Version, get_version, version_markdown

_PROBLEM = "application/problem+json"
_CLASSES = tuple(one.value for one in ChangeClass)
_STATES = tuple(one.value for one in AlertState)
_HEALTHS = tuple(one.value for one in Health)


def as_json(
    value: object, status: HTTPStatus = HTTPStatus.OK, media_type: str = "application/json"
) -> Response:
    """Letters as they are, escaped only where they cannot be written."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        body = text.encode()
    except UnicodeEncodeError:  # a lone surrogate of some page
        body = json.dumps(value, separators=(",", ":")).encode()
    return Response(body, status.value, media_type=media_type)


def problem(status: HTTPStatus, words: str) -> Response:
    return as_json(
        {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": words},
        status,
        _PROBLEM,
    )


def _listed(
    asked: Reading, part: Slice, rows: Sequence[Any], shape: Callable[..., Any]
) -> Response:
    """A page of a list; ``rows`` has one more where another page follows."""
    following = asked.question.address(page=part.page + 1) if len(rows) > part.size else None
    return _items(asked, part, [shape(row) for row in rows[: part.size]], following)


def _items(asked: Reading, part: Slice, items: list[Any], following: str | None) -> Response:
    address = f"{asked.base}{following}" if following else None
    return as_json({"items": items, "limit": part.size, "next": address})


def sources(asked: Reading) -> Response:
    question = asked.question
    part = question.slice()
    wanted = PortfolioFilter(
        health=question.choice("health", _HEALTHS),
        tag=question.text("tag"),
        removed=question.flag("removed"),
    )
    return _listed(asked, part, list_sources_by_key(asked.db, wanted, part), source_shape)


def source(asked: Reading) -> Response:
    found = source_at(asked.db, asked.path("service"), asked.path("terms"))
    links = {name: f"{asked.base}{api_path(found.key, name)}" for name in ("versions", "parties")}
    return as_json(source_shape(found) | {"tags": list(found.tags), "links": links})


def versions(asked: Reading) -> Response:
    found = source_at(asked.db, asked.path("service"), asked.path("terms"))
    part = asked.question.slice()
    wanted = HistoryFilter(source_id=found.id, limit=part.wanted, offset=part.offset)
    return _listed(asked, part, list_history(asked.db, wanted), entry_shape)


def version(asked: Reading) -> Response:
    found = source_at(asked.db, asked.path("service"), asked.path("terms"))
    one = version_of(asked.db, found, asked.path("number"))
    analysis, markdown = get_analysis(asked.db, one.id), version_markdown(asked.db, one)
    return as_json(version_shape(found, one, analysis) | {"markdown": markdown})


def change(asked: Reading) -> Response:
    found = source_at(asked.db, asked.path("service"), asked.path("terms"))
    new = version_of(asked.db, found, asked.path("number"))
    recorded = find_change(asked.db, new.id)
    if recorded is None:
        raise NotFound(f"no change led to version {new.number} of {found.key}")
    old = get_version(asked.db, recorded.record.previous_version_id)
    shape = pair_shape(found, old, new) | {"recorded": True}
    return as_json(shape | {"summary": recorded.record.summary} | change_shape(recorded.record))


def diff(asked: Reading, shared: Shared) -> Response:
    found = source_at(asked.db, asked.path("service"), asked.path("terms"))
    ends: list[Version] = []
    for name in ("from", "to"):
        number = asked.question.number(name, least=1, most=10_000_000)
        if number is None:
            raise UsageError("name two versions: ?from=1&to=3")
        ends.append(version_of(asked.db, found, str(number)))
    recorded, shape = shared.comparer.compare(asked.db, found, *ends)
    return as_json(pair_shape(found, *ends) | {"recorded": recorded} | shape)


def source_parties(asked: Reading) -> Response:
    found = source_at(asked.db, asked.path("service"), asked.path("terms"))
    part = asked.question.slice(200)
    records = parties_ever(asked.db, source_id=found.id)
    return _listed(asked, part, records[part.offset : part.offset + part.wanted], party_shape)


def changes(asked: Reading) -> Response:
    question = asked.question
    part, place = question.slice(), question.place()
    wanted = HistoryFilter(
        since=question.since(),
        until=place.until if place else question.until(),
        category=asked.category(),
        change_class=question.choice("class", _CLASSES),
        min_severity=question.number("min_severity", least=0, most=100),
        terms_type=question.text("type"),
        tag=question.text("tag"),
        service=question.text("service"),
        silent=True if question.flag("silent") else None,
        changed=True if question.flag("changed") else None,
        limit=part.wanted,
        offset=place.skip if place else 0,
    )
    found = list_history(asked.db, wanted)
    shown = found[: part.size]
    following = None
    if len(found) > part.size:
        following = question.after([entry.fetched_at for entry in shown])
    return _items(asked, part, [entry_shape(entry) for entry in shown], following)


def dates(asked: Reading) -> Response:
    part = asked.question.slice()
    rows = list_current(asked.db, limit=part.wanted, offset=part.offset)
    return _listed(asked, part, rows, dates_shape)


def parties(asked: Reading) -> Response:
    words = asked.question.text("name")
    if words is None:
        raise UsageError("name: write words of the party's name, ?name=analytics")
    part = asked.question.slice()
    folded = " ".join(fold(words).split())
    names = matching_names(asked.db, lambda name: folded in " ".join(fold(name).split()))
    records = parties_ever(asked.db, names=names)
    return _listed(asked, part, records[part.offset : part.offset + part.wanted], party_shape)


def search(asked: Reading) -> Response:
    question = asked.question
    words, part = question.text("q"), question.slice()
    if words is None:
        raise UsageError("q: write the words to look for")
    name = question.text("source")
    found = source_at(asked.db, *_split(name)) if name else None
    hits = search_passages(
        asked.db,
        words,
        every_version=question.flag("all"),
        source_id=found.id if found else None,
        limit=part.offset + part.wanted,
    )
    return _listed(asked, part, hits[part.offset :], hit_shape)


def _split(key: str) -> tuple[str, str]:
    service, _, terms_type = key.partition("/")
    return service, terms_type


def alerts(asked: Reading) -> Response:
    question = asked.question
    part = question.slice()
    wanted = AlertFilter(
        state=question.choice("state", _STATES),
        since=question.since(),
        limit=part.wanted,
        offset=part.offset,
    )
    found = list_alerts(asked.db, wanted)
    known = sources_by_id(asked.db, {one.source_id for one in found if one.source_id})
    return _listed(asked, part, found, lambda one: alert_shape(asked.db, one, known))


def alert(asked: Reading) -> Response:
    text = asked.path("id")
    is_number = text.isascii() and text.isdigit() and len(text) < 18  # noqa: PLR2004  of SQLite
    found = find_alert(asked.db, int(text)) if is_number else None
    if found is None:
        raise NotFound(f"there is no alert {text}")
    known = sources_by_id(asked.db, {found.source_id} if found.source_id else set())
    shape = alert_shape(asked.db, found, known)
    return as_json(
        shape
        | {
            "created_at": seconds(found.created_at),
            "attempts": _attempts(asked.db, found.id),
            "data": found.body,
        }
    )


def _attempts(db: Database, alert_id: int) -> list[dict[str, Any]]:
    return [
        {
            "endpoint": delivery.endpoint,
            "delivery": delivery.id,
            "number": attempt.number,
            "started_at": seconds(attempt.started_at),
            "outcome": attempt.outcome.value,
            "http_status": attempt.http_status,
            "error": attempt.error,
        }
        for delivery in deliveries_of(db, alert_id)
        for attempt in attempts_of(db, delivery.id)
    ]


def openapi(asked: Reading) -> Response:
    return as_json(document(asked.base, has_token=asked.settings.token is not None))
