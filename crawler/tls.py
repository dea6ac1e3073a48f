"""Who is at the other end: certificates and host names, verified for every connection.

Twisted's own check lets a certificate pass that names no host at all (no subjectAltName), when its
chain is trusted, and prints a traceback about it. Here whatever is not proven is refused.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable

from OpenSSL.crypto import X509
from OpenSSL.SSL import VERIFY_FAIL_IF_NO_PEER_CERT, VERIFY_PEER, Connection
from service_identity.exceptions import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet._sslverify import ClientTLSOptions
from twisted.internet.ssl import CertificateOptions, platformTrust
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

Verify = Callable[[Connection, X509, int, int, int], bool]


@implementer(IPolicyForHTTPS)
class VerifyingContextFactory:
    """Verifies certificates and host names, with one context for all connections.

    Scrapy makes a context per connection, and loading the trusted certificates into each costs
    14 ms: more than all the rest that a page costs.
    """

    def __init__(self) -> None:
        self._options = CertificateOptions(trustRoot=platformTrust())  # type: ignore[no-untyped-call]

    def creatorForNetloc(self, hostname: bytes, port: int) -> ClientTLSOptions:  # noqa: ARG002, N802
        return _StrictTLSOptions(self._options._makeTLSConnection, hostname.decode("ascii"))  # noqa: SLF001


class _StrictTLSOptions(ClientTLSOptions):
    def clientConnectionForTLS(self, tlsProtocol: TLSMemoryBIOProtocol) -> Connection:  # noqa: N802, N803
        connection = super().clientConnectionForTLS(tlsProtocol)
        host = self._hostnameASCII
        wanted = DNS_ID(host) if self._hostnameIsDnsName else IPAddress_ID(host)
        connection.set_verify(
            VERIFY_PEER | VERIFY_FAIL_IF_NO_PEER_CERT, _verifier(tlsProtocol, wanted)
        )
        return connection


def _verifier(protocol: TLSMemoryBIOProtocol, wanted: DNS_ID | IPAddress_ID) -> Verify:
    weak = weakref.ref(protocol)  # the protocol holds the connection, which holds this

    def verify(_connection: Connection, cert: X509, _error: int, depth: int, ok: int) -> bool:
        if depth or not ok:
            return bool(ok)  # a chain that is not trusted is reason enough
        try:
            verify_service_identity(extract_patterns(cert), [wanted], [])
        except (VerificationError, CertificateError):
            failed = weak()
            if failed is not None:
                failed.failVerification(Failure())  # type: ignore[no-untyped-call]
            return False
        except Exception:  # noqa: BLE001  raising through OpenSSL would lose it, and accept
            return False
        return True

    return verify
