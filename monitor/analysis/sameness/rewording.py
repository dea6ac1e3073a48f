"""Reworded places that change no meaning: dates, slips, names, addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.analysis.aligning.edits import Edit, Hunk, Span
from monitor.analysis.clauses.classifier import decide_odds, weigh_text
from monitor.analysis.clauses.scoring import score_text
from monitor.analysis.dates import date_spans
from monitor.analysis.facts.finding import PARTY
from monitor.analysis.facts.persons import changes_person
from monitor.analysis.model import FactChange
from monitor.analysis.parties.roles import country_mentions
from monitor.analysis.sameness.consent_tools import is_count_of_partners, is_update_of_a_list
from monitor.analysis.sameness.labels import is_label
from monitor.analysis.sameness.numbering import is_numbering
from monitor.analysis.sameness.other_word import is_other_word
from monitor.analysis.sameness.same_quantity import is_written_otherwise
from monitor.analysis.sameness.same_wording import is_same_wording
from monitor.analysis.sameness.spelling import is_other_name, is_slip
from monitor.analysis.sameness.surroundings import NAME, Surroundings, replaced
from monitor.analysis.text.tokens import folded_word, words
from monitor.analysis.text.wording import (
    is_aside,
    is_date_label,
    is_exercise,
    is_heavy,
    is_joined_otherwise,
    is_light,
)
from storage.model import BlockKind, Category
from storage.patterns import late

DATE = "date"
NAVIGATION = "navigation"
SPELLING = "spelling"

_WORD_BEFORE = re.compile(r"(\w+)[ ,]*$")
_BESIDE = 20  # letters beside a changed place within which a hidden mailbox stands
_NEAR = 60  # letters around a changed place within which its date stands
COPYRIGHT = late(
    r"©|\(c\)|copyright|all rights reserved|الحقوق محفوظة|حقوق النشر|"
    r"הזכויות שמורות|זכויות יוצרים",
    re.IGNORECASE,
)
_ADDRESS = late(
    r"https?://\S+|\bjavascript:\S+|\bwww\.\S+|\b[\w.-]+\.(?:com|org|net|io|eu|html?|pdf)\b\S*"
)
HIDDEN_MAIL = late(
    r"\\?\[(?:e-?mail)[\s\u00a0]*protected\\?\]|e-?mail[\s\u00a0]+protected|protected\\?\]",
    re.IGNORECASE,
)
_MAIL_WORDS = frozenset({"email", "e", "mail", "mailto", "protected"})
_FORM = re.compile(r"[ ,]{1,2}([^\W\d_][\w.]{0,11})")
_FORMS = frozenset(
    {
        "ag",
        "bv",
        "co",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "limited",
        "llc",
        "ltd",
        "ltda",
        "nv",
        "oy",
        "pbc",
        "plc",
        "pty",
        "sa",
        "sarl",
        "sas",
        "sasu",
        "scop",
        "se",
        "sl",
        "slu",
        "spa",
        "srl",
        "ug",
        "ltée",
        "cie",
    }
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_MOST = 1_000  # places of one block; a block with more was written anew
_LONGEST_ADDRESS = 200
_LONGEST_COUNTRY = 60  # letters, of one or a few
_SENTENCE = 1_000  # letters of a sentence that are read
_EXERCISED = frozenset({Category.RIGHTS, Category.CONTACT, Category.CHILDREN})
_TOWARDS = frozenset(map(folded_word, ("to", "an", "إلى", "אל")))
_FROM = frozenset(map(folded_word, ("from", "von", "من", "מאת")))
_YEAR = re.compile(r"(?:19|20)\d\d")


def hunks_reason(edit: Edit, around: Surroundings) -> str | None:
    """Why none of the changed places means anything; ``None`` when one does."""
    if len(edit.hunks) > _MOST:
        return None
    found: list[str] = []
    for hunk in edit.hunks:
        reason = _hunk_reason(hunk, edit, around)
        if reason is None:
            return None
        found.append(reason)
    if _swaps(edit):
        return None
    return DATE if DATE in found else found[0]


def _swaps(edit: Edit) -> bool:
    """Two small words changed places: "paid to A by B", "paid by A to B"; "der A dem B"."""
    turned = {
        (hunk.removed[0], hunk.added[0])
        for hunk in edit.hunks
        if len(hunk.removed) == len(hunk.added) == 1 and is_light(hunk.removed[0])
    }
    return any((new, old) in turned for old, new in turned)


def renames_a_party(facts: Sequence[FactChange]) -> bool:
    """Of the names that are read as parties one became another by a letter."""
    names = [fact for fact in facts if fact.fact == PARTY]
    return any(
        is_other_name(gone.before, come.after)
        for gone in names
        for come in names
        if gone.before and come.after and not gone.after and not come.before
    )


def outside(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """The words of ``text`` that stand in none of the spans."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts.append(text[at:start])
        at = max(at, end)
    parts.append(text[at:])
    return words(" ".join(parts))


