"""What a page says under a grid of goods, beside a strip, or in a line or two."""

from __future__ import annotations

import pytest

from crawler.extract import Extraction, PreviousText, extract, judge_against

URL = "https://kite.example/legal/privacy"
LANGUAGES = ("en", "ar", "he", "fr", "de", "es")
EVERY = pytest.mark.parametrize("language", LANGUAGES)
PRICES = {"en": "£{}", "ar": "{} ر.س", "he": "₪{}", "fr": "{} €", "de": "{} €", "es": "{} €"}
# What stands in place of the document, by what it should be called.
SAID = {
    "soft_404": {
        "en": "We no longer sell this item. The kite is discontinued.",
        "ar": "توقف إنتاج هذا المنتج، ولم نعد نبيع هذه الطائرة الورقية.",
        "he": "המוצר הזה כבר לא נמכר אצלנו, ייצור העפיפון הופסק.",
        "fr": "Cet article n'est plus vendu : le cerf-volant est arrêté définitivement.",
        "de": "Dieser Artikel ist ausverkauft, der Drachen wird nicht mehr verkauft.",
        "es": "Este artículo ya no se vende: la cometa está descatalogada.",
    },
    "challenge": {
        "en": "Show us that you are no robot: tick every picture with a kite.",
        "ar": "أثبت أنك لست روبوتا: اختر كل صورة فيها طائرة ورقية.",
        "he": "הוכיחו שאינכם רובוט: סמנו כל תמונה שיש בה עפיפון.",
        "fr": "Montrez que vous n'êtes pas un robot : cochez chaque cerf-volant.",
        "de": "Zeigen Sie, dass Sie kein Roboter sind: Wählen Sie jedes Bild mit Drachen.",
        "es": "Demuestra que no eres un robot: marca cada imagen con una cometa.",
    },
    "queue": {
        "en": "Your place in line is 90. We open the gate when it is your turn.",
        "ar": "رقمك في الطابور 90. نفتح لك البوابة عندما يحين دورك.",
        "he": "המקום שלכם בתור הוא 90. השער ייפתח כשיגיע תורכם.",
        "fr": "Vous êtes 90e dans la file d'attente. On ouvre quand vient votre tour.",
        "de": "Platz 90 in der Warteschlange. Wir öffnen, wenn Sie an der Reihe sind.",
        "es": "Eres el 90 de la cola. Abrimos la puerta cuando llegue tu turno.",
    },
    "error_page": {
        "en": "The content could not be loaded. The server went down in the wind.",
        "ar": "تعذر تحميل المحتوى. تعطل الخادم بسبب الريح.",
        "he": "לא הצלחנו לטעון את התוכן. השרת קרס ברוח.",
        "fr": "Impossible de charger le contenu. Le serveur est tombé à cause du vent.",
        "de": "Der Inhalt konnte nicht geladen werden. Der Server ist abgestürzt.",
        "es": "No se pudo cargar el contenido. El servidor se ha caído con el viento.",
    },
    "redirect_stub": {
        "en": "You are leaving us. The link leads to another website.",
        "ar": "أنت تغادر موقعنا. الرابط يفتح على موقع آخر.",
        "he": "אתם עוזבים אותנו. הקישור מוביל לאתר אחר.",
        "fr": "Vous quittez nos pages. Ce lien mène à un autre site.",
        "de": "Sie verlassen uns. Der Link führt zu einer anderen Website.",
        "es": "Vas a salir de aquí. El enlace lleva a otro sitio.",
    },
}
REASONS = {"queue": "error_page"}  # of those that have another name
# The same of what has something to press.
ASKED = {
    "login_wall": {
        "en": "This wind report can be read only in the app.",
        "ar": "تقرير الرياح متاح في التطبيق فقط.",
        "he": "דוח הרוח זמין רק באפליקציה.",
        "fr": "Ce bulletin se lit uniquement dans l'application.",
        "de": "Den Windbericht gibt es nur in der App.",
        "es": "El parte de viento se lee solo en la app.",
    },
    "consent_wall": {
        "en": "Our terms have changed. Agree to the new terms to continue.",
        "ar": "تغيرت شروط موقعنا. وافق على الشروط الجديدة للمتابعة.",
        "he": "התנאים השתנו. אשרו את התנאים החדשים כדי להמשיך.",
        "fr": "Nos conditions ont changé. Acceptez les nouvelles conditions pour continuer.",
        "de": "Unsere Bedingungen wurden geändert. Stimmen Sie zu, um fortzufahren.",
        "es": "Las condiciones han cambiado. Acepta las nuevas condiciones para continuar.",
    },
}
BUTTONS = {
    "en": "Agree",
    "ar": "موافق",
    "he": "מסכים",
    "fr": "Accepter",
    "de": "Zustimmen",
    "es": "Acepto",
}
# The name of a document, a sentence of it, and what stands over its table.
DOCUMENTS = {
    "en": (
        "Subprocessors",
        "These firms help us; customers hear of changes a month before.",
        "Firm",
    ),
    "ar": ("المعالجون الفرعيون", "تساعدنا هذه الشركات، ونخبر العملاء بالتغيير قبل شهر.", "الشركة"),
    "he": ("מעבדי משנה", "החברות האלה מסייעות לנו, ולקוחות שומעים על שינוי חודש מראש.", "חברה"),
    "fr": (
        "Sous-traitants",
        "Ces sociétés nous aident ; tout changement est annoncé un mois avant.",
        "Société",
    ),
    "de": (
        "Unterauftragsverarbeiter",
        "Diese Firmen helfen uns; Änderungen melden wir vorab.",
        "Firma",
    ),
    "es": (
        "Subencargados",
        "Estas empresas nos ayudan; avisamos de los cambios un mes antes.",
        "Empresa",
    ),
}
CAPTCHA = {
    "en": "A captcha checks whether a human or a robot writes. We delete that after {} days.",
    "ar": "يتحقق اختبار كابتشا مما إذا كان إنسان يكتب أم روبوت، ونحذف النتيجة بعد {} يومًا.",
    "he": "קאפצ'ה בודקת אם כותב אדם או רובוט, והתוצאה נמחקת אחרי {} ימים.",
    "fr": "Un captcha vérifie si un humain ou un robot écrit. C'est effacé après {} jours.",
    "de": "Ein Captcha prüft, ob ein Mensch oder ein Roboter schreibt. Löschung nach {} Tagen.",
    "es": "Un captcha comprueba si escribe una persona o un robot. Se borra a los {} días.",
}
NOTICE = {
    "en": "Privacy notice",
    "ar": "إشعار الخصوصية",
    "he": "הודעת פרטיות",
    "fr": "Politique de confidentialité",
    "de": "Datenschutzhinweise",
    "es": "Aviso de privacidad",
}
NOSCRIPT = "<noscript>You need to enable JavaScript to run this app.</noscript>"


