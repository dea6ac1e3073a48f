"""Fewer searches for circular garbage while a great many values are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MADE = 50_000  # containers more than were freed, after which the youngest are searched


@contextmanager
def searched_seldom() -> Iterator[None]:
    """While it lasts. Reading and understanding leave hardly any such garbage, but remember
    hundreds of thousands of values, and a search goes through all of them.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(_MADE, before[0]) if before[0] else 0, *before[1:])  # 0: turned off
    try:
        yield
    finally:
        gc.set_threshold(*before)
