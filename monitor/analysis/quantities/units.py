"""Lengths of time in one unit, so that 24 months and 2 years are the same."""

from __future__ import annotations

from math import inf

from monitor.analysis.model import Quantity

BUSINESS_DAY = "business day"  # five of a week
UNLIMITED = "unlimited"  # longer than any other length of time
_DAYS_OF_A_YEAR = 365
_MINUTES_OF_A_DAY = 24 * 60
DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    BUSINESS_DAY: 7 / 5,
    "week": 7.0,
    "month": 30.4375,
    "year": 365.25,
    UNLIMITED: inf,
}


def exactly(value: float, unit: str) -> tuple[str, float]:
    """The same in the smallest unit that it is a whole number of, whatever the month."""
    if unit == "year":
        return "month", value * 12
    if unit == "week":
        unit, value = "day", value * 7
    if unit == "day" and value and not value % _DAYS_OF_A_YEAR:
        return "month", value / _DAYS_OF_A_YEAR * 12
    if unit not in ("minute", "hour"):
        return unit, value
    minutes = value * 60 if unit == "hour" else value
    days = minutes / _MINUTES_OF_A_DAY
    return ("day", days) if days and days == int(days) else ("minute", minutes)


def same_length(one: Quantity, other: Quantity) -> bool:
    """A year, twelve months and 365 days are; so are 24 hours and a day. 30 days are no month."""
    return in_days(one) == in_days(other) or exactly(one.value, one.unit) == exactly(
        other.value, other.unit
    )


def in_days(quantity: Quantity) -> tuple[str, float]:
    """``("day", n)`` of a length of time; of an amount its currency and value."""
    if quantity.unit in DAYS:
        return "day", quantity.value * DAYS[quantity.unit]
    return quantity.unit, quantity.value
