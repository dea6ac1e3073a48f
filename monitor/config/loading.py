"""From ``watchlist.toml`` to a :class:`Watchlist`, or to every problem in it at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from monitor.config.endpoint_table import EndpointTable, endpoint_of, endpoint_problems
from monitor.config.errors import WatchlistError
from monitor.config.keys import assign_keys
from monitor.config.model import (
    Anomaly,
    CategoryTerms,
    Settings,
    Source,
    Watchlist,
)
from monitor.config.paths import parse_toml, read_text, read_toml, resolve_database, stamp_of
from monitor.config.problems import nearest, quoted, table_problems
from monitor.config.route_table import RouteTable, category_problems, route_of, route_problems
from monitor.config.slugs import slug
from monitor.config.tables import (
    CategoryTable,
    SettingsTable,
    SourceTable,
    Table,
)
from monitor.config.warnings import find_warnings
from storage.model import Category

_DEFAULT_EVERY_SECONDS = 86_400
_TABLES = ("clausewatch", "source", "category", "route", "endpoint")

_T = TypeVar("_T", bound=Table)


def load_watchlist(path: Path) -> Watchlist:
    """Read and check the file; raises WatchlistError with every problem. Reads no secret."""
    stamp = stamp_of(path)  # first: what is written meanwhile is then known to be newer
    return replace(parse_watchlist(read_text(path), path), read_as=stamp)


def parse_watchlist(text: str, path: Path) -> Watchlist:
    """As :func:`load_watchlist`, of text that is (or will be) the content of ``path``."""
    reading = _Reading(parse_toml(text, path))
    settings = reading.settings()
    sources = reading.tables("source", "service", SourceTable)
    categories = reading.tables("category", "name", CategoryTable)
    routes = reading.tables("route", None, RouteTable)
    endpoints = reading.tables("endpoint", "name", EndpointTable)
    keys, duplicates = assign_keys(sources)
    reading.problems += duplicates
    reading.check_sources()
    reading.check_endpoints(endpoints)
    reading.check_categories(categories)
    reading.check_routes(routes)
    reading.refuse(path)
    assert settings is not None, "else there is a problem"
    watchlist = Watchlist(
        path=path.absolute(),
        settings=_settings(settings, path),
        sources=tuple(_source(keys[label], table) for label, table in sources.items()),
        routes=tuple(map(route_of, routes.values())),
        endpoints=tuple(map(endpoint_of, endpoints.values())),
        categories=tuple(map(_category, categories.values())),
    )
    return find_warnings(watchlist)


def load_categories(path: Path) -> tuple[CategoryTerms, ...]:
    """Only the categories of the file, so that one can ask while a source in it is wrong."""
    reading = _Reading({"category": read_toml(path).get("category", [])})
    categories = reading.tables("category", "name", CategoryTable)
    reading.check_categories(categories)
    reading.refuse(path)
    return tuple(map(_category, categories.values()))


class _Reading:
    """The raw tables, and the problems found so far."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw
        self.problems: list[str] = [
            f"unknown table {quoted(name)}{nearest(name, _TABLES)}"
            for name in raw
            if name not in _TABLES
        ]
        for name in _TABLES[1:]:
            entries = raw.setdefault(name, [])
            if not isinstance(entries, list) or any(type(entry) is not dict for entry in entries):
                self.problems.append(f"{name}: write each one under [[{name}]], in two brackets")
                raw[name] = []

    def refuse(self, path: Path) -> None:
        """Raise WatchlistError with the problems found so far, if there are any."""
        if self.problems:
            raise WatchlistError(tuple(f"{path.name}: {problem}" for problem in self.problems))

    def settings(self) -> SettingsTable | None:
        raw = self._raw.get("clausewatch", {})
        if not isinstance(raw, dict):
            self.problems.append("clausewatch: write it as a table: [clausewatch]")
            return None
        return self._table("clausewatch", raw, SettingsTable)

    def tables(self, name: str, label_key: str | None, model: type[_T]) -> dict[str, _T]:
        """The valid tables of an array, by label; problems of the others are kept."""
        found = {}
        for label, raw in self._labelled(name, label_key):
            table = self._table(label, raw, model)
            if table is not None:
                found[label] = table
        return found

    def _table(self, label: str, raw: dict[str, Any], model: type[_T]) -> _T | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            self.problems += [f"{label}: {problem}" for problem in table_problems(model, error)]
            return None

    def _labelled(self, name: str, label_key: str | None) -> list[tuple[str, dict[str, Any]]]:
        raw = self._raw[name]
        return [
            (label_of(name, place, entry, label_key), entry) for place, entry in enumerate(raw, 1)
        ]

    def check_sources(self) -> None:
        for label, raw in self._labelled("source", "service"):
            if "every" in raw and "cron" in raw:
                self.problems.append(f"{label}: cron: write either every or cron, not both")

    def check_endpoints(self, endpoints: dict[str, EndpointTable]) -> None:
        self.problems += endpoint_problems(endpoints, self._endpoint_names())

    def _endpoint_names(self) -> set[str]:
        """The names that are written, of valid tables or not."""
        written = [raw.get("name") for _, raw in self._labelled("endpoint", "name")]
        return {name.strip() for name in written if isinstance(name, str)}

    def check_categories(self, categories: dict[str, CategoryTable]) -> None:
        seen: dict[str, str] = {}
        for label, table in categories.items():
            first = seen.setdefault(table.name, label)
            if first is not label:
                self.problems.append(
                    f"{label}: name: {first} has this name already: write all terms there"
                )
            if table.weight is not None and Category(table.name).is_built_in:
                self.problems.append(
                    f"{label}: weight: {table.name} comes with a weight of its own: take it out"
                )

    def check_routes(self, routes: dict[str, RouteTable]) -> None:
        """What is written under ``to`` against what is written under ``name``, valid or not."""
        own = [raw.get("name") for _, raw in self._labelled("category", "name")]
        self.problems += route_problems(routes)
        names = self._endpoint_names()
        for label, raw in self._labelled("route", None):
            self.problems += [f"{label}: {one}" for one in category_problems(raw, own)]
            to = raw.get("to")
            wanted = to if isinstance(to, list) else [to]
            self.problems += [
                f"{label}: to: no endpoint is called {quoted(name)}{nearest(name, names)}"
                for name in wanted
                if isinstance(name, str) and name.strip() not in names
            ]


