"""Month names of all calendars and the way from each calendar to the Gregorian one.

Gregorian names are those of the CLDR, the rest and all spellings it lacks come from
``calendars.toml``. The calendar libraries are imported at first use: commands that ask for no date
in another calendar never pay for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from monitor.analysis.dates.letters import fold_letters
from monitor.analysis.dates.tokens import tokenise
from monitor.analysis.text.cldr import months_of, weekdays_of
from monitor.analysis.text.data_tables import parse_table
from storage.values import value

LOCALES = (
    *("ar", "ar_DZ", "ar_TN", "ar_MA", "ar_MR", "ar_IQ", "he", "fa"),
    *("en", "fr", "fr_CA", "de", "de_AT", "es", "es_UY"),
)
_SHORTEST_NAME = {"fa": 3}  # Persian May and Jalali Dey are everyday words of two letters
_MONTHS_OF_YEAR = 12
_ADAR, _SECOND_ADAR = 12, 13


class Calendar(StrEnum):
    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    HEBREW = "hebrew"
    JALALI = "jalali"


# The years in which a policy can have been dated, per calendar.
YEARS = {
    Calendar.GREGORIAN: range(1991, 2100),
    Calendar.HIJRI: range(1411, 1500),
    Calendar.HEBREW: range(5751, 5860),
    Calendar.JALALI: range(1370, 1479),
}


@value(kw_only=False)
class Month:
    calendar: Calendar
    number: int


@value(kw_only=False)
class Names:
    """Tables over folded words. ``months`` is keyed by all words of a name."""

    months: dict[tuple[str, ...], tuple[Month, ...]]
    longest: dict[str, int]  # first word of a name -> most words of a name that starts so
    weekdays: frozenset[str]
    eras: dict[tuple[str, ...], Calendar]
    ordinals: dict[tuple[str, ...], int]
    suffixes: frozenset[str]
    connectors: frozenset[str]
    versions: frozenset[str]  # the number behind one of them is no day


@cache
def names() -> Names:
    """All tables, built once in a process."""
    data = parse_table(Path(__file__).with_name("calendars.toml").read_text(encoding="utf-8"))
    months: dict[tuple[str, ...], tuple[Month, ...]] = {}
    for name, month in (*_cldr_months(), *_listed_months(data)):
        known = months.get(name, ())
        if name and month not in known:
            months[name] = (*known, month)
    longest: dict[str, int] = {}
    for name in months:
        longest[name[0]] = max(len(name), longest.get(name[0], 0))
    eras = {name: Calendar(key) for key, line in data["eras"].items() for name in _spellings(line)}
    ordinals = {
        name: day
        for day, line in enumerate(data["ordinals"]["words"], start=1)
        for name in _spellings(line)
    }
    return Names(
        months=months,
        longest=longest,
        weekdays=frozenset(_weekdays()),
        eras=eras,
        ordinals=ordinals,
        suffixes=_words(data["ordinals"]["suffixes"]),
        connectors=_words(data["ordinals"]["connectors"]),
        versions=_words(data["ordinals"]["versions"]),
    )


def _words(line: str) -> frozenset[str]:
    return frozenset(word for name in _spellings(line) for word in name)


def _spellings(line: str) -> Iterator[tuple[str, ...]]:
    for spelling in line.split("|"):
        yield _name(spelling)


def _name(spelling: str) -> tuple[str, ...]:
    folded = fold_letters(spelling)
    if folded.isalpha():  # nearly all of them: one word
        return (folded,)
    return tuple(token.text.rstrip("'") for token in tokenise(folded) if token.text != ".")


def _listed_months(
    data: dict[str, dict[str, list[str]]],
) -> Iterator[tuple[tuple[str, ...], Month]]:
    for calendar in Calendar:
        table = data[calendar]
        for number, line in enumerate(table.get("aliases", table.get("months", [])), start=1):
            for name in _spellings(line):
                yield name, Month(calendar, number)


def _cldr_months() -> Iterator[tuple[tuple[str, ...], Month]]:
    for code in LOCALES:
        for row in months_of(code):
            for number, spelling in enumerate(row, start=1):
                name = _name(spelling)
                if len("".join(name)) >= _SHORTEST_NAME.get(code, 2):
                    yield name, Month(Calendar.GREGORIAN, number)


def _weekdays() -> Iterator[str]:
    for code in LOCALES:
        for row in weekdays_of(code):
            yield from _last_words(row)


def _last_words(spellings: Iterable[str]) -> Iterator[str]:
    for spelling in spellings:
        name = _name(spelling)
        if name and len(name[-1]) > 1:
            yield name[-1]


def gregorian_day(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """The day in the Gregorian calendar, or ``None`` where the calendar has no such day."""
    if year not in YEARS[calendar]:
        return None
    try:
        match calendar:
            case Calendar.GREGORIAN:
                return date(year, month, day)
            case Calendar.HIJRI:
                from hijridate import Hijri  # noqa: PLC0415

                return date(*Hijri(year, month, day).to_gregorian().datetuple())
            case Calendar.HEBREW:
                return _from_hebrew(year, month, day)
            case Calendar.JALALI:
                return _from_jalali(year, month, day)
    except (ValueError, OverflowError):
        return None


def _from_hebrew(year: int, month: int, day: int) -> date:
    from pyluach.dates import HebrewDate  # noqa: PLC0415
    from pyluach.hebrewcal import Year  # noqa: PLC0415

    if month == _SECOND_ADAR and not Year(year).leap:
        month = _ADAR
    return HebrewDate(year, month, day).to_pydate()  # type: ignore[no-any-return]


def _from_jalali(year: int, month: int, day: int) -> date | None:
    from convertdate import persian  # noqa: PLC0415

    if not 1 <= month <= _MONTHS_OF_YEAR or not 1 <= day <= persian.month_length(year, month):
        return None
    return date(*persian.to_gregorian(year, month, day))
