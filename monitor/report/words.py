"""The words of the frame, in the language of the reader; what a page says stays in its own.

``frames/*.toml`` has what only pages and reports say; what alerts say too is theirs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.alerts.catalogue import Words, words_of
from monitor.report.model import DateChangeView, FactView, Label, Severity
from monitor.units import amount_words, quantity_words
from storage.model import Category, ChangeClass, DateStatus, Health, Material

PARTY = "party"  # the fact that somebody is named
_HIGH, _MEDIUM = 70, 40

# In English the labels of pages are shorter than those of a chat.
_CATEGORIES = {
    Category.LEGAL_BASIS: "Legal basis",
    Category.POLICY_CHANGES: "Changes to the policy",
    Category.SUBPROCESSORS: "Sub-processors",
    Category.GOV_DISCLOSURE: "Disclosure to authorities",
}
_POLARITIES = {"denies": "denied", "may": "possible", "affirms": "stated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Our words of one language; ``table`` is that of its file."""

    words: Words
    table: Mapping[str, Any]

    @property
    def language(self) -> str:
        return self.words.language

    @property
    def direction(self) -> str:
        return "rtl" if self.words.rtl else "ltr"

    def say(self, name: str, /, **filled: object) -> str:
        text: str = self.table["say"][name]
        return text.format(**filled) if filled else text

    def of(self, section: str, name: str) -> str:
        text: str = self.table[section][name]
        return text

    def counted(self, count: int, noun: str) -> str:
        """``1 change``, ``2 changes``."""
        return self.words.form(self.table["plurals"][noun], count).format(n=f"{count:,}")


@cache
def frame_of(language: str) -> Frame:
    text = files("monitor.report").joinpath("frames", f"{language}.toml").read_text("utf-8")
    return Frame(words=words_of(language), table=tomllib.loads(text))


ENGLISH = frame_of("en")


def category_label(name: str, frame: Frame = ENGLISH) -> Label:
    """Also of a category that a watchlist invented."""
    known = frame.words.find("categories", name) if frame is not ENGLISH else None
    if frame is ENGLISH and name:
        known = _CATEGORIES.get(Category(name))
    return Label(name=name, words=known or name.replace("_", " ").capitalize())


def class_label(name: str, material: str | None, frame: Frame = ENGLISH) -> Label:
    """Of other words that mean the same it is said that there are only these."""
    is_wording = name == ChangeClass.SUBSTANTIVE and material == Material.NONE
    return Label(name=name, words=frame.of("classes", "wording" if is_wording else name))


def kind_label(name: str, frame: Frame = ENGLISH) -> Label:
    return Label(name=name, words=frame.of("kinds", name))


def health_label(health: Health, frame: Frame = ENGLISH) -> Label:
    return Label(name=health.value, words=frame.of("health", health.value))


def brief_health(health: Health, frame: Frame = ENGLISH) -> Label:
    """The same in a word or two, for tables."""
    return Label(name=health.value, words=frame.of("brief_health", health.value))


def material_words(name: str, material: str, frame: Frame = ENGLISH) -> str:
    """How much a change of this class means; "" where the class says it."""
    if material == Material.NONE and name in (ChangeClass.NONE, ChangeClass.DATE_ONLY):
        return ""
    return frame.of("material", material)


def severity_of(value: int, frame: Frame = ENGLISH) -> Severity:
    level = "high" if value >= _HIGH else "medium" if value >= _MEDIUM else "low"
    return Severity(value=value, level=level, words=frame.words.say("severities", level))


def date_change(
    name: str, change: Mapping[str, Any], frame: Frame = ENGLISH
) -> DateChangeView | None:
    """None where neither version states the date."""
    status, old, new = DateStatus(change["status"]), change["old"], change["new"]
    if status is DateStatus.NONE:
        return None
    return DateChangeView(
        name=frame.say(f"{name}_date"),
        words=frame.of("dates", status.value).format(old=old, new=new or old),
        moved=status is not DateStatus.UNCHANGED,
    )


def fact_view(fact: Mapping[str, Any], frame: Frame = ENGLISH) -> FactView:
    """A fact of the JSON of a clause change."""
    name, direction = str(fact["fact"]), fact["direction"]
    told = frame.words.find("facts", name) if frame is not ENGLISH else None
    told = frame.say(PARTY) if name == PARTY else told
    which = "" if direction == "changed" else direction
    if which and frame is not ENGLISH:
        which = frame.words.find("directions", which) or which
    return FactView(
        words=told or name.replace("_", " ").capitalize(),
        before=_fact_side(fact["before"], frame),
        after=_fact_side(fact["after"], frame),
        direction=which,
    )


def _fact_side(text: str | None, frame: Frame) -> str | None:
    if not text:
        return None
    if frame is ENGLISH:
        return _POLARITIES.get(text) or quantity_words(text)
    if text in _POLARITIES:
        return frame.words.say("polarities", text)
    from monitor.alerts.wording import amount  # noqa: PLC0415  only other languages need it

    return amount(frame.words, text).text


def in_days(left: int | None, frame: Frame = ENGLISH) -> str:
    """How far off a day to come is."""
    if left is None:
        return frame.say("then")
    if frame is not ENGLISH:
        return frame.words.plural("in_days", left).format(n=left)
    return "tomorrow" if left == 1 else f"in {amount_words(left, 'day')}"


def day(instant: str | None) -> str:
    """The day of an instant, UTC."""
    return instant[:10] if instant else "–"


def minute(instant: str | None) -> str:
    """``2026-03-05 14:07 UTC``."""
    return f"{instant[:10]} {instant[11:16]} UTC" if instant else "–"
