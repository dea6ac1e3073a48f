"""What short pages say besides what they are about, and what their markup and letters tell."""

from __future__ import annotations

import pytest

from crawler.extract import Extraction, extract
from crawler.extract.gate.language import main_language

URL = "https://mug.example/returns"
# An invitation to leave an address, a rule about returns, and its name.
INVITED = {
    "en": (
        "Save 15% off your next basket. Leave us your email address and hear of deals.",
        "Unused mugs go back within 40 days and we repay the price. The buyer pays the postage.",
        "Returns policy",
    ),
    "ar": (
        "وفر 15٪ مع العروض. اكتب بريدك الإلكتروني هنا.",
        "تعاد الأكواب غير المستعملة خلال 40 يومًا ونرد ثمنها. أجرة البريد على المشتري.",
        "سياسة الإرجاع",
    ),
    "he": (
        "חסכו עם מבצעים חדשים. השאירו כתובת מייל.",
        "ספלים שלא נעשה בהם שימוש מוחזרים בתוך 40 יום ומחירם מושב. דמי הדואר על הקונה.",
        "מדיניות החזרה",
    ),
    "fr": (
        "15 % de réduction sur le prochain panier. Laissez votre e-mail.",
        "Les tasses inutilisées se renvoient sous 40 jours et nous rendons le prix payé.",
        "Politique de retour",
    ),
    "de": (
        "15 % Rabatt auf den nächsten Einkauf. Hinterlassen Sie Ihre E-Mail.",
        "Unbenutzte Tassen nehmen wir 40 Tage lang zurück und erstatten den Preis.",
        "Rückgabe: Bedingungen",
    ),
    "es": (
        "15 % de descuento en la próxima cesta. Déjanos tu correo.",
        "Las tazas sin usar se devuelven en 40 días y reembolsamos el precio.",
        "Política de devoluciones",
    ),
}
MISSING = {
    "en": "We have no page under this address",
    "ar": "ليست لدينا صفحة بهذا العنوان، غير موجودة",
    "he": "אין אצלנו דף בכתובת הזאת, הוא לא נמצא",
    "fr": "Cette page est introuvable chez nous",
    "de": "Diese Seite wurde bei uns nicht gefunden",
    "es": "Esta página no existe en nuestra tienda",
}
PAY_OR_ACCEPT = {
    "en": ("Agree to personalised advertising or pay two euros.", "Agree", "A reader? Log in"),
    "ar": ("وافق على الإعلانات المخصصة أو ادفع دولارين.", "قبول", "قارئ لدينا؟ تسجيل الدخول"),
    "he": ("הסכימו לפרסום מותאם או שלמו שמונה שקלים.", "אישור", "קוראים ותיקים? התחברו"),
    "fr": ("Acceptez la publicité personnalisée ou payez deux euros.", "Accepter", "Se connecter"),
    "de": ("Stimmen Sie der Werbung zu oder zahlen Sie zwei Euro.", "Zustimmen", "Hier einloggen"),
    "es": ("Acepta la publicidad personalizada o paga dos euros.", "Aceptar", "Inicia sesión"),
}
READER_RULES = {
    "ar": ("شروط القراء", "يقرأ من يدفع دون إعلانات، ومن لا يدفع يوافق على إعلانات مخصصة."),
    "he": ("תנאי הקוראים", "מי שמשלם קורא ללא פרסומות, ומי שאינו משלם מסכים לפרסום מותאם."),
    "de": (
        "Leserbedingungen",
        "Wer zahlt, liest alle Texte ohne Werbung; wer nicht zahlt, stimmt Werbung zu.",
    ),
}
LANGUAGES = pytest.mark.parametrize("language", INVITED)


def _read(body: str, *, title: str = "Mug", head: str = "") -> Extraction:
    page = f"<html><head><title>{title}</title>{head}</head><body>{body}<script></script></body>"
    return extract(page.encode(), content_type="text/html; charset=utf-8", url=URL)


def _invited(language: str, inner: str) -> Extraction:
    asked = INVITED[language][0]
    form = f"<p>{asked}</p><form><input type=email><button>OK</button></form>"
    return _read(f"<p>{asked}</p>{inner}<div>{form}</div>")


