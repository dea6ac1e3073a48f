"""Signs that say something without a word: a tick or a cross for an answer, "< 16" for an age.

Most signs are ornament: a tick in front of a line is a bullet, an angle between names of pages
leads from one to the next. An answer is a sign that stands alone in a cell or a block; a
comparison stands directly before a number. In an address of mail the marks between words are part
of it: privacy-team@ is not privacy_team@.
"""

from __future__ import annotations

import re

from storage.patterns import late

YES, NO = "\ue004", "\ue005"  # private characters: no word of a page is equal to them
_LESS, _MORE, _AT_MOST, _AT_LEAST = "\ue006", "\ue007", "\ue008", "\ue009"
LOW, HIGH = frozenset((_LESS, _AT_MOST)), frozenset((_MORE, _AT_LEAST))
_DASH, _UNDERSCORE, _PLUS = "\ue00a", "\ue00b", "\ue00c"
SPELLED = YES + NO + _LESS + _MORE + _AT_MOST + _AT_LEAST + _DASH + _UNDERSCORE + _PLUS

_TICKS = "✓✔✅☑"
_CROSSES = "✗✘❌❎"
_CLOSING = "✕✖×"  # also what closes a dialog: an answer in a cell only
_ANSWERS = dict.fromkeys(_TICKS, YES) | dict.fromkeys(_CROSSES + _CLOSING, NO)
_COMPARED = {"<": _LESS, ">": _MORE, "≤": _AT_MOST, "≥": _AT_LEAST}
_WIDE = (*_ANSWERS, "≤", "≥")  # those that no ASCII text holds

_ANSWER = late(  # the variation selectors ask for black or for colour
    rf"(?:^|(?<=\|[ ]))[{_TICKS}{_CROSSES}](?=[\ufe0e\ufe0f]?[ ]?(?:$|\|))"
    rf"|(?<=\|[ ])[{_CLOSING}](?=[ ]?(?:$|\|))",
    re.MULTILINE,
)
_MAIL = late(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MAIL_MARKS = str.maketrans({"-": _DASH, "_": _UNDERSCORE, "+": _PLUS})
_COMPARISON = late(r"(?<![<>=\-])[<>≤≥](?=[ \xa0]?\d)")


def spelled(text: str) -> str:
    """``text`` with each sign that says something as one of :data:`SPELLED`; places stay."""
    wide = not text.isascii() and any(map(text.__contains__, _WIDE))
    if wide or "<" in text or ">" in text:
        text = _COMPARISON.sub(lambda found: _COMPARED[found[0]], text)
    if "@" in text:
        text = "\n".join(map(_with_marks, text.split("\n")))
    return _ANSWER.sub(lambda found: _ANSWERS[found[0]], text) if wide else text


def _with_marks(line: str) -> str:
    """The addresses of mail in a line, where it has one; few words are looked at closely."""
    if "@" not in line:
        return line
    return " ".join(
        _MAIL.sub(lambda found: found[0].translate(_MAIL_MARKS), word) if "@" in word else word
        for word in line.split(" ")
    )
