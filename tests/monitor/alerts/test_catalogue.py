"""The words of alerts: every language says everything, with the same places to fill."""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Any

import pytest

from monitor.alerts.catalogue import LANGUAGES, PLURAL_RULES, Words, words_of
from monitor.alerts.safe_text import clean, has_rtl
from monitor.alerts.untold import REASONS
from storage.model import Category, ClauseChangeKind, DateStatus, EventType, Outcome

CATEGORIES = {
    "en": {"one", "other"},
    "de": {"one", "other"},
    "es": {"one", "other"},
    "fr": {"one", "other"},
    "he": {"one", "two", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def flat(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every word by its path; of a plural all forms together."""
    for name, value in table.items():
        if isinstance(value, dict) and path != "plurals.":
            yield from flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


ENGLISH = dict(flat(dict(words_of("en").table)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_with_the_same_placeholders(language: str) -> None:
    words = dict(flat(dict(words_of(language).table)))
    assert words.keys() == ENGLISH.keys()
    for path, word in words.items():
        if path.startswith("plurals."):
            assert word.keys() == CATEGORIES[language], path
            wanted = placeholders(ENGLISH[path]["other"])
            for form, text in word.items():
                # "tomorrow" and "يومان" say their number themselves.
                left_out = wanted - placeholders(text)
                assert placeholders(text) <= wanted, path
                assert left_out <= ({"n"} if form in ("zero", "one", "two") else set()), path
        elif isinstance(word, str):
            assert placeholders(word) == placeholders(ENGLISH[path]), path
            assert word.strip() or path.endswith("separator"), path
        else:
            assert len(word) == 12, path


@pytest.mark.parametrize("language", ["ar", "he"])
def test_right_to_left_languages_are_written_in_their_letters(language: str) -> None:
    words = words_of(language)
    assert words.rtl
    exempt = {"direction", "list_separator", "sentence_separator"}
    for path, word in flat(dict(words.table)):
        if path in exempt or not isinstance(word, str):
            continue
        assert clean(word) == word, f"{path} has marks of its own"
        letters = "".join(text for text, _, _, _ in string.Formatter().parse(word))
        if any(character.isalpha() for character in letters):
            assert has_rtl(letters), path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("section", "members"),
    [
        ("events", EventType),
        ("categories", Category),
        ("kinds", ClauseChangeKind),
        ("dates", DateStatus),
    ],
    ids=["events", "categories", "kinds", "dates"],
)
def test_every_member_of_a_closed_set_has_a_word(
    language: str, section: str, members: type[EventType]
) -> None:
    for member in members:
        assert words_of(language).say(section, member.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_to_tell_nobody_has_words(language: str) -> None:
    assert set(words_of(language).table["untold"]) == set(REASONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_that_breaks_a_source_has_a_word(language: str) -> None:
    for outcome in Outcome:
        if not outcome.is_good:
            assert words_of(language).find("outcomes", outcome.value), outcome


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "1 day"),
        ("en", 0, "0 days"),
        ("fr", 0, "0 jour"),
        ("fr", 1.5, "1.5 jour"),
        ("fr", 2, "2 jours"),
        ("de", 2, "2 Tage"),
        ("es", 1, "1 día"),
        ("he", 1, "יום אחד"),
        ("he", 2, "יומיים"),
        ("he", 11, "11 ימים"),
        ("ar", 1, "يوم واحد"),
        ("ar", 2, "يومان"),
        ("ar", 3, "3 أيام"),
        ("ar", 10, "10 أيام"),
        ("ar", 11, "11 يومًا"),
        ("ar", 30, "30 يومًا"),
        ("ar", 100, "100 يوم"),
        ("ar", 103, "103 أيام"),
        ("ar", 1.5, "1.5 يوم"),
    ],
)
def test_plurals(language: str, number: float, said: str) -> None:
    assert words_of(language).plural("day", number).format(n=number) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_rules_are_those_of_cldr(language: str) -> None:
    babel = pytest.importorskip("babel")
    rule = babel.Locale(language).plural_form
    for number in (*range(130), 200, 201, 302, 1_000, 1_003, 1_011):
        mine = PLURAL_RULES[language](number)
        # CLDR keeps a "many" for millions in French and Spanish.
        assert rule(number) == mine, number


@pytest.mark.parametrize(
    ("asked", "given"),
    [("ar-EG", "ar"), ("de_AT", "de"), ("iw", "he"), ("HE", "he"), ("fa", "en"), (None, "en")],
    ids=str,
)
def test_an_unknown_language_is_english(asked: str | None, given: str) -> None:
    words: Words = words_of(asked)
    assert words.language == given
