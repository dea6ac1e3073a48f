"""Who may do something and who must not: "we are not permitted to", ``يحظر علينا``, ``אסור לנו``.

Words of permission and prohibition are of the company or of the reader: whoever is named with them
decides, between them and the act or before them.
"""

from __future__ import annotations

from enum import Enum, auto

from monitor.analysis.text.words import Words

Marks = list[frozenset[str]]

_BESIDE = 5  # words in which it is said whose a permission is
_BETWEEN = 3  # words between a negation and what permits: "shall not be entitled"


class Whose(Enum):
    """Whose act it is that is permitted or forbidden."""

    OURS = auto()
    READERS = auto()
    NOBODYS = auto()


def whose(mark: int, act: int, words: Words, marks: Marks) -> Whose:
    """The nearest of those named between ``mark`` and ``act``, else before ``mark``."""
    between = range(mark + 1, min(act, mark + 1 + _BESIDE))
    before = range(mark - 1, max(-1, mark - 1 - _BESIDE), -1)
    for at in (*between, *before):
        if words.sentences[at] != words.sentences[mark]:
            continue
        here = marks[at]
        if "ours" in here:
            return Whose.OURS
        if "yours" in here or "readers" in here:
            return Whose.READERS
    return Whose.NOBODYS


def is_of_recipients(mark: int, words: Words, marks: Marks) -> bool:
    """``mark`` is said of those whom data are handed to: "partners are forbidden to"."""
    return any(
        words.sentences[at] == words.sentences[mark] and "recipients" in marks[at]
        for at in range(max(0, mark - _BESIDE), mark)
    )


def negation_of(mark: int, words: Words, marks: Marks) -> int | None:
    """Where a word that permits is negated: "may not", "shall not be entitled"."""
    skipped = "copulas" if "may" in marks[mark] else "ours"
    for at in range(mark - 1, max(-1, mark - 2 - _BETWEEN), -1):
        if words.sentences[at] != words.sentences[mark]:
            return None
        if "negation" in marks[at]:
            return at
        if "copulas" not in marks[at] and skipped not in marks[at]:
            return None
    return None
