"""The receiving end of the demo: a chat that takes what Slack takes, and a signed webhook."""

from __future__ import annotations

import base64
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

from monitor.demo.local_server import LocalServer, Request
from monitor.demo.signature import is_genuine

CHAT_PATH = "/chat"
WEBHOOK_PATH = "/webhook"
_MAX_BODY = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request as it came in; header names are lower case."""

    headers: dict[str, str]
    body: bytes

    @property
    def payload(self) -> Any:
        return json.loads(self.body)


class DemoReceiver(LocalServer):
    """Collects what is delivered; refuses (401) what is not signed with :attr:`secret`."""

    def __init__(self) -> None:
        super().__init__()
        self.secret = f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"
        self.chat: list[Received] = []
        self.webhook: list[Received] = []
        self.refused = 0

    @property
    def chat_url(self) -> str:
        return f"{self.base_url}{CHAT_PATH}"

    @property
    def webhook_url(self) -> str:
        return f"{self.base_url}{WEBHOOK_PATH}"

    def respond(self, request: Request) -> None:
        length = int(request.headers.get("Content-Length", "0"))
        if not 0 < length <= _MAX_BODY:
            request.answer(413)
            return
        received = Received(
            headers={name.lower(): value for name, value in request.headers.items()},
            body=request.rfile.read(length),
        )
        if request.path == CHAT_PATH:
            self.chat.append(received)
            request.answer(200, b"ok")
        elif is_genuine(self.secret, received.headers, received.body, now=time.time()):
            self.webhook.append(received)
            request.answer(204)
        else:
            self.refused += 1
            request.answer(401)
