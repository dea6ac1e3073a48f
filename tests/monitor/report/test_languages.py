"""Reports in the reader's language: every language says everything, and turns with its script."""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Any

import pytest
from support.policies import NOW

from monitor.alerts.catalogue import LANGUAGES
from monitor.report.gathering import Wanted, gather_report
from monitor.report.pages import report_page
from monitor.report.words import ENGLISH, frame_of
from storage.database import Database
from storage.model import ChangeClass, ClauseChangeKind, Health, Material, VersionKind
from storage.sources import resolve_source

FORMS = {"he": {"one", "two", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def flat(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for section, words in table.items():
        for name, word in words.items():
            yield f"{section}.{name}", word


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_with_the_same_placeholders(language: str) -> None:
    words, english = dict(flat(dict(frame_of(language).table))), dict(flat(dict(ENGLISH.table)))
    assert words.keys() == english.keys()
    for path, word in words.items():
        if isinstance(word, str):
            assert placeholders(word) == placeholders(english[path]), path
        else:
            assert word.keys() == FORMS.get(language, {"one", "other"}), path
            assert placeholders(word["other"]) == {"n"}, path


def test_every_member_of_a_closed_set_has_its_word() -> None:
    assert set(ENGLISH.table["classes"]) == {"wording", *ChangeClass}
    assert set(ENGLISH.table["kinds"]) == set(ClauseChangeKind)
    assert set(ENGLISH.table["health"]) == set(Health)
    assert set(ENGLISH.table["material"]) == set(Material)
    assert set(ENGLISH.table["first"]) == set(VersionKind)


def page_in(db: Database, language: str, name: str | None = None) -> str:
    source = resolve_source(db, name) if name else None
    wanted = Wanted(source=source, since=None, until=None, limit=100, language=language)
    return report_page(gather_report(db, wanted, now=NOW))


@pytest.mark.parametrize(
    ("language", "direction", "heading"),
    [
        pytest.param("ar", "rtl", "الملخص", id="Arabic"),
        pytest.param("he", "rtl", "סיכום", id="Hebrew"),
        pytest.param("de", "ltr", "Zusammenfassung", id="German"),
        pytest.param("fr", "ltr", "Résumé", id="French"),
        pytest.param("es", "ltr", "Resumen", id="Spanish"),
    ],
)
def test_a_report_is_framed_in_its_language(
    db: Database, language: str, direction: str, heading: str
) -> None:
    page = page_in(db, language)
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert heading in page
    assert "Words changed" not in page
    assert ">Most severe<" not in page


def test_dates_do_not_turn_round_behind_arabic_words(db: Database) -> None:
    page = page_in(db, "ar")
    day = f'<span class="date">{NOW.date().isoformat()}</span>'
    assert f'إلى <bdi dir="ltr">{day}</bdi>' in page
