"""What alerts say of dates, facts and reasons, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from monitor.alerts.catalogue import LANGUAGES, words_of
from monitor.alerts.composing import same_elsewhere, summary_of
from monitor.alerts.model import AlertContent, ChangeAlert, ClauseContent
from monitor.alerts.runs import Run, plain_text
from monitor.alerts.wording import (
    category_words,
    date_words,
    day_words,
    fact_words,
    reason_words,
    severity_band,
    summary_words,
)
from storage.model import (
    Category,
    ChangeClass,
    ClauseChangeKind,
    DateChange,
    DateStatus,
    FactChange,
)


def said(runs: tuple[Run, ...]) -> str:
    return plain_text(runs)


@pytest.mark.parametrize(
    ("language", "value", "day"),
    [
        ("en", "2026-04-01", "1 April 2026"),
        ("ar", "2026-04-01", "1 أبريل 2026"),
        ("he", "2026-04-01", "1 באפריל 2026"),
        ("fr", "2026-04-01", "1er avril 2026"),
        ("fr", "2026-04-02", "2 avril 2026"),
        ("de", "2026-04-01", "1. April 2026"),
        ("es", "2026-04-01", "1 de abril de 2026"),
        ("es", "2026-04", "abril de 2026"),
        ("he", "2026-04", "אפריל 2026"),
        ("ar", "2026", "2026"),
        ("en", "2026-13-01", "2026-13-01"),
        ("en", "soon", "soon"),
    ],
)
def test_dates_are_spelled_to_the_precision_that_is_stated(
    language: str, value: str, day: str
) -> None:
    assert day_words(words_of(language), value).text == day


@pytest.mark.parametrize(
    ("status", "old", "new", "words"),
    [
        (DateStatus.NONE, None, None, "not stated"),
        (DateStatus.UNCHANGED, "2025-01", "2025-01", "January 2025, unchanged"),
        (DateStatus.UNCHANGED, "2025-01", None, "January 2025, unchanged"),
        (DateStatus.CHANGED, "2025", "2026-01-02", "2025 → 2 January 2026"),
        (DateStatus.APPEARED, None, "2026", "2026, newly stated"),
        (DateStatus.DISAPPEARED, "2026", None, "2026, no longer stated"),
    ],
    ids=["none", "unchanged", "unchanged-old", "changed", "appeared", "disappeared"],
)
def test_dates(status: DateStatus, old: str | None, new: str | None, words: str) -> None:
    change = DateChange(status=status, old=old, new=new)
    assert said(date_words(words_of("en"), change)) == words


@pytest.mark.parametrize(
    ("language", "fact", "words"),
    [
        (
            "en",
            ("retention", "30 day", "24 month", "longer"),
            "retention period: 30 days → 24 months (longer)",
        ),
        (
            "ar",
            ("retention", "30 day", "2 month", "longer"),
            "مدة الاحتفاظ: 30 يومًا ← شهران (أطول)",
        ),
        ("he", ("retention", None, "1 year", "changed"), "תקופת השמירה: לא צוין ← שנה אחת (שינוי)"),
        (
            "en",
            ("sell", "denies", "may", "weaker"),
            "selling: ruled out → possible (weaker protection)",
        ),
        (
            "de",
            ("share", None, "affirms", "broader"),
            "Weitergabe: nicht erwähnt → erklärt (weiter gefasst)",
        ),
        (
            "fr",
            ("consent", "affirms", "may", "weaker"),
            (
                "consentement\u00a0: préalable et exprès → présumé sauf opposition "
                "(protection affaiblie)"
            ),
        ),
        ("en", ("party", None, "Nova Ads", "broader"), "\u2068Nova Ads\u2069 newly named"),
        ("ar", ("party", "Nova", None, "narrower"), "لم تعد جهة \u2068Nova\u2069 مذكورة"),
        ("en", ("right", "delete", None, "weaker"), "right: “\u2068delete\u2069” no longer stated"),
        (
            "es",
            ("limit", None, "solo", "stronger"),
            "límite: «\u2068solo\u2069» consta por primera vez",
        ),
        (
            "en",
            ("amount", "5 EUR", "9 EUR", "changed"),
            "amount: \u20685 EUR\u2069 → \u20689 EUR\u2069 (changed)",
        ),
        (
            "en",
            ("novelty", "a", "b", "up"),
            "\u2068novelty\u2069: \u2068a\u2069 → \u2068b\u2069 (\u2068up\u2069)",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) == 2 else "",
)
def test_facts(language: str, fact: tuple[str, str | None, str | None, str], words: str) -> None:
    name, before, after, direction = fact
    change = FactChange(fact=name, before=before, after=after, direction=direction)
    assert said(fact_words(words_of(language), change)) == words


def test_an_own_category_is_called_by_its_name() -> None:
    categories = (Category.SALE, Category("genetic_data"))
    assert (
        said(category_words(words_of("he"), categories)) == "מכירת מידע, \u2068genetic data\u2069"
    )


@pytest.mark.parametrize(
    ("severity", "band"), [(0, "low"), (39, "low"), (40, "medium"), (70, "high"), (100, "high")]
)
def test_bands(severity: int, band: str) -> None:
    assert severity_band(severity).name == band


Load = Callable[[str], AlertContent]


@pytest.mark.parametrize("language", ["ar", "he", "de", "fr", "es"])
def test_the_line_of_the_date_is_no_part_of_a_summary(alert: Load, language: str) -> None:
    content = alert("english_changed")
    assert content.change is not None
    line = ClauseContent(
        kind=ClauseChangeKind.MODIFIED,
        categories=(Category.OTHER,),
        heading_path=(),
        before="Last updated: 1 May 2026",
        after="Last updated: 4 June 2026",
        diff=(("=", "Last updated: "), ("-", "1 May"), ("+", "4 June"), ("=", " 2026")),
    )
    dated = replace(content.change, clause_changes=(line, *content.change.clause_changes))
    words = words_of(language)
    assert summary_words(words, dated) == summary_words(words, content.change)


def test_the_summary_is_said_anew_in_the_readers_language(alert: Load) -> None:
    content = alert("english_changed")
    assert summary_of(content, "en") == "Retention: 30 days -> 24 months; sale: do not -> may"
    assert summary_of(content, "de") == (
        "Verkauf: ausgeschlossen → möglich; Speicherfrist: 30 Tage → 24 Monate; "
        "Unterauftragsverarbeiter: „\u2068Quartz Metrics Ltd, analytics, Ireland\u2069“ "
        "hinzugefügt; und 1 weitere"
    )
    assert summary_of(alert("arabic_silent"), "he") == (
        "מכירת מידע: נשלל ← אפשרי; תקופת השמירה: 30 ימים ← 24 חודשים; התאריך לא עודכן"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_class_is_its_own_summary(language: str, alert: Load) -> None:
    content = alert("english_changed")
    assert isinstance(content, ChangeAlert)
    words = words_of(language)
    change = replace(content.change, change_class=ChangeClass.REORDERED, summary="")
    assert said(summary_words(words, change)) == words.say("summaries", "reordered")


def test_what_cannot_be_said_anew_stays_as_the_analysis_said_it(alert: Load) -> None:
    content = alert("english_changed")
    assert isinstance(content, ChangeAlert)
    change = replace(content.change, clause_changes=(), summary="Something of its own")
    assert said(summary_words(words_of("ar"), change)) == "Something of its own"


def test_reasons_come_from_facts_else_from_the_analysis(alert: Load) -> None:
    content = alert("arabic_silent")
    assert isinstance(content, ChangeAlert)
    words = words_of("en")
    assert said(reason_words(words, content.change, 3)) == (
        "weaker protection (Sale), longer (Retention), date not updated"
    )
    assert said(reason_words(words, content.change, 1)) == "weaker protection (Sale)"
    bare = replace(content.change, clause_changes=(), silent=False)
    assert said(reason_words(words, bare, 1)) == "\u2068silent: the stated date did not move\u2069"


def test_health_and_reminders_are_summed_up_too(alert: Load) -> None:
    assert summary_of(alert("effective_soon"), "he") == "ייכנס לתוקף ב־12 במרץ 2026, בעוד 7 ימים"
    assert summary_of(alert("source_broken"), "en").startswith("3 fetches in a row did not bring")


@pytest.mark.parametrize(
    ("language", "more", "said"),
    [
        ("en", 0, "the same in a/terms, b/terms"),
        ("en", 2, "the same in a/terms, b/terms and 2 more"),
        ("ar", 3, "والتعديل نفسه في a/terms، b/terms و3 أخرى"),
    ],
    ids=["all", "more", "arabic"],
)
def test_what_several_pages_changed_alike(language: str, more: int, said: str) -> None:
    assert same_elsewhere(("a/terms", "b/terms"), more, language) == said
