"""The words of alerts in each language that we write in: ``words/*.toml``, read once.

Only our own words are translated; what a page says stays as it stands. Plural categories are
those of CLDR ("Language Plural Rules"), for numbers as they are written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "ar", "he", "fr", "de", "es")
_DEFAULT = "en"
OLD_CODES = {"iw": "he"}


def _one_or_other(number: float) -> str:
    return "one" if number == 1 else "other"


def _french(number: float) -> str:
    return "one" if 0 <= number < 2 else "other"  # noqa: PLR2004  # 1.5 is still one


def _hebrew(number: float) -> str:
    if number == 1:
        return "one"
    return "two" if number == 2 else "other"  # noqa: PLR2004


def _arabic(number: float) -> str:
    if number in (0, 1, 2):
        return ("zero", "one", "two")[int(number)]
    if number != int(number):
        return "other"
    rest = int(number) % 100
    if 3 <= rest <= 10:  # noqa: PLR2004
        return "few"
    return "many" if rest >= 11 else "other"  # noqa: PLR2004


PLURAL_RULES: Mapping[str, Callable[[float], str]] = {
    "en": _one_or_other,
    "de": _one_or_other,
    "es": _one_or_other,
    "fr": _french,
    "he": _hebrew,
    "ar": _arabic,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language. Templates have ``{placeholders}``, the same in all of them."""

    language: str
    rtl: bool
    table: Mapping[str, Any]

    def say(self, section: str, name: str) -> str:
        """``say("lines", "about")``. Raises KeyError for what no language has."""
        word: str = self.table[section][name]
        return word

    def find(self, section: str, name: str) -> str | None:
        """None when there is no such word."""
        word: str | None = self.table[section].get(name)
        return word

    def plural(self, name: str, number: float) -> str:
        """The template for this number; ``{n}`` is the number itself."""
        return self.form(self.table["plurals"][name], number)

    def form(self, forms: Mapping[str, str], number: float) -> str:
        """Of the forms of a word by plural category that for this number."""
        return forms[PLURAL_RULES[self.language](number)]

    @property
    def list_separator(self) -> str:
        separator: str = self.table["list_separator"]
        return separator

    @property
    def sentence_separator(self) -> str:
        separator: str = self.table["sentence_separator"]
        return separator

    @property
    def months(self) -> list[str]:
        months: list[str] = self.table["dates"]["months"]
        return months


def words_of(language: str | None) -> Words:
    """The words of an ISO 639-1 language; English where we have none."""
    code = (language or _DEFAULT).replace("_", "-").partition("-")[0].lower()
    code = OLD_CODES.get(code, code)
    return _read(code if code in LANGUAGES else _DEFAULT)


@cache
def _read(code: str) -> Words:
    text = files("monitor.alerts").joinpath("words", f"{code}.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return Words(language=code, rtl=table["direction"] == "rtl", table=table)
