"""Language of a block, with what its neighbours lend; direction of a document."""

from __future__ import annotations

import subprocess
import sys

import pytest

from monitor.analysis.model import Direction
from monitor.analysis.text.languages import block_languages, detect_language, text_direction
from storage.document import heading, paragraph


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We share your data with our partners.", "en"),
        ("Nous partageons vos données avec nos partenaires.", "fr"),
        ("Wir geben Ihre Daten nicht an Dritte weiter.", "de"),
        ("Compartimos sus datos con nuestros socios.", "es"),
        ("نشارك بياناتك مع شركائنا.", "ar"),
        ("אנו משתפים את המידע שלך עם Google Analytics ועם ספקים אחרים.", "he"),
        ("ما اطلاعات شما را با شرکای خود به اشتراک می‌گذاریم و آن را می‌فروشیم که", "fa"),
        ("Condividiamo i dati con i nostri partner e con le autorità della Repubblica", "it"),
        ("Мы не продаем ваши данные.", "ru"),
        ("Datenschutzerklärung", "de"),
        ("Política de privacidad", "es"),
        ("Qui sommes-nous ?", "fr"),
        ("2024", ""),
        ("", ""),
    ],
)
def test_one_block(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_the_default_wins_where_little_is_said() -> None:
    assert detect_language("Firefox", "de") == "de"
    assert detect_language("Nous partageons vos données avec nos partenaires.", "de") == "fr"


def test_short_blocks_take_the_language_around_them() -> None:
    blocks = [
        heading("Cookies"),
        paragraph("Wir setzen Cookies ein, wenn Sie unsere Dienste nutzen."),
        heading("Google Analytics"),
        paragraph("Das hilft uns, die Dienste zu verbessern."),
        paragraph("2024"),
    ]
    assert block_languages(blocks) == ("de",) * 5


def test_two_languages_on_a_page() -> None:
    blocks = [
        heading("سياسة الخصوصية"),
        paragraph("نحن لا نبيع بياناتك الشخصية لأي جهة."),
        heading("Privacy Policy"),
        paragraph("We do not sell your personal data to anyone."),
        heading("Contact"),
    ]
    assert block_languages(blocks) == ("ar", "ar", "en", "en", "en")
    assert text_direction(blocks) is Direction.MIXED


def test_the_hint_decides_where_nothing_else_tells() -> None:
    assert block_languages([heading("Mozilla VPN")], hint="fr") == ("fr",)
    assert block_languages([]) == ()


def test_directions() -> None:
    assert text_direction([paragraph("We share data.")]) is Direction.LTR
    assert text_direction([paragraph("נתונים של Acme Analytics נשמרים בשרת.")]) is Direction.RTL
    assert text_direction([]) is Direction.LTR


def test_neither_part_loads_calendars_before_a_date_is_asked_for() -> None:
    code = (
        "import sys, monitor.analysis.text.languages, monitor.analysis.dates;"
        "print(sorted({'babel', 'pyluach', 'convertdate', 'hijridate'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
