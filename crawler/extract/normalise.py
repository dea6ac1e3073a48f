r"""The comparison text: the words that count, without markup, link targets, case or punctuation.

Two pages say the same when their words are the same. Marks that a reader does not see (zero-width,
bidi, soft hyphens, harakat), kinds of quotes, white space and punctuation never make a version;
currency and percent signs are words. Masks stand in for what moves by itself in short lines:
relative times, clocks, long hex ids, copyright years. They never touch prose: "within 30 days" and
"data collected 30 days ago" are clauses.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from crawler.extract.model import ComparisonText
from storage.document import Block
from storage.errors import ExtractError
from storage.folding import INVISIBLE
from storage.model import BlockKind

MASK = "\ue000"  # a private character, as are those in addresses: no word of a page has them
_PRIVATE = "\ue000\ue001\ue002\ue003"

_KEPT_SIGNS = "%$&+_"


class _Letters(dict[int, str]):
    """What each character becomes, worked out at first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Mn" and 0x0590 <= code <= 0x06ED:  # noqa: PLR2004 - Hebrew, Arabic blocks
            folded = ""  # points and harakat are spelling aids, not letters
        elif code == 0x0640:  # noqa: PLR2004 - tatweel, a stretched line
            folded = ""
        elif category == "Nd":
            folded = str(unicodedata.digit(character))
        elif category[0] in "LMN" or category == "Sc" or character in _KEPT_SIGNS + _PRIVATE:
            folded = character
        else:
            folded = " "
        self[code] = folded
        return folded


class _Words(dict[str, str]):
    """Each word in folded form, remembered: texts repeat their words. Bounded in size."""

    _MOST = 50_000
    _LONGEST = 40  # characters

    def __init__(self) -> None:
        self._letters = _Letters()

    def __missing__(self, word: str) -> str:
        visible = word if word.isascii() else unicodedata.normalize("NFKC", INVISIBLE.sub("", word))
        folded = " ".join(visible.casefold().translate(self._letters).split())
        if len(word) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[word] = folded
        return folded


_WORDS = _Words()


# ASCII in one step: lower case, and everything but letters, digits and signs is white space.
_BYTES = bytes(
    code
    if code >= 128
    else ord(chr(code).lower())
    if chr(code).isalnum() or chr(code) in _KEPT_SIGNS
    else 32
    for code in range(256)
)
# In an address the marks between words are part of it: privacy-team@ is not privacy_team@.
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_ADDRESS_MARKS = str.maketrans({"-": "\ue001", "+": "\ue002", ".": "\ue003"})


def fold_words(text: str) -> str:
    """The words of ``text`` in folded form, one space between them."""
    if "@" in text:
        lines = text.split("\n")
        text = "\n".join(_keep_addresses(line) if "@" in line else line for line in lines)
    folded = text.encode("utf-8", "replace").translate(_BYTES).decode("utf-8")
    if folded.isascii():
        return " ".join(folded.split())
    words = [word if word.isascii() else _WORDS[word] for word in folded.split()]
    return " ".join(filter(None, words))


def _keep_addresses(line: str) -> str:
    return _ADDRESS.sub(lambda found: found[0].rstrip(".").translate(_ADDRESS_MARKS), line)


def comparison_text(blocks: Sequence[Block], ignore: tuple[str, ...] = ()) -> ComparisonText:
    """The comparison text of a document, without what ``ignore`` (regular expressions) matches.

    Raises ExtractError for a pattern that cannot be compiled.
    """
    texts = [block.text for block in blocks]
    if ignore:
        patterns = [_compiled(pattern) for pattern in ignore]
        for pattern in patterns:
            texts = [pattern.sub(" ", text) for text in texts]
    text = fold_words("\n".join(texts))
    digest = _sha256(text)
    masked = list(map(_masked, texts))
    masked_text = text if masked == texts else fold_words("\n".join(masked))
    if _opens_with_name(blocks):
        masked_text = masked_text[len(fold_words(masked[0])) :].lstrip()
    masked_digest = digest if masked_text == text else _sha256(masked_text)
    return ComparisonText(text=text, digest=digest, masked_digest=masked_digest)


