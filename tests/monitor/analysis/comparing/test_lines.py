"""Short lines, cells and headings that say something by the place they stand in."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from monitor.analysis.model import Comparison
from storage.model import Category, ChangeClass, DateStatus, Material

TEXT = {
    "en": "This document is about the service of Larkfield Ltd.",
    "fr": "Ce document concerne le service de Larkfield SAS.",
    "de": "Dieses Dokument betrifft den Dienst der Larkfield GmbH.",
    "es": "Este documento trata del servicio de Larkfield, S.L.",
    "ar": "تتعلق هذه الوثيقة بخدمة شركة لاركفيلد.",
    "he": "מסמך זה עוסק בשירות של חברת לארקפילד.",
}


def compared(language: str, heading: str, body: tuple[str, str], *, top: str = "") -> Comparison:
    """``heading`` and ``top`` may have both sides, parted by "=>"."""
    heads, tops = _sides(heading), _sides(top)
    pages = [
        f"<html lang={language}><main><h1>Larkfield</h1><p>{tops[side]}</p><h2>1</h2>"
        f"<p>{TEXT[language]}</p><h2>{heads[side]}</h2>{body[side]}<h2>3</h2>"
        f"<p>{TEXT[language]}</p></main></html>"
        for side in (0, 1)
    ]
    before, after = (analyse(extract(page.encode()).document) for page in pages)
    return compare(before, after)


def _sides(text: str) -> tuple[str, str]:
    before, _, after = text.partition("=>")
    return before, after or before


TURNED = [
    ("en", "Voluntary details=>Required details"),
    ("en", "Shown only with consent=>Shown by default"),
    ("en", "Providers inside Europe=>Providers outside Europe"),
    ("fr", "Champs facultatifs=>Champs obligatoires"),
    ("fr", "Services gratuits=>Services payants"),
    ("de", "Freiwillige Felder=>Pflichtfelder"),
    ("de", "Kostenfreie Auskünfte=>Kostenpflichtige Auskünfte"),
    ("es", "Campos opcionales=>Campos obligatorios"),
    ("es", "Soporte gratuito=>Soporte de pago"),
    ("ar", "حقول اختيارية=>حقول إلزامية"),
    ("ar", "الدعم المجاني=>الدعم المدفوع"),
    ("ar", "الخوادم داخل أوروبا=>الخوادم خارج أوروبا"),
    ("he", "פרטי רשות=>פרטי חובה"),
    ("he", "תמיכה בחינם=>תמיכה בתשלום"),
    ("he", "שרתים בתוך אירופה=>שרתים מחוץ לאירופה"),
    ("en", "Servers in Ireland=>Servers in Brazil"),
    ("fr", "Serveurs situés en Europe=>Serveurs situés aux Philippines"),
    ("de", "Lesen wir Nachrichten? Nein.=>Lesen wir Nachrichten? Ja."),
    ("ar", "هل نقرأ رسائلك؟ لا=>هل نقرأ رسائلك؟ نعم"),
]


@pytest.mark.parametrize(("language", "heading"), TURNED, ids=[one[1] for one in TURNED])
def test_a_heading_that_says_the_opposite_is_told(language: str, heading: str) -> None:
    list_below = "<ul><li>Alpha</li><li>Beta</li></ul>"
    found = compared(language, heading, (list_below, list_below))
    assert found.material is not Material.NONE


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "How the service works=>How our service works"),
        ("de", "Allgemeines=>Allgemeine Hinweise"),
        ("fr", "Introduction=>Présentation"),
        ("he", "כללי=>מבוא כללי"),
    ],
)
def test_a_heading_with_another_name_is_not(language: str, heading: str) -> None:
    text = f"<p>{TEXT[language]}</p>"
    assert compared(language, heading, (text, text)).material is Material.NONE


def table(*rows: str) -> str:
    head, *others = (row.split("|") for row in rows)
    cells = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in others)
    return f"<table><tr>{cells}</tr>{body}</table>"


STATED = {
    "cell": ("en", "Details", table("Detail|Kind", "Phone|Optional")),
    "cookie": ("de", "Cookies", table("Name|Art|Dauer", "_lk|Notwendig|1 Tag")),
    "arabic cell": ("ar", "الحقول", table("الحقل|الصفة", "المهنة|اختياري")),
    "hebrew cell": ("he", "שדות", table("שדה|סוג", "מקצוע|רשות")),
    "term": ("fr", "Abonnement", "<dl><dt>Renouvellement</dt><dd>Manuel</dd></dl>"),
    "arabic term": ("ar", "الاشتراك", "<dl><dt>التجديد</dt><dd>يدوي</dd></dl>"),
    "hebrew term": ("he", "מנוי", "<dl><dt>חידוש</dt><dd>ידני</dd></dl>"),
    "court": ("de", "Gerichtsstand", "<p>Kassel</p>"),
    "hebrew court": ("he", "סמכות שיפוט", "<p>חיפה</p>"),
    "arabic court": ("ar", "المحكمة المختصة", "<p>عمان</p>"),
    "officer": ("en", "Data protection officer", "<p>Ines Wold</p>"),
    "price": ("es", "Suscripción", "<p>Gratis</p>"),
    "label": ("fr", "Hébergement", "<p>Lieu : Brest</p>"),
}
ANOTHER = {
    "Optional": "Mandatory",
    "Notwendig": "Marketing",
    "اختياري": "إلزامي",
    "רשות": "חובה",
    "Manuel": "Automatique",
    "يدوي": "تلقائي",
    "ידני": "אוטומטי",
    "Kassel": "Erfurt",
    "חיפה": "אשדוד",
    "عمان": "إربد",
    "Ines Wold": "Piet Daal",
    "Gratis": "De pago",
    "Brest": "Galway",
}


@pytest.mark.parametrize("case", STATED.values(), ids=STATED)
def test_another_value_of_what_a_caption_names_is_one_change(case: tuple[str, str, str]) -> None:
    language, heading, body = case
    old, new = next((old, new) for old, new in ANOTHER.items() if f">{old}<" in body or old in body)
    found = compared(language, heading, (body, body.replace(old, new)))
    assert found.material is not Material.NONE
    (change,) = found.clause_changes
    assert change.kind.value == "modified"


FURNITURE = {
    "a menu item": ("Further pages", '<p><a href="https://lark.example/x">{}</a></p>'),
    "a button": ("Rules", "<p>{}</p>"),
    "a teaser": ("Related articles", "<p>{}</p>"),
    "a line among others": ("Rules", "<p>{}</p><p>The service is for all.</p>"),
    "the name of a column": ("Rules", table("Detail|Reason for {}", "name|billing")),
    "a tag": ("Topics", "<ul><li>{}</li><li>Travel</li></ul>"),
}


@pytest.mark.parametrize(("heading", "body"), FURNITURE.values(), ids=FURNITURE)
def test_furniture_stays_silent(heading: str, body: str) -> None:
    is_button = heading == "Rules" and body == "<p>{}</p>"
    old, new = ("Read more", "Learn more") if is_button else ("Careers", "Openings")
    found = compared("en", heading, (body.format(old), body.format(new)))
    assert found.material is Material.NONE


@pytest.mark.parametrize(
    ("language", "heading", "country"),
    [
        ("en", "Where data are processed", "India"),
        ("de", "Länder", "Brasilien"),
        ("ar", "الدول", "الهند"),
        ("he", "מדינות", "הודו"),
    ],
)
def test_one_more_country_of_a_list_is_told(language: str, heading: str, country: str) -> None:
    few = "<ul><li>Malta</li><li>Portugal</li></ul>"
    found = compared(language, heading, (few, few.replace("</ul>", f"<li>{country}</li></ul>")))
    assert found.material is not Material.NONE


EDITIONS = {
    "en": "Version 2.3=>Version 3.0",
    "de": "Fassung 7=>Fassung 8",
    "ar": "الإصدار 2.3=>الإصدار 3.0",
    "he": "גרסה 2.3=>גרסה 3.0",
}


@pytest.mark.parametrize(("language", "top"), EDITIONS.items())
def test_the_number_of_an_edition_is_told_where_nothing_else_is(language: str, top: str) -> None:
    text = f"<p>{TEXT[language]}</p>"
    found = compared(language, "2", (text, text), top=top)
    assert (found.material, found.categories) == (Material.MINOR, (Category.POLICY_CHANGES,))
    assert not found.silent


def test_the_number_of_an_edition_beside_a_new_date_is_no_news() -> None:
    text = f"<p>{TEXT['en']}</p>"
    dates = "Last updated: 1 March 2026</p><p>Version 2=>Last updated: 1 May 2026</p><p>Version 3"
    found = compared("en", "2", (text, text), top=dates)
    assert found.updated.status is DateStatus.CHANGED
    assert found.change_class is ChangeClass.DATE_ONLY


ABOUT = {
    "court": ("de", "Gerichtsstand", "<p>{}</p>", ("Kassel", "Erfurt"), Category.DISPUTE),
    "hebrew court": ("he", "סמכות שיפוט", "<p>{}</p>", ("חיפה", "אשדוד"), Category.DISPUTE),
    "officer": ("en", "Data protection officer", "<p>{}</p>", ("A. Wold", "P. Daal"), "contact"),
    "cookie": ("de", "Cookies", table("Name|Art", "_lk|{}"), ("Notwendig", "Werbung"), "cookies"),
    "column": (
        "fr",
        "Vos données",
        table("Donnée|Transmise à des tiers", "Adresse e-mail|{}"),
        ("Non", "Oui"),
        Category.SHARING,
    ),
    "arabic column": (
        "ar",
        "البيانات",
        table("البيان|يشارك مع أطراف ثالثة", "العمر|{}"),
        ("لا", "نعم"),
        Category.SHARING,
    ),
    "hebrew column": (
        "he",
        "הנתונים",
        table("נתון|משותף עם צדדים שלישיים", "גיל|{}"),
        ("לא", "כן"),
        Category.SHARING,
    ),
    "question": (
        "es",
        "Preguntas",
        "<details><summary>¿Venden mis datos?</summary><p>{}.</p></details>",
        ("No", "Sí"),
        Category.SALE,
    ),
}


@pytest.mark.parametrize("case", ABOUT.values(), ids=ABOUT)
def test_a_value_is_about_what_its_caption_says(
    case: tuple[str, str, str, tuple[str, str], Category],
) -> None:
    language, heading, body, (old, new), category = case
    found = compared(language, heading, (body.format(old), body.format(new)))
    (change,) = found.clause_changes
    assert change.categories[0] == category


@pytest.mark.parametrize("turn", [("No", "Yes"), ("Yes", "No")], ids="-".join)
@pytest.mark.parametrize(
    "body",
    [
        "<details><summary>Do you sell my data?</summary><p>{}.</p></details>",
        "<dl><dt>Is data sold to third parties?</dt><dd>{}</dd></dl>",
        table("Detail|Sold to third parties", "Age|{}"),
    ],
    ids=["details", "term", "column"],
)
def test_a_question_of_selling_answered_otherwise_is_a_fact(
    body: str, turn: tuple[str, str]
) -> None:
    found = compared("en", "Questions", (body.format(turn[0]), body.format(turn[1])))
    (fact,) = found.clause_changes[0].facts
    assert (fact.fact, fact.direction) == ("sell", "weaker" if turn[1] == "Yes" else "stronger")


def test_what_a_reader_must_do_is_no_fact_of_the_company() -> None:
    body = "<details><summary>Must I share my address?</summary><p>{}.</p></details>"
    found = compared("en", "Questions", (body.format("No"), body.format("Yes")))
    assert found.material is not Material.NONE
    assert not found.clause_changes[0].facts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Regel gilt bis zum {}.12.2027."),
        ("en", "Certified to ISO {}7001."),
        ("fr", "Valable jusqu’au {}/12/2027."),
    ],
)
def test_a_date_or_a_standard_is_no_contact(language: str, text: str) -> None:
    sides = (f"<p>{text.format(11)}</p>", f"<p>{text.format(13)}</p>")
    found = compared(language, "Larkfield", sides)
    assert found.clause_changes
    assert Category.CONTACT not in found.clause_changes[0].categories
