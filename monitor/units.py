"""Quantities in people's words. In facts and JSON they stay as they are: ``30 day``."""

from __future__ import annotations

_UNITS = frozenset({"minute", "hour", "day", "business day", "week", "month", "year"})
_ONE = ("1", "1.0")


def amount_words(value: object, unit: str) -> str:
    """``30 days``, ``1 day``; a currency has no plural."""
    plural = unit in _UNITS and str(value) not in _ONE
    return f"{value} {unit}s" if plural else f"{value} {unit}"


def quantity_words(quantity: str) -> str:
    """``24 month`` as ``24 months``; what is no quantity with a unit of time stays as it is."""
    value, _, unit = quantity.partition(" ")
    return amount_words(value, unit) if unit in _UNITS else quantity
