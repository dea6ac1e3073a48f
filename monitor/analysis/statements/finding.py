"""What a text says it does or does not do: sell, share, collect, use, retain, transfer, track.

Negation and permission are looked for near the act, in its own sentence. The nearest word in front
decides ("do not sell", "may share"; German also looks behind: "verkaufen ... nicht"), and the
search ends where another clause begins ("but", "that", "unless"); a verb that "and" puts at the
beginning of a clause has its own negation or none (:mod:`clause_starts`). "Does not share, except
..." denies; "not only" is no negation. What the reader does ("information you share") is no
statement.

Transferring "to third parties" is sharing; the act ``transfer`` is to another country or place.

The act ``consent`` is special: ``affirms`` means that people are asked first (opt-in), ``may`` that
they are not but can object (opt-out).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.analysis.model import Clause, Polarity, Statement
from monitor.analysis.statements.acts_with_data import SELL, TRANSFER, is_with_data, where_to
from monitor.analysis.statements.lexicon import Act, Grammar, grammar_of
from monitor.analysis.statements.parts_of_sentence import (
    is_bounded,
    is_hollow,
    is_parted,
    is_permitted_to_readers,
    is_readers,
    limits,
)
from monitor.analysis.statements.permission import Whose, is_of_recipients, negation_of, whose
from monitor.analysis.text.clause_starts import clause_starts
from monitor.analysis.text.lexicon import closest_language
from monitor.analysis.text.matching import Hit
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.words import Words, split_words
from storage.document import Block
from storage.values import value

_REACH = 10  # words between a negation or a modal verb and the act
_REACH_BEHIND = 12
_ASKED = 50  # places at which a text may speak of consent that are looked at
_JOINED = 2  # "sell and share": acts so near to each other have their negation in common
_NONE: frozenset[str] = frozenset()
_TURNING = frozenset({"inversions", "negation", "completes"})  # "will not be", "ne peut pas être"
_DECIDING = frozenset({"negation", "may", "forbids", "allows"})
_WILL = frozenset({"\u0631\u0627\u062d"})  # of the Gulf


@value(kw_only=False)
class _Found:
    polarity: Polarity
    mark: int  # the place of the word that decided, or of the act itself


_NOT_OURS = _Found(Polarity.AFFIRMS, -1)  # the reader is told what is permitted, or nobody is


def find_statements(blocks: Sequence[Block], clauses: Sequence[Clause]) -> tuple[Statement, ...]:
    """The statements of a document, in order; ``clauses`` are those of ``blocks``."""
    return tuple(
        statement
        for block, clause in zip(blocks, clauses, strict=True)
        for statement in _placed(_statements(block.text, clause.language), clause.block)
    )


def statements_in(text: str, language: str) -> tuple[Statement, ...]:
    """The statements of one text, with ``block`` 0."""
    return _statements(text, language)


def marks_of(words: Words, language: str) -> list[frozenset[str]]:
    """For every word, the lists of the lexicon it stands in: ``negation``, ``may``, ..."""
    return grammar_of(closest_language(language)).marks(words)


def _placed(statements: tuple[Statement, ...], block: int) -> Iterator[Statement]:
    for one in statements:
        yield Statement(act=one.act, polarity=one.polarity, text=one.text, block=block)


@remembered
def _statements(text: str, language: str) -> tuple[Statement, ...]:
    """Each act once for each polarity, with its first words."""
    said: dict[tuple[str, Polarity], Statement] = {}
    for one in _read(text, language):
        said.setdefault((one.act, one.polarity), one)
    return tuple(said.values())


@remembered
def every_statement(text: str, language: str) -> tuple[Statement, ...]:
    """The statements of one text, each as often as it is made; ``block`` is 0."""
    return tuple(_read(text, language))


def _read(text: str, language: str) -> Iterator[Statement]:
    words = split_words(text)
    grammar = grammar_of(closest_language(language))
    hits = grammar.acts.find(words)
    if not hits:
        return
    marks = grammar.marks(words)
    hits = _unmasked(hits, marks)
    hits.sort(key=lambda hit: (hit.first, hit.last))
    acts = frozenset(hit.first for hit in hits if hit.payload.polarity is None)
    nouns = frozenset(hit.first for hit in hits if hit.payload.noun)
    starts = clause_starts(acts - nouns, nouns, words, marks, grammar.joining)
    for hit in hits:
        found = _judge(hit, words, marks, acts, starts, grammar)
        if found is None or not _counts(hit, found.mark, words, marks):
            continue
        act = hit.payload.name
        if act == TRANSFER:
            act = where_to(hit.first, hit.last, words, marks, verb_last=grammar.looks_behind)
        first, last = min(hit.first, found.mark), max(hit.last, found.mark)
        yield Statement(
            act=act,
            polarity=found.polarity,
            text=words.between(first, last),
            block=0,
        )


def _unmasked(hits: list[Hit[Act]], marks: list[frozenset[str]]) -> list[Hit[Act]]:
    """Without what is said of consent inside "without obtaining your consent"."""
    asked = [hit for hit in hits if hit.payload.polarity is not None]
    wide = [hit for hit in asked[:_ASKED] if "wide" in marks[hit.first]]
    if not wide or len(asked) == 1:
        return hits
    return [
        hit
        for hit in hits
        if hit.payload.polarity is None
        or not any(one.first < hit.first and hit.last <= one.last for one in wide)
    ]


def _counts(hit: Hit[Act], mark: int, words: Words, marks: list[frozenset[str]]) -> bool:
    """It is an act with data, and not one of the reader's."""
    act = hit.payload
    if act.polarity is not None:
        return True
    if not is_with_data(act.name, hit.first, hit.last, words, marks, noun=act.noun):
        return False
    if mark == hit.first:
        return True
    return not (is_readers(mark, words, marks) or is_permitted_to_readers(mark, words, marks))


