"""Alerts with why: who was told what and when, or for what it waits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from monitor.alerts.catalogue import words_of
from monitor.alerts.untold import untold_words
from monitor.cli.delivery_fate import fate_of, fate_words
from monitor.report.changes import ChangeContext, change_view
from monitor.report.model import ChangeView
from monitor.report.recorded import change_context
from monitor.report.words import severity_of
from monitor.web.asking import NotFound
from monitor.web.pages import turns
from monitor.web.queries import sources_by_id
from monitor.web.reading import Reading
from monitor.web.sharing import Shared
from monitor.web.site import page
from storage.alerts import Alert, AlertFilter, find_alert, list_alerts
from storage.database import Database
from storage.deliveries import attempts_of, deliveries_of
from storage.model import AlertState
from storage.versions import Version, get_version

_STATES = tuple(one.value for one in AlertState)
_STATE_WORDS = {
    AlertState.PENDING: "Its delivery is under way.",
    AlertState.HELD: "It is held back.",
    AlertState.DELIVERED: "It was delivered.",
    AlertState.DEAD: "No endpoint took it; 'clausewatch alerts retry' queues it again.",
    AlertState.DROPPED: "Nobody was told.",
}


def alerts(asked: Reading) -> Response:
    question = asked.question
    part = question.slice()
    state = question.choice("state", _STATES)
    wanted = AlertFilter(state=state, since=question.since(), limit=part.wanted, offset=part.offset)
    found = list_alerts(asked.db, wanted)
    shown = found[: part.size]
    sources = sources_by_id(asked.db, {one.source_id for one in shown if one.source_id})
    return page(
        "alerts.html",
        rows=[
            {
                "alert": one,
                "event": event_words(one),
                "source": sources.get(one.source_id or 0),
                "severity": severity_of(one.severity),
                "why": why(one),
                "deliveries": deliveries_of(asked.db, one.id),
            }
            for one in shown
        ],
        states=_STATES,
        state=state,
        turns=turns(question, part, len(found)),
    )


def alert_page(asked: Reading, shared: Shared) -> Response:
    """One alert: what it says, who was told, and every attempt."""
    text = asked.path("id")
    found = find_alert(asked.db, int(text)) if _is_number(text) else None
    if found is None:
        raise NotFound(f"there is no alert {text}")
    sources = sources_by_id(asked.db, {found.source_id} if found.source_id else set())
    now = asked.question.now
    version = get_version(asked.db, found.version_id) if found.version_id else None
    return page(
        "alert.html",
        alert=found,
        event=event_words(found),
        source=sources.get(found.source_id or 0),
        version=version,
        why=why(found),
        severity=severity_of(found.severity),
        fates=[
            (fate_words(fate_of(asked.db, one, now=now)), attempts_of(asked.db, one.id))
            for one in deliveries_of(asked.db, found.id)
        ],
        routes=shared.routes.sentences(found),
        change=_change(asked.db, found, version),
        entries=_entries(found.body),
        facts=_facts(found.body),
    )


def event_words(alert: Alert) -> str:
    return _event(alert.event.value)


def _event(name: str) -> str:
    return words_of("en").find("events", name) or name


def why(alert: Alert) -> str:
    """What became of it, in a sentence or two."""
    words = _STATE_WORDS[alert.state]
    if not alert.reason:
        return words
    reason = untold_words(alert.reason)
    return f"{words} {reason[0].upper()}{reason[1:]}."


def _change(db: Database, alert: Alert, version: Version | None) -> ChangeView | None:
    """What it tells of a change, rows of tables as rows; None for one about something else."""
    if "clause_changes" not in alert.body:
        return None
    context = ChangeContext(captured_at=alert.captured_at)
    if version and version.previous_version_id:
        context = change_context(db, get_version(db, version.previous_version_id), version)
    return change_view(alert.body, replace(context, anchor="told", title="What it tells"))


def _entries(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Of a digest, what it tells, the most severe first; none for every other alert."""
    return [
        {
            "event": _event(entry["event"]),
            "severity": severity_of(entry["severity"]),
            "silent": entry["silent"],
            "summary": entry["summary"],
            "captured_at": entry["captured_at"],
            "version": entry["version"],
            "key": entry["source"]["key"],
            "service": entry["source"]["service"],
            "terms_type": entry["source"]["type"],
        }
        for entry in body.get("entries", ())
    ]


def _facts(body: dict[str, Any]) -> list[tuple[str, str]]:
    """The plain values of an alert that is about no change."""
    return [
        (name.replace("_", " ").capitalize(), str(value))
        for name, value in body.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    ]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18  # noqa: PLR2004  of SQLite
