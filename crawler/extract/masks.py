"""Masks for what moves by itself in short lines: relative times, clocks, ids, copyright years.

They never touch prose: "within 30 days" and "data collected 30 days ago" are clauses.
"""

from __future__ import annotations

import re
from operator import methodcaller

from storage.trace_ids import is_trace_line

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
_SINCE = r"\s+(?:\d{1,3}|une?|einer|einem|uno?|una)?\s*"
_RELATIVE = re.compile(
    rf"\b(?:\d{{1,3}}|an?|one)\s+{_UNITS}\s+ago\b|\b(?:il y a|vor|hace|منذ){_SINCE}{_UNITS}",
    re.IGNORECASE,
)
# In Arabic and Hebrew the word for "ago" is that for "before": "notice 30 days before" is a clause.
_BEFORE = re.compile(rf"\b(?:قبل|לפני){_SINCE}{_UNITS}")
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
# Words that may stand with such a time in a line that says no more than it: what was done to the
# page, and what stands around that.
_DONE = (
    r"updated|edited|modified|reviewed|posted|published|generated|created"
    r"|mise?|modifiée?|publiée?|rédigée?|générée?"
    r"|aktualisiert|aktualisierung|geändert|veröffentlicht|bearbeitet|erstellt"
    r"|actualizad[oa]|modificad[oa]|publicad[oa]|actualización"
    r"|تحديث|التحديث|نشر|نُشر|نشرت|كتب|كُتب"
    r"|עודכן|עודכנה|פורסם|פורסמה|נכתב|נכתבה|נערך|נערכה|עדכון"
)
_IS_DONE = re.compile(_DONE)
_IS_LABEL = re.compile(
    rf"{_DONE}|last|page|on|by|was|dernière|à|a|été|jour|le|zuletzt|letzte|am|wurde"
    r"|última|el|fue|آخر|تم|في|לאחרונה|אחרון"
)
_AT_END = frozenset(("aktualisiert", "geändert", "veröffentlicht", "bearbeitet", "erstellt"))
_OPENING = 3  # words of a line among which stands what was done
_ENDS = ".!?؟;:…"
_SENTENCE = 3  # words besides a time, more than which make a sentence of a line with a full stop
_CLAUSE = 4  # the same of a line without, where it has a relative time
_CLOCK_LINE = 10  # and where it has a clock
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
_WITHOUT_MARKS = methodcaller("strip", ".,:;()")
_SHORTEST_HEX = 16  # characters
_AROUND = ".,:;()[]|·•–—-!?؟،"


def masked(text: str) -> str:
    """``text``, the text of one block, with a mark in the place of what moves by itself."""
    if len(text) > SHORT_LINE:
        return text
    lowered = text.lower()
    words = lowered.split()
    if len(text) <= _FURNITURE_LINE and not _RECENT_SIGNS.isdisjoint(map(_WITHOUT_MARKS, words)):
        text = _RECENT.sub(MASK, text)
    if not _RELATIVE_SIGNS.isdisjoint(words) or "ago" in lowered:
        text = _without_age(text)
    if MASK in text and not _beside(text):
        return ""  # "Updated 3 days ago": such a line comes and goes with designs
    if DIGIT.search(text) is None:
        return text
    if is_trace_line(text):
        return ""
    if max(map(len, words)) >= _SHORTEST_HEX:
        text = _HEX.sub(MASK, text)
    if ":" in text:
        text = _unless_sentence(text, _CLOCK.sub(MASK, text), _CLOCK_LINE)
    if any(sign in lowered for sign in _COPYRIGHT_SIGNS):
        text = _COPYRIGHT.sub(lambda found: _YEARS.sub(MASK, found.group()), text)
    return text


def _without_age(text: str) -> str:
    found = _unless_sentence(text, _RELATIVE.sub(MASK, text), _CLAUSE)
    if found != text:
        return found
    found = _BEFORE.sub(MASK, text)
    return found if _has_label(found) or not _beside(found) else text


def _unless_sentence(text: str, found: str, most: int) -> str:
    """``found``, unless its words besides the marks say more: "deleted 30 days ago or more."."""
    if found == text or _has_label(found):
        return found
    left = len(_beside(found))
    return text if left > (_SENTENCE if text.rstrip()[-1:] in _ENDS else most) else found


def _has_label(text: str) -> bool:
    words = _bare(text)
    if words and _IS_LABEL.fullmatch(words[0]):
        return any(map(_IS_DONE.fullmatch, words[:_OPENING])) or words[-1] in _AT_END
    return bool(words) and words[-1] in _AT_END


def _beside(text: str) -> list[str]:
    """The words of a line besides its marks and labels."""
    return [word for word in _bare(text) if not _IS_LABEL.fullmatch(word)]


def _bare(text: str) -> list[str]:
    words = (word.strip(_AROUND) for word in text.replace(MASK, " ").lower().split())
    return [word for word in words if word]
