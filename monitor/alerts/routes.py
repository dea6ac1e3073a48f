"""Which endpoints an alert goes to and when, and why it does not go to the others.

However many routes name an endpoint, it is told once: in the most immediate mode of those that took
the alert, and among equals by the one whose time comes first; in the words of the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from monitor.alerts.windows import Quiet, Window, due_at
from monitor.config.model import Route
from monitor.config.slugs import slug
from storage.model import DeliveryMode, EventType, Material

if TYPE_CHECKING:
    from monitor.alerts.catalogue import Words

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
class Finding:
    """``said`` is a word of the catalogue; ``key`` one of the watchlist. "" found: nothing."""

    said: str
    key: str = ""
    found: str = ""
    wanted: str = ""

    def told(self, words: Words) -> str:
        found = self.found or words.say("routes", "none")
        template = words.say("routes", self.said)
        return template.format(key=self.key, found=found, wanted=self.wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteVerdict:
    """What one route said to an alert. ``findings``: each condition that failed, or why it took it.

    ``place`` counts from 1, in the order of the watchlist.
    """

    place: int
    to: tuple[str, ...]
    taken: bool
    findings: tuple[Finding, ...]

    def told(self, words: Words) -> list[str]:
        return [finding.told(words) for finding in self.findings]


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
        verdicts.append(RouteVerdict(place=place, to=route.to, taken=not failed, findings=why))
    return tuple(verdicts)


def _taken(route: Route) -> Finding:
    named = [name for name in _CONDITIONS if getattr(route, name) not in ((), None)]
    return Finding(said="hold", found=_listed(named)) if named else Finding(said="every")


def _failed(route: Route, event: EventType, data: Mapping[str, Any]) -> list[Finding]:
    failed = []
    if route.events and event not in route.events:
        failed.append(_not_among("events", event, route.events))
    if event in route.except_events:
        failed.append(Finding(said="one_of_them", key="except_events", found=event))
    failed += _failed_on_change(route, event, data)
    if "source" in data or event not in route.events:
        failed += _failed_on_source(route, data)
    return failed


def _failed_on_change(route: Route, event: EventType, data: Mapping[str, Any]) -> list[Finding]:
    """Conditions on what changed. An alert about no change fails them, unless the route names its
    event: then somebody wants to hear of it.
    """
    if "clause_changes" not in data:
        narrow = route.categories or route.classes or route.material
        if (narrow or route.min_severity is not None) and event not in route.events:
            return [Finding(said="no_change", found=event)]
        return []
    failed = []
    categories = data["categories"]
    found = _listed(categories)
    if route.categories and not set(route.categories) & set(categories):
        wanted = _listed(route.categories)
        failed.append(Finding(said="others", key="categories", found=found, wanted=wanted))
    excepted = route.except_categories
    if excepted and categories and set(categories) <= set(excepted):
        failed.append(Finding(said="only", key="except_categories", found=found))
    if route.min_severity is not None and data["severity"] < route.min_severity:
        failed.append(_less("below", "min_severity", data["severity"], route.min_severity))
    if route.classes and data["class"] not in route.classes:
        failed.append(_not_among("classes", data["class"], route.classes))
    if route.material and _LEAST.index(data["material"]) < _LEAST.index(route.material):
        failed.append(_less("less", "material", data["material"], route.material))
    return failed


def _failed_on_source(route: Route, data: Mapping[str, Any]) -> list[Finding]:
    """Conditions on the source; an alert about no source fails them, unless its event is named."""
    source: Mapping[str, Any] = data.get("source") or {}
    tags, language = source.get("tags") or (), source.get("language") or "unknown"
    service, terms_type = source.get("service", ""), source.get("type", "")
    failed = []
    if route.tags and not set(route.tags) & set(tags):
        wanted = _listed(route.tags)
        failed.append(Finding(said="instead", key="tags", found=_listed(tags), wanted=wanted))
    if route.services and slug(service) not in map(slug, route.services):
        failed.append(_not_among("services", service, route.services))
    if route.types and slug(terms_type) not in map(slug, route.types):
        failed.append(_not_among("types", terms_type, route.types))
    if route.languages and language not in route.languages:
        failed.append(_not_among("languages", language, route.languages))
    failed += _excepted("tags", tags, route.except_tags)
    failed += _excepted("services", [service], route.except_services, slugs=True)
    failed += _excepted("types", [terms_type], route.except_types, slugs=True)
    return failed


def _excepted(
    key: str, found: Iterable[str], excepted: tuple[str, ...], *, slugs: bool = False
) -> list[Finding]:
    names = {slug(name) for name in excepted} if slugs else set(excepted)
    hit = [name for name in found if (slug(name) if slugs else name) in names]
    return [Finding(said="excepted", key=f"except_{key}", found=_listed(hit))] if hit else []


def _not_among(key: str, found: str, wanted: Iterable[str]) -> Finding:
    return Finding(said="not_among", key=key, found=found, wanted=_listed(wanted))


def _less(said: str, key: str, found: object, wanted: object) -> Finding:
    return Finding(said=said, key=key, found=str(found), wanted=str(wanted))


def _listed(names: Any) -> str:
    return ", ".join(str(name) for name in names)
