"""Which endpoints an alert goes to, and why it does not go to the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitor.config import Route, Watchlist, slug
from storage.model import EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteVerdict:
    """What one route said to an alert. ``reasons``: each condition that failed, or why it took it.

    ``place`` counts from 1, in the order of the watchlist.
    """

    place: int
    to: tuple[str, ...]
    taken: bool
    reasons: tuple[str, ...]


def endpoints_for(
    watchlist: Watchlist, event: EventType, data: Mapping[str, Any]
) -> tuple[str, ...]:
    """Names of the endpoints that an alert goes to, each once, in the order of the routes."""
    verdicts = explain_routes(watchlist.routes, event, data)
    return tuple(
        dict.fromkeys(name for verdict in verdicts if verdict.taken for name in verdict.to)
    )


def explain_routes(
    routes: tuple[Route, ...], event: EventType, data: Mapping[str, Any]
) -> tuple[RouteVerdict, ...]:
    """What every route says to an alert with this ``data`` (that of its payload)."""
    verdicts = []
    for place, route in enumerate(routes, 1):
        failed = tuple(_failed(route, event, data))
        why = failed or (_taken(route),)
        verdicts.append(RouteVerdict(place=place, to=route.to, taken=not failed, reasons=why))
    return tuple(verdicts)


def _taken(route: Route) -> str:
    named = [
        name
        for name in (
            "categories",
            "min_severity",
            "tags",
            "services",
            "types",
            "languages",
            "events",
            "classes",
        )
        if getattr(route, name) not in ((), None)
    ]
    return f"its conditions hold: {', '.join(named)}" if named else "it takes every alert"


def _failed(route: Route, event: EventType, data: Mapping[str, Any]) -> list[str]:
    failed = []
    if route.events and event not in route.events:
        failed.append(f"events: {event} is not among {_listed(route.events)}")
    failed += _failed_on_change(route, event, data)
    if "source" in data or event not in route.events:
        failed += _failed_on_source(route, data)
    return failed


def _failed_on_change(route: Route, event: EventType, data: Mapping[str, Any]) -> list[str]:
    """Conditions on what changed. An alert about no change fails them, unless the route names its
    event: then somebody wants to hear of it.
    """
    if "clause_changes" not in data:
        narrow = route.categories or route.classes or route.min_severity is not None
        if narrow and event not in route.events:
            return [
                f"{event} is about no change: a route on changes takes it only if events say so"
            ]
        return []
    failed = []
    categories = data["categories"]
    if route.categories and not set(route.categories) & set(categories):
        found = _listed(categories) or "none"
        failed.append(f"categories: {found} changed, not {_listed(route.categories)}")
    if route.min_severity is not None and data["severity"] < route.min_severity:
        failed.append(f"min_severity: {data['severity']} is below {route.min_severity}")
    if route.classes and data["class"] not in route.classes:
        failed.append(f"classes: {data['class']} is not among {_listed(route.classes)}")
    return failed


def _failed_on_source(route: Route, data: Mapping[str, Any]) -> list[str]:
    """Conditions on the source; an alert about no source fails them, unless its event is named."""
    source: Mapping[str, Any] = data.get("source") or {}
    tags, language = source.get("tags") or (), source.get("language") or "unknown"
    service, terms_type = source.get("service", ""), source.get("type", "")
    failed = []
    if route.tags and not set(route.tags) & set(tags):
        failed.append(f"tags: {_listed(tags) or 'none'}, not {_listed(route.tags)}")
    if route.services and slug(service) not in map(slug, route.services):
        failed.append(f"services: {service or 'none'} is not among {_listed(route.services)}")
    if route.types and slug(terms_type) not in map(slug, route.types):
        failed.append(f"types: {terms_type or 'none'} is not among {_listed(route.types)}")
    if route.languages and language not in route.languages:
        failed.append(f"languages: {language} is not among {_listed(route.languages)}")
    return failed


def _listed(names: Any) -> str:
    return ", ".join(str(name) for name in names)
