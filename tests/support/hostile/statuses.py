"""Statuses and protocols that there are not, or that nobody asked for."""

from __future__ import annotations

from support.hostile.peer import HTML, OK, Peer, named, page


@named
def status_999(peer: Peer) -> None:
    peer.answer(page(), status=b"HTTP/1.1 999 Request denied\r\n")


@named
def status_of_no_number(peer: Peer) -> None:
    peer.answer(page(), status=b"HTTP/1.1 OK fine\r\n")


@named
def status_negative(peer: Peer) -> None:
    peer.answer(page(), status=b"HTTP/1.1 -200 OK\r\n")


@named
def status_of_many_digits(peer: Peer) -> None:
    peer.answer(page(), status=b"HTTP/1.1 " + b"2" * 4000 + b" OK\r\n")


@named
def status_101(peer: Peer) -> None:
    peer.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\n\r\n", page())


@named
def status_100_for_ever(peer: Peer) -> None:
    peer.flood(b"HTTP/1.1 100 Continue\r\n\r\n")


@named
def status_103_first(peer: Peer) -> None:
    """Well-formed: early hints, then the page."""
    peer.send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")
    peer.answer(page())


@named
def status_204_with_a_body(peer: Peer) -> None:
    peer.answer(page(), status=b"HTTP/1.1 204 No Content\r\n")


@named
def status_206_unasked(peer: Peer) -> None:
    peer.answer(page(), status=b"HTTP/1.1 206 Partial Content\r\n")


@named
def status_304_unasked(peer: Peer) -> None:
    peer.send(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')


@named
def status_503_for_ever(peer: Peer) -> None:
    peer.answer(page(), status=b"HTTP/1.1 503 Service Unavailable\r\n")


@named
def http_0_9(peer: Peer) -> None:
    peer.send(page())


@named
def http_2_unasked(peer: Peer) -> None:
    peer.send(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18))


@named
def http_9_9(peer: Peer) -> None:
    peer.answer(page(), status=b"HTTP/9.9 200 OK\r\n")


@named
def another_protocol(peer: Peer) -> None:
    peer.send(b"220 mail.example.org ESMTP ready\r\n\r\n")


@named
def a_second_answer_unasked(peer: Peer) -> None:
    """What follows a page on its connection must not be taken for the next page."""
    stray = page().replace(b"do not sell", b"gladly sell")
    body = page()
    first = b"".join([OK, HTML, b"Content-Length: %d\r\n\r\n" % len(body), body])
    peer.send(first, OK, HTML, b"Content-Length: %d\r\n\r\n" % len(stray), stray)
