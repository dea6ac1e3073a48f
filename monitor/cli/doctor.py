"""``clausewatch doctor``: what would keep this installation from doing its work, and the remedy."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import paint, print_json, print_lines
from monitor.cli.table import indented, terminal_width

_HANGING = " " * 9  # what follows stands under the check, not under its state
_STYLES = {"ok": "good", "warning": "careful", "problem": "alarm"}


@click.command()
@click.option("--offline", is_flag=True, help="Ask no endpoint whether it can be reached.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
@click.pass_context
def doctor(ctx: click.Context, invocation: Invocation, offline: bool, as_json: bool) -> None:
    """Check this machine, the watchlist, the database and the endpoints; changes nothing.

    To an endpoint it only connects: nothing is sent. Exits with 1 when there is a problem; a
    warning is something to know.
    """
    from monitor.doctor import examine  # noqa: PLC0415  pydantic, the crawler's front

    findings = examine(invocation.watchlist_path, reach=not offline)
    shape: list[dict[str, Any]] = [
        {"check": one.check, "state": one.state.value, "found": one.found, "do": one.remedy}
        for one in findings
    ]
    if as_json:
        print_json(shape)
    else:
        width = terminal_width()
        for one in shape:
            state = paint(f"{one['state']:8}", _STYLES[one["state"]])
            said = f"{one['check']}: {one['found']}"
            first, *more = indented(said, width=width - 2, indent=_HANGING)
            print_lines(
                [f"{state} {first.removeprefix(_HANGING)}", *(f"  {line}" for line in more)]
            )
            if one["do"]:
                print_lines(indented(one["do"], width=width, indent=_HANGING))
    if any(one["state"] == "problem" for one in shape):
        ctx.exit(1)
