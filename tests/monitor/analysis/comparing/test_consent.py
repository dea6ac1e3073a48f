"""Consent that is dropped, or turned from opt-in to opt-out, is weaker in every language."""

from __future__ import annotations

import pytest
from support.one_clause import moved

from monitor.analysis import Comparison

DROPPED = [
    ("en", "We read your contacts after asking for your consent.", "without asking your consent."),
    ("en", "We read your contacts after obtaining consent.", "without obtaining consent."),
    (
        "fr",
        "Nous lisons vos contacts après avoir obtenu votre accord.",
        "sans demander votre accord.",
    ),
    (
        "fr",
        "Nous lisons vos contacts après votre consentement.",
        "sans attendre votre consentement.",
    ),
    ("de", "Wir lesen Kontakte, nachdem Sie zugestimmt haben.", "ohne Ihre Zustimmung einzuholen."),
    ("de", "Wir lesen Kontakte erst nach Ihrer Einwilligung.", "auch ohne Ihre Einwilligung."),
    ("es", "Leemos sus contactos tras obtener su permiso.", "sin pedir su permiso."),
    ("ar", "نقرأ جهات اتصالك بعد أخذ موافقتك.", "دون أخذ موافقتك."),
    ("he", "אנו קוראים את אנשי הקשר לאחר קבלת הסכמתך.", "מבלי לבקש את הסכמתך."),
]

# What is said where consent is asked for, and where it is enough not to object.
OUT = [
    ("en", "We disclose data", "if you consent.", "unless you object."),
    ("en", "We disclose data", "where you have agreed.", "unless you decline."),
    ("fr", "Nous communiquons vos données", "si vous y consentez.", "sauf si vous vous y opposez."),
    ("de", "Wir geben Daten weiter,", "wenn Sie einwilligen.", "sofern Sie nicht widersprechen."),
    ("de", "Wir geben Daten weiter,", "wenn Sie zustimmen.", "es sei denn, Sie widersprechen."),
    ("es", "Cedemos datos", "si usted consiente.", "salvo que usted se oponga."),
    ("ar", "نشارك بياناتك", "إذا وافقت.", "ما لم تعترض."),
    ("ar", "نشارك بياناتك", "في حال موافقتك.", "إلا إذا اعترضت."),
    ("he", "נשתף את המידע", "אם תסכים לכך.", "אלא אם תתנגד לכך."),
    ("he", "נשתף את המידע", "אם נתת הסכמתך.", "כל עוד לא התנגדת."),
]


@pytest.mark.parametrize(("language", "asked", "not_asked"), DROPPED, ids=str)
def test_consent_that_is_dropped(language: str, asked: str, not_asked: str) -> None:
    stem = {
        "en": "We read your contacts",
        "fr": "Nous lisons vos contacts",
        "de": "Wir lesen Kontakte,",
        "es": "Leemos sus contactos",
        "ar": "نقرأ جهات اتصالك",
        "he": "אנו קוראים את אנשי הקשר",
    }[language]
    weaker = moved(language, asked, f"{stem} {not_asked}")
    stronger = moved(language, f"{stem} {not_asked}", asked)
    assert _of(weaker) == [("consent", "affirms", "denies", "weaker")]
    assert _of(stronger) == [("consent", "denies", "affirms", "stronger")]
    assert weaker.severity > stronger.severity


@pytest.mark.parametrize(("language", "stem", "opt_in", "opt_out"), OUT, ids=str)
def test_from_opt_in_to_opt_out(language: str, stem: str, opt_in: str, opt_out: str) -> None:
    weaker = moved(language, f"{stem} {opt_in}", f"{stem} {opt_out}")
    assert _of(weaker) == [("consent", "affirms", "may", "weaker")]
    stronger = moved(language, f"{stem} {opt_out}", f"{stem} {opt_in}")
    assert _of(stronger) == [("consent", "may", "affirms", "stronger")]


def _of(comparison: Comparison) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (one.fact, one.before, one.after, one.direction)
        for change in comparison.clause_changes
        for one in change.facts
    ]
