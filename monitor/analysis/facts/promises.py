"""Words that a clause gained or lost and that alone change what it promises.

A right in a list of rights, "only" before a list of recipients, "then it is deleted" behind a
period: one word each, and the clause says something else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.facts.undertakings import harms
from monitor.analysis.model import FactChange, Polarity
from monitor.analysis.statements.finding import marks_of, statements_in
from monitor.analysis.statements.parts_of_sentence import modal_of_reader
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import closest_language, read_data
from monitor.analysis.text.matching import Hit, Matcher
from monitor.analysis.text.tokens import words
from monitor.analysis.text.wording import is_exercise, is_light
from monitor.analysis.text.words import Words, split_words
from storage.model import Category

RIGHT = "right"
DATA = "data"
DELETION = "deletion"
LIMIT = "limit"
DISPUTE = "dispute"
EXCEPTION = "exception"

# The clauses in which a kind of word is looked for.
_IN: Mapping[str, frozenset[Category]] = {
    RIGHT: frozenset({Category.RIGHTS}),
    DATA: frozenset({Category.COLLECTION}),
    DELETION: frozenset({Category.RETENTION}),
    LIMIT: frozenset(Category) - {Category.CONTACT, Category.POLICY_CHANGES},
    DISPUTE: frozenset(Category),
    EXCEPTION: frozenset(),  # only beside an act
}
# What it is to the reader when the word comes, and when it goes.
_DIRECTIONS = {
    RIGHT: ("stronger", "weaker"),
    DATA: ("broader", "narrower"),
    DELETION: ("stronger", "weaker"),
    LIMIT: ("stronger", "weaker"),
    DISPUTE: ("weaker", "stronger"),
    EXCEPTION: ("weaker", "stronger"),  # of a denial; of anything else the other way round
}
_CONSENT = "consent"
_DENIED = Polarity.DENIES.value
_ALIKE = 0.5  # share of the words of a sentence that are in one with the same condition
_MOST = 40  # changed words above which a clause was written anew, and single words tell nothing
_WRITTEN_ANEW = 200  # the same for data of a special kind
# Where they stand among the data: precise location, biometric, health, religion, politics, ethnic.
_SPECIAL = frozenset({0, 3, 4, 13, 14, 16})
_LONG = 50  # terms of several words that are looked at
_QUOTED = 8  # words of an exception that are quoted, besides the first
_BOUND = 4_000  # letters that are read
_COMMAS = frozenset(",;،؛")

_Found = dict[tuple[str, int], str]


def promises_of(
    edit: Edit, categories: Collection[Category], facts: Collection[FactChange] = ()
) -> tuple[FactChange, ...]:
    """What came and went; ``categories`` and ``facts`` are those of the edit.

    Words are as they stand. An exception that went with the denial it belonged to is no news.
    """
    if edit.is_heading or edit.block.header or not edit.hunks:
        return ()
    if edit.size > _MOST:
        return tuple(_special_data(edit, {*categories, *edit.clause.categories}))
    named = {*categories, *edit.clause.categories}
    kinds = [kind for kind, where in _IN.items() if named & where]
    if Category.CONTACT in tuple(categories)[:1]:  # "telephone" is no datum there
        kinds = [kind for kind in kinds if kind != DATA]
    before, after = (_found(edit, side) for side in (edit.before, edit.after))
    if any(kind in (LIMIT, EXCEPTION) for kind, _ in (*before, *after)):
        polarities = _polarities(edit)
        if polarities or _deletes(edit, ""):
            kinds += [EXCEPTION] if LIMIT in kinds else [EXCEPTION, LIMIT]
    moved = _moved(kinds, before, after, is_whole=edit.is_whole)
    moved = (fact for fact in moved if fact.fact != DATA or not _is_denied(fact, edit))
    if any(fact.before is Polarity.DENIES and fact.after for fact in facts):
        moved = (fact for fact in moved if fact.fact != EXCEPTION or fact.after)
    if any(fact.fact == _CONSENT and fact.before and fact.after for fact in facts):
        # "unless you object" in place of "if you agree" is no right, nor an exception by itself.
        moved = (fact for fact in moved if fact.fact not in (EXCEPTION, RIGHT))
    seen = (_limiting(_before_court(fact, edit), edit) for fact in moved)
    found = tuple(sorted(seen, key=_order))
    if any(fact.fact == LIMIT and fact.after is None for fact in found):
        return found  # from "only after" to "unless": what is excepted makes nothing better
    return tuple(_in_its_sentence(fact, edit) if fact.fact == EXCEPTION else fact for fact in found)


def _special_data(edit: Edit, categories: Collection[Category]) -> Iterator[FactChange]:
    """Data of a special kind of which much new text speaks: biometric ones, or those of health."""
    if edit.size > _WRITTEN_ANEW or Category.COLLECTION not in categories:
        return
    before, after = (_found(edit, side) for side in (edit.before, edit.after))
    for fact in _moved((DATA,), before, after, is_whole=edit.is_whole):
        line = term_of(DATA, fact.after or fact.before or "", edit.clause.language)
        if line in _SPECIAL and not _is_denied(fact, edit):
            yield fact


def _before_court(fact: FactChange, edit: Edit) -> FactChange:
    """A class action that is a right is none that is given up; nor is a waiver that is denied."""
    said = fact.after or fact.before
    if fact.fact != DISPUTE or said is None:
        return fact
    sides = edit.sentences_after if fact.after else edit.sentences_before
    harm = harms(said, sides, edit.clause.language)
    return replace(fact, direction="weaker" if harm is bool(fact.after) else "stronger")


def _limiting(fact: FactChange, edit: Edit) -> FactChange:
    """What the reader may do is less with "only"."""
    if fact.fact != LIMIT:
        return fact
    said = fact.after or fact.before or ""
    sides = edit.sentences_after if fact.after else edit.sentences_before
    language = edit.clause.language
    for one in sides:
        if said in one:
            split = split_words(one[:_BOUND])
            if modal_of_reader(split, marks_of(split, language)) is not None:
                return replace(fact, direction="weaker" if fact.after else "stronger")
    return fact


def _order(fact: FactChange) -> int:
    """Of what is said before a court what takes something comes first: arbitration, a waiver."""
    if fact.fact != DISPUTE:
        return 0
    return 2 if fact.direction == "stronger" else int(fact.after is None)


def name_of_term(kind: str, said: str) -> str | None:
    """What a summary calls a word of ``kind``, whatever its language: "arbitration"."""
    names: list[str] = _tables()["names"].get(kind, [])
    for language in _languages() if names else ():
        for hit in _matcher(language).find(split_words(said)):
            of, line = hit.payload
            if of == kind and line < len(names):
                return names[line]
    return None


@cache
def _languages() -> tuple[str, ...]:
    return tuple(language for language in _tables() if language != "names")


def same_condition(edit: Edit, facts: Collection[FactChange]) -> frozenset[str]:
    """The acts that are denied but for a case on one side and done only in it on the other.

    "We do not use it unless you agree" is "We use it only if you agree": no promise was turned.
    """
    turned = [
        one for one in facts if one.before and one.after and _DENIED in (one.before, one.after)
    ]
    return frozenset(one.fact for one in turned if _is_same_condition(edit, one))


def _is_same_condition(edit: Edit, fact: FactChange) -> bool:
    sides = [edit.sentences_before, edit.sentences_after]
    if fact.after == _DENIED:
        sides.reverse()
    denied, done = (_saying(side, fact.fact, edit.clause.language) for side in sides)
    if EXCEPTION not in _kinds(edit, denied) or LIMIT not in _kinds(edit, done):
        return False
    here, there = (frozenset(w for w in words(text) if not is_light(w)) for text in (denied, done))
    return len(here & there) >= _ALIKE * min(len(here), len(there))


def _saying(side: Collection[str], act: str, language: str) -> str:
    """The sentences that state ``act``."""
    return " ".join(
        one
        for one in side
        if any(said.act == act for said in statements_in(one[:_BOUND], language))
    )


def _kinds(edit: Edit, text: str) -> frozenset[str]:
    return frozenset(kind for kind, _ in _found(edit, text))


def _is_denied(fact: FactChange, edit: Edit) -> bool:
    """The data are named among those that are not collected."""
    said = fact.after or fact.before or ""
    sides = edit.sentences_after if fact.after else edit.sentences_before
    return any(
        said in one
        and any(
            statement.polarity is Polarity.DENIES
            for statement in statements_in(one[:_BOUND], edit.clause.language)
        )
        for one in sides
    )


def in_the_light_of(
    promises: Collection[FactChange], facts: Collection[FactChange]
) -> tuple[FactChange, ...]:
    """``facts``; less is done is not said where a limit fell: "only with X" -> "may, with Y"."""
    if not any(one.fact == LIMIT and one.after is None for one in promises):
        return tuple(facts)
    return tuple(
        replace(fact, direction="changed")
        if fact.direction == "narrower" and fact.before and fact.after
        else fact
        for fact in facts
    )


def _polarities(edit: Edit, holding: str = "") -> frozenset[Polarity]:
    """What is said of acts with data where words changed: "we use your location only for ...".

    Only in the sentences that hold a word, where one is given.
    """
    sentences = (*edit.sentences_before, *edit.sentences_after)
    return frozenset(
        statement.polarity
        for one in sentences
        if holding in one
        for statement in statements_in(one[:_BOUND], edit.clause.language)
        if statement.act != _CONSENT
    )


def _in_its_sentence(fact: FactChange, edit: Edit) -> FactChange:
    """An exception to a denial, or to a deletion, weakens it; to anything else it does not."""
    said = fact.after or fact.before or ""
    if Polarity.DENIES in _polarities(edit, said) or _deletes(edit, said):
        return fact
    return replace(fact, direction="weaker" if fact.direction == "stronger" else "stronger")


def _deletes(edit: Edit, holding: str) -> bool:
    """The sentence that holds these words says that data are deleted."""
    if Category.RETENTION not in edit.clause.categories:
        return False
    sentences = (*edit.sentences_before, *edit.sentences_after)
    return any(DELETION in _kinds(edit, one) for one in sentences if holding in one)


def _moved(
    kinds: Collection[str], before: _Found, after: _Found, *, is_whole: bool
) -> Iterator[FactChange]:
    for kind in kinds:
        if is_whole and kind in (LIMIT, EXCEPTION):  # nothing without what they limit
            continue
        coming, going = _DIRECTIONS[kind]
        for key, said in before.items():
            if key[0] == kind and key not in after:
                yield FactChange(fact=kind, before=said, after=None, direction=going)
        for key, said in after.items():
            if key[0] == kind and key not in before:
                yield FactChange(fact=kind, before=None, after=said, direction=coming)


def _found(edit: Edit, text: str | None) -> _Found:
    """The words of every term in ``text``, by kind and line of the lexicon."""
    if not text:
        return {}
    split = split_words(text[:_BOUND])
    found: _Found = {}
    hits = _matcher(closest_language(edit.clause.language)).find(split)
    long = [hit for hit in hits if hit.last > hit.first]
    for hit in hits:
        if hit.first == hit.last and any(
            one.first <= hit.first <= one.last for one in long[:_LONG]
        ):
            continue  # "location" within "precise location"
        found.setdefault(hit.payload, split.between(hit.first, _end(hit, split)))
    return found


def _end(hit: Hit[tuple[str, int]], split: Words) -> int:
    """The last word that is quoted: of an exception, what is excepted."""
    last = hit.last
    if hit.payload[0] == EXCEPTION:
        while (
            last + 1 < len(split.texts)
            and last - hit.first < _QUOTED
            and split.sentences[last + 1] == split.sentences[hit.first]
        ):
            last += 1
        if last - hit.first == _QUOTED:
            return _whole(hit, last, split)
    return last


def _whole(hit: Hit[tuple[str, int]], last: int, split: Words) -> int:
    """The end of what is said before ``last``: at a comma, or behind no small word."""
    for at in range(last, hit.last + 1, -1):
        if not _COMMAS.isdisjoint(split.source[split.end(at - 1) : split.starts[at]]):
            return at - 1
    while last > hit.last + 1 and is_light(split.texts[last]):
        last -= 1
    return last


def term_of(kind: str, said: str, language: str) -> int | str:
    """The line of the lexicon that words of a fact belong to; the words where none has them."""
    hits = _matcher(closest_language(language)).find(split_words(said))
    lines = [line for one, line in (hit.payload for hit in hits) if one == kind]
    return lines[0] if lines else said


def rights_in(sentence: Words, language: str) -> frozenset[int | str]:
    """The rights that a sentence names, by line of the lexicon; what is done about a contract."""
    hits = _matcher(closest_language(language)).find(sentence)
    lines = {line for one, line in (hit.payload for hit in hits) if one == RIGHT}
    return frozenset((*lines, *filter(is_exercise, sentence.distinct)))


@cache
def _matcher(language: str) -> Matcher[tuple[str, int]]:
    table: dict[str, list[str]] = _tables()[language]
    return Matcher(
        (term, (kind, line))
        for kind, lines in table.items()
        for line, terms in enumerate(lines)
        for term in _terms(terms)
    )


def _terms(line: str) -> Iterator[str]:
    """``precise location|gps`` are two terms: alternatives may have several words here."""
    yield from line.split("|")


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return parse_table(read_data("promises.toml"))
