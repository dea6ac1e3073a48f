"""The addresses behind a name that a message may be sent to.

Names are resolved here, each address is judged, and the very address that was judged is connected
to, so a name that changes its mind between the two (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable

from crawler.addresses import AddressPolicy, AddressRefused, not_public

Resolver = Callable[[str, int], Iterable[str]]  # host, port -> addresses; raises OSError


def system_resolver(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def allowed_addresses(
    host: str,
    port: int,
    policy: AddressPolicy,
    resolver: Resolver,
    *,
    plain: str | None = None,
) -> list[str]:
    """Addresses that may be reached; raises AddressRefused when there are only others, OSError.

    ``plain`` is given where the connection is not encrypted: only what ``allow_private`` names is
    reached so, and this is the reason to give.
    """
    addresses = [address.partition("%")[0] for address in resolver(host, port)]
    judge = policy.allows if plain is None else policy.names
    allowed = [address for address in addresses if judge(address)]
    if addresses and not allowed:
        is_plain = plain is not None and policy.allows(addresses[0])
        raise AddressRefused(plain if is_plain and plain else not_public(addresses[0]))
    return allowed
