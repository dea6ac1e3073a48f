"""Redirects in circles, to nowhere, and to where nobody may be sent."""

from __future__ import annotations

from support.hostile.peer import FOUND, Peer, named, page


@named
def redirect_to_itself(peer: Peer) -> None:
    peer.redirect(peer.path.encode())


@named
def redirect_without_end(peer: Peer) -> None:
    peer.redirect(b"/next-%d" % peer.turn)


@named
def redirect_that_grows(peer: Peer) -> None:
    peer.redirect(peer.path.encode() + b"/longer" * 1000)


@named
def redirect_nowhere(peer: Peer) -> None:
    peer.answer(b"", status=FOUND)


@named
def redirect_to_file(peer: Peer) -> None:
    peer.redirect(b"file:///etc/passwd")


@named
def redirect_to_data(peer: Peer) -> None:
    peer.redirect(b"data:text/html,<h1>Privacy Policy</h1>")


@named
def redirect_to_javascript(peer: Peer) -> None:
    peer.redirect(b"javascript:alert(1)")


@named
def redirect_to_metadata(peer: Peer) -> None:
    peer.redirect(b"http://169.254.169.254/latest/meta-data/")


@named
def redirect_with_an_endless_body(peer: Peer) -> None:
    peer.send(FOUND, b"Location: /elsewhere\r\n\r\n")
    peer.flood(b"moved ")


@named
def redirect_in_bytes(peer: Peer) -> None:
    peer.redirect(b"http://\xff\xfe\x80/")


@named
def meta_refresh(peer: Peer) -> None:
    peer.answer(b'<html><head><meta http-equiv="refresh" content="0;url=/next"></head></html>')


@named
def cookie_wall(peer: Peer) -> None:
    """Comes to rest once its cookie is sent back, as many sites do."""
    if "seen=yes" in peer.headers.get("cookie", ""):
        peer.answer(page())
    else:
        peer.redirect(peer.path.encode(), b"Set-Cookie: seen=yes; Path=/\r\n")


@named
def cookie_wall_without_end(peer: Peer) -> None:
    peer.redirect(peer.path.encode(), b"Set-Cookie: turn=%d; Path=/\r\n" % peer.turn)