def _judge(
    hit: Hit[Act],
    words: Words,
    marks: list[frozenset[str]],
    acts: frozenset[int],
    starts: frozenset[int],
    grammar: Grammar,
) -> _Found | None:
    if hit.payload.polarity is not None:
        return _asked(hit, hit.payload.polarity, words, marks)
    found = _deciding(hit, words, marks, acts, starts, grammar)
    if found is not None and found.polarity is Polarity.DENIES:
        # What is sold is never so much of it: "do not sell more than".
        bounded = hit.payload.name != SELL and is_bounded(hit.last, words, marks, acts)
        return _Found(Polarity.AFFIRMS, found.mark) if bounded else found
    return found


def _deciding(
    hit: Hit[Act],
    words: Words,
    marks: list[frozenset[str]],
    acts: frozenset[int],
    starts: frozenset[int],
    grammar: Grammar,
) -> _Found | None:
    if hit.payload.name == SELL and _is_spoken_of(hit.first, words, marks):
        return _Found(Polarity.DENIES, hit.first - 1)
    found = _look_ahead_of(hit.first, words, marks, starts)
    if found is None or found.polarity is not Polarity.DENIES:
        behind = _look_behind(hit.last, words, marks, acts)
        if behind is not None:
            return _Found(Polarity.DENIES, behind)
    if found is None:
        return None
    marked = found.mark != hit.first
    if hit.payload.noun and not marked and grammar.looks_behind:
        return _carried_behind(hit.last, words, marks, acts)
    begins = hit.payload.noun and not starts.isdisjoint((hit.first, hit.first - 1))
    if begins or _is_inverted(hit, words, marks, grammar):
        return found
    return found if _is_said(hit, found, marks, grammar) else None


def _is_inverted(
    hit: Hit[Act], words: Words, marks: list[frozenset[str]], grammar: Grammar
) -> bool:
    """``Daten verkaufen wir``: in German who acts stands behind what begins a sentence."""
    first, behind = hit.first, hit.last + 1
    if not grammar.looks_behind or hit.payload.noun or first == 0 or behind >= len(marks):
        return False
    sentence = words.sentences[first]
    if not sentence == words.sentences[first - 1] == words.sentences[behind]:
        return False
    return {"ours", "subjects"} <= marks[behind]


def _asked(
    hit: Hit[Act], polarity: Polarity, words: Words, marks: list[frozenset[str]]
) -> _Found | None:
    """``دون موافقتك`` where nothing is denied: people are not asked; after "if" nothing is said."""
    if "wide" not in marks[hit.first]:
        return _Found(polarity, hit.first)
    sentence = words.sentences[hit.first]
    beside = [at for at, one in enumerate(words.sentences) if one == sentence]
    beside = [at for at in beside if not hit.first <= at <= hit.last]
    if any("negation" in marks[at] or "forbids" in marks[at] for at in beside):
        return _Found(polarity, hit.first)
    if any("stops" in marks[at] for at in beside if at < hit.first):
        return None
    return _Found(Polarity.DENIES, hit.first)


def _is_spoken_of(place: int, words: Words, marks: list[frozenset[str]]) -> bool:
    """``ما نبيع``, ``ما راح نبيع``: elsewhere the word is "what", of what is sold it denies."""
    return any(
        before >= 0
        and words.sentences[before] == words.sentences[place]
        and "spoken" in marks[before]
        and (before == place - 1 or words.texts[place - 1] in _WILL)
        for before in (place - 1, place - 2)
    )


def _is_said(hit: Hit[Act], found: _Found, marks: list[frozenset[str]], grammar: Grammar) -> bool:
    """Plainly stated is only what somebody does: a noun needs the light verb that carries it."""
    if found.polarity is not Polarity.AFFIRMS:
        return True
    if hit.payload.noun:
        return found.mark != hit.first and "light" in marks[found.mark]
    return found.mark != hit.first or not grammar.names_subjects


