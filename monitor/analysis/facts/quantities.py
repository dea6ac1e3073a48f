"""Periods, ages, amounts and percentages that came, went or moved with an edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.analysis.model import FactChange, Quantity
from monitor.analysis.quantities.money import DOLLAR, FEE, MONEY, PERCENTAGE, are_dollars, says_free
from monitor.analysis.quantities.units import DAYS, UNLIMITED, in_days, same_length

AGE = "age"
_COUNTED = MONEY | {PERCENTAGE}  # higher or lower; lengths of time are longer or shorter


def quantity_changes(
    before: Sequence[Quantity],
    after: Sequence[Quantity],
    old_text: str | None,
    new_text: str | None,
) -> list[FactChange]:
    """What moved between the quantities of both sides of an edit, whose texts are given."""
    if not before and not after:  # mostly
        return []
    changes: list[FactChange] = []
    gone, come = _unshared(before, after), _unshared(after, before)
    waiting = list(come)
    for quantity in gone:
        partner = _partner(quantity, waiting)
        if partner is None:
            if not _is_among(quantity, after):
                changes.append(_change(quantity, None, new_text))
            continue
        waiting.remove(partner)
        if not _is_same(quantity, partner):
            changes.append(_change(quantity, partner))
    changes.extend(
        _change(None, quantity, old_text) for quantity in waiting if not _is_among(quantity, before)
    )
    return list(dict.fromkeys(changes))


def _is_among(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    """It is said once less, or once more, but is still said."""
    return any(_is_same(quantity, one) for one in others)


def _is_same(one: Quantity, other: Quantity) -> bool:
    if one.unit in DAYS and other.unit in DAYS:
        return (one.value, one.unit) == (other.value, other.unit) or same_length(one, other)
    return one.value == other.value and _is_same_unit(one.unit, other.unit)


def _is_same_unit(one: str, other: str) -> bool:
    """Dollars whose country one side does not name can be those of the other."""
    return one == other or (DOLLAR in (one, other) and are_dollars(one) and are_dollars(other))


def _unshared(some: Sequence[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    known = Counter((one.value, one.unit) for one in others)
    left: list[Quantity] = []
    for quantity in some:
        key = (quantity.value, quantity.unit)
        if known[key]:
            known[key] -= 1
        else:
            left.append(quantity)
    return left


def _partner(quantity: Quantity, candidates: Sequence[Quantity]) -> Quantity | None:
    """Of the same kind; else any other length of time, or amount, when this is one."""
    same = [one for one in candidates if one.kind == quantity.kind]
    if quantity.kind in _COUNTED:
        same = [one for one in same if _is_same_unit(one.unit, quantity.unit)] or same
    if same:
        return same[0]
    if quantity.kind in MONEY:
        return next((one for one in candidates if one.kind in MONEY), None)
    if quantity.unit in DAYS and quantity.kind != AGE:
        return next((one for one in candidates if one.unit in DAYS and one.kind != AGE), None)
    return None


def _change(
    before: Quantity | None, after: Quantity | None, other: str | None = None
) -> FactChange:
    """``other`` is the text of the side that has no such quantity."""
    named = after or before
    assert named is not None
    if before and after:
        direction = _direction(before, after)
    elif named.kind == FEE and says_free(other or ""):  # it was free, or is from now on
        direction = "weaker" if after else "stronger"
    else:
        direction = "changed"
    return FactChange(
        fact=named.kind, before=_shown(before), after=_shown(after), direction=direction
    )


def _direction(before: Quantity, after: Quantity) -> str:
    if after.kind == AGE:  # who is younger is protected, or kept out
        return "weaker" if after.value < before.value else "stronger"
    if after.kind not in _COUNTED:
        return "longer" if in_days(after)[1] > in_days(before)[1] else "shorter"
    if not _is_same_unit(before.unit, after.unit) or before.value == after.value:
        return "changed"
    return "higher" if after.value > before.value else "lower"


def _shown(quantity: Quantity | None) -> str | None:
    if quantity is None:
        return None
    if quantity.unit == UNLIMITED:
        return "unlimited time"
    value = quantity.value
    if value == int(value):
        number = str(int(value))
    else:
        number = f"{value:.2f}" if quantity.kind in MONEY else f"{value:g}"
    return f"{number} {quantity.unit}"
