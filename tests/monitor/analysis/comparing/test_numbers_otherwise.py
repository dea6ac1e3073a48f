"""The same number, period or amount written otherwise, and what only looks so."""

from __future__ import annotations

import pytest

from monitor.analysis import analyse, compare
from monitor.analysis.model import Analysis, Comparison
from monitor.analysis.quantities import quantities_in
from storage.document import Document, heading, paragraph

FRAMES = {
    "ar": ("سياسة الخصوصية", "مدد الاحتفاظ والحذف"),
    "he": ("מדיניות פרטיות", "תקופות שמירה ומחיקה"),
    "en": ("Privacy policy", "Retention and deletion"),
    "fr": ("Politique de confidentialité", "Durée de conservation"),
    "de": ("Datenschutzerklärung", "Dauer der Speicherung"),
    "es": ("Política de privacidad", "Plazos de conservación"),
}


def _analysis(language: str, text: str) -> Analysis:
    title, about = FRAMES[language]
    blocks = (heading(title, 1), heading(about), paragraph(text))
    return analyse(Document(title=None, blocks=blocks), language=language)


def compared(language: str, before: str, after: str) -> Comparison:
    return compare(_analysis(language, before), _analysis(language, after))


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("ar", "نحذف التسجيلات خلال أربعة أشهر.", "نحذف التسجيلات خلال ٤ أشهر."),
        ("ar", "نحتفظ بالفواتير سنة واحدة.", "نحتفظ بالفواتير 12 شهرًا."),
        ("ar", "نحتفظ بالفواتير ستين يومًا.", "نحتفظ بالفواتير ستين (60) يومًا."),
        ("ar", "نحذف الطلب بعد 60 يوماً.", "نحذف الطلب بعد 60 يوم."),
        ("ar", "نحذف الطلب بعد 150 يومًا.", "نحذف الطلب بعد مئة وخمسين يومًا."),
        ("ar", "نحتفظ بنسبة 15% من السجلات.", "نحتفظ بنسبة ١٥٪ من السجلات."),
        ("he", "ההקלטות נמחקות לאחר ארבעה חודשים.", "ההקלטות נמחקות לאחר 4 חודשים."),
        ("he", "החשבוניות נשמרות למשך שנה.", "החשבוניות נשמרות למשך 12 חודשים."),
        ("he", "הבקשה נמחקת לאחר 60 יום.", "הבקשה נמחקת לאחר 60 ימים."),
        ("he", "הבקשה נמחקת לאחר 150 ימים.", "הבקשה נמחקת לאחר מאה וחמישים ימים."),
        ("he", 'התשלום עבור שמירה הוא 70 ש"ח.', "התשלום עבור שמירה הוא 70 ₪."),
        ("he", 'התשלום עבור שמירה הוא 70 ש"ח.', "התשלום עבור שמירה הוא 70 שקלים חדשים."),
        ("en", "Invoices are kept for twelve months.", "Invoices are kept for 12 months."),
        ("en", "Invoices are kept for 12 months.", "Invoices are kept for one year."),
        (
            "en",
            "Requests are deleted after sixty days.",
            "Requests are deleted after sixty (60) days.",
        ),
        ("en", "We keep 15% of the records.", "We keep 15％ of the records."),
        ("fr", "Les factures sont conservées douze mois.", "Les factures sont conservées un an."),
        ("de", "Rechnungen speichern wir sechzig Tage.", "Rechnungen speichern wir 60 Tage."),
        ("es", "Conservamos las facturas doce meses.", "Conservamos las facturas 12 meses."),
    ],
)
def test_the_same_written_otherwise_means_nothing(language: str, before: str, after: str) -> None:
    for old, new in ((before, after), (after, before)):
        assert compared(language, old, new).material.value == "none"


@pytest.mark.parametrize(
    ("language", "before", "after", "told"),
    [
        (
            "ar",
            "نحذف الطلب خلال 8 أيام.",
            "نحذف الطلب خلال 8 أيام عمل.",
            "8 days -> 8 business days",
        ),
        (
            "he",
            "הבקשה תימחק בתוך 8 ימים.",
            "הבקשה תימחק בתוך 8 ימי עסקים.",
            "8 days -> 8 business days",
        ),
        (
            "en",
            "We delete it within 8 days.",
            "We delete it within 8 business days.",
            "8 days -> 8 business days",
        ),
        (
            "de",
            "Wir löschen sie nach 8 Tagen.",
            "Wir löschen sie nach 8 Werktagen.",
            "8 days -> 8 business days",
        ),
        (
            "fr",
            "Nous les supprimons sous 8 jours.",
            "Nous les supprimons sous 8 jours ouvrés.",
            "8 days -> 8 business days",
        ),
        ("en", "Kept for 30 to 60 days.", "Kept for 30 to 90 days.", "60 days -> 90 days"),
        (
            "en",
            "Invoices are kept for 30 days.",
            "Invoices are kept for one month.",
            "30 days -> 1 month",
        ),
    ],
)
def test_another_length_is_told(language: str, before: str, after: str, told: str) -> None:
    found = compared(language, before, after)
    assert found.material.value == "material"
    assert told in " ".join(found.reasons)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        pytest.param("en", "Deleted within 30 days.", "Deleted after 30 days.", id="after"),
        pytest.param("en", "Kept for 30 days.", "Kept for 30 consecutive days.", id="consecutive"),
        pytest.param("he", "נמחק בשלושים ימים.", "נמחק לשלושים ימים.", id="hebrew preposition"),
        pytest.param(
            "en", "We keep 15% of the records.", "We keep 15 of the records.", id="no percent"
        ),
    ],
)
def test_what_stands_beside_a_number_is_no_other_way_to_write_it(
    language: str, before: str, after: str
) -> None:
    assert "number written otherwise" not in " ".join(compared(language, before, after).reasons)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("ar", "نحتفظ بالفواتير لمدة سنتين.", "نحتفظ بالفواتير إلى أجل غير مسمى."),
        ("ar", "نحتفظ بالفواتير لمدة سنتين.", "نحتفظ بالفواتير إلى الأبد."),
        ("he", "החשבוניות יישמרו במשך שנתיים.", "החשבוניות יישמרו ללא הגבלת זמן."),
        ("en", "Invoices are kept for two years.", "Invoices are kept indefinitely."),
        (
            "fr",
            "Nous conservons les factures deux ans.",
            "Nous conservons les factures indéfiniment.",
        ),
        ("de", "Rechnungen speichern wir zwei Jahre.", "Rechnungen speichern wir unbefristet."),
        ("es", "Conservamos las facturas dos años.", "Conservamos las facturas indefinidamente."),
    ],
)
def test_what_is_kept_without_an_end_is_kept_longer(language: str, before: str, after: str) -> None:
    assert "2 years -> unlimited time (longer)" in " ".join(
        compared(language, before, after).reasons
    )
    assert "unlimited time -> 2 years (shorter)" in " ".join(
        compared(language, after, before).reasons
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "We do not keep invoices indefinitely.", id="denied"),
        pytest.param("en", "The licence runs indefinitely.", id="nothing is kept"),
        pytest.param("he", "הקבצים נמחקים לצמיתות.", id="deleted for good"),
        pytest.param("ar", "نحذف الملفات إلى الأبد.", id="arabic, deleted for good"),
    ],
)
def test_no_end_of_anything_else(language: str, text: str) -> None:
    assert not [one for one in quantities_in(text, language) if one.unit == "unlimited"]
