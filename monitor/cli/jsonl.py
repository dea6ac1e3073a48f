"""One JSON object a line in, one result a line out: in order, as they come, in one process."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from monitor.cli.output import json_text, note
from storage.errors import ClauseWatchError, UsageError

logger = logging.getLogger(__name__)

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def answer_lines(lines: Iterable[bytes], answer: Answer) -> None:
    """Write ``answer`` of each line with its ``id``; a bad line gives its error, the rest go on.

    Each result is flushed before the next line is read, so that a program can hold a dialogue.
    """
    bad = 0
    for line in lines:
        if not line.strip():
            continue
        result = _result(line, answer)
        bad += "error" in result
        sys.stdout.write(f"{json_text(result)}\n")
        sys.stdout.flush()
    if bad:
        note(f"clausewatch: {bad} lines could not be answered; each has its 'error'")


def _result(line: bytes, answer: Answer) -> dict[str, Any]:
    identity: Any = None
    try:
        request = _read(line)
        identity = request.get("id")
        return {"id": identity} | answer(request)
    except ClauseWatchError as error:
        return {"id": identity, "error": str(error)}
    except Exception as error:
        # A text that our own code cannot digest must not keep the other lines from an answer.
        logger.exception("line with id %r", identity)
        return {"id": identity, "error": f"{type(error).__name__}: {error}"}


def _read(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"not a line of JSON: {error}") from None
    if not isinstance(request, dict):
        raise UsageError('a line must be a JSON object, such as {"id": 1, …}')
    return request


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def text_of(request: dict[str, Any], name: str) -> str:
    """A text that a line must have."""
    value = request.get(name)
    if not isinstance(value, str):
        raise UsageError(f"{name!r} must be a text")
    return value


def optional_text(request: dict[str, Any], name: str) -> str | None:
    """A text that a line may have."""
    value = request.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{name!r} must be a text or null")
    return value


def encoded(text: str) -> bytes:
    """As UTF-8; a lone surrogate, which JSON can write, becomes a question mark."""
    return text.encode(errors="replace")
