"""The pages of one source: its timeline, a version's text, a change, any two versions."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import RedirectResponse, Response

from monitor.report.comparing import compared_change
from monitor.report.documents import document_groups
from monitor.report.gathering import BEGINNING
from monitor.report.model import ChangeView
from monitor.report.picture import timeline_picture
from monitor.report.recorded import (
    date_rows,
    party_rows,
    recorded_change,
    source_view,
    told_rows,
    told_summaries,
)
from monitor.report.words import ENGLISH
from monitor.web.alert_words import told_alerts
from monitor.web.asking import NotFound, Slice
from monitor.web.pages import turns
from monitor.web.queries import slug_of_service, source_at, version_of
from monitor.web.reading import Reading
from monitor.web.sharing import Shared
from monitor.web.site import page, source_path
from storage.alerts import alerts_of_change
from storage.analyses import get_analysis
from storage.changes import find_change
from storage.errors import UsageError
from storage.history import HistoryFilter, list_history
from storage.sources import Source
from storage.stated_dates import StatedVersion, list_stated_versions
from storage.times import to_text
from storage.versions import Version, find_version, version_document

_PICTURED = 400  # versions; more would be a smear
_BLOCKS = 2_000  # of a text on one page: what a browser shows at once
_MOST_PARTS = 10_000


def source_page(asked: Reading) -> Response:
    """A source: how it is, its timeline, its latest change, its versions, dates and parties."""
    db, question = asked.db, asked.question
    source = _source(asked)
    part = question.slice(25)
    now = to_text(question.now)
    known = list_stated_versions(db, source_id=source.id, until=now)
    wanted = HistoryFilter(source_id=source.id, limit=part.wanted, offset=part.offset)
    entries = list_history(db, wanted)
    frame = asked.frame
    rows = told_rows(db, entries, frame)
    levels = {row.number: row.severity.level for row in rows if row.severity}
    view = source_view(source, frame=frame)
    return page(
        asked.request,
        "source.html",
        source=view,
        key=source.key,
        service_slug=slug_of_service(db, source),
        tags=source.tags,
        picture=timeline_picture(
            known[-_PICTURED:],
            levels,
            anchor=view.anchor,
            name=f"{source.service}, {source.terms_type}",
            now=question.now,
            frame=frame,
        ),
        versions=rows[: part.size],
        latest=_latest_change(asked, source),
        dates=tuple(
            date_rows(
                known,
                today=question.now.date(),
                frame=frame,
                summaries=_silent_summaries(asked, source, known),
            )
        ),
        parties=party_rows(db, source.id, since=BEGINNING, until=now, frame=frame),
        turns=turns(question, part, len(entries)),
    )


def version_page(asked: Reading) -> Response:
    """The text of a version."""
    source = _source(asked)
    version = version_of(asked.db, source, asked.path("number"))
    analysis = get_analysis(asked.db, version.id)
    document = version_document(asked.db, version)
    part = Slice(page=asked.question.number("page", least=1, most=_MOST_PARTS) or 1, size=_BLOCKS)
    parts = -(-len(document.blocks) // part.size)
    if part.page > max(parts, 1):
        raise NotFound(f"the text of version {version.number} has no part {part.page}")
    return page(
        asked.request,
        "version.html",
        source=source_view(source, frame=asked.frame),
        key=source.key,
        version=version,
        analysis=analysis,
        document_title=document.title,
        groups=document_groups(
            document.blocks[part.offset : part.offset + part.size], first=part.offset
        ),
        parts=parts,
        turns=turns(asked.question, part, len(document.blocks) - part.offset),
        before=find_version(asked.db, source.id, version.number - 1),
        after=find_version(asked.db, source.id, version.number + 1),
    )


def change_page(asked: Reading) -> Response:
    """The change that led to a version, with its alerts."""
    source = _source(asked)
    version = version_of(asked.db, source, asked.path("number"))
    change = find_change(asked.db, version.id)
    if change is None:
        raise NotFound(f"no change led to version {version.number} of {source.key}")
    return page(
        asked.request,
        "diff.html",
        source=source_view(source, frame=asked.frame),
        key=source.key,
        change=recorded_change(asked.db, change.id, asked.frame),
        notes=(),
        numbers=(version.number - 1, version.number),
        alerts=told_alerts(alerts_of_change(asked.db, change.id), asked.frame),
        confirmed_at=change.confirmed_at,
    )


def diff_page(asked: Reading, shared: Shared) -> Response:
    """Any two versions compared: ``from`` and ``to``."""
    source = _source(asked)
    old, new = (_end(asked, source, name) for name in ("from", "to"))
    if old.number > new.number:
        address = asked.question.address(**{"from": new.number, "to": old.number})
        return RedirectResponse(address)
    if old.id == new.id:
        raise UsageError("from and to are one version: there is nothing to compare")
    if new.previous_version_id == old.id and find_change(asked.db, new.id):
        return RedirectResponse(source_path(source.key, "changes", str(new.number)))
    _, shape = shared.comparer.compare(asked.db, source, old, new)
    change = compared_change(
        asked.db, old, new, shape, language=source.language or "", frame=asked.frame
    )
    return page(
        asked.request,
        "diff.html",
        source=source_view(source, frame=asked.frame),
        key=source.key,
        change=change,
        notes=(asked.frame.say("compared_now"),),
        numbers=(old.number, new.number),
        alerts=(),
        confirmed_at=None,
    )


def _source(asked: Reading) -> Source:
    return source_at(asked.db, asked.path("service"), asked.path("terms"))


def _end(asked: Reading, source: Source, name: str) -> Version:
    number = asked.question.number(name, least=1, most=10_000_000)
    if number is None:
        raise UsageError("name two versions: ?from=1&to=3")
    return version_of(asked.db, source, str(number))


def _latest_change(asked: Reading, source: Source) -> ChangeView | None:
    wanted = HistoryFilter(source_id=source.id, changed=True, limit=1)
    for entry in list_history(asked.db, wanted):
        assert entry.change_id is not None
        return recorded_change(asked.db, entry.change_id, asked.frame)
    return None


def _silent_summaries(
    asked: Reading, source: Source, known: Sequence[StatedVersion]
) -> dict[int, str] | None:
    """Of what changed silently, by version; None in English, for the recorded ones are."""
    if asked.frame is ENGLISH:
        return None
    silent = HistoryFilter(source_id=source.id, silent=True)
    wanted = {one.version for one in known if one.silent}
    entries = [one for one in list_history(asked.db, silent) if one.version in wanted]
    told = told_summaries(asked.db, entries, asked.frame) or {}
    return {one.version: told[one.change_id] for one in entries if one.change_id is not None}
