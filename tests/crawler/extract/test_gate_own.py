"""What a short page says itself, and what hangs beside it; what is left of a document."""

from __future__ import annotations

import pytest

from crawler.extract import Extraction, PreviousText, extract, judge_against
from crawler.extract.gate.language import main_language

URL = "https://lantern.example/privacy"
# What stands in a box to sign in, and a page that is not there.
PAGES = {
    "en": ("Log in", "Password", "Forgot password?", "404", "We could not find this page."),
    "fr": ("Se connecter", "Mot de passe", "Oublié ?", "404", "Cette page est introuvable."),
    "de": ("Anmelden", "Passwort", "Vergessen?", "404", "Die Seite wurde nicht gefunden."),
    "es": ("Entrar", "Contraseña", "¿Olvidada?", "404", "No encontramos esta página."),
    "ar": ("تسجيل الدخول", "كلمة المرور", "هل نسيتها؟", "404", "الصفحة غير موجودة."),
    "he": ("התחברות", "סיסמה", "שכחתם?", "404", "הדף לא נמצא."),
}
# The name of a document, its first sentence, and the headings under it.
DOCUMENTS = {
    "en": (
        "Privacy policy",
        "This policy says which personal data Lantern Mugs collects from you and why we do so.",
        ("What we collect", "How we use it", "Third parties", "Your rights", "Retention"),
    ),
    "fr": (
        "Politique de confidentialité",
        "Cette politique décrit quelles données personnelles les Lanternes collectent et pourquoi.",
        ("Données collectées", "Finalités", "Tiers", "Vos droits", "Durée de conservation"),
    ),
    "de": (
        "Datenschutzerklärung",
        "Diese Erklärung sagt, welche personenbezogenen Daten die Laternen AG erhebt und warum.",
        ("Erhobene Daten", "Zwecke", "Dritte", "Ihre Rechte", "Speicherdauer"),
    ),
    "es": (
        "Política de privacidad",
        "Esta política explica qué datos personales recoge Farol de usted y para qué los usa.",
        ("Datos recogidos", "Finalidades", "Terceros", "Sus derechos", "Conservación"),
    ),
    "ar": (
        "سياسة الخصوصية",
        "توضح هذه السياسة البيانات الشخصية التي تجمعها شركة فانوس منك وأسباب جمعها.",
        ("البيانات التي نجمعها", "أغراض الاستخدام", "الأطراف الثالثة", "حقوقك", "مدة الحفظ"),
    ),
    "he": (
        "מדיניות פרטיות",
        "מדיניות זו מסבירה איזה מידע אישי אוספת חברת פנס מכם ולשם מה.",
        ("המידע שנאסף", "מטרות השימוש", "צדדים שלישיים", "הזכויות שלכם", "שמירה"),
    ),
}
LANGUAGES = pytest.mark.parametrize("language", PAGES)
FOREIGN = {
    "ca": "No venem les vostres dades. Els nostres encarregats les guarden amb clau fins que són"
    " esborrades, i també podeu demanar quines hem desat quan vulgueu, sense pagar res més.",
    "nl": "Wij gebruiken uw gegevens niet voor reclame. Het adres van de klant wordt door ons"
    " bewaard om deze bestelling te leveren en wij geven het ook niet aan anderen.",
    "it": "Il trattamento dei suoi dati non è ceduto. Gli indirizzi sono conservati nel rispetto"
    " della legge, che il cliente può leggere sul sito per più dettagli degli archivi.",
    "pt": "Não vendemos os seus dados. São também guardados em um cofre pela nossa equipa, ou"
    " apagados, pelo que você pede uma cópia ao nosso apoio da loja.",
    "pl": "Nie sprzedajemy danych oraz nie są one przekazywane przez nas, lub także dla innych"
    " celów, które klient może poznać, jako że jest o tym informowany.",
    "sv": "Vi säljer inte din adress och inte ditt namn. Uppgifter som är till för att leverera"
    " sparas av oss eller raderas från vår lista på din begäran.",
    "tr": "Bu veriler satılmaz ve bir başka amaç için kullanılmaz. Adres bizim tarafından, daha"
    " kısa olan süre kadar, sizin için her sipariş ile saklanır ya da silinir gibi.",
    "ru": "Мы не продаём ваши данные и храним адрес только для доставки заказа.",
    "fa": "ما داده‌های شما را نمی‌فروشیم و نشانی را فقط برای تحویل سفارش نگه می‌داریم؛ کسی دیگر آن را"
    " نمی‌بیند و اگر بخواهید پاک می‌کنیم.",
    "el": "Δεν πουλάμε τα στοιχεία σας και κρατάμε τη διεύθυνση για την παράδοση.",
}


