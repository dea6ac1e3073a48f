"""A server that misbehaves in every way there is a name for, over raw sockets.

    with HostileServer() as server:
        watch.add("gzip_bomb/page", server.url("gzip_bomb"))

Each behaviour is a function below, and has a loopback address of its own: requests to one host
wait for each other. A function gets a :class:`Peer` per request and sends what it likes;
the connection is closed when it returns. ``robots_*`` answer /robots.txt and serve a good page;
the others have no robots.txt (404).
"""

from __future__ import annotations

import contextlib
import gzip
import itertools
import selectors
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Self

import brotli
import zstandard
from support.pages import policy

MEGABYTE = 1_000_000
OK = b"HTTP/1.1 200 OK\r\n"
HTML = b"Content-Type: text/html; charset=utf-8\r\n"
_DRIP_SECONDS = 0.05
_BLOCK = 1 << 16


class Left(Exception):
    """The other side is gone, or the server is closing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One request of one client; ``turn`` counts the requests for this behaviour's page."""

    connection: socket.socket
    closing: threading.Event
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    turn: int = 1
    size: int = 50 * MEGABYTE  # of what is made large

    def send(self, *parts: bytes) -> None:
        try:
            self.connection.sendall(b"".join(parts))
        except OSError as error:
            raise Left from error

    def pause(self, seconds: float = _DRIP_SECONDS) -> None:
        if self.closing.wait(seconds):
            raise Left

    def drip(self, data: bytes) -> None:
        """A byte at a time, for ever."""
        for byte in itertools.cycle(data):
            self.send(bytes([byte]))
            self.pause()

    def flood(self, block: bytes) -> None:
        """As fast as it goes, for ever."""
        block *= max(1, _BLOCK // len(block))
        while not self.closing.is_set():
            self.send(block)

    def answer(self, body: bytes, *, headers: bytes = HTML, status: bytes = OK) -> None:
        self.send(status, headers, b"Content-Length: %d\r\n\r\n" % len(body), body)

    def reset(self) -> None:
        """Tear the connection down instead of closing it."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


Behaviour = Callable[[Peer], None]
BEHAVIOURS: dict[str, Behaviour] = {}


def named(function: Behaviour) -> Behaviour:
    BEHAVIOURS[function.__name__] = function
    return function


def page(language: str = "en") -> bytes:
    return policy(language).encode()


# Slow, silent, gone


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


# Without end, or far too large


@named
def endless_body(peer: Peer) -> None:
    peer.send(OK, HTML, b"\r\n")
    peer.flood(b"<p>more and more</p>")


@named
def endless_chunks(peer: Peer) -> None:
    peer.send(OK, HTML, b"Transfer-Encoding: chunked\r\n\r\n")
    peer.flood(b"400\r\n" + b"x" * 1024 + b"\r\n")


@named
def endless_tiny_chunks(peer: Peer) -> None:
    peer.send(OK, HTML, b"Transfer-Encoding: chunked\r\n\r\n")
    peer.flood(b"1\r\nx\r\n")


@named
def endless_chunk_size(peer: Peer) -> None:
    peer.send(OK, HTML, b"Transfer-Encoding: chunked\r\n\r\n")
    peer.flood(b"0")


@named
def endless_chunk_extension(peer: Peer) -> None:
    peer.send(OK, HTML, b"Transfer-Encoding: chunked\r\n\r\n5;")
    peer.flood(b"a=b;")


@named
def endless_trailers(peer: Peer) -> None:
    peer.send(OK, HTML, b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n")
    peer.flood(b"X-Trailer: yes\r\n")


@named
def enormous_chunk(peer: Peer) -> None:
    peer.send(OK, HTML, b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n")
    peer.flood(b"x")


@named
def negative_chunk(peer: Peer) -> None:
    peer.send(OK, HTML, b"Transfer-Encoding: chunked\r\n\r\n-5\r\n", page())


@named
def enormous_length(peer: Peer) -> None:
    peer.send(OK, HTML, b"Content-Length: 1000000000000000\r\n\r\n<p>")
    peer.closing.wait(60)


@named
def length_of_many_digits(peer: Peer) -> None:
    peer.send(OK, HTML, b"Content-Length: ", b"9" * 5000, b"\r\n\r\n<p>")


def _bomb_layer(size: int) -> bytes:
    packer = zlib.compressobj(level=1, wbits=31)
    block = b"<p>" + bytes(_BLOCK)
    return b"".join(packer.compress(block) for _ in range(size // _BLOCK)) + packer.flush()


@named
def gzip_bomb(peer: Peer) -> None:
    peer.answer(_bomb_layer(peer.size), headers=HTML + b"Content-Encoding: gzip\r\n")


@named
def gzip_bomb_in_gzip(peer: Peer) -> None:
    twice = gzip.compress(_bomb_layer(peer.size), compresslevel=1)
    peer.answer(twice, headers=HTML + b"Content-Encoding: gzip, gzip\r\n")


@named
def gzip_many_layers(peer: Peer) -> None:
    body = page()
    for _ in range(10):
        body = gzip.compress(body)
    peer.answer(body, headers=HTML + b"Content-Encoding: " + b", ".join([b"gzip"] * 10) + b"\r\n")


@named
def gzip_many_members(peer: Peer) -> None:
    peer.answer(gzip.compress(b"") * 10_000, headers=HTML + b"Content-Encoding: gzip\r\n")


@named
def gzip_cut_short(peer: Peer) -> None:
    peer.answer(gzip.compress(page())[:-40], headers=HTML + b"Content-Encoding: gzip\r\n")


@named
def gzip_in_name_only(peer: Peer) -> None:
    peer.answer(page(), headers=HTML + b"Content-Encoding: gzip\r\n")


@named
def brotli_bomb(peer: Peer) -> None:
    packer = brotli.Compressor(quality=1)
    block = bytes(_BLOCK * 8)
    packed = b"".join(packer.process(block) for _ in range(peer.size // len(block)))
    peer.answer(packed + packer.finish(), headers=HTML + b"Content-Encoding: br\r\n")


@named
def brotli_cut_short(peer: Peer) -> None:
    peer.answer(brotli.compress(page())[:-9], headers=HTML + b"Content-Encoding: br\r\n")


@named
def zstd_bomb(peer: Peer) -> None:
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    block = bytes(_BLOCK * 8)
    packed = b"".join(packer.compress(block) for _ in range(peer.size // len(block)))
    peer.answer(packed + packer.flush(), headers=HTML + b"Content-Encoding: zstd\r\n")


@named
def zstd_enormous_window(peer: Peer) -> None:
    """A frame that makes its reader keep 2 GB of what came before."""
    # Magic; no sizes, no checksum; a window of 2 GB (RFC 8878, 3.1.1); one raw block, the last.
    body = page()
    block = ((len(body) << 3) | 1).to_bytes(3, "little")
    packed = b"\x28\xb5\x2f\xfd" + b"\x00" + bytes([21 << 3]) + block + body
    peer.answer(packed, headers=HTML + b"Content-Encoding: zstd\r\n")


@named
def zstd_second_frame_cut(peer: Peer) -> None:
    whole = zstandard.ZstdCompressor().compress(page())
    peer.answer(whole + whole[:-20], headers=HTML + b"Content-Encoding: zstd\r\n")


@named
def unknown_encoding(peer: Peer) -> None:
    peer.answer(page(), headers=HTML + b"Content-Encoding: rot13\r\n")


# Headers


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


# Statuses and protocols


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


# Redirects


def _redirect(peer: Peer, location: bytes, extra: bytes = b"") -> None:
    peer.answer(b"", headers=b"Location: " + location + b"\r\n" + extra, status=_FOUND)


_FOUND = b"HTTP/1.1 302 Found\r\n"


@named
def redirect_to_itself(peer: Peer) -> None:
    _redirect(peer, peer.path.encode())


@named
def redirect_without_end(peer: Peer) -> None:
    _redirect(peer, b"/next-%d" % peer.turn)


@named
def redirect_that_grows(peer: Peer) -> None:
    _redirect(peer, peer.path.encode() + b"/longer" * 1000)


@named
def redirect_nowhere(peer: Peer) -> None:
    peer.answer(b"", status=_FOUND)


@named
def redirect_to_file(peer: Peer) -> None:
    _redirect(peer, b"file:///etc/passwd")


@named
def redirect_to_data(peer: Peer) -> None:
    _redirect(peer, b"data:text/html,<h1>Privacy Policy</h1>")


@named
def redirect_to_javascript(peer: Peer) -> None:
    _redirect(peer, b"javascript:alert(1)")


@named
def redirect_to_metadata(peer: Peer) -> None:
    _redirect(peer, b"http://169.254.169.254/latest/meta-data/")


@named
def redirect_with_an_endless_body(peer: Peer) -> None:
    peer.send(_FOUND, b"Location: /elsewhere\r\n\r\n")
    peer.flood(b"moved ")


@named
def redirect_in_bytes(peer: Peer) -> None:
    _redirect(peer, b"http://\xff\xfe\x80/")


@named
def meta_refresh(peer: Peer) -> None:
    peer.answer(b'<html><head><meta http-equiv="refresh" content="0;url=/next"></head></html>')


@named
def cookie_wall(peer: Peer) -> None:
    """Comes to rest once its cookie is sent back, as many sites do."""
    if "seen=yes" in peer.headers.get("cookie", ""):
        peer.answer(page())
    else:
        _redirect(peer, peer.path.encode(), b"Set-Cookie: seen=yes; Path=/\r\n")


@named
def cookie_wall_without_end(peer: Peer) -> None:
    _redirect(peer, peer.path.encode(), b"Set-Cookie: turn=%d; Path=/\r\n" % peer.turn)


# Documents that are not what they say


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


# Validators


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


# robots.txt

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
    peer.answer(_bomb_layer(peer.size), headers=_TEXT + b"Content-Encoding: gzip\r\n")


@named
def robots_redirect_loop(peer: Peer) -> None:
    _redirect(peer, b"/robots.txt")


@named
def robots_to_metadata(peer: Peer) -> None:
    _redirect(peer, b"http://169.254.169.254/robots.txt")


@named
def robots_reset(peer: Peer) -> None:
    peer.reset()


@named
def robots_binary(peer: Peer) -> None:
    peer.answer(bytes(range(256)) * 400, headers=b"Content-Type: application/octet-stream\r\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came; ``at`` is seconds, monotonic."""

    name: str
    path: str
    headers: dict[str, str]
    at: float


class HostileServer:
    """Every behaviour at an address of its own, one port for all. ``size`` is of the large ones."""

    def __init__(self, *, size: int = 50 * MEGABYTE, names: tuple[str, ...] = ()) -> None:
        self._size = size
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._log: list[Asked] = []
        self._turns: dict[str, int] = {}
        self._threads: list[threading.Thread] = []
        self._selector = selectors.DefaultSelector()
        self.port = 0
        self.hosts = dict(zip(names or BEHAVIOURS, _addresses(), strict=False))
        for name, listener in zip(self.hosts, _listeners([*self.hosts.values()]), strict=True):
            self.port = listener.getsockname()[1]
            self._selector.register(listener, selectors.EVENT_READ, name)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def url(self, name: str) -> str:
        scheme = "https" if name.endswith("_tls") else "http"
        return f"{scheme}://{self.hosts[name]}:{self.port}/page"

    def asked(self, name: str) -> list[Asked]:
        with self._lock:
            return [request for request in self._log if request.name == name]

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        for thread in self._threads:
            thread.join()
        for key in list(self._selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        self._selector.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            for key, _ in self._selector.select(0.1):
                assert isinstance(key.fileobj, socket.socket)
                connection, _ = key.fileobj.accept()
                thread = threading.Thread(
                    target=self._serve, args=(connection, key.data), daemon=True
                )
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket, name: str) -> None:
        connection.settimeout(5)
        with connection, contextlib.suppress(OSError, ValueError, Left):
            if name.endswith("_tls"):
                BEHAVIOURS[name](Peer(connection=connection, closing=self._closing))
                return
            with connection.makefile("rb") as reader:
                self._answer(connection, name, reader)
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)

    def _answer(self, connection: socket.socket, name: str, reader: BinaryIO) -> None:
        path, headers = _read_request(reader)
        robots = path == "/robots.txt"
        with self._lock:
            self._log.append(Asked(name=name, path=path, headers=headers, at=time.monotonic()))
            self._turns[name] = self._turns.get(name, 0) + (not robots)
            turn = self._turns[name]
        peer = Peer(
            connection=connection,
            closing=self._closing,
            path=path,
            headers=headers,
            turn=turn,
            size=self._size,
        )
        if robots is name.startswith("robots_"):
            BEHAVIOURS[name](peer)
        elif robots:
            peer.answer(b"", status=b"HTTP/1.1 404 Not Found\r\n")
        else:
            peer.answer(page())


def _addresses() -> Iterator[str]:
    return (f"127.0.{net}.{number}" for net in (4, 5, 6) for number in range(1, 255))


def _listeners(hosts: list[str]) -> list[socket.socket]:
    """One for each, all at the same port; another one when a stranger has it at some address."""
    while True:
        listeners: list[socket.socket] = []
        try:
            for host in hosts:
                port = listeners[0].getsockname()[1] if listeners else 0
                listeners.append(socket.create_server((host, port), backlog=64))
        except OSError:
            for listener in listeners:
                listener.close()
        else:
            return listeners


def _read_request(reader: BinaryIO) -> tuple[str, dict[str, str]]:
    _, path, _ = reader.readline().decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while entry := reader.readline().decode("latin-1").strip():
        name, _, value = entry.partition(":")
        headers[name.lower()] = value.strip()
    return path, headers
