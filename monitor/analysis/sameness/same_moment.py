"""Dates and how often something is, as places of a text: another writing of them is the same.

``31.12.2026`` and ``31. Dezember 2026``, ``1.7.`` and ``01.07.``; ``pro Monat``, ``im Monat`` and
``monatlich``, "every three months" and "quarterly".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.analysis.dates.finder import FoundDate, find_dates
from monitor.analysis.dates.letters import folded_once
from monitor.analysis.quantities.measures import Measured
from monitor.analysis.quantities.numbers import Numerals, WordRole
from monitor.analysis.quantities.units import exactly
from monitor.analysis.text.words import Words
from storage.folding import fold

EVERY = "every"
_DATE = "date"
_DAY_OF_YEAR = re.compile(r"(?<![\d.])(\d{1,2})\.[ \u00a0]?(\d{1,2})\.(?!\d)")
_DIGIT = re.compile(r"\d")
_LATEST = (12, 31)

Measure = tuple[str, float, tuple[str, ...]]
Place = tuple[int, int, Measure]  # where it begins and ends in the text


def dates_in(text: str, language: str) -> Iterator[Place]:
    """Dates of which nobody can doubt which day they are."""
    if not _DIGIT.search(text):
        return
    folded = folded_once(text)
    for found in find_dates(folded):
        day = _day_of(found, language)
        if day is not None:
            said = (found.calendar.name, *map(str, day))
            yield (*folded.place(found.start, found.end), (_DATE, 0.0, said))
    for match in _DAY_OF_YEAR.finditer(text):
        day_of_month, month = int(match[1]), int(match[2])
        if 0 < month <= _LATEST[0] and 0 < day_of_month <= _LATEST[1]:
            yield (*match.span(), (_DATE, 0.0, (str(month), str(day_of_month))))


def _day_of(found: FoundDate, language: str) -> tuple[int, int, int] | None:
    if not found.is_open:
        return found.readings[0]
    if found.separator != "." and language == "en":
        return None
    return next((one for one in found.readings if one[2] == found.first), None)


def frequencies_in(
    words: Words, roles: Sequence[WordRole], vocabulary: Numerals, measures: Sequence[Measured]
) -> Iterator[Place]:
    """``monthly``, ``every month``, ``alle drei Monate``."""
    begins = {one.first: one for one in measures if one.unit}
    for place, word in enumerate(words.texts):
        folded = fold(word)
        often = vocabulary.how_often.get(folded)
        if often is not None:
            yield words.starts[place], words.end(place), (*exactly(*often), (EVERY,))
        elif folded in vocabulary.every:
            yield from _every(words, roles, vocabulary, place, begins)


def _every(
    words: Words,
    roles: Sequence[WordRole],
    vocabulary: Numerals,
    place: int,
    begins: dict[int, Measured],
) -> Iterator[Place]:
    behind = place + 1
    if behind < len(roles) and fold(words.texts[behind]) in vocabulary.articles:
        behind += 1
    if behind >= len(roles) or words.sentences[behind] != words.sentences[place]:
        return
    measured = begins.get(behind) or begins.get(place)  # "pro Monat" is read as one of it
    unit = roles[behind].unit
    if measured is not None:
        length, last = exactly(measured.value, measured.unit), measured.last
    elif unit is not None and not roles[behind].digits:
        length, last = exactly(roles[behind].factor, unit), behind
    else:
        return
    yield words.starts[place], words.end(last), (*length, (EVERY,))
