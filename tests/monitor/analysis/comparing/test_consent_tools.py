"""What tools for consent and newsletters change in a page by themselves, and what they do not."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from storage.model import Material

PAGE = "<main><h1>Nordwind</h1><p>1 March 2026</p><h2>A</h2><p>One.</p>{}</main>"


def material(before: str, after: str) -> Material:
    old, new = (
        analyse(
            extract(PAGE.format(part).encode(), content_type="text/html;charset=utf-8").document
        )
        for part in (before, after)
    )
    return compare(old, new).material


def paragraphs(text: str, *values: str) -> Material:
    before, after = (f"<p>{text.format(value)}</p>" for value in values)
    return material(before, after)


COUNTS = [
    "We and our {} partners store information on your device.",
    "Our {} vendors may process your data.",
    "Nous et nos {} partenaires stockons des informations sur votre appareil.",
    "Wir und unsere {} Partner speichern Informationen auf Ihrem Gerät.",
    "Nosotros y nuestros {} socios almacenamos información en su dispositivo.",
    "نخزن نحن وشركاؤنا البالغ عددهم {} معلومات على جهازك.",
    "אנחנו ו-{} השותפים שלנו שומרים מידע במכשיר שלך.",
]


@pytest.mark.parametrize("text", COUNTS)
def test_how_many_partners_a_tool_counts_means_nothing(text: str) -> None:
    assert paragraphs(text, "812", "815") is Material.NONE


@pytest.mark.parametrize("text", COUNTS)
def test_many_more_partners_are_told(text: str) -> None:
    assert paragraphs(text, "812", "1850") is not Material.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Our partners delete your data after {} days.",
        "We pay our partners ${} for each profile.",
        "Our partners may contact you {} times.",
    ],
)
def test_another_number_beside_partners_is_told(text: str) -> None:
    assert paragraphs(text, "50", "55") is not Material.NONE


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Cookie declaration last updated on {} by Lebkuchen", "11/22/26", "11/23/26"),
        ("La déclaration a été mise à jour le {} par Sablé", "22/11/2026", "23/11/2026"),
        ("Die Liste wurde das letzte Mal am {} von Keks aktualisiert", "22.11.26", "23.11.26"),
        ("Lista de cookies actualizada el {} por Galleta", "22/11/2026", "23/11/2026"),
        ("تم تحديث القائمة في {} بواسطة كعكة", "22/11/2026", "23/11/2026"),
        ("הרשימה עודכנה לאחרונה ב-{} על ידי עוגיה", "22/11/2026", "23/11/2026"),
    ],
)
def test_when_a_list_was_updated_means_nothing(text: str, before: str, after: str) -> None:
    assert paragraphs(text, before, after) is Material.NONE


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Data last updated before {} may be sold to brokers.", "11/22/26", "11/23/26"),
        ("Wir verkaufen ab dem {} aktualisierte Profile.", "22.11.26", "23.11.27"),
        ("The promotion ends on {} in all shops.", "11/22/26", "11/23/26"),
    ],
)
def test_a_date_that_a_clause_speaks_of_is_told(text: str, before: str, after: str) -> None:
    assert paragraphs(text, before, after) is not Material.NONE


BOXES = [
    ("Subscribe to our newsletter", "News every month. We will never share your email address."),
    ("Abonnez-vous à notre newsletter", "Nous ne partagerons jamais votre adresse e-mail."),
    ("Newsletter abonnieren", "Jeden Monat Neues. Wir geben Ihre E-Mail-Adresse nicht weiter."),
    ("Suscríbase a nuestro boletín", "Nunca compartiremos su correo electrónico con nadie."),
    ("اشترك في نشرتنا البريدية", "لن نشارك بريدك الإلكتروني مع أي شخص."),
    ("הירשמו לניוזלטר", "לעולם לא נשתף את כתובת הדואר שלכם עם אחרים."),
]


@pytest.mark.parametrize(("head", "text"), BOXES)
def test_a_box_for_a_newsletter_is_part_of_the_site(head: str, text: str) -> None:
    box = f"<h3>{head}</h3><p>{text}</p>"
    assert material("", box) is Material.NONE
    assert material(box, "") is Material.NONE


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("Sharing", "News every month. We will never share your email address."),
        ("Subscribe to our newsletter", "We share your email address with our advertisers."),
        ("Newsletter abonnieren", "Wir verkaufen Ihre E-Mail-Adresse an Werbepartner."),
        ("הירשמו לניוזלטר", "אנו משתפים את כתובת הדואר שלכם עם מפרסמים."),
    ],
)
def test_what_is_done_with_an_address_is_told(head: str, text: str) -> None:
    assert material("", f"<h3>{head}</h3><p>{text}</p>") is Material.MATERIAL
