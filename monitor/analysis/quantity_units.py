"""Lengths of time in one unit, so that 24 months and 2 years are the same."""

from __future__ import annotations

from monitor.analysis.model import Quantity

DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}


def in_days(quantity: Quantity) -> tuple[str, float]:
    """``("day", n)`` of a length of time; of an amount its currency and value."""
    if quantity.unit in DAYS:
        return "day", quantity.value * DAYS[quantity.unit]
    return quantity.unit, quantity.value
