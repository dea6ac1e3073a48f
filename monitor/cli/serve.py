"""``clausewatch serve``: the history as pages, a JSON API and feeds, read-only."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import note
from monitor.config import database_path
from storage.database import open_readonly
from storage.errors import OperationError, UsageError
from storage.times import utc_now

_PORT = 8321
_SHORTEST = 16  # characters of a token: anybody who reaches the host may guess
_INSTALL = "pip install 'clausewatch[web]'"


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Listen on this address or name."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    show_default=True,
    help="Listen on this port; 0: any that is free.",
)
@click.option(
    "--token",
    metavar="env:NAME|file:PATH",
    help="Only who has this token may read. Demanded where others reach the host.",
)
@click.option(
    "--public-url",
    metavar="URL",
    help="How others reach it through a proxy: https://watch.example.org",
)
@pass_invocation
def serve(
    invocation: Invocation, host: str, port: int, token: str | None, public_url: str | None
) -> None:
    """Serve the history to browsers and programs, for reading only, until stopped.

    Pages at http://127.0.0.1:8321, JSON under /api/v1, Atom feeds. Needs the extra 'web'.
    """
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise OperationError(f"serve needs the extra 'web': {_INSTALL}")
    from monitor.config.paths import read_toml  # noqa: PLC0415  none of these for other commands
    from monitor.web.app import make_app  # noqa: PLC0415
    from monitor.web.server import listen, make_server, run_server  # noqa: PLC0415
    from monitor.web.settings import (  # noqa: PLC0415
        WebSettings,
        checked_public_url,
        is_loopback,
        tag_authority,
    )
    from monitor.web.warming import warm_up  # noqa: PLC0415

    secret = _secret(token)
    if secret is None and not is_loopback(host):
        raise UsageError(f"others reach {host}: say who may read with --token env:NAME")
    path = database_path(invocation.watchlist_path)
    open_readonly(path).close()  # says now what every request would
    contact = read_toml(invocation.watchlist_path).get("clausewatch", {}).get("contact")
    settings = WebSettings(
        database=path,
        watchlist=invocation.watchlist_path,
        token=secret,
        public_url=checked_public_url(public_url),
        authority=tag_authority(contact if isinstance(contact, str) else None),
        clock=utc_now,
    )
    listening = listen(host, port)
    app = make_app(settings)
    server = make_server(app)
    warm_up(app, settings)
    shown = f"[{host}]" if ":" in host else host
    note(f"http://{shown}:{listening.getsockname()[1]}/  (Ctrl-C stops it)")
    run_server(server, listening)


def _secret(reference: str | None) -> str | None:
    """Relative files start where the command was called."""
    if reference is None:
        return None
    from monitor.config.secrets import check_reference, resolve_secret  # noqa: PLC0415

    try:
        check_reference(reference)
    except ValueError:  # its words are about the watchlist
        raise UsageError("--token: write env:NAME or file:PATH, not the token itself") from None
    secret = resolve_secret(reference, Path.cwd())
    if len(secret) < _SHORTEST:
        raise UsageError(f"--token: at least {_SHORTEST} characters; 'openssl rand -hex 16'")
    return secret
