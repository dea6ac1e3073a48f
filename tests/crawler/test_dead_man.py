"""A stuck process ends, whatever holds it."""

from __future__ import annotations

import subprocess
import sys

import pytest

_STUCK = """
import re
from crawler.dead_man import end_when_stuck
end_when_stuck(0.5)
re.match("(a+)+$", "a" * 60 + "!")
"""
_WORKING = """
import threading
from crawler.dead_man import end_when_stuck
end_when_stuck(0.5)
threading.Event().wait(1.5)
"""


@pytest.mark.parametrize(
    ("program", "code", "said"),
    [
        pytest.param(_STUCK, 1, True, id="in-c-code-that-lets-nobody-else-run"),
        pytest.param(_WORKING, 0, False, id="one-that-only-waits-goes-on"),
    ],
)
def test_a_process_in_which_no_python_runs_ends(program: str, code: int, said: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, "Timeout" in done.stderr) == (code, said)
