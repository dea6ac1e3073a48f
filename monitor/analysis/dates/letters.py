"""Folding for dates: one character becomes at most one, so that every place can be found again.

:func:`storage.folding.fold` serves search and lexicons and may change lengths; a stated date must
be given in the exact words of the page, so here each folded character remembers where it stood.
"""

from __future__ import annotations

import unicodedata

from monitor.analysis.text.remembering import remembered

_TATWEEL = "ـ"
_SINGLE = {
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ک": "ك",
    "ٱ": "ا",
    "ة": "ه",
    _TATWEEL: "",
    "ך": "כ",
    "ם": "מ",
    "ן": "נ",
    "ף": "פ",
    "ץ": "צ",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "׳": "'",
    "“": '"',
    "”": '"',
    "״": '"',
    "«": '"',
    "»": '"',
    "„": '"',
    "־": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "−": "-",
    "⁄": "/",
    "∕": "/",
    "؍": "/",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "۔": ".",
    "٫": ".",
    "ß": "s",
    "ı": "i",
    # A backslash before a mark is Markdown's escape ("14\. March"): it says nothing.
    "\\": "",
}


def _folded(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Mn", "Cf", "Me"):
        return ""  # accents, points, harakat; bidi marks and isolates, zero width
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "No":
        return " "  # a superscript note mark must not become a digit of the year
    for part in unicodedata.normalize("NFKD", character):
        if part in _SINGLE:
            return _SINGLE[part]
        if unicodedata.category(part) != "Mn":
            return part.lower()[:1]
    return ""


class _Table(dict[int, str]):
    """Letter by letter, worked out at first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _SINGLE[character] if character in _SINGLE else _folded(character)
        self[code] = folded
        return folded


_TABLE = _Table()


def fold_letters(text: str) -> str:
    """Lower case, bare letters, ASCII digits, plain quotes and hyphens; nothing grows."""
    if text.isascii() and "\\" not in text:
        return text.lower()
    return text.translate(_TABLE)


class Folded:
    """A text, its folded form (made at first use), and the way back."""

    __slots__ = ("_folded", "_places", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: str | None = None
        self._places: list[int] | None = None

    @property
    def folded(self) -> str:
        if self._folded is None:
            self._folded = fold_letters(self.text)
        return self._folded

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where ``folded[start:end]`` stands in ``text`` (``end > start``)."""
        if len(self.folded) == len(self.text):
            return start, end
        if self._places is None:
            self._places = self._kept_places()
        last = self._places[end - 1] + 1
        while self.text.startswith(_TATWEEL, last):  # "هـ" is written with one
            last += 1
        return self._places[start], last

    def _kept_places(self) -> list[int]:
        return [place for place, character in enumerate(self.text) if _TABLE[ord(character)]]


@remembered
def folded_once(text: str) -> Folded:
    """``Folded(text)``, shared by everybody who asks for the same text."""
    return Folded(text)
