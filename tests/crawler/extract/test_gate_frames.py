"""The quality gate in the frames of sites: menus, vendors' boxes and marks around what is said."""

from __future__ import annotations

import pytest

from crawler.extract import Extraction, PreviousText, extract, judge_against
from crawler.extract.gate.mojibake import is_mojibake
from crawler.rendering.shells import needs_browser

URL = "https://harbour.example/legal/privacy"
MENU = "".join(f"<li><a href=/{at}>{at}</a></li>" for at in ("Boats", "Ropes", "Anchors", "Maps"))
CLAUSES = (
    "We collect your name and address and use this personal data to deliver ropes.",
    "We disclose personal data to third parties who carry parcels under an agreement.",
    "You have rights of access and erasure under the applicable law and may complain.",
    "Our retention of invoices is ten years because the law obliges the controller.",
    "Our liability is limited to the price, save where the law does not permit this.",
    "These terms are governed by the law of the port, whose courts have jurisdiction.",
)


def _read(body: str, *headers: tuple[str, str]) -> Extraction:
    page = f"<!DOCTYPE html><html>{body}</html>"
    return extract(page.encode(), content_type="text/html; charset=utf-8", url=URL, headers=headers)


def _framed(title: str, text: str) -> str:
    return f"<head><title>{title}</title></head><body><ul>{MENU}</ul><div>{text}</div></body>"


def _document() -> PreviousText:
    clauses = "".join(f"<h2>{number}.</h2><p>{text}</p>" for number, text in enumerate(CLAUSES, 1))
    read = _read(_framed("Privacy Policy", f"<h1>Privacy Policy</h1>{clauses}"))
    return PreviousText(
        words=read.words, comparison_text=read.comparison.text, title=read.document.title
    )


@pytest.mark.parametrize("box", ["id=usercentrics-root", "id=didomi-host", "class=qc-cmp2-main"])
def test_a_vendors_box_over_nothing_is_a_wall_and_may_hide_what_scripts_write(box: str) -> None:
    text = "<p>Welcome aboard. Shall we?</p><button>Sure</button>"
    read = _read(f"<body><div {box}>{text}</div><script src=/a.js></script></body>")
    assert read.quality.reasons == ("consent_wall",)
    assert needs_browser(read)


@pytest.mark.parametrize(
    "body",
    [
        '<body><script>xhr.open("POST","/_sec/verify?provider=interstitial")</script></body>',
        '<body><p>Loading</p><script src="/_fs-ch-1T1w/script.js"></script></body>',
        '<body><p>Thinking</p><img src="/.within.website/x/cmd/anubis/static/img/a.webp"></body>',
    ],
    ids=["akamai", "fastly", "anubis"],
)
def test_marks_that_only_a_bot_check_has(body: str) -> None:
    assert _read(body).quality.reasons == ("challenge",)


@pytest.mark.parametrize(
    ("name", "value"), [("x-vercel-mitigated", "challenge"), ("sg-captcha", "challenge")]
)
def test_headers_that_only_a_bot_check_has(name: str, value: str) -> None:
    assert _read("<body><p>Half a minute</p></body>", (name, value)).quality.reasons == (
        "challenge",
    )


@pytest.mark.parametrize(
    "text",
    [
        "The harbour has moved. Taking you to the new site.",
        "Der Hafen ist umgezogen. Wir leiten Sie auf die neue Website.",
        "Le port a déménagé. Nous vous emmenons vers le nouveau site.",
        "El puerto se ha mudado. Te llevamos a la nueva web.",
        "انتقلت الصفحة. سننقلك إلى موقعنا الجديد.",
        "העמוד עבר. מיד ניקח אתכם לאתר החדש.",
    ],
    ids=["en", "de", "fr", "es", "ar", "he"],
)
def test_who_is_sent_to_a_new_place_is_sent_on(text: str) -> None:
    script = "<script>location.replace('https://new.example/')</script>"
    assert _read(f"<body><p>{text}</p>{script}</body>").quality.reasons == ("redirect_stub",)


def _places(*names: str) -> str:
    return "<ul>" + "".join(f"<li><a href=/{name}>{name}</a></li>" for name in names) + "</ul>"


@pytest.mark.parametrize(
    "places",
    [
        ("Österreich", "Danmark", "Italia", "Norge", "Polska"),
        ("الأردن", "لبنان", "العراق", "المغرب", "تونس"),
        ("ישראל", "צרפת", "יוון", "ספרד", "הולנד"),
    ],
    ids=["own names", "ar", "he"],
)
def test_countries_to_follow_are_a_choice_of_region(places: tuple[str, ...]) -> None:
    wall = _read(_framed("Harbour", f"<h1>Ahoy</h1>{_places(*places)}"))
    assert wall.quality.reasons == ("region_choice",)
    named = f"<h1>Privacy policy</h1><p>One for each country.</p>{_places(*places)}"
    assert _read(_framed("Privacy policy", named)).quality.ok


