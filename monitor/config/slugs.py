"""Slugs: names as they stand in keys. Letters of every script stay letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_INSIDE_WORDS = frozenset("'’‘`´׳״\"ـ")  # quotes, geresh, gershayim, tatweel leave no gap
_MAQAF = "־"  # joins Hebrew words as a hyphen does
# Harakat and Hebrew points are optional spelling: with and without them is one name.
_POINTS = (("\u0591", "\u05c7"), ("\u0610", "\u061a"), ("\u064b", "\u065f"), ("\u06d6", "\u06ed"))


@lru_cache(maxsize=4_096)  # an import asks for few names, again with every capture
def slug(name: str) -> str:
    """``GTG CRM`` -> ``gtg-crm``, ``سياسة الخصوصية`` -> ``سياسة-الخصوصية``; "" without letters."""
    letters = "".join(
        character if unicodedata.category(character)[0] in "LNM" else "-"
        for character in unicodedata.normalize("NFKC", name).lower()
        if character == _MAQAF or not _vanishes(character)
    )
    return "-".join(part for part in letters.split("-") if part)


def _vanishes(character: str) -> bool:
    return (
        character in _INSIDE_WORDS
        or any(low <= character <= high for low, high in _POINTS)
        or unicodedata.category(character) == "Cf"  # zero-width and bidi marks
    )
