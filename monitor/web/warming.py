"""What a server does before it says that it listens, so that its first answers cost no more than
the others: one page is made, and two documents are compared, which reads all lexicons.
"""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Scope

from monitor.web.comparing import prepare_comparisons
from monitor.web.settings import LOOPBACK_NAMES, WebSettings
from storage.document import Document, from_markdown

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
    """Answer one page to nobody, and compare two texts of ours; returns the status of the page."""
    status = asyncio.run(_ask(app, settings))
    if status != HTTPStatus.OK:  # who asks for it will read why
        logger.info("the first page could not be made in advance: %s", status)
    prepare_comparisons(_document(_OLD), _document(_NEW), settings.watchlist)
    return status


def _document(markdown: str) -> Document:
    return Document(title=None, blocks=from_markdown(markdown))


async def _ask(app: ASGIApp, settings: WebSettings) -> int:
    """The status of the first page, asked for as a browser does."""
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
        "path": "/",
        "raw_path": b"/",
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
