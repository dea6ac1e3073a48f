"""Headers that are too many, too long, or contradict each other."""

from __future__ import annotations

from support.hostile.peer import HTML, MEGABYTE, OK, Peer, named, page


@named
def headers_50_000(peer: Peer) -> None:
    peer.send(OK, b"".join(b"X-%d: y\r\n" % number for number in range(50_000)), b"\r\n", page())


@named
def header_of_1_mb(peer: Peer) -> None:
    peer.send(OK, b"X: ", b"y" * MEGABYTE, b"\r\n\r\n", page())


@named
def endless_headers(peer: Peer) -> None:
    peer.send(OK)
    peer.flood(b"X-More: and more\r\n")


@named
def endless_header_line(peer: Peer) -> None:
    peer.send(OK, b"X: ")
    peer.flood(b"y")


@named
def endless_status_line(peer: Peer) -> None:
    peer.send(b"HTTP/1.1 200 ")
    peer.flood(b"OK ")


@named
def cookies_10_000(peer: Peer) -> None:
    cookies = b"".join(b"Set-Cookie: c%d=v\r\n" % number for number in range(10_000))
    peer.answer(page(), headers=HTML + cookies)


@named
def negative_length(peer: Peer) -> None:
    peer.send(OK, HTML, b"Content-Length: -5\r\n\r\n", page())


@named
def two_lengths(peer: Peer) -> None:
    peer.send(OK, HTML, b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n", page())


@named
def length_and_chunks(peer: Peer) -> None:
    """How requests are smuggled; the chunks count, and they are one page."""
    body = page()
    head = b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
    peer.send(OK, HTML, head, b"%x\r\n" % len(body), body, b"\r\n0\r\n\r\n")


@named
def unknown_transfer(peer: Peer) -> None:
    peer.send(OK, HTML, b"Transfer-Encoding: zip\r\n\r\n", page())


@named
def header_without_colon(peer: Peer) -> None:
    peer.send(OK, HTML, b"this is no header\r\n\r\n", page())
