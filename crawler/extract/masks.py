"""Masks for what moves by itself in short lines: relative times, clocks, ids, copyright years.

They never touch prose: "within 30 days" and "data collected 30 days ago" are clauses.
"""

from __future__ import annotations

import re

MASK = "\ue000"  # a private character: no word of a page is equal to it

DIGIT = re.compile(r"\d")
SHORT_LINE = 120  # characters: a line of furniture, not a clause

_UNITS = (
    r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?|années?"
    r"|Sekunden?|Minuten?|Stunden?|Tag(?:en?)?|Wochen?|Monat(?:en?)?|Jahr(?:en?)?"
    r"|segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?"
    r"|ثانية|ثوان[يٍ]?|دقيقة|دقائق|ساعة|ساعات|يوم[ًاا]*|أيام|أسبوع|أسابيع|شهر[ًاا]*|أشهر|سنة|سنوات"
    r"|שניות|דקות|דקה|שעות|שעה|ימים|יום|שבועות|שבוע|חודשים|חודש|שנים|שנה)"
)
_RELATIVE = re.compile(
    rf"\b(?:\d{{1,3}}|an?|one)\s+{_UNITS}\s+ago\b"
    rf"|\b(?:il y a|vor|hace|منذ|قبل|לפני)\s+(?:\d{{1,3}}|une?|einer|einem|uno?|una)?\s*{_UNITS}",
    re.IGNORECASE,
)
# Words for a recent day, in a line of their own ("Updated yesterday").
_RECENT = re.compile(
    r"\b(?:today|yesterday|just now|(?:this|last) (?:week|month|year)"
    r"|(?:over|about|more than) an? \w+ ago"
    r"|in the last (?:\d+ )?\w+|aujourd['’]hui|hier|cette semaine|ce mois-ci|la semaine dernière"
    r"|il y a plus d['’]une? \w+|heute|gestern|gerade eben|(?:diese|letzte) Woche|diesen Monat"
    r"|vor über eine[rm] \w+"
    r"|hoy|ayer|ahora mismo|esta semana|este mes|la semana pasada|hace más de una? \w+"
    r"|اليوم|أمس|الآن|هذا الأسبوع|الأسبوع الماضي|هذا الشهر|منذ أكثر من \w+"
    r"|היום|אתמול|עכשיו|השבוע|החודש|בשבוע שעבר"
    r"|לפני יותר מ\w+)\b",
    re.IGNORECASE,
)
_FURNITURE_LINE = 50  # characters
_CLOCK = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?\s?(?:[ap]\.?m\b\.?|Z|UTC|GMT|CES?T)?",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright\b|حقوق|זכויות)[^\n]{0,60}?\b(?:19|20)\d{2}"
    r"(?:\s?[-–—]\s?(?:19|20)\d{2})?"
    r"|\b(?:19|20)\d{2}(?:\s?[-–—]\s?(?:19|20)\d{2})?[^\n]{0,40}?(?:©|\(c\))",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?:19|20)\d{2}(?:\s?[-–—]\s?(?:19|20)\d{2})?")
_HEX = re.compile(
    r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b"
    r"|\b(?=[a-f]{0,40}\d)(?=\d{0,40}[a-f])[0-9a-f]{16,128}\b"
)


# Words without which the costlier patterns need not be tried.
_RECENT_SIGNS = frozenset(
    [
        "today",
        "yesterday",
        "now",
        "week",
        "month",
        "year",
        "ago",
        "last",
        "aujourd'hui",
        "aujourd’hui",
        "hier",
        "semaine",
        "mois-ci",
        "plus",
        "heute",
        "gestern",
        "eben",
        "woche",
        "monat",
        "über",
        "hoy",
        "ayer",
        "mismo",
        "semana",
        "mes",
        "hace",
        "اليوم",
        "أمس",
        "الآن",
        "الأسبوع",
        "الشهر",
        "منذ",
        "היום",
        "אתמול",
        "עכשיו",
        "השבוע",
        "החודש",
        "בשבוע",
        "לפני",
    ]
)
_RELATIVE_SIGNS = frozenset(["ago", "il", "vor", "hace", "منذ", "قبل", "לפני"])
_COPYRIGHT_SIGNS = ("©", "(c)", "copyright", "حقوق", "זכויות")
_SHORTEST_HEX = 16  # characters


def masked(text: str) -> str:
    """``text``, the text of one block, with a mark in the place of what moves by itself."""
    if len(text) > SHORT_LINE:
        return text
    lowered = text.lower()
    words = lowered.split()
    if len(text) <= _FURNITURE_LINE and not _RECENT_SIGNS.isdisjoint(
        word.strip(".,:;()") for word in words
    ):
        text = _RECENT.sub(MASK, text)
    if not _RELATIVE_SIGNS.isdisjoint(words) or "ago" in lowered:
        text = _RELATIVE.sub(MASK, text)
    if DIGIT.search(text) is None:
        return text
    if max(map(len, words)) >= _SHORTEST_HEX:
        text = _HEX.sub(MASK, text)
    if ":" in text:
        text = _CLOCK.sub(MASK, text)
    if any(sign in lowered for sign in _COPYRIGHT_SIGNS):
        text = _COPYRIGHT.sub(lambda found: _YEARS.sub(MASK, found.group()), text)
    return text
