"""``clausewatch alerts preview``: what an endpoint would get, before it does."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.alerts.catalogue import LANGUAGES
from monitor.alerts.model import AlertContent, AlertSource, ChangeAlert
from monitor.alerts.stored import alert_from_data, change_from_json
from monitor.change_shape import change_shape
from monitor.cli.alert_test import endpoint_named
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import json_text, note, print_lines
from monitor.cli.references import resolve_point
from monitor.cli.terminal import neutral_lines
from storage.alerts import alerts_of_change, find_alert
from storage.changes import find_change
from storage.database import Database
from storage.deliveries import deliveries_of
from storage.errors import UsageError
from storage.model import EventType
from storage.times import utc_now
from storage.versions import get_version

if TYPE_CHECKING:
    from monitor.config import Endpoint

_DELIVERY = "msg_preview"


@click.command("preview")
@click.argument("wanted", metavar="CHANGE|ALERT")
@click.option("--endpoint", required=True, help="For which one, by its name in the watchlist.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["payload", "text", "html"]),
    default="payload",
    show_default=True,
    help="The request itself, or the same message as text or as an HTML page.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="Of our own words; without it as it was planned, else English.",
)
@pass_invocation
def preview(
    invocation: Invocation, wanted: str, endpoint: str, form: str, language: str | None
) -> None:
    """Print what ENDPOINT would get: of an alert (its number) or a change (SOURCE@VERSION).

    Nothing is sent and no secret is read: the payload is shown as it is before it is signed.
    """
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic

    watchlist = load_watchlist(invocation.watchlist_path)
    found = endpoint_named(watchlist, endpoint)
    with invocation.history() as db:
        content, planned = _content(db, wanted, endpoint)
    words = language or planned
    match form:
        case "payload":
            _print_payload(found, content, words)
        case "text":
            from monitor.alerts.plain import render_plain  # noqa: PLC0415

            print_lines([neutral_lines(render_plain(content, words))])
        case _:
            from monitor.alerts.html_message import render_html  # noqa: PLC0415  Jinja2

            click.echo(render_html(content, words))


def _content(db: Database, wanted: str, endpoint: str) -> tuple[AlertContent, str]:
    """The alert, and the language in which the endpoint is told of it."""
    if wanted.isdecimal():
        alert = find_alert(db, int(wanted))
        if alert is None:
            raise UsageError(f"there is no alert {wanted}: 'clausewatch alerts list' shows all")
        planned = [one.language for one in deliveries_of(db, alert.id) if one.endpoint == endpoint]
        language = planned[0] if planned else "en"
        return alert_from_data(alert.event, alert.created_at, alert.body), language
    source, version = resolve_point(db, wanted)
    change = find_change(db, version.id)
    if change is None:
        raise UsageError(
            f"nothing changed with {source.key}@{version.number}: it is the first version, or it "
            "was not compared yet"
        )
    for alert in alerts_of_change(db, change.id):
        return _content(db, str(alert.id), endpoint)
    note("nobody is told of this change ('clausewatch alerts why'); so it would look if one were")
    before = version.previous_version_id
    content = ChangeAlert(
        event=EventType.SILENT_CHANGE if change.record.silent else EventType.POLICY_CHANGED,
        created_at=change.record.created_at,
        source=AlertSource(
            key=source.key,
            service=source.service,
            terms_type=source.terms_type,
            url=source.url,
            language=source.language,
            tags=source.tags,
        ),
        version=version.number,
        previous_version=get_version(db, before).number if before is not None else None,
        captured_at=version.fetched_at,
        change=change_from_json(change_shape(change.record) | {"summary": change.record.summary}),
    )
    return content, "en"


def _print_payload(endpoint: Endpoint, content: AlertContent, language: str) -> None:
    from monitor.alerts.sending import payload_of  # noqa: PLC0415  httpx

    now: datetime = utc_now()
    body = payload_of(endpoint, content, delivery_id=_DELIVERY, now=now, language=language)
    try:
        click.echo(json_text(json.loads(body), indent=2))
    except ValueError:  # a mail, or the parts of a text
        print_lines([neutral_lines(body)])
