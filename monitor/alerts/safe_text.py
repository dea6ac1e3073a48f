"""Text from pages, made safe to stand in a message: nothing invisible, nothing cut in two.

Directions: what a page brings of its own controls is removed; what we insert is isolated
(Unicode FSI ... PDI), so that a right-to-left run cannot turn round the words beside it. Text stays
in logical order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

FSI = "\u2068"
PDI = "\u2069"
LRM = "\u200e"
RLM = "\u200f"
ELLIPSIS = "…"

Measure = Callable[[str], int]  # the sum over the characters of a text, each at least 1

_KEPT_INVISIBLE = "\u200c\u200d"  # ZWNJ, ZWJ: spelling in Persian and Indic scripts, emoji
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = frozenset({"Zl", "Zp", "Zs"})
_NUMBER_SIGNS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2")  # visible, in Cf


class _Cleaning(dict[int, str]):
    """Character by character, worked out at first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character in _KEPT_INVISIBLE or character in _NUMBER_SIGNS:
            cleaned = character
        elif category in _SPACES or character in "\t\n\r\v\f\x85":
            cleaned = " "
        elif category in _DROPPED_CATEGORIES:
            cleaned = ""
        else:
            cleaned = character
        self[code] = cleaned
        return cleaned


_CLEANING = _Cleaning()


def clean(text: str) -> str:
    """Without control, bidi, invisible, private and escape characters; every space a plain one.

    Works character by character, so ``clean(a + b) == clean(a) + clean(b)``: the parts of a diff
    still add up.
    """
    return text.translate(_CLEANING)


def is_rtl(text: str) -> bool:
    """Whether most of the letters run from right to left."""
    if text.isascii():
        return False
    balance = 0
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            balance += 1
        elif direction == "L":
            balance -= 1
    return balance > 0