def _opens_with_name(blocks: Sequence[Block]) -> bool:
    """The first block only names the document: a big heading without a number.

    The name of a page comes and goes with redesigns; it is masked, as it is not a clause. A name
    with a digit may state a date or a version, and counts.
    """
    if len(blocks) < 2 or blocks[0].kind is not BlockKind.HEADING or blocks[0].level != 1:  # noqa: PLR2004
        return False
    text = blocks[0].text
    return text.count(" ") < _LONGEST_NAME and _DIGIT.search(text) is None


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ExtractError(
            f"the ignore pattern {pattern!r} is not a regular expression ({error}); correct it"
        ) from error


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# --- masks -----------------------------------------------------------------------------------

_LONGEST_NAME = 14  # words
_DIGIT = re.compile(r"\d")
_SHORT_LINE = 120  # characters: a line of furniture, not a clause

_UNITS = (
    r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?|années?"
    r"|Sekunden?|Minuten?|Stunden?|Tag(?:en?)?|Wochen?|Monat(?:en?)?|Jahr(?:en?)?"
    r"|segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?"
    r"|ثانية|ثوان[يٍ]?|دقيقة|دقائق|ساعة|ساعات|يوم[ًاا]*|أيام|أسبوع|أسابيع|شهر[ًاا]*|أشهر|سنة|سنوات"
    r"|שניות|דקות|דקה|שעות|שעה|ימים|יום|שבועות|שבוע|חודשים|חודש|שנים|שנה)"
)
_RELATIVE = re.compile(
    rf"\b(?:\d{{1,3}}|an?|one)\s+{_UNITS}\s+ago\b"
    rf"|\b(?:il y a|vor|hace|منذ|قبل|לפני)\s+(?:\d{{1,3}}|une?|einer|einem|uno?|una)?\s*{_UNITS}",
    re.IGNORECASE,
)
# Words for a recent day, in a line of their own ("Updated yesterday").
_RECENT = re.compile(
    r"\b(?:today|yesterday|just now|(?:this|last) (?:week|month|year)|(?:over|about|more than) an? \w+ ago"
    r"|in the last (?:\d+ )?\w+|aujourd['’]hui|hier|cette semaine|ce mois-ci|la semaine dernière"
    r"|il y a plus d['’]une? \w+|heute|gestern|gerade eben|(?:diese|letzte) Woche|diesen Monat|vor über eine[rm] \w+"
    r"|hoy|ayer|ahora mismo|esta semana|este mes|la semana pasada|hace más de una? \w+"
    r"|اليوم|أمس|الآن|هذا الأسبوع|الأسبوع الماضي|هذا الشهر|منذ أكثر من \w+|היום|אתמול|עכשיו|השבוע|החודש|בשבוע שעבר"
    r"|לפני יותר מ\w+)\b",
    re.IGNORECASE,
)
_FURNITURE_LINE = 50  # characters
_CLOCK = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?\s?(?:[ap]\.?m\b\.?|Z|UTC|GMT|CES?T)?", re.I
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright\b|حقوق|זכויות)[^\n]{0,60}?\b(?:19|20)\d{2}(?:\s?[-–—]\s?(?:19|20)\d{2})?"
    r"|\b(?:19|20)\d{2}(?:\s?[-–—]\s?(?:19|20)\d{2})?[^\n]{0,40}?(?:©|\(c\))",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?:19|20)\d{2}(?:\s?[-–—]\s?(?:19|20)\d{2})?")
_HEX = re.compile(
    r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b"
    r"|\b(?=[a-f]{0,40}\d)(?=\d{0,40}[a-f])[0-9a-f]{16,128}\b"
)


def _masked(text: str) -> str:
    if len(text) > _SHORT_LINE:
        return text
    if len(text) <= _FURNITURE_LINE:
        text = _RECENT.sub(MASK, text)
    if _DIGIT.search(text) is None:
        return _RELATIVE.sub(MASK, text) if " ago" in text else text
    text = _HEX.sub(MASK, text)
    if ":" in text:
        text = _CLOCK.sub(MASK, text)
    text = _RELATIVE.sub(MASK, text)
    return _COPYRIGHT.sub(lambda found: _YEARS.sub(MASK, found.group()), text)
