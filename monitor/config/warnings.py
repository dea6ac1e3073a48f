"""What a person should know about a valid watchlist: things that will silently not happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitor.config.model import Route, Watchlist
from monitor.config.slugs import slug
from storage.model import EndpointKind, EventType

_UNROUTED = {
    EventType.DIGEST: 'when = "daily" makes one of what the route takes',
    EventType.DELIVERY_DEAD: "it goes to the fallback of an endpoint",
}


def find_warnings(watchlist: Watchlist) -> Watchlist:
    """The same watchlist with its warnings."""
    name = watchlist.path.name
    return replace(
        watchlist, warnings=tuple(f"{name}: {warning}" for warning in _warnings(watchlist))
    )


def _warnings(watchlist: Watchlist) -> Iterator[str]:
    if watchlist.settings.contact is None:
        yield (
            "[clausewatch] contact: none is given: sites like to know whom to ask, "
            'write contact = "you@example.org"'
        )
    yield from _unused(watchlist)
    for place, route in enumerate(watchlist.routes, 1):
        yield from _never(place, route, watchlist)
    for endpoint in watchlist.endpoints:
        if endpoint.kind is EndpointKind.WEBHOOK and not endpoint.secret_references:
            yield f"endpoint {endpoint.name!r}: secret: none is given: deliveries are not signed"


def _unused(watchlist: Watchlist) -> Iterator[str]:
    routed = {name for route in watchlist.routes for name in route.to}
    fallbacks = {endpoint.fallback for endpoint in watchlist.endpoints}
    for endpoint in watchlist.endpoints:
        if endpoint.name not in routed | fallbacks:
            yield f"endpoint {endpoint.name!r}: no route leads to it"
    if watchlist.sources and not watchlist.routes:
        yield "[[route]]: none is given: changes are recorded and nobody is told"
    elif watchlist.routes and not any(_takes_broken(route) for route in watchlist.routes):
        yield (
            "[[route]]: none takes source.broken: when a page becomes unreadable nobody is told; "
            'add a [[route]] with only to, or with events = ["source.broken"]'
        )


def _takes_broken(route: Route) -> bool:
    if EventType.SOURCE_BROKEN in route.except_events:
        return False
    if EventType.SOURCE_BROKEN in route.events:
        return True
    narrow = (route.events, route.categories, route.classes, route.material, route.min_severity)
    return not any(narrow)


def _never(place: int, route: Route, watchlist: Watchlist) -> Iterator[str]:
    """Conditions that no source or alert fulfils."""
    for event in route.events:
        if event in _UNROUTED:
            yield f"route[{place}]: events: no route is asked about {event}: {_UNROUTED[event]}"
    tags = {tag for source in watchlist.sources for tag in source.tags}
    services = {source.service_slug for source in watchlist.sources}
    types = {slug(source.terms_type) for source in watchlist.sources}
    for key, wanted, known in (
        ("tags", {tag: tag for tag in route.tags}, tags),
        ("services", {name: slug(name) for name in route.services}, services),
        ("types", {name: slug(name) for name in route.types}, types),
        ("except_tags", {tag: tag for tag in route.except_tags}, tags),
        ("except_services", {name: slug(name) for name in route.except_services}, services),
        ("except_types", {name: slug(name) for name in route.except_types}, types),
    ):
        for name, meant in wanted.items():
            if watchlist.sources and meant not in known:
                yield f"route[{place}]: {key}: no source has {name!r}"