def _read(body: str, *, title: str = "Lantern") -> Extraction:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return extract(page.encode(), content_type="text/html; charset=utf-8", url=URL)


def _sign_in(language: str) -> str:
    sign_in, password, forgotten, *_ = PAGES[language]
    return (
        f"<section class=x><h2>{sign_in}</h2><label>{password} <input type=password></label>"
        f"<button>{sign_in}</button><p><a href=/f>{forgotten}</a></p></section>"
    )


def _document(language: str) -> str:
    name, first, heads = DOCUMENTS[language]
    parts = "".join(f"<h2>{head}</h2>" + f"<p>{first} {head}.</p>" * 3 for head in heads)
    return f"<main><h1>{name}</h1><p>{first}</p>{parts}</main>"


def _previous(language: str) -> PreviousText:
    read = _read(_document(language), title=DOCUMENTS[language][0])
    return PreviousText(
        words=read.words, comparison_text=read.comparison.text, title=read.document.title
    )


@LANGUAGES
def test_a_form_to_sign_in_that_hangs_over_a_page_is_not_its_message(language: str) -> None:
    *_, code, missing = PAGES[language]
    page = f"{_sign_in(language)}<div><div><h1>{code}</h1><p>{missing}</p></div></div>"
    assert _read(page).quality.reasons == ("soft_404",)


@LANGUAGES
def test_the_form_under_the_heading_of_the_page_is(language: str) -> None:
    sign_in, password, *_ = PAGES[language]
    form = f"<form><label>{password} <input type=password></label><button>{sign_in}</button></form>"
    page = f"<div class=a><div><h1>{sign_in}</h1></div><div>{form}</div></div>"
    assert _read(page, title=sign_in).quality.reasons == ("login_wall",)


@LANGUAGES
def test_a_form_to_sign_in_beside_the_name_of_a_document_refuses_nothing(language: str) -> None:
    name, first, _ = DOCUMENTS[language]
    page = f"{_sign_in(language)}<div><article><h1>{name}</h1><p>{first}</p></article></div>"
    assert judge_against(_read(page, title=name), None).reasons == ()


@LANGUAGES
def test_what_repeats_the_title_is_a_heading(language: str) -> None:
    *_, code, missing = PAGES[language]
    page = f"{_sign_in(language)}<table><tr><td><b>{code}</b><br>{missing}</td></tr></table>"
    assert _read(page, title=f"{code} | Lantern").quality.reasons == ("soft_404",)


@LANGUAGES
def test_headings_alone_are_what_is_left_of_a_document(language: str) -> None:
    name, _, heads = DOCUMENTS[language]
    page = f"<main><h1>{name}</h1>{''.join(f'<h2>{head}</h2>' for head in heads)}</main>"
    found = judge_against(_read(page, title=name), _previous(language))
    assert (found.reasons, found.lifts_after) == (("collapsed",), None)


@LANGUAGES
def test_the_first_line_under_a_form_to_sign_in_is_what_is_left(language: str) -> None:
    name, first, _ = DOCUMENTS[language]
    page = f"{_sign_in(language)}<div><article><h1>{name}</h1><p>{first}</p></article></div>"
    assert judge_against(_read(page, title=name), _previous(language)).reasons == ("collapsed",)


@LANGUAGES
def test_a_name_with_another_date_is_what_is_left(language: str) -> None:
    name = DOCUMENTS[language][0]
    page = f"<main><h1>{name}</h1><p>3.2.2031</p></main>"
    assert judge_against(_read(page, title=name), _previous(language)).reasons == ("collapsed",)


@LANGUAGES
def test_a_wall_over_the_name_of_a_document_is_a_wall(language: str) -> None:
    sign_in, password, *_ = PAGES[language]
    page = f"<div><h1>{sign_in}</h1><p>{password}</p><input type=password></div>"
    page = f"<p>{DOCUMENTS[language][0]}</p>{page}"
    assert judge_against(_read(page), _previous(language)).reasons == ("login_wall",)


def test_french_is_not_taken_for_a_neighbour() -> None:
    text = (
        "nous gardons les données que les clients confient au magasin et les effaçons au bout de"
        " deux ans les commandes y restent et les droits que la loi donne valent pour les mineurs"
    )
    assert main_language(text) == "fr"


@pytest.mark.parametrize("language", FOREIGN)
def test_a_language_that_is_not_read_is_another_language(language: str) -> None:
    text = FOREIGN[language]
    assert main_language(text.casefold()) == language
    found = judge_against(_read(f"<h1>Lantern</h1><p>{text * 6}</p>"), _previous("fr"))
    assert (found.reasons, found.lifts_after) == (("wrong_language",), 3)


