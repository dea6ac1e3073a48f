"""The file of the model: hashes of features, their weights, and the weights that combine.

``magic, features, fields, numbers`` as in :data:`_HEADER`, then the hashes (``features`` unsigned
32-bit, ascending), then a row of ``fields`` unsigned 32-bit numbers per feature (:data:`ZERO`
stands for 0), then ``numbers`` 32-bit floats. All little-endian. The file is mapped and not read: a
text needs few of its rows, and to unpack seven megabytes took a tenth of what a comparison may
take. One zstd frame of the same is read, too.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path

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
    return header + little_endian(hashes).tobytes() + model.rows + little_endian(numbers).tobytes()


def read_model(data: bytes | mmap.mmap) -> ModelFile:
    """Raises ``ValueError`` when ``data`` is no such file."""
    body = memoryview(data if data[: len(_MAGIC)] == _MAGIC else _unpacked(bytes(data)))
    try:
        magic, features, fields, count = _HEADER.unpack_from(body)
    except struct.error as error:
        raise ValueError("the model is damaged: it is cut off") from error
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
        rows=body[rows_at:numbers_at],
        numbers=tuple(little_endian(numbers)),
    )


def _unpacked(data: bytes) -> bytes:
    import zstandard  # noqa: PLC0415  the shipped file is not packed

    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=_LARGEST)
    except zstandard.ZstdError as error:
        raise ValueError("the model is damaged: it cannot be unpacked") from error


def shipped_model() -> ModelFile:
    """The model that comes with the program."""
    with Path(__file__).with_name("categories.bin").open("rb") as file:
        return read_model(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def little_endian(values: array) -> array:  # type: ignore[type-arg]
    """Numbers as files hold them, or from a file: swapped where the machine is the other way."""
    if sys.byteorder == "little":
        return values
    swapped = array(values.typecode, values)
    swapped.byteswap()
    return swapped
