"""Sentences that were turned round: a negation came or went, or a word became its opposite.

"Does not renew automatically" that became "renews automatically" is another promise, whatever it is
about; so is "revocable" that became "irrevocable", and a right that became a ban. The words are
quoted. A direction is told where the words say it: of what readers may do, and of acts of the
company that are known to be worse for readers, or better. Of anything else it depends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import filterfalse

from monitor.analysis.aligning.edits import Edit, Hunk
from monitor.analysis.facts.bounds import WORDING, bounds_of
from monitor.analysis.facts.countries import COUNTRY
from monitor.analysis.facts.opposites import is_opposite, places_of_free
from monitor.analysis.facts.promises import rights_in
from monitor.analysis.facts.sentence_pairs import changed_sentences
from monitor.analysis.model import FactChange, Polarity
from monitor.analysis.statements.finding import marks_of
from monitor.analysis.statements.parts_of_sentence import (
    Marks,
    is_bounded,
    is_hollow,
    is_readers,
    limits,
    modal_of_reader,
)
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import closest_language, read_data
from monitor.analysis.text.matching import Hit, Matcher
from monitor.analysis.text.tokens import folded_word, words
from monitor.analysis.text.wording import is_light
from monitor.analysis.text.words import Words, split_words

ADDED = "negation added"
REMOVED = "negation removed"
RIGHT_DENIED = "right denied"
RIGHT_GIVEN = "right given"
QUOTING = (ADDED, REMOVED, WORDING, RIGHT_DENIED, RIGHT_GIVEN)

_MOST = 60  # changed words above which a clause was written anew
_ALIKE = 0.6  # share of the words of the shorter sentence that both have
_MOSTLY = 0.5  # share of the words of the longer one that stand in both, where one denies
_AROUND = 3  # words quoted beside what changed,
_QUOTED = 12  # and altogether
_NEAR = 5  # words between a negation and what it is said of
_OF_MODAL = 3  # words between a modal verb and its negation
_BOUND = 4_000  # letters of a sentence that are read
_STEM = 4  # letters of a word that may have an opposite by its beginning
_ENDING = 3  # letters by which the forms of a word differ
_OPPOSITES = ("un", "in", "im", "il", "ir", "non", "dis", "nicht", "غير")
_BEFORE_L = frozenset({"il"})  # "ilegal"
_EXCHANGED = (
    ("incl", "excl"),
    ("inkl", "exkl"),
    ("einschl", "ausschl"),
    ("eingeschl", "ausgeschl"),
)
_FEW = 4  # words that may be the opposite of as few
_NON = "non"
_PASSIVE = frozenset({"be", "been", "werden", "wird", "être", "ser", "sido", "يتم", "להיות"})
_FILLING = frozenset({"do", "does", "did"})  # before "not" in English, with no meaning
# These deny what follows them and nothing else: "without notice" in a sentence on advertising.
_WITHOUT = frozenset(
    map(folded_word, ("without", "sans", "ohne", "sin", "دون", "بدون", "بلا", "ללא", "בלי", "בלא"))
)
_FOLLOWS = 2  # words behind such a word that may name what it denies
_POLARITIES = frozenset({one.value for one in Polarity})


def turned(edit: Edit, told: Collection[FactChange]) -> tuple[FactChange, ...]:
    """What no fact that is ``told`` says already: negations, opposites, rights that became bans."""
    if edit.before is None or edit.after is None or not edit.hunks or edit.size > _MOST:
        return ()
    if any(_tells(fact) for fact in told):
        return ()
    if costs := list(_of_cost(edit)):
        return tuple(costs)
    found = [
        fact
        for old, new in changed_sentences(edit.before, edit.after)
        if old is not None and new is not None and _is_comparable(old, new)
        for fact in _of_sentence(old[:_BOUND], new[:_BOUND], edit.clause.language)
    ]
    if not found:
        if any(fact.fact == COUNTRY for fact in told):  # "inside" and "outside" are told
            return ()
        found = list(bounds_of(edit))
    if not found:
        found = [fact for hunk in edit.hunks for fact in _of_words(hunk)]
    return tuple(dict.fromkeys(found))


def _tells(fact: FactChange) -> bool:
    """What is denied, or how long something is, is told by it: "without limit" is a period."""
    if fact.direction in ("longer", "shorter"):
        return True
    sides = (fact.before, fact.after)
    return Polarity.DENIES in sides or all(side in _POLARITIES for side in sides)


def _is_comparable(old: str, new: str) -> bool:
    """Mostly the same words, but not the same in another order."""
    here, there = Counter(words(old)), Counter(words(new))
    if here == there:
        return False
    sides = [set(filterfalse(is_light, side)) or set(side) for side in (here, there)]
    return len(sides[0] & sides[1]) >= _ALIKE * (min(map(len, sides)) - 1)


def _of_sentence(old: str, new: str, language: str) -> Iterator[FactChange]:
    before, after = split_words(old), split_words(new)
    marks = marks_of(before, language), marks_of(after, language)
    gone, come = _denials(before, marks[0]), _denials(after, marks[1])
    if bool(gone) is bool(come) and not _is_one_more(before, after, marks):
        return
    if len(gone) + len(come) == 1 and _is_free_anyway(before, after, gone, come):
        return
    denied = len(come) > len(gone)
    quotes = _quoted(before, after)
    side, place = (1, come) if denied else (0, gone)
    if _is_right(before, after, marks, side, language):
        yield FactChange(
            fact=RIGHT_DENIED if denied else RIGHT_GIVEN,
            before=quotes[0],
            after=quotes[1],
            direction="weaker" if denied else "stronger",
        )
        return
    sides = before, after
    topic = _topic(sides[side], sides[1 - side], place, language)
    direction = _direction(sides, marks, side, place, topic, language)
    if topic and not (gone and come):
        said = _said(marks[1 - side])
        yield FactChange(
            fact=topic,
            before=said if denied else Polarity.DENIES,
            after=Polarity.DENIES if denied else said,
            direction=direction,
        )
        return
    if _is_otherwise_alike(sides, marks, side, place):
        yield FactChange(
            fact=ADDED if denied else REMOVED,
            before=quotes[0],
            after=quotes[1],
            direction=direction,
        )


def _is_otherwise_alike(
    sides: tuple[Words, Words], marks: tuple[Marks, Marks], side: int, places: Sequence[int]
) -> bool:
    """What is denied on one side stands on the other, too, and so does most of both sentences.

    Else a sentence took the place of another, or words that deny came with what they deny.
    """
    here, there = (_telling(*one) for one in zip(sides, marks, strict=True))
    least = _MOSTLY * max(len(here), len(there))
    if sum(_is_among(word, there) for word in here) < least:
        return False
    return any(
        all(
            _is_among(word, (here, there)[1 - side])
            for word in _beside(place, sides[side], marks[side])
        )
        for place in places
    )


def _telling(sentence: Words, marks: Marks) -> frozenset[str]:
    return frozenset(
        folded_word(word)
        for word, here in zip(sentence.texts, marks, strict=True)
        if _stays(here) and not is_light(word)
    )


def _beside(place: int, sentence: Words, marks: Marks) -> Iterator[str]:
    """The nearest words that tell something before a word that denies, and behind it."""
    for way in (range(place - 1, -1, -1), range(place + 1, len(marks))):
        for at in way:
            if sentence.sentences[at] != sentence.sentences[place]:
                break
            word = folded_word(sentence.texts[at])
            if _stays(marks[at]) and not is_light(word) and word not in _FILLING:
                yield word
                break


def _is_among(word: str, others: Collection[str]) -> bool:
    """It is one of them, or another form of one: "renews", "renew"."""
    if word in others:
        return True
    stem = word[: max(_STEM, len(word) - _ENDING)]
    return any(
        one.startswith(stem) and abs(len(one) - len(word)) <= _ENDING
        for one in others
        if len(one) >= _STEM
    )


def _is_free_anyway(before: Words, after: Words, gone: Sequence[int], come: Sequence[int]) -> bool:
    """What denies is of "no charge", and the other side says "free of charge"."""
    free = places_of_free(before), places_of_free(after)
    denials = [*(at in free[0] for at in gone), *(at in free[1] for at in come)]
    return all(denials) and all(free)


def _direction(
    sides: tuple[Words, Words],
    marks: tuple[Marks, Marks],
    side: int,
    places: Sequence[int],
    topic: str | None,
    language: str,
) -> str:
    """Better or worse for readers, where the words say it; ``side`` is the one that denies."""
    denied = bool(side)
    modals = [modal_of_reader(one, mark) for one, mark in zip(sides, marks, strict=True)]
    of_readers = any(is_readers(at, sides[side], marks[side]) for at in places)
    if modals[1 - side] is not None and (of_readers or modals[side] is not None):
        passive = any(not _PASSIVE.isdisjoint(map(str.casefold, one.texts)) for one in sides)
        return "changed" if passive else "weaker" if denied else "stronger"
    if of_readers or any(modal is not None for modal in modals):
        return "changed"
    harms, helps = (
        _is_said(name, sides, side, places, topic, language) for name in ("harms", "helps")
    )
    if harms == helps:
        return "changed"
    return "weaker" if harms is not denied else "stronger"


def _is_said(
    name: str,
    sides: tuple[Words, Words],
    side: int,
    places: Sequence[int],
    topic: str | None,
    language: str,
) -> bool:
    """An act of the list ``name`` is what is denied, and what the other side says."""
    matcher = _weighed(name, closest_language(language))
    if topic:
        return topic in _tables()[name]["topics"]
    here = matcher.find(sides[side])
    said = {hit.payload for hit in matcher.find(sides[1 - side])} if here else set()
    return any(
        hit.payload in said and hit.first - _OF_MODAL - 1 <= place <= hit.last + _OF_MODAL
        for hit in here
        for place in places
    )


@cache
def _weighed(name: str, language: str) -> Matcher[str]:
    return Matcher((term, term) for term in _tables()[name][language])


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return parse_table(read_data("turns.toml"))


def _denials(sentence: Words, marks: Marks) -> list[int]:
    """The places of the words that deny, and do not only limit."""
    return [
        at
        for at, here in enumerate(marks)
        if ("negation" in here or sentence.texts[at].casefold() == _NON)
        and not is_hollow(at, sentence, marks)
        and not limits(at, sentence, marks)
        and not is_bounded(at, sentence, marks, ())
    ]


def _is_one_more(before: Words, after: Words, marks: tuple[Marks, Marks]) -> bool:
    """The sentences differ by nothing but words that deny."""
    left = [
        [word.casefold() for word, here in zip(side.texts, mark, strict=True) if _stays(here)]
        for side, mark in zip((before, after), marks, strict=True)
    ]
    counts = [sum("negation" in here for here in mark) for mark in marks]
    return left[0] == left[1] and counts[0] != counts[1]


def _stays(here: frozenset[str]) -> bool:
    return here.isdisjoint({"negation", "completes"})


def _said(marks: Marks) -> Polarity:
    return Polarity.MAY if any("may" in here for here in marks) else Polarity.AFFIRMS


def _is_right(
    before: Words, after: Words, marks: tuple[Marks, Marks], side: int, language: str
) -> bool:
    """The reader may exercise a right on one side and must not on the other.

    Who "may be charged" and may not any more has lost no right.
    """
    sides = before, after
    rights = [rights_in(one, language) for one in sides]
    if rights[0].isdisjoint(rights[1]):
        return False
    if any(not _PASSIVE.isdisjoint(map(str.casefold, one.texts)) for one in sides):
        return False
    denied, given = (modal_of_reader(sides[at], marks[at]) for at in (side, 1 - side))
    if denied is None or given is None:
        return False
    near = range(max(0, denied - _OF_MODAL), min(len(marks[side]), denied + 1 + _OF_MODAL))
    return any("negation" in marks[side][at] for at in near)


def _topic(denied: Words, said: Words, places: Sequence[int], language: str) -> str | None:
    """What both sentences are about, named right by the word that denies."""
    matcher = _matcher(closest_language(language))
    here = {hit.payload for hit in matcher.find(said)}
    for hit in matcher.find(denied) if here else ():
        if hit.payload in here and any(_is_denied(hit, place, denied) for place in places):
            return hit.payload
    return None


def _is_denied(hit: Hit[str], place: int, denied: Words) -> bool:
    if denied.sentences[place] != denied.sentences[hit.first]:  # in another cell of a row
        return False
    if folded_word(denied.texts[place]) in _WITHOUT:
        return place < hit.first <= place + _FOLLOWS
    return hit.first - _NEAR <= place <= hit.last + _NEAR


@cache
def topics() -> frozenset[str]:
    """The names of facts that are a topic of such a sentence."""
    return frozenset(_tables()["en"])


@cache
def _matcher(language: str) -> Matcher[str]:
    table = _tables()[language]
    return Matcher((term, topic) for topic, terms in table.items() for term in terms)


def _quoted(before: Words, after: Words) -> tuple[str, str]:
    """The words around what differs, of both."""
    old, new = ([word.casefold() for word in side.texts] for side in (before, after))
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    return _cut(before, head, tail), _cut(after, head, tail)


def _cut(sentence: Words, head: int, tail: int) -> str:
    first = max(0, head - _AROUND)
    last = min(len(sentence.texts) - 1, len(sentence.texts) - 1 - tail + _AROUND)
    while first and not _is_parted(sentence, first):
        first -= 1
    last = min(max(first, last), first + _QUOTED)
    while last + 1 < len(sentence.texts) and not _is_parted(sentence, last + 1):
        last += 1
    return sentence.between(first, last)


def _is_parted(sentence: Words, place: int) -> bool:
    """White space stands before a word: "you're" and "opt-out" are quoted as a whole."""
    between = sentence.source[sentence.end(place - 1) : sentence.starts[place]]
    return any(map(str.isspace, between))


# --- opposites -------------------------------------------------------------------------------


def _of_cost(edit: Edit) -> Iterator[FactChange]:
    """What is "without charge" denies nothing: that it costs something now is another wording."""
    for hunk in edit.hunks:
        if not _WITHOUT.isdisjoint(map(folded_word, (*hunk.removed, *hunk.added))):
            yield from _of_words(hunk)


def _of_words(hunk: Hunk) -> Iterator[FactChange]:
    few = hunk.removed and hunk.added and len(hunk.removed) + len(hunk.added) <= 2 * _FEW
    if few and (
        _is_turned_word(hunk.removed, hunk.added) or is_opposite(hunk.old_text, hunk.new_text)
    ):
        yield FactChange(
            fact=WORDING,
            before=_short(hunk.old_text),
            after=_short(hunk.new_text),
            direction="changed",
        )


def _short(text: str) -> str:
    return " ".join(text.split()[:_QUOTED])


def _is_turned_word(removed: Sequence[str], added: Sequence[str]) -> bool:
    """``revocable`` and ``irrevocable``, ``included`` and ``excluded``, ``non refundable``."""
    if len(removed) == len(added) == 1:
        shorter, longer = sorted((removed[0], added[0]), key=len)
        sign = longer.removesuffix(shorter)
        if len(shorter) >= _STEM and (sign in _OPPOSITES or (sign + shorter[:1]) in _BEFORE_L):
            return True
        return any(_exchanged(removed[0], added[0], signs) for signs in _EXCHANGED)
    return False


def _exchanged(one: str, other: str, signs: tuple[str, str]) -> bool:
    """They differ by nothing but their beginnings, one of each."""
    return any(
        one.startswith(first)
        and other.startswith(second)
        and one[len(first) :] == other[len(second) :]
        for first, second in (signs, signs[::-1])
    )
