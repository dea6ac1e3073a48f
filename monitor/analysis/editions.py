"""The number that a document gives its edition: "Version 2.3" on a line of its own.

Beside a changed text or a new date it says nothing more. Where nothing else changed it is all that
tells of a new edition, and is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.analysis.edits import Edit
from monitor.analysis.meaning import Meaning
from storage.model import Category, Material
from storage.patterns import late

VERSION = "version number"

_LINE = late(
    r"(?:version|versión|fassung|ausgabe|auflage|edition|édition|edición|revision|révision"
    r"|revisión|release|(?:ال)?(?:إصدار|نسخة|طبعة)|ה?(?:גרסה|גירסה|מהדורה))"
    r"(?: (?:no|nr|n°|number|nummer|número|numéro|رقم|מספר))?[\s.:°#-]*v?[\d٠-٩]{1,4}"
    r"(?:[._-][\d٠-٩]{1,4}){0,3}\.?",
)
_LONGEST = 40  # letters


def is_edition(edit: Edit) -> bool:
    """A line that says nothing but the number of a version, before and after."""
    return not edit.is_whole and all(
        len(text or "") <= _LONGEST and _LINE.fullmatch((text or "").strip().lower())
        for text in (edit.before, edit.after)
    )


def with_edition(meanings: Sequence[Meaning]) -> list[Meaning]:
    """``meanings`` of a change without any other news or date: its number is news."""
    return [
        replace(
            meaning,
            material=Material.MINOR,
            categories=(Category.POLICY_CHANGES,),
            cosmetic=None,
        )
        if meaning.cosmetic == VERSION
        else meaning
        for meaning in meanings
    ]
