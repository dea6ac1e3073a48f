"""Alerts with why: who was told what and when, or for what it waits."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from monitor.report.changes import ChangeContext, change_view
from monitor.report.model import ChangeView, Label
from monitor.report.recorded import change_context
from monitor.report.words import severity_of
from monitor.web.alert_words import (
    delivery_words,
    event_words,
    fates,
    state_words,
    told_lines,
    told_together,
    why,
)
from monitor.web.asking import NotFound
from monitor.web.pages import turns
from monitor.web.queries import sources_by_id
from monitor.web.reading import Reading
from monitor.web.sharing import Shared
from monitor.web.site import page
from storage.alerts import Alert, AlertFilter, find_alert, list_alerts
from storage.deliveries import deliveries_of
from storage.model import AlertState
from storage.versions import Version, get_version

_STATES = tuple(one.value for one in AlertState)


def alerts(asked: Reading) -> Response:
    question, frame = asked.question, asked.frame
    part = question.slice()
    state = question.choice("state", _STATES)
    wanted = AlertFilter(state=state, since=question.since(), limit=part.wanted, offset=part.offset)
    found = list_alerts(asked.db, wanted)
    shown = found[: part.size]
    sources = sources_by_id(asked.db, {one.source_id for one in shown if one.source_id})
    return page(
        asked.request,
        "alerts.html",
        rows=[
            {
                "alert": one,
                "event": event_words(one.event.value, frame),
                "source": sources.get(one.source_id or 0),
                "severity": severity_of(one.severity, frame),
                "why": why(one, frame),
                "deliveries": [
                    (made.endpoint, delivery_words(made, frame))
                    for made in deliveries_of(asked.db, one.id)
                ],
            }
            for one in shown
        ],
        states=[Label(name=one.value, words=state_words(one, frame)) for one in AlertState],
        state=state,
        turns=turns(question, part, len(found)),
    )


def alert_page(asked: Reading, shared: Shared) -> Response:
    """One alert: what it says, who was told, and every attempt."""
    text = asked.path("id")
    found = find_alert(asked.db, int(text)) if _is_number(text) else None
    if found is None:
        raise NotFound(f"there is no alert {text}")
    frame = asked.frame
    sources = sources_by_id(asked.db, {found.source_id} if found.source_id else set())
    version = get_version(asked.db, found.version_id) if found.version_id else None
    entries = told_together(asked.db, found, frame)
    change = _change(asked, found, version)
    return page(
        asked.request,
        "alert.html",
        alert=found,
        event=event_words(found.event.value, frame),
        source=sources.get(found.source_id or 0),
        version=version,
        why=why(found, frame),
        severity=severity_of(found.severity, frame),
        fates=fates(asked.db, deliveries_of(asked.db, found.id), frame, asked.question.now),
        routes=shared.routes.sentences(found, frame.words),
        change=change,
        entries=entries,
        lines=() if change or entries else told_lines(found, frame),
    )


def _change(asked: Reading, alert: Alert, version: Version | None) -> ChangeView | None:
    """What it tells of a change, rows of tables as rows; None for one about something else."""
    if "clause_changes" not in alert.body:
        return None
    context = ChangeContext(captured_at=alert.captured_at, frame=asked.frame)
    if version and version.previous_version_id:
        previous = get_version(asked.db, version.previous_version_id)
        context = change_context(asked.db, previous, version, frame=asked.frame)
    title = asked.frame.say("tells")
    return change_view(alert.body, replace(context, anchor="told", title=title))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18  # noqa: PLR2004  of SQLite