def _read(inner: str, title: str = "Kitewind") -> Extraction:
    page = f"<!DOCTYPE html><title>{title}</title><body>{inner}</body>"
    return extract(page.encode(), content_type="text/html; charset=utf-8", url=URL)


def _grid(language: str, count: int = 60) -> str:
    price = PRICES[language]
    return (
        "<section>"
        + "".join(
            f"<article><a href=/p{at}><h3>Kite {at * 7}</h3></a><span>{price.format(at)}</span>"
            f"<button>+</button></article>"
            for at in range(10, 10 + count)
        )
        + "</section>"
    )


def _before(words: str, count: int = 60, title: str = "Privacy Policy") -> PreviousText:
    old = _read(
        f"<h1>{title}</h1>" + "".join(f"<p>{words} {at}.</p>" for at in range(count)), title
    )
    return PreviousText(
        words=old.words, comparison_text=old.comparison.text, title=old.document.title
    )


@EVERY
@pytest.mark.parametrize("kind", SAID)
@pytest.mark.parametrize("count", [0, 8, 90], ids=["alone", "over_a_row", "over_a_shop"])
def test_a_message_is_heard_whatever_goods_stand_under_it(
    language: str, kind: str, count: int
) -> None:
    message = f"<main><div><b>{SAID[kind][language]}</b></div>{_grid(language, count)}</main>"
    assert _read(message).quality.reasons == (REASONS.get(kind, kind),)