@pytest.mark.parametrize(
    "mark",
    ["6 min read", "Lesezeit 6 Minuten", "6 min de lecture", "6 دقائق قراءة", "6 דקות קריאה"],
    ids=["en", "de", "fr", "ar", "he"],
)
def test_an_article_about_such_documents_is_another_page(mark: str) -> None:
    says = (
        "Every harbour asks which personal data the new law lets it collect and process. The "
        "parties to an agreement share information, and consent is a matter of terms and rights."
    )
    text = f"<h1>What the privacy law asks of harbours</h1><p>{mark}</p><p>{says}</p><p>{says}</p>"
    read = _read(_framed("What the privacy law asks of harbours", text))
    judged = judge_against(read, _document())
    assert (judged.reasons, judged.lifts_after) == (("other_page",), 3)


def test_a_small_piece_between_menus_is_a_collapse() -> None:
    read = _read(_framed("Privacy Policy", f"<h1>Privacy Policy</h1><p>{CLAUSES[0]}</p>"))
    assert judge_against(read, _document()).reasons == ("collapsed",)


GARBLED = {
    "ar-cp1251": ("تجمع الشركة البيانات الشخصية وتحفظها " * 4, "cp1251"),
    "he-cp437": ("החברה שומרת מידע אישי על הלקוחות " * 4, "cp437"),
    "ru-koi8": ("Мы храним персональные данные покупателей " * 4, "koi8_r"),
    "fr-cp1250": ("Nous gardons les données privées des clients, même âgés, à côté " * 6, "cp1250"),
    "de-cp1250": ("Wir dürfen Ihre Anträge für später aufbewahren, natürlich " * 6, "cp1250"),
}


@pytest.mark.parametrize(("text", "table"), GARBLED.values(), ids=GARBLED)
def test_letters_read_with_a_table_of_another_script_are_garbled(text: str, table: str) -> None:
    assert is_mojibake(text.encode().decode(table, "replace"))
    assert not is_mojibake(text)


@pytest.mark.parametrize(
    "text",
    ["Η εταιρεία διατηρεί προσωπικά δεδομένα ", "Ми зберігаємо дані покупців Ґанок ", "Ținem Ă "],
    ids=["el", "uk", "ro"],
)
def test_other_scripts_are_not_garbled(text: str) -> None:
    assert not is_mojibake(text * 10)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Our service providers", ("Knot Inc. (ropes), Oslo", "Bight Ltd (maps), Cork")),
        ("Nos prestataires", ("Noeud SA (cordes), Oslo", "Baie SARL (cartes), Cork")),
        ("مزودو الخدمة لدينا", ("العقدة (حبال)، أوسلو", "الخليج (خرائط)، كورك")),
        ("נותני השירות שלנו", ("קשר (חבלים), אוסלו", "מפרץ (מפות), קורק")),
    ],
    ids=["en", "fr", "ar", "he"],
)
def test_a_list_under_a_heading_is_no_shell(name: str, rows: tuple[str, ...]) -> None:
    items = "".join(f"<li>{row}</li>" for row in rows)
    text = f"<h1>{name}</h1><ul>{items}</ul><script src=/a.js></script>"
    assert _read(f"<head><title>Harbour</title></head><body>{text}</body>").quality.ok


@pytest.mark.parametrize(
    "text",
    ["The website will be offline until noon.", "Le site est hors ligne.", "האתר לא יפעל היום."],
    ids=["en", "fr", "he"],
)
def test_a_site_that_is_offline_says_so(text: str) -> None:
    assert _read(f"<body><h1>Ahoy</h1><p>{text}</p></body>").quality.reasons == ("error_page",)


ACCOUNT = """בהתחברות ממקום חדש נבדוק שאתם בני אדם ולא רובוט. לאחר חמישה ניסיונות החיבור פג.
רשתות חשודות נחסמות. הפרטים נשמרים חודש ואיננו מוסרים אותם לאיש."""


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("Nos sous-traitants", "Corde SARL, Brest (stockage)"),
        ("Nuestros subencargados", "Cuerda S.L., Vigo (copias)"),
        ("Unsere Unterauftragsverarbeiter", "Tau GmbH, Kiel (Speicher)"),
        ("المعالجون الفرعيون", "شركة الحبل، جدة (تخزين)"),
        ("מעבדי משנה", 'חבל בע"מ, חיפה (אחסון)'),
        ("כיצד אנו משתמשים בעוגיות", "עוגיות הכרחיות בלבד. ניתן לשנות את הבחירה בכל עת"),
        ("מדיניות אבטחה", ACCOUNT),
    ],
    ids=["fr", "es", "de", "ar", "he", "he-cookies", "he-account"],
)
def test_short_documents_of_these_names_are_read(name: str, row: str) -> None:
    rows = f"<ul><li>{row}</li><li>{row[::-1]}</li></ul>" if "(" in row else f"<p>{row}</p>"
    text = f"<h1>{name}</h1>{rows}<script src=/a.js></script>"
    assert _read(f"<head><title>{name}</title></head><body>{text}</body>").quality.ok
