"""Bodies by content: compressed, cheap when nearly equal to their predecessor, verified on reading.

A blob is stored raw, as zstd, or as zstd with the raw content of another blob as dictionary
(``zstd-delta``). Chains of deltas are bounded, so reading one body never decodes more than
:data:`MAX_DEPTH` others. The SHA-256 of what was decoded is compared with the digest under which
it was recorded; a body that does not match is never returned.
"""

from __future__ import annotations

import hashlib
import sqlite3

import zstandard

from storage.database import Database
from storage.errors import CorruptBlob

MAX_DEPTH = 16
_LEVEL = 2  # a fifth faster than 3 on pages, and 3 % larger
_DELTA_LEVEL = 3
_MINIMUM_GAIN = 32  # bytes; below that compression is not worth a decode


def digest_of(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def put_blob(
    db: Database, data: bytes, *, digest: str | None = None, near: str | None = None
) -> str:
    """Store ``data`` once and return its digest; ``near`` names a blob that it resembles."""
    digest = digest or digest_of(data)
    if db.row("SELECT 1 FROM blobs WHERE digest = ?", (digest,)):
        return digest
    encoding, base, depth, stored = _encode(db, data, near)
    db.insert(
        "blobs",
        {
            "digest": digest,
            "size": len(data),
            "encoding": encoding,
            "base_digest": base,
            "depth": depth,
            "data": stored,
        },
    )
    return digest


def get_blob(db: Database, digest: str) -> bytes:
    """The body recorded under ``digest``.

    Raises CorruptBlob when it is missing or no longer has that digest.
    """
    chain = _chain(db, digest)
    data = b""
    for row in reversed(chain):
        data = _decode(row, data)
    if digest_of(data) != digest:
        raise CorruptBlob(digest, "its content changed since it was recorded")
    return data


def _encode(db: Database, data: bytes, near: str | None) -> tuple[str, str | None, int, bytes]:
    base = near and db.row("SELECT depth FROM blobs WHERE digest = ?", (near,))
    if near and base and base["depth"] < MAX_DEPTH:
        try:
            dictionary = get_blob(db, near)
        except CorruptBlob:
            dictionary = b""  # evidence that is damaged must not damage new evidence
        if dictionary:
            delta = _compressor(dictionary, len(data)).compress(data)
            if len(delta) < len(data) // 2:
                return "zstd-delta", near, base["depth"] + 1, delta
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(data)
    if len(packed) + _MINIMUM_GAIN < len(data):
        return "zstd", None, 0, packed
    return "raw", None, 0, data


def _compressor(dictionary: bytes, size: int) -> zstandard.ZstdCompressor:
    # The window must reach over the whole dictionary, or its beginning is of no use.
    reach = max(len(dictionary) + size, 1 << 10)
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _DELTA_LEVEL, window_log=min(reach.bit_length(), 27), enable_ldm=False
    )
    return zstandard.ZstdCompressor(
        compression_params=parameters, dict_data=_raw_dictionary(dictionary)
    )


def _raw_dictionary(content: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _chain(db: Database, digest: str) -> list[sqlite3.Row]:
    chain: list[sqlite3.Row] = []
    wanted: str | None = digest
    while wanted is not None:
        row = db.row("SELECT * FROM blobs WHERE digest = ?", (wanted,))
        if row is None:
            raise CorruptBlob(digest, "a part of it is missing")
        if len(chain) > MAX_DEPTH:
            raise CorruptBlob(digest, "its chain does not end")
        chain.append(row)
        wanted = row["base_digest"]
    return chain


def _decode(row: sqlite3.Row, base: bytes) -> bytes:
    stored: bytes = row["data"]
    if row["encoding"] == "raw":
        return stored
    dictionary = _raw_dictionary(base) if row["encoding"] == "zstd-delta" else None
    decompressor = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=1 << 28)
    try:
        return decompressor.decompress(stored, max_output_size=row["size"])
    except zstandard.ZstdError as error:
        raise CorruptBlob(row["digest"], str(error)) from error
