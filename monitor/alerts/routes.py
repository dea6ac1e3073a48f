"""Which endpoints an alert goes to and when, and why it does not go to the others.

However many routes name an endpoint, it is told once: in the most immediate mode of those that took
the alert, and among equals by the one whose time comes first; in the words of the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.alerts.windows import Quiet, Window, due_at
from monitor.config.model import Route
from monitor.config.slugs import slug
from storage.model import DeliveryMode, EventType, Material

_MODES = tuple(DeliveryMode)  # the most immediate first
_LEAST = tuple(Material)  # from what means nothing to what matters
_CONDITIONS = (
    "categories",
    "min_severity",
    "tags",
    "services",
    "types",
    "languages",
    "events",
    "classes",
    "material",
    "except_categories",
    "except_tags",
    "except_services",
    "except_types",
    "except_events",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteVerdict:
    """What one route said to an alert. ``reasons``: each condition that failed, or why it took it.

    ``place`` counts from 1, in the order of the watchlist.
    """

    place: int
    to: tuple[str, ...]
    taken: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How an endpoint is told of an alert; ``place`` is that of the route that decided it."""

    endpoint: str
    place: int
    window: Window
    language: str


def plans_for(
    routes: tuple[Route, ...], event: EventType, data: Mapping[str, Any], now: datetime
) -> tuple[Plan, ...]:
    """One plan for each endpoint that an alert goes to, in the order of the routes."""
    offers: dict[str, list[Plan]] = {}
    for verdict in explain_routes(routes, event, data):
        if not verdict.taken:
            continue
        route = routes[verdict.place - 1]
        window = window_of(route, event, data, now)
        for name in verdict.to:
            plan = Plan(endpoint=name, place=verdict.place, window=window, language=route.write_in)
            offers.setdefault(name, []).append(plan)
    return tuple(
        replace(min(plans, key=lambda plan: _urgency(plan, now)), language=plans[0].language)
        for plans in offers.values()
    )


def _urgency(plan: Plan, now: datetime) -> tuple[int, datetime]:
    return _MODES.index(plan.window.mode), due_at(plan.window, now)


def window_of(route: Route, event: EventType, data: Mapping[str, Any], now: datetime) -> Window:
    """When this route tells of an alert that comes up ``now``.

    What is urgent waits for nothing. What somebody must decide is gathered with nothing, nor is a
    reminder that would come with its digest when the day has come.
    """
    if is_urgent(route, data):
        return Window(quiet=Quiet(zone=route.window.quiet.zone))
    if event is EventType.RUN_ANOMALOUS or _is_too_late(route.window, data, now):
        return replace(route.window, mode=DeliveryMode.NOW)
    return route.window


def is_urgent(route: Route, data: Mapping[str, Any]) -> bool:
    return route.urgent is not None and data.get("severity", 0) >= route.urgent


def _is_too_late(window: Window, data: Mapping[str, Any], now: datetime) -> bool:
    """Whether a reminder of a day would be told on that day, or after it."""
    day = data.get("effective_on")
    if day is None or window.mode is DeliveryMode.NOW:
        return False
    told_on = due_at(window, now).astimezone(ZoneInfo(window.quiet.zone)).date()
    return told_on.isoformat() >= str(day)


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
    named = [name for name in _CONDITIONS if getattr(route, name) not in ((), None)]
    return f"its conditions hold: {', '.join(named)}" if named else "it takes every alert"


def _failed(route: Route, event: EventType, data: Mapping[str, Any]) -> list[str]:
    failed = []
    if route.events and event not in route.events:
        failed.append(f"events: {event} is not among {_listed(route.events)}")
    if event in route.except_events:
        failed.append(f"except_events: {event} is one of them")
    failed += _failed_on_change(route, event, data)
    if "source" in data or event not in route.events:
        failed += _failed_on_source(route, data)
    return failed


def _failed_on_change(route: Route, event: EventType, data: Mapping[str, Any]) -> list[str]:
    """Conditions on what changed. An alert about no change fails them, unless the route names its
    event: then somebody wants to hear of it.
    """
    if "clause_changes" not in data:
        narrow = route.categories or route.classes or route.material
        if (narrow or route.min_severity is not None) and event not in route.events:
            return [
                f"{event} is about no change: a route on changes takes it only if events say so"
            ]
        return []
    failed = []
    categories = data["categories"]
    if route.categories and not set(route.categories) & set(categories):
        found = _listed(categories) or "none"
        failed.append(f"categories: {found} changed, not {_listed(route.categories)}")
    excepted = route.except_categories
    if excepted and categories and set(categories) <= set(excepted):
        failed.append(f"except_categories: only {_listed(categories)} changed")
    if route.min_severity is not None and data["severity"] < route.min_severity:
        failed.append(f"min_severity: {data['severity']} is below {route.min_severity}")
    if route.classes and data["class"] not in route.classes:
        failed.append(f"classes: {data['class']} is not among {_listed(route.classes)}")
    if route.material and _LEAST.index(data["material"]) < _LEAST.index(route.material):
        failed.append(f"material: {data['material']} is less than {route.material}")
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
    failed += _excepted("tags", tags, route.except_tags)
    failed += _excepted("services", [service], route.except_services, slugs=True)
    failed += _excepted("types", [terms_type], route.except_types, slugs=True)
    return failed


def _excepted(
    key: str, found: Iterable[str], excepted: tuple[str, ...], *, slugs: bool = False
) -> list[str]:
    names = {slug(name) for name in excepted} if slugs else set(excepted)
    hit = [name for name in found if (slug(name) if slugs else name) in names]
    return [f"except_{key}: {_listed(hit)}"] if hit else []


def _listed(names: Any) -> str:
    return ", ".join(str(name) for name in names)