def label_of(table: str, place: int, entry: dict[str, Any], label_key: str | None) -> str:
    """What problems of a table begin with, ``source[2] 'Acme'``: places count from 1."""
    name = entry.get(label_key) if label_key else None
    return f"{table}[{place}]" + (f" {quoted(name)}" if isinstance(name, str) and name else "")


def _settings(table: SettingsTable, path: Path) -> Settings:
    anomaly = table.anomaly
    return Settings(
        database=resolve_database(path, table.database),
        contact=table.contact,
        timeout_seconds=table.timeout,
        delay_seconds=table.delay,
        max_body_bytes=table.max_body,
        allow_private=table.allow_private,
        host_budget=table.host_budget,
        keep_log_seconds=table.keep_log,
        anomaly=Anomaly(share=anomaly.share, at_least=anomaly.at_least) if anomaly else None,
        remind_days=table.remind,
        chromium=table.chromium,
        heartbeat_reference=table.heartbeat,
        metrics_address=table.metrics,
    )


def _source(key: str, table: SourceTable) -> Source:
    every = table.every if table.every is not None or table.cron else _DEFAULT_EVERY_SECONDS
    return Source(
        key=key,
        service=table.service,
        service_slug=slug(table.service),
        terms_type=table.type,
        url=table.url,
        language=table.language,
        region=table.region,
        every_seconds=every,
        cron=table.cron,
        tags=table.tags,
        select=table.select,
        remove=table.remove,
        ignore=table.ignore,
        js=table.js,
        confirm_seconds=table.confirm,
        keep=table.keep,
        remind_days=table.remind,
    )


def _category(table: CategoryTable) -> CategoryTerms:
    return CategoryTerms(name=table.name, terms=table.terms, weight=table.weight)
