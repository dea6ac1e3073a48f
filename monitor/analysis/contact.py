"""Addresses, telephone numbers and mailboxes: another one is a change of contact details."""

from __future__ import annotations

import re

from monitor.analysis.edits import Hunk
from monitor.analysis.tokens import words
from monitor.analysis.wording import is_light, is_negation

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_STREET = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|suite|floor|building|square|lane|blvd|boulevard|place|"
    r"p\.?\s?o\.?\s?box|rue|quai|allée|cedex|chemin|stra(?:ss|ß)e|str|platz|allee|weg|postfach|"
    r"calle|avenida|plaza|paseo|via|piazza|שדרות|רחוב|רח|ת\.?ד|شارع|طريق|صندوق|ص\.?ب)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b(?:\d{4,7}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b")
_LOWER_WORD = re.compile(r"\b[a-zß-öø-ÿ]{4,}\b")
_LONGEST = 30  # words of an address


def is_contact_detail(hunk: Hunk) -> bool:
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
    if not (_STREET.search(text) or (_POSTCODE.search(text) and len(found) > 1)):
        return False
    lower = [word for word in _LOWER_WORD.findall(rest) if not _STREET.fullmatch(word)]
    return len(lower) <= 1
