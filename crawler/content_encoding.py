"""Undoing Content-Encoding within a bound. Pure; runs in worker threads.

Whatever a server compressed, no more than ``max_bytes`` are ever produced: a small body that grows
beyond that is a bomb or a page too large to keep.
"""

from __future__ import annotations

import zlib

import brotli  # type: ignore[import-untyped]
import zstandard

from crawler.verdicts import Refused
from storage.model import Outcome

ACCEPTED = "gzip, deflate, br, zstd"
_MAX_LAYERS = 3
_MAX_MEMBERS = 64
_CHUNK = 1 << 16
_ZSTD_PIECE = 256


def decode_body(body: bytes, content_encodings: list[str], max_bytes: int) -> bytes:
    """The body as the page's author wrote it.

    Raises Refused: TOO_LARGE beyond ``max_bytes``, PROTOCOL_ERROR for encodings that are unknown
    or data that is broken. A stream that is cut short is broken too: half a page must not become
    a version.
    """
    layers = [name for entry in content_encodings for name in _names(entry)]
    if len(layers) > _MAX_LAYERS:
        raise Refused(Outcome.PROTOCOL_ERROR, f"the body is compressed {len(layers)} times over")
    for name in reversed(layers):
        body = _decode(body, name, max_bytes)
    return body


def _names(header: str) -> list[str]:
    names = (name.strip().lower() for name in header.split(","))
    return [name for name in names if name not in ("", "identity")]


def _decode(body: bytes, name: str, max_bytes: int) -> bytes:
    if not body:
        return body
    try:
        if name in ("gzip", "x-gzip"):
            return _gunzip(body, max_bytes)
        if name == "deflate":
            return _inflate(body, max_bytes)
        if name == "br":
            return _unbrotli(body, max_bytes)
        if name == "zstd":
            return _unzstd(body, max_bytes)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise Refused(
            Outcome.PROTOCOL_ERROR, f"the {name} body is damaged ({str(error)[:80]})"
        ) from error
    raise Refused(
        Outcome.PROTOCOL_ERROR, f"the server used the unknown content encoding {name[:40]!r}"
    )


def _gunzip(body: bytes, max_bytes: int) -> bytes:
    members: list[bytes] = []
    room = max_bytes
    while len(members) < _MAX_MEMBERS:
        stream = zlib.decompressobj(wbits=31)
        member = stream.decompress(body, room + 1)
        room -= len(member)
        if room < 0:
            raise _bomb(max_bytes)
        members.append(member)
        if not stream.eof:
            raise _cut_short("gzip")
        body = stream.unused_data
        if not body.startswith(b"\x1f\x8b"):  # padding after the last member is common
            return members[0] if len(members) == 1 else b"".join(members)
    raise Refused(Outcome.PROTOCOL_ERROR, f"the gzip body has more than {_MAX_MEMBERS} members")


def _inflate(body: bytes, max_bytes: int) -> bytes:
    stream = zlib.decompressobj()
    try:
        data = stream.decompress(body, max_bytes + 1)
    except zlib.error:  # some servers send the raw stream without its zlib frame
        stream = zlib.decompressobj(wbits=-15)
        data = stream.decompress(body, max_bytes + 1)
    if len(data) > max_bytes:
        raise _bomb(max_bytes)
    if not stream.eof:
        raise _cut_short("deflate")
    return data


def _unbrotli(body: bytes, max_bytes: int) -> bytes:
    stream = brotli.Decompressor()
    chunks = [stream.process(body, output_buffer_limit=_CHUNK)]
    size = len(chunks[0])
    while not stream.is_finished():
        chunk = stream.process(b"", output_buffer_limit=_CHUNK)
        if not chunk:
            raise _cut_short("br")
        size += len(chunk)
        if size > max_bytes:
            raise _bomb(max_bytes)
        chunks.append(chunk)
    return b"".join(chunks)


def _unzstd(body: bytes, max_bytes: int) -> bytes:
    """One frame or several, as RFC 8878 has it."""
    chunks: list[bytes] = []
    room = max_bytes
    for _ in range(_MAX_MEMBERS):
        data, body = _unzstd_frame(body, room, max_bytes)
        room -= len(data)
        chunks.append(data)
        if not body:
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)
    raise Refused(Outcome.PROTOCOL_ERROR, f"the zstd body has more than {_MAX_MEMBERS} frames")


def _unzstd_frame(body: bytes, room: int, max_bytes: int) -> tuple[bytes, bytes]:
    """The content of the first frame, and what follows it.

    Fed in small pieces, because one byte in can be tens of kilobytes out. The window bounds memory:
    RFC 9659 lets web servers use 8 MiB at most.
    """
    stream = zstandard.ZstdDecompressor(max_window_size=1 << 23).decompressobj()
    chunks: list[bytes] = []
    for start in range(0, len(body), _ZSTD_PIECE):
        chunk = stream.decompress(body[start : start + _ZSTD_PIECE])
        room -= len(chunk)
        if room < 0:
            raise _bomb(max_bytes)
        chunks.append(chunk)
        if stream.eof:
            rest = stream.unused_data + body[start + _ZSTD_PIECE :]
            return b"".join(chunks), rest
    raise _cut_short("zstd")


def _bomb(max_bytes: int) -> Refused:
    return Refused(
        Outcome.TOO_LARGE,
        f"the page is larger than {max_bytes:,} bytes once unpacked: raise max_body in the "
        "watchlist if that is right",
    )


def _cut_short(name: str) -> Refused:
    return Refused(Outcome.CONNECTION_ERROR, f"the {name} body ended early")