def _hunk_reason(hunk: Hunk, edit: Edit, around: Surroundings) -> str | None:
    return None if changes_person(hunk, edit) else _reason(hunk, edit, around)


def _reason(hunk: Hunk, edit: Edit, around: Surroundings) -> str | None:
    if around.split_places and (hunk.removed or hunk.added) in around.split_places:
        return "split text"
    if replaced(hunk) in around.renames and not changes_topic(hunk, edit):
        if hunk.removed and hunk.added:
            return "rename"
        if edit.block.kind is not BlockKind.TABLE_ROW:
            return "repeated snippet"
    plain = _plain_reason(hunk, edit)
    if plain is None and is_count_of_partners(hunk, edit):
        plain = "number of partners"
    if plain:
        return plain
    if _is_date_hunk(hunk, edit):
        return DATE if _is_stated(edit, around) or _is_update_of_a_list(edit) else None
    return "name of a link" if is_label(hunk, edit) else _address_reason(hunk, edit, around)


def _plain_reason(hunk: Hunk, edit: Edit) -> str | None:
    if _is_spelling(hunk, edit):
        return SPELLING
    if is_same_wording(hunk, edit) or _are_same_countries(hunk):
        return "written otherwise"
    if all(not side or is_aside(side) for side in (hunk.removed, hunk.added)):
        return NAVIGATION
    if all(is_light(word) and not is_heavy(word) for word in (*hunk.removed, *hunk.added)):
        turned = _turns_round(hunk) or is_joined_otherwise(hunk.removed, hunk.added)
        return None if turned else "small words"
    return "number written otherwise" if is_written_otherwise(hunk, edit) else None


def _are_same_countries(hunk: Hunk) -> bool:
    """A country by another name, or in another language: "Germany", "Deutschland"."""
    sides = (hunk.old_text, hunk.new_text)
    if max(map(len, sides)) > _LONGEST_COUNTRY:
        return False
    named = [country_mentions(side) for side in sides]
    if not named[0] or named[0].keys() != named[1].keys():
        return False
    return all(
        set(words(side)) <= {word for name in found.values() for word in words(name)}
        for side, found in zip(map(_without_light, sides), named, strict=True)
    )


def _without_light(text: str) -> str:
    return " ".join(word for word in words(text) if not is_light(word))


def _turns_round(hunk: Hunk) -> bool:
    """What went to somebody comes from them."""
    sides = (set(map(folded_word, hunk.removed)), set(map(folded_word, hunk.added)))
    return any(
        not one.isdisjoint(_TOWARDS) and not other.isdisjoint(_FROM)
        for one, other in (sides, sides[::-1])
    )


def _is_spelling(hunk: Hunk, edit: Edit) -> bool:
    if not is_slip(hunk.removed, hunk.added) or changes_topic(hunk, edit):
        return False
    if is_other_word(hunk.removed, hunk.added, edit.clause.language):
        return False
    if _is_of_address(hunk, edit):  # another letter is another mailbox, or another page
        return False
    if len(hunk.removed) != 1 or len(hunk.added) != 1:
        return True
    if _is_company(hunk, edit):
        return not is_other_name(hunk.old_text.strip(), hunk.new_text.strip())
    return edit.clause.language == "de" or not _is_other_name(hunk, edit)


