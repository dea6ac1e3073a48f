"""Words, tokens and sentences of a text, for comparing.

*Words* are what counts: folded for compatibility forms, case and invisible marks; no punctuation.
*Tokens* are the text itself cut where a diff may cut it: never inside a word, so Arabic letters
stay joined and Hebrew points stay on their letters. Joining all tokens gives the text back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from monitor.analysis.text.remembering import remembered_longer
from storage.folding import INVISIBLE, fold, normalised
from storage.signs import SPELLED, spelled

# Combining marks and invisible joiners belong to the word they stand in; \w does not hold them.
_MARKS = (
    "\u0300-\u036f"  # combining diacritics
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"  # Arabic marks
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # INVISIBLE
)
_LETTER = rf"[\w{_MARKS}]"
_JOINED = rf"{_LETTER}+(?:['’׳״\"]{_LETTER}+)*"
_MAIL = r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}"
_ADDRESS = r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]"
_NUMBER = r"\d+(?:[.,]\d+)+"
_TOKEN = re.compile(rf"{_ADDRESS}|{_MAIL}|{_NUMBER}|{_JOINED}|\s+|.", re.DOTALL)
# The signs of currencies and per cent change the meaning of a number, so they are words; so are
# the signs that :mod:`storage.signs` spells.
_WORD = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)*|[$€£¥₪%{SPELLED}]")
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*|[$%]")
_ASCII_FOLDED = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))
_ASCII_LINES = f"{_ASCII_FOLDED[:10]}\n{_ASCII_FOLDED[11:]}"
_TOGETHER = 16  # lines: of few, most often none has a sign that is a word
_NOT_PLAIN = frozenset("'$%<>@")
_APOSTROPHES = "’‘׳ʼ`"
_SIGNS = frozenset("$€£¥₪%" + SPELLED)
_MARK = re.compile(f"[{_MARKS}]")
_OF_WORDS = {" "}  # characters that were met and stay as they are
_SENTENCE_END = re.compile(r"(?<=[.!?؟。…])[\"'”»)\]]*\s+")


def tokens(text: str) -> list[str]:
    """``text`` cut into words, numbers, addresses, white space and single signs."""
    return _TOKEN.findall(text)


@remembered_longer
def words(text: str) -> tuple[str, ...]:
    """The words that count, in order: two texts with equal words say the same."""
    return words_of_spelled(spelled(text))


def words_of_lines(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """``words`` of each, of more lines than can be remembered: plain ones are split together."""
    for start in range(0, len(lines), _TOGETHER):
        some = lines[start : start + _TOGETHER]
        text = "\n".join(some)
        if text.isascii() and text.count("\n") < len(some) and _NOT_PLAIN.isdisjoint(text):
            yield from map(str.split, text.translate(_ASCII_LINES).split("\n"))
        else:
            yield from map(words, some)


def words_of_spelled(text: str) -> tuple[str, ...]:
    """The same of a part of a text whose signs are spelled: they depend on what is around them."""
    if text.isascii():
        if "'" in text or "$" in text or "%" in text:
            return tuple(_ASCII_WORD.findall(text.lower()))
        return tuple(text.translate(_ASCII_FOLDED).split())
    folded = _without_signs(INVISIBLE.sub("", normalised("NFKC", text))).casefold()
    if "'" in folded:
        return tuple(_WORD.findall(folded))
    return tuple(_spaced(folded).split())


def _without_signs(text: str) -> str:
    """An underscore parts words; there is one apostrophe, and one sign of per cent."""
    text = text.replace("\u066a", "%")  # the Arabic one; NFKC knows the others
    for sign in _APOSTROPHES:
        if sign in text:
            text = text.replace(sign, "'")
    return text.replace("_", " ")


def _spaced(folded: str) -> str:
    """Words as ``_WORD`` has them, with spaces between, of a text without apostrophes.

    A text has few different characters: replacing some beats looking at each place.
    """
    for character in set(folded).difference(_OF_WORDS):
        if character in _SIGNS:
            folded = folded.replace(character, f" {character} ")
        elif not (character.isalnum() or _MARK.match(character)):
            folded = folded.replace(character, " ")
        else:
            _OF_WORDS.add(character)
    return folded


@lru_cache(maxsize=32_768)
def folded_word(word: str) -> str:
    """One word without accents, points and letter variants."""
    return fold(word)


@lru_cache(maxsize=64)  # many rules ask for the lines of one edit, one after the other
def folded_line(line: tuple[str, ...]) -> tuple[str, ...]:
    """The same of each word of a line."""
    return tuple(map(folded_word, line))


def folded_phrase(text: str) -> tuple[str, ...]:
    """The words of a phrase as :func:`folded_line` has them; of data files, which ask once."""
    text = spelled(text)
    line = words_of_spelled(text)
    return line if text.isascii() else tuple(map(fold, line))


def sentences(text: str) -> list[str]:
    """``text`` cut after the ends of its sentences; joining the parts gives it back."""
    parts: list[str] = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        parts.append(text[start : found.end()])
        start = found.end()
    if start < len(text):
        parts.append(text[start:])
    return parts


# "3.", "3.1", "I.2.a.", "(a)", "IV.", "א.", "Article 5 -" at the start: renumbering changes no
# meaning; nor does "هـ" or "י\"א". "30-day notice", "3.5 million", "e-mail" and "U.S. residents"
# have no such number.
_ENUMERATOR = re.compile(
    r"\s*(?:(?:section|article|artikel|artículo|abschnitt|clause|سابعا|البند|المادة|الفصل|סעיף|פרק)\s+)?"
    r"[(\[]?(?:\d{1,3}(?:\.\d{1,3}){0,4}(?:\.?[a-z])?"
    r"|(?:[a-z]|[ivxlc]{1,6})\.\d{1,3}(?:\.[a-z0-9]{1,3}){0,3}"
    r"|[a-z]|[ivxlc]{1,6}|[\u0621-\u064a]\u0640?|(?:[יכלמ]['\"״]?[א-ט]|ט['\"״]?[וז])(?=[.)])|[א-ת])"
    r"(?:[.):\]]+(?!\d|[a-z]\.)|\s?[\-–—]+(?=[\s\u0590-\u06ff]))\s*(?=\S)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\s*\d{1,2}(?:\.\d{1,2}){0,4}\s+(?=\D)")
_SECTION = re.compile(r"\s*\d{1,2}(?:\.\d{1,2}){1,4}\s+(?=[A-ZÀ-ÖØ-Þ«“\"])")  # of a paragraph


def without_enumerator(text: str, *, heading: bool = False) -> str:
    """``text`` without the number or letter it is listed under."""
    found = _ENUMERATOR.match(text)
    if found is None:
        found = (_BARE_NUMBER if heading else _SECTION).match(text)
    return text[found.end() :] if found and found.end() < len(text) else text
