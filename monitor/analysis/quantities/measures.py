"""Numbers with the unit they go with: ``thirty (30) days``, ``سنة ونصف``, ``2 to 3 years``."""

from __future__ import annotations

from dataclasses import replace

from monitor.analysis.quantities.number_words import combined
from monitor.analysis.quantities.numbers import NO_ROLE, WordRole
from monitor.analysis.quantities.units import BUSINESS_DAY
from monitor.analysis.text.words import Words
from storage.folding import fold
from storage.values import value

_DECIMAL = "\u066b"  # the Arabic sign, which never parts thousands
_THOUSANDS = frozenset(f",.٬’'\u00a0\u202f{_DECIMAL}")
_POINTS = frozenset(f".,{_DECIMAL}")
_APART = frozenset(",،;:)]")
_DASHES = frozenset("-‐‑‒–—/~")
_TEN = 10
SIGNS = frozenset("$€£¥₪₹₺%٪")  # of currencies and shares
_MOST_NUMBER_WORDS = 8


@value(kw_only=False)
class Measured:
    """``value`` of ``unit`` ("" when none stands there), from word ``first`` to word ``last``."""

    value: float
    unit: str
    first: int
    last: int


def read_measures(
    words: Words, roles: list[WordRole], *, most: int | None = None
) -> list[Measured]:
    """Every number with the unit it goes with, in order; the first so many."""
    measures: list[Measured] = []
    place = 0
    while place < len(roles) and (most is None or len(measures) < most):
        if roles[place] is not NO_ROLE:  # most words have none
            found, place = _at(words, roles, place)
            measures.extend(found)
        place += 1
    return measures[:most]


def _at(words: Words, roles: list[WordRole], place: int) -> tuple[list[Measured], int]:
    """What is measured from ``place`` on, and the last word that was read for it."""
    role = roles[place]
    if role.dual is not None:  # also "شهرين (2)"
        last = _skip_same(words, roles, place, 2.0)
        return _with_half(words, roles, 2.0, place, last, unit_at=place)
    if role.construct is not None and _is_business(words, roles, place + 1, place):
        return [Measured(2.0, _of_business(role.construct), place, place + 1)], place + 1
    if role.twelve and _number_behind(roles, place) == _TEN:
        return _of_value(words, roles, 12.0, place, place + 1)
    if role.number is not None and not role.plural:
        return _read_number(words, roles, place)
    if role.half and (unit_at := _unit_after(words, roles, place)) is not None:
        return _with_half(words, roles, 0.5, place, unit_at)
    return _read_single(words, roles, place)


def _number_behind(roles: list[WordRole], place: int) -> float | None:
    return roles[place + 1].number if place + 1 < len(roles) else None


def _read_single(words: Words, roles: list[WordRole], place: int) -> tuple[list[Measured], int]:
    """One of a unit without a number before it: "within a month", "a year and a half"."""
    role = roles[place]
    if role.unit is None:
        return [], place
    if _number_behind(roles, place) == 1:
        return _with_half(words, roles, 1.0, place, place + 1, unit_at=place)
    if role.single is None:
        return [], place
    lead = _lead_before(roles, place)
    trailed = place + 1 < len(roles) and roles[place + 1].trail
    if lead is None and not (role.alone or trailed) and _half_after(words, roles, place) is None:
        return [], place
    return _with_half(words, roles, 1.0, place if lead is None else lead, place)


def _lead_before(roles: list[WordRole], place: int) -> int | None:
    """Where "within a month" begins, for the place of its last word."""
    for before in range(place - 1, max(-1, place - 3), -1):
        if roles[before].lead:
            return before
        if not roles[before].filler:
            return None
    return None


def _read_number(words: Words, roles: list[WordRole], first: int) -> tuple[list[Measured], int]:
    """The number that begins at ``first`` (a range gives two) and the last word read."""
    value, last = _value_at(words, roles, first)
    return _of_value(words, roles, value, first, last)


def _of_value(
    words: Words, roles: list[WordRole], value: float, first: int, last: int
) -> tuple[list[Measured], int]:
    """The same for the number that stands from ``first`` to ``last``."""
    glued = roles[last].unit if roles[last].digits else None
    if glued is not None:
        return [Measured(value, glued, first, last)], last
    half = _half_after(words, roles, last)
    if half is not None and _unit_after(words, roles, half) is not None:  # two and a half years
        value, last = value + 0.5, half
    after = _skip_same(words, roles, last, value)
    unit_at = _unit_after(words, roles, after)
    if unit_at is not None:
        return _with_half(words, roles, value, first, unit_at)
    upper = None if _is_article(roles, last, value) else _range_end(words, roles, after)
    if upper is not None:
        second, end = _value_at(words, roles, upper)
        unit_at = _unit_after(words, roles, end)
        if unit_at is not None:
            of_both = roles[unit_at]
            low = _measured(value, of_both, first, unit_at)
            high = _measured(second, of_both, upper, unit_at)
            return [_of_work(one, words, roles, unit_at) for one in (low, high)], unit_at
    if roles[last].spans and not (last + 1 < len(roles) and roles[last + 1].of):
        return [Measured(value, "day", first, last)], last
    return [Measured(value, "", first, last)], last


