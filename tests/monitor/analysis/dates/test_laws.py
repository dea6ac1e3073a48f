"""Laws: every written date with a label is found again exactly, and no text breaks the finder."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest
from babel.dates import format_date
from hijridate import Gregorian
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis.dates import date_spans, find_stated_dates
from monitor.analysis.text.languages import block_languages
from storage.document import paragraph

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2079, 12, 31))
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
LABELS = {
    "en": "Last updated: {}",
    "en_GB": "This notice was last revised on {}.",
    "fr": "Dernière mise à jour le {}",
    "de": "Zuletzt aktualisiert am {}",
    "es": "Última actualización: {}",
    "he": "עודכן לאחרונה ב{}",
    "ar": "آخر تحديث: {}",
    "ar_SY": "تاريخ آخر تحديث {}",
    "ar_MA": "تم تحديث هذه السياسة في {}.",
    "ar_TN": "آخر تحديث: {}",
    "ar_DZ": "آخر تعديل: {}",
}


def updated_on(line: str) -> str | None:
    blocks = [paragraph("-"), paragraph(line), paragraph("-")]
    found = find_stated_dates(blocks, block_languages(blocks)).updated_on
    return found.value if found else None


@settings(deadline=None, max_examples=120)
@given(day=DAYS, locale=st.sampled_from(sorted(LABELS)), style=st.sampled_from(["long", "full"]))
def test_a_date_as_each_locale_writes_it(day: date, locale: str, style: str) -> None:
    written = format_date(day, style, locale=locale)
    assert updated_on(LABELS[locale].format(written)) == day.isoformat()


@settings(deadline=None, max_examples=60)
@given(day=DAYS, digits=st.sampled_from([ARABIC, PERSIAN, {}]), month=st.booleans())
def test_a_date_in_all_digits(day: date, digits: dict[int, int], month: bool) -> None:
    pattern = "MMMM y" if month else "d MMMM y"
    written = format_date(day, pattern, locale="ar_LB").translate(digits)
    wanted = day.isoformat()[:7] if month else day.isoformat()
    assert updated_on(f"آخر تحديث: {written}") == wanted


@settings(deadline=None, max_examples=60)
@given(day=DAYS, separator=st.sampled_from([".", "/", "-", " / ", " . "]))
def test_a_numeric_date_in_a_language_that_writes_the_day_first(day: date, separator: str) -> None:
    written = separator.join([f"{day.day:02}", f"{day.month:02}", str(day.year)])
    assert updated_on(f"עדכון אחרון: {written}") == day.isoformat()
    assert updated_on(f"Dernière mise à jour : {written}") == day.isoformat()


@settings(deadline=None, max_examples=60)
@given(day=st.dates(min_value=date(1995, 1, 1), max_value=date(2070, 1, 1)))
def test_a_hijri_date_in_words_and_numbers(day: date) -> None:
    hijri = Gregorian.fromdate(day).to_hijri()
    words = f"{hijri.day} {hijri.month_name('ar')} {hijri.year} هـ"
    numbers = f"{hijri.year}/{hijri.month:02}/{hijri.day:02}هـ"
    assert updated_on(f"آخر تحديث: {words}") == day.isoformat()
    assert updated_on(f"آخر تحديث: {numbers}") == day.isoformat()


TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("0123456789٠١٢٣ ./-,:()'\"|يناير مارس במרץ Mayupdatedeffectivefrom"),
    ),
    max_size=200,
)


@settings(deadline=None, max_examples=200)
@given(text=TEXTS)
def test_no_text_raises_and_spans_never_overlap(text: str) -> None:
    spans = date_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    blocks = [paragraph(text), paragraph(f"Last updated {text}")]
    dates = find_stated_dates(blocks, block_languages(blocks))
    for found in (dates.effective_on, dates.updated_on):
        assert found is None or found.text in blocks[found.block].text


@pytest.mark.parametrize(
    "unit",
    ["1/", "2024 ", "last updated 5 March 2024 ", "1.2.2024, ", 'תשפ"ד ', "9" * 50, "(", "\u2068"],
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    blocks = [paragraph((unit * 60_000)[:60_000])]
    started = time.process_time()
    find_stated_dates(blocks, block_languages(blocks))
    assert time.process_time() - started < 5
