"""What a program writes to a terminal."""

from __future__ import annotations

import os
import select
import time


def read_terminal(reader: int, *, seconds: float = 20) -> str:
    """Everything up to the end of the other side; closes ``reader``."""
    text = b""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not select.select([reader], [], [], max(deadline - time.monotonic(), 0))[0]:
            break
        try:
            piece = os.read(reader, 4096)
        except OSError:  # Linux says EIO when the other end is closed
            break
        if not piece:
            break
        text += piece
    os.close(reader)
    return text.decode().replace("\r\n", "\n")
