"""Without end, or far too large."""

from __future__ import annotations

import gzip

import brotli
import zstandard
from support.hostile.peer import BLOCK, HTML, OK, Peer, bomb, named, page


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


@named
def gzip_bomb(peer: Peer) -> None:
    peer.answer(bomb(peer.size), headers=HTML + b"Content-Encoding: gzip\r\n")


@named
def gzip_bomb_in_gzip(peer: Peer) -> None:
    twice = gzip.compress(bomb(peer.size), compresslevel=1)
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
    block = bytes(BLOCK * 8)
    packed = b"".join(packer.process(block) for _ in range(peer.size // len(block)))
    peer.answer(packed + packer.finish(), headers=HTML + b"Content-Encoding: br\r\n")


@named
def brotli_cut_short(peer: Peer) -> None:
    peer.answer(brotli.compress(page())[:-9], headers=HTML + b"Content-Encoding: br\r\n")


@named
def zstd_bomb(peer: Peer) -> None:
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    block = bytes(BLOCK * 8)
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
