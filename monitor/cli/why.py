"""``clausewatch alerts why``: who was told of the latest changes, or why nobody was."""

from __future__ import annotations

from typing import Any

import click

from monitor.alerts.calm import comes_by_turns
from monitor.alerts.catalogue import words_of
from monitor.alerts.routes import explain_routes, is_urgent, plans_for, window_of
from monitor.alerts.suspicions import in_words
from monitor.alerts.untold import BY_TURNS, CONFIRMATION, untold_words
from monitor.alerts.windows import due_at
from monitor.cli.alert_view import alert_shape
from monitor.cli.change_view import meaning_words
from monitor.cli.completing import complete_reference
from monitor.cli.delivery_fate import fate_of, fate_words, window_words
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import seconds
from monitor.cli.output import note, paint, print_json, print_lines
from monitor.cli.references import find_point
from monitor.cli.source_names import RANGE, resolve_named, split_reference
from monitor.cli.table import indented, terminal_width
from monitor.cli.terminal import shown
from monitor.config import Route
from storage.alerts import Alert, AlertFilter, alerts_of_change, list_alerts
from storage.changes import Change, find_change
from storage.database import Database
from storage.deliveries import deliveries_of
from storage.errors import UsageError
from storage.model import (
    AlertState,
    ChangeClass,
    DeliveryMode,
    DeliveryState,
    EventType,
    Material,
    Outcome,
    SourceState,
    VersionKind,
)
from storage.sources import Source
from storage.times import from_text, to_text, utc_now
from storage.versions import Version, versions_of

_DEEP = " " * 6
_UNTOLD = (AlertState.HELD, AlertState.DROPPED)
_SILENT_CLASSES = {
    ChangeClass.NONE: "the texts are equal",
    ChangeClass.LINKS_ONLY: "only links changed",
    ChangeClass.FORMATTING: "only the layout changed",
    ChangeClass.TECHNICAL: "our reading of the page changed, not the page",
}
_MEANS = {  # docs/glossary.md says it at length
    Material.MINOR.value: "minor (wording, or a detail)",
    Material.MATERIAL.value: "material (what people may expect changed)",
}
_MEANS_NOTHING = "no meaning changed (a typo, a menu, a renamed link)"
_STATES = {
    AlertState.DELIVERED: "it was delivered",
    AlertState.PENDING: "its delivery is under way: 'clausewatch check' or 'run' attempts it",
    AlertState.DEAD: "no endpoint took it: 'clausewatch alerts retry' queues it again",
    AlertState.HELD: "held: {}",
    AlertState.DROPPED: "nobody was told: {}",
}
_LOOKS = {  # that made no version
    Outcome.UNCHANGED: "other bytes, the same words",
    Outcome.SAME_BODY: "the very same bytes",
    Outcome.NOT_MODIFIED: "the server says that nothing changed",
    Outcome.SUSPECT: "that is not the document, so it is no version",
}


@click.command()
@click.argument("source", shell_complete=complete_reference)
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="Changes.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def why(invocation: Invocation, source: str, limit: int, as_json: bool) -> None:
    """For the latest changes of SOURCE: who was told, or why nobody was.

    SOURCE@3 or SOURCE@2026-03-05 asks about one version.
    """
    routes = _routes(invocation)
    name, point = split_reference(source)
    with invocation.history() as db:
        found = resolve_named(db, name)
        answers = [
            _answer(db, found, version, routes) for version in _versions(db, found, point, limit)
        ]
        others = [] if point else _others(db, found, limit)
    if as_json:
        print_json(answers)
        return
    if not answers:
        note("no version was recorded yet, so there was no change to tell of")
    for answer in answers:
        print_lines(_lines(answer))
    if others:
        print_lines([paint("about the page, not about a change", "strong"), *others])
    if found.last_outcome and not point:
        print_lines(indented(_last_look(found), width=terminal_width(), indent=""))


def _versions(db: Database, source: Source, point: str | None, limit: int) -> list[Version]:
    """The newest first, or the one that was asked for."""
    if point is None:
        return list(reversed(versions_of(db, source.id)))[:limit]
    if RANGE in point:
        raise UsageError(f"write one version, such as {source.key}@3, or none for the latest")
    return [find_point(db, source, point)]


