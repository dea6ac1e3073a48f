"""The invented texts: read and understood as the story says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from crawler.extract import Extraction, PreviousText, extract, judge_against
from monitor.analysis import Analysis, Comparison, analyse, compare
from monitor.demo.texts import PAGES, Edition, Page
from storage.model import Category, ChangeClass, DateStatus, Material

_SEEN_ON = date(2026, 3, 5)
_BY_KEY = {page.key: page for page in PAGES}
_NOISE = {"Log in", "Start free", "Listen live", "Allow all", "تسجيل الدخول", "موافق", "הבנתי"}
_CHANGED = [page for page in PAGES if page.alerted]


def _extraction(page: Page, edition: Edition) -> Extraction:
    return extract(page.body(edition), content_type=page.content_type)


def _analysis(page: Page, edition: Edition) -> Analysis:
    return analyse(_extraction(page, edition).document, seen_on=_SEEN_ON, language=page.language)


def _comparison(key: str) -> Comparison:
    page = _BY_KEY[key]
    return compare(_analysis(page, Edition.FIRST), _analysis(page, Edition.SECOND))


def _facts(comparison: Comparison) -> set[tuple[str, str | None, str | None]]:
    return {
        (fact.fact, fact.before, fact.after)
        for change in comparison.clause_changes
        for fact in change.facts
    }


def _categories(values: Iterable[Category]) -> set[str]:
    return {value.value for value in values}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_first_edition_is_the_document_in_its_language(page: Page) -> None:
    extraction = _extraction(page, Edition.FIRST)
    assert extraction.quality.ok
    assert _analysis(page, Edition.FIRST).languages == (page.language,)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_what_stands_round_the_document_is_left_out(page: Page) -> None:
    texts = [block.text for block in _extraction(page, Edition.FIRST).document.blocks]
    assert _NOISE.isdisjoint(texts)
    assert not [text for text in texts if "©" in text]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param(
            "larkspur/privacy-policy",
            {"sale", "sharing", "retention", "rights", "children", "security", "transfers"},
            id="English",
        ),
        pytest.param(
            "naseem/privacy-policy",
            {"sharing", "collection", "retention", "rights", "children", "cookies", "security"},
            id="Arabic",
        ),
        pytest.param(
            "tik-yarok/privacy-policy",
            {"sale", "sharing", "collection", "retention", "rights", "children", "security"},
            id="Hebrew",
        ),
    ],
)
def test_the_clauses_of_each_language_are_found(key: str, expected: set[str]) -> None:
    clauses = _analysis(_BY_KEY[key], Edition.FIRST).clauses
    assert expected <= {category.value for clause in clauses for category in clause.categories}


@pytest.mark.parametrize("page", _CHANGED, ids=lambda page: page.key)
def test_what_is_alerted_is_material_and_severe(page: Page) -> None:
    comparison = _comparison(page.key)
    assert comparison.change_class is ChangeClass.SUBSTANTIVE
    assert comparison.material is Material.MATERIAL
    assert comparison.severity >= 60


def test_the_english_policy_turns_round() -> None:
    comparison = _comparison("larkspur/privacy-policy")
    assert {"sale", "sharing", "retention"} <= _categories(comparison.categories)
    assert {("sell", "denies", "may"), ("retention", "30 day", "24 month")} <= _facts(comparison)
    assert any("Brightmeadow Ads" in party for party in comparison.parties_added)
    assert (comparison.effective.old, comparison.effective.new) == ("2024-04-01", "2025-07-01")
    assert (comparison.updated.old, comparison.updated.new) == ("2024-03-12", "2025-06-03")
    assert not comparison.silent


def test_the_arabic_policy_turns_round() -> None:
    comparison = _comparison("naseem/privacy-policy")
    assert {"sharing", "retention"} <= _categories(comparison.categories)
    assert {("share", "denies", "may"), ("retention", "30 day", "24 month")} <= _facts(comparison)
    assert (comparison.updated.old, comparison.updated.new) == ("2024-03-15", "2025-07-01")
    assert not comparison.silent


def test_the_hebrew_policy_changes_silently() -> None:
    comparison = _comparison("tik-yarok/privacy-policy")
    assert {"sharing", "retention"} <= _categories(comparison.categories)
    assert ("retention", "30 day", "24 month") in _facts(comparison)
    assert comparison.updated.status is DateStatus.UNCHANGED
    assert comparison.silent


def test_the_markdown_list_names_one_more_company() -> None:
    comparison = _comparison("plover/sub-processor-list")
    assert "subprocessors" in _categories(comparison.categories)
    assert [party for party in comparison.parties_added if "Hollowell Speech" in party]
    assert comparison.parties_removed == ()
    assert comparison.updated.status is DateStatus.CHANGED


def test_other_bytes_are_the_same_text() -> None:
    page = _BY_KEY["quillon/terms-of-service"]
    first, second = (_extraction(page, edition) for edition in Edition)
    assert page.body(Edition.FIRST) != page.body(Edition.SECOND)
    assert first.comparison.digest == second.comparison.digest
    assert first.links_digest == second.links_digest
    assert first.structure_digest == second.structure_digest


def test_the_error_page_is_suspect() -> None:
    page = _BY_KEY["tamber/cookie-policy"]
    first, second = (_extraction(page, edition) for edition in Edition)
    previous = PreviousText(
        words=first.words, comparison_text=first.comparison.text, title=first.document.title
    )
    quality = judge_against(second, previous)
    assert not quality.ok
    assert "soft_404" in quality.reasons


@pytest.mark.parametrize("page", _CHANGED, ids=lambda page: page.key)
def test_a_changed_page_is_still_the_document(page: Page) -> None:
    first, second = (_extraction(page, edition) for edition in Edition)
    previous = PreviousText(
        words=first.words, comparison_text=first.comparison.text, title=first.document.title
    )
    assert judge_against(second, previous).ok
