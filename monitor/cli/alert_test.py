"""``clausewatch alerts test``: whether an endpoint takes what we send."""

from __future__ import annotations

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import print_json
from monitor.cli.terminal import shown
from storage.errors import OperationError, UsageError


@click.command("test")
@click.argument("endpoint")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def test_endpoint(invocation: Invocation, endpoint: str, as_json: bool) -> None:
    """Send a test message to ENDPOINT of the watchlist now; nothing is recorded.

    Exits with 1 when the endpoint did not take it, and says why.
    """
    from monitor.alerts.deliver import send_test  # noqa: PLC0415  httpx
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic
    from storage.model import AttemptOutcome  # noqa: PLC0415
    from storage.times import utc_now  # noqa: PLC0415

    watchlist = load_watchlist(invocation.watchlist_path)
    found = watchlist.endpoint(endpoint)
    if found is None:
        known = ", ".join(one.name for one in watchlist.endpoints) or "none"
        raise UsageError(f"the watchlist names no endpoint {endpoint!r}; it names: {known}")
    result = send_test(watchlist, found, clock=utc_now)
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
        click.echo(f"{shown(found.name)} took it (HTTP {result.http_status})")
    if not taken:
        raise OperationError(f"{found.name} did not take it: {result.error}")
