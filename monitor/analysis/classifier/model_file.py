"""The file of the model: hashes of features, their weights, and the weights that combine.

One zstd frame: ``magic, features, fields, numbers`` as in :data:`_HEADER`, then the hashes
(``features`` unsigned 32-bit, ascending), then a row of ``fields`` unsigned 32-bit numbers per
feature (:data:`ZERO` stands for 0), then ``numbers`` 32-bit floats. All little-endian.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path

import zstandard

from storage.values import value

ZERO = 1 << 30
FIELD_BYTES = 4
_MAGIC = b"CWC1"
_HEADER = struct.Struct("<4sIII")
_LARGEST = 64_000_000  # bytes, unpacked


@value
class ModelFile:
    """``rows`` holds ``fields`` numbers per hash, as they stand in the file."""

    hashes: array[int]
    fields: int
    rows: bytes | memoryview
    numbers: Sequence[float]


def write_model(model: ModelFile) -> bytes:
    """The bytes of the file."""
    header = _HEADER.pack(_MAGIC, len(model.hashes), model.fields, len(model.numbers))
    hashes, numbers = model.hashes, array("f", model.numbers)
    body = header + little_endian(hashes).tobytes() + model.rows + little_endian(numbers).tobytes()
    return zstandard.ZstdCompressor(level=19).compress(body)


def read_model(data: bytes) -> ModelFile:
    """Raises ``ValueError`` when ``data`` is no such file."""
    try:
        body = zstandard.ZstdDecompressor().decompress(data, max_output_size=_LARGEST)
        magic, features, fields, count = _HEADER.unpack_from(body)
    except (zstandard.ZstdError, struct.error) as error:
        raise ValueError("the model is damaged: it cannot be unpacked") from error
    rows_at = _HEADER.size + FIELD_BYTES * features
    numbers_at = rows_at + FIELD_BYTES * features * fields
    if magic != _MAGIC or len(body) != numbers_at + FIELD_BYTES * count:
        raise ValueError("the model is damaged or of another version")
    hashes, numbers = array("I"), array("f")
    hashes.frombytes(body[_HEADER.size : rows_at])
    numbers.frombytes(body[numbers_at:])
    return ModelFile(
        hashes=little_endian(hashes),
        fields=fields,
        rows=memoryview(body)[rows_at:numbers_at],  # a copy of megabytes takes as long as to unpack
        numbers=tuple(little_endian(numbers)),
    )


def shipped_model() -> ModelFile:
    """The model that comes with the program."""
    return read_model(Path(__file__).with_name("categories.bin").read_bytes())


def little_endian(values: array) -> array:  # type: ignore[type-arg]
    """Numbers as files hold them, or from a file: swapped where the machine is the other way."""
    if sys.byteorder == "little":
        return values
    swapped = array(values.typecode, values)
    swapped.byteswap()
    return swapped
