"""Answers of one word, from the bytes of invented pages: the opposite one is a clause changed."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from monitor.analysis.model import Comparison
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
