"""Programs as if just started, for many questions: what they import, what they print.

One process imports ``monitor.cli``, as every command does first, and no more. Each question is
answered by a fork of it, which is as fresh as a command's own process and costs a tenth of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_ROOT = Path(__file__).parents[2]
_PARENT = """
import json, os, sys, traceback
import monitor.cli

def answer(asked):
    for number, path in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(path, os.O_WRONLY), number)
    os.environ.clear()
    os.environ.update(asked["environ"])
    sys.argv = ["clausewatch", *asked["words"]]
    code = 0
    try:
        exec(asked["code"], {"__name__": "__main__"})
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        answer(json.loads(line))
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    code: int
    out: str
    err: str


class Started:
    """A context; :meth:`run` is ``python -c CODE WORDS`` with ``monitor.cli`` imported."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PARENT],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str, *words: str, environ: Mapping[str, str]) -> Ended:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.NamedTemporaryFile("r") as out, tempfile.NamedTemporaryFile("r") as err:
            asked = {"code": code, "words": words, "environ": dict(environ)}
            line = json.dumps(asked | {"out": out.name, "err": err.name})
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
            ended = int(self._process.stdout.readline())
            return Ended(code=ended, out=out.read(), err=err.read())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
