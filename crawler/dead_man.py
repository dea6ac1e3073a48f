"""A process that must end when it is stuck: also in C code, where no Python runs any more.

Signals and the end of stdin are heard by Python alone, so a process in which one thread never
gives the others a turn would outlive whoever started it. A timer of :mod:`faulthandler`, which
needs no Python to go off, ends such a process; a thread puts it off as long as Python runs.
"""

from __future__ import annotations

import faulthandler
import threading

STUCK_SECONDS = 30.0
_BEATS = 10  # in that time
_STDERR = 2


def end_when_stuck(seconds: float = STUCK_SECONDS) -> None:
    """From now on this process ends with code 1, and a traceback on stderr, when for ``seconds``
    no Python but one thread's ran.
    """
    stay = threading.Event()

    def beat() -> None:
        while True:
            faulthandler.dump_traceback_later(seconds, exit=True, file=_STDERR)
            stay.wait(seconds / _BEATS)

    threading.Thread(target=beat, name="dead-man", daemon=True).start()
