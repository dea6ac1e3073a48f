"""What the words around a date make of it: which field it dates, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.analysis.dates.calendars import names
from monitor.analysis.dates.finder import FoundDate
from monitor.analysis.dates.labels import (
    LABELS,
    Kind,
    Phrase,
    Word,
    context_tokens,
    find_phrases,
    word_says,
)
from monitor.analysis.dates.tokens import Token, tokenise
from monitor.analysis.text.remembering import remembered
from storage.values import value

_REACH = 260  # characters before a date that are read
_REACH_AFTER = 140
_NEAR = 40  # characters before a date that hold its preposition
_BREAKS = frozenset(".!?;")
_SAME = frozenset({Kind.SAME})
_FIELD_MARKS = frozenset("|·•")  # part one field of a line from the next
_SHORT_NUMBER = 3
_LONGEST_RANGE = 14  # characters between the two ends of a range
_MOST_TWINS = 3
_LOOSE_GAP = 3  # words that say nothing between a strong label and its date
_CHAIN_GAP = 6  # words between "was revised" and "is effective as of" in one sentence
_LONG_SENTENCE = 12  # words between the document's name and a label that leave it in doubt
_TITLE_WORDS = 4  # words before a label that still make a date line: "Privacy Policy – Effective"


@value
class Reading:
    """Fields a date states. ``score`` orders readings of one document; ``label`` is a place in the
    folded text (``label_end`` 0: no label).
    """

    kinds: frozenset[Kind]
    score: float
    label_start: int = 0
    label_end: int = 0


@value(kw_only=False)
class _Sides:
    """The sentence around a date."""

    before: list[Token]  # since the date before this one
    sentence: int  # before[sentence:] is of the date's own sentence
    earlier: list[Token]  # of the same sentence, but before another date
    after: list[Token]
    is_whole: bool  # the block ends within the tokens after


def read_context(folded: str, found: Sequence[FoundDate], first: int, last: int) -> Reading | None:
    """What the words around ``found[first:last]`` say; these dates are one day written twice."""
    start = found[first - 1].end if first else 0
    stop = found[last].start if last < len(found) else len(folded)
    if _is_range(folded, found, first, last):
        return None
    sides = _sides(folded, start, found[first].start, found[last - 1].end, stop)
    reading = _from_before(sides) or _from_after(sides)
    return _with_same(reading, sides) if reading else None


def is_end(folded: str, found: FoundDate) -> bool:
    """The date is when something ends: "version applicable jusqu'au 5 mars 2024"."""
    before = context_tokens(folded, max(0, found.start - _NEAR), found.start)
    for token in reversed(before):
        if not word_says(token, Word.FILLER):
            return word_says(token, Word.STOP)
    return False


def twins(folded: str, found: Sequence[FoundDate], first: int) -> int:
    """The end of the row of dates from ``first`` that give one day in two calendars."""
    last = first + 1
    while last < len(found) and last - first < _MOST_TWINS:
        between = context_tokens(folded, found[last - 1].end, found[last].start)
        words = [token for token in between if token.is_word or token.is_number]
        other_calendar = found[last].calendar is not found[last - 1].calendar
        if not other_calendar or not all(word_says(token, Word.TWIN) for token in words):
            break
        last += 1
    return last


def _is_range(folded: str, found: Sequence[FoundDate], first: int, last: int) -> bool:
    return (first > 0 and _joins(folded, found[first - 1].end, found[first].start)) or (
        last < len(found) and _joins(folded, found[last - 1].end, found[last].start)
    )


def _joins(folded: str, start: int, end: int) -> bool:
    between = folded[start:end].strip(" *_")
    if len(between) > _LONGEST_RANGE:
        return False
    tokens = tokenise(between)
    parted = [token.text == "-" or word_says(token, Word.RANGE) for token in tokens]
    return any(parted) and all(
        parts or (token.is_word and word_says(token, Word.FILLER))  # "until the", "ועד יום"
        for token, parts in zip(tokens, parted, strict=True)
    )


def _sides(folded: str, start: int, left: int, right: int, stop: int) -> _Sides:
    near = max(start, left - _REACH)
    before = context_tokens(folded, near, left)
    sentence = 0
    for place in range(len(before) - 1, -1, -1):
        if _is_break(before, place, folded):
            sentence = place + 1
            break
    earlier = [] if sentence else _earlier(folded, near)
    after = context_tokens(folded, right, min(stop, right + _REACH_AFTER))
    whole = stop <= right + _REACH_AFTER
    for place in range(len(after)):
        if _is_break(after, place, folded):
            after, whole = after[:place], True
            break
    return _Sides(before, sentence, earlier, after, whole)


def _earlier(folded: str, end: int) -> list[Token]:
    tokens = context_tokens(folded, max(0, end - _REACH), end)
    for place in range(len(tokens) - 1, -1, -1):
        if _is_break(tokens, place, folded) or tokens[place].text == "|":
            return tokens[place + 1 :]
    return tokens


def _is_break(tokens: Sequence[Token], place: int, folded: str) -> bool:
    token = tokens[place]
    if token.text not in _BREAKS:
        return False
    if token.text != ".":
        return True
    if place and word_says(tokens[place - 1], Word.ABBREVIATION):
        return False
    follows = folded[token.end : token.end + 1]
    if follows and not follows.isspace() and follows not in "*_\"')]":
        return False
    return place == 0 or len(tokens[place - 1].text) > 1 or tokens[place - 1].is_number


# --- a label before the date ---------------------------------------------------------------------


def _from_before(sides: _Sides) -> Reading | None:
    phrases = find_phrases(sides.before)
    if not phrases:
        return None
    label = phrases[-1]
    gap = sides.before[label.end :]
    unknown = _unknown(gap, label.kind)
    if unknown is None:
        return None
    strong = label.kind in (Kind.EFFECTIVE, Kind.UPDATED)
    if unknown > (_LOOSE_GAP if strong else 0):
        return None
    start = label.start
    if start < sides.sentence:  # "Last updated. 5 March 2024": only marks may part them
        if any(token.is_word or token.is_number for token in gap):
            return None
        sides = replace(sides, sentence=_sentence_of(sides, start), earlier=[])
    chained = _chain(sides, phrases)
    own = sides.before[sides.sentence : chained[0].start]
    kinds = _kinds(chained)
    score = _score(own, kinds, sides, unknown)
    if score is None:
        return None
    return Reading(
        kinds=kinds,
        score=score,
        label_start=sides.before[chained[0].start].start,
        label_end=sides.before[label.end - 1].end,
    )


def _sentence_of(sides: _Sides, start: int) -> int:
    return next(
        (place + 1 for place in range(start - 1, -1, -1) if sides.before[place].text in _BREAKS), 0
    )


def _unknown(gap: Sequence[Token], kind: Kind) -> int | None:
    """How many words of the gap say nothing known; ``None`` where one parts label and date."""
    weekdays = names().weekdays
    count = 0
    for place, token in enumerate(gap):
        if word_says(token, Word.STOP) or (not place and word_says(token, Word.NEWER)):
            return None
        if token.text in _BREAKS - {"."} and place < len(gap) - 1:
            return None
        if token.is_number:
            count += 0 if kind is Kind.STATUS and len(token.text) <= _SHORT_NUMBER else 2
        elif token.is_word and not _is_filler(token, weekdays):
            count += 1
    return count


def _is_filler(token: Token, weekdays: frozenset[str]) -> bool:
    return (
        token.text in weekdays
        or word_says(token, Word.FILLER)
        or word_says(token, Word.DOCUMENT)
        or word_says(token, Word.JOIN)
    )


def _chain(sides: _Sides, phrases: list[Phrase]) -> list[Phrase]:
    """The last label with those before it that share its date: "last updated and effective"."""
    chain = [phrases[-1]]
    for phrase in reversed(phrases[:-1]):
        between = sides.before[phrase.end : chain[0].start]
        if phrase.start < sides.sentence or any(word_says(token, Word.STOP) for token in between):
            break
        words = [token for token in between if token.is_word]
        unknown = [token for token in words if not word_says(token, Word.FILLER)]
        joined = any(word_says(token, Word.JOIN) or token.text in "&/" for token in between)
        spoken = joined and any(word_says(token, Word.DOCUMENT) for token in between)
        plain = all(word_says(token, Word.JOIN) for token in unknown)
        if not ((plain and len(words) <= _LOOSE_GAP) or (spoken and len(words) <= _CHAIN_GAP)):
            break
        if any(token.is_number or token.text in ":|" for token in between) and not joined:
            break
        chain.insert(0, phrase)
    return chain


def _kinds(chain: Sequence[Phrase]) -> frozenset[Kind]:
    kinds = {phrase.kind for phrase in chain}
    if Kind.EFFECTIVE in kinds:
        kinds -= {Kind.SINCE, Kind.STATUS}
    if Kind.UPDATED in kinds:
        kinds -= {Kind.STATUS}
    return frozenset(kinds)


def _score(
    own: Sequence[Token], kinds: frozenset[Kind], sides: _Sides, unknown: int
) -> float | None:
    """How surely; ``None`` where the sentence is about something else. ``own`` are the words of
    the sentence before the label.
    """
    words = [token for token in own if token.is_word]
    if _is_of_another([*sides.earlier, *own], sides):
        return None
    after = [token for token in sides.after if token.is_word]
    most = _TITLE_WORDS * (2 if _is_bracketed(own, sides) else 1)
    line = len(words) <= most and _ends_soon(sides)
    near = words[-_LONG_SENTENCE:]
    rambling = len(words) > len(near) and not any(word_says(one, Word.DOCUMENT) for one in near)
    about = any(word_says(token, Word.DOCUMENT) for token in own) or any(
        word_says(token, Word.DOCUMENT) for token in after
    )
    if line:
        score = 4.0
    elif about:
        score = 3.0
    elif kinds & {Kind.UPDATED, Kind.EFFECTIVE} and not rambling:
        score = 2.0
    else:
        return None
    weak = kinds <= {Kind.STATUS, Kind.SINCE}
    if (
        (kinds == {Kind.SINCE} and words and not about)
        or (not (words or about or line) and _begins_sentence(kinds, sides))
        or (weak and rambling)
        or any(word_says(token, Word.NEWER) for token in own)  # a banner for another edition
    ):
        return None
    if weak:
        score -= 1.0
    return score - 0.25 * unknown


def _is_bracketed(own: Sequence[Token], sides: _Sides) -> bool:
    """Label and date end the line in brackets: "Terms of Use of Acme Services (Stand: 2021)"."""
    closed = len(sides.after) == 1 and sides.after[0].text == ")"
    return bool(own) and own[-1].text == "(" and closed and sides.is_whole


def _begins_sentence(kinds: frozenset[Kind], sides: _Sides) -> bool:
    """It is not the document that takes effect: "Effective July 1, 2023, residents may ..."."""
    words = [token for token in sides.after if token.is_word]
    if any(word_says(token, Word.DOCUMENT) for token in sides.before[sides.sentence :]):
        return False  # named within the label
    comma = bool(sides.after) and sides.after[0].text == ","
    return kinds == {Kind.EFFECTIVE} and comma and len(words) > _CHAIN_GAP


def _ends_soon(sides: _Sides) -> bool:
    """The sentence ends with the date, or something not a sentence follows."""
    if not sides.after or (sides.is_whole and len(sides.after) <= _LOOSE_GAP):
        return True
    return not sides.after[0].is_word and sides.after[0].text != ","


def _is_of_another(own: Sequence[Token], sides: _Sides) -> bool:
    """The label speaks of a law, of an earlier text, of a figure: not of this document."""
    for token in reversed(own):
        if word_says(token, Word.OLDER):
            return True
        document = word_says(token, Word.DOCUMENT)
        if not document and (word_says(token, Word.LAW) or word_says(token, Word.THING)):
            return True
        if document:
            break
    else:
        colon = bool(sides.before) and sides.before[-1].text == ":"  # a field of its own
        for token in () if colon else sides.after:
            if token.text in _FIELD_MARKS or word_says(token, Word.DOCUMENT):
                break
            if word_says(token, Word.LAW):
                return True
    spoken = find_phrases(own, frozenset({Kind.FIGURES, Kind.TODAY}))
    return bool(spoken) or any(word_says(token, Word.OLDER) for token in own)


def _with_same(reading: Reading, sides: _Sides) -> Reading:
    """What takes the same date further on: "updated on 5 March and effective as of that date"."""
    same = find_phrases(sides.after, _SAME)
    if not same:
        return reading
    before = sides.after[: same[0].start]
    labels = [one for one in find_phrases(before) if one.kind in (Kind.EFFECTIVE, Kind.UPDATED)]
    if (
        not labels
        or len(before) - labels[-1].end > _LOOSE_GAP
        or any(word_says(token, word) for token in before for word in (Word.STOP, Word.OLDER))
    ):
        return reading
    return replace(reading, kinds=reading.kinds | {labels[-1].kind})


# --- a label behind the date ---------------------------------------------------------------------


def _from_after(sides: _Sides) -> Reading | None:
    """The label stands alone behind a date that begins a line: "5 March 2024 (last updated)"."""
    if any(token.is_word or token.is_number for token in sides.before[sides.sentence :]):
        return _from_verb_behind(sides)
    phrases = [one for one in find_phrases(sides.after) if one.kind is not Kind.SINCE]
    if not phrases or phrases[0].start > 1:
        return None
    label = phrases[0]
    rest = [token for token in sides.after[label.end :] if token.is_word or token.is_number]
    if label.kind is Kind.STATUS or len(rest) > 1 or not sides.is_whole:
        return None
    if label.start == 1 and sides.after[0].is_word:
        return None
    return Reading(
        kinds=frozenset({label.kind}),
        score=2.5,
        label_start=sides.after[label.start].start,
        label_end=sides.after[label.end - 1].end,
    )


def _from_verb_behind(sides: _Sides) -> Reading | None:
    """What is said of the document follows the date: "Diese AGB sind ab dem 5. März gültig"."""
    own = sides.before[sides.sentence :]
    phrases = find_phrases(sides.after)
    if not phrases or phrases[0].start or phrases[0].kind is Kind.SINCE or sides.earlier:
        return None
    words = [token for token in own if token.is_word]
    if (
        len(words) > _LONG_SENTENCE
        or not word_says(own[-1], Word.FILLER)
        or not any(word_says(token, Word.DOCUMENT) for token in words)
        or any(word_says(token, word) for token in own for word in (Word.STOP, Word.NEWER))
        or _is_of_another(own, sides)
    ):
        return None
    label = phrases[0]
    return Reading(
        kinds=frozenset({label.kind}),
        score=3.0 if label.kind in (Kind.EFFECTIVE, Kind.UPDATED) else 2.0,
        label_start=sides.after[label.start].start,
        label_end=sides.after[label.end - 1].end,
    )


@remembered
def lone_label(folded: str) -> Reading | None:
    """A block that is nothing but a label; its date stands in the next block."""
    tokens = context_tokens(folded, 0, min(len(folded), _REACH))
    phrases = find_phrases(tokens)
    if not phrases or len(folded) > _REACH:
        return None
    kinds = frozenset(phrase.kind for phrase in phrases)
    inside = {place for phrase in phrases for place in range(phrase.start, phrase.end)}
    rest = [token for place, token in enumerate(tokens) if place not in inside and token.is_word]
    weekdays = names().weekdays
    if any(not _is_filler(token, weekdays) for token in rest) or Kind.SINCE in kinds:
        return None
    return Reading(
        kinds=_kinds(phrases),
        score=3.5,
        label_start=tokens[phrases[0].start].start,
        label_end=tokens[phrases[-1].end - 1].end,
    )


@remembered
def heads(folded: str, kind: Kind) -> bool:
    """A heading that says ``kind`` (a change log, an archive) and little else."""
    tokens = context_tokens(folded, 0, min(len(folded), _REACH))
    return len(tokens) <= _REACH // 20 and bool(find_phrases(tokens, frozenset({kind})))


__all__ = [
    "LABELS",
    "Reading",
    "heads",
    "is_end",
    "lone_label",
    "read_context",
    "twins",
]
