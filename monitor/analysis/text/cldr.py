"""Names of months, weekdays and countries, as the Unicode CLDR has them (Unicode License V3).

They stand in ``cldr_names.json``, taken from Babel's copy of the CLDR: to read its locales at run
time would cost every command that reads a text a tenth of a second. A test takes them anew and
compares; ``pytest --update-golden`` writes the file.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TypedDict

SEPARATOR = "|"
SIGN = "="  # between the code of a country and its name


class _Names(TypedDict):
    months: dict[str, list[str]]
    weekdays: dict[str, list[str]]
    countries: dict[str, str]


@cache
def _names() -> _Names:
    source = Path(__file__).with_name("cldr_names.json")
    names: _Names = json.loads(source.read_text(encoding="utf-8"))
    return names


def months_of(locale: str) -> list[list[str]]:
    """Rows of the twelve months: as in a date and alone, each in full and shortened."""
    return [row.split(SEPARATOR) for row in _names()["months"][locale]]


def weekdays_of(locale: str) -> list[list[str]]:
    """Rows of the seven days: in full and shortened."""
    return [row.split(SEPARATOR) for row in _names()["weekdays"][locale]]


def countries_in(language: str) -> dict[str, str]:
    """The names of countries and of their unions by code (ISO 3166)."""
    pairs = (pair.partition(SIGN) for pair in _names()["countries"][language].split(SEPARATOR))
    return {code: name for code, _, name in pairs}
