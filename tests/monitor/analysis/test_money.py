"""Amounts of money and percentages, in digits and in words."""

from __future__ import annotations

import pytest

from monitor.analysis import analyse
from monitor.analysis.quantities.finding import quantities_in
from monitor.analysis.quantities.money import dollars_of, says_free
from storage.document import Document, heading, paragraph


@pytest.mark.parametrize(
    ("language", "text", "kind", "value", "unit"),
    [
        ("fr", "Une indemnité de 300 $ CA", "amount", 300, "CAD"),
        ("fr", "Une prime de 12,50 $ canadiens", "amount", 12.5, "$"),
        ("fr", "Une prime de 12 dollars canadiens", "amount", 12, "CAD"),
        ("en", "The price is C$7.50.", "fee", 7.5, "CAD"),
        ("en", "The price is CA$7.", "fee", 7, "CAD"),
        ("en", "The price is A$7.", "fee", 7, "AUD"),
        ("en", "The price is NZ$7.", "fee", 7, "NZD"),
        ("en", "The price is HK$70.", "fee", 70, "HKD"),
        ("en", "The price is S$70.", "fee", 70, "SGD"),
        ("es", "El precio es de MX$70.", "fee", 70, "MXN"),
        ("en", "A bond of $7", "amount", 7, "$"),
        ("en", "A bond of US$7", "amount", 7, "USD"),
        ("de", "Das Abonnement kostet Fr. 49.– im Jahr.", "fee", 49, "CHF"),
        ("de", "Die Kaution liegt bei SFr. 1'200.50.", "amount", 1200.5, "CHF"),
        ("de", "Die Kaution liegt bei 30 Franken.", "amount", 30, "CHF"),
        ("de", "Der Versand kostet sieben Euro.", "fee", 7, "EUR"),
        ("de", "Eine Kaution von 1,5 Millionen Euro", "amount", 1_500_000, "EUR"),
        ("fr", "Le tarif est de soixante-quinze euros.", "fee", 75, "EUR"),
        ("fr", "Le tarif est de septante francs suisses.", "fee", 70, "CHF"),
        ("es", "La cuota es de mil doscientos euros.", "fee", 1200, "EUR"),
        ("es", "Una fianza de dos millones de euros", "amount", 2_000_000, "EUR"),
        ("en", "A deposit of two hundred and fifty (250) euros", "amount", 250, "EUR"),
        ("ar", "سعر الاشتراك ثلاثون ريالا", "fee", 30, "SAR"),
        ("ar", "تأمين قدره 40 دينارًا أردنيًا", "amount", 40, "JOD"),
        ("ar", "تأمين قدره 40 دينارا", "amount", 40, "dinar"),
        ("ar", "تأمين قدره ديناران", "amount", 2, "dinar"),
        ("ar", "تأمين قدره 40 ألف ريال", "amount", 40_000, "SAR"),
        ("he", "מחיר המנוי הוא שלושים שקלים", "fee", 30, "ILS"),
        ("de", "Die Zinsen betragen acht Prozent.", "percentage", 8, "%"),
        ("de", "acht Prozentpunkte über dem Basiszinssatz", "percentage", 8, "percentage points"),
        ("fr", "Un taux de 8,5 %", "percentage", 8.5, "%"),
        ("fr", "Un taux de huit pour cent", "percentage", 8, "%"),
        ("es", "Un interés del ocho por ciento", "percentage", 8, "%"),
        ("en", "Interest of eight per cent", "percentage", 8, "%"),
        ("ar", "بنسبة ثمانية بالمئة", "percentage", 8, "%"),
        ("ar", "بنسبة ٨ في المائة", "percentage", 8, "%"),
        ("he", "ריבית של שמונה אחוזים", "percentage", 8, "%"),
        ("en", "Our liability for fees is limited to EUR 80.", "amount", 80, "EUR"),
        ("de", "Wir erstatten den Preis bis 80 Euro.", "amount", 80, "EUR"),
    ],
)
def test_what_is_stated(language: str, text: str, kind: str, value: float, unit: str) -> None:
    found = [(one.kind, one.value, one.unit) for one in quantities_in(text, language)]
    assert found == [(kind, value, unit)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Mo.-Fr. 8-17 Uhr"),
        ("de", "Mo. bis Fr. 8 bis 17 Uhr"),
        ("de", "am Fr. 13.2.2026"),
        ("de", "Fr. 9:30"),
        ("en", "Write to feedback at extension 5."),
        ("fr", "cent mille personnes"),
    ],
)
def test_what_is_no_amount(language: str, text: str) -> None:
    assert quantities_in(text, language) == ()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Our office is in Toronto."], "CAD"),
        (["Notre siège est au Québec.", "Loi du Canada"], "CAD"),
        (["We are in Melbourne, Australia."], "AUD"),
        (["laws of the State of Delaware"], "USD"),
        (["We serve the United States and Canada."], "$"),
        (["We are in Lyon."], "$"),
    ],
)
def test_whose_dollars_a_document_speaks_of(texts: list[str], expected: str) -> None:
    assert dollars_of(texts) == expected


def test_dollars_are_those_of_the_country_that_the_document_names() -> None:
    blocks = (
        heading("Conditions", 1),
        paragraph("Le prix est de 14,99 $ par mois."),
        paragraph("Les lois du Québec s’appliquent."),
    )
    (found,) = analyse(Document(title=None, blocks=blocks), language="fr").quantities
    assert (found.kind, found.value, found.unit) == ("fee", 14.99, "CAD")


@pytest.mark.parametrize(
    "text",
    [
        "Access is free of charge.",
        "Die Auskunft ist unentgeltlich.",
        "Die Auskunft erfolgt ohne Kosten.",
        "L’accès est gratuit.",
        "L’accès est sans frais.",
        "El acceso es gratuito.",
        "الاطلاع مجاني.",
        "الاطلاع بدون رسوم.",
        "העיון חינם.",
        "העיון ללא עלות.",
    ],
)
def test_what_costs_nothing(text: str) -> None:
    assert says_free(text)


def test_what_has_a_price_is_not_free() -> None:
    assert not says_free("Access costs 5 euros and is never without limits.")