@EVERY
@pytest.mark.parametrize("reason", ASKED)
def test_what_asks_for_something_to_be_pressed(language: str, reason: str) -> None:
    button = f"<button>{BUTTONS[language]}</button>"
    assert _read(f"<p>{ASKED[reason][language]}</p>{button}").quality.reasons == (reason,)


@EVERY
def test_a_short_list_of_companies_is_no_shell(language: str) -> None:
    name, text, head = DOCUMENTS[language]
    firms = "".join(f"<tr><td>{firm}</td><td>Riga</td></tr>" for firm in ("Ada", "Bo", "Cy"))
    table = f"<table><tr><th>{head}</th><th>#</th></tr>{firms}</table>"
    assert _read(f"<div>{name}</div><p>{text}</p>{table}{NOSCRIPT}", name).quality.ok


@EVERY
def test_a_document_may_speak_of_captchas_over_goods(language: str) -> None:
    text = "".join(f"<p>{CAPTCHA[language].format(days)}</p>" for days in (30, 60))
    for count in (0, 8):
        page = f"<main><h1>{NOTICE[language]}</h1>{text}{_grid(language, count)}</main>"
        assert _read(page, NOTICE[language]).quality.ok


def test_a_part_of_the_old_text_word_for_word_was_torn_off() -> None:
    clause = "The ropes of our kites are made of nylon and every buyer is told so in number"
    piece = "".join(f"<p>{clause} {at}.</p>" for at in range(30, 45))
    found = judge_against(_read(f"<div>{piece}</div>"), _before(clause))
    assert found.reasons == ("collapsed",)


def test_a_shorter_text_in_another_language_is_told_as_such() -> None:
    clause = "Under the applicable law you have rights over your personal data and may ask us in"
    text = "Nous traitons vos données personnelles conformément à la loi et vos droits sont {}."
    page = "".join(f"<p>{text.format(at)}</p>" for at in range(12))
    found = judge_against(_read(f"<h1>Confidentialité</h1>{page}"), _before(clause, 80))
    assert found.reasons == ("wrong_language",)
    assert found.lifts_after == 1


def test_a_list_of_documents_is_another_page() -> None:
    names = ("Privacy Policy", "Cookie Policy", "Terms of Use", "Terms of Sale", "Sub-processors")
    hub = "".join(f"<p>{name}</p>" for name in names)
    clause = "We keep the address of a buyer for the tax office, which asks for it in the year"
    found = judge_against(_read(f"<h1>Our papers</h1>{hub}", "Our papers"), _before(clause))
    assert found.reasons == ("other_page",)


def test_letters_in_the_order_of_the_screen_are_garbled() -> None:
    text = "אנו שומרים פרטים של קונים ומוכרים למען שירותים טובים ומהירים לכולם בלי פרסומים. "
    assert _read(f"<p>{text * 6}</p>").quality.reasons != ("mojibake",)
    assert _read(f"<p>{text[::-1] * 6}</p>").quality.reasons == ("mojibake",)


def test_arabic_read_as_cyrillic_is_garbled() -> None:
    text = "نحتفظ بعنوان المشتري حتى نرسل الطائرة الورقية ثم نحذفه بعد سنة واحدة. "
    garbled = (text * 8).encode("cp1256").decode("cp1251", "replace")
    assert _read(f"<p>{garbled}</p>").quality.reasons == ("mojibake",)


def test_cyrillic_is_not_garbled() -> None:
    text = "Мы храним адрес покупателя, чтобы отправить воздушного змея, а потом удаляем. "
    assert _read(f"<p>{text * 8}</p>").quality.ok
