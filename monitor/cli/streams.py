"""What commands read and write through: texts in every script, whole."""

from __future__ import annotations

import io
import sys


def prepare_streams() -> None:
    """UTF-8 whatever the locale says; and what is written is written whole or fails.

    Python that was told not to buffer (``PYTHONUNBUFFERED``, usual in containers) gives a long text
    to the pipe once: where the reader leaves or a signal comes in its midst, the rest is lost and
    nobody is told.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    buffer = getattr(sys.stdout, "buffer", None)
    if isinstance(buffer, io.RawIOBase):
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(buffer), encoding="utf-8", errors="replace", line_buffering=True
        )
