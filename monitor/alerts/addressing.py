"""Where a delivery goes: the address of an endpoint, completed as its chat wants it.

Everything that lets a receiver recognise a repeated delivery is put in here: Google Chat's
``requestId`` and Matrix's transaction id are the delivery's id, which never changes over retries.
"""

from __future__ import annotations

from typing import assert_never
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from storage.errors import OperationError
from storage.model import EndpointKind

Method = str


class UnfitAddress(OperationError):
    """What stands behind ``url`` cannot be an address of this kind. The message is without it."""


def address(
    endpoint_kind: EndpointKind, url: str, *, delivery_id: str, room: str | None = None
) -> tuple[Method, str]:
    """Method and URL of one delivery; raises UnfitAddress."""
    match endpoint_kind:
        case EndpointKind.DISCORD:
            return "POST", _with_query(url, "wait", "true")
        case EndpointKind.GOOGLE_CHAT:
            return "POST", _with_query(url, "requestId", delivery_id)
        case EndpointKind.TELEGRAM:
            return "POST", _telegram(url)
        case EndpointKind.MATRIX:
            return "PUT", _matrix(url, room, delivery_id)
        case (
            EndpointKind.WEBHOOK | EndpointKind.SLACK | EndpointKind.TEAMS | EndpointKind.MATTERMOST
        ):
            return "POST", url
        case EndpointKind.EMAIL | EndpointKind.APPRISE:
            raise UnfitAddress(f"{endpoint_kind} is not sent over HTTP")
        case _:
            assert_never(endpoint_kind)


def _with_query(url: str, name: str, value: str) -> str:
    """``name`` once, what else the query holds as it is."""
    parts = _split(url)
    kept = [part for part in parts.query.split("&") if part and part.partition("=")[0] != name]
    query = "&".join([*kept, f"{name}={quote(value, safe='')}"])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _telegram(url: str) -> str:
    parts = _split(url)
    path = parts.path.removesuffix("/").removesuffix("/sendMessage")
    if not path.rpartition("/")[2].startswith("bot"):
        raise UnfitAddress("write https://api.telegram.org/bot and the token that @BotFather gave")
    return urlunsplit((parts.scheme, parts.netloc, f"{path}/sendMessage", "", ""))


def _matrix(url: str, room: str | None, delivery_id: str) -> str:
    if not room:
        raise UnfitAddress("a Matrix endpoint needs its room")
    parts = _split(url)
    base = parts.path.partition("/_matrix")[0].rstrip("/")
    path = (
        f"{base}/_matrix/client/v3/rooms/{quote(room, safe='')}"
        f"/send/m.room.message/{quote(delivery_id, safe='')}"
    )
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise UnfitAddress("the URL is malformed") from None
