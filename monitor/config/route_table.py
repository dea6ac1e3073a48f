"""The ``[[route]]`` table: which alerts go where, when they are told, and in which words.

A key that nothing reads beside the others is a problem, so that nobody relies on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from types import MappingProxyType
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field

from monitor.alerts.windows import DAYS, Quiet, Window, parse_span, parse_time, quiet_problem
from monitor.config.model import Route
from monitor.config.problems import nearest, quoted
from monitor.config.tables import ByValue, Language, Listed, Name, Names, Table
from monitor.config.units import parse_duration
from storage.model import Category, ChangeClass, DeliveryMode, EventType, Material

_LONGEST_WINDOW = 86_400  # seconds
_DIGESTS = (DeliveryMode.DAILY, DeliveryMode.WEEKLY)


def _within(value: object) -> float:
    seconds = parse_duration(value)
    if not 1 <= seconds <= _LONGEST_WINDOW:
        raise ValueError('write a duration from 1s to 1d, such as "10m"')
    return seconds


def _at(value: object) -> time:
    if isinstance(value, time) and value.replace(hour=0, minute=0) == time():
        return value  # TOML has times of day of its own
    return parse_time(value if isinstance(value, str) else "")


def _on(value: object) -> int:
    if not isinstance(value, str) or value.strip().lower() not in DAYS:
        raise ValueError(f"write a day of the week: {', '.join(DAYS)}")
    return DAYS.index(value.strip().lower())


def _zone(value: object) -> str:
    how = 'write a time zone such as "Europe/Berlin", "Asia/Riyadh" or "UTC"'
    if not isinstance(value, str) or not value:
        raise ValueError(how)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone is called {quoted(value)}: {how}") from None
    return value


def _least(value: object) -> Material:
    for wanted in (Material.MINOR, Material.MATERIAL):
        if value == wanted:
            return wanted
    raise ValueError('write "material" or "minor", or take it out')


def _quiet(value: object) -> str:
    text = " ".join(value.lower().split()) if isinstance(value, str) else ""
    parse_span(text)
    return text


def _event(value: object) -> object:
    if value not in [*EventType]:
        known = [one.value for one in EventType if one is not EventType.DELIVERY_DEAD]
        hint = nearest(value, known) if isinstance(value, str) else ""
        raise ValueError(f"not one of {', '.join(known)}{hint}")
    return value


Categories = Annotated[tuple[Annotated[Category, ByValue], ...], Listed]
Events = Annotated[tuple[Annotated[EventType, ByValue, BeforeValidator(_event)], ...], Listed]
Severity = Annotated[int, Field(ge=0, le=100)]


class RouteTable(Table):
    to: Annotated[tuple[Name, ...], Listed, Field(min_length=1)]
    categories: Categories = ()
    min_severity: Severity | None = None
    tags: Names = ()
    services: Names = ()
    types: Names = ()
    languages: Annotated[tuple[Language, ...], Listed] = ()
    events: Events = ()
    classes: Annotated[tuple[Annotated[ChangeClass, ByValue], ...], Listed] = ()
    material: Annotated[Material | None, BeforeValidator(_least)] = None
    except_categories: Categories = ()
    except_tags: Names = ()
    except_services: Names = ()
    except_types: Names = ()
    except_events: Events = ()
    when: Annotated[DeliveryMode, ByValue] = DeliveryMode.NOW
    within: Annotated[float, BeforeValidator(_within)] = 600.0
    at: Annotated[time, BeforeValidator(_at)] = time(8)
    on: Annotated[int, BeforeValidator(_on)] = 0
    quiet: Annotated[tuple[Annotated[str, BeforeValidator(_quiet)], ...], Listed] = ()
    zone: Annotated[str, BeforeValidator(_zone)] = "UTC"
    urgent: Severity | None = None
    write_in: Literal["en", "ar", "he", "fr", "de", "es"] = "en"


_READ_WHEN: Mapping[str, tuple[tuple[DeliveryMode, ...], str]] = MappingProxyType(
    {
        "within": ((DeliveryMode.BATCH,), 'only when = "batch" has a window'),
        "at": (_DIGESTS, 'only when = "daily" and when = "weekly" have a time'),
        "on": ((DeliveryMode.WEEKLY,), 'only when = "weekly" has a day'),
    }
)


def route_problems(routes: Mapping[str, RouteTable]) -> Iterator[str]:
    """What is wrong with tables that are each well-formed."""
    for label, table in routes.items():
        for problem in _problems(table):
            yield f"{label}: {problem}"


def category_problems(raw: Mapping[str, Any], own_categories: Iterable[Any]) -> Iterator[str]:
    """Categories that a table names, well-formed or not, and nobody knows.

    ``own_categories`` are the names under ``[[category]]``, valid or not.
    """
    known = [*Category, *(name for name in own_categories if isinstance(name, str))]
    for key in ("categories", "except_categories"):
        written = raw.get(key, [])
        for place, name in enumerate(written if isinstance(written, list) else [written], 1):
            if isinstance(name, str) and name not in known:
                listed = ", ".join(known)
                yield (
                    f"{key}[{place}]: not one of {listed}"
                    f"{nearest(name, known) or '; a [[category]] adds one'}"
                )


def _problems(table: RouteTable) -> Iterator[str]:
    for key, (modes, why) in _READ_WHEN.items():
        if key in table.model_fields_set and table.when not in modes:
            yield f"{key}: {why}: take it out"
    waits = table.quiet or table.when in _DIGESTS
    if "zone" in table.model_fields_set and not waits:
        yield "zone: nothing here has a time of day (at, quiet): take it out"
    if table.urgent is not None and not table.quiet and table.when is DeliveryMode.NOW:
        yield "urgent: nothing here waits, every alert is told at once: take it out"
    for key in ("categories", "tags", "services", "types", "events"):
        both = set(getattr(table, key)) & set(getattr(table, f"except_{key}"))
        if both:
            names = ", ".join(sorted(both))
            yield f"except_{key}: {names} is under {key} too: take it out of one of them"
    if problem := quiet_problem(_window(table)):
        yield problem


def route_of(table: RouteTable) -> Route:
    return Route(
        to=tuple(dict.fromkeys(table.to)),
        categories=table.categories,
        min_severity=table.min_severity,
        tags=table.tags,
        services=table.services,
        types=table.types,
        languages=table.languages,
        events=table.events,
        classes=table.classes,
        material=table.material,
        except_categories=table.except_categories,
        except_tags=table.except_tags,
        except_services=table.except_services,
        except_types=table.except_types,
        except_events=table.except_events,
        window=_window(table),
        urgent=table.urgent,
        write_in=table.write_in,
    )


def _window(table: RouteTable) -> Window:
    return Window(
        mode=table.when,
        within_seconds=table.within,
        at=table.at,
        on=table.on,
        quiet=Quiet(zone=table.zone, times=tuple(dict.fromkeys(table.quiet))),
    )
