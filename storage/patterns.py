"""Regular expressions that are compiled when they are first used.

Half of those that a command imports it never asks for, and to compile a large one takes a
millisecond. For such as are large and seldom asked for; others are compiled as ever.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands in for a pattern: each of its methods is looked up once and kept."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # only asked for what is not kept yet
        if name.startswith("__"):  # what copying and pickling ask for is no pattern's
            raise AttributeError(name)
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile``, at first use; a mistake in ``source`` is an error then, not at import."""
    return cast("re.Pattern[str]", _Late(source, flags))
