"""A first look, with nothing to compare with; and what hangs around a message."""

from __future__ import annotations

import pytest

from crawler.extract import Extraction, Quality, extract, judge_against
from crawler.extract.gate.furniture import said_in
from crawler.extract.normalise import fold_words

# Three things to buy with a sentence, what a button says; a page that is missing; who owns a site.
TEXTS = {
    "en": (
        ("Bestsellers for your kitchen", "Free delivery on orders over 50", "Full story"),
        "This page could not be found.",
        "Pelham Pots Ltd, registered in Leeds. By using this site you accept our terms of use.",
    ),
    "fr": (
        ("Nos meilleures ventes de la cuisine", "Livraison offerte dès 50 €", "Lire la suite"),
        "Cette page est introuvable.",
        "Pots Pelham SAS, RCS Lyon. En utilisant ce site vous acceptez nos conditions.",
    ),
    "de": (
        ("Bestseller für Ihre Küche", "Versandkostenfrei ab 50 Euro", "Weiterlesen"),
        "Diese Seite wurde nicht gefunden.",
        "Pelham Töpfe GmbH, Kassel. Mit der Nutzung der Seite stimmen Sie unseren AGB zu.",
    ),
    "es": (
        ("Los más vendidos para tu cocina", "Envío gratis desde 50 €", "Leer más"),
        "No se ha encontrado esta página.",
        "Ollas Pelham, S.L., Cádiz. Al usar este sitio aceptas nuestras condiciones de uso.",
    ),
    "ar": (
        ("الأكثر مبيعا لمطبخك", "توصيل مجاني للطلبات فوق 200 ريال", "اقرأ المزيد"),
        "هذه الصفحة غير موجودة.",
        "شركة قدور بلهم، جدة. باستخدامك هذا الموقع توافق على الشروط والأحكام.",
    ),
    "he": (
        ("רבי המכר למטבח שלכם", "משלוח חינם בקנייה מעל 200 שקל", "קראו עוד"),
        "הדף הזה לא נמצא.",
        'סירי פלהם בע"מ, חיפה. השימוש באתר כפוף לתנאי השימוש ולמדיניות הפרטיות.',
    ),
}
NEWS = ("Oven day in Leeds", "Rye loaf, step by step", "A kettle that sings", "Tea at four")
LANGUAGES = pytest.mark.parametrize("language", TEXTS)


def _read(html: str) -> Extraction:
    return extract(html.encode(), content_type="text/html", url="https://pots.example/rules")


def _judge(html: str) -> Quality:
    return judge_against(_read(html), None)


def _said(html: str) -> str:
    return said_in(_read(html).document.blocks)


def _cards(more: str) -> str:
    return "".join(
        f"<article><h3><a href=/{at}>{head}</a></h3><p>Oven {at} was lit at dawn, and the whole"
        f" street came to see.</p><p><a href=/{at}>{more}</a></p></article>"
        for at, head in enumerate(NEWS)
    )


@LANGUAGES
def test_a_shop_at_a_first_look_is_held_for_three_looks(language: str) -> None:
    (heading, delivery, more), _, _ = TEXTS[language]
    shop = f"<title>Pelham</title><h1>{heading}</h1><p>{delivery}</p>{_cards(more)}"
    quality = _judge(f"{shop}<p>{heading}. {delivery}. {heading}. {delivery}.</p>")
    assert quality.reasons == ("other_page",)


def test_what_has_the_name_of_a_document_is_no_shop() -> None:
    (heading, delivery, _), _, _ = TEXTS["en"]
    text = f"<h1>Returns policy</h1><p>{heading}. {delivery}.</p>" + "<p>Pots go back.</p>" * 9
    assert _judge(f"<title>Pelham</title>{text}").ok


@LANGUAGES
def test_headlines_with_a_sentence_each_are_not_what_a_page_says(language: str) -> None:
    (_, _, more), missing, _ = TEXTS[language]
    assert _said(f"<body><h1>{missing}</h1>{_cards(more)}") == fold_words(missing)


@LANGUAGES
def test_the_foot_of_a_site_is_not_what_a_page_says(language: str) -> None:
    (heading, delivery, _), missing, owner = TEXTS[language]
    text = f"<h1>{missing}</h1><p>{heading}</p><p>{delivery}</p>"
    said = fold_words(f"{missing} {heading} {delivery}")
    assert _said(f"<body><div>{text}<p>© 2031 Pelham</p><p>{owner}</p></div>") == said


def test_a_form_to_sign_in_that_hangs_in_a_header_is_no_wall() -> None:
    form = "<form hidden><input><input type=password><button>Sign in</button></form>"
    head = f"<title>Pelham</title><header><a href=/>Pelham</a>{form}</header>"
    text = "<main><p>The tea room is open from nine until noon.</p></main>"
    assert _judge(head + text).ok
    assert _judge((head + text).replace("header", "div").replace(" hidden", "")).reasons == (
        "login_wall",
    )


