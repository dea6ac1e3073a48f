"""What stands beside the text of a short page: menus by their links, the strip for cookies."""

from __future__ import annotations

import pytest

from crawler.extract import Extraction, PreviousText, extract, judge_against

URL = "https://shop.example/privacy"
# The strip, its button, a menu in words of a site's own, and what a page says between them.
STRIPS = {
    "en": (
        "We set cookies so that the shop works for you.",
        "Fine",
        "Lamps Rugs Ideas Storefinder",
    ),
    "de": (
        "Wir setzen Cookies, damit der Laden für Sie läuft.",
        "Gut",
        "Lampen Matten Ideen Läden",
    ),
    "fr": (
        "Nous posons des cookies pour que la boutique marche.",
        "Bien",
        "Lampes Tapis Idées Magasins",
    ),
    "es": (
        "Ponemos cookies para que la tienda funcione.",
        "Bien",
        "Lámparas Alfombras Ideas Locales",
    ),
    "ar": ("نضع ملفات الارتباط كي يعمل المتجر من أجلك.", "حسنا", "مصابيح سجاد أفكار فروع"),
    "he": ("אנו שמים עוגיות כדי שהחנות תעבוד בשבילך.", "בסדר", "מנורות שטיחים רעיונות סניפים"),
}
SAID = {
    "soft_404": {
        "en": "Page not found. That address leads nowhere in our shop.",
        "de": "Seite nicht gefunden. Diese Adresse führt in unserem Laden nirgendwohin.",
        "fr": "Page introuvable. Cette adresse ne mène nulle part dans notre boutique.",
        "es": "Página no encontrada. Esa dirección no lleva a ninguna parte de la tienda.",
        "ar": "الصفحة غير موجودة. هذا العنوان لا يؤدي إلى شيء في متجرنا.",
        "he": "הדף לא נמצא. הכתובת הזו לא מובילה לשום מקום בחנות.",
    },
    "geo_block": {
        "en": "Not available in your country. Our lamps are sold in Norway only.",
        "de": "In Ihrem Land nicht verfügbar. Unsere Lampen gibt es nur in Norwegen.",
        "fr": "Non disponible dans votre pays. Nos lampes ne se vendent qu'en Norvège.",
        "es": "No disponible en tu país. Nuestras lámparas solo se venden en Noruega.",
        "ar": "غير متاح في بلدك. تباع مصابيحنا في النرويج فقط.",
        "he": "לא זמין במדינה שלך. המנורות שלנו נמכרות בנורווגיה בלבד.",
    },
}
POLICIES = {
    "en": ("Privacy notice", "We keep your personal data for {} years and then erase them."),
    "de": ("Datenschutzhinweise", "Ihre personenbezogenen Daten löschen wir nach {} Jahren."),
    "fr": ("Avis de confidentialité", "Vos données personnelles sont effacées après {} ans."),
    "es": ("Aviso de privacidad", "Sus datos personales se suprimen a los {} años."),
    "ar": ("إشعار الخصوصية", "نحذف بياناتك الشخصية بعد {} سنوات."),
    "he": ("הודעת פרטיות", "המידע האישי שלך נמחק לאחר {} שנים."),
}
RULES = {
    "en": ("Age rules", "You must be at least 16 to order lamps. Parents may ask us about it."),
    "de": ("Altersregeln", "Für Bestellungen müssen Sie 16 sein. Eltern können uns dazu fragen."),
    "fr": ("Règles d'âge", "Il faut avoir 16 ans pour commander. Les parents peuvent demander."),
    "es": ("Reglas de edad", "Debes tener 16 años para pedir lámparas. Pregunten los padres."),
    "ar": ("قواعد العمر", "يجب أن يكون عمرك 16 عاما لطلب المصابيح. يمكن للوالدين سؤالنا عن ذلك."),
    "he": ("כללי גיל", "כדי להזמין מנורות יש להיות בני 16. הורים רשאים לשאול אותנו על כך."),
}
ASKED = {
    "en": ("Cookies help us. Which of them do you allow?", "Allow all"),
    "de": ("Cookies helfen uns. Welche erlauben Sie?", "Alle erlauben"),
    "fr": ("Les cookies nous aident. Lesquels autorisez-vous ?", "Tout autoriser"),
    "es": ("Las cookies nos ayudan. ¿Cuáles permites?", "Permitir todas"),
    "ar": ("تساعدنا ملفات الارتباط. أيها تسمح به؟", "السماح للكل"),
    "he": ("עוגיות עוזרות לנו. אילו מהן לאפשר?", "לאפשר הכול"),
}
NEWS = {
    "en": "The harbour museum opens a new hall. {} visitors came on Sunday.",
    "de": "Das Hafenmuseum eröffnet einen neuen Saal. Am Sonntag kamen {} Besucher.",
    "fr": "Le musée du port ouvre une nouvelle salle. Dimanche, {} visiteurs sont venus.",
    "es": "El museo del puerto estrena sala. El domingo vinieron {} visitantes.",
    "ar": "يفتح متحف الميناء قاعة جديدة. حضر {} زائرا يوم الأحد.",
    "he": "מוזיאון הנמל פותח אולם חדש. ביום ראשון הגיעו {} מבקרים.",
}
EVERY = pytest.mark.parametrize("language", STRIPS)
PLACES = pytest.mark.parametrize("first", [True, False], ids=["above", "below"])