def _others(db: Database, source: Source, limit: int) -> list[str]:
    """Alerts that no version explains: that the page became unreadable, or readable again."""
    width = terminal_width()
    lines: list[str] = []
    alerts = list_alerts(db, AlertFilter(source_id=source.id))
    for alert in [alert for alert in alerts if alert.change_id is None][:limit]:
        said = f"{seconds(alert.captured_at)} alert {alert.id} ({alert.event}): {alert.state}"
        if alert.reason:
            said += f"; {untold_words(alert.reason)}"
        lines.extend(indented(said, width=width, indent="  "))
        for delivery in deliveries_of(db, alert.id):
            fate = fate_of(db, delivery, now=utc_now())
            lines.extend(indented(fate_words(fate), width=width))
    return lines


def _routes(invocation: Invocation) -> tuple[Route, ...]:
    """The routes of the watchlist as it is now; none when it is wrong."""
    from monitor.config import WatchlistError, load_watchlist  # noqa: PLC0415  pydantic

    try:
        return load_watchlist(invocation.watchlist_path).routes
    except WatchlistError as error:
        note(f"clausewatch: what the routes say is left out: {error}")
        return ()


def _answer(
    db: Database, source: Source, version: Version, routes: tuple[Route, ...]
) -> dict[str, Any]:
    change = find_change(db, version.id)
    recorded = alerts_of_change(db, change.id) if change else []
    alerts = [alert_shape(db, alert, {source.id: source}) for alert in recorded]
    for shape, alert in zip(alerts, recorded, strict=True):
        shape["deliveries"] = [
            fate_of(db, delivery, now=utc_now()) for delivery in deliveries_of(db, alert.id)
        ]
        shape["routes"] = _route_verdicts(alert, routes)
        if alert.state is AlertState.HELD:
            shape["then"] = _then(alert, routes)
    return {
        "source": source.key,
        "version": version.number,
        "kind": version.kind.value,
        "fetched_at": seconds(version.fetched_at),
        "class": change.record.change_class if change else None,
        "material": change.record.material if change else None,
        "severity": change.record.severity if change else None,
        "silent": change.record.silent if change else None,
        "categories": list(change.record.categories) if change else [],
        "summary": change.record.summary if change else None,
        "confirmed_at": _seconds(change.confirmed_at if change else None),
        "alerted": any(alert["state"] not in _UNTOLD for alert in alerts),
        "reason": _reason(db, source, version, change, alerts),
        "alerts": alerts,
    }


def _route_verdicts(alert: Alert, routes: tuple[Route, ...]) -> list[dict[str, Any]]:
    verdicts = []
    words = words_of("en")
    for verdict in explain_routes(routes, alert.event, alert.body):
        route = routes[verdict.place - 1]
        window = window_of(route, alert.event, alert.body, from_text(alert.created_at))
        verdicts.append(
            {
                "route": verdict.place,
                "to": list(verdict.to),
                "takes_it": verdict.taken,
                "reasons": verdict.told(words),
                "when": window.mode.value,
                "window": window_words(window),
                "quiet": list(window.quiet.times),
                "zone": window.quiet.zone,
                "write_in": route.write_in,
                "urgent": is_urgent(route, alert.body),
            }
        )
    return verdicts


def _then(alert: Alert, routes: tuple[Route, ...]) -> list[dict[str, Any]]:
    """Whom a held alert would be told to, and when, if it were released now."""
    now = utc_now()
    return [
        {
            "endpoint": plan.endpoint,
            "mode": plan.window.mode.value,
            "until": seconds(to_text(due_at(plan.window, now))),
            "route": plan.place,
        }
        for plan in plans_for(routes, alert.event, alert.body, now)
    ]


