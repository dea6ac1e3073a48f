"""A clause in which little changed is told with its words."""

from __future__ import annotations

import pytest

from monitor.alerts.catalogue import words_of
from monitor.alerts.runs import plain_text
from monitor.alerts.stored import change_from_json
from monitor.alerts.wording import summary_words
from monitor.analysis import analyse, compare
from monitor.analysis.shapes import comparison_json
from monitor.short_change import longest_change, short_change
from storage.document import Document, heading, paragraph


@pytest.mark.parametrize(
    ("language", "before", "after", "gone", "come"),
    [
        ("en", "Ask in Bergen.", "Ask in Ghent.", "Bergen", "Ghent"),
        ("fr", "Demandez à Bergen.", "Demandez à Gand.", "Bergen", "Gand"),
        ("de", "Fragen Sie in Bergen.", "Fragen Sie in Gent.", "Bergen", "Gent"),
        ("es", "Pregunte en Bergen.", "Pregunte en Gante.", "Bergen", "Gante"),
        ("ar", "اسأل في مدينة الزهور.", "اسأل في مدينة النخيل.", "الزهور", "النخيل"),
        ("he", "שאלו בעיר הפרחים.", "שאלו בעיר התמרים.", "הפרחים", "התמרים"),
    ],
)
def test_two_words_are_told_in_every_language(
    language: str, before: str, after: str, gone: str, come: str
) -> None:
    old, new = (
        analyse(Document(title=None, blocks=(heading("1"), paragraph(text))), language=language)
        for text in (before, after)
    )
    found = compare(old, new)
    assert f'"{gone}" -> "{come}"' in found.summary
    said = plain_text(summary_words(words_of(language), change_from_json(comparison_json(found))))
    assert gone in said
    assert come in said


@pytest.mark.parametrize(
    ("diff", "expected"),
    [
        (
            [("=", "kept "), ("-", "here,"), ("=", " and "), ("+", "there")],
            ("here, and", "and there"),
        ),
        ([("=", "kept "), ("+", "(there)")], ("", "there")),
        ([("=", "kept"), ("-", " outside.")], ("outside", "")),
        ([("=", "all in "), ("-", "one "), ("=", "two years")], ("in one two", "in two")),
        ([("=", "It was "), ("-", "13"), ("+", "16"), ("=", ", so.")], ("was 13", "was 16")),
        ([("+", "If "), ("=", "you agree")], ("you", "If you")),
        (
            [("=", "our "), ("-", "Zephyr list (zephyr.example)"), ("+", "Brise list (b.example)")],
            ("Zephyr list (zephyr.example)", "Brise list (b.example)"),
        ),
        ([("=", "kept"), ("-", "."), ("+", ";")], None),
        (
            [("=", "of Acme"), ("-", " Digital"), ("+", ".com"), ("=", " here")],
            ("Acme Digital", "Acme.com"),
        ),
        (
            [("=", "on "), ("-", "29/04"), ("+", "13/12"), ("=", "/2022")],
            ("29/04/2022", "13/12/2022"),
        ),
        ([("=", "a scam"), ("+", ", fraud or theft"), ("=", " is")], ("", "fraud or theft")),
        ([("=", "kind x-"), ("-", "1"), ("+", "2"), ("=", " of")], ("kind x-1 of", "kind x-2 of")),
        ([("+", "all of it")], None),
        (
            [("=", "A."), ("-", " "), ("+", "\n"), ("=", "B, "), ("-", "departed"), ("=", ".")],
            ("departed", ""),
        ),
        ([("=", "kept "), ("-", "one two three four five six seven eight nine")], None),
    ],
)
def test_what_is_short_enough_to_be_told(
    diff: list[tuple[str, str]], expected: tuple[str, str] | None
) -> None:
    assert short_change(diff) == expected


MANY = "one two three four five six seven eight nine"


@pytest.mark.parametrize(
    ("diff", "expected"),
    [
        (
            [("-", "a"), ("+", "b"), ("=", " and then also "), ("-", MANY), ("=", ".")],
            ("one two three four five six seven eight nine", ""),
        ),
        (
            [
                ("=", "We "),
                ("-", "ask"),
                ("+", "beg"),
                ("=", " you "),
                ("+", f"{MANY} "),
                ("=", "x"),
            ],
            ("ask you", "beg you one two three four five six seven…"),
        ),
        ([("+", MANY)], None),
        ([("=", "kept"), ("-", "."), ("+", ";")], None),
    ],
)
def test_the_place_that_changed_most(
    diff: list[tuple[str, str]], expected: tuple[str, str] | None
) -> None:
    assert longest_change(diff) == expected
