"""``clausewatch run``: the daemon."""

from __future__ import annotations

import logging

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import LOG_FORMAT


@click.command()
@pass_invocation
def run(invocation: Invocation) -> None:
    """Watch the sources of the watchlist until stopped (SIGTERM or Ctrl-C).

    An edited watchlist is taken over at the next tick. A second daemon on the same database
    refuses to start. Logs go to stderr, one line each.
    """
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic
    from monitor.daemon import Daemon  # noqa: PLC0415  APScheduler, sqlite-utils, httpx

    for handler in logging.getLogger().handlers:
        handler.setFormatter(logging.Formatter(LOG_FORMAT))  # whoever reads it reads it later
    if not invocation.verbose:
        logging.getLogger().setLevel(logging.INFO)
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
    watchlist = load_watchlist(invocation.watchlist_path)
    for warning in watchlist.warnings:
        logging.getLogger(__name__).warning("%s", warning)
    Daemon(watchlist).run()
