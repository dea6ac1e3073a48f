"""Addresses, telephone numbers and mailboxes: another one is a change of contact details."""

from __future__ import annotations

import re

from monitor.analysis.aligning.edits import Edit, Hunk
from monitor.analysis.text.tokens import words
from monitor.analysis.text.wording import (
    is_contact_label,
    is_heavy,
    is_light,
    is_negation,
    names_controller,
)

_AT = r"(?:@|\s?[(\[{]\s?(?:at|ät|@|arobase)\s?[)\]}]\s?)"  # "(at)" keeps robots away
_AT_SIGNS = "@([{"  # one of which stands in each of these
_MAIL = re.compile(rf"[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_UNDIALLED = re.compile(  # a date, and the number of a standard: not to call, and of no town
    r"(?<![\d.])(?:\d{1,2}[./-]\d{1,2}[./-]\d{2}(?:\d{2})?|\d{4}-\d{2}-\d{2})(?![\d/-])"
    r"|\b(?:ISO|IEC|DIN|UNE|RFC|NIST|BSI|SOC|PCI)(?:[ /-](?:IEC|EN|TS|TR|SP|ISO))?[ -]?\d[\d:.-]*"
)
_STREET = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|suite|floor|building|square|lane|blvd|boulevard|place|"
    r"terrace|parkway|pkwy|crescent|yard|"
    r"p\.?\s?o\.?\s?box|rue|quai|allée|cedex|chemin|postfach|"
    r"calle|avenida|plaza|paseo|via|piazza|שדרות|רחוב|רח|ת\.?ד|شارع|طريق|صندوق|ص\.?ب)\b",
    re.IGNORECASE,
)
_GERMAN_STREET = re.compile(
    r"\w{2,40}(?:stra(?:ss|ß)e|str\.|platz|allee|weg|gasse)\b", re.IGNORECASE
)
_POSTCODE = re.compile(
    r"\b(?:\d{5,7}|(?!19|20)\d{4}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d{2}\s?[A-Z][A-Z\d]{3})\b"
)
_LOWER_WORD = re.compile(r"\b[a-zß-öø-ÿ]{4,}\b")
_LONGEST = 30  # words of an address
_LABEL = 5  # words that stand before a number to call
_MAILBOX = 4  # words of whose mailbox it is
_MOST = 60  # places of one clause; with more it was written anew
_FEW = 4  # words that may change beside an address
_NEAR = 60  # letters around a changed place within which its street stands
_BOUND = 400  # letters of a contact line
_PERSON = 15  # words of a line that names a person with a mailbox
_NO_DENIAL = frozenset({"n", "ne", "no"})  # in an address north, north-east, number
_UNCASED = re.compile("[\u0590-\u06ff]")
_UNCASED_WORDS = 8  # Arabic and Hebrew have no capitals: so many words may be an address
_DIGIT = re.compile(r"\d")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+")


def are_contact_details(edit: Edit) -> bool:
    """Mailboxes, numbers to call, postal addresses or the name of the controller changed.

    A few other words may have changed with them, none of them a negation.
    """
    if edit.is_whole or not edit.hunks:
        return False
    if _introduces_controller(edit) or _names_another_person(edit):
        return True
    if len(edit.hunks) > _MOST:
        return False
    details: list[Hunk] = []
    others: list[Hunk] = []
    for hunk in edit.hunks:
        (details if _is_contact_detail(hunk, edit) else others).append(hunk)
    words_in = sum(_size(hunk) for hunk in details)
    words_beside = sum(_size(hunk) for hunk in others if not _is_bare_number(hunk))
    if not details or words_beside > min(_FEW, words_in):
        return False
    return not any(is_heavy(word) for hunk in others for word in _letters(hunk))


def is_contact_line(text: str) -> bool:
    """A short line that gives a mailbox, a number to call or an address: "Phone: +972-3-123"."""
    near = _UNDIALLED.sub(" ", text[:_BOUND])
    line = words(_without_numbers(near))
    if len(line) <= _LABEL and (_mail_in(near) or _PHONE.search(near)):
        return True
    head, colon, rest = text.partition(":")
    label = words(head[:_NEAR])
    if colon and 0 < len(label) <= _LABEL and any(is_contact_label(word) for word in label):
        return len(words(rest[:_BOUND])) <= _LONGEST
    return is_postal_address(text)


def is_postal_address(text: str) -> bool:
    """Nothing but an address: "Wharf House, 3 Mill Lane, Leeds LS1 4AP"."""
    if len(text) > _BOUND or text.rstrip()[-1:] in "?!:" or not _DIGIT.search(text):
        return False
    return len(words(text)) <= _LONGEST and _is_detail(_LINK.sub(" ", text))


def _introduces_controller(edit: Edit) -> bool:
    """Who answers for the data was named, or another one is."""
    if edit.size > _LONGEST:
        return False
    if any(names_controller(side) for hunk in edit.hunks for side in (hunk.removed, hunk.added)):
        return edit.size <= _FEW * 2
    sentences = (*edit.sentences_before, *edit.sentences_after)
    return any(names_controller(words(one)) for one in sentences) and all(
        _is_name(text) for hunk in edit.hunks for text in (hunk.old_text, hunk.new_text)
    )


