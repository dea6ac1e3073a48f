"""Why a page is not the document, said in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.alerts.catalogue import LANGUAGES, words_of
from monitor.alerts.suspicions import in_words

OPERATING = Path(__file__).parents[3] / "docs" / "operating.md"


def _documented() -> set[str]:
    table = OPERATING.read_text("utf-8").partition("### Why a page is suspect")[2]
    rows = re.findall(r"^\| (`[^|]+`) \|", table.partition("After three")[0], re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_documented_reason_has_its_words(language: str) -> None:
    table = words_of(language).table["suspicions"]
    assert set(table) == _documented()
    assert all(table.values())


def test_names_stand_before_their_words_where_no_language_is_named() -> None:
    said = in_words("challenge, wrong_language: render it")
    assert said == (
        "challenge, wrong_language: a check whether a person is asking, another language than "
        "expected; render it"
    )


def test_in_a_language_the_words_stand_alone() -> None:
    assert in_words("login_wall", words_of("de")) == "eine Seite, die eine Anmeldung verlangt"


@pytest.mark.parametrize(
    "reason",
    ["404 Not Found: the page is gone: check the URL", "unheard_of", "challenge, unheard_of", ""],
)
def test_what_is_no_name_of_ours_stays_as_it_is(reason: str) -> None:
    assert in_words(reason) == reason
