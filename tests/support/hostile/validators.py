"""Validators that change, contradict each other or are not taken back."""

from __future__ import annotations

from support.hostile.peer import HTML, Peer, named, page


@named
def validators_in_conflict(peer: Peer) -> None:
    """Two of each; and 304 for whatever is sent back."""
    both = b'ETag: "one"\r\nETag: W/"two"\r\nLast-Modified: yesterday\r\nLast-Modified: never\r\n'
    if "if-none-match" in peer.headers:
        peer.send(b"HTTP/1.1 304 Not Modified\r\n", both, b"\r\n")
    else:
        peer.answer(page(), headers=HTML + both)


@named
def etag_that_changes(peer: Peer) -> None:
    peer.answer(page(), headers=HTML + b'ETag: "%d"\r\n' % peer.turn)


@named
def etag_too_long_to_send_back(peer: Peer) -> None:
    """The server's own limit for what it is sent is lower than for what it sends."""
    if len(peer.headers.get("if-none-match", "")) > 8000:
        peer.answer(b"", status=b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
    else:
        peer.answer(page(), headers=HTML + b'ETag: "' + b"e" * 12_000 + b'"\r\n')


@named
def etag_with_a_line_break(peer: Peer) -> None:
    """Sent back as it is, it would add a header to our request."""
    peer.answer(page(), headers=HTML + b'ETag: "1"\rX-Injected: yes\r\n')


@named
def condition_refused(peer: Peer) -> None:
    """A server that takes a validator for an attack."""
    if "if-none-match" in peer.headers:
        peer.answer(b"", status=b"HTTP/1.1 412 Precondition Failed\r\n")
    else:
        peer.answer(page(), headers=HTML + b'ETag: "1"\r\n')