def _names_another_person(edit: Edit) -> bool:
    """A short line with a mailbox and another name in it: "Dr. Ada Lind, dpo@acme.example"."""
    sides = (edit.before or "", edit.after or "")
    if not all(_mail_in(side) and len(words(side)) <= _PERSON for side in sides):
        return False
    return all(
        hunk.removed and hunk.added and _is_titled(hunk.old_text) and _is_titled(hunk.new_text)
        for hunk in edit.hunks
    )


def _is_titled(text: str) -> bool:
    return all(part[:1].isupper() for part in text.split() if part[:1].isalpha())


def _size(hunk: Hunk) -> int:
    return max(len(hunk.removed), len(hunk.added))


def _letters(hunk: Hunk) -> tuple[str, ...]:
    return tuple(word for word in (*hunk.removed, *hunk.added) if not word.isdigit())


def _is_bare_number(hunk: Hunk) -> bool:
    """A postcode or house number that stands apart from its street."""
    return all(word.isdigit() for word in (*hunk.removed, *hunk.added))


def _is_contact_detail(hunk: Hunk, edit: Edit) -> bool:
    """Both sides are nothing but a mailbox, a number to call or a postal address."""
    sides = [text for text in (hunk.old_text, hunk.new_text) if words(text)]
    if sides and all(_is_detail(text) for text in sides):
        return True
    if any(_mail_in(text) for text in sides):
        return all(_names_a_mailbox(text) for text in sides)
    if _is_within_mail(edit.before, hunk.old_span) and _is_within_mail(edit.after, hunk.new_span):
        return True
    return any(_DIGIT.search(text) for text in sides) and all(
        _is_within_address(text, whole, span)
        for text, whole, span in (
            (hunk.old_text, edit.before or "", hunk.old_span),
            (hunk.new_text, edit.after or "", hunk.new_span),
        )
    )


def _names_a_mailbox(text: str) -> bool:
    rest = words(_MAIL.sub(" ", text))
    return len(rest) <= _MAILBOX and not any(is_heavy(word) for word in rest)


def _is_within_mail(whole: str | None, span: tuple[int, int]) -> bool:
    """Part of a mailbox that the diff took for words: "info2025 (at) acme.example"."""
    base = max(0, span[0] - _NEAR)
    near = (whole or "")[base : span[1] + _NEAR]
    if not _has_at_sign(near):
        return False
    start, end = span[0] - base, span[1] - base
    return any(found.start() <= start < end <= found.end() for found in _MAIL.finditer(near))


def _is_within_address(text: str, whole: str, span: tuple[int, int]) -> bool:
    """Part of an address: its street, postcode or label stands beside it."""
    if not _is_name(text):
        return False
    near = _UNDIALLED.sub(" ", whole[max(0, span[0] - _NEAR) : span[1] + _NEAR])
    if _STREET.search(near) or _GERMAN_STREET.search(near) or _POSTCODE.search(near):
        return True
    return any(is_contact_label(word) for word in words(near))


def _is_name(text: str) -> bool:
    """Capitals, figures and street words; of words without capitals a few."""
    found = words(text)
    if len(found) > _LONGEST or any(is_heavy(word) and not word.isdigit() for word in found):
        return False
    bare = sum(1 for word in found if _UNCASED.match(word))
    return bare <= _UNCASED_WORDS and not _is_prose(text)


def _is_detail(text: str) -> bool:
    text = _UNDIALLED.sub(" ", text)
    rest = _without_numbers(text)
    found = words(rest)
    if not found or all(is_light(word) for word in found):
        return bool(_mail_in(text) or _PHONE.search(text))
    denied = any(is_negation(word) and word not in _NO_DENIAL for word in found)
    if len(found) > _LONGEST or denied:
        return False
    if _is_prose(rest):  # asked first: to look for a street is slow
        return False
    street = _STREET.search(text) or _GERMAN_STREET.search(text)
    return bool(street or (_POSTCODE.search(text) and len(found) > 1))


def _is_prose(text: str) -> bool:
    """More than one word that is no part of an address."""
    lower = (word for word in _LOWER_WORD.findall(text) if not _STREET.fullmatch(word))
    return next(lower, None) is not None and next(lower, None) is not None


def _mail_in(text: str) -> bool:
    return _has_at_sign(text) and _MAIL.search(text) is not None


def _has_at_sign(text: str) -> bool:
    """Hardly ever: asked before a mailbox is looked for, which is slow."""
    return any(map(text.__contains__, _AT_SIGNS))


def _without_numbers(text: str) -> str:
    """Without mailboxes and numbers to call; most texts have none, and looking for one is slow."""
    text = _MAIL.sub(" ", text) if _has_at_sign(text) else text
    return _PHONE.sub(" ", text) if _DIGIT.search(text) else text
