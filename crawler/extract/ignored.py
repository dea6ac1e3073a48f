"""What a user's ``ignore`` patterns match is taken out, within a time limit.

A pattern that looks harmless can keep a processor busy for years over the wrong line, and with
``re`` nothing in the process runs meanwhile. So they run with the ``regex`` module: the same
language (its version 0), but it gives up after a time and lets other threads run.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from storage.errors import ExtractError

if TYPE_CHECKING:
    import regex

_SECONDS = 3.0  # of this process's own time, for all patterns over a whole document


def check_pattern(pattern: str) -> None:
    """Raises ValueError, in words for people, for what is no regular expression."""
    try:
        re.compile(pattern, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"not a regular expression: {error}") from None
    _compiled(pattern)


def without_ignored(
    texts: Iterable[str], ignore: tuple[str, ...], *, seconds: float = _SECONDS
) -> list[str]:
    """Each text with a space in place of what the patterns match, whatever its case.

    Raises ExtractError for a pattern that cannot be compiled, and for one that takes too long:
    all of them together have ``seconds``.
    """
    texts = list(texts)
    ends_at = time.process_time() + seconds
    for pattern in ignore:
        try:
            found = _compiled(pattern)
        except ValueError as error:
            raise ExtractError(f"the ignore pattern {pattern!r} is {error}; correct it") from None
        try:
            texts = [
                found.sub(" ", text, timeout=max(0.001, ends_at - time.process_time()))
                for text in texts
            ]
        except (TimeoutError, MemoryError):
            raise ExtractError(
                f"the ignore pattern {pattern!r} takes too long on this page (more than "
                f"{seconds:g} s): write it without a repetition within a repetition, such as "
                "(a+)+, and without several .* in a row"
            ) from None
    return texts


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex  # noqa: PLC0415  most watchlists have no pattern

    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)
    except (regex.error, RecursionError, OverflowError) as error:
        raise ValueError(f"not a regular expression: {error}") from None
