"""The quality gate over generated pages: every class in every language."""

from __future__ import annotations

import pytest

from crawler.extract import Extraction, PreviousText, extract, judge_against
from storage.model import SourceRules

POLICY = {
    "en": "We process your personal data under this privacy policy; the law gives you rights. ",
    "ar": "نعالج بياناتك الشخصية وفق سياسة الخصوصية هذه ولديك حقوق بموجب القانون وشروط الخدمة. ",
    "he": "אנו מעבדים מידע אישי לפי מדיניות הפרטיות הזו ויש לך זכויות על פי החוק והתנאים. ",
    "fr": "Nous traitons vos données personnelles selon cette politique et vous avez des droits. ",
    "de": "Wir verarbeiten Ihre personenbezogenen Daten und Sie haben Rechte nach dem Gesetz. ",
    "es": "Tratamos sus datos personales según esta política y usted tiene derechos por ley. ",
}
NAMES = {
    "en": "Privacy Policy",
    "ar": "سياسة الخصوصية",
    "he": "מדיניות פרטיות",
    "fr": "Politique de confidentialité",
    "de": "Datenschutzerklärung",
    "es": "Política de privacidad",
}
BAD = {
    "challenge": {
        "en": "Verify you are human",
        "ar": "تحقق من أنك إنسان",
        "he": "אמת שאתה אנושי",
        "fr": "Vérifiez que vous êtes humain",
        "de": "Bestätigen Sie, dass Sie ein Mensch sind",
        "es": "Verifique que es humano",
    },
    "soft_404": {
        "en": "Page not found",
        "ar": "الصفحة غير موجودة",
        "he": "הדף לא נמצא",
        "fr": "Page introuvable",
        "de": "Seite nicht gefunden",
        "es": "Página no encontrada",
    },
    "error_page": {
        "en": "Something went wrong",
        "ar": "حدث خطأ ما",
        "he": "אירעה שגיאה",
        "fr": "Une erreur est survenue",
        "de": "Ein Fehler ist aufgetreten",
        "es": "Se ha producido un error",
    },
    "empty_shell": {
        "en": "Please enable JavaScript",
        "ar": "يرجى تفعيل JavaScript",
        "he": "יש להפעיל JavaScript",
        "fr": "Veuillez activer JavaScript",
        "de": "Bitte JavaScript aktivieren",
        "es": "Debe habilitar JavaScript",
    },
    "redirect_stub": {
        "en": "You are being redirected",
        "ar": "جار إعادة توجيه الصفحة",
        "he": "הדף מועבר",
        "fr": "Vous allez être redirigé",
        "de": "Sie werden weitergeleitet",
        "es": "Redirigiendo",
    },
}
CASES = [
    pytest.param(reason, language, id=f"{reason}-{language}")
    for reason in BAD
    for language in BAD[reason]
]


