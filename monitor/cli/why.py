"""``clausewatch alerts why``: who was told of the latest changes, or why nobody was."""

from __future__ import annotations

from typing import Any

import click

from monitor.alerts.routes import explain_routes
from monitor.cli.alert_view import alert_shape, delivery_words, waiting_words
from monitor.cli.change_view import material_words
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import seconds
from monitor.cli.output import note, paint, print_json, print_lines
from monitor.cli.table import indented, terminal_width
from monitor.cli.terminal import shown
from monitor.config import Route
from storage.alerts import AlertFilter, alerts_of_change, list_alerts
from storage.changes import Change, find_change
from storage.database import Database
from storage.model import AlertState, ChangeClass, Material, Outcome, VersionKind
from storage.sources import Source, resolve_source
from storage.versions import Version, versions_of

_UNTOLD = (AlertState.HELD, AlertState.DROPPED)
_SILENT_CLASSES = {
    ChangeClass.NONE: "the texts are equal",
    ChangeClass.LINKS_ONLY: "only links changed",
    ChangeClass.FORMATTING: "only the layout changed",
    ChangeClass.TECHNICAL: "our reading of the page changed, not the page",
}
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
_REASONS = {
    "confirmation": "it waits until a later fetch still shows the new text ('clausewatch check')",
    "anomaly": "unusually much changed in its run: 'clausewatch alerts release' sends it, "
    "'clausewatch alerts drop' does not",
    "no route matches": "no [[route]] of the watchlist takes it",
}


@click.command()
@click.argument("source")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="Changes.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def why(invocation: Invocation, source: str, limit: int, as_json: bool) -> None:
    """For the latest changes of SOURCE: who was told, or why nobody was."""
    routes = _routes(invocation)
    with invocation.history() as db:
        found = resolve_source(db, source)
        versions = list(reversed(versions_of(db, found.id)))[:limit]
        answers = [_answer(db, found, version, routes) for version in versions]
        others = _others(db, found, limit)
    if as_json:
        print_json(answers)
        return
    if not answers:
        note("no version was recorded yet, so there was nothing to tell")
    for answer in answers:
        print_lines(_lines(answer))
    if others:
        print_lines([paint("about the page, not about a change", "strong"), *others])
    if found.last_outcome:
        print_lines(indented(_last_look(found), width=terminal_width(), indent=""))


def _others(db: Database, source: Source, limit: int) -> list[str]:
    """Alerts that no version explains: that the page became unreadable, or readable again."""
    width = terminal_width()
    lines: list[str] = []
    alerts = list_alerts(db, AlertFilter(source_id=source.id))
    for alert in [alert for alert in alerts if alert.change_id is None][:limit]:
        shape = alert_shape(db, alert, {source.id: source})
        said = delivery_words(shape, waiting_words(db, alert.id))
        line = f"{shape['captured_at']} alert {alert.id} ({alert.event}): {alert.state}"
        lines.extend(indented(f"{line}; {said}" if said else line, width=width, indent="  "))
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
        shape["routes"] = [
            {
                "route": verdict.place,
                "to": list(verdict.to),
                "takes_it": verdict.taken,
                "reasons": list(verdict.reasons),
            }
            for verdict in explain_routes(routes, alert.event, alert.body)
        ]
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
        "reason": _reason(version, change, alerts),
        "alerts": alerts,
    }


def _reason(version: Version, change: Change | None, alerts: list[dict[str, Any]]) -> str:
    """One sentence that explains what became of a version."""
    if version.kind is VersionKind.FIRST:
        return "it is the first version: there was nothing to compare it with"
    if change is None:
        return "it was not compared yet: the next 'clausewatch check' does it"
    if not alerts:
        return _silence(version, change)
    reason = alerts[0]["reason"] or ""
    return _STATES[alerts[0]["state"]].format(_REASONS.get(reason, reason))


def _silence(version: Version, change: Change) -> str:
    if version.kind is VersionKind.TECHNICAL:
        return f"nobody is told: {_SILENT_CLASSES[ChangeClass.TECHNICAL]}"
    silent = _SILENT_CLASSES.get(ChangeClass(change.record.change_class))
    if silent:
        return f"nobody is told: {silent}"
    if change.record.material == Material.NONE:
        return "nobody is told: material none, no meaning changed (a typo, a menu, a renamed link)"
    return "no alert was recorded for it"


def _seconds(instant: str | None) -> str | None:
    return seconds(instant) if instant else None


def _lines(answer: dict[str, Any]) -> list[str]:
    width = terminal_width()
    title = f"{shown(answer['source'])}  version {answer['version']} ({answer['fetched_at'][:10]})"
    lines = [paint(title, "strong")]
    if answer["class"]:
        verdict = f"{answer['class']}, {material_words(answer['material'])}"
        lines.append(f"  recorded: {verdict}, severity {answer['severity']}")
        lines.extend(indented(answer["summary"], width=width))
    lines.extend(indented(answer["reason"], width=width, indent="  "))
    for alert in answer["alerts"]:
        told = f"alert {alert['alert']} ({alert['event']}): {alert['state']}"
        deliveries = delivery_words(alert)
        lines.extend(indented(f"{told}{'; ' + deliveries if deliveries else ''}", width=width))
        for verdict in alert["routes"]:
            lines.extend(indented(_verdict_words(verdict), width=width))
    return lines


def _verdict_words(verdict: dict[str, Any]) -> str:
    says = "takes it" if verdict["takes_it"] else "does not take it"
    reasons = "; ".join(verdict["reasons"])
    return f"route {verdict['route']} to {', '.join(verdict['to'])} {says}: {reasons}"


def _last_look(source: Source) -> str:
    reason = f" ({shown(source.last_reason)})" if source.last_reason else ""
    when = f", {seconds(source.last_fetch_at)}" if source.last_fetch_at else ""
    meaning = _LOOKS.get(Outcome(source.last_outcome)) if source.last_outcome else None
    said = f": {meaning}" if meaning else ""
    return f"last look: {source.last_outcome}{reason}{when}; health {source.health}{said}"