def _is_company(hunk: Hunk, edit: Edit) -> bool:
    """A company form stands right behind the word, on both sides: no slip of a common noun."""
    sides = ((edit.before or "", hunk.old_span[1]), (edit.after or "", hunk.new_span[1]))
    return all(
        (found := _FORM.match(text, end)) and words(found[1].replace(".", ""))[0] in _FORMS
        for text, end in sides
    )


def _is_of_address(hunk: Hunk, edit: Edit) -> bool:
    """It changes a mail address or an address of a page that people read on one of the sides."""
    sides = ((edit.before or "", hunk.old_span), (edit.after or "", hunk.new_span))
    return any(_stands_in(text, span, _MAIL, _ADDRESS) for text, span in sides)


def _is_other_name(hunk: Hunk, edit: Edit) -> bool:
    """A capital within a sentence, with none beside it: a name, not "the Privacy Policy"."""
    before = _WORD_BEFORE.search((edit.before or "")[: hunk.old_span[0]][-_NEAR:])
    if before is None or not before[1].islower():
        return False
    behind = (edit.before or "")[hunk.old_span[1] :].lstrip()[:1]
    return not behind.isupper() and is_other_name(hunk.old_text.strip(), hunk.new_text.strip())


def changes_topic(hunk: Hunk, edit: Edit) -> bool:
    """One known word became another: "sell" of "tell" is no slip, "sell" of "share" no rename."""
    old, new = (
        set(score_text(" ".join(side), edit.clause.language, heading=False))
        for side in (hunk.removed, hunk.added)
    )
    return bool(old and new) and old != new


def _address_reason(hunk: Hunk, edit: Edit, around: Surroundings) -> str | None:
    if _only_addresses(hunk) or _is_within_address(hunk, edit):
        return None if _says_where(hunk, edit) else "address of a link"
    if is_numbering(hunk, edit, around.renumbered):
        return "numbering"
    if _is_repeated_word(hunk, edit):
        return "repeated word"
    if _is_hidden_mail(hunk, edit):
        return "hidden e-mail address"
    if _only_years(hunk) and COPYRIGHT.search(edit.after or ""):
        return "copyright year"
    return None


def changes_address(hunk: Hunk) -> bool:
    """One address of a page became another."""
    sides = (hunk.old_text, hunk.new_text)
    return all(map(_may_hold_address, sides)) and all(
        _ADDRESS.search(side) and not words(_ADDRESS.sub(" ", side)) for side in sides
    )


def _may_hold_address(text: str) -> bool:
    """Asked first: to look for an address takes its time at every word."""
    return "." in text or ":" in text


def _says_where(hunk: Hunk, edit: Edit) -> bool:
    """The address, written out, at which a right is exercised: people need the new one."""
    paths = {_path(hunk.old_text), _path(hunk.new_text)}
    if not changes_address(hunk) or "" in paths or len(paths) == 1:
        return False
    sentence = " ".join(edit.sentences_after[:NAME])
    scores = weigh_text(sentence[:_SENTENCE], edit.clause.language, heading=False)
    if _EXERCISED.intersection(decide_odds(scores)):
        return True
    return any(map(is_exercise, words(sentence[:_SENTENCE])))


def _path(address: str) -> str:
    """What stands behind the host."""
    return address.strip().partition("://")[2].rstrip("/").partition("/")[2]


def _is_within_address(hunk: Hunk, edit: Edit) -> bool:
    """A part of an address of a page that the diff took for words of its own."""
    sides = ((edit.before or "", hunk.old_span), (edit.after or "", hunk.new_span))
    return all(_in_address(text, span) for text, span in sides)


def _in_address(text: str, span: Span) -> bool:
    return _stands_in(text, span, _ADDRESS) and not _stands_in(text, span, _MAIL)


def _stands_in(text: str, span: Span, *patterns: re.Pattern[str]) -> bool:
    """What a pattern finds around holds all of the span, which is not empty."""
    base = max(0, span[0] - _LONGEST_ADDRESS)
    near = text[base : span[1] + _LONGEST_ADDRESS]
    start, end = span[0] - base, span[1] - base
    return start < end and any(
        found.start() <= start and end <= found.end()
        for pattern in patterns
        for found in pattern.finditer(near)
    )


