"""Which source a capture belongs to: one of the watchlist, or one that only has a history."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from monitor.config import Watchlist, slug
from monitor.importing.capture import Capture
from monitor.importing.urls import comparable_url
from monitor.naming import guess_service, guess_type
from monitor.tracking import definition_of
from storage.database import Database
from storage.errors import UsageError
from storage.sources import SourceDefinition, add_unwatched_source, list_sources, resolve_source

_DAY_SECONDS = 86_400


class SourceChoice:
    """Finds the source of each capture, and records those that are new.

    A source of the watchlist is meant where service and type are its own, or where a capture that
    names neither has its URL. Any other is recorded as a source that is not watched, under
    ``service/type``; of two pages that would have one name by guess, the second is named by its
    path too.
    """

    def __init__(self, db: Database, watchlist: Watchlist) -> None:
        self._by_name = {
            (source.service_slug, slug(source.terms_type)): definition_of(source)
            for source in watchlist.sources
        }
        self._by_url = {
            comparable_url(source.url): definition_of(source) for source in watchlist.sources
        }
        self._watched = {source.key for source in watchlist.sources}
        self._guessed = {
            comparable_url(source.url): source.key for source in list_sources(db, removed=True)
        }
        self._url_of = {source.key: source.url for source in list_sources(db, removed=True)}

    def definition(self, capture: Capture) -> SourceDefinition:
        """Raises UsageError for names without a letter."""
        if capture.service is None and capture.terms_type is None:
            watched = self._by_url.get(comparable_url(capture.url))
            if watched:
                return watched
        service = capture.service or guess_service(capture.url)
        terms_type = capture.terms_type or guess_type(capture.url)
        watched = self._by_name.get((slug(service), slug(terms_type)))
        if watched:
            return watched
        return self._unwatched(capture, service, terms_type)

    def is_watched(self, key: str) -> bool:
        return key in self._watched

    def _unwatched(self, capture: Capture, service: str, terms_type: str) -> SourceDefinition:
        if not slug(service) or not slug(terms_type):
            raise UsageError(
                f"{capture.origin}: service {service!r} and type {terms_type!r} make no name"
            )
        key = f"{slug(service)}/{slug(terms_type)}"
        url = comparable_url(capture.url)
        if capture.terms_type is None:
            taken = self._url_of.get(key)
            if url in self._guessed:
                key = self._guessed[url]
            elif taken and comparable_url(taken) != url:
                terms_type = f"{terms_type} ({urlsplit(url).path})"
                key = f"{slug(service)}/{slug(terms_type)}"
            self._guessed[url] = key
        self._url_of.setdefault(key, capture.url)
        return SourceDefinition(
            key=key,
            service=service,
            service_slug=slug(service),
            terms_type=terms_type,
            url=capture.url,
            every_seconds=_DAY_SECONDS,
        )


def group_by_source(
    captures: Iterable[Capture], choice: SourceChoice
) -> dict[str, tuple[SourceDefinition, list[Capture]]]:
    """Key -> definition and captures, each in time order."""
    groups: dict[str, tuple[SourceDefinition, list[Capture]]] = {}
    for capture in captures:
        definition = choice.definition(capture)
        groups.setdefault(definition.key, (definition, []))[1].append(capture)
    for _, group in groups.values():
        group.sort(key=lambda capture: capture.fetched_at)  # stable: rows of one instant in order
    return groups


def record_source(
    db: Database, definition: SourceDefinition, choice: SourceChoice, *, now: str
) -> int:
    """The id of the source, which is recorded if it is new; inside a transaction."""
    if not choice.is_watched(definition.key):
        add_unwatched_source(db, definition, now=now)
    return resolve_source(db, definition.key).id
