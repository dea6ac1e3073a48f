"""From a vector and the shipped model's log-odds to the log-odds of a second opinion.

One line per category: a share of what the shipped model says, a weight for each number of the
vector, a bias. Trained by ``benchmarks/train_semantic.py``.

The file: ``magic, categories, width`` as in :data:`_HEADER`, then per category ``width`` signed
16-bit weights, then 32-bit floats: the scale of the weights, the floor of what the shipped model
says, its share per category, the bias per category. All little-endian.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul

from monitor.analysis.clauses.classifier.model_file import little_endian

LARGEST = 32_000  # of a quantised weight
_MAGIC = b"CWS1"
_HEADER = struct.Struct("<4sII")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """``weights`` holds a row per category; ``floor`` is the least log-odds that are heard."""

    weights: tuple[tuple[int, ...], ...]
    scale: float
    floor: float
    shares: tuple[float, ...]
    biases: tuple[float, ...]

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        return len(self.weights[0])

    def log_odds(self, shipped: Sequence[float], vector: Sequence[float]) -> list[float]:
        """Of every category. Raises ``ValueError`` for a vector of another width."""
        if len(vector) != self.width:
            raise ValueError(f"a vector of {len(vector)} numbers, not {self.width}")
        return [
            share * max(odds, self.floor) + self.scale * sum(map(mul, row, vector)) + bias
            for share, odds, row, bias in zip(
                self.shares, shipped, self.weights, self.biases, strict=True
            )
        ]


def write_head(head: Head) -> bytes:
    """The bytes of the file."""
    weights = array("h", [value for row in head.weights for value in row])
    numbers = array("f", [head.scale, head.floor, *head.shares, *head.biases])
    header = _HEADER.pack(_MAGIC, len(head.weights), head.width)
    return header + little_endian(weights).tobytes() + little_endian(numbers).tobytes()


def read_head(data: bytes) -> Head:
    """Raises ``ValueError`` when ``data`` is no such file."""
    try:
        magic, count, width = _HEADER.unpack_from(data)
    except struct.error:
        raise ValueError("the head is damaged: it is too short") from None
    weights, numbers = array("h"), array("f")
    numbers_at = _HEADER.size + weights.itemsize * count * width
    if magic != _MAGIC or len(data) != numbers_at + numbers.itemsize * (2 + 2 * count):
        raise ValueError("the head is damaged or of another version")
    weights.frombytes(data[_HEADER.size : numbers_at])
    numbers.frombytes(data[numbers_at:])
    all_weights = tuple(little_endian(weights))
    scale, floor, *rest = little_endian(numbers)
    return Head(
        weights=tuple(all_weights[at * width : (at + 1) * width] for at in range(count)),
        scale=scale,
        floor=floor,
        shares=tuple(rest[:count]),
        biases=tuple(rest[count:]),
    )


@cache
def shipped_head() -> Head:
    """The head that comes with the program; read once."""
    return read_head((files("monitor.second_opinion") / "head.bin").read_bytes())
