"""Folding: many spellings of a word become one, for search and for lexicons.

Compatibility forms, case, Latin accents, Arabic harakat, tatweel and letter variants, Hebrew
points and final letters, all digit shapes, invisible and bidi marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from storage.patterns import late

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

# U+00AD soft hyphen, zero-width and bidi controls, variation selectors, BOM.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)

_LETTERS = {
    "ى": "ي",  # alef maksura
    "ة": "ه",  # ta marbuta
    "ی": "ي",  # Persian yeh
    "ې": "ي",
    "ک": "ك",  # Persian kaf
    "ٱ": "ا",  # alef wasla
    "ـ": "",  # tatweel
    "ך": "כ",
    "ם": "מ",
    "ן": "נ",
    "ף": "פ",
    "ץ": "צ",
    "’": "'",
    "‘": "'",
    "׳": "'",
    "“": '"',
    "”": '"',
    "״": '"',
    "٪": "%",
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
}


class _Folding(dict[int, str]):
    """Letter by letter, worked out at first use: the table of all would cost 25 ms at import."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Mn":
            folded = ""
        elif category == "Nd":
            folded = str(unicodedata.digit(character))
        else:
            folded = character
        self[code] = folded
        return folded


_TABLE = _Folding({ord(letter): folded for letter, folded in _LETTERS.items()})


_PIECE = 1_000  # letters


def normalised(form: Form, text: str) -> str:
    """``text`` in a normal form of Unicode.

    The library's time grows with the square of a run of combining marks, so that a page of nothing
    else would hold it for minutes: a long text is taken in pieces, cut before a space.
    """
    if len(text) <= _PIECE:
        return unicodedata.normalize(form, text)
    return "".join(unicodedata.normalize(form, piece) for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        least = start + _PIECE
        space = text.find(" ", least, least + _PIECE)
        end = least if space < 0 else space
        yield text[start:end]
        start = end


def fold(text: str) -> str:
    """Fold ``text``; white space is kept, so lengths differ but word order does not."""
    if text.isascii():
        return text.lower()
    decomposed = normalised("NFKD", INVISIBLE.sub("", text))
    return decomposed.casefold().translate(_TABLE)


# What Arabic and Hebrew write together with the word behind it; at least three letters are left.
_PARTICLE = late(
    r"^(?:[وف]?(?:[بك]?ال|لل)(?=[\u0621-\u064a]{3})|[בוכלמש]{0,2}ה(?=[א-ת]{3})|[בוכלמש]{1,2}(?=[א-ת]{3}))"
)


def without_particle(folded: str) -> str:
    """Folded text without the article and the prepositions glued to its first word."""
    return _PARTICLE.sub("", folded, count=1)
