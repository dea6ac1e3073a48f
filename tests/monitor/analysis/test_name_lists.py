"""Names side by side, lists whose items begin with one, and names that are said not to be used."""

from __future__ import annotations

import pytest

from monitor.analysis.clauses.classifying import classify_blocks
from monitor.analysis.parties.finding import find_parties
from monitor.analysis.parties.name_lists import names_at_head, rows_of_names
from monitor.analysis.parties.names import name_book
from monitor.analysis.parties.unused import without_unused
from storage.document import Block, heading, heading_paths, list_item, paragraph, table_row


def names(blocks: list[Block], language: str) -> list[str]:
    clauses = classify_blocks(blocks, [language] * len(blocks), list(heading_paths(blocks)))
    return sorted(party.name for party in find_parties(blocks, clauses))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Orvelle (hosting), Nubelia and Tavor", [("Orvelle", "Nubelia", "Tavor")]),
        ("Orvelle, Inc. (USA) / Nubelia GmbH", [("Orvelle", "Nubelia GmbH")]),
        ("Orvelle (hosting) — Nubelia (mail)", [("Orvelle", "Nubelia")]),
        ("Orvelle وNubelia", [("Orvelle", "Nubelia")]),
        ("Orvelle ו-Nubelia", [("Orvelle", "Nubelia")]),
        ("Orvelle hosts what Nubelia sends", []),
        ("Orvelle. Nubelia", []),
    ],
    ids=["remarks", "forms", "dashes", "ar", "he", "apart", "sentences"],
)
def test_names_stand_side_by_side(text: str, rows: list[tuple[str, ...]]) -> None:
    found = rows_of_names(text, name_book())
    assert [tuple(name.stated for name in row.names) for row in found] == rows


def test_names_at_the_head_are_parted_by_slashes() -> None:
    assert names_at_head("Orvelle / Nubelia: mail") == (["Orvelle", "Nubelia"], 17)


@pytest.mark.parametrize(
    ("language", "over", "text", "expected"),
    [
        (
            "en",
            "Subprocessors",
            "We use Stripe (payments), Orvelle (mail) and Nubelia (maps) as subprocessors.",
            ["Nubelia", "Orvelle", "Stripe"],
        ),
        (
            "fr",
            "Sous-traitants",
            "Nos sous-traitants : Orvelle (paiements), Nubelia (vols) et Kelpworks (hôtels).",
            ["Kelpworks", "Nubelia", "Orvelle"],
        ),
        (
            "de",
            "Unterauftragsverarbeiter",
            "Stripe, Vercel und Kelpworks haben ihren Sitz in den USA.",
            ["Kelpworks", "Stripe", "Vercel"],
        ),
        (
            "es",
            "Encargados del tratamiento",
            "Los encargados del tratamiento son Supabase (base de datos) y Orvelle (correos).",
            ["Orvelle", "Supabase"],
        ),
        (
            "ar",
            "معالجو البيانات الفرعيون",
            "نستعين بمعالجين لتشغيل الخدمة: Orvelle (تسجيل الدخول) وNubelia (المحتوى).",
            ["Nubelia", "Orvelle"],
        ),
        (
            "he",
            "ספקי משנה",
            "המידע מועבר לספקי משנה: Supabase (אחסון), Orvelle (דוא״ל) ו-Nubelia (תקלות).",
            ["Nubelia", "Orvelle", "Supabase"],
        ),
    ],
    ids=["en", "fr", "de", "es", "ar", "he"],
)
def test_beside_a_party_an_unknown_name_is_one(
    language: str, over: str, text: str, expected: list[str]
) -> None:
    assert names([heading("Policy", 1), heading(over), paragraph(text)], language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Google, Meta und Werbenetzwerken geben wir als Auftragsverarbeitern Daten."),
        ("en", "Our service providers share cookies with Google Chrome, Vexel and Firefox."),
        (
            "en",
            "Our provider is Google Ireland, Vexel House, Tarn Street, Dublin 4.",
        ),
        ("en", "We share data with the provider Google, Vexel, Ireland."),
        ("en", "We share data with providers. Vexel, Google and Stripe count visits."),
    ],
    ids=["nouns", "browsers", "address", "town", "opening"],
)
def test_what_stands_beside_a_party_may_be_none(language: str, text: str) -> None:
    found = names([heading("Policy", 1), paragraph(text)], language)
    assert not {"Werbenetzwerken", "Vexel", "Vexel House", "Tarn Street", "Dublin 4"} & set(found)


