"""Folded text as words, numbers and marks."""

from __future__ import annotations

import re

from storage.values import value

# A Hebrew word keeps its gershayim (תשפ"ד) and a closing geresh (ינו'): both carry meaning.
_TOKEN = re.compile(r"""\d+|[א-ת]+(?:["'][א-ת]+)*'?|[^\W\d_]+|\S""")
_SEMITIC = re.compile(r"[\u0590-\u06ff]")
_ARABIC_GLUE = "وفبلكم"
_HEBREW_GLUE = "והבלמשכ"
_SHORTEST_STEM = 2
_MOST_PARTICLES = 2


@value(kw_only=False)
class Token:
    """``text[start:end]`` of the folded text."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return self.text.isdigit()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


def tokenise(folded: str, start: int = 0, end: int | None = None) -> list[Token]:
    stop = len(folded) if end is None else end
    return [
        Token(found.group(), found.start(), found.end())
        for found in _TOKEN.finditer(folded, start, stop)
    ]


def token_texts(folded: str, start: int, end: int) -> list[str]:
    """The texts of the same tokens."""
    return _TOKEN.findall(folded, start, end)


def unglued(word: str) -> tuple[str, ...]:
    """The word, and what is left of it when one or two glued Arabic or Hebrew particles go."""
    if not _SEMITIC.match(word):
        return (word,)
    glue = _HEBREW_GLUE if word[0] <= "ת" else _ARABIC_GLUE
    forms = [word]
    while (
        len(forms) <= _MOST_PARTICLES and forms[-1][0] in glue and len(forms[-1]) > _SHORTEST_STEM
    ):
        forms.append(forms[-1][1:])
    return tuple(forms)
