"""The secrets of tests carry one mark, so that a leak of any of them is found wherever it went.

:func:`find_leaks` looks for it in bytes. The hooks of ``tests/conftest.py`` look in whatever a test
printed or logged and in the files that it left; :mod:`support.cli` in what a command answered.
"""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Iterator
from pathlib import Path

# Fit for a path, a password, a token, and as base64.
CANARY = "c4n4ryS3cretZq81"
SIGNING_SECRET = f"whsec_{CANARY * 2}"
HOOK_PATH = f"/hook/{CANARY}"

_KEY = base64.b64decode(CANARY)
_FORMS = (CANARY.encode(), CANARY.encode("utf-16-le"), _KEY, _KEY.hex().encode())
# Files in which a test itself keeps its secrets, as a person would.
_ALLOWED = ("secret", "secrets.env")
_MOST_BYTES = 50_000_000


def find_leaks(data: bytes | str) -> list[str]:
    """Where the mark is, with what stands before it; [] is as it must be."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    folded = raw.lower()
    found = []
    for form in _FORMS:
        place = folded.find(form.lower())
        if place >= 0:
            found.append(f"at {place}: {raw[max(0, place - 60) : place]!r}")
    return found


def leaks_in_folder(folder: Path) -> Iterator[str]:
    """Leaks in the files below ``folder``, but for those that are there to hold secrets."""
    for path in sorted(folder.rglob("*")):
        try:
            mode = path.lstat()
            if not stat.S_ISREG(mode.st_mode) or mode.st_size > _MOST_BYTES:
                continue
            data = path.read_bytes()
        except OSError:
            continue
        if any(part.startswith(_ALLOWED) for part in path.relative_to(folder).parts):
            continue
        yield from (f"{os.fspath(path)}: {leak}" for leak in find_leaks(data))
