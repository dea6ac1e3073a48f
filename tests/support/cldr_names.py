"""The names of the CLDR as Babel has them, as JSON on stdout.

Printed by a process of its own: in one that read other locales before, Babel answers otherwise.
"""

from __future__ import annotations

import json
import sys

from babel import Locale

from monitor.analysis.dates.calendars import LOCALES
from monitor.analysis.text.cldr import SEPARATOR, SIGN
from monitor.analysis.text.lexicon import LANGUAGES

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


if __name__ == "__main__":
    names = {
        "months": {code: _months(code) for code in LOCALES},
        "weekdays": {code: _weekdays(code) for code in LOCALES},
        "countries": {language: _countries(language) for language in LANGUAGES},
    }
    json.dump(names, sys.stdout)