def _reason(
    db: Database,
    source: Source,
    version: Version,
    change: Change | None,
    alerts: list[dict[str, Any]],
) -> str:
    """One sentence that explains what became of a version."""
    if version.kind is VersionKind.FIRST:
        return "it is the first version: there was nothing to compare it with"
    if change is None:
        return "it was not compared yet: the next 'clausewatch check' does it"
    if not alerts:
        return _silence(version, change)
    alert = alerts[0]
    owed = [one for one in alert["deliveries"] if one["state"] == DeliveryState.PENDING]
    waits = [one["waits_until"] for one in owed]
    if alert["state"] == AlertState.PENDING and waits and all(waits):
        who = "it" if len(owed) == len(alert["deliveries"]) else "who was not reached yet"
        return f"{who} is told at {min(waits)} at the earliest: see its deliveries"
    reason = alert["reason"] or ""
    if reason == CONFIRMATION and alert["event"] == EventType.ROLLBACK:
        reason = BY_TURNS if comes_by_turns(db, version) else reason
    said = _STATES[alert["state"]].format(untold_words(reason))
    return said + _next_look(source) if reason == CONFIRMATION else said


def _next_look(source: Source) -> str:
    match source.state:
        case SourceState.ACTIVE:
            is_late = source.next_check_at <= to_text(utc_now())
            due = "was due" if is_late else "is due"
            return f"; the next look {due} at {seconds(source.next_check_at)}"
        case SourceState.PAUSED:
            return f"; the source is paused: 'clausewatch sources resume {source.key}'"
        case SourceState.REMOVED:
            return "; the source is not in the watchlist: there will be none"


def _silence(version: Version, change: Change) -> str:
    if version.kind is VersionKind.TECHNICAL:
        return f"nobody is told: {_SILENT_CLASSES[ChangeClass.TECHNICAL]}"
    silent = _SILENT_CLASSES.get(ChangeClass(change.record.change_class))
    if silent:
        return f"nobody is told: {silent}"
    if change.record.material == Material.NONE:
        return f"nobody is told: material none, {_MEANS_NOTHING}"
    return "no alert was recorded for it"


def _seconds(instant: str | None) -> str | None:
    return seconds(instant) if instant else None


def _lines(answer: dict[str, Any]) -> list[str]:
    width = terminal_width()
    title = f"{shown(answer['source'])}  version {answer['version']} ({answer['fetched_at'][:10]})"
    lines = [paint(title, "strong")]
    if answer["class"]:
        means = [_MEANS.get(word, word) for word in meaning_words(answer)]
        verdict = ", ".join([*means, f"severity {answer['severity']}"])
        lines.extend(indented(f"recorded: {verdict}", width=width, indent="  "))
        lines.extend(indented(answer["summary"], width=width))
    lines.extend(indented(answer["reason"], width=width, indent="  "))
    for alert in answer["alerts"]:
        told = f"alert {alert['alert']} ({alert['event']}): {alert['state']}"
        said = f"{told}; {alert['reason']}" if alert["reason"] else told
        lines.extend(indented(said, width=width))
        for fate in alert["deliveries"]:
            lines.extend(indented(fate_words(fate), width=width, indent=_DEEP))
        if alert.get("then"):
            lines.extend(indented(_then_words(alert["then"]), width=width, indent=_DEEP))
        for verdict in alert["routes"]:
            lines.extend(indented(_verdict_words(verdict), width=width, indent=_DEEP))
    return lines


def _then_words(plans: list[dict[str, Any]]) -> str:
    told = (
        f"{plan['endpoint']} (route {plan['route']}"
        + ("" if plan["mode"] == DeliveryMode.NOW else f", {plan['mode']}, {plan['until']}")
        + ")"
        for plan in plans
    )
    return f"once released, it is told to {', '.join(told)}"


def _verdict_words(verdict: dict[str, Any]) -> str:
    says = "takes it" if verdict["takes_it"] else "does not take it"
    words = f"route {verdict['route']} to {', '.join(verdict['to'])} {says}: "
    words += "; ".join(verdict["reasons"])
    if not verdict["takes_it"]:
        return words
    urgent = "it is urgent, " if verdict["urgent"] else ""
    language = "" if verdict["write_in"] == "en" else f", in {verdict['write_in']}"
    return f"{words}; {urgent}{verdict['window']}{language}"


def _last_look(source: Source) -> str:
    reason = f" ({shown(in_words(source.last_reason))})" if source.last_reason else ""
    when = f", {seconds(source.last_fetch_at)}" if source.last_fetch_at else ""
    meaning = _LOOKS.get(Outcome(source.last_outcome)) if source.last_outcome else None
    said = f": {meaning}" if meaning else ""
    return f"last look: {source.last_outcome}{reason}{when}; health {source.health}{said}"
