"""Fake chats: servers that check what the real ones check, and answer with their real errors.

A message is refused as the chat would refuse it when its address, its method or its body is not
what the chat's documentation asks for (:mod:`support.chat_limits`); such refusals are collected in
``problems``. Otherwise the chat behaves as it was told to: ``plan`` gives, for the number in a
message (``Zz0417``), what to do with each of its attempts; after them it is taken.

``shown`` is what people would see. Where a chat knows messages by an id (Matrix, Google Chat, the
generic webhook), a second one with the same id is shown once.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import parse_qs, unquote, urlsplit

from support.chat_answers import DELIVERED, SUCCESSES, Trouble
from support.chat_limits import problems
from support.site import Asked, Behaviour, Raw, Reply, Reset, Site

from storage.model import EndpointKind

_NUMBER = re.compile(rb"Zz(\d{4})")
_MOST_WEBHOOK_BYTES = 20_000
ROOM, TOKEN, CHAT = "!r/1:chat.example", "t0k3n", "-100123"


class Fault(Enum):
    """What a network does."""

    LOST = "taken, and the answer is lost"
    CLOSED = "no answer"
    GARBAGE = "not HTTP"


Step = Trouble | Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How a chat is written to; ``query`` must hold these, with any value where it is None."""

    path: str
    method: str = "POST"
    query: Mapping[str, str | None] = field(default_factory=dict)
    base: str = ""  # what stands in the watchlist; "" is the path


_WAYS: Mapping[EndpointKind, _Way] = {
    EndpointKind.SLACK: _Way(path="/services/T0/B0/s3cret"),
    EndpointKind.DISCORD: _Way(path="/api/webhooks/1/s3cret", query={"wait": "true"}),
    EndpointKind.TEAMS: _Way(
        path="/workflows/1/triggers/manual/paths/invoke",
        query={"sig": "s3cret", "sp": "/triggers/manual/run"},
        base="/workflows/1/triggers/manual/paths/invoke?sp=%2Ftriggers%2Fmanual%2Frun&sig=s3cret",
    ),
    EndpointKind.GOOGLE_CHAT: _Way(
        path="/v1/spaces/A/messages",
        query={"key": "k", "token": "s3cret", "requestId": None},
        base="/v1/spaces/A/messages?key=k&token=s3cret",
    ),
    EndpointKind.MATTERMOST: _Way(path="/hooks/s3cret"),
    EndpointKind.TELEGRAM: _Way(path="/bot1:s3cret/sendMessage", base="/bot1:s3cret"),
    EndpointKind.MATRIX: _Way(
        path=f"/_matrix/client/v3/rooms/{ROOM}/send/m.room.message/", method="PUT", base="/"
    ),
    EndpointKind.WEBHOOK: _Way(path="/hook/s3cret"),
}


class FakeChat:
    """One chat of one kind. ``plan``: number -> what becomes of its first attempts."""

    def __init__(self, kind: EndpointKind, site: Site) -> None:
        self.kind = kind
        self.plan: dict[int, Sequence[Step]] = {}
        self.problems: list[str] = []
        self.attempts: Counter[int] = Counter()
        self.shown: list[tuple[int, str]] = []
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        way = _WAYS[kind]
        self.url = site.url(way.base or way.path)
        site.script("*", self._answer)

    def _answer(self, asked: Asked) -> Behaviour:
        found = [*self._misaddressed(asked), *self._malformed(asked)]
        number = _NUMBER.search(asked.body)
        with self._lock:
            self.problems += found
            if found or number is None:
                return Reply(status=400, body=b"invalid_payload")
            return self._obeyed(int(number[1]), self._id(asked))

    def _obeyed(self, number: int, message_id: str) -> Behaviour:
        steps = self.plan.get(number, ())
        step = steps[self.attempts[number]] if self.attempts[number] < len(steps) else None
        self.attempts[number] += 1
        match step:
            case None:
                self._show(number, message_id)
                status, body = SUCCESSES[self.kind]
                return Reply(status=status, body=body)
            case Fault.LOST:
                self._show(number, message_id)
                return Reset()
            case Fault.CLOSED:
                return Raw(())
            case Fault.GARBAGE:
                return Raw((b"SSH-2.0-OpenSSH_9.9\r\n\r\n",))
            case Trouble():
                if step.verdict is DELIVERED:
                    self._show(number, message_id)
                return Reply(status=step.status, headers=step.headers, body=step.body)

    def _show(self, number: int, message_id: str) -> None:
        if message_id and message_id in self._seen:
            return
        self._seen.add(message_id)
        self.shown.append((number, message_id))

    def _id(self, asked: Asked) -> str:
        """By which the chat tells that it has a message already; "" where it cannot."""
        parts = urlsplit(asked.path)
        match self.kind:
            case EndpointKind.MATRIX:
                return parts.path.rpartition("/")[2]
            case EndpointKind.GOOGLE_CHAT:
                return parse_qs(parts.query)["requestId"][0]
            case EndpointKind.WEBHOOK:
                return asked.headers["webhook-id"]
            case _:
                return ""

    def _misaddressed(self, asked: Asked) -> list[str]:
        way = _WAYS[self.kind]
        parts = urlsplit(asked.path)
        path = unquote(parts.path)
        fits = path.startswith(way.path) if way.path.endswith("/") else path == way.path
        found = [] if fits else [f"path {path}"]
        found += [] if asked.method == way.method else [f"method {asked.method}"]
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        found += [
            f"query {name}: {query.get(name)}"
            for name, value in way.query.items()
            if name not in query or value not in (None, query[name])
        ]
        found += [f"query {name} is not known" for name in query if name not in way.query]
        token = asked.headers.get("authorization")
        wanted = f"Bearer {TOKEN}" if self.kind is EndpointKind.MATRIX else None
        found += [] if token == wanted else ["authorization"]
        if asked.headers.get("content-type", "").partition(";")[0] != "application/json":
            found.append("content-type")
        return found

    def _malformed(self, asked: Asked) -> list[str]:
        if self.kind is EndpointKind.WEBHOOK:
            size = len(asked.body)
            return [] if size < _MOST_WEBHOOK_BYTES else [f"{size} bytes"]
        return problems(self.kind, asked.body)


def endpoint_table(kind: EndpointKind, name: str, reference: str) -> str:
    """The ``[[endpoint]]`` for a fake chat."""
    more = {
        EndpointKind.TELEGRAM: f'chat = "{CHAT}"\n',
        EndpointKind.MATRIX: f'room = "{ROOM}"\ntoken = "env:CHAT_TOKEN"\n',
    }
    table = f'[[endpoint]]\nname = "{name}"\nkind = "{kind}"\nurl = "{reference}"\n'
    return table + more.get(kind, "")
