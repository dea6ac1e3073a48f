"""The ``[[endpoint]]`` table: a chat, a mailbox or a webhook, and what its kind needs.

Which keys belong to which kind stands in one table here; a key of another kind is a problem, so
that nobody believes in a setting that nothing reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.errors import MessageError
from email.headerregistry import Address
from importlib.util import find_spec
from types import MappingProxyType
from typing import Annotated

from pydantic import BeforeValidator, Field

from monitor.config.model import Endpoint, Rate
from monitor.config.problems import nearest, quoted
from monitor.config.tables import ByValue, Listed, Name, Reference, Table
from monitor.config.units import parse_duration
from storage.model import EndpointKind

_MOST_MESSAGES = 100_000
_LONGEST_WINDOW = 86_400  # seconds
_MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}", re.ASCII)
_ROOM = re.compile(r"!\S{1,250}")
_CHAT = re.compile(r"-?\d{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31}", re.ASCII)
_RATE = re.compile(r"(\d{1,6})\s?/\s?(\S.*)", re.ASCII)


def _rate(value: object) -> Rate:
    how = 'write how many messages in which time, such as "20/1m" or "1/1s"'
    found = _RATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError(how)
    window = found[2] if found[2][0].isdigit() else f"1{found[2]}"
    try:
        seconds = parse_duration(window)
    except ValueError:
        raise ValueError(how) from None
    if not 1 <= int(found[1]) <= _MOST_MESSAGES or not 1 <= seconds <= _LONGEST_WINDOW:
        raise ValueError(f"{how}; a time from 1s to 1d")
    return Rate(messages=int(found[1]), window_seconds=seconds)


def _chat(value: object) -> str:
    """Telegram's chat: a number, which is negative for groups, or the name of a channel."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _CHAT.fullmatch(text):
        raise ValueError('write the number of the chat, such as "-1001234567890", or "@channel"')
    return text


def _room(value: object) -> str:
    if not isinstance(value, str) or not _ROOM.fullmatch(value):
        raise ValueError(
            'write the internal id of the room, such as "!abc123:example.org" '
            "(in its settings, under Advanced); an alias with # can be moved by others"
        )
    return value


def _mail(value: object) -> str:
    how = 'write a mail address in plain ASCII, such as "legal@example.org"'
    if not isinstance(value, str) or not _MAIL.fullmatch(value):
        raise ValueError(how)
    try:
        return Address(addr_spec=value).addr_spec
    except (MessageError, ValueError):
        raise ValueError(how) from None


class EndpointTable(Table):
    name: Name
    kind: Annotated[EndpointKind, ByValue]
    url: Reference
    secret: Annotated[tuple[Reference, ...], Listed] = ()
    cloudevents: bool = False
    chat: Annotated[str, BeforeValidator(_chat)] | None = None
    room: Annotated[str, BeforeValidator(_room)] | None = None
    token: Reference | None = None
    to: Annotated[tuple[Annotated[str, BeforeValidator(_mail)], ...], Listed] = ()
    sender: Annotated[str, BeforeValidator(_mail)] | None = Field(default=None, alias="from")
    rate: Annotated[Rate, BeforeValidator(_rate)] | None = None
    fallback: Name | None = None


_SAID_BY: Mapping[str, tuple[EndpointKind, str]] = MappingProxyType(
    {
        "secret": (EndpointKind.WEBHOOK, "only a webhook is signed"),
        "cloudevents": (EndpointKind.WEBHOOK, "only a webhook sends CloudEvents"),
        "chat": (EndpointKind.TELEGRAM, "only telegram has a chat"),
        "room": (EndpointKind.MATRIX, "only matrix has a room"),
        "token": (EndpointKind.MATRIX, "only matrix has a token of its own"),
        "to": (EndpointKind.EMAIL, "only email has recipients"),
        "sender": (EndpointKind.EMAIL, "only email has a sender"),
    }
)
_NEEDED: Mapping[EndpointKind, Mapping[str, str]] = MappingProxyType(
    {
        EndpointKind.TELEGRAM: {"chat": 'chat = "-1001234567890"'},
        EndpointKind.MATRIX: {"room": 'room = "!abc123:example.org"', "token": 'token = "env:…"'},
        EndpointKind.EMAIL: {
            "to": 'to = ["legal@example.org"]',
            "sender": 'from = "clausewatch@example.org"',
        },
    }
)


def endpoint_problems(endpoints: Mapping[str, EndpointTable], named: set[str]) -> Iterator[str]:
    """What is wrong with tables that are each well-formed; ``named``: all names, valid or not."""
    seen: dict[str, str] = {}
    for label, table in endpoints.items():
        first = seen.setdefault(table.name, label)
        if first is not label:
            yield f"{label}: name: {first} has this name already"
        yield from (f"{label}: {problem}" for problem in _problems(table, named))


def _problems(table: EndpointTable, named: set[str]) -> Iterator[str]:
    for key, (kind, why) in _SAID_BY.items():
        if table.kind is not kind and key in table.model_fields_set and getattr(table, key):
            yield f"{_written(key)}: {why}: take it out"
    for key, example in _NEEDED.get(table.kind, {}).items():
        if not getattr(table, key):
            yield f"{_written(key)}: is missing: {table.kind} needs it: {example}"
    if table.kind is EndpointKind.APPRISE and find_spec("apprise") is None:
        yield "kind: apprise is an extra: pip install 'clausewatch[apprise]'"
    if table.fallback == table.name:
        yield "fallback: name another endpoint than this one"
    elif table.fallback is not None and table.fallback not in named:
        yield (
            f"fallback: no endpoint is called {quoted(table.fallback)}"
            f"{nearest(table.fallback, named)}"
        )


def _written(key: str) -> str:
    return EndpointTable.model_fields[key].alias or key


def endpoint_of(table: EndpointTable) -> Endpoint:
    return Endpoint(
        name=table.name,
        kind=table.kind,
        url_reference=table.url,
        secret_references=table.secret,
        cloudevents=table.cloudevents,
        chat=table.chat,
        room=table.room,
        token_reference=table.token,
        to=table.to,
        sender=table.sender,
        rate=table.rate,
        fallback=table.fallback,
    )
