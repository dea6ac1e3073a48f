"""Day first or month first? Decided from evidence, strongest first; else left open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from monitor.analysis.dates.calendars import Calendar
from monitor.analysis.dates.finder import FoundDate
from monitor.analysis.dates.letters import Folded
from monitor.analysis.model import StatedDate, StatedDates
from monitor.analysis.text.remembering import remembered
from storage.patterns import late
from storage.values import value

_MONTH_FIRST_REGIONS = frozenset({"US", "PH", "FM", "PW", "MH", "GU", "PR", "AS", "VI", "UM"})
_DAY_FIRST_LANGUAGES = frozenset({"ar", "he", "fa", "fr", "de", "es", "it", "nl", "pt", "ru"})
_LAST_MONTH = 12
_ONE_DAY = timedelta(days=1)  # the page's day may be ahead of ours
_PAIR = re.compile(r"\D*(\d{1,2})\D+(\d{1,2})\D+\d{2,4}\D*")

# Places and words that tell an American text from other English ones, where no region is known.
_AMERICAN = late(
    r"\b(?:california|delaware|new york|texas|florida|washington|virginia|united states|u\.s\.a?|"
    r"usa|llc|inc|ccpa|cpra|zip code|toll-free|american arbitration|aaa|jams|organizations?|"
    r"personalized|color|favor|license agreement)\b"
)
_OTHER_ENGLISH = late(
    r"\b(?:united kingdom|england|wales|scotland|ireland|london|dublin|india|australia|singapore|"
    r"malta|cyprus|dubai|uae|israel|nigeria|kenya|south africa|pty|ltd|gmbh|b\.v|s\.a|plc|uk|"
    r"organisations?|personalised|colour|favour|centre|ico|postcode)\b"
)
_SEMITIC = re.compile(r"[\u0590-\u06ff]{3}")
_CLEARLY = 3  # times as many signs for one side as for the other


@value
class OrderEvidence:
    """What is known of a document's way to write days and months."""

    proven: dict[str, bool]  # separator -> day comes first; "" for any separator
    dates: frozenset[tuple[int, int, int]]  # days that stand in the text beyond doubt
    history_first: bool | None  # the source's earlier texts: day first?
    latest: date | None  # the newest day that earlier versions stated
    seen_on: date | None
    region_first: bool | None
    language_first: bool | None


def gather(
    found: Iterable[FoundDate],
    *,
    texts: Sequence[Folded],
    languages: Sequence[str],
    seen_on: date | None,
    region: str | None,
    earlier: Sequence[StatedDates],
) -> OrderEvidence:
    """``texts`` are the document's blocks; they are read only where a date is open."""
    dates = list(found)
    stated = [one for pair in earlier for one in (pair.effective_on, pair.updated_on) if one]
    days = [one.value for one in stated if one.precision == "day" and not one.ambiguous]
    open_dates = any(one.is_open for one in dates)
    return OrderEvidence(
        proven=_proven(dates),
        dates=frozenset(
            one.readings[0]
            for one in dates
            if not one.is_open and one.calendar is Calendar.GREGORIAN and one.readings[0][2]
        ),
        history_first=_history(stated),
        latest=date.fromisoformat(max(days)) if days else None,
        seen_on=seen_on,
        region_first=region.upper() not in _MONTH_FIRST_REGIONS if region else None,
        language_first=_language_habit(languages, texts) if open_dates else None,
    )


def _proven(dates: Iterable[FoundDate]) -> dict[str, bool]:
    proven: dict[str, bool] = {}
    contradicted: set[str] = set()
    for one in dates:
        if one.first == one.second or one.is_open or max(one.first, one.second) <= _LAST_MONTH:
            continue
        day_first = one.first > _LAST_MONTH
        for separator in (one.separator, ""):
            if proven.setdefault(separator, day_first) is not day_first:
                contradicted.add(separator)
    return {
        separator: first for separator, first in proven.items() if separator not in contradicted
    }


def _history(stated: Iterable[StatedDate]) -> bool | None:
    votes = []
    for one in stated:
        found = _PAIR.fullmatch(one.text)
        if found is None or one.ambiguous or one.precision != "day" or found[1] == found[2]:
            continue
        month, day = int(one.value[5:7]), int(one.value[8:10])
        if (int(found[1]), int(found[2])) in ((day, month), (month, day)):
            votes.append(int(found[1]) == day)
    return votes[0] if votes and len(set(votes)) == 1 else None


def _language_habit(languages: Sequence[str], texts: Sequence[Folded]) -> bool | None:
    known = [language for language in languages if language]
    main = max(sorted(set(known)), key=known.count) if known else ""
    if main in _DAY_FIRST_LANGUAGES:
        return True
    if not main and any(_SEMITIC.search(text.folded) for text in texts):
        return True
    signs = [_english_signs(text.folded) for text in texts]
    american, other = (sum(counts) for counts in zip(*signs, strict=True))
    if american >= _CLEARLY * max(1, other):
        return False
    if other >= _CLEARLY * max(1, american):
        return True
    return None


@remembered
def _english_signs(folded: str) -> tuple[int, int]:
    """How many signs of American, and of other English, a block holds."""
    return len(_AMERICAN.findall(folded)), len(_OTHER_ENGLISH.findall(folded))


def decide(
    found: FoundDate, evidence: OrderEvidence, language: str = "", *, announces: bool = False
) -> tuple[tuple[int, int, int], bool]:
    """The reading to take, and whether it stays ambiguous. Readings are day first, month first.

    ``language`` is that of the block in which the date stands. A date that ``announces`` when a
    text takes effect may well lie ahead: in a language that writes the day first, that it was not
    reached yet says nothing.
    """
    if announces and language in _DAY_FIRST_LANGUAGES:
        evidence = replace(evidence, seen_on=None)
    if not found.is_open:
        return found.readings[0], False
    day_first, month_first = found.readings[:2]
    if found.calendar is not Calendar.GREGORIAN:
        return day_first, False
    choice = _by_evidence(found, evidence)
    if choice is None:
        choice = True if language in _DAY_FIRST_LANGUAGES else evidence.language_first
    if choice is None:
        return (month_first if found.separator == "/" else day_first), True
    return (day_first if choice else month_first), False


def _by_evidence(found: FoundDate, evidence: OrderEvidence) -> bool | None:
    for separator in (found.separator, ""):
        if separator in evidence.proven:
            return evidence.proven[separator]
    day_first, month_first = found.readings[:2]
    choices = (
        _only_one(day_first in evidence.dates, month_first in evidence.dates),
        evidence.history_first,
        _only_one(*(_is_seen_in_time(one, evidence.seen_on) for one in found.readings[:2])),
        _only_one(*(_is_not_before(one, evidence.latest) for one in found.readings[:2])),
        evidence.region_first,
        True if found.separator == "." else None,
    )
    return next((choice for choice in choices if choice is not None), None)


def _only_one(day_first: bool, month_first: bool) -> bool | None:
    return day_first if day_first != month_first else None


def _is_seen_in_time(reading: tuple[int, int, int], seen_on: date | None) -> bool:
    return seen_on is None or date(*reading) <= seen_on + _ONE_DAY


def _is_not_before(reading: tuple[int, int, int], latest: date | None) -> bool:
    return latest is None or date(*reading) >= latest