@pytest.mark.parametrize("name", ["Privacy policy", "Datenschutzerklärung", "سياسة الخصوصية"])
def test_nothing_but_its_name_is_no_document(name: str) -> None:
    page = f"<title>{name} | Pelham</title><a href=/>Pelham</a><h1>{name}</h1>"
    assert _judge(page).reasons == ("empty_text",)
    assert _judge(f"{page}<script src=/app.js></script>").reasons == ("empty_shell",)
    assert _judge(f"{page}<p>We keep no data.</p>").ok


# A vacancy, and a rule of a club that has no name of a document.
OTHERS = {
    "en": (
        (
            "Baker for our oven team in Leeds, full time from June. You like early mornings and"
            " good bread. We offer 30 days of holiday and free loaves. Apply now"
        ),
        (
            "Members pay by the third of each month; who breaks a pan is liable for it. Who"
            " does not pay loses the place in the kitchen and shall return all keys. Disputes"
            " are for the committee to decide."
        ),
    ),
    "fr": (
        (
            "Boulangère ou boulanger pour notre équipe de Lyon, temps plein dès juin. Vous"
            " aimez les matins tôt et le bon pain. Nous offrons cinq semaines de congés."
            " Postuler"
        ),
        (
            "Les membres paient avant le trois du mois, conformément au règlement ; qui casse"
            " une poêle en est responsable. Qui ne paie pas perd sa place en cuisine. Le comité"
            " tranche les litiges."
        ),
    ),
    "de": (
        (
            "Bäckerin oder Bäcker für unser Team in Kassel, Vollzeit ab Juni. Sie mögen frühe"
            " Morgen und gutes Brot. Wir bieten 30 Tage Urlaub. Jetzt bewerben"
        ),
        (
            "Mitglieder zahlen gemäß Beschluss bis zum Dritten des Monats. Wer nicht zahlt,"
            " verliert den Platz in der Küche und gibt alle Schlüssel zurück. Über Streit"
            " entscheidet der Vorstand."
        ),
    ),
    "es": (
        (
            "Oferta de empleo: panadera o panadero para nuestro equipo de Cádiz, jornada"
            " completa desde junio, sueldo según experiencia. Envía tu currículum. Inscríbete"
            " ahora"
        ),
        (
            "Los socios pagan antes del día tres de cada mes; quien rompe algo es responsable."
            " Quien no paga pierde su sitio en la cocina y debe devolver todas las llaves. Las"
            " disputas las resuelve la junta."
        ),
    ),
    "ar": (
        (
            "خباز أو خبازة لفريقنا في جدة، دوام كامل ابتداء من يونيو. تحب الصباح الباكر والخبز"
            " الجيد. نقدم ثلاثين يوم إجازة. قدم الآن"
        ),
        (
            "يدفع الأعضاء قبل اليوم الثالث من كل شهر وعليهم المسؤولية عن كل كسر. من لا يدفع"
            " يفقد مكانه في المطبخ ويعيد جميع المفاتيح. وتفصل اللجنة في النزاعات."
        ),
    ),
    "he": (
        (
            "אופה לצוות שלנו בחיפה, משרה מלאה החל מיוני. אוהבים לקום מוקדם ולחם טוב? אנו מציעים"
            " שלושים ימי חופשה. שלחו קורות חיים"
        ),
        (
            "חברים משלמים עד השלישי בכל חודש, ולהם אחריות על מה שנשבר. מי שאינו משלם מאבד את"
            " מקומו במטבח ומחזיר את כל המפתחות. בסכסוכים מכריע הוועד."
        ),
    ),
}
DECLARED = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "%s"}</script>'
)


@LANGUAGES
def test_another_short_page_at_a_first_look_is_held_for_three_looks(language: str) -> None:
    found = _judge(f"<title>Pelham</title><h1>Pelham</h1><p>{OTHERS[language][0]}</p>")
    assert (found.reasons, found.lifts_after) == (("other_page",), 3)


@LANGUAGES
def test_rules_without_the_name_of_a_document_are_taken_at_once(language: str) -> None:
    assert _judge(f"<title>Pelham</title><h1>Pelham</h1><p>{OTHERS[language][1]}</p>").ok


@pytest.mark.parametrize(("kind", "told"), [("JobPosting", True), ("WebPage", False)])
def test_what_a_page_declares_to_search_engines_is_heard(kind: str, told: bool) -> None:
    page = f"<title>Pelham</title>{DECLARED % kind}<h1>Pelham</h1><p>{OTHERS['en'][0]}</p>"
    assert _read(page).is_hinted is told


def test_a_language_that_is_not_read_is_not_called_another_page() -> None:
    text = "Leden betalen voor de derde van de maand. Wie niet betaalt, verliest zijn plaats in"
    text += " de keuken en geeft alle sleutels terug; het bestuur beslist over elk geschil."
    assert _judge(f"<title>Pelham</title><h1>Pelham</h1><p>{text}</p>").ok
