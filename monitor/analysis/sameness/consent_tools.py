"""What tools for consent, cookies and newsletters write into a page, and change by themselves.

How many partners they count today, when their own list was made, and what the box that asks for a
mail address promises. The words stand per language in ``lexicons/consent_tools.toml``.
"""

from __future__ import annotations

from functools import cache

from monitor.analysis.aligning.edits import Edit, Hunk, Span
from monitor.analysis.model import Polarity
from monitor.analysis.quantities.finding import quantities_in
from monitor.analysis.statements.finding import statements_in
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data
from monitor.analysis.text.matching import word_forms
from monitor.analysis.text.tokens import folded_line, words
from monitor.analysis.text.wording import is_heavy
from storage.model import BlockKind

_BESIDE = 3  # words between a number and what it counts
_NEAR = 60  # letters around a number that are read
_TOOL = 40  # from so many partners on, a tool counts them, and nobody else
_ALIKE = 1.25  # by so much a count moves by itself
_SIGNS = frozenset("$€£¥₪%")
_LINE = 12  # words of a line that says only when something was updated
_BOX = 45  # words of a box that asks for a mail address
_KEPT = frozenset({"sell", "share"})


def is_count_of_partners(hunk: Hunk, edit: Edit) -> bool:
    """A number of partners that a tool counts: "We and our 812 partners" -> "815 partners"."""
    counts = _number(hunk.removed), _number(hunk.added)
    if not all(count >= _TOOL for count in counts) or max(counts) > _ALIKE * min(counts):
        return False
    sides = ((edit.before or "", hunk.old_span), (edit.after or "", hunk.new_span))
    return all(_counts_partners(text, span, edit.clause.language) for text, span in sides)


def _number(side: tuple[str, ...]) -> int:
    digits = "".join(side).replace(",", "").replace(".", "")
    return int(digits) if digits.isdecimal() and len(digits) < len("1000000") else 0


def _counts_partners(text: str, span: Span, language: str) -> bool:
    before, behind = text[max(0, span[0] - _NEAR) : span[0]], text[span[1] : span[1] + _NEAR]
    if before.rstrip()[-1:] in _SIGNS or behind.lstrip()[:1] in _SIGNS:
        return False
    stated = text[max(0, span[0] - _NEAR) : span[1] + _NEAR]
    if quantities_in(stated, language):
        return False
    near = (*words(before)[-_BESIDE:], *words(behind)[:_BESIDE])
    return any(form.startswith(_partners()) for word in near for form in word_forms(word))


def is_update_of_a_list(text: str, rest: tuple[str, ...], language: str) -> bool:
    """A line that says no more than when, and by whom, something was updated.

    ``rest`` are the words of ``text`` besides its dates.
    """
    if not 0 < len(rest) <= _LINE or any(map(is_heavy, rest)) or not _holds(rest, "updated"):
        return False
    return not statements_in(text, language)


def is_promise_of_box(edit: Edit, head: tuple[str, ...]) -> bool:
    """What a box under ``head``, "Subscribe to our newsletter", says: the address is not given on.

    A whole paragraph, in which nothing is said to be done with data.
    """
    text = edit.after if edit.after is not None else edit.before or ""
    line = words(text)
    if not edit.is_whole or edit.block.kind is not BlockKind.PARAGRAPH or len(line) > _BOX:
        return False
    if not _holds(head, "subscribe"):
        return False
    found = [one for one in statements_in(text, edit.clause.language) if one.act in _KEPT]
    return bool(found) and all(one.polarity is Polarity.DENIES for one in found)


# --- the lists -------------------------------------------------------------------------------


def _holds(line: tuple[str, ...], name: str) -> bool:
    folded = folded_line(line)
    return any(
        folded[at : at + len(phrase)] == phrase
        for phrase in _phrases(name)
        for at in range(len(folded) - len(phrase) + 1)
    )


@cache
def _phrases(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        folded_line(words(phrase)) for table in _tables().values() for phrase in table[name]
    )


@cache
def _partners() -> tuple[str, ...]:
    lines = (str(table["partners"]).replace("-", " ") for table in _tables().values())
    return tuple(sorted({word for line in lines for word in folded_line(words(line))}))


@cache
def _tables() -> dict[str, dict[str, str | list[str]]]:
    return parse_table(read_data("consent_tools.toml"))
