"""Addresses, telephone numbers and mailboxes: another one is a change of contact details."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.analysis.edits import Hunk
from monitor.analysis.tokens import words
from monitor.analysis.wording import is_light, is_negation

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_STREET = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|suite|floor|building|square|lane|blvd|boulevard|place|"
    r"p\.?\s?o\.?\s?box|rue|quai|allée|cedex|chemin|postfach|"
    r"calle|avenida|plaza|paseo|via|piazza|שדרות|רחוב|רח|ת\.?ד|شارع|طريق|صندوق|ص\.?ب)\b",
    re.IGNORECASE,
)
_GERMAN_STREET = re.compile(
    r"\w{2,40}(?:stra(?:ss|ß)e|str\.|platz|allee|weg|gasse)\b", re.IGNORECASE
)
_POSTCODE = re.compile(r"\b(?:\d{5,7}|(?!19|20)\d{4}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b")
_LOWER_WORD = re.compile(r"\b[a-zß-öø-ÿ]{4,}\b")
_LONGEST = 30  # words of an address
_LABEL = 5  # words that stand before a number to call


def are_contact_details(hunks: Sequence[Hunk]) -> bool:
    """Nothing but mailboxes, numbers to call and postal addresses changed."""
    other = [hunk for hunk in hunks if not _is_contact_detail(hunk)]
    return len(other) < len(hunks) and all(_is_bare_number(hunk) for hunk in other)


def _is_bare_number(hunk: Hunk) -> bool:
    """A postcode or house number that stands apart from its street."""
    return all(word.isdigit() for word in (*hunk.removed, *hunk.added))


def _is_contact_detail(hunk: Hunk) -> bool:
    """Both sides are nothing but a mailbox, a number to call or a postal address."""
    sides = [text for text in (hunk.old_text, hunk.new_text) if words(text)]
    return bool(sides) and all(_is_detail(text) for text in sides)


def _is_detail(text: str) -> bool:
    rest = _PHONE.sub(" ", _MAIL.sub(" ", text))
    found = words(rest)
    if not found or all(is_light(word) for word in found):
        return bool(_MAIL.search(text) or _PHONE.search(text))
    if len(found) > _LONGEST or any(is_negation(word) for word in found):
        return False
    street = _STREET.search(text) or _GERMAN_STREET.search(text)
    if not (street or (_POSTCODE.search(text) and len(found) > 1)):
        return False
    lower = [word for word in _LOWER_WORD.findall(rest) if not _STREET.fullmatch(word)]
    return len(lower) <= 1


def is_contact_line(text: str) -> bool:
    """A short line that gives a mailbox or a number to call: "Phone: +972-3-123456"."""
    if not (_MAIL.search(text) or _PHONE.search(text)):
        return False
    return len(words(_PHONE.sub(" ", _MAIL.sub(" ", text)))) <= _LABEL
