"""What a receiver answered, as a value, and the rules that say what an answer means."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from storage.model import AttemptOutcome

_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{1,80}", re.ASCII)  # safe to repeat in an error
_LONGEST = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``headers`` by lower-case name; ``body`` is the beginning of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    now: datetime

    def json(self) -> Mapping[str, Any]:
        """The object in the body; empty when there is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The first rule of a chat that fits decides. Empty ``statuses`` or ``words``: any.

    ``words`` are what :attr:`Chat.word` reads off an answer. ``advice`` is for the person who
    reads the error; "" takes the usual words for the outcome.
    """

    outcome: AttemptOutcome
    statuses: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()
    advice: str = ""

    def fits(self, status: int, word: str | None) -> bool:
        fits_status = not self.statuses or status in self.statuses
        return fits_status and (not self.words or word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """How to read the answers of one kind of receiver.

    ``word`` is the receiver's own word for what went wrong, None when it says none: also in a 2xx,
    which then is no success. ``wait`` is how many seconds it wants to be left alone.
    """

    rules: tuple[Rule, ...]
    word: Callable[[Answer], str | None]
    wait: Callable[[Answer], float | None]


def codes(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


def words(*listed: str) -> frozenset[str]:
    return frozenset(listed)


def no_word(_: Answer) -> str | None:
    return None


def safe_code(value: object) -> str | None:
    """A machine's word, when it is one: nothing else of an answer is ever repeated."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if text.isdecimal() and text.isascii() and len(text) <= 6:  # noqa: PLR2004  Discord's
        return f"code {text}"
    return text if _CODE.fullmatch(text) else None


def wait_by_header(answer: Answer) -> float | None:
    """``Retry-After``."""
    return retry_after_seconds(answer.headers.get("retry-after"), answer.now)


def retry_after_seconds(value: str | None, now: datetime) -> int | None:
    """``Retry-After``, seconds or an HTTP date, as seconds from now; None when it is neither."""
    if value is None:
        return None
    value = value.strip()  # of more characters than float() takes
    if _SECONDS.fullmatch(value):
        return math.ceil(float(value))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0, int((moment - now).total_seconds()))


def seconds_in(value: object) -> float | None:
    """A number of seconds out of JSON or a header; None when it is none."""
    if isinstance(value, str) and _SECONDS.fullmatch(value.strip()):
        value = float(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= _LONGEST else None


SUCCESS = frozenset(range(200, 300))
TOO_LARGE = codes(413)
TOO_MANY = codes(429)
GONE = codes(410)
