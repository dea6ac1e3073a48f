"""What a company undertakes for the reader, and what the reader gives up before a court.

"We will notify you" that became "we may notify you" is another promise though one word moved; so
is "does not waive" that became "waives". What is off "by default" is opt-in, what is on is opt-out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.facts.sentence_pairs import is_reordered
from monitor.analysis.model import FactChange, Polarity
from monitor.analysis.statements.finding import marks_of
from monitor.analysis.statements.parts_of_sentence import is_hollow
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import closest_language, read_data
from monitor.analysis.text.matching import Hit, Matcher
from monitor.analysis.text.words import Words, split_words

CLASS_ACTION = "class action"
JURY = "jury"
WAIVER = "waiver"
ASK = "ask"
NOTIFY = "notify"
ANSWER = "answer"
ERASE = "erase"
CONSENT = "consent"
BEFORE_COURT = frozenset({CLASS_ACTION, JURY, WAIVER})

_SAFETY = "safety"
_LEAVE = "leave"
_OPTING = "opting"
_OFF, _ON = "off", "on"
_REACH = 6  # words in front of an act in which it is said whether it is done
_BEHIND = 3  # words behind an act in which its object stands, and German its negation
_NEAR = 2  # words from an act within which "without" is said of it
_COMMAS = frozenset(",،")
_BOUND = 4_000  # letters that are read
_RANK = {Polarity.DENIES: 0, Polarity.MAY: 1, Polarity.AFFIRMS: 2}
_TO_US = frozenset({"us", "uns", "nous", "nos", "לנו", "אותנו", "إلينا", "لنا"})

_Marks = list[frozenset[str]]


def undertaken(edit: Edit) -> tuple[FactChange, ...]:
    """What is undertaken on both sides of an edit, and less surely, or more, on one of them."""
    if not edit.before or not edit.after or is_reordered(edit.before, edit.after):
        return ()
    language = edit.clause.language
    # Where a word was put in front of a sentence, no sentence of the other side was touched.
    before = stances(edit.sentences_before or (edit.before or "",), language)
    after = stances(edit.sentences_after or (edit.after or "",), language)
    return tuple(
        FactChange(
            fact=act, before=before[act], after=after[act], direction=_direction(act, before, after)
        )
        for act in before
        if act in after and before[act] is not after[act]
    )


def harms(said: str, sentences: Sequence[str], language: str) -> bool:
    """Words about a dispute that came or went take something from the reader.

    Not a waiver that is denied, nor a jury or a class action that is not; nor that readers may keep
    out of it.
    """
    holding = next((one for one in sentences if said in one), said)
    stances = dict(_read(split_words(holding[:_BOUND]), language))
    if _OPTING in stances:
        return False
    if WAIVER in stances:
        return stances[WAIVER] is not Polarity.DENIES
    kinds = BEFORE_COURT.intersection(stances)
    return not kinds or any(stances[one] is Polarity.DENIES for one in kinds)


def _direction(act: str, before: dict[str, Polarity], after: dict[str, Polarity]) -> str:
    more = _RANK[after[act]] > _RANK[before[act]]
    return "stronger" if more is not (act == WAIVER) else "weaker"


def stances(sentences: Sequence[str], language: str) -> dict[str, Polarity]:
    """What is said of each act; what is said in two ways is told by neither."""
    said: dict[str, set[Polarity]] = {}
    for sentence in sentences:
        words = split_words(sentence[:_BOUND])
        for act, polarity in _read(words, language):
            said.setdefault(act, set()).add(polarity)
    return {act: next(iter(found)) for act, found in said.items() if len(found) == 1}


def _read(words: Words, language: str) -> Iterator[tuple[str, Polarity]]:
    hits = _matcher(closest_language(language)).find(words)
    if not hits:
        return
    marks = marks_of(words, language)
    named = {hit.payload for hit in hits}
    for hit in hits:
        act = hit.payload
        if act == WAIVER:
            yield act, _stance(hit, words, marks, reach=_BEHIND)
        elif act in BEFORE_COURT:
            if WAIVER not in named:  # what is given up is told by the waiver
                yield act, _stance(hit, words, marks, reach=2 * _REACH)
        elif act in (_OFF, _ON, _OPTING):
            said = CONSENT if act != _OPTING else act
            if _SAFETY not in named:  # encryption that is on by default is no choice of readers
                yield said, Polarity.MAY if act == _ON else Polarity.AFFIRMS
        elif act == _LEAVE:
            denied = _stance(hit, words, marks, reach=_REACH) is Polarity.DENIES
            yield act, Polarity.DENIES if denied else Polarity.MAY
        elif act != _SAFETY and not _is_readers(hit, words, marks):
            yield act, _stance(hit, words, marks, reach=_REACH)


def _stance(hit: Hit[str], words: Words, marks: _Marks, *, reach: int) -> Polarity:
    """By the nearest negation or modal verb in front, or the negation right behind."""
    sentence = words.sentences[hit.first]
    for at in range(hit.first - 1, max(-1, hit.first - 1 - reach), -1):
        if words.sentences[at] != sentence or _is_parted(at, words):
            break
        if "wide" in marks[at] and at < hit.first - _NEAR:  # "without a fee"
            continue
        if "negation" in marks[at] and not is_hollow(at, words, marks):
            return Polarity.DENIES
        if "may" in marks[at]:
            negated = at > 0 and "negation" in marks[at - 1]
            return Polarity.DENIES if negated else Polarity.MAY
    for at in range(hit.last + 1, min(hit.last + 1 + _BEHIND, len(marks))):
        if words.sentences[at] == sentence and "behind" in marks[at]:
            return Polarity.DENIES
    return Polarity.AFFIRMS


def _is_parted(place: int, words: Words) -> bool:
    """A comma stands behind the word."""
    between = words.source[words.end(place) : words.starts[place + 1]]
    return not _COMMAS.isdisjoint(between)


def _is_readers(hit: Hit[str], words: Words, marks: _Marks) -> bool:
    """The reader is who must or may: "you may notify us"."""
    sentence = words.sentences[hit.first]
    behind = range(hit.last + 1, min(hit.last + 1 + _BEHIND, len(marks)))
    if any(words.texts[at].casefold() in _TO_US for at in behind):
        return True
    before = {
        mark
        for at in range(max(0, hit.first - _REACH), hit.first)
        if words.sentences[at] == sentence
        for mark in marks[at]
    }
    return "readers" in before and "ours" not in before


@cache
def _matcher(language: str) -> Matcher[str]:
    table: dict[str, str] = parse_table(read_data("undertakings.toml"))[language]
    return Matcher((term, act) for act, line in table.items() for term in line.split("|"))