def has_rtl(text: str) -> bool:
    """Whether any letter runs from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(character) in ("R", "AL") for character in text
    )


def starting_mark(text: str) -> str:
    """What to put before a text so that its direction is that of most of its letters.

    Readers take the direction from the first letter: an Arabic clause that begins with a company's
    Latin name would come out the wrong way round.
    """
    if text.isascii():
        return ""
    first = next((way for way in map(unicodedata.bidirectional, text) if way in _STRONG), "")
    rtl = is_rtl(text)
    if rtl:
        return RLM if first == "L" else ""
    return LRM if first in ("R", "AL") else ""


def turning_mark(text: str, *, rtl: bool) -> str:
    """What to put before a text so that it runs this way, whatever its letters are."""
    first = next((way for way in map(unicodedata.bidirectional, text) if way in _STRONG), "")
    if rtl:
        return "" if first in ("R", "AL") else RLM
    return LRM if first in ("R", "AL") else ""


_STRONG = frozenset({"L", "R", "AL"})


def isolate(text: str) -> str:
    """FSI text PDI; ``text`` must be clean."""
    return f"{FSI}{starting_mark(text)}{text}{PDI}" if text else ""


def paragraph(text: str) -> str:
    """A paragraph that runs in the direction of most of its letters, whatever it begins with.

    Unlike :func:`starting_mark` it does not rely on the first letter, which may stand inside an
    isolate and then does not count.
    """
    if is_rtl(text):
        return f"{RLM}{text}"
    return f"{LRM}{text}" if has_rtl(text) else text


# --- cutting ---------------------------------------------------------------------------------

_ZWJ = "\u200d"
_JOINS_BACK = frozenset({"Mn", "Me", "Mc"})
_VIRAMA = 9  # canonical combining class; the consonant after it belongs to the cluster
_SOFT_WORD_LIMIT = 24  # how far to step back for the sake of a whole word


def is_boundary(text: str, index: int) -> bool:
    """Whether text may be cut before ``text[index]`` without splitting what is read as one.

    Errs on the side of not cutting: grapheme clusters (UAX 29) are never split, and some
    neighbours (flags in a row) stay together though they might be parted.
    """
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if after.isascii() and before.isascii():
        return not (before == "\r" and after == "\n")
    return not _joins(before, after)


def _joins(before: str, after: str) -> bool:
    return (
        unicodedata.category(after) in _JOINS_BACK
        or after in "\u200c\u200d\uff9e\uff9f"
        or before == _ZWJ
        or before in _NUMBER_SIGNS
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or (_is_flag_letter(before) and _is_flag_letter(after))
        or (_is_jamo(before) and _is_jamo(after))
        or unicodedata.combining(before) == _VIRAMA
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_jamo(character: str) -> bool:
    """Hangul parts and syllables, which parts may follow."""
    return (
        "\u1100" <= character <= "\u11ff"
        or "\ua960" <= character <= "\ua97c"
        or "\ud7b0" <= character <= "\ud7fb"
        or "\uac00" <= character <= "\ud7a3"
    )


def shorten(text: str, limit: int, measure: Measure = len) -> str:
    """At most ``limit`` by ``measure``, with an ellipsis when something was cut off the end."""
    if measure(text) <= limit:
        return text
    room = limit - measure(ELLIPSIS)
    end = _fitting(text, room, measure)
    while end > 0 and not is_boundary(text, end):
        end -= 1
    word_end = text.rfind(" ", max(0, end - _SOFT_WORD_LIMIT), end + 1)
    if word_end > 0:
        end = word_end
    return f"{text[:end].rstrip()}{ELLIPSIS}" if room >= 0 else ""


def shorten_start(text: str, limit: int, measure: Measure = len) -> str:
    """As :func:`shorten`, cutting off the beginning."""
    if measure(text) <= limit:
        return text
    room = limit - measure(ELLIPSIS)
    start = len(text) - _fitting(text[: -max(room, 0) - 1 : -1], room, measure)
    while start < len(text) and not is_boundary(text, start):
        start += 1
    space = text.find(" ", start, start + _SOFT_WORD_LIMIT)
    if text[start - 1] != " " and space >= 0 and is_boundary(text, space + 1):
        start = space + 1
    return f"{ELLIPSIS}{text[start:]}" if room >= 0 else ""


def _fitting(text: str, room: int, measure: Measure) -> int:
    """How many characters from the start fit. Every character measures at least 1."""
    low, high = 0, max(0, min(len(text), room))
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return low


# --- shortening a diff -----------------------------------------------------------------------

Diff = Sequence[tuple[str, str]]
_CONTEXT = 60  # characters of unchanged text kept on each side of a change


def focus_diff(diff: Diff, limit: int, measure: Measure = len) -> tuple[tuple[str, str], ...]:
    """The diff with unchanged text cut to what stands next to a change, then to ``limit``.

    An ellipsis marks each cut. Without cuts the parts are those of ``diff``.
    """
    if sum(measure(text) for _, text in diff) <= limit:
        return tuple((op, text) for op, text in diff)
    focused: list[tuple[str, str]] = []
    last = len(diff) - 1
    room = limit - measure(ELLIPSIS)
    for index, (op, text) in enumerate(diff):
        part = _part(op, text, limit, first=index == 0, last=index == last, measure=measure)
        size = measure(part)
        if size > room:
            cut = shorten(part, min(room + measure(ELLIPSIS), size - 1), measure)
            focused.append((op, cut) if cut else ("=", ELLIPSIS))
            break
        focused.append((op, part))
        room -= size
    return tuple((op, text) for op, text in focused if text)


def _part(op: str, text: str, limit: int, *, first: bool, last: bool, measure: Measure) -> str:
    if op != "=":
        return shorten(text, max(limit // 3, measure(ELLIPSIS)), measure)
    if first and last:
        return shorten(text, limit, measure)
    if first:
        return shorten_start(text, _CONTEXT)
    if last:
        return shorten(text, _CONTEXT)
    if len(text) <= 2 * _CONTEXT + len(ELLIPSIS):
        return text
    return f"{shorten(text, _CONTEXT)} {shorten_start(text, _CONTEXT).removeprefix(ELLIPSIS)}"
