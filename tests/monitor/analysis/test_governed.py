"""Lengths of time beside words of notice that are none."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from monitor.analysis.quantities.finding import quantities_in


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "We notify you of security breaches within 72 hours.", "deadline"),
        ("en", "You are notified of an incident no later than 5 days after it.", "deadline"),
        (
            "de",
            "Über eine Datenschutzverletzung informieren wir Sie binnen 72 Stunden.",
            "deadline",
        ),
        ("fr", "En cas de violation, nous vous informerons dans les 72 heures.", "deadline"),
        ("es", "Le notificaremos cualquier brecha de seguridad en 72 horas.", "deadline"),
        ("ar", "نخطركم بأي اختراق للبيانات خلال 72 ساعة.", "deadline"),
        ("he", "נודיע לכם על כל אירוע אבטחה תוך 72 שעות.", "deadline"),
        ("en", "Our liability is bounded by the fees of the 6 months before the claim.", "period"),
        ("de", "Die Haftung ist auf die Entgelte der 6 Monate vor dem Schaden begrenzt.", "period"),
        ("ar", "تقتصر مسؤوليتنا على الرسوم المدفوعة في 6 أشهر قبل المطالبة.", "period"),
        ("he", "אחריותנו מוגבלת לתשלומים ב-6 חודשים לפני התביעה.", "period"),
        ("en", "We give notice of new prices 30 days before they apply.", "notice"),
        ("en", "We announce a change of our liability 30 days before it applies.", "notice"),
        ("de", "Wir informieren Sie 30 Tage vor einer Änderung.", "notice"),
        ("he", "נודיע לכם 30 ימים לפני כל שינוי.", "notice"),
    ],
)
def test_what_a_length_of_time_governs(language: str, text: str, kind: str) -> None:
    (quantity,) = quantities_in(text, language)
    assert quantity.kind == kind


def test_a_later_word_of_breaches_is_not_in_the_readers_favour() -> None:
    pages = (
        f"# A\n\n## Security\n\nWe notify you of breaches within {days} days.\n" for days in (3, 30)
    )
    old, new = (
        analyse(extract(page.encode(), content_type="text/markdown").document) for page in pages
    )
    comparison = compare(old, new)
    (fact,) = comparison.clause_changes[0].facts
    assert (fact.fact, fact.direction) == ("deadline", "longer")
    assert comparison.severity > 64