@LANGUAGES
def test_who_asks_for_an_address_to_send_offers_to_asks_nobody_to_sign_in(language: str) -> None:
    _, rule, name = INVITED[language]
    assert _invited(language, f"<h1>{name}</h1><p>{rule}</p>").quality.reasons == ()


@LANGUAGES
def test_offers_do_not_hide_what_a_page_is(language: str) -> None:
    inner = f"<h2>{MISSING[language]}</h2>"
    assert _invited(language, inner).quality.reasons == ("soft_404",)


@pytest.mark.parametrize("language", PAY_OR_ACCEPT)
def test_who_may_pay_instead_of_accepting_stands_before_a_consent_wall(language: str) -> None:
    asked, button, readers = PAY_OR_ACCEPT[language]
    inner = f"<p>{asked}</p><button>{button}</button><p>{readers}</p>"
    assert _read(inner).quality.reasons == ("consent_wall",)


@pytest.mark.parametrize("language", READER_RULES)
def test_a_short_document_about_advertising_asks_for_nothing(language: str) -> None:
    name, rule = READER_RULES[language]
    assert _read(f"<h1>{name}</h1><p>{rule}</p>").quality.reasons == ()


def test_a_menu_whose_links_touch_is_a_menu() -> None:
    links = "".join(f"<a href=/{n}>{n}</a>" for n in ("Kettles", "Spouts", "Lids", "Gifts"))
    foot = f"<div>{links}<span>Mug &amp; Daughters Ltd</span></div>"
    assert _read(f"<div>{links}</div>{foot}").quality.reasons == ("empty_shell",)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("<script src='https://ct.captcha-delivery.com/c.js'></script>", "challenge"),
        ("<script>window._cf_chl_opt={}</script>", "challenge"),
        ("<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>", "empty_shell"),
        ("<script src='https://js.datadome.co/tags.js'></script>", "empty_shell"),
    ],
    ids=["datadome", "cloudflare", "cloudflare-everywhere", "datadome-everywhere"],
)
def test_a_bot_check_that_asks_for_scripts_is_no_shell(head: str, reason: str) -> None:
    said = "<p>Please allow JS and switch off what blocks ads</p><noscript>Enable JS</noscript>"
    assert _read(said, head=head).quality.reasons == (reason,)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("cp1251", "Les données collectées sont protégées et privées. "),
        ("cp1251", "Für Änderungen müssen Schlüssel erklärt werden. "),
        ("cp1253", "La política de protección también recogió años más. "),
    ],
)
@pytest.mark.parametrize("written", ["utf-8", "latin-1"])
def test_accents_read_with_a_table_of_another_script(table: str, text: str, written: str) -> None:
    garbled = (text * 5).encode(written).decode(table, "replace")
    assert _read(f"<p>{garbled}</p>").quality.reasons == ("mojibake",)


@pytest.mark.parametrize(
    "garbled",
    [
        pytest.param("".join(f"{'?' * (3 + n % 5)} " for n in range(120)), id="lost-words"),
        pytest.param(("Your data stay with us. " * 12).encode().decode("utf-16-le"), id="pairs"),
    ],
)
def test_letters_that_nobody_can_read_any_more(garbled: str) -> None:
    assert _read(f"<p>{garbled}</p>").quality.reasons == ("mojibake",)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("我们收集您的姓名和地址，不会出售这些信息。您有权删除您的数据。", id="zh"),
        pytest.param("当社は氏名と住所を収集しますが、第三者に販売することはありません。", id="ja"),
        pytest.param(
            "We share data with ВостокМир in Almaty and Ελιά in Athens; α-tests.", id="names"
        ),
        pytest.param("What??? No. We never sell your data under this policy, ever.", id="asked"),
    ],
)
def test_other_scripts_are_no_garbled_text(text: str) -> None:
    assert "mojibake" not in _read(f"<h1>Privacy policy</h1><p>{text * 4}</p>").quality.reasons


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "si no pagas se cierra tu cuenta y perdemos tus textos al momento y tu nombre"),
        ("fr", "le solde payé par le client qui part ou se retire au terme fixé par le contrat"),
    ],
)
def test_the_language_of_a_text_that_speaks_to_a_friend(language: str, text: str) -> None:
    assert main_language(f"{text} {text} {text}") == language
