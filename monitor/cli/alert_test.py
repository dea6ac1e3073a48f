"""``clausewatch alerts test``: whether an endpoint takes what we send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.alerts.catalogue import LANGUAGES
from monitor.alerts.model import TestAlert
from monitor.cli.completing import complete_endpoint
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import print_json
from monitor.cli.terminal import shown
from storage.errors import OperationError, UsageError
from storage.model import AttemptOutcome, EndpointKind, EventType
from storage.times import to_text, utc_now

if TYPE_CHECKING:
    from monitor.config import Endpoint, Watchlist

PLAIN_TEST = "test"  # the event that says nothing but that it is a test


def endpoint_named(watchlist: Watchlist, name: str) -> Endpoint:
    """Raises UsageError with the names that there are."""
    found = watchlist.endpoint(name)
    if found is None:
        known = ", ".join(one.name for one in watchlist.endpoints) or "none"
        raise UsageError(f"the watchlist names no endpoint {name!r}; it names: {known}")
    return found


@click.command("test")
@click.argument("endpoint", shell_complete=complete_endpoint)
@click.option(
    "--event",
    type=click.Choice([PLAIN_TEST, *(event.value for event in EventType)]),
    help="Of which event; without it a change, and to a webhook the event 'test'.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Of the invented page and of the words around it.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def test_endpoint(
    invocation: Invocation, endpoint: str, event: str | None, language: str, as_json: bool
) -> None:
    """Send a realistic, invented sample to ENDPOINT of the watchlist now; nothing is recorded.

    Exits with 1 when the endpoint did not take it, and says why.
    """
    from monitor.alerts.samples import sample  # noqa: PLC0415
    from monitor.alerts.sending import Sender  # noqa: PLC0415  httpx
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic

    watchlist = load_watchlist(invocation.watchlist_path)
    found = endpoint_named(watchlist, endpoint)
    now = utc_now()
    is_webhook = found.kind is EndpointKind.WEBHOOK
    wanted = event or (PLAIN_TEST if is_webhook else EventType.POLICY_CHANGED)
    content = (
        TestAlert(created_at=to_text(now), endpoint=found.name)
        if wanted == PLAIN_TEST
        else sample(EventType(wanted), language, now=now)
    )
    with Sender(watchlist, found) as sender:
        result = sender.send(
            content, delivery_id=f"msg_test_{int(now.timestamp())}", now=now, language=language
        )
    taken = result.outcome is AttemptOutcome.DELIVERED
    if as_json:
        print_json(
            {
                "endpoint": found.name,
                "delivered": taken,
                "http_status": result.http_status,
                "error": result.error,
            }
        )
    elif taken:
        status = f" (HTTP {result.http_status})" if result.http_status else ""
        click.echo(f"{shown(found.name)} took it{status}")
    if not taken:
        raise OperationError(f"{found.name} did not take it: {result.error}")
