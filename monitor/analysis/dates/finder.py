"""Every date that stands in a text, in whatever calendar and shape, with nothing guessed yet.

A text is read as tokens near its numbers; each token is given a one-letter class, and the shapes
of written dates are patterns over those classes (:data:`_SHAPES`). Purely numeric dates are
patterns over the folded text (:data:`_NUMERIC`). Both are linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor.analysis.dates.calendars import YEARS, Calendar, Month, Names, names
from monitor.analysis.dates.letters import Folded
from monitor.analysis.dates.tokens import Token, token_texts, tokenise, unglued
from monitor.analysis.text.remembering import remembered
from storage.patterns import late
from storage.values import value

_WINDOW = 80  # characters on each side of a number in which its date must lie
_YEAR_DIGITS, _SHORT_DIGITS = 4, 2
_LAST_DAY = 31
_LAST_MONTH = 12
_CENTURY_TURN = 80  # two-digit years from 80 on are of the last century


@value
class FoundDate:
    """A date as written. ``start`` and ``end`` are places in the folded text.

    ``numbers`` holds (year, month, day) readings, best known first; day is 0 for a month, month
    and day are 0 for a year. Two readings: day and month could be read either way.
    """

    start: int
    end: int
    calendar: Calendar
    readings: tuple[tuple[int, int, int], ...]
    separator: str = ""  # of a numeric date
    first: int = 0  # the first two numbers of a numeric date that ends in its year
    second: int = 0
    loose: bool = False  # a shape that is a date only with a label right beside it

    @property
    def is_open(self) -> bool:
        return len(self.readings) > 1


# --- numeric -----------------------------------------------------------------------------------

_NUMBERS = re.compile(r"\d++(?:[\W_]{1,3}\d++)*+")  # a row of numbers with only marks between
_SHORTEST = 6  # characters of a numeric date: 1/2024 is the shortest
_SEPARATOR = r"[./\-_|·•:,]"
_NUMERIC = re.compile(
    rf"(?<![\d.])(?<!\d[/\-])(\d{{1,4}})\s?({_SEPARATOR})\s?(\d{{1,2}})(?:\s?\2\s?|,\s?)(\d{{1,4}})"
    rf"(?!\d)(?![./\-:]\d)"
)
_SPACED = re.compile(r"(?<![\d.,/\-])(\d{1,2}) (\d{1,2}) (\d{4})(?![\d.,/\-]*\d)")
_SPACED_YEAR_FIRST = re.compile(r"(?<![\d.,/\-])(\d{4}) (\d{2}) (\d{2})(?![\d.,/\-]*\d)")
_COMPACT = re.compile(r"(?<![\d.,/\-#])((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_MONTH_OF_YEAR = re.compile(r"(?<![\d.,/\-])(?<!\d )(\d{1,2})\s?([./\-])\s?(\d{4})(?![\d/\-]|\.\d)")
_YEAR_AND_MONTH = re.compile(r"(?<![\d.,/\-])(\d{4})\s?([./\-])\s?(\d{2})(?![\d/\-]|[.,]\d)")


def _numeric_dates(folded: str) -> Iterator[FoundDate]:
    for row in _NUMBERS.finditer(folded):
        if row.end() - row.start() >= _SHORTEST:
            # Two characters more: what follows decides whether the last number is whole.
            yield from _numeric_dates_in(folded, row.start(), row.end() + 2)


def _numeric_dates_in(folded: str, start: int, end: int) -> Iterator[FoundDate]:
    for found in _NUMERIC.finditer(folded, start, end):
        date = _triple(found, found[2])
        if date is not None:
            yield date
    for pattern in (_SPACED, _SPACED_YEAR_FIRST, _COMPACT):
        for found in pattern.finditer(folded, start, end):
            date = _triple_of(found, (found[1], found[2], found[3]), " ", loose=True)
            if date is not None:
                yield date
    for found in _MONTH_OF_YEAR.finditer(folded, start, end):
        yield from _month_only(found, year=int(found[3]), month=int(found[1]))
    for found in _YEAR_AND_MONTH.finditer(folded, start, end):
        yield from _month_only(found, year=int(found[1]), month=int(found[3]))


def _month_only(found: re.Match[str], *, year: int, month: int) -> Iterator[FoundDate]:
    if 1 <= month <= _LAST_MONTH and year in YEARS[Calendar.GREGORIAN]:
        yield FoundDate(
            start=found.start(),
            end=found.end(),
            calendar=Calendar.GREGORIAN,
            readings=((year, month, 0),),
            loose=True,
        )


def _triple(found: re.Match[str], separator: str) -> FoundDate | None:
    parts = (found[1], found[3], found[4])
    if separator in ":|" and not any(len(part) == _YEAR_DIGITS for part in parts):
        return None  # a clock, or table cells
    return _triple_of(found, parts, separator, loose=separator in ",_|:")


def _triple_of(
    found: re.Match[str], parts: tuple[str, str, str], separator: str, *, loose: bool
) -> FoundDate | None:
    left, middle, right = (int(part) for part in parts)
    widths = tuple(len(part) for part in parts)
    calendar: Calendar | None
    if widths[0] == _YEAR_DIGITS:
        calendar = _calendar_of_year(left)
        readings = _day_and_month(left, right, middle) if widths[2] <= _SHORT_DIGITS else ()
        readings = readings[:1]  # a year first is followed by its month wherever both could be
        first = second = 0
    elif widths[0] <= _SHORT_DIGITS and widths[2] in (_SHORT_DIGITS, _YEAR_DIGITS):
        year = _full_year(right) if widths[2] == _SHORT_DIGITS else right
        calendar = _calendar_of_year(year)
        readings = _day_and_month(year, left, middle)
        first, second = left, middle
        loose = loose or (widths[2] == _SHORT_DIGITS and separator == ",")
    else:
        return None
    if calendar is None or not readings:
        return None
    return FoundDate(
        start=found.start(),
        end=found.end(),
        calendar=calendar,
        readings=readings,
        separator=separator,
        first=first,
        second=second,
        loose=loose,
    )


def _day_and_month(year: int, day: int, month: int) -> tuple[tuple[int, int, int], ...]:
    """Both readings where both exist: day first, then month first."""
    readings = []
    if 1 <= day <= _LAST_DAY and 1 <= month <= _LAST_MONTH:
        readings.append((year, month, day))
    if day != month and 1 <= month <= _LAST_DAY and 1 <= day <= _LAST_MONTH:
        readings.append((year, day, month))
    return tuple(readings)


def _full_year(short: int) -> int:
    return (1900 if short >= _CENTURY_TURN else 2000) + short


def _calendar_of_year(year: int) -> Calendar | None:
    """Gregorian, Hijri or Hebrew by the year alone; Jalali needs a word beside it."""
    for calendar in (Calendar.GREGORIAN, Calendar.HIJRI, Calendar.HEBREW, Calendar.JALALI):
        if year in YEARS[calendar]:
            return calendar
    return None


# --- written -----------------------------------------------------------------------------------

# One letter per token: D day-like number, Y year, Z year short of its first digit ("018"), G year
# with a number glued on ("202448"), N other number, M month, O day in words, g day in Hebrew
# letters, H year in Hebrew letters, o ordinal suffix, k connector, w weekday, x other word;
# , . - / ( ) ' stand for themselves, ! is any other mark.
_DAY = r"(?P<day>[DOg])(?:\.?o)?"
_MONTH = r"(?P<month>M)(?:[/(\-,]{1,2}(?P<twin>M)\)?)?"
_YEAR = r"(?P<year>[YZH])"
_SHAPES = late(
    rf"""
      (?<![DNYG][.\-/]) {_DAY} [.,\-/]{{0,2}} k{{0,3}} [.,\-/']? {_MONTH} [.,\-/k']{{0,4}}
          (?: {_YEAR} | (?P<glued>G) | [.,\-/']{{1,2}} (?P<short>D)(?![.\-/o:]?[DNY]) )
    | (?P<month2>M) (?:[/(\-,]{{1,2}}(?P<twin2>M)\)?)? [.\-/k]{{0,2}} (?P<day2>[DO])o?
          [.,\-/k'()]{{0,4}} (?: (?P<year2>[YZ]) | (?P<glued2>G) )
    | (?P<year3>Y) [.,\-/k]{{0,2}} (?P<month3>M) [.,\-/k]{{0,2}} (?P<day3>D)(?!o?[,.]?k?Y)o?
    | (?:(?<=\.D-)|(?<!D-))
          (?P<month4>M)(?:[/(\-,]{{1,2}}(?P<twin4>M)\)?)? [.,\-/k']{{0,4}} (?P<year4>[YH])
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"\d{2,}|תש[א-ת]?[\"'][א-ת]")
_HEBREW_YEAR = re.compile(r"ה?'?תש[א-ת]?[\"'][א-ת]")
_HEBREW_DAY = re.compile(r"[א-ל](?:[\"'][א-ט]|')")
_VALUES = dict(
    zip(
        "אבגדהוזחטיכלמנסעפצקרשת",
        (*range(1, 10), *range(10, 100, 10), *range(100, 500, 100)),
        strict=True,
    )
)
_HEBREW_MILLENNIUM = 5000
_GLUED_YEAR = re.compile(r"20\d\d(?=\d{1,2}$)")
_HOLLOW = frozenset("[]*")  # emphasis and brackets around a part of a date
_BEFORE_VERSION = frozenset({"v", "ver", "no", "nr", "n", "rev"})


@dataclass(slots=True)
class _Reading:
    """Tokens of a window with their classes; ``months`` and ``numbers`` are by token."""

    tokens: list[Token]
    classes: str
    months: dict[int, tuple[Month, ...]]
    numbers: dict[int, int]


def _windows(folded: str) -> Iterator[tuple[int, int]]:
    """The parts of the text that can hold a written date, none overlapping."""
    start = end = -1
    for found in _NUMBER.finditer(folded):
        left, right = max(0, found.start() - _WINDOW), found.end() + _WINDOW
        if left > end:
            if end >= 0:
                yield start, end
            start = left
        end = right
    if end >= 0:
        yield start, min(end, len(folded))


def _written_dates(folded: str) -> Iterator[FoundDate]:
    tables = names()
    for start, end in _windows(folded):
        if not any(map(_may_begin_month, token_texts(folded, start, end))):
            continue  # "within 30 days": most numbers are no dates
        reading = _read(tokenise(folded, start, end), tables)
        if not reading.months:
            continue
        for shape in _SHAPES.finditer(reading.classes):
            date = _written(reading, shape)
            if date is not None:
                yield date


@lru_cache(maxsize=32_768)
def _may_begin_month(token: str) -> bool:
    first_words = names().longest
    return token[0].isalpha() and any(form.rstrip("'") in first_words for form in unglued(token))


def _read(tokens: list[Token], tables: Names) -> _Reading:
    merged: list[Token] = []
    classes: list[str] = []
    months: dict[int, tuple[Month, ...]] = {}
    numbers: dict[int, int] = {}
    at = 0
    while at < len(tokens):
        if tokens[at].text in _HOLLOW:
            at += 1
            continue
        found, length = _month_at(tokens, at, tables)
        if found:
            months[len(merged)] = found
            merged.append(Token("", tokens[at].start, tokens[at + length - 1].end))
            classes.append("M")
            at += length
            continue
        letter, number = _class_of(tokens, at, tables)
        if number is not None:
            numbers[len(merged)] = number
        merged.append(tokens[at])
        classes.append(letter)
        at += 1
    return _Reading(merged, "".join(classes), months, numbers)


def _month_at(tokens: list[Token], at: int, tables: Names) -> tuple[tuple[Month, ...], int]:
    word = tokens[at].text
    if not word[0].isalpha():
        return (), 0
    for form in unglued(word):
        stem = form.rstrip("'")
        longest = tables.longest.get(stem, 0)
        for length in range(longest, 0, -1):
            rest = tuple(token.text.rstrip("'") for token in tokens[at + 1 : at + length])
            months = tables.months.get((stem, *rest))
            if months is not None:
                return months, length
    return (), 0


def _class_of(tokens: list[Token], at: int, tables: Names) -> tuple[str, int | None]:
    text = tokens[at].text
    if text[0].isdigit():
        return _class_of_number(tokens, at)
    if text[0].isalpha():
        return _class_of_word(tokens, at, tables)
    return (text if text in ",.-/()'" else "!"), None


def _class_of_word(tokens: list[Token], at: int, tables: Names) -> tuple[str, int | None]:
    text = tokens[at].text
    if _is_ordinal_suffix(tokens, at, tables):
        return "o", None
    if _HEBREW_YEAR.fullmatch(text):
        return "H", _HEBREW_MILLENNIUM + _gematria(text.removeprefix("ה"))
    day = next((form for form in unglued(text) if _HEBREW_DAY.fullmatch(form)), "")
    if day:
        return "g", _gematria(day)
    if (text,) in tables.ordinals and not (
        at and tokens[at - 1].text in tables.versions and _is_parted(tokens, at)
    ):
        return "O", tables.ordinals[(text,)]
    if text in tables.connectors:
        return "k", None
    return ("w" if text in tables.weekdays else "x"), None


def _is_ordinal_suffix(tokens: list[Token], at: int, tables: Names) -> bool:
    text = tokens[at].text
    if text not in tables.suffixes or at == 0:
        return False
    before = tokens[at - 1]
    if before.is_number:
        return before.end == tokens[at].start or text not in tables.connectors
    # "1.º de enero"
    return at > 1 and before.text == "." and text in "oa" and tokens[at - 2].is_number


def _class_of_number(tokens: list[Token], at: int) -> tuple[str, int | None]:
    text = tokens[at].text
    width = len(text)
    letter, number = "N", None
    if width <= _SHORT_DIGITS:
        before = tokens[at - 1] if at else None
        glued = before is not None and before.end == tokens[at].start
        if before is None or not (
            before.text in _BEFORE_VERSION
            if glued
            else before.text in names().versions and _is_parted(tokens, at)
        ):
            letter, number = "D", int(text)
    elif width == _YEAR_DIGITS and _calendar_of_year(int(text)):
        letter, number = "Y", int(text)
    elif width == _YEAR_DIGITS - 1 and text[0] == "0":
        letter, number = "Z", 2000 + int(text)
    elif width <= _YEAR_DIGITS + _SHORT_DIGITS and (year := _GLUED_YEAR.match(text)):
        letter, number = "G", int(year.group())
    return letter, number


def _is_parted(tokens: list[Token], at: int) -> bool:
    """A comma stands behind the number, or a dash with a space before it."""
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    return behind is not None and (
        behind.text == "," or (behind.text == "-" and behind.start > tokens[at].end)
    )


def _gematria(word: str) -> int:
    return sum(_VALUES.get(letter, 0) for letter in word)


def _written(reading: _Reading, shape: re.Match[str]) -> FoundDate | None:
    year_at = _first(shape, "year", "year2", "year3", "year4", "glued", "glued2", "short")
    month_at = _first(shape, "month", "month2", "month3", "month4")
    day_at = _first(shape, "day", "day2", "day3")
    twin_at = _first(shape, "twin", "twin2", "twin4")
    month = reading.months[month_at][0]
    if twin_at >= 0 and month not in reading.months[twin_at]:
        return None  # two different months: a range, not two names of one month
    year = reading.numbers[year_at]
    if shape["short"] is not None:
        if reading.tokens[year_at].end - reading.tokens[year_at].start != _SHORT_DIGITS:
            return None
        year = _full_year(year)
    day = reading.numbers[day_at] if day_at >= 0 else 0
    hebrew = "H" in shape.group() or "g" in shape.group()
    if hebrew and month.calendar is not Calendar.HEBREW:
        return None
    if day > _LAST_DAY or (day_at >= 0 and day == 0) or year not in YEARS[month.calendar]:
        return None
    end = reading.tokens[shape.end() - 1].end
    if year_at in _glued_places(shape):
        end = reading.tokens[year_at].start + _YEAR_DIGITS
    return FoundDate(
        start=reading.tokens[shape.start()].start,
        end=end,
        calendar=month.calendar,
        readings=((year, month.number, day),),
    )


def _glued_places(shape: re.Match[str]) -> tuple[int, ...]:
    return tuple(shape.start(name) for name in ("glued", "glued2") if shape[name] is not None)


def _first(shape: re.Match[str], *groups: str) -> int:
    return next((shape.start(name) for name in groups if shape[name] is not None), -1)


# --- all ---------------------------------------------------------------------------------------

_ERA = re.compile(r"\s?\(?([^\W\d_]+)\.?\s?([^\W\d_]?)\.?")


def find_dates(text: Folded) -> list[FoundDate]:
    """All dates of a text in order, none overlapping; the longer of two at one place wins."""
    return list(_dates_in(text.folded))


@remembered
def _dates_in(folded: str) -> tuple[FoundDate, ...]:
    found = [*_numeric_dates(folded), *_written_dates(folded)]
    found.sort(key=lambda date: (date.start - date.end, date.start))
    kept: list[FoundDate] = []
    taken = bytearray(len(folded) + 1) if found else bytearray()
    for date in found:
        if not any(taken[date.start : date.end]):
            taken[date.start : date.end] = b"\x01" * (date.end - date.start)
            kept.append(date)
    kept.sort(key=lambda date: date.start)
    return tuple(_with_era(date, folded) for date in kept)


def _with_era(date: FoundDate, folded: str) -> FoundDate:
    """Take in the letters behind the year that name the calendar."""
    found = _ERA.match(folded, date.end)
    if found is None:
        return date
    eras = names().eras
    both = (found[1], found[2]) if found[2] else (found[1],)
    for name, end in ((both, found.end(len(both))), ((found[1],), found.end(1))):
        calendar = eras.get(name)
        if calendar is None or folded[end : end + 1].isalpha():
            continue
        written = date.separator == ""
        if written and calendar is not date.calendar:
            return date
        if not all(reading[0] in YEARS[calendar] for reading in date.readings):
            return date
        return _changed(date, end, calendar)
    return date


def _changed(date: FoundDate, end: int, calendar: Calendar) -> FoundDate:
    return FoundDate(
        start=date.start,
        end=end,
        calendar=calendar,
        readings=date.readings,
        separator=date.separator,
        first=date.first,
        second=date.second,
        loose=date.loose,
    )
