"""What child processes of the test use."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import Self

_EVERY_SECONDS = 0.02


def child_processes() -> set[int]:
    found: set[int] = set()
    for task in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):  # the thread has ended
            found.update(map(int, task.read_text().split()))
    return found


def memory_of(pid: int, field: str) -> int | None:
    """Bytes, of a line of /proc/PID/status; None when the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith(f"{field}:")]
    return int(found[0]) * 1024 if found else None


class MemoryWatch:
    """The highest resident memory of a child begun meanwhile; call :meth:`settle` at a baseline.

    ``growth`` is bytes from there to the peak. Only what runs at the baseline is watched: between
    its fork and its own program a child still shows the memory of the process that started it.
    """

    def __init__(self) -> None:
        self._before = child_processes()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._watched: int | None = None
        self._baseline = 0
        self._peak = 0

    @property
    def growth(self) -> int:
        assert self._watched is not None, "no baseline was taken"
        return self._peak - self._baseline

    def settle(self) -> None:
        """Now is the baseline, unless there is one."""
        if self._watched is not None:
            return
        (child,) = child_processes() - self._before
        self._baseline = memory_of(child, "VmRSS") or 0
        assert self._baseline, "the child is gone"
        self._watched = child

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_EVERY_SECONDS):
            if self._watched is not None:
                self._peak = max(self._peak, memory_of(self._watched, "VmHWM") or 0)
