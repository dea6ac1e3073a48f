"""The number that a document gives its edition: "Version 2.3" on a line of its own.

Beside a changed text or a new date it says nothing more. Where nothing else changed it is all that
tells of a new edition, and is told.
"""

from __future__ import annotations

from monitor.analysis.aligning.edits import Edit
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
