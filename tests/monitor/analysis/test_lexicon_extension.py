"""Terms of a person's own: what they give a clause, and what a change of it then is."""

from __future__ import annotations

import pickle

import pytest

from monitor.analysis import ExtraTerms, analyse, compare, comparison_json, inspection_json
from monitor.analysis.clauses.lexicon_extension import is_term
from monitor.analysis.model import Analysis, Clause
from storage.document import Document, from_markdown
from storage.model import Category, Material

BIOMETRICS = Category("biometrics")


def terms(
    language: str, *words: str, category: str = "biometrics", weight: float | None = None
) -> ExtraTerms:
    return ExtraTerms(category=category, language=language, terms=words, weight=weight)


EXTRA = (
    terms("en", "face scan*", "voice print"),
    terms("he", "זיהוי פנים"),
    terms("ar", "بصمة الوجه"),
)


def read(markdown: str, *extra: ExtraTerms) -> Analysis:
    document = Document(title=None, blocks=from_markdown(markdown))
    return analyse(document, extra=extra or EXTRA)


def clause(analysis: Analysis, words: str) -> Clause:
    return next(one for one in analysis.clauses if words in one.text)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        pytest.param("Our cameras make face scans of you.", "face scans", id="English"),
        pytest.param("אנחנו משתמשים בזיהוי פנים בכניסה למשרד.", "בזיהוי פנים", id="Hebrew"),
        pytest.param("نستخدم بصمةَ الوجه عند الدخول إلى المكتب.", "بصمةَ الوجه", id="Arabic"),
        pytest.param("ونقوم بحفظ البيانات وبصمة الوجه في الجهاز.", "وبصمة الوجه", id="clitic"),
        pytest.param("نستخدم خدمة Face Scan عند الدخول إلى المكتب.", "Face Scan", id="Latin name"),
    ],
)
def test_a_clause_with_a_term_has_its_category_and_the_words(text: str, evidence: str) -> None:
    found = clause(read(text), text[:5])
    assert BIOMETRICS in found.categories
    assert Category.OTHER not in found.categories
    assert found.evidence["biometrics"] == (evidence,)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("We keep your data for as long as the law demands it.", "en", id="no term"),
        pytest.param("A face in the crowd, and then a scan of the page.", "en", id="words apart"),
        pytest.param("Le pain est gardé dans la cuisine de notre bureau.", "fr", id="French pain"),
    ],
)
def test_other_clauses_stay_as_they_are(text: str, language: str) -> None:
    extra = (*EXTRA, terms("en", "pain"))
    document = Document(title=None, blocks=from_markdown(text))
    assert analyse(document, extra=extra, language=language) == analyse(document, language=language)


def test_terms_of_a_built_in_category_add_to_its_own() -> None:
    text = "The gate reads the chip under your skin."
    (plain,) = read(text, terms("en", "nowhere")).clauses
    (found,) = read(text, terms("en", "chip under your skin", category="collection")).clauses
    assert Category.COLLECTION not in plain.categories or "collection" not in plain.evidence
    assert Category.COLLECTION in found.categories
    assert "chip under your skin" in found.evidence["collection"]


def test_a_heading_lends_to_what_stands_under_it_and_the_title_does_not() -> None:
    analysis = read(
        "# Voice print policy\n\nWe are Acme.\n\n## Face scans\n\nThey are kept for 30 days.\n\n"
        "### Where\n\nIn a safe place.\n\n## Payment\n\nYou pay each month.\n"
    )
    assert BIOMETRICS not in clause(analysis, "We are Acme").categories
    assert clause(analysis, "They are kept").evidence["biometrics"] == ("heading: Face scans",)
    assert BIOMETRICS in clause(analysis, "In a safe place").categories
    assert BIOMETRICS not in clause(analysis, "You pay").categories


def test_an_opening_line_lends_to_its_list() -> None:
    analysis = read("For face scans we use:\n\n- your photograph\n- a camera\n\nYou pay monthly.\n")
    assert clause(analysis, "a camera").evidence["biometrics"] == ("list: For face scans we use:",)
    assert BIOMETRICS not in clause(analysis, "You pay").categories


POLICY = (
    "# Policy\n\nWe are Acme. We make face scans at the gate of the office. "
    "Our office has two doors.\n\n## Payment\n\nYou pay for each month before it begins.\n"
)


def test_a_change_of_what_the_term_is_about_has_the_category() -> None:
    changed = POLICY.replace("at the gate of the office", "in every room and keep them")
    comparison = compare(read(POLICY), read(changed))
    assert BIOMETRICS in comparison.categories
    assert BIOMETRICS in comparison.clause_changes[0].categories
    assert comparison.material is Material.MATERIAL


def test_a_change_beside_it_has_not() -> None:
    changed = POLICY.replace("two doors", "three large doors for visitors")
    comparison = compare(read(POLICY), read(changed))
    assert comparison.clause_changes
    assert BIOMETRICS not in comparison.categories


def test_a_term_that_came_or_went_is_a_change_of_its_category() -> None:
    without = POLICY.replace("We make face scans at the gate of the office. ", "")
    for old, new in ((POLICY, without), (without, POLICY)):
        assert BIOMETRICS in compare(read(old), read(new)).categories


def test_terms_that_were_added_since_change_nothing_by_themselves() -> None:
    """Both sides are read with the terms of today."""
    comparison = compare(read(POLICY), read(POLICY))
    assert (comparison.clause_changes, comparison.categories) == ((), ())


def test_a_weight_makes_a_change_louder_or_quieter() -> None:
    changed = POLICY.replace("at the gate of the office", "in every room and keep them")

    def severity(weight: float) -> int:
        extra = terms("en", "face scan*", weight=weight)
        return compare(read(POLICY, extra), read(changed, extra)).severity

    assert severity(0.1) <= severity(0.5) < severity(1.0)


def test_summaries_and_json_name_it() -> None:
    extra = terms("en", "face scan*", category="face_scans")
    changed = f"{POLICY}\n## At night\n\nFace scans are made at night by the guards.\n"
    comparison = compare(read(POLICY, extra), read(changed, extra))
    assert "Face scans added" in comparison.summary
    assert comparison_json(comparison)["categories"] == ["face_scans"]
    shape = inspection_json(read(POLICY, extra), text_sha256="", markdown="")
    (named,) = [one for one in shape["clauses"] if "face_scans" in one["categories"]]
    assert named["evidence"]["face_scans"] == ["face scans"]


def test_a_category_of_ones_own_is_equal_to_its_name_and_no_member() -> None:
    assert Category("biometrics") == BIOMETRICS == "biometrics"
    assert BIOMETRICS.value == "biometrics"
    assert BIOMETRICS not in list(Category)
    assert not BIOMETRICS.is_built_in
    assert Category.SALE.is_built_in
    assert Category("sale") is Category.SALE
    assert {Category("biometrics"): 1}[BIOMETRICS] == 1
    assert pickle.loads(pickle.dumps(BIOMETRICS)) == BIOMETRICS
    with pytest.raises(ValueError, match="''"):
        Category("")


@pytest.mark.parametrize(
    ("pattern", "is_one"),
    [
        pytest.param("face scan*", True, id="words"),
        pytest.param("بصمة .. الوجه", True, id="a gap"),
        pytest.param("..", False, id="only a gap"),
        pytest.param("*", False, id="any word"),
        pytest.param(" ", False, id="blank"),
    ],
)
def test_what_can_be_looked_for(pattern: str, is_one: bool) -> None:
    assert is_term(pattern) is is_one