def _with_half(
    words: Words,
    roles: list[WordRole],
    value: float,
    first: int,
    last: int,
    *,
    unit_at: int | None = None,
) -> tuple[list[Measured], int]:
    """``value`` of the unit at ``last`` (or ``unit_at``), and a half when one is said behind it."""
    unit_at = last if unit_at is None else unit_at
    role = roles[unit_at]
    half = _half_after(words, roles, last)
    if half is not None and _unit_after(words, roles, half) is None:
        value, last = value + 0.5, half
    measured = _measured(value, role, first, last)
    return [_of_work(measured, words, roles, unit_at)], max(last, unit_at)


def _of_work(measured: Measured, words: Words, roles: list[WordRole], unit_at: int) -> Measured:
    """The same in business days, where the words before the unit or behind it say so."""
    if measured.unit != "day":
        return measured
    behind = measured.last + 1
    if behind < len(roles) and roles[behind].business:
        if _is_business(words, roles, behind, unit_at):
            return replace(measured, unit=BUSINESS_DAY, last=behind)
    elif any(roles[place].business for place in range(measured.first, unit_at + 1)):
        return replace(measured, unit=BUSINESS_DAY)
    return measured


def _is_business(words: Words, roles: list[WordRole], behind: int, unit_at: int) -> bool:
    if behind >= len(roles) or not roles[behind].business:
        return False
    return words.sentences[behind] == words.sentences[unit_at]


def _of_business(unit: str) -> str:
    return BUSINESS_DAY if unit == "day" else unit


def _half_after(words: Words, roles: list[WordRole], last: int) -> int | None:
    """Where "and a half" ends that stands behind ``last``."""
    place = last + 1
    joined = place < len(roles) and roles[place].connector
    place += joined
    if joined and place + 1 < len(roles) and roles[place].filler:
        place += 1
    if place >= len(roles) or not roles[place].half:
        return None
    same = words.sentences[place] == words.sentences[last]
    return place if same and (joined or roles[place].joined) else None


def _measured(value: float, role: WordRole, first: int, last: int) -> Measured:
    unit = role.dual or role.unit
    assert unit is not None
    value *= role.factor
    if value == 0.5 and unit == "year":  # noqa: PLR2004 - nobody counts halves of it
        return Measured(6.0, "month", first, last)
    return Measured(value, unit, first, last)


def _value_at(words: Words, roles: list[WordRole], first: int) -> tuple[float, int]:
    value = roles[first].number
    assert value is not None
    if roles[first].digits:
        return _digits_at(words, first, value)
    last = first
    for _ in range(_MOST_NUMBER_WORDS):
        following = last + 1
        joined = following < len(roles) and roles[following].connector
        following += joined
        if following >= len(roles) or roles[following].digits:
            break
        role = roles[following]
        if role.number is None or words.sentences[following] != words.sentences[first]:
            break
        if role.several:
            return value * role.number, following
        more = combined(value, role.number, joined=joined or role.joined, ways=roles[first].ways)
        if more is None:
            break
        value, last = more, following
    return value, last


def _digits_at(words: Words, first: int, value: float) -> tuple[float, int]:
    """``1,825`` and ``1.5`` are two words; a comma and three digits part thousands."""
    following = first + 1
    if following >= len(words.texts) or words.starts[following] - words.end(first) != 1:
        return value, first
    mark = words.source[words.end(first)]
    digits = fold(words.texts[following])
    if mark not in _THOUSANDS or not digits.isdigit() or len(digits) > 3:  # noqa: PLR2004
        return value, first
    if len(digits) == 3 and mark != _DECIMAL:  # noqa: PLR2004 - a group of thousands
        return value * 1000 + float(digits), following
    if mark in _POINTS:
        return value + float(digits) / 10 ** len(digits), following
    return value, first


def _skip_same(words: Words, roles: list[WordRole], last: int, value: float) -> int:
    """Past the same number said again: ``thirty (30) days``, ``30 (thirty) days``."""
    following = last + 1
    if following < len(roles) and roles[following].number is not None:
        again, end = _value_at(words, roles, following)
        if again == value and roles[end].unit is None:
            return end
    return last


def _unit_after(words: Words, roles: list[WordRole], last: int) -> int | None:
    counts = roles[last].several
    for place in range(last + 1, min(last + 4, len(roles))):
        if words.sentences[place] != words.sentences[last]:
            return None
        if roles[place].unit is not None and not roles[place].digits:
            between = words.source[words.end(place - 1) : words.starts[place]]
            return place if SIGNS.isdisjoint(between) else None  # "19.90 € a month"
        if not roles[place].filler and not (counts and roles[place].of):
            return None
    return None


def _is_article(roles: list[WordRole], last: int, value: float) -> bool:
    """One in letters ("eine 14-tägige Frist"): with a number behind it that is no range."""
    following = last + 1
    return (
        value == 1
        and not roles[last].digits
        and not (following < len(roles) and roles[following].range)
    )


def _range_end(words: Words, roles: list[WordRole], last: int) -> int | None:
    following = last + 1
    if following < len(roles) and roles[following].range:
        following += 1
    elif following < len(roles) and _are_apart(words, last, following):
        return None
    if following >= len(roles) or words.sentences[following] != words.sentences[last]:
        return None
    return following if roles[following].number is not None else None


def _are_apart(words: Words, last: int, following: int) -> bool:
    """Two numbers that make no range: "section 12, 15 days", "(see 12) 15 days"."""
    between = words.source[words.end(last) : words.starts[following]]
    return not _APART.isdisjoint(between) and _DASHES.isdisjoint(between)
