"""Slow, silent, gone."""

from __future__ import annotations

from support.hostile.peer import HTML, OK, Peer, named, page


@named
def silent(peer: Peer) -> None:
    """Accepts, and says nothing."""
    peer.closing.wait(60)


@named
def silent_tls(peer: Peer) -> None:
    """Asked for over https, it never greets."""
    peer.closing.wait(60)


@named
def slow_loris_header(peer: Peer) -> None:
    peer.send(OK)
    peer.drip(b"X-Slow: yes\r\n")


@named
def slow_loris_status(peer: Peer) -> None:
    peer.drip(b"HTTP/1.1 200 O" + b"K" * 4000)


@named
def slow_loris_body(peer: Peer) -> None:
    peer.send(OK, HTML, b"\r\n")
    peer.drip(page())


@named
def slow_loris_chunks(peer: Peer) -> None:
    peer.send(OK, HTML, b"Transfer-Encoding: chunked\r\n\r\n")
    peer.drip(b"1\r\nx\r\n")


@named
def closed_at_once(peer: Peer) -> None:
    """Not a byte."""


@named
def reset_at_once(peer: Peer) -> None:
    peer.reset()


@named
def reset_in_headers(peer: Peer) -> None:
    peer.send(OK, HTML)
    peer.reset()


@named
def reset_in_body(peer: Peer) -> None:
    peer.send(OK, HTML, b"Content-Length: 90000\r\n\r\n", page())
    peer.reset()


@named
def short_body(peer: Peer) -> None:
    peer.send(OK, HTML, b"Content-Length: 90000\r\n\r\n", page())


@named
def short_chunk(peer: Peer) -> None:
    peer.send(OK, HTML, b"Transfer-Encoding: chunked\r\n\r\nffff\r\n", page())


@named
def missing_last_chunk(peer: Peer) -> None:
    body = page()
    peer.send(OK, HTML, b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body), body, b"\r\n")
