"""The names that ship are those of the CLDR."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

from babel import Locale

from monitor.analysis.cldr import SEPARATOR, SIGN, countries_in, months_of, weekdays_of
from monitor.analysis.dates.calendars import LOCALES
from monitor.analysis.lexicon import LANGUAGES

_COUNTRY_CODE = 2  # letters; the others are parts of the world
_WIDTHS = ("wide", "abbreviated")


def _months(code: str) -> list[str]:
    months = Locale.parse(code).months
    return [
        SEPARATOR.join(months[context][width][number] for number in range(1, 13))
        for context in ("format", "stand-alone")
        for width in _WIDTHS
    ]


def _weekdays(code: str) -> list[str]:
    days = Locale.parse(code).days["format"]
    return [SEPARATOR.join(days[width][number] for number in range(7)) for width in _WIDTHS]


def _countries(language: str) -> str:
    return SEPARATOR.join(
        f"{code}{SIGN}{name}"
        for code, name in sorted(Locale(language).territories.items())
        if len(code) == _COUNTRY_CODE and code.isalpha()
    )


def test_names_are_those_of_the_cldr(golden: Callable[[Path, object], None]) -> None:
    current = {
        "months": {code: _months(code) for code in LOCALES},
        "weekdays": {code: _weekdays(code) for code in LOCALES},
        "countries": {language: _countries(language) for language in LANGUAGES},
    }
    with as_file(files("monitor.analysis") / "cldr_names.json") as shipped:
        golden(shipped, current)


def test_names_are_read_apart() -> None:
    assert months_of("en")[1][:3] == ["Jan", "Feb", "Mar"]
    assert [len(row) for code in LOCALES for row in months_of(code)] == [12] * 4 * len(LOCALES)
    assert [len(row) for code in LOCALES for row in weekdays_of(code)] == [7] * 2 * len(LOCALES)
    assert countries_in("de")["IE"] == "Irland"
    assert countries_in("fr")["EU"] == "Union européenne"