def _look_ahead_of(
    place: int, words: Words, marks: list[frozenset[str]], starts: frozenset[int]
) -> _Found | None:
    """The nearest deciding word in front of ``place``; ``None`` when the reader is who acts."""
    support = place
    for before in _marked_before(place, words, marks):
        here = marks[before]
        if not _DECIDING.isdisjoint(here):
            found = _decided(before, place, support, words, marks, starts)
            if found:
                return None if found is _NOT_OURS else found
        if "users" in here and support == place:
            return None
        if "stops" in here or "users" in here:
            break
        if "subjects" in here or "light" in here:
            support = before
            inverted = before > 0 and not _TURNING.isdisjoint(marks[before - 1])
            if "subjects" in here and not inverted:
                break
    return _Found(Polarity.AFFIRMS, support)


def _decided(
    before: int,
    place: int,
    support: int,
    words: Words,
    marks: list[frozenset[str]],
    starts: frozenset[int],
) -> _Found | None:
    """What the word at ``before`` says of the act at ``place``; ``None`` when it says nothing."""
    here = marks[before]
    if "negation" in here:
        if is_hollow(before, words, marks) or limits(before, words, marks):
            return _Found(Polarity.AFFIRMS, before)
        wide = "wide" in here and "joins" in marks[place - 1]  # "never rents and sells"
        if not wide and _starts_between(before, place, starts):
            return _joined(support, place, marks)
        return _Found(Polarity.DENIES, before)
    if "may" in here:
        return _permission(before, place, words, marks, starts)
    return _permitted(before, place, words, marks, starts)


def _permitted(
    before: int, place: int, words: Words, marks: list[frozenset[str]], starts: frozenset[int]
) -> _Found | None:
    """What a word of permission or of prohibition says, by whom it is said of."""
    of = whose(before, place, words, marks)
    if of is Whose.OURS and not _starts_between(before, place, starts):
        return _permission(before, place, words, marks, starts)
    if of is Whose.READERS:
        return _NOT_OURS
    if "forbids" not in marks[before]:
        return None
    handed = is_of_recipients(before, words, marks)
    return _Found(Polarity.DENIES, before) if handed else _NOT_OURS


def _joined(support: int, place: int, marks: list[frozenset[str]]) -> _Found:
    """What is done in a clause that "and" begins, who does it being named before."""
    alone = support == place and place > 0 and "joins" in marks[place - 1]
    return _Found(Polarity.AFFIRMS, place - 1 if alone else support)


def _starts_between(before: int, place: int, starts: frozenset[int]) -> bool:
    """A clause begins behind ``before``, at ``place`` or in front of it."""
    return bool(starts) and any(at in starts for at in range(before + 1, place + 1))


def _marked_before(place: int, words: Words, marks: list[frozenset[str]]) -> Iterator[int]:
    for before in range(place - 1, max(-1, place - 1 - _REACH), -1):
        if words.sentences[before] != words.sentences[place]:
            return
        if marks[before]:
            yield before


def _permission(
    place: int, act: int, words: Words, marks: list[frozenset[str]], starts: frozenset[int]
) -> _Found:
    """A negation at the modal verb denies: "may not", ``لا يجوز``, ``לא ניתן``."""
    negation = negation_of(place, words, marks)
    denied = negation is not None and not limits(negation, words, marks)
    if "forbids" in marks[place]:
        return _Found(Polarity.MAY if denied else Polarity.DENIES, place)
    if negation is not None and denied:
        if _starts_between(place, act, starts):
            return _joined(act, act, marks)
        return _Found(Polarity.DENIES, negation)
    return _Found(Polarity.MAY, place)


def _carried_behind(
    place: int, words: Words, marks: list[frozenset[str]], acts: frozenset[int]
) -> _Found | None:
    """The verb that carries a noun, behind it: "Weitergabe an Dritte findet statt", "kann ..."."""
    for after in range(place + 1, min(place + 1 + _REACH_BEHIND, len(marks))):
        if words.sentences[after] != words.sentences[place] or "stops" in marks[after]:
            return None
        if after in acts and after - place > _JOINED:
            return None
        if "may" in marks[after]:
            return _Found(Polarity.MAY, after)
        if "light" in marks[after]:
            return _Found(Polarity.AFFIRMS, after)
    return None


def _look_behind(
    place: int, words: Words, marks: list[frozenset[str]], acts: frozenset[int]
) -> int | None:
    """Where a negation stands behind the act, as German has it.

    One in a clause of its own is none of the act: "sofern Sie nicht widersprechen".
    """
    own = -1  # where such a clause began
    for after in range(place + 1, min(place + 1 + _REACH_BEHIND, len(marks))):
        if words.sentences[after] != words.sentences[place]:
            return None
        if "subordinate" in marks[after]:
            own = after
        if "behind" in marks[after] and (own < 0 or is_parted(own, after, words)):
            return None if is_hollow(after, words, marks) else after
        if after in acts and after - place > _JOINED:
            return None
    return None