@pytest.mark.parametrize("table", ["cp1255", "cp1256"])
@pytest.mark.parametrize("language", ["fr", "de", "es"])
def test_accents_that_were_read_as_hebrew_or_arabic_are_garbled(language: str, table: str) -> None:
    garbled = _document(language).encode().decode(table, "replace")
    assert _read(garbled).quality.reasons == ("mojibake",)


@pytest.mark.parametrize("table", ["cp1255", "cp1256"])
def test_spaces_and_quotes_that_were_read_so_are_garbled(table: str) -> None:
    text = "Lantern’s policy: “we\u00a0keep\u00a0nothing” – your\u00a0name is\u00a0yours. "
    garbled = text.encode().decode(table, "replace")
    assert _read(f"<p>{garbled * 3}</p>").quality.reasons == ("mojibake",)


@pytest.mark.parametrize(
    "text",
    [
        "We answer in Hebrew (עברית) and Arabic (العربية); write to Lantern or ל-Lantern.",
        "الـAPI وخدمات Google أو Lantern أم YouTube أيضًا: لا نبيع بيانات iPhone أبدًا.",
        "ב-Google וב־Lantern, כולל iPhone וה-API, איננו מוכרים מידע אישי.",
    ],
)
def test_words_of_two_scripts_side_by_side_are_not(text: str) -> None:
    assert _read(f"<h1>Privacy policy</h1><p>{text * 6}</p>").quality.reasons == ()


def test_letters_of_utf_16_within_a_page_are_read_as_browsers_show_them() -> None:
    wide = "Política de privacidad".encode("utf-16-le")
    page = b"<html><head><title>" + wide + b"</title></head><body><h1>" + wide + b"</h1></body>"
    read = extract(page + b"<p>" + "No vendemos datos.".encode("utf-16-le"), url=URL)
    assert read.markdown == "# Política de privacidad\n\nNo vendemos datos.\n"
    assert read.document.title == "Política de privacidad"


@LANGUAGES
def test_a_dialog_over_a_page_that_says_nothing_is_its_message(language: str) -> None:
    *_, missing = PAGES[language]
    menu = "".join(f"<li><a href=/{n}>{n}</a></li>" for n in ("Mugs", "Lamps", "Oil", "Wicks"))
    page = f"<ul>{menu}</ul><main></main><div role=dialog><p>{missing}</p></div>"
    assert _read(f"{page}<p>© 2031 Lantern</p>").quality.reasons == ("soft_404",)


def test_a_dialog_that_is_not_open_says_nothing() -> None:
    page = f"<main></main><p>Lantern</p><dialog>{PAGES['en'][-1]}</dialog><script></script>"
    assert _read(page).quality.reasons == ("empty_shell",)


@LANGUAGES
def test_another_page_under_a_form_to_sign_in_is_no_wall(language: str) -> None:
    lamps = {
        "en": "Oil lamps of brass, made by hand in our small workshop by the harbour, since 1911",
        "fr": "Des lampes à huile en laiton, faites à la main dans notre atelier depuis 1911",
        "de": "Öllampen aus Messing, von Hand gemacht in unserer Werkstatt am Hafen seit 1911",
        "es": "Lámparas de aceite de latón, hechas a mano en nuestro taller del puerto",
        "ar": "مصابيح زيت من النحاس تصنع باليد في ورشتنا الصغيرة عند الميناء منذ زمن",
        "he": "מנורות שמן מפליז: זכוכית עבה, פתילים מכותנה, חמישה צבעים, שלושה גדלים, משלוח חינם",
    }[language]
    page = f"{_sign_in(language)}<div><div><h1>Lantern 1911</h1><p>{lamps}</p></div></div>"
    assert judge_against(_read(page), _previous(language)).reasons == ("other_page",)


@LANGUAGES
def test_a_menu_in_a_cell_beside_the_text_says_nothing(language: str) -> None:
    name, first, _ = DOCUMENTS[language]
    menu = "".join(f"<a href=/{n}>{n}</a><br>" for n in ("Mugs", "Lamps", "Oil", "Wicks"))
    page = f"<table><tr><td>{menu}</td><td><b>{name}</b><br>{first}</td></tr></table>"
    assert judge_against(_read(page, title=name), _previous(language)).reasons == ("collapsed",)


