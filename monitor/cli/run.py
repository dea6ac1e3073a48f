"""``clausewatch run``: the daemon."""

from __future__ import annotations

import logging

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.logging_options import logging_options


@click.command()
@logging_options(always=True)
@pass_invocation
def run(invocation: Invocation) -> None:
    """Watch the sources of the watchlist until stopped (SIGTERM or Ctrl-C).

    An edited watchlist is taken over at the next tick. A second daemon on the same database
    refuses to start. Logs go to stderr, one line each, without secrets.
    """
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic
    from monitor.config.secrets import learn_secrets, unavailable_secrets  # noqa: PLC0415
    from monitor.daemon import Daemon  # noqa: PLC0415  APScheduler, sqlite-utils, httpx

    logging.getLogger().setLevel(logging.DEBUG if invocation.verbose > 1 else logging.INFO)
    if not invocation.verbose:
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
    watchlist = load_watchlist(invocation.watchlist_path)
    learn_secrets(watchlist)
    for warning in (*watchlist.warnings, *unavailable_secrets(watchlist)):
        logging.getLogger(__name__).warning("%s", warning)
    Daemon(watchlist).run()
