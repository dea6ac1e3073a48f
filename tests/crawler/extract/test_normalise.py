from __future__ import annotations

import pytest

from crawler.extract import ComparisonText, comparison_text
from crawler.extract.normalise import _MARKS, _WORDS, fold_words
from storage.document import heading, paragraph
from storage.errors import ExtractError


def _of(*texts: str) -> ComparisonText:
    return comparison_text([paragraph(text) for text in texts])


def _differ(old: ComparisonText, new: ComparisonText) -> bool:
    return old.digest != new.digest and old.masked_digest != new.masked_digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Don’t “sell”", 'Don\'t "sell"', id="quotes"),
        pytest.param("opt\u00ad-out\u200b now", "OPT-OUT now", id="invisible marks and case"),
        pytest.param("\u202bلا نبيع\u202c", "لا  نبيع", id="bidi marks"),
        pytest.param("مُحَمَّد", "محمد", id="harakat"),
        pytest.param("بيانـــات", "بيانات", id="tatweel"),
        pytest.param("שָׁלוֹם", "שלום", id="points"),
        pytest.param("ﬁle №", "file No", id="compatibility forms"),
        pytest.param("٣٠ يوما", "30 يوما", id="digit shapes"),
        pytest.param("caf\u0065\u0301", "cafe\u0301", id="decomposed accents"),
        pytest.param("a — b", "a b", id="dashes"),
        pytest.param("Write to us.", "Write to us", id="full stop"),
        pytest.param("Phone | ✔️ | ×", "Phone | ✓ | ❌", id="ticks and crosses"),
        pytest.param("✓ We encrypt", "We encrypt", id="a tick as bullet"),
        pytest.param("children <16", "children < 16", id="space in a comparison"),
    ],
)
def test_what_a_reader_does_not_read_differently_is_equal(old: str, new: str) -> None:
    assert fold_words(old) == fold_words(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("5 € a month", "5 $ a month", id="currency"),
        pytest.param("5% of it", "5 of it", id="percent"),
        pytest.param("aup-team@mail.example", "aup_team@mail.example", id="address"),
        pytest.param("within 30 days", "within 60 days", id="number"),
        pytest.param(
            "collected 30 days ago by us " * 9, "collected 60 days ago by us " * 9, id="prose"
        ),
        pytest.param(
            "We delete what was collected 30 days ago or more.",
            "We delete what was collected 90 days ago or more.",
            id="a short sentence",
        ),
        pytest.param(
            "سنخطركم قبل 30 يوماً من سريان أي تعديل.",
            "سنخطركم قبل 15 يوماً من سريان أي تعديل.",
            id="arabic notice",
        ),
        pytest.param("الإخطار قبل 30 يوماً", "الإخطار قبل 7 أيام", id="arabic item"),
        pytest.param("יש להודיע לפני 30 יום.", "יש להודיע לפני 7 ימים.", id="hebrew notice"),
        pytest.param(
            "Kündigen Sie spätestens vor 14 Tagen vor der Reise.",
            "Kündigen Sie spätestens vor 7 Tagen vor der Reise.",
            id="german notice",
        ),
        pytest.param(
            "Orders before 14:00 are sent on the same day.",
            "Orders before 11:00 are sent on the same day.",
            id="a time of day",
        ),
        pytest.param("لا نبيع", "نبيع", id="arabic word"),
        pytest.param("résumé", "resume", id="accent"),
        pytest.param("Phone | ✓ | ✗", "Phone | ✗ | ✗", id="another answer"),
        pytest.param("children < 16", "children > 16", id="comparison"),
    ],
)
def test_what_says_something_else_differs(old: str, new: str) -> None:
    assert _differ(_of("Intro", old), _of("Intro", new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Updated 3 days ago", "Updated 4 days ago", id="relative"),
        pytest.param("Updated yesterday", "Updated this week", id="recent"),
        pytest.param("Mis à jour il y a 2 jours", "Mis à jour il y a 3 jours", id="french"),
        pytest.param("Aktualisiert vor 2 Tagen", "Aktualisiert vor 3 Tagen", id="german"),
        pytest.param("Actualizado hace 2 días", "Actualizado hace 5 días", id="spanish"),
        pytest.param("آخر تحديث منذ 3 أيام", "آخر تحديث منذ 5 أيام", id="arabic"),
        pytest.param("עודכן לפני 3 ימים", "עודכן לפני 5 ימים", id="hebrew"),
        pytest.param("Vor 2 Tagen aktualisiert", "Vor 3 Tagen aktualisiert", id="at the end"),
        pytest.param("Ada Lind 3 months ago", "Ada Lind 4 months ago", id="with a name"),
        pytest.param(
            "Last updated by the people of our team 3 days ago.",
            "Last updated by the people of our team 4 days ago.",
            id="labelled sentence",
        ),
        pytest.param(
            "Page made on 3 May 2026 at 10:02:11", "Page made on 3 May 2026 at 11:40:59", id="at"
        ),
        pytest.param("© 2023 Tallow", "© 2024 Tallow", id="copyright"),
        pytest.param("Copyright 2019-2023 Tallow", "Copyright 2019-2024 Tallow", id="years"),
        pytest.param("Generated 12:04:11", "Generated 12:05:40", id="clock"),
        pytest.param("Id 9f86d081884c7d65", "Id 9f86d081884c7d66", id="hex"),
    ],
)
def test_what_moves_by_itself_is_masked(old: str, new: str) -> None:
    assert _of("Text", old).digest != _of("Text", new).digest
    assert _of("Text", old).masked_digest == _of("Text", new).masked_digest


@pytest.mark.parametrize(
    "line",
    [
        "Updated over a week ago",
        "Mis à jour il y a 3 mois",
        "Vor 3 Monaten aktualisiert",
        "Actualizado hace 3 meses",
        "آخر تحديث منذ 3 أشهر",
        "עודכן לפני 3 חודשים",
    ],
)
def test_a_line_that_only_says_how_old_a_page_is_comes_and_goes(line: str) -> None:
    body = paragraph("We keep logs.")
    old, new = comparison_text([body, body]), comparison_text([body, paragraph(line), body])
    assert old.digest != new.digest
    assert old.masked_digest == new.masked_digest


def test_the_name_of_the_document_is_masked_but_not_a_date_in_it() -> None:
    body = paragraph("We keep logs.")
    plain = comparison_text([body])
    assert not _differ(comparison_text([heading("Privacy Notice", 1), body]), plain)
    assert _differ(comparison_text([heading("Terms of 1 May 2024", 1), body]), plain)


def test_ignored_patterns_are_cut_out() -> None:
    old = comparison_text([paragraph("Visitors: 12. We keep logs.")], (r"visitors: \d+",))
    new = comparison_text([paragraph("Visitors: 99. We keep logs.")], (r"visitors: \d+",))
    assert old == new
    assert old.text == "we keep logs"


def test_an_ignore_pattern_that_is_none_says_so() -> None:
    with pytest.raises(ExtractError, match="not a regular expression"):
        comparison_text([paragraph("x")], ("(",))


def test_quick_folding_drops_only_what_thorough_folding_drops() -> None:
    codes = range(0x80, 0x2100)
    quick = [code for code in codes if any(marks.fullmatch(chr(code).encode()) for marks in _MARKS)]
    assert 0x2019 in quick
    assert [code for code in quick if _WORDS[f"a{chr(code)}b"] != "a b"] == []