def _is_repeated_word(hunk: Hunk, edit: Edit) -> bool:
    """The words right before were said twice: "found here here", "our rules at our rules"."""
    text, span = (edit.after, hunk.new_span) if hunk.added else (edit.before, hunk.old_span)
    said = hunk.added or hunk.removed
    if (hunk.added and hunk.removed) or len(said) > NAME or text is None:
        return False
    before = words(text[max(0, span[0] - _NEAR) : span[0]])
    behind = words(text[span[1] : span[1] + _NEAR])
    if before[-len(said) :] == said or behind[: len(said)] == said:
        return True
    if len(said) == 1 or any(map(is_heavy, said)):
        return False
    if is_light(said[0]) and before[-len(said) + 1 :] == said[1:]:  # with a small word between
        return True
    return is_light(said[-1]) and behind[: len(said) - 1] == said[:-1]


def _is_date_hunk(hunk: Hunk, edit: Edit) -> bool:
    sides = ((edit.before or "", hunk.old_span), (edit.after or "", hunk.new_span))
    return all(_within_a_date(text, span) for text, span in sides)


def _is_stated(edit: Edit, around: Surroundings) -> bool:
    """The dates in it are those of the document, not a date that a clause speaks of."""
    if any((False, at) in around.dated for at in edit.old):
        return True
    if any((True, at) in around.dated for at in edit.new):
        return True
    sides = zip((edit.before or "", edit.after or ""), around.date_texts, strict=True)
    return all(any(date in text for date in dates) for text, dates in sides)


def _is_update_of_a_list(edit: Edit) -> bool:
    """A line about when something else on the page was updated, before and after."""
    return all(
        is_update_of_a_list(text, outside(text, date_spans(text)), edit.clause.language)
        for text in (edit.before or "", edit.after or "")
    )


def _within_a_date(text: str, span: Span) -> bool:
    """Something of a date changed here, and beside it at most a sign or a single letter."""
    if span[1] - span[0] > _NEAR:
        return False
    base = max(0, span[0] - _NEAR)
    start, end = span[0] - base, span[1] - base
    dates = date_spans(text[base : span[1] + _NEAR])
    met = [date for date in dates if date[0] <= end and start <= date[1]]
    if not met:
        return False
    inside = [(max(0, low - start), max(0, min(high, end) - start)) for low, high in met]
    rest = outside(text[span[0] : span[1]], inside)
    return all(len(word) == 1 or is_date_label(word) for word in rest)


def _only_addresses(hunk: Hunk) -> bool:
    old, new = hunk.old_text, hunk.new_text
    if not (_may_hold_address(old) or _may_hold_address(new)):
        return False
    if _MAIL.search(old) or _MAIL.search(new):
        return False
    if not (_ADDRESS.search(old) or _ADDRESS.search(new)):
        return False
    rest = [words(_ADDRESS.sub(" ", side)) for side in (old, new)]
    if not all(rest):  # an address in place of the words of its link, or another address
        return max(map(len, rest)) <= NAME and not any(
            is_heavy(word) for side in rest for word in side
        )
    return False


def _is_hidden_mail(hunk: Hunk, edit: Edit) -> bool:
    """A mailbox that a site hides from robots was shown, or hidden."""
    sides = ((edit.before or "", hunk.old_span), (edit.after or "", hunk.new_span))
    around = (text[max(0, start - _BESIDE) : end + _BESIDE] for text, (start, end) in sides)
    if not any(HIDDEN_MAIL.search(text) for text in around):
        return False
    both = f"{hunk.old_text} {hunk.new_text}"
    left = words(_ADDRESS.sub(" ", _MAIL.sub(" ", HIDDEN_MAIL.sub(" ", both))))
    strange = [word for word in left if word not in _MAIL_WORDS]
    return len(strange) <= 1 and not any(is_heavy(word) for word in strange)


def _only_years(hunk: Hunk) -> bool:
    return all(_YEAR.fullmatch(word) for word in (*hunk.removed, *hunk.added))