@LANGUAGES
def test_a_foot_with_strokes_says_nothing(language: str) -> None:
    links = " | ".join(f"<a href=/{n}>{n}</a>" for n in ("Mugs", "Lamps", "Oil"))
    page = f"<main id=app></main><p>{links} | Lantern & Sons of {language}</p><script></script>"
    assert _read(page).quality.reasons == ("empty_shell",)


def test_the_text_that_was_accepted_is_not_refused_for_what_it_says() -> None:
    rules = (
        "Pour vous connecter, saisissez votre identifiant et votre mot de passe. Votre session"
        " expire au bout d'une heure et vous devez vous identifier à nouveau. Un mot de passe"
        " oublié se remplace par un lien envoyé. Chaque connexion est notée avec la date pendant"
        " six mois, puis oubliée. Les tentatives échouées le sont aussi, et personne d'autre que"
        " notre atelier ne voit cette liste, qui reste chez nous."
    )
    first = _read(f"<h1>Votre espace</h1><p>{rules}</p>")
    previous = PreviousText(
        words=first.words, comparison_text=first.comparison.text, title=first.document.title
    )
    again = _read(
        f"<h1>Votre espace</h1><p>{rules} Merci.</p><input type=password><button>OK</button>"
    )
    assert again.quality.reasons == ("login_wall",)
    assert judge_against(again, previous).ok


def test_what_a_doubled_question_mark_stands_for_was_lost() -> None:
    text = "Pol??tica de protecci??n: la informaci??n seg??n el Reglamento, tambi??n la tuya. "
    assert _read(f"<p>{text * 3}</p>").quality.reasons == ("mojibake",)


def test_latin_letters_read_as_east_asian_signs_are_garbled() -> None:
    for language in ("fr", "de", "es"):
        garbled = (_document(language) * 2).encode().decode("gbk", "replace")
        assert _read(garbled).quality.reasons == ("mojibake",), language


@pytest.mark.parametrize("language", ["fr", "de"])
def test_latin_letters_read_with_the_table_of_a_macintosh_are_garbled(language: str) -> None:
    garbled = (_document(language) * 2).encode("latin-1", "replace").decode("mac_roman")
    assert _read(garbled).quality.reasons == ("mojibake",)


@pytest.mark.parametrize(("language", "table"), [("he", "cp1255"), ("ar", "cp1256")])
def test_a_page_that_was_read_as_cyrillic_is_garbled(language: str, table: str) -> None:
    words = {"he": "המידע של הלקוח נשמר על השרת, לא נמכר את או", "ar": "نحفظ من البيانات في خادمنا"}
    text = f"{words[language]} {DOCUMENTS[language][1]}. " * 4
    garbled = text.encode(table, "ignore").decode("cp1251", "replace")
    assert _read(f"<p>{garbled}</p>").quality.reasons == ("mojibake",)


def test_a_short_message_among_boxes_is_no_document_after_all() -> None:
    cards = "".join(
        f"<aside><p>Noche de lámparas {n} en el puerto, con música</p><a href=/{n}>Ver</a></aside>"
        for n in range(5)
    )
    old = "El farol se enciende a las ocho y se apaga cuando el último barco entra en el puerto. "
    read = _read(f"<main><h1>El farol</h1><p>{old * 20}</p></main>")
    previous = PreviousText(
        words=read.words, comparison_text=read.comparison.text, title="El farol"
    )
    page = "<div><div><h1>Cambios</h1><p>Sus datos, sus derechos, sus terceros.</p></div></div>"
    assert not judge_against(_read(f"{page}{cards}"), previous).ok


def test_the_buttons_of_a_box_that_was_not_read_are_not_the_pages() -> None:
    name, first, _ = DOCUMENTS["de"]
    box = (
        "<div id=usercentrics-root>Wir schätzen Ihre Privatsphäre. <button>Ablehnen</button></div>"
    )
    rows = "<table><tr><td>Firma</td><td>Aufgabe</td></tr><tr><td>Docht KG</td><td>Single Sign-on"
    page = f"{box}<p>{name}</p><p>{first}</p>{rows}</td></tr></table>"
    assert _read(page, title=name).quality.ok


def test_a_page_that_a_system_builds_into_one_form_has_a_heading_all_the_same() -> None:
    page = "<div><h1>404</h1><p>We could not find this page.</p></div>"
    assert _read(f"<form id=f>{_sign_in('en')}{page}</form>").quality.reasons == ("soft_404",)


@LANGUAGES
def test_a_page_that_is_one_open_dialog_says_what_this_says(language: str) -> None:
    *_, missing = PAGES[language]
    page = f"<dialog open><div role=dialog><h2>Lantern</h2><p>{missing}</p></div></dialog>"
    assert _read(page).quality.reasons == ("soft_404",)
