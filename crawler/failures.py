"""Exceptions of Scrapy, Twisted and OpenSSL as typed outcomes with a reason for people."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from service_identity.exceptions import CertificateError, VerificationError
from twisted.internet.error import (
    ConnectError,
    ConnectionClosed,
    ConnectionRefusedError,  # noqa: A004  Twisted's own
    NoRouteError,
)
from twisted.python.failure import Failure
from twisted.web._newclient import (
    BadResponseVersion,
    ParseError,
    ResponseNeverReceived,
    _WrapperException,
)
from twisted.web.http import _MalformedChunkedDataError

from crawler.verdicts import Refused
from storage.model import Outcome

logger = logging.getLogger(__name__)


class HeadersBeyondBounds(Exception):
    """More header than any honest server sends."""


class ChunksBeyondBounds(Exception):
    """A body in crumbs: more framing than content."""


def refusal_for(error: BaseException) -> Refused:
    """The outcome that an exception while downloading stands for."""
    if isinstance(error, Refused):
        return error
    for cause in _causes(error):
        refused = _known(cause)
        if refused is not None:
            return refused
    logger.error("a download failed in an unforeseen way: %s", type(error).__name__)
    return Refused(
        Outcome.CONNECTION_ERROR, f"the download failed unexpectedly ({type(error).__name__})"
    )


def too_large(max_bytes: int) -> Refused:
    return Refused(
        Outcome.TOO_LARGE,
        f"the page is larger than {max_bytes:,} bytes: raise max_body in the watchlist if that "
        "is right",
    )


_BROKEN_CHUNKS = (_MalformedChunkedDataError, ChunksBeyondBounds)

# In this order: an exception is told by the first row that fits.
_MEANINGS: tuple[tuple[tuple[type[BaseException], ...], Outcome, str], ...] = (
    (
        _BROKEN_CHUNKS,
        Outcome.PROTOCOL_ERROR,
        "the server sends its page in chunks that make no sense",
    ),
    (
        (DownloadTimeoutError,),
        Outcome.TIMED_OUT,
        "the server did not send the whole page in time",
    ),
    (
        (ResponseDataLossError,),
        Outcome.CONNECTION_ERROR,
        "the connection was cut before the page was complete",
    ),
    (
        (HeadersBeyondBounds,),
        Outcome.PROTOCOL_ERROR,
        "the server sends far too many or too long headers",
    ),
    (
        (ParseError, BadResponseVersion),
        Outcome.PROTOCOL_ERROR,
        "the server does not answer in HTTP",
    ),
    (
        (ValueError, KeyError),  # lengths and transfer encodings that make no sense
        Outcome.PROTOCOL_ERROR,
        "the server's headers contradict themselves or HTTP",
    ),
    (
        (DownloadConnectionRefusedError, ConnectionRefusedError),
        Outcome.CONNECTION_ERROR,
        "the server refuses connections: is it down, or the port wrong?",
    ),
    ((NoRouteError,), Outcome.CONNECTION_ERROR, "there is no route to the server"),
    (
        (ConnectionClosed, ConnectError, ResponseNeverReceived, OSError),
        Outcome.CONNECTION_ERROR,
        "the server closed the connection early",
    ),
)


def _known(error: BaseException) -> Refused | None:
    if isinstance(error, SSL.Error | VerificationError | CertificateError):
        return Refused(Outcome.TLS_ERROR, _tls_reason(error))
    for kinds, outcome, reason in _MEANINGS:
        if isinstance(error, kinds):
            return Refused(outcome, reason)
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Innermost first: Twisted wraps what happened in lists of reasons."""
    inner: list[BaseException] = []
    if isinstance(error, _WrapperException):
        reasons: list[Failure] = error.reasons
        inner.extend(reason.value for reason in reasons if reason.value is not None)
    if error.__cause__ is not None:
        inner.append(error.__cause__)
    beneath = [cause for one in inner for cause in _causes(one)]
    yield from (cause for cause in beneath if isinstance(cause, _BROKEN_CHUNKS))
    # A page cut short carries the loss of its connection inside; the loss is not the point.
    if isinstance(error, ResponseDataLossError):
        yield error
    yield from beneath
    yield error


def _tls_reason(error: BaseException) -> str:
    if isinstance(error, VerificationError):
        return "no trusted TLS connection: host name mismatch, the certificate is for another host"
    if isinstance(error, CertificateError):
        return (
            "no trusted TLS connection: host name mismatch, the certificate names no host "
            "(subjectAltName)"
        )
    words = ""
    if error.args and isinstance(error.args[0], list):
        words = "; ".join(str(entry[-1]) for entry in error.args[0] if entry)
    if "certificate" in words:
        return (
            f"no trusted TLS connection ({words[:120]}): the certificate may be expired or "
            "self-signed; open the URL in a browser to see"
        )
    return f"no TLS connection ({words[:120] or 'the server does not speak TLS here'})"
