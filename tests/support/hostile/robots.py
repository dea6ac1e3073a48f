"""What is wrong with a robots.txt; the page itself is good."""

from __future__ import annotations

from support.hostile.peer import OK, Peer, bomb, named

_TEXT = b"Content-Type: text/plain\r\n"


@named
def robots_huge(peer: Peer) -> None:
    rules = b"User-agent: *\nDisallow: /admin\n" + b"# filler\n" * 300_000
    peer.answer(rules + b"Disallow: /\n", headers=_TEXT)


@named
def robots_endless(peer: Peer) -> None:
    peer.send(OK, _TEXT, b"\r\nUser-agent: *\nDisallow: /page\n")
    peer.flood(b"Disallow: /a\n")


@named
def robots_slow(peer: Peer) -> None:
    peer.send(OK, _TEXT, b"\r\n")
    peer.drip(b"User-agent: *\nAllow: /\n")


@named
def robots_html(peer: Peer) -> None:
    peer.answer(b"<!doctype html><title>Welcome</title><pre>\nDisallow: /\n</pre>")


@named
def robots_500(peer: Peer) -> None:
    peer.answer(b"", status=b"HTTP/1.1 500 Internal Server Error\r\n")


@named
def robots_bomb(peer: Peer) -> None:
    peer.answer(bomb(peer.size), headers=_TEXT + b"Content-Encoding: gzip\r\n")


@named
def robots_redirect_loop(peer: Peer) -> None:
    peer.redirect(b"/robots.txt")


@named
def robots_to_metadata(peer: Peer) -> None:
    peer.redirect(b"http://169.254.169.254/robots.txt")


@named
def robots_reset(peer: Peer) -> None:
    peer.reset()


@named
def robots_binary(peer: Peer) -> None:
    peer.answer(bytes(range(256)) * 400, headers=b"Content-Type: application/octet-stream\r\n")
