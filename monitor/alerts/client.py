"""Posting to endpoints. The only module that knows httpx.

The URL of an endpoint is a secret: it is in no error, no log line and no result. Connections go
only to addresses that were judged (:mod:`monitor.alerts.guarding`). Proxies from the environment
are not used, because what they would connect to cannot be judged.
"""

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from types import TracebackType
from typing import Any, Self

import httpcore
import httpx

from crawler.addresses import AddressPolicy, AddressRefused, check_url
from monitor.alerts.guarding import Resolver, allowed_addresses, system_resolver
from monitor.alerts.model import AttemptResult, RenderedRequest
from monitor.alerts.verdicts import Answer, judge_answer
from storage.model import AttemptOutcome, EndpointKind

_CONNECT_SECONDS = 10.0
_TOTAL_SECONDS = 30.0  # Standard Webhooks: 15 to 30
_ANSWER_BYTES = 65_536  # of an answer nothing but the status and a word counts

_NOT_ENCRYPTED = "http:// is not encrypted: write https://, or name the network in allow_private"


@cache
def _usual_trust() -> ssl.SSLContext:
    """Read once a process: it takes as long as several deliveries."""
    return httpx.create_ssl_context()


class WebhookClient:
    """Posts rendered alerts, one connection each. Use as a context, from one thread."""

    def __init__(
        self,
        policy: AddressPolicy,
        *,
        user_agent: str,
        total_seconds: float = _TOTAL_SECONDS,
        tls: ssl.SSLContext | None = None,
        resolver: Resolver = system_resolver,
    ) -> None:
        """``tls`` None trusts the usual certificate authorities."""
        for name in ("httpx", "httpcore"):  # both would log whole URLs
            logging.getLogger(name).setLevel(logging.WARNING)
        self._policy = policy
        backend = _GuardedBackend(policy, total_seconds, resolver)
        context = tls or _usual_trust()
        self._client = httpx.Client(
            transport=_GuardedTransport(backend, context),
            mounts={"http://": _GuardedTransport(backend.named_only(), context)},
            headers={"user-agent": user_agent, "accept": "*/*", "accept-encoding": "identity"},
            timeout=httpx.Timeout(total_seconds, connect=min(_CONNECT_SECONDS, total_seconds)),
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def send(
        self,
        kind: EndpointKind,
        url: str,
        request: RenderedRequest,
        *,
        now: datetime,
        method: str = "POST",
        token: str | None = None,
    ) -> AttemptResult:
        """One attempt; ``token`` goes into an Authorization header.

        Never raises for what a receiver or the network does.
        """
        if token is not None:
            bearer = ("authorization", f"Bearer {token}")
            request = replace(request, headers=(*request.headers, bearer))
        return self._exchange(method, kind, url, request, now)

    def ping(self, url: str, *, now: datetime) -> AttemptResult:
        """One GET, of which only the status counts. Never raises either."""
        nothing = RenderedRequest(body=b"", headers=())
        return self._exchange("GET", EndpointKind.WEBHOOK, url, nothing, now)

    def _exchange(
        self, method: str, kind: EndpointKind, url: str, request: RenderedRequest, now: datetime
    ) -> AttemptResult:
        try:
            check_url(url, self._policy)
            with self._client.stream(
                method, url, content=request.body or None, headers=list(request.headers)
            ) as response:
                answer = Answer(
                    status=response.status_code,
                    headers=dict(response.headers),
                    body=_beginning(response),
                    now=now,
                )
                return judge_answer(kind, answer)
        except AddressRefused as refusal:
            return _failure(refusal.reason)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return _failure(_in_words(error))
        except UnicodeError:
            return _failure("the URL or the token is malformed")


def _failure(error: str) -> AttemptResult:
    return AttemptResult(outcome=AttemptOutcome.RETRY, error=error)


def _beginning(response: httpx.Response) -> bytes:
    """A bounded part of the answer; one that breaks off there has been answered all the same."""
    read = b""
    try:
        for chunk in response.iter_raw(_ANSWER_BYTES):
            read += chunk
            if len(read) >= _ANSWER_BYTES:
                break
    except httpx.HTTPError:
        pass
    return read[:_ANSWER_BYTES]


_CAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (
        ssl.SSLCertVerificationError,
        "TLS: the receiver's certificate cannot be trusted or is for another name",
    ),
    (ssl.SSLError, "TLS: no secure connection could be made"),
    (socket.gaierror, "the host's name cannot be resolved"),
    (ConnectionRefusedError, "the connection was refused: nothing listens there"),
    (httpx.TimeoutException, "the receiver did not answer in time"),
    (httpx.RemoteProtocolError, "the receiver broke off or does not speak HTTP"),
    (httpx.InvalidURL, "the URL is malformed"),
    (httpx.LocalProtocolError, "the request cannot be sent: its URL or headers are malformed"),
)


def _in_words(error: BaseException) -> str:
    """What went wrong, without the words of the error, which may hold the URL."""
    causes = list(_causes(error))
    for kind, words in _CAUSES:
        if any(isinstance(cause, kind) for cause in causes):
            return words
    return "the connection failed"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The errors beneath: httpx names its cause, httpcore keeps it only as its argument."""
    current: BaseException | None = error
    while current is not None:
        yield current
        wrapped = next((arg for arg in current.args if isinstance(arg, BaseException)), None)
        current = current.__cause__ or wrapped


class _GuardedTransport(httpx.HTTPTransport):
    """httpx's own transport over a connection pool of ours."""

    def __init__(self, backend: _GuardedBackend, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        # httpx 0.28 has no public way to pass a network backend; the tests of the guard would
        # fail if this name went away.
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            max_keepalive_connections=0,
            network_backend=backend,
        )


class _GuardedBackend(httpcore.NetworkBackend):
    """Connects to the addresses that the policy allows, with a deadline for all that follows."""

    def __init__(
        self,
        policy: AddressPolicy,
        total_seconds: float,
        resolver: Resolver,
        *,
        only_named: bool = False,
    ) -> None:
        self._policy = policy
        self._total_seconds = total_seconds
        self._resolver = resolver
        self._only_named = only_named
        self._sockets = httpcore.SyncBackend()

    def named_only(self) -> _GuardedBackend:
        """The same for plain http://, which reaches only what ``allow_private`` names."""
        return _GuardedBackend(self._policy, self._total_seconds, self._resolver, only_named=True)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        deadline = time.monotonic() + self._total_seconds
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in self._allowed(host, port):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _DeadlineStream(stream, deadline)
        raise failure

    def _allowed(self, host: str, port: int) -> list[str]:
        """Addresses that may be reached; raises AddressRefused when there are only others."""
        plain = _NOT_ENCRYPTED if self._only_named else None
        try:
            return allowed_addresses(host, port, self._policy, self._resolver, plain=plain)
        except OSError as error:
            raise httpcore.ConnectError(error) from error


class _DeadlineStream(httpcore.NetworkStream):
    """A connection that ends at its deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._left(timeout, httpcore.ConnectTimeout)
        secured = self._stream.start_tls(ssl_context, server_hostname, left)
        return _DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None, late: type[Exception]) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise late("the deadline has passed")
        return left if timeout is None else min(timeout, left)
