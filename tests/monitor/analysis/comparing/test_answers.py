"""Answers of one word, from the bytes of invented pages: the opposite one is a clause changed."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from monitor.analysis.model import Analysis, Comparison
from storage.model import Material

ASKED = {
    "en": ("Do we sell your personal data?", "Yes", "No"),
    "fr": ("Vendons-nous vos données personnelles ?", "Oui", "Non"),
    "de": ("Verkaufen wir Ihre personenbezogenen Daten?", "Ja", "Nein"),
    "es": ("¿Vendemos sus datos personales?", "Sí", "No"),
    "ar": ("هل نبيع بياناتكم الشخصية؟", "نعم", "لا"),
    "he": ("האם אנו מוכרים את המידע האישי שלכם?", "כן", "לא"),
}
FORMS = {
    "definition": "<dl><dt>{0}</dt><dd>{1}</dd></dl>",
    "paragraphs": "<p>{0}</p><p>{1}</p>",
    "heading": "<h3>{0}</h3><p>{1}.</p>",
}


def compared(language: str, form: str, *answers: str) -> Comparison:
    question, yes, no = ASKED[language]
    pages = (
        f"<main><h1>FAQ</h1>{form.format('A. ' + question, no)}{form.format(question, answer)}"
        f"{form.format('B. ' + question, yes)}</main>"
        for answer in answers
    )
    before, after = (analyse(extract(page.encode()).document) for page in pages)
    return compare(before, after)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("language", ASKED)
def test_the_opposite_answer_is_one_clause_that_changed(language: str, form: str) -> None:
    _, yes, no = ASKED[language]
    for answers in ((yes, no), (no, yes)):
        comparison = compared(language, form, *answers)
        (change,) = comparison.clause_changes
        assert comparison.material is not Material.NONE
        assert change.kind.value == "modified"
        assert [text.strip(" .") for op, text in change.diff if op != "="] == list(answers)


SHARED = {
    "en": ("Data", "Shared with advertisers", "Email address"),
    "ar": ("البيانات", "تُشارك مع المعلنين", "عنوان البريد الإلكتروني"),
    "he": ("מידע", "משותף עם מפרסמים", "כתובת דואר אלקטרוני"),
}


def table(language: str, answer: str) -> Analysis:
    data, shared, row = SHARED[language]
    page = (
        f"<main><h1>{shared}</h1><table><tr><th>{data}</th><th>{shared}</th></tr>"
        f"<tr><td>{row}</td><td>{answer}</td></tr></table></main>"
    )
    return analyse(extract(page.encode(), content_type="text/html; charset=utf-8").document)


@pytest.mark.parametrize("language", SHARED)
@pytest.mark.parametrize(("before", "after"), [("✗", "✓"), ("✔️", "❌"), ("×", "☑")])
def test_a_cross_that_became_a_tick_is_material(language: str, before: str, after: str) -> None:
    comparison = compare(table(language, before), table(language, after))
    assert comparison.material is Material.MATERIAL
    (change,) = comparison.clause_changes
    assert change.after is not None
    assert after in change.after


@pytest.mark.parametrize("language", SHARED)
@pytest.mark.parametrize(("before", "after"), [("✗", "❌"), ("✔️", "✓")])
def test_the_same_answer_by_another_sign_is_formatting(
    language: str, before: str, after: str
) -> None:
    comparison = compare(table(language, before), table(language, after))
    assert comparison.material is Material.NONE


OF_AGE = {
    "en": ("Children under 16 may use our service without the consent of a parent.", "over 16"),
    "de": ("Kinder unter 16 Jahren nutzen den Dienst mit Zustimmung der Eltern.", "über 16"),
    "fr": ("Les enfants de moins de 16 ans utilisent le service sans accord.", "plus de 16"),
    "es": ("Los niños menores de 16 años usan el servicio sin permiso.", "mayores de 16"),
    "ar": ("يستخدم الأطفال دون سن 16 عامًا الخدمة بموافقة الوالدين.", "فوق سن 16"),
    "he": ("ילדים מתחת לגיל 16 משתמשים בשירות בהסכמת הורה.", "מעל לגיל 16"),
}
SIDE = ("under 16", "unter 16", "moins de 16", "menores de 16", "دون سن 16", "מתחת לגיל 16")


@pytest.mark.parametrize("language", OF_AGE)
def test_the_other_side_of_a_bound_is_material(language: str) -> None:
    text, other = OF_AGE[language]
    (side,) = (side for side in SIDE if side in text)
    for after in (text.replace(side, other), text.replace(side, "< 16")):
        old, new = (
            analyse(extract(f"<main><h1>A</h1><p>{line}</p></main>".encode()).document)
            for line in (text.replace(side, "> 16") if "<" in after else text, after)
        )
        assert compare(old, new).material is Material.MATERIAL
