"""Lines with a date above a document: banners, and clauses that look like one."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from monitor.analysis.model import Comparison
from storage.model import Material

PAGES = {
    "en": ("Terms of Service", "Last updated: 4 March 2026", "We deliver parcels."),
    "fr": ("Conditions générales", "Dernière mise à jour : 4 mars 2026", "Nous livrons des colis."),
    "de": ("Nutzungsbedingungen", "Stand: 4. März 2026", "Wir liefern Pakete aus."),
    "es": ("Términos y condiciones", "Última actualización: 4 de marzo de 2026", "Enviamos cajas."),
    "ar": ("شروط الاستخدام", "آخر تحديث: 4 مارس 2026", "نوصل الطرود إلى المنازل."),
    "he": ("תנאי שימוש", "עודכן לאחרונה: 4 במרץ 2026", "אנו מובילים חבילות לבתים."),
}
CLAUSES = [
    ("en", "Effective 1 June 2027, we will share your data with advertising networks."),
    ("en", "Effective June 1, 2027, retention of your data is extended to 6 years."),
    ("en", "Update 1 June 2027: complaints are resolved by binding arbitration."),
    ("fr", "Mise à jour du 1er juin 2027 : vos données sont conservées six ans."),
    ("de", "Änderung zum 1. Juni 2027: Streitigkeiten entscheidet ein Schiedsgericht."),
    ("es", "Nueva versión desde el 1 de junio de 2027: compartiremos sus datos a anunciantes."),
    ("ar", "تحديث 1 يونيو 2027: سنشارك بياناتك مع شبكات الإعلانات."),
    ("he", "עדכון 1 ביוני 2027: נמכור את המידע האישי שלכם למפרסמים."),
]
COMING = [
    ("en", "A new version of these terms takes effect on 1 June 2027."),
    ("fr", "Une nouvelle version de ces conditions entrera en vigueur le 1er juin 2027."),
    ("de", "Eine neue Fassung dieser Bedingungen tritt am 1. Juni 2027 in Kraft."),
    ("es", "Una nueva versión de estas condiciones entrará en vigor el 1 de junio de 2027."),
    ("ar", "ستدخل نسخة جديدة من هذه الشروط حيز التنفيذ في 1 يونيو 2027."),
    ("he", "גרסה חדשה של תנאים אלה תיכנס לתוקף ב-1 ביוני 2027."),
]
OTHERS = [
    ("en", "We updated our privacy notice on 2 January 2026."),
    ("en", "The new privacy policy takes effect on 1 June 2027."),
    ("fr", "Nous avons mis à jour notre politique de confidentialité le 2 janvier 2026."),
    ("de", "Wir haben unsere Datenschutzerklärung am 2. Januar 2026 aktualisiert."),
    ("es", "Hemos actualizado nuestra política de privacidad el 2 de enero de 2026."),
    ("he", "ביצענו עדכון במדיניות הפרטיות שלנו ב-2 בינואר 2026."),
]


def with_line(language: str, line: str, *, above: bool) -> Comparison:
    name, stated, text = PAGES[language]
    before = f"# {name}\n\n{stated}\n\n{text}\n\n## 1\n\n{text}\n"
    after = f"{line}\n\n{before}" if above else before.replace(stated, f"{stated}\n\n{line}")
    old, new = (
        analyse(extract(page.encode(), content_type="text/markdown").document)
        for page in (before, after)
    )
    return compare(old, new)


@pytest.mark.parametrize("above", [True, False], ids=["above the name", "below the name"])
@pytest.mark.parametrize(("language", "line"), CLAUSES)
def test_a_clause_with_a_date_above_the_text_is_no_banner(
    language: str, line: str, *, above: bool
) -> None:
    assert with_line(language, line, above=above).material is Material.MATERIAL


@pytest.mark.parametrize("above", [True, False], ids=["above the name", "below the name"])
@pytest.mark.parametrize(("language", "line"), COMING)
def test_a_banner_about_a_coming_version_states_no_date(
    language: str, line: str, *, above: bool
) -> None:
    comparison = with_line(language, line, above=above)
    assert comparison.material is Material.NONE
    assert comparison.effective.new is None


@pytest.mark.parametrize(("language", "line"), OTHERS)
def test_banners_about_the_past_or_another_document_are_cosmetic(language: str, line: str) -> None:
    assert with_line(language, line, above=False).material is Material.NONE
