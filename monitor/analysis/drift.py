"""Two-language pages of which only one half changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.analysis.meaning import Meaning
from monitor.analysis.model import Analysis
from storage.model import Material

_HALF = 0.15  # share of the letters from which a language is a half of its own
_NAMES = {
    "ar": "Arabic",
    "he": "Hebrew",
    "en": "English",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "fa": "Persian",
}


def drift_of(old: Analysis, new: Analysis, meanings: Sequence[Meaning]) -> str | None:
    """A reason such as "only the Arabic text changed", or ``None``."""
    halves = _halves(old) & _halves(new)
    changed = {
        meaning.edit.clause.language
        for meaning in meanings
        if meaning.material is not Material.NONE
    }
    if len(halves) < 2 or len(changed) != 1 or not changed <= halves:  # noqa: PLR2004
        return None
    (language,) = changed
    return f"only the {_NAMES.get(language, language)} text changed"


def _halves(analysis: Analysis) -> set[str]:
    counts: Counter[str] = Counter()
    for clause in analysis.clauses:
        counts[clause.language] += len(clause.text)
    total = counts.total()
    return {language for language, count in counts.items() if language and count >= _HALF * total}
