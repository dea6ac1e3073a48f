"""Documents that are not what they say."""

from __future__ import annotations

import zlib

from support.hostile.peer import MEGABYTE, Peer, named, page
from support.pages import policy


def _typed(kind: bytes) -> bytes:
    return b"Content-Type: " + kind + b"\r\n"


@named
def charset_wrong(peer: Peer) -> None:
    peer.answer(policy("ar").encode("cp1256", "ignore"))


@named
def charset_missing(peer: Peer) -> None:
    bare = policy("ar").replace('<meta charset="utf-8">', "")
    peer.answer(bare.encode(), headers=_typed(b"text/html"))


@named
def charset_unknown(peer: Peer) -> None:
    peer.answer(page("he"), headers=_typed(b"text/html; charset=utf-99"))


@named
def charset_of_python_only(peer: Peer) -> None:
    """Codecs that are no charsets: some of them unpack."""
    body = zlib.compress(bytes(5 * MEGABYTE))
    peer.answer(body, headers=_typed(b"text/html; charset=zlib_codec"))


@named
def charset_iso_8859_8_i(peer: Peer) -> None:
    bare = policy("he").replace('<meta charset="utf-8">', "")
    body = bare.encode("iso-8859-8")
    peer.answer(body, headers=_typed(b"text/html; charset=iso-8859-8-i"))


@named
def charset_utf_16(peer: Peer) -> None:
    peer.answer(policy("ar").encode("utf-16"), headers=_typed(b"text/html; charset=utf-16"))


@named
def charset_utf_7(peer: Peer) -> None:
    peer.answer(page(), headers=_typed(b"text/html; charset=utf-7"))


@named
def nuls(peer: Peer) -> None:
    peer.answer(page().replace(b" ", b" \x00", 20))


@named
def nothing_but_nuls(peer: Peer) -> None:
    peer.answer(bytes(200_000))


@named
def nested_elements(peer: Peer) -> None:
    peer.answer(b"<html><body>" + b"<div>" * 200_000 + b"word")


@named
def one_long_line(peer: Peer) -> None:
    words = b"word " * (peer.size // 50)  # 5 MB of 50
    peer.answer(b"<html><body><p>" + words + b"</p></body></html>")


@named
def pdf_as_html(peer: Peer) -> None:
    peer.answer(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n")


@named
def html_as_pdf(peer: Peer) -> None:
    """A page all the same: what it is counts, not what it is called."""
    peer.answer(page(), headers=_typed(b"application/pdf"))


@named
def picture_as_html(peer: Peer) -> None:
    peer.answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)


@named
def empty(peer: Peer) -> None:
    peer.answer(b"")
