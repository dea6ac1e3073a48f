"""What was made of the last contents, kept for a while.

Successive captures of one page nearly always hold the same document in other bytes; what follows
from the document alone need not be worked out again. Bounded by number and by size, so that
neither a long replay nor hostile pages fill the memory.
"""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

_Value = TypeVar("_Value")

_MOST = 32  # values
_ROOM = 2_000_000  # characters, of all values together


class Memory(Generic[_Value]):
    """The values that were made last, by key. Safe to share between threads."""

    def __init__(self, *, most: int = _MOST, room: int = _ROOM) -> None:
        self._most = most
        self._room = room
        self._kept: dict[Hashable, tuple[_Value, int]] = {}
        self._size = 0
        self._lock = Lock()

    def find(self, key: Hashable) -> _Value | None:
        """The value kept under ``key``, if it still is."""
        entry = self._kept.get(key)
        return entry[0] if entry is not None else None

    def keep(self, key: Hashable, value: _Value, *, size: int) -> None:
        """Keep ``value``, of ``size`` characters, for as long as there is room."""
        with self._lock:
            self._size += size - self._kept.pop(key, (value, 0))[1]
            self._kept[key] = value, size
            while self._size > self._room or len(self._kept) > self._most:
                oldest = next(iter(self._kept))
                self._size -= self._kept.pop(oldest)[1]

    def __len__(self) -> int:
        return len(self._kept)
