"""Fewer searches for circular garbage while a great many values are made.

Commands, imports and the daemon make hundreds of thousands of values that stay (lexicons, rows,
what was remembered of texts) and hardly any such garbage; a search goes through all of them. It
took a quarter of the time of a comparison. That searches are as seldom as here cost an import no
more memory.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MADE = 2_000_000  # containers more than were freed, after which the youngest are searched


def search_seldom() -> None:
    """From now on, unless searches are turned off or rarer still."""
    youngest, *older = gc.get_threshold()
    gc.set_threshold(max(_MADE, youngest) if youngest else 0, *older)


def leave() -> None:
    """What is there now ends with the process: to search it before took a tenth of its time."""
    gc.freeze()


@contextmanager
def searched_seldom() -> Iterator[None]:
    """The same, for a while."""
    before = gc.get_threshold()
    search_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
