"""Keys: slugs of every script, and what happens when two sources would share one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config import Watchlist, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GTG CRM", "gtg-crm"),
        ("Sub-processor List", "sub-processor-list"),
        ("  Terms / Conditions (EU) ", "terms-conditions-eu"),
        ("Booking.com", "booking-com"),
        ("Rosie's", "rosies"),
        ("Société Générale", "société-générale"),
        ("Socie\u0301te\u0301", "société"),
        ("STRASSE Übersicht", "strasse-übersicht"),
        ("شركة المدار", "شركة-المدار"),
        ("سِيَاسَة الخصوصيّة", "سياسة-الخصوصية"),
        ("مــدار", "مدار"),
        ("\u200fשיטור בע״מ\u200f", "שיטור-בעמ"),
        ("מְדִינִיּוּת פְּרָטִיּוּת", "מדיניות-פרטיות"),
        ("אי־מייל", "אי-מייל"),
        ("プライバシー ポリシー", "プライバシー-ポリシー"),
        ("नीति", "नीति"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_slugs_keep_the_letters_of_every_script(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text(max_size=30))
@settings(deadline=None, max_examples=200)
def test_a_slug_holds_nothing_that_would_break_a_key(name: str) -> None:
    made = slug(name)
    assert not set(made) & set("/ \t\n'\"")
    assert not made.startswith("-")
    assert "--" not in made


def source(service: str = "Acme", url: str = "https://acme.example/", more: str = "") -> str:
    return f'[[source]]\nservice = "{service}"\ntype = "Terms"\nurl = "{url}"\n{more}\n'


Load = Callable[[str], Watchlist]
Problems = Callable[[str], tuple[str, ...]]


def test_the_first_source_keeps_the_plain_key_and_later_ones_get_a_suffix(load: Load) -> None:
    text = (
        source(more='language = "en"')
        + source(url="https://acme.example/ar", more='language = "ar"')
        + source(url="https://acme.example/sa", more='language = "ar"\nregion = "SA"')
        + source(url="https://acme.example/eu", more='key = "acme/terms-eu"')
    )
    keys = [entry.key for entry in load(text).sources]
    assert keys == ["acme/terms", "acme/terms-ar", "acme/terms-ar-sa", "acme/terms-eu"]


def test_a_language_alone_does_not_change_a_key(load: Load) -> None:
    assert load(source(more='language = "he"')).sources[0].key == "acme/terms"


def test_a_key_that_is_written_is_not_taken_by_an_earlier_source(load: Load) -> None:
    text = source(more='language = "ar"') + source(
        url="https://acme.example/2", more='key = "acme/terms"'
    )
    assert [entry.key for entry in load(text).sources] == ["acme/terms-ar", "acme/terms"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (source() * 2, "url: source[1] 'Acme' watches this page already, as 'acme/"),
        (source() + source("ACME", "https://acme.example/2"), "source[1] 'Acme' has the same key"),
        (
            source(more='key = "a/b"') + source("B", more='key = "a/b"'),
            "key: source[1] 'Acme' has the key 'a/b' already",
        ),
    ],
    ids=["same-page", "same-names", "same-key"],
)
def test_sources_that_cannot_be_told_apart(problems: Problems, text: str, problem: str) -> None:
    (found,) = problems(text)
    assert found.startswith("watchlist.toml: source[2]")
    assert problem in found
