"""The same number, period or amount written otherwise, and what only looks so."""

from __future__ import annotations

import pytest

from monitor.analysis import analyse, compare
from monitor.analysis.model import Analysis, Comparison
from monitor.analysis.quantities.finding import quantities_in
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
        (
            "ar",
            "نحتفظ بها لمدة شهرين.",
            "نحتفظ بها لمدة شهرين (2).",
        ),
        ("ar", "نشعركم قبل الحذف بيوم واحد.", "نشعركم قبل الحذف بيوم."),
        ("he", "תקופת השמירה היא שנתיים.", "תקופת השמירה היא 24 חודשים."),
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


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("de", "Die Gebühr beträgt siebzehn Euro.", "Die Gebühr beträgt 17 €."),
        ("fr", "Les frais sont de nonante-cinq euros.", "Les frais sont de 95 €."),
        ("es", "La cuota es de dos mil euros.", "La cuota es de 2.000 €."),
        ("ar", "الرسوم ثلاثون ريالا.", "الرسوم 30 ريالا."),
        ("he", "העמלה היא ארבעים שקלים.", "העמלה היא 40 ₪."),
        ("de", "Der Zins beträgt 7 %.", "Der Zins beträgt sieben Prozent."),
        ("fr", "Le taux est de 7 %.", "Le taux est de 7 pour cent."),
        ("es", "El interés es del 7 %.", "El interés es del siete por ciento."),
        ("en", "The rate is 7%.", "The rate is seven percent."),
        ("ar", "النسبة 7%.", "النسبة سبعة بالمئة."),
        ("he", "הריבית היא 7%.", "הריבית היא שבעה אחוזים."),
        ("es", "Guardamos los datos dos años.", "Guardamos los datos 730 días."),
        ("en", "We keep calls for 120 minutes.", "We keep calls for two hours."),
        ("fr", "Les jetons sont gardés 24 heures.", "Les jetons sont gardés un jour."),
        ("ar", "نحتفظ بالتسجيلات سنة واحدة.", "نحتفظ بالتسجيلات 365 يوما."),
        ("he", "אנו שומרים את ההקלטות שנה אחת.", "אנו שומרים את ההקלטות 365 ימים."),
    ],
)
def test_amounts_shares_and_years_written_otherwise(language: str, before: str, after: str) -> None:
    assert compared(language, before, after).material == "none"
    assert compared(language, after, before).material == "none"


@pytest.mark.parametrize(
    ("language", "before", "after", "expected"),
    [
        ("de", "Die Gebühr beträgt neun Euro.", "Die Gebühr beträgt elf Euro.", "higher"),
        ("fr", "Les frais sont de nonante euros.", "Les frais sont de septante euros.", "lower"),
        ("es", "La cuota es de cien euros.", "La cuota es de mil euros.", "higher"),
        ("en", "The fee is eleven pounds.", "The fee is nine pounds.", "lower"),
        ("ar", "الرسوم ثلاثون ريالا.", "الرسوم خمسون ريالا.", "higher"),
        ("he", "העמלה היא ארבעים שקלים.", "העמלה היא שבעים שקלים.", "higher"),
        ("en", "Interest is 4%.", "Interest is 9%.", "higher"),
        ("en", "We keep 1 year of calls.", "We keep 366 days of calls.", "longer"),
    ],
)
def test_another_amount_is_higher_or_lower(
    language: str, before: str, after: str, expected: str
) -> None:
    (change,) = compared(language, before, after).clause_changes
    assert [fact.direction for fact in change.facts] == [expected]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("de", "Eine Kopie ist kostenlos.", "Eine Kopie kostet 12 Euro."),
        ("fr", "La copie est gratuite.", "La copie suppose des frais de 12 euros."),
        ("ar", "النسخة مجانية.", "رسوم النسخة 12 ريالا."),
        ("he", "העותק ניתן חינם.", "מחיר העותק 12 שקלים."),
    ],
)
def test_what_was_free_and_has_a_price_is_worse_and_the_other_way_better(
    language: str, before: str, after: str
) -> None:
    (worse,) = compared(language, before, after).clause_changes
    (better,) = compared(language, after, before).clause_changes
    assert ("fee", "weaker") in [(fact.fact, fact.direction) for fact in worse.facts]
    assert ("fee", "stronger") in [(fact.fact, fact.direction) for fact in better.facts]
    assert any("stated (weaker)" in one for one in compared(language, before, after).reasons)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("de", "Wir speichern bis zum 5.4.2027.", "Wir speichern bis zum 5. April 2027."),
        ("de", "Abrechnung ist am 5.4. jedes Jahres.", "Abrechnung ist am 05.04. jedes Jahres."),
        ("fr", "Conservé jusqu’au 25/04/2027.", "Conservé jusqu’au 25 avril 2027."),
        ("es", "Guardado hasta el 25/04/2027.", "Guardado hasta el 25 de abril de 2027."),
        ("en", "Kept until 25 April 2027.", "Kept until April 25, 2027."),
        ("ar", "نحفظها حتى 25/04/2027.", "نحفظها حتى 25 أبريل 2027."),
        ("he", "נשמר עד 25.4.2027.", "נשמר עד 25 באפריל 2027."),
        ("de", "Wir prüfen es alle sechs Monate.", "Wir prüfen es halbjährlich."),
        ("de", "Das kostet 8 Euro pro Jahr.", "Das kostet 8 Euro im Jahr."),
        ("fr", "Revue tous les trois mois.", "Revue trimestriellement."),
        ("es", "Se revisa cada tres meses.", "Se revisa trimestralmente."),
        ("en", "It is reviewed every year.", "It is reviewed annually."),
        ("ar", "الاشتراك 8 ريالات كل سنة.", "الاشتراك 8 ريالات سنويا."),
        ("he", "המנוי עולה 8 שקלים לחודש.", "המנוי עולה 8 שקלים מדי חודש."),
    ],
)
def test_the_same_day_and_how_often_written_otherwise(
    language: str, before: str, after: str
) -> None:
    assert compared(language, before, after).material == "none"
    assert compared(language, after, before).material == "none"


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("de", "Wir speichern bis zum 5.4.2027.", "Wir speichern bis zum 4. Mai 2027."),
        ("de", "Abrechnung ist am 5.4. jedes Jahres.", "Abrechnung ist am 04.05. jedes Jahres."),
        ("en", "Kept until 03/04/2027.", "Kept until 3 April 2027."),
        ("de", "Wir prüfen es alle sechs Monate.", "Wir prüfen es vierteljährlich."),
        ("de", "Wir löschen es nach sechs Monaten.", "Wir löschen es alle sechs Monate."),
        ("en", "It is reviewed every year.", "It is reviewed quarterly."),
        ("ar", "الاشتراك 8 ريالات كل سنة.", "الاشتراك 8 ريالات شهريا."),
        ("he", "המנוי עולה 8 שקלים לחודש.", "המנוי עולה 8 שקלים מדי שנה."),
    ],
)
def test_another_day_and_another_frequency(language: str, before: str, after: str) -> None:
    assert compared(language, before, after).material != "none"
