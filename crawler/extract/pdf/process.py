"""Which program reads PDFs on this machine, and running it: bounded, in a process of its own.

A PDF is opened by native code that was not written for this; a file that crashes it, keeps it busy
or fills the memory must cost that file only, not the crawl. So it runs apart, with limits on
memory, CPU, output and time, and one process a file.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from storage.errors import ExtractError

PDFIUM = "pypdfium2"
PDFTOTEXT = "pdftotext"

_WORKER = Path(__file__).with_name("worker.py")
_SECONDS = 60.0  # from start to end of one file
_VERSION_SECONDS = 10.0
_MOST_OUTPUT = 96 << 20  # bytes; the process cannot write more either
_AT_ONCE = threading.BoundedSemaphore(2)  # each may take a gigabyte
_LONGEST_NAME = 60  # characters


def find_reader() -> str | None:
    """Name and version of what reads PDFs here, such as ``pypdfium2 5.15.2``; None for nothing.

    It is kept with each version: another reader, or another release of it, may read the same bytes
    otherwise, which must not look like a change of the document.
    """
    if find_spec(PDFIUM) is not None:
        try:
            return f"{PDFIUM} {version(PDFIUM)}"
        except PackageNotFoundError:
            return PDFIUM
    program = shutil.which(PDFTOTEXT)
    return _version_of(program) if program else None


def ask_pdfium(body: bytes) -> str:
    """What the worker says of a PDF (see :mod:`crawler.extract.pdf.worker`).

    Raises ExtractError.
    """
    return _run([], body).decode("utf-8", "replace")


def ask_pdftotext(body: bytes) -> str:
    """The text of a PDF, pages parted by form feeds. Raises ExtractError."""
    program = shutil.which(PDFTOTEXT)
    if program is None:
        raise ExtractError("pdftotext is not there any more; install poppler-utils again")
    return _run([program, "-enc", "UTF-8", "-eol", "unix", "-", "-"], body).decode(
        "utf-8", "replace"
    )


@cache
def _version_of(program: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  a program found on PATH, no shell
            [program, "-v"], capture_output=True, timeout=_VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return PDFTOTEXT
    words = (done.stderr or done.stdout).decode("utf-8", "replace").split("\n", 1)[0].split()
    return f"{PDFTOTEXT} {words[-1]}"[:_LONGEST_NAME] if words else PDFTOTEXT


def _run(arguments: list[str], body: bytes) -> bytes:
    with _AT_ONCE, tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as written:
        given.write(body)
        given.seek(0)
        try:
            done = subprocess.run(  # noqa: S603  our own file, no shell
                # -P: the folder of the worker has modules called html and text
                [sys.executable, "-P", str(_WORKER), *arguments],
                stdin=given,
                stdout=written,
                stderr=subprocess.PIPE,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ExtractError(
                f"reading this PDF takes more than {_SECONDS:.0f} seconds; "
                "watch another form of the document"
            ) from None
        if done.returncode:
            raise ExtractError(_failure(done.returncode, done.stderr))
        written.seek(0)
        return written.read(_MOST_OUTPUT)


def _failure(code: int, stderr: bytes) -> str:
    if code < 0:
        return (
            "reading this PDF needs more memory or time than is allowed, or crashes the reader "
            f"(signal {-code}); watch another form of the document"
        )
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    said = lines[-1][:200] if lines else f"exit code {code}"
    return f"this PDF cannot be read ({said}); it may be broken"