def _read(inner: str, title: str = "Havnet", end: str = "") -> Extraction:
    page = f"<title>{title}</title><script src=a.js></script><body>{inner}{end}</body>"
    return extract(page.encode(), content_type="text/html; charset=utf-8", url=URL)


def _site(inner: str, language: str, *, first: bool) -> str:
    text, label, menu = STRIPS[language]
    strip = f"<div class=note><div>{text}</div><a role=button href=#>{label}</a></div>"
    links = " ".join(f"<a href=/{place}>{word}</a>" for place, word in enumerate(menu.split()))
    page = f"<div>{links}</div><div>{inner}</div>"
    return strip + page if first else page + strip


def _paragraphs(text: str) -> str:
    head, _, rest = text.partition(". ")
    return f"<h1>{head}</h1><p>{rest}</p>"


@EVERY
@PLACES
@pytest.mark.parametrize("reason", SAID)
def test_a_strip_for_cookies_is_not_what_a_page_is_about(
    reason: str, language: str, *, first: bool
) -> None:
    page = _read(_site(_paragraphs(SAID[reason][language]), language, first=first))
    assert page.quality.reasons == (reason,)


@EVERY
@PLACES
def test_a_short_document_beside_a_strip_passes(language: str, *, first: bool) -> None:
    name, text = POLICIES[language]
    body = "".join(f"<p>{text.format(years)}</p>" for years in range(3, 7))
    page = _read(_site(f"<h1>{name}</h1>{body}", language, first=first), name)
    assert page.quality.ok


@EVERY
def test_a_page_about_nothing_but_cookies_asks_for_them(language: str) -> None:
    text, label = ASKED[language]
    page = _read(f"<h1>{text}</h1><p>{text}</p><p>{text}</p><button>{label}</button>")
    assert page.quality.reasons == ("consent_wall",)


@EVERY
def test_menus_with_nothing_between_them_are_a_shell(language: str) -> None:
    menu = STRIPS[language][2]
    links = " ".join(f"<a href=/{place}>{word}</a>" for place, word in enumerate(menu.split()))
    page = _read(f"<div>{links}</div><div id=app></div><div>{links}</div>")
    assert page.quality.reasons == ("empty_shell",)


@EVERY
def test_rules_about_an_age_ask_nobody_for_it(language: str) -> None:
    name, text = RULES[language]
    items = "".join(f"<li>{POLICIES[language][1].format(years)}</li>" for years in (2, 3, 4))
    assert _read(f"<h1>{name}</h1><p>{text}</p><ul>{items}</ul>", name).quality.ok


@EVERY
def test_a_table_bears_the_name_that_stands_above_it(language: str) -> None:
    text, label, _ = STRIPS[language]
    name, policy = POLICIES[language]
    rows = "".join(f"<tr><td>{text} {policy.format(years)}</td></tr>" for years in range(2, 8))
    button = f"<div><p>{text}</p><button>{label}</button></div>"
    page = f"<main><h2>{name}</h2><table>{rows}</table></main>{button}"
    assert _read(page, f"Havnet | {name}").quality.ok


@EVERY
def test_another_page_with_a_strip_is_another_page(language: str) -> None:
    name, text = POLICIES[language]
    old = _read(f"<h1>{name}</h1>" + "".join(f"<p>{text.format(n)}</p>" for n in range(40)), name)
    before = PreviousText(
        words=old.words, comparison_text=old.comparison.text, title=old.document.title
    )
    inner = "".join(f"<p>{NEWS[language].format(number * 70)}</p>" for number in range(1, 6))
    found = judge_against(_read(_site(inner, language, first=True)), before)
    assert found.reasons in {("other_page",), ("collapsed",)}
    assert found.lifts_after is None