def test_items_beside_those_that_begin_with_a_known_name() -> None:
    blocks = [
        heading("שיתוף מידע עם צד שלישי"),
        paragraph("אנו משתפים מידע עם ספקים, לצורך הפעלת השירות:"),
        list_item("Vercel: אירוח האפליקציה"),
        list_item("Orvelle (PostgreSQL): אחסון הנתונים"),
        list_item("Nubelia AI: עיבוד בקשות ליצירת תוכן"),
    ]
    assert names(blocks, "he") == ["Nubelia AI", "Orvelle", "Vercel"]


def test_a_label_before_a_party_is_none() -> None:
    blocks = [
        heading("Sous-traitants"),
        list_item("Courrier : Supabase, Vercel"),
        list_item("Livraison : Stripe"),
    ]
    assert names(blocks, "fr") == ["Stripe", "Supabase", "Vercel"]


def test_several_names_in_one_cell() -> None:
    blocks = [
        heading("Sub-processors"),
        table_row(["Sub-processor", "Purpose"], header=True),
        table_row(["Orvelle / Nubelia / Twilio", "Messages"]),
        table_row(["Mail provider (e.g., Postmark, Kelpworks)", "Messages"]),
    ]
    assert names(blocks, "en") == ["Kelpworks", "Nubelia", "Orvelle", "Postmark", "Twilio"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Payments are handled by our payment provider (Nubelia)."),
        ("ar", "نستخدم مزود خدمة لإرسال الرسائل عبر Nubelia إلى بريدك."),
        ("he", "אנו נעזרים בספקי משנה, והסליקה מתבצעת על ידי חברת הסליקה Nubelia."),
    ],
    ids=["remark", "way", "clearing"],
)
def test_the_word_in_front_makes_it_a_party(language: str, text: str) -> None:
    over = {"en": "Subprocessors", "ar": "معالجو البيانات الفرعيون", "he": "ספקי משנה"}[language]
    assert names([heading("Policy", 1), heading(over), paragraph(text)], language) == ["Nubelia"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We do not use Google Analytics, Meta Pixel or other cookies for tracking."),
        ("en", "We don't use cookies of Google Analytics."),
        ("ar", "لا نستخدم Google Analytics أو Meta Pixel أو أي ملفات تعريف ارتباط."),
        ("he", "איננו משתמשים בעוגיות של Google Analytics או Meta Pixel."),
        ("fr", "Nous n'utilisons pas Google Analytics ni d'autres cookies."),
        ("de", "Wir verwenden keine Cookies von Google Analytics."),
        ("es", "No utilizamos cookies de Google Analytics."),
    ],
    ids=["en", "en-short", "ar", "he", "fr", "de", "es"],
)
def test_what_is_said_not_to_be_used_is_no_party(language: str, text: str) -> None:
    assert names([heading("Cookies", 1), paragraph(text)], language) == []


@pytest.mark.parametrize(
    "text",
    [
        "We do not use cookies other than those of Hotjar.",
        "We do not use cookies, but we use Hotjar to count visits.",
        "We do not use advertising cookies. Hotjar counts visits.",
        "We do not use cookies: Hotjar counts visits without them.",
    ],
    ids=["exception", "but", "next-sentence", "colon"],
)
def test_what_a_denial_leaves_out_is_used(text: str) -> None:
    assert names([heading("Cookies", 1), paragraph(text)], "en") == ["Hotjar"]


def test_a_text_without_denials_stays_as_it_is() -> None:
    text = "We use Hotjar; you do not have to agree."
    assert without_unused(text) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We share data as the Protection of Student Letters Amendment demands."),
        ("es", "Los proveedores pueden tratar datos fuera del Espacio Económico Europeo."),
        ("de", "Unterauftragsverarbeiter: siehe die Liste"),
        ("en", "Annex III: list of subprocessors"),
    ],
    ids=["law", "area", "role", "annex"],
)
def test_laws_areas_and_roles_are_no_parties(language: str, text: str) -> None:
    assert names([heading("Policy", 1), paragraph(text)], language) == []


def test_what_stands_beside_the_controllers_own_products_is_none() -> None:
    blocks = [
        heading("Mistral AI Privacy Policy", 1),
        paragraph("We share cookies with service providers of Vexel or Mistral AI Studio."),
    ]
    assert names(blocks, "en") == []