def _page(title: str, body: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def _policy(language: str, times: int = 12) -> Extraction:
    name = NAMES[language]
    return extract(_page(name, f"<h1>{name}</h1><p>{POLICY[language] * times}</p>"))


def _previous(extraction: Extraction) -> PreviousText:
    return PreviousText(
        words=extraction.words,
        comparison_text=extraction.comparison.text,
        title=extraction.document.title,
    )


@pytest.mark.parametrize(("reason", "language"), CASES)
def test_a_page_that_is_not_the_document_is_known_by_itself(reason: str, language: str) -> None:
    words = BAD[reason][language]
    title = words if reason in ("challenge", "soft_404") else "shop.example"
    page = extract(_page(title, f"<p>{words}</p>"))
    assert page.quality.reasons == (reason,)


@pytest.mark.parametrize("language", POLICY)
def test_a_consent_wall_needs_its_buttons(language: str) -> None:
    words = {
        "en": ("We use cookies", "Accept all"),
        "ar": ("نحن نقدر خصوصيتك", "قبول الكل"),
        "he": ("אנו משתמשים בעוגיות", "קבל הכל"),
        "fr": ("Nous utilisons des cookies", "Tout accepter"),
        "de": ("Wir verwenden Cookies", "Alle akzeptieren"),
        "es": ("Utilizamos cookies", "Aceptar todo"),
    }[language]
    body = f"<p>{words[0]}. {POLICY[language] * 6}</p><button>{words[1]}</button>"
    assert extract(_page("shop.example", body)).quality.reasons == ("consent_wall",)


@pytest.mark.parametrize("language", POLICY)
def test_a_login_wall_asks_for_a_password(language: str) -> None:
    words = {
        "en": "Sign in to continue",
        "ar": "تسجيل الدخول",
        "he": "התחברות",
        "fr": "Se connecter",
        "de": "Anmelden",
        "es": "Iniciar sesión",
    }[language]
    page = extract(_page(words, f"<form><p>{words}</p><input type=password></form>"))
    assert page.quality.reasons == ("login_wall",)


@pytest.mark.parametrize("language", POLICY)
def test_a_document_passes_also_when_it_is_short(language: str) -> None:
    short = _policy(language, 1)
    long = _policy(language)
    assert short.quality.ok
    assert judge_against(long, _previous(_policy(language, 11))).ok


@pytest.mark.parametrize("language", POLICY)
def test_a_short_cookie_policy_with_a_banner_passes(language: str) -> None:
    name = NAMES[language]
    body = f"<h1>{name}</h1><p>Cookies. {POLICY[language] * 2}</p><button>OK, accept all</button>"
    assert extract(_page(name, body)).quality.ok


@pytest.mark.parametrize("language", POLICY)
def test_another_page_in_its_place_is_noticed(language: str) -> None:
    home = extract(
        _page("Shop", "<p>" + "Lamps chairs tables sofas beds rugs mirrors vases " * 25 + "</p>")
    )
    assert judge_against(home, _previous(_policy(language))).reasons == ("other_page",)


@pytest.mark.parametrize("language", POLICY)
def test_a_collapsed_text_is_noticed(language: str) -> None:
    rest = extract(_page("Shop", f"<p>{POLICY[language]}</p>"))
    assert "collapsed" in judge_against(rest, _previous(_policy(language, 40))).reasons


def test_a_rewritten_policy_is_a_change_and_not_suspect() -> None:
    new = "You agree that liability under these terms is limited and the law of Malta governs. "
    page = extract(_page("Privacy Policy", f"<h1>Privacy Policy</h1><p>{new * 20}</p>"))
    assert judge_against(page, _previous(_policy("en", 20))).ok


def test_the_same_text_again_is_never_suspect() -> None:
    page = extract(_page("Lamps", "<p>" + "Lamps and chairs. " * 40 + "</p>"))
    assert judge_against(page, _previous(page)).ok


@pytest.mark.parametrize("asked", POLICY)
@pytest.mark.parametrize("served", POLICY)
def test_a_page_in_another_language_is_noticed(asked: str, served: str) -> None:
    words = {
        "en": "The data of the users and your rights are for you and we keep it with this notice. ",
        "fr": "Les données et vos droits sont pour vous dans une politique que nous tenons. ",
        "de": "Die Daten und Rechte sind für Sie und wir geben das nicht mit den anderen weiter. ",
        "es": "Los datos y sus derechos para usted se guardan con una política por nos. ",
    }
    text = words.get(served, POLICY[served])
    page = extract(_page("x", f"<p>{text * 8}</p>"), rules=SourceRules(language=asked))
    assert ("wrong_language" in page.quality.reasons) is (asked != served)


@pytest.mark.parametrize("language", ["ar", "he", "fr"])
def test_text_that_was_decoded_wrongly_is_noticed(language: str) -> None:
    garbled = (POLICY[language] * 8).encode().decode("cp1252", "ignore")
    assert "mojibake" in extract(_page("x", f"<p>{garbled}</p>")).quality.reasons


def test_replacement_characters_are_noticed() -> None:
    assert (
        "mojibake"
        in extract(_page("x", "<p>" + "donn\ufffdes priv\ufffdes " * 9 + "</p>")).quality.reasons
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“Your” data — ‘yours’ — stay… with us, as “agreed”. ", id="quotes"),
        pytest.param("Für Ihre Daten können Änderungen nötig sein. ", id="German"),
        pytest.param("Sus años y contraseñas; la política y su dirección. ", id="Spanish"),
    ],
)
def test_one_garbled_sentence_is_noticed_without_its_control_characters(text: str) -> None:
    garbled = text.encode().decode("latin-1")
    shown = "".join(letter for letter in garbled if not "\x7f" < letter < "\xa0")
    assert "mojibake" in extract(_page("x", f"<p>{shown}</p>")).quality.reasons
    assert extract(_page("x", f"<p>{text}</p>")).quality.ok


def test_a_rare_letter_of_other_languages_is_no_garbled_text() -> None:
    text = "À l'âge de Â, le château fâché de Noël: pâté, gâteau, SÃO PAULO, MÃE. "
    assert "mojibake" not in extract(_page("x", f"<p>{text}</p>")).quality.reasons
