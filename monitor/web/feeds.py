"""Atom feeds (RFC 4287) of changes: all, of a service, a source, a category.

Each names the feed of the entries before it (RFC 5005, section 3), as long as there are any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from monitor.cli.history_filters import check_category
from monitor.cli.moments import seconds
from monitor.report.recorded import recorded_change
from monitor.report.words import ENGLISH, Frame, category_label
from monitor.web.asking import NotFound
from monitor.web.language import frame_of_feed
from monitor.web.queries import service_name, source_at
from monitor.web.reading import Reading
from monitor.web.site import environment, source_path
from storage.errors import UsageError
from storage.history import HistoryEntry, HistoryFilter, list_history

_MEDIA_TYPE = "application/atom+xml"
_ENTRIES = 30
_CLAUSES = 20  # of a change; the rest is on its page
_SINCE = "2026"  # the year of the tags (RFC 4151): it never changes


def all_changes(asked: Reading) -> Response:
    return _feed(asked, _frame(asked).say("all_documents"), "/", HistoryFilter(changed=True))


def of_service(asked: Reading) -> Response:
    slug = asked.path("service")
    name = service_name(asked.db, slug)
    wanted = HistoryFilter(service=slug, changed=True)
    return _feed(asked, name, f"/?service={quote(slug, safe='')}", wanted)


def of_source(asked: Reading) -> Response:
    source = source_at(asked.db, asked.path("service"), asked.path("terms"))
    wanted = HistoryFilter(source_id=source.id, changed=True)
    title = f"{source.service}, {source.terms_type}"
    return _feed(asked, title, source_path(source.key), wanted)


def of_category(asked: Reading) -> Response:
    name = asked.path("category")
    try:
        check_category(asked.db, name)
    except UsageError as error:
        raise NotFound(str(error)) from error
    wanted = HistoryFilter(category=name, changed=True)
    page = f"/changes?category={quote(name, safe='')}"
    return _feed(asked, category_label(name, _frame(asked)).words, page, wanted)


def _feed(asked: Reading, title: str, page: str, wanted: HistoryFilter) -> Response:
    place = asked.question.place()
    if place:
        wanted = replace(wanted, until=place.until, offset=place.skip)
    found = list_history(asked.db, replace(wanted, limit=_ENTRIES + 1))
    entries, following = found[:_ENTRIES], None
    if len(found) > _ENTRIES:
        following = asked.question.after([entry.fetched_at for entry in entries])
    path = quote(asked.request.url.path, safe="/")
    text = (
        environment(_frame(asked).language)
        .get_template("feed.xml")
        .render(
            id=_tag(asked, path),
            title=f"clausewatch: {title}",
            own=f"{asked.base}{asked.question.address()}",
            following=f"{asked.base}{following}" if following else None,
            page=f"{asked.base}{page}",
            updated=_updated(entries),
            entries=[_entry(asked, entry) for entry in entries],
        )
    )
    return Response(text, media_type=_MEDIA_TYPE)


def _updated(entries: Sequence[HistoryEntry]) -> str:
    """Of an empty feed the first instant there is: it must not move with every look."""
    return seconds(entries[0].fetched_at) if entries else "2026-01-01T00:00:00Z"


def _entry(asked: Reading, entry: HistoryEntry) -> dict[str, Any]:
    assert entry.change_id is not None
    frame = _frame(asked)
    change = recorded_change(asked.db, entry.change_id, frame)
    summary = entry.summary if frame is ENGLISH else change.summary
    return {
        # By the change's own number: versions are numbered anew when an import finds older ones.
        "id": _tag(asked, f"/changes/{entry.change_id}"),
        "title": f"{entry.service}, {entry.terms_type}: {summary}",
        "updated": seconds(entry.fetched_at),
        "address": f"{asked.base}{source_path(entry.source, 'changes', str(entry.version))}",
        "author": entry.service,
        "categories": change.categories,
        "change": change,
        "clauses": change.clauses[:_CLAUSES],
        "more": len(change.clauses) - _CLAUSES,
    }


def _frame(asked: Reading) -> Frame:
    return frame_of_feed(asked.request)


def _tag(asked: Reading, what: str) -> str:
    return f"tag:{asked.settings.authority},{_SINCE}:clausewatch{what}"
