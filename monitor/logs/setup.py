"""Where log records go, in this process."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import traceback
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from monitor.logs.lines import TEXT_FORMAT, JsonLines, TextLines
from monitor.logs.redaction import redacted
from storage.errors import OperationError


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


def log_for_people(level: int, *, dated: bool) -> None:
    """Records on stderr; who did not ask for logs reads a sentence, as from any command."""
    handler = _Stderr()
    handler.setFormatter(TextLines(TEXT_FORMAT if dated else "clausewatch: %(message)s"))
    _replace_handler(handler)
    logging.getLogger().setLevel(level)


def log_for_machines(log_format: LogFormat, file: Path | None) -> None:
    """Whole records, on stderr or in a file that may be moved away (by logrotate) at any time.

    Raises OperationError when the file cannot be written.
    """
    handler = _Stderr() if file is None else _opened(file)
    handler.setFormatter(JsonLines() if log_format is LogFormat.JSON else TextLines(TEXT_FORMAT))
    _replace_handler(handler)


def redact_what_escapes() -> None:
    """Tracebacks that nothing catches lose their secrets too, in every thread."""
    sys.excepthook = _say_exception
    threading.excepthook = lambda args: _say_exception(
        args.exc_type, args.exc_value, args.exc_traceback
    )


def _say_exception(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if issubclass(kind, SystemExit) or sys.stderr is None:
        return
    sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace))))
    sys.stderr.flush()


def _opened(file: Path) -> logging.Handler:
    from monitor.logs.rotated import RotatedFile  # noqa: PLC0415  every command would wait for it

    try:
        return RotatedFile(file, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise OperationError(
            f"cannot write the log file {file}: {error.strerror}; correct --log-file, or make its "
            "folder writable"
        ) from error


def _replace_handler(handler: logging.Handler) -> None:
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old, Quiet):
            root.removeHandler(old)
            with contextlib.suppress(OSError):  # the disk is full
                old.close()
    root.addHandler(handler)


class Quiet(logging.Handler):
    """A record that cannot be written is lost: saying so would repeat it, secrets and all."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Nobody is there to be told."""


class _Stderr(Quiet):
    """What is stderr at that moment: tests exchange it."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            self.handleError(record)
