"""Day first or month first: each kind of evidence, and their rank."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.analysis.dates import find_stated_dates
from monitor.analysis.model import StatedDate, StatedDates
from storage.document import paragraph


def updated(
    *lines: str,
    language: str = "en",
    seen_on: date | None = None,
    region: str | None = None,
    earlier: tuple[StatedDates, ...] = (),
) -> tuple[str, bool]:
    blocks = [paragraph(line) for line in lines]
    found = find_stated_dates(
        blocks, [language] * len(blocks), seen_on=seen_on, region=region, earlier=earlier
    ).updated_on
    assert found is not None
    return found.value, found.ambiguous


def stated(value: str, text: str) -> StatedDates:
    return StatedDates(
        updated_on=StatedDate(
            value=value, precision="day", calendar="gregorian", label="", text=text, block=0
        )
    )


LINE = "Last updated: 03/04/2024"


def test_without_evidence_it_is_ambiguous() -> None:
    assert updated(LINE)[1]


def test_a_number_above_twelve_elsewhere_decides() -> None:
    assert updated(LINE, "Servers moved on 25/10/2023.") == ("2024-04-03", False)
    assert updated(LINE, "Servers moved on 10/25/2023.") == ("2024-03-04", False)


def test_the_same_day_written_out_decides() -> None:
    assert updated(LINE, "The notice of March 4, 2024 follows.") == ("2024-03-04", False)


def test_the_history_of_the_source_decides() -> None:
    assert updated(LINE, earlier=(stated("2023-05-25", "25/05/2023"),)) == ("2024-04-03", False)
    assert updated(LINE, earlier=(stated("2023-05-25", "05/25/2023"),)) == ("2024-03-04", False)
    assert updated(LINE, earlier=(stated("2024-03-20", "March 20, 2024"),)) == (
        "2024-04-03",
        False,
    )


def test_no_date_lies_after_its_first_capture() -> None:
    assert updated(LINE, seen_on=date(2024, 3, 10)) == ("2024-03-04", False)


@pytest.mark.parametrize(
    ("region", "value"), [("US", "2024-03-04"), ("GB", "2024-04-03"), ("il", "2024-04-03")]
)
def test_the_region_decides(region: str, value: str) -> None:
    assert updated(LINE, region=region) == (value, False)


def test_languages_that_write_the_day_first() -> None:
    assert updated("עודכן לאחרונה: 03/04/2024", language="he") == ("2024-04-03", False)
    assert updated("آخر تحديث: ٠٣/٠٤/٢٠٢٤", language="ar") == ("2024-04-03", False)
    assert updated("Stand: 03/04/2024", language="de") == ("2024-04-03", False)


def test_a_document_proves_its_order_against_its_language() -> None:
    assert updated("آخر تحديث: 03/04/2024", "انتقلنا في 10/25/2023.", language="ar") == (
        "2024-03-04",
        False,
    )


def test_dots_mean_day_first() -> None:
    assert updated("Last updated: 03.04.2024") == ("2024-04-03", False)


def test_the_places_an_english_text_speaks_of_decide_last() -> None:
    home = "Governed by the laws of the State of California. Harbour Inc, Delaware, United States."
    assert updated(LINE, home) == ("2024-03-04", False)
    assert updated(LINE, "Courts of England and Wales. Harbour Ltd, London, United Kingdom.") == (
        "2024-04-03",
        False,
    )


def test_a_day_that_takes_effect_later_keeps_the_order_of_its_language() -> None:
    line = "La présente politique s’applique à partir du 01/02/2026."
    found = find_stated_dates([paragraph(line)], ["fr"], seen_on=date(2026, 1, 9)).effective_on
    assert found is not None
    assert (found.value, found.ambiguous) == ("2026-02-01", False)
