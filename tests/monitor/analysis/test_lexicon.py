"""Lexicon files, merging, and the matcher that finds their terms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis.clauses.scoring import compile_lexicon
from monitor.analysis.text.lexicon import (
    LANGUAGES,
    Lexicon,
    WeightedTerm,
    closest_language,
    load_lexicon,
    parse_lexicon,
)
from monitor.analysis.text.matching import GAP, Matcher, word_forms
from monitor.analysis.text.words import split_words
from storage.model import Category


def found(pattern: str, text: str) -> list[str]:
    words = split_words(text)
    hits = Matcher([(pattern, None)]).find(words)
    return [words.between(hit.first, hit.last) for hit in hits]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_speaks_for_every_category(language: str) -> None:
    named = {term.category for term in load_lexicon(language).terms}
    assert named == {category.value for category in Category}


@pytest.mark.parametrize(
    ("language", "closest"),
    [("he", "he"), ("fa", "ar"), ("pt", "es"), ("", "en"), ("zz", "en")],
)
def test_an_unknown_language_reads_with_the_closest(language: str, closest: str) -> None:
    assert closest_language(language) == closest


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        pytest.param("collect*", "We Collected it", ["Collected"], id="prefix"),
        pytest.param("*weitergabe", "die Datenweitergabe", ["Datenweitergabe"], id="suffix"),
        pytest.param("sell|rent data", "rent data", ["rent data"], id="alternatives"),
        pytest.param("sell data", "sell your data", [], id="no-gap-unless-said"),
        pytest.param("sell .. data", "sell all of your data", ["sell all of your data"], id="gap"),
        pytest.param("sell .. data", "we sell. Your data", [], id="gap-ends-with-the-sentence"),
        pytest.param("sell .. data", "sell " + "a " * (GAP + 1) + "data", [], id="gap-too-long"),
        pytest.param("opt out", "opt-out", ["opt-out"], id="hyphen-parts-words"),
        pytest.param("[نيت]شارك", "ولا تشارك", ["تشارك"], id="first-letter-class"),
        pytest.param("[اي]?בטח", "בטח", ["בטח"], id="optional-first-letter"),
        pytest.param("معلومات", "وبالمعلومات", ["وبالمعلومات"], id="arabic-particles"),
        pytest.param("أطفال", "للأطفال", ["للأطفال"], id="arabic-article-in-lam"),
        pytest.param("مشاركة", "مُشَارَكَه", ["مُشَارَكَه"], id="harakat-and-ta-marbuta"),
        pytest.param("מידע", "שבמידע", ["שבמידע"], id="hebrew-particles"),
        pytest.param("זכויות", "זְכֻיּוֹת הזכויות", ["הזכויות"], id="hebrew-article"),
        pytest.param('בע"מ', "גלבוע בע״מ", ["בע״מ"], id="gershayim"),
        pytest.param("données", "DONNEES", ["DONNEES"], id="accents"),
    ],
)
def test_terms_are_found_as_written(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


def test_particles_never_leave_a_single_letter() -> None:
    assert all(len(form) > 1 for word in ("وال", "הוא", "ב", "لل") for form in word_forms(word)[1:])


def test_own_terms_and_categories_can_be_merged() -> None:
    own = Lexicon(
        language="en",
        terms=(WeightedTerm(category="sponsorship", pattern="sponsor*", weight=4.0),),
    )
    merged = load_lexicon("en").merge(own)
    hits = compile_lexicon(merged).find(split_words("Our sponsors sell cookies"))
    assert {"sponsorship", "cookies"} <= {hit.payload.category for hit in hits}


def test_a_merged_term_overrides_the_weight() -> None:
    def lexicon(weight: float) -> Lexicon:
        term = WeightedTerm(category="use", pattern="a", weight=weight)
        return Lexicon(language="en", terms=(term,))

    assert lexicon(1.0).merge(lexicon(4.0)) == lexicon(4.0)


def test_an_unknown_strength_is_named() -> None:
    with pytest.raises(ValueError, match="mighty"):
        parse_lexicon('[use]\nmighty = "a"', "en")


def test_a_term_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="without words"):
        Matcher([("..", None)])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("sell " * 40_000, id="one-word"),
        pytest.param("we do not sell your data to third parties " * 5_000, id="many-hits"),
        pytest.param("a" * 200_000, id="one-long-word"),
        pytest.param("א״" * 100_000, id="gershayim"),
        pytest.param("ا" + "\u064e" * 200_000, id="harakat"),
    ],
)
def test_hostile_text_stays_cheap(text: str) -> None:
    matcher = compile_lexicon(load_lexicon("en"))
    began = time.process_time()
    matcher.find(split_words(text))
    assert time.process_time() - began < 3.0  # measured: 0.3 s; quadratic would take minutes


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_words_stand_where_they_say(text: str) -> None:
    words = split_words(text)
    for place, word in enumerate(words.texts):
        assert words.between(place, place) == word
    assert words.starts == sorted(words.starts)
    assert words.sentences == sorted(words.sentences)
