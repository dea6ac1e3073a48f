"""A pager for long answers, as git has one: only on a terminal, and only when it is written to.

``CLAUSEWATCH_PAGER``, else ``PAGER``, else ``less`` (as ``less -FRX``, unless ``LESS`` says more).
Empty or ``cat`` means none, and so does ``clausewatch --no-pager``.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.invocation import Invocation

if TYPE_CHECKING:
    import subprocess

    from _typeshed import ReadableBuffer

_DEFAULT = "less"
_NONE = ("", "cat")
# Leaves at once when one screen holds it all, colours, and what was read stays on the screen.
_LESS = "FRX"


class PagedCommand(click.Command):
    """A command whose answer may be longer than the screen."""

    def invoke(self, ctx: click.Context) -> Any:
        words = None if _is_off(ctx) or not sys.stdout.isatty() else pager_words(os.environ)
        if words is None:
            return super().invoke(ctx)
        with _through(words):
            return super().invoke(ctx)


def pager_words(environ: Mapping[str, str]) -> list[str] | None:
    """The command of the pager; None for no pager, or one that is not there."""
    wanted = environ.get("CLAUSEWATCH_PAGER", environ.get("PAGER", _DEFAULT)).strip()
    if wanted in _NONE or environ.get("TERM") == "dumb":
        return None
    try:
        words = shlex.split(wanted)
    except ValueError:  # a quotation without its end
        return None
    import shutil  # noqa: PLC0415  only who reads at a terminal waits for it

    return words if words and shutil.which(words[0]) else None


def _is_off(ctx: click.Context) -> bool:
    invocation = ctx.find_object(Invocation)
    return invocation is not None and invocation.no_pager


@contextlib.contextmanager
def _through(words: list[str]) -> Iterator[None]:
    """What is written to stdout goes through the pager; who leaves it early has read enough."""
    pipe = _PagerPipe(words)
    terminal = sys.stdout
    # Line by line: the first screen is there before the last row was read.
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(pipe), encoding="utf-8", errors="replace", line_buffering=True
    )
    try:
        with contextlib.suppress(BrokenPipeError):
            yield
            sys.stdout.flush()
    finally:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.close()
        sys.stdout = terminal
        pipe.wait()


class _PagerPipe(io.RawIOBase):
    """The pager's stdin. It is started by the first byte, so an error message stands alone."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._process: subprocess.Popen[bytes] | None = None

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return True  # where it ends: colour and width are those of the terminal

    def write(self, data: ReadableBuffer, /) -> int:
        if self._process is None:
            import subprocess  # noqa: PLC0415  every command would wait for it

            environ = {"LESS": _LESS, "LV": "-c"} | dict(os.environ)
            self._process = subprocess.Popen(  # noqa: S603  the command that the user chose
                self._words, stdin=subprocess.PIPE, env=environ
            )
        assert self._process.stdin is not None
        self._process.stdin.write(data)
        self._process.stdin.flush()
        return memoryview(data).nbytes

    def wait(self) -> None:
        """Until the reader has left: Ctrl-C meanwhile is the pager's business."""
        if self._process is None:
            return
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        while True:
            try:
                self._process.wait()
            except KeyboardInterrupt:
                continue
            return
