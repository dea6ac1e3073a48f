"""Which addresses may be reached: public ones, and those that the watchlist allows.

Pure. Decisions are made on *addresses*, after names were resolved, so that every spelling and
every redirect is covered; :func:`check_url` only refuses what can be refused before: other
schemes, credentials, and literal addresses in spellings that parsers read differently.

``ipaddress.is_global`` alone is not enough: it lets multicast, NAT64 and 6to4 forms of private
addresses pass. Sources of the lists: the IANA special-purpose address registries (RFC 6890 and
its successors).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

from storage.errors import OperationError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class AddressRefused(OperationError):
    """An address or URL that must not be reached. The message never repeats the URL."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


_NOT_PUBLIC_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # the platform service inside every Azure machine
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)

_GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")  # everything else is special: ULA, link-local, ...
_NOT_PUBLIC_V6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID, AMT
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address, out of use (RFC 7526)
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # 6bone, returned
        "3fff::/20",  # documentation
    )
)

_NAT64 = IPv6Network("64:ff9b::/96")  # how IPv6-only networks reach public IPv4 (RFC 6052)
_ISATAP_MARKS = (0x00005EFE, 0x02005EFE)  # upper half of the interface identifier (RFC 5214)
_LOW_32 = 0xFFFF_FFFF


def is_public(address: str | Address) -> bool:
    """Whether the address is an ordinary one of the public internet.

    Raises ValueError for text that is not one canonical address. Zoned addresses are never public.
    """
    parsed = ip_address(address) if isinstance(address, str) else address
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _NOT_PUBLIC_V4)
    if parsed.scope_id is not None:
        return False
    embedded = _embedded_v4(parsed)
    if embedded is not None and not is_public(embedded):
        return False
    if parsed.ipv4_mapped is not None or parsed in _NAT64:
        return True
    return parsed in _GLOBAL_UNICAST_V6 and not any(parsed in network for network in _NOT_PUBLIC_V6)


def _embedded_v4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to this one would end at."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    low = int(address) & _LOW_32
    if address in _NAT64 or (int(address) >> 32) & _LOW_32 in _ISATAP_MARKS:
        return IPv4Address(low)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPolicy:
    """Public addresses, and the networks that the watchlist names in ``allow_private``."""

    allow_private: tuple[Network, ...] = ()

    def allows(self, address: str | Address) -> bool:
        """Whether the address may be reached; False for text that is no address."""
        parsed = _parsed(address)
        return parsed is not None and (is_public(parsed) or self.names(parsed))

    def names(self, address: str | Address) -> bool:
        """Whether ``allow_private`` names it (an IPv4-mapped address counts as its IPv4 one)."""
        parsed = _parsed(address)
        if parsed is None:
            return False
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        return any(
            parsed.version == network.version and parsed in network
            for network in self.allow_private
        )


def policy_of(networks: tuple[str, ...]) -> AddressPolicy:
    """A policy from texts such as ``"127.0.0.0/8"``; raises ValueError for what is no network."""
    return AddressPolicy(allow_private=tuple(ip_network(text) for text in networks))


def _parsed(address: str | Address) -> Address | None:
    if not isinstance(address, str):
        return address
    try:
        return ip_address(address)
    except ValueError:
        return None


_CANONICAL_V4 = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})", re.ASCII)
_NUMERIC_LABEL = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII | re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")


def check_url(url: str, policy: AddressPolicy) -> None:
    """Refuse a URL that must not be requested; raises AddressRefused saying why.

    A name passes: what it resolves to is for :meth:`AddressPolicy.allows` at connect time.
    """
    if _FORBIDDEN.search(url):
        raise AddressRefused("the URL holds a space, a backslash or a control character")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise AddressRefused("the URL cannot be read: its host or port is malformed") from None
    if parts.scheme not in ("http", "https"):
        raise AddressRefused("only http:// and https:// are fetched")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("the URL carries a user name or password: take it out")
    if not host:
        raise AddressRefused("the URL names no host")
    _check_host(host, policy, bracketed="[" in parts.netloc)


def _check_host(host: str, policy: AddressPolicy, *, bracketed: bool) -> None:
    if "%" in host:
        raise AddressRefused("the host is percent-encoded or carries a zone")
    if bracketed or _CANONICAL_V4.fullmatch(host):
        address = _parsed(host)
        if address is None:
            raise AddressRefused("the host looks like an address and is none")
        if not policy.allows(address):
            raise AddressRefused(not_public(address))
    elif _ends_in_a_number(host):
        raise AddressRefused("the host is an address in an odd spelling: write it as a.b.c.d")


def _ends_in_a_number(host: str) -> bool:
    """As in the URL standard: such hosts are read as IPv4 addresses, in whatever spelling."""
    folded = unicodedata.normalize("NFKC", host).replace("。", ".").rstrip(".")
    return _NUMERIC_LABEL.fullmatch(folded.rpartition(".")[2]) is not None


def is_loopback(host: str) -> bool:
    """Hosts of this machine by their very name: nobody else's server is there to spare."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = _parsed(host)
    return address is not None and address.is_loopback


def not_public(address: str | Address) -> str:
    """The reason to give when an address is refused; an IPv4-mapped one is shown as its IPv4."""
    parsed = _parsed(address)
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return (
        f"{mapped or address} is not a public address (allow_private in the watchlist may name it)"
    )
