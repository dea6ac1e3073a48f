"""Packed bodies: unpacked within a bound, or refused with the reason."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.content_encoding import decode_body
from crawler.verdicts import Refused
from storage.model import Outcome

LIMIT = 100_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate ": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


def outcome_of(body: bytes, *encodings: str) -> Outcome:
    with pytest.raises(Refused) as caught:
        decode_body(body, list(encodings), LIMIT)
    return caught.value.outcome


@pytest.mark.parametrize("name", PACKERS)
@given(data=st.binary(min_size=1, max_size=2000))
@settings(deadline=None, max_examples=30)
def test_what_was_packed_comes_back(name: str, data: bytes) -> None:
    assert decode_body(PACKERS[name](data), [name.upper()], LIMIT) == data


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_is_refused(name: str) -> None:
    assert outcome_of(PACKERS[name](bytes(5_000_000)), name) is Outcome.TOO_LARGE


@pytest.mark.parametrize("name", PACKERS)
def test_exactly_the_limit_is_fine(name: str) -> None:
    data = bytes(LIMIT)
    assert decode_body(PACKERS[name](data), [name], LIMIT) == data


@pytest.mark.parametrize("name", PACKERS)
def test_half_a_stream_is_refused(name: str) -> None:
    packed = PACKERS[name](bytes(range(256)) * 100)
    assert outcome_of(packed[: len(packed) // 2], name) in (
        Outcome.CONNECTION_ERROR,
        Outcome.PROTOCOL_ERROR,
    )


@pytest.mark.parametrize("name", PACKERS)
@given(body=st.binary(min_size=1, max_size=200))
@settings(deadline=None, max_examples=50)
def test_any_bytes_are_decoded_or_refused(name: str, body: bytes) -> None:
    try:
        outcome = None
        size = len(decode_body(body, [name], LIMIT))
    except Refused as refused:
        outcome = refused.outcome
        size = 0
    assert size <= LIMIT
    assert outcome in (
        None,
        Outcome.CONNECTION_ERROR,
        Outcome.PROTOCOL_ERROR,
        Outcome.TOO_LARGE,
    )


def test_layers_are_undone_from_the_outside() -> None:
    packed = brotli.compress(gzip.compress(b"policy"))
    assert decode_body(packed, ["gzip, br"], LIMIT) == b"policy"
    assert decode_body(packed, ["gzip", "identity", "br"], LIMIT) == b"policy"


def test_several_members_and_padding_are_one_body() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(8)
    assert decode_body(packed, ["gzip"], LIMIT) == b"one two"


@pytest.mark.parametrize(
    ("body", "encodings"),
    [
        (b"plain text", ["gzip"]),
        (b"plain text", ["compress"]),
        (gzip.compress(b"x"), ["gzip, gzip, gzip, gzip"]),
        (gzip.compress(b"") * 100, ["gzip"]),
    ],
    ids=["not packed", "unknown", "many layers", "many members"],
)
def test_nonsense_is_refused(body: bytes, encodings: list[str]) -> None:
    assert outcome_of(body, *encodings) is Outcome.PROTOCOL_ERROR


def test_an_empty_body_stays_empty() -> None:
    assert decode_body(b"", ["gzip"], LIMIT) == b""


def test_several_zstd_frames_are_one_body() -> None:
    pack = zstandard.ZstdCompressor().compress
    assert decode_body(pack(b"one ") + pack(b"two"), ["zstd"], LIMIT) == b"one two"


def test_zstd_frames_share_one_bound() -> None:
    frame = zstandard.ZstdCompressor().compress(bytes(LIMIT - 10))
    assert outcome_of(frame + frame, "zstd") is Outcome.TOO_LARGE
    assert outcome_of(zstandard.ZstdCompressor().compress(b"") * 100, "zstd") is (
        Outcome.PROTOCOL_ERROR
    )
