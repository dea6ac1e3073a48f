"""Names to addresses, refusing those that must not be reached.

Every connection of the http handler asks this resolver, also for hosts that are addresses in
whatever spelling, for redirects and for robots.txt; what it hands out is what is connected to, with
no second look-up in between. So a name that resolves differently a moment later gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from ipaddress import ip_address
from typing import Any, Self

from scrapy.crawler import Crawler
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.addresses import AddressPolicy, not_public, policy_of
from crawler.verdicts import Refused
from storage.model import Outcome

_THREADS = 16  # a look-up cannot be cancelled: one that hangs must not hold up the others
_MAX_ADDRESSES = 8  # per name; tried one after the other


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to undo: a late answer is ignored."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Installed on the reactor by Scrapy (setting ``TWISTED_DNS_RESOLVER``)."""

    def __init__(self, reactor: Any, policy: AddressPolicy, timeout_seconds: float) -> None:
        self._reactor = reactor
        self._policy = policy
        self._timeout_seconds = timeout_seconds
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="dns")
        self._problems: dict[str, Refused] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        settings = crawler.settings
        policy = policy_of(tuple(settings.getlist("ALLOW_PRIVATE")))
        return cls(reactor, policy, settings.getfloat("DNS_TIMEOUT"))

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def problem_with(self, host: str) -> Refused:
        """Why the last look-up of ``host`` gave no address."""
        found = self._problems.get(_ascii(host))
        return found or Refused(Outcome.DNS_ERROR, f"the name {host[:80]} cannot be resolved")

    def resolveHostName(  # noqa: N802  the interface's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: ARG002, N803
        transportSemantics: str = "TCP",  # noqa: ARG002, N803
    ) -> _Resolution:
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        host = _ascii(hostName)
        try:
            literal = [str(ip_address(host))]
        except ValueError:
            self._look_up(resolutionReceiver, host, portNumber)
        else:
            self._answer(resolutionReceiver, host, portNumber, literal)
        return resolution

    def _look_up(self, receiver: Any, host: str, port: int) -> None:
        lookup = _Lookup(
            self._reactor,
            timeout_seconds=self._timeout_seconds,
            found=partial(self._answer, receiver, host, port),
            failed=partial(self._fail, receiver, host),
        )
        lookup.start(self._threads, host, port)

    def _fail(self, receiver: Any, host: str, what: str) -> None:
        reason = f"the name {host[:80]} {what}: check the URL and this machine's network"
        self._problems[host] = Refused(Outcome.DNS_ERROR, reason)
        receiver.resolutionComplete()

    def _answer(self, receiver: Any, host: str, port: int, addresses: list[str]) -> None:
        """Hand out what may be reached; remember why when that is nothing."""
        allowed = [address for address in addresses if self._policy.allows(address)]
        if allowed:
            self._problems.pop(host, None)
        elif addresses:
            refusal = not_public(ip_address(addresses[0]))
            self._problems[host] = Refused(Outcome.ADDRESS_REFUSED, refusal)
        for address in allowed[:_MAX_ADDRESSES]:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()


class _Lookup:
    """One look-up in a thread, with its time-out. Calls back once, on the reactor's thread."""

    def __init__(
        self,
        reactor: Any,
        *,
        timeout_seconds: float,
        found: Callable[[list[str]], None],
        failed: Callable[[str], None],
    ) -> None:
        self._reactor = reactor
        self._timer = reactor.callLater(timeout_seconds, self._time_out)
        self._found = found
        self._failed = failed

    def start(self, threads: ThreadPoolExecutor, host: str, port: int) -> None:
        future = threads.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        future.add_done_callback(lambda done: self._reactor.callFromThread(self._finish, done))

    def _finish(self, done: Future[list[Any]]) -> None:
        if not self._timer.active():
            return
        self._timer.cancel()
        try:
            addresses = [str(entry[4][0]) for entry in done.result()]
        except (OSError, UnicodeError) as error:
            words = getattr(error, "strerror", None) or "it is no valid name"
            self._failed(f"cannot be resolved ({str(words).lower()})")
        else:
            self._found(addresses)

    def _time_out(self) -> None:
        self._failed("got no answer from any name server")


def _ascii(host: str) -> str:
    """As in a URL: Twisted hands over the Unicode form of a name."""
    folded = host.strip("[]").lower()
    if folded.isascii():
        return folded
    try:
        return folded.encode("idna").decode("ascii")
    except UnicodeError:
        return folded
