"""A policy of one paragraph, before and after: what a comparison says of it."""

from __future__ import annotations

from monitor.analysis import Comparison, analyse, compare
from storage.document import Document, heading, paragraph

TITLES = {
    "en": "Privacy Policy",
    "fr": "Politique de confidentialité",
    "de": "Datenschutzerklärung",
    "es": "Política de privacidad",
    "ar": "سياسة الخصوصية",
    "he": "מדיניות פרטיות",
}
Moved = tuple[str, str | None, str | None]


def moved(language: str, before: str, after: str) -> Comparison:
    old, new = (
        analyse(
            Document(title=None, blocks=(heading(TITLES[language], 1), paragraph(text))),
            language=language,
        )
        for text in (before, after)
    )
    return compare(old, new)


def facts(comparison: Comparison) -> dict[Moved, str]:
    return {
        (one.fact, one.before, one.after): one.direction
        for change in comparison.clause_changes
        for one in change.facts
    }
