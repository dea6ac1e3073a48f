"""Whether an endpoint could be sent to, as far as that can be told without sending.

Secrets are read and what they hold is checked; connections are tried, nothing is said on them.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.addresses import AddressPolicy, AddressRefused, check_url
from monitor.alerts.addressing import UnfitAddress, address
from monitor.alerts.apprise_sender import AppriseMissing, is_readable
from monitor.alerts.guarding import allowed_addresses, system_resolver
from monitor.alerts.signing import MalformedSecret, decode_secret
from monitor.alerts.smtp import UnfitMailAddress, mail_server
from monitor.config import Endpoint, Watchlist
from monitor.config.errors import SecretUnavailable
from monitor.config.secrets import resolve_secret
from storage.errors import OperationError
from storage.model import EndpointKind

_CONNECT_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What keeps an endpoint from being sent to, and what to do. Neither holds a secret."""

    found: str
    remedy: str


def find_trouble(watchlist: Watchlist, endpoint: Endpoint, *, reach: bool) -> Trouble | None:
    """None: nothing stands against it. ``reach``: connect, too."""
    try:
        host_and_port = _checked(watchlist, endpoint)
        if reach and host_and_port is not None:
            _connect(*host_and_port, watchlist.settings.address_policy)
    except (SecretUnavailable, MalformedSecret) as error:
        return Trouble(found=str(error), remedy="the process that delivers needs it, too")
    except AddressRefused as error:
        remedy = "if it is meant to be private, name its network in 'allow_private'"
        return Trouble(found=error.reason, remedy=remedy)
    except (UnfitAddress, UnfitMailAddress, AppriseMissing, _Unreadable) as error:
        return Trouble(found=str(error), remedy="see docs/watchlist.md, 'What each kind needs'")
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else "no connection"
        return Trouble(
            found=f"it cannot be reached: {said}",
            remedy=f"'clausewatch alerts test {endpoint.name}' sends it a message",
        )
    return None


class _Unreadable(OperationError):
    """A URL that Apprise does not know."""


def _checked(watchlist: Watchlist, endpoint: Endpoint) -> tuple[str, int] | None:
    """Where a connection would go; None where that is Apprise's business."""
    url = resolve_secret(endpoint.url_reference, watchlist.base_dir)
    for reference in endpoint.secret_references:
        decode_secret(resolve_secret(reference, watchlist.base_dir))
    if endpoint.token_reference is not None:
        resolve_secret(endpoint.token_reference, watchlist.base_dir)
    if endpoint.kind is EndpointKind.APPRISE:
        if not is_readable(url):
            raise _Unreadable("Apprise cannot read this URL")
        return None
    if endpoint.kind is EndpointKind.EMAIL:
        server = mail_server(url)
        return server.host, server.port
    check_url(url, watchlist.settings.address_policy)
    _, completed = address(endpoint.kind, url, delivery_id="msg_doctor", room=endpoint.room)
    parts = urlsplit(completed)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _connect(host: str, port: int, policy: AddressPolicy) -> None:
    """To the first address that may be reached; raises OSError, AddressRefused, ValueError."""
    allowed = allowed_addresses(host, port, policy, system_resolver)
    if not allowed:
        raise AddressRefused("its name leads to an address that is not public")
    socket.create_connection((allowed[0], port), timeout=_CONNECT_SECONDS).close()
