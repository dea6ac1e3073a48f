"""Bounds that turn, and periods that are better for the reader when they are longer or shorter."""

from __future__ import annotations

import pytest
from support.one_clause import moved

from monitor.analysis import Comparison
from storage.model import Material


def directions(comparison: Comparison) -> list[str]:
    return [one.direction for change in comparison.clause_changes for one in change.facts]


# Language, before, after, which way, and which way back.
TURNED = [
    (
        "en",
        "Logs are kept for at most 9 days.",
        "Logs are kept for at least 9 days.",
        "longer",
        "shorter",
    ),
    (
        "de",
        "Fotos werden höchstens 9 Tage gespeichert.",
        "Fotos werden mindestens 9 Tage gespeichert.",
        "longer",
        "shorter",
    ),
    (
        "fr",
        "Nous conservons vos photos au plus un an.",
        "Nous conservons vos photos au moins un an.",
        "longer",
        "shorter",
    ),
    (
        "es",
        "Conservamos sus fotos como máximo un año.",
        "Conservamos sus fotos como mínimo un año.",
        "longer",
        "shorter",
    ),
    ("ar", "نحتفظ بصورك بحد أقصى سنة.", "نحتفظ بصورك بحد أدنى سنة.", "longer", "shorter"),
    ("he", "התמונות נשמרות לכל היותר שנה.", "התמונות נשמרות לכל הפחות שנה.", "longer", "shorter"),
    (
        "de",
        "Wir informieren Sie vor einer Preiserhöhung.",
        "Wir informieren Sie nach einer Preiserhöhung.",
        "weaker",
        "stronger",
    ),
    ("ar", "سنخطرك قبل تعديل الشروط.", "سنخطرك بعد تعديل الشروط.", "weaker", "stronger"),
    ("he", "נודיע לך לפני שינוי התנאים.", "נודיע לך אחרי שינוי התנאים.", "weaker", "stronger"),
    (
        "de",
        "Ihre Daten liegen innerhalb der EU.",
        "Ihre Daten liegen außerhalb der EU.",
        "weaker",
        "stronger",
    ),
    (
        "en",
        "We move files before you close it.",
        "We move files after you close it.",
        "changed",
        "changed",
    ),
    (
        "en",
        "Your data are not kept outside the EU.",
        "Your data are not kept inside the EU.",
        "changed",
        "changed",
    ),
]

# Language, the better for the reader, the worse.
PERIODS = [
    ("en", "We answer your request within 9 days.", "We answer your request within 60 days."),
    (
        "fr",
        "Nous répondons à votre demande sous 9 jours.",
        "Nous répondons à votre demande sous 60 jours.",
    ),
    ("de", "Sie können binnen 60 Tagen widersprechen.", "Sie können binnen 9 Tagen widersprechen."),
    ("en", "You may withdraw within 60 days.", "You may withdraw within 9 days."),
    ("ar", "يحق لك الاعتراض خلال 60 يوما.", "يحق لك الاعتراض خلال 9 أيام."),
    ("ar", "سنرد على طلبك خلال 9 أيام.", "سنرد على طلبك خلال 60 يوما."),
    ("he", "נשיב לבקשתך בתוך 9 ימים.", "נשיב לבקשתך בתוך 60 ימים."),
    ("en", "You may cancel with 9 days' notice.", "You may cancel with 60 days' notice."),
]


@pytest.mark.parametrize(("language", "before", "after", "way", "back"), TURNED, ids=str)
def test_a_bound_turns(language: str, before: str, after: str, way: str, back: str) -> None:
    comparison = moved(language, before, after)
    assert directions(comparison) == [way]
    assert directions(moved(language, after, before)) == [back]
    assert comparison.material is Material.MATERIAL
    assert "reworded" not in comparison.summary


@pytest.mark.parametrize(("language", "better", "worse"), PERIODS, ids=str)
def test_a_period_that_is_better_for_the_reader_is_less_loud(
    language: str, better: str, worse: str
) -> None:
    assert moved(language, worse, better).severity + 15 < moved(language, better, worse).severity
