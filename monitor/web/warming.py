"""What a server does before it says that it listens, so that its first answers cost no more than
the others: pages are made, and two documents are compared, which reads all lexicons.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Scope

from monitor.config import load_watchlist
from monitor.web.comparing import prepare_comparisons
from monitor.web.settings import LOOPBACK_NAMES, WebSettings
from storage.database import open_readonly
from storage.document import Document, from_markdown
from storage.errors import ClauseWatchError

logger = logging.getLogger(__name__)

_OLD = """# Privacy policy

Last updated: 1 March 2024

## What we share

We may share your email address with Mailwhale Inc. for advertising. We keep it for 30 days.

## سياسة الخصوصية

قد نشارك بريدك الإلكتروني مع شركة البريد لأغراض الإعلان، ونحتفظ به لمدة 30 يومًا.

## מדיניות פרטיות

אנו רשאים לשתף את כתובת הדוא"ל שלך לצורכי פרסום, ולשמור אותה 30 ימים.
"""
_NEW = _OLD.replace("30", "90").replace("1 March", "2 April").replace("Mailwhale", "Payfox")


def warm_up(app: ASGIApp, settings: WebSettings) -> int:
    """Answer the first page and the latest alert to nobody, and compare two texts of ours.

    Returns the status of the first page; what cannot be answered keeps no server from starting.
    """
    status = asyncio.run(_ask(app, settings, "/"))
    if status != HTTPStatus.OK:  # who asks for it will read why
        logger.info("the first page could not be made in advance: %s", status)
    latest = _latest_alert(settings)
    if latest is None:  # an alert's page says what the routes say of it
        with suppress(ClauseWatchError, OSError):
            load_watchlist(settings.watchlist)
    else:
        asyncio.run(_ask(app, settings, f"/alerts/{latest}"))
    prepare_comparisons(_document(_OLD), _document(_NEW), settings.watchlist)
    return status


def _latest_alert(settings: WebSettings) -> int | None:
    with suppress(ClauseWatchError), open_readonly(settings.database) as db:
        row = db.row("SELECT max(id) FROM alerts")
        return None if row is None else row[0]
    return None


def _document(markdown: str) -> Document:
    return Document(title=None, blocks=from_markdown(markdown))


async def _ask(app: ASGIApp, settings: WebSettings, path: str) -> int:
    """The status of a page, asked for as a browser does."""
    (name,) = LOOPBACK_NAMES
    headers = [(b"host", name.encode())]
    if settings.token is not None:
        headers.append((b"authorization", f"Bearer {settings.token}".encode()))
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": None,
        "server": (name, 80),
    }
    found = 0

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal found
        found = message.get("status", found)

    await app(scope, receive, send)
    return found
