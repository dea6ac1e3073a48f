"""Articles of laws that a text cites, however it writes them: no numbering, and read alike.

"Art. 6 Abs. 1 lit. f DSGVO", "article 6, paragraphe 1, point f), du RGPD" and "GDPR Art. 6(1)(f)"
are one citation; another article, paragraph or letter is another rule. A number of which no law is
named near by is of the document itself, and none of this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.analysis.aligning.edits import Edit, Span
from monitor.analysis.model import FactChange
from monitor.analysis.text.remembering import remembered
from storage.folding import fold
from storage.patterns import late
from storage.values import value

CITATION = "citation"
LEGAL_BASIS = "legal basis"

_MOST = 200  # citations of one text that are read
_TOLD = 3  # changed citations that are told of one clause
_HEAD = (
    r"(?:§{1,2}|\b(?:art(?:ikels?|icles?|(?:í|i)culos?|\.)?|sections?|sec\.|regulation|"
    r"paragraph|recital|erwägungsgrund|considérant)\b\.?|(?<!\w)(?:[وب]?ال)?ماد(?:ة|تين)\b|"
    r"(?<!\w)[בלו]?ה?(?:סעיפים|סעיף|תקנה|תקנות)(?!\w))"
)
_KIND = (
    r"(?:(?:abs(?:atz|ätze)?|s|satz|lit|buchst(?:aben?s?)?|nr|nummer|uabs|unterabsatz|"
    r"paragraphe|paragraph|para|par|alinéa|al|sous-point|point|lettre|let|phrase|subsection|"
    r"sub-?paragraph|apartado|apdo|párrafo|letra|número|núm|inciso|numeral|no)\b\.?|§|n°|"
    r"(?:ال)?(?:فقرة|بند|حرف)|ס\"ק|פסקה|סעיף קטן)"
)
_VALUE = r"(?:[0-9]{1,3}[a-z]?|[a-z]|[ivx]{1,4})(?!\w)"
_TAIL = (
    rf"(?:,?\s?{_KIND}\s?\(?(?:{_VALUE})\)?"  # ", paragraphe 1", "lit. f", "point f)"
    rf"|\s?\((?:{_VALUE}|[\u0621-\u064a\u05d0-\u05ea])\)"  # "(1)(f)"
    r"|[.\-–][0-9]{1,3}(?!\w)|[.\-–][a-z](?!\w)\)?"  # "6.1.f)", "6-1-f"
    r"|,?\s[a-z]\))"  # ", b)"
)
_KINDS = late(rf"{_KIND}|\b(?:bis|und|oder|to|and|or|et|ou)\b", re.IGNORECASE)
_LIST = r"(?:\s?(?:,|–|-|bis|und|oder|to|and|or|à|et|ou|a|y|o|إلى|و|עד|ו)\s?[0-9]{1,4}[a-z]?(?!\w))"
_CITATION = late(
    rf"{_HEAD}\s{{0,2}}(?:[LRD]\.?\s?)?(?P<number>[0-9]{{1,4}}[a-z]?(?!\w)(?:\.[0-9]{{1,4}}(?!\w))?)"
    rf"(?P<tail>(?:{_TAIL}|{_LIST}){{0,8}})(?:\s?ff?\.)?",
    re.IGNORECASE,
)
# The big laws by all their names; the first is what they are read as.
_LAWS = {
    "gdpr": (
        r"(?:EU-?\s?)?DS-?GVO|(?:EU-?\s?)?Datenschutz-?\s?Grundverordnung|(?:EU |UK )?GDPR|"
        r"General Data Protection Regulation|RGPD|"
        r"R(?:è|e)glement g(?:é|e)n(?:é|e)ral sur la protection des donn(?:é|e)es|"
        r"Reglamento General de Protecci(?:ó|o)n de Datos|"
        r"(?:Verordnung|Règlement|Regulation|Reglamento) \((?:EU|UE)\) (?:n[°o] ?)?2016/679|"
        r"ה-?GDPR|ב-?GDPR|[وبلك]?اللائحة العامة لحماية البيانات"
    ),
    "bdsg": r"BDSG|Bundesdatenschutzgesetz(?:es)?",
    "bgb": r"BGB|B(?:ü|ue)rgerliche[ns]? Gesetzbuch(?:e?s)?",
    "tmg": r"TMG|Telemediengesetz(?:es)?",
    "uwg": r"UWG|Gesetz(?:es)? gegen den unlauteren Wettbewerb",
    "lopdgdd": (
        r"LOPD-?GDD|Ley Org(?:á|a)nica 3/2018(?:, de 5 de diciembre,?)?"
        r"(?: de Protecci(?:ó|o)n de Datos Personales y garant(?:í|i)a de los derechos digitales)?"
    ),
    "lil": r"loi Informatique et Libert(?:é|e)s|LIL",
    "ccpa": r"CCPA|California Consumer Privacy Act",
}
_NAMES = "|".join(rf"(?P<{name}>(?<!\w)(?:{pattern})(?!\w))" for name, pattern in _LAWS.items())
_BIG = late(_NAMES)
_ANY = (
    r"[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{0,5}[A-ZÄÖÜ]?(?:G|GB|GBO|VO|PO|KG|StV|DV)(?!\w)|"
    r"(?:[Ll]oi|[Cc]ode|[Rr]èglement|[Dd]irective|[Dd]écret|[Ll]ey|[Cc]ódigo|[Rr]eglamento|"
    r"[Dd]irectiva|[Rr]eal [Dd]ecreto|Act|Code|Regulations?|Directive|Statute|LCEN|LSSI(?:-?CE)?|"
    r"(?i:[\w-]*(?:gesetz(?:es|buch(?:e?s)?)?|verordnung|richtlinie))|[TU]\.?S\.?C|PIPEDA|LPRPDE|CPRA)(?!\w)|"
    r"(?:ال)?(?:قانون|مرسوم|لائحة|نظام)(?!\w)|[לבה]?(?:חוק|פקודת|תקנות)(?!\w)"
)
_FIRST_SENTENCE = late(r"\b(?:s|satz)\b\.?\s?1(?!\w)", re.IGNORECASE)
_VALUES = late(rf"(?<!\w){_VALUE}|[\u0621-\u064a\u05d0-\u05ea](?=\))", re.IGNORECASE)
_TWICE = late(r"\b(law[a-z]{2,8})\s{1,3}\(?[\"„“«]?\s{0,3}\1\b\s{0,3}[\"”“»]?\)?")
_LAW = late(rf"(?:{_NAMES})|(?P<other>(?<!\w)(?:{_ANY}))")
_LINK = (
    r"(?:[\s,(]|\b(?:of|the|du|de|des|la|le|les|der|del|los|dem|von|nach|in|im|EU|UK|"
    r"من|ل|של)\b|\bl['’]|\bd['’])"
)
_BETWEEN = late(rf"{_LINK}{{0,12}}(?:(?!\b(?:this|these|our)\b)[A-Z][\w.]{{2,20}}\s){{0,4}}")
_LINKS = late(rf"{_LINK}{{0,12}}")
_IN_BRACKETS = late(r"\s?\([\"„“«]?\s?([\w-]{2,12})\s?[\"”“»]?\)")
_AHEAD = late(r"[\s,:(]{0,3}$")
_LEADING = 70  # letters in front of a citation in which its law stands


@value
class Citation:
    """``key`` is the law with the numbers and letters, as far as they can be told apart."""

    start: int
    end: int
    key: tuple[str, ...]


@remembered
def citations_in(text: str) -> tuple[Citation, ...]:
    """The articles of laws that ``text`` cites, in order."""
    if not any(letter.isdigit() for letter in text):
        return ()
    return tuple(_citations(text))


def _citations(text: str) -> Iterator[Citation]:
    end = 0
    for count, found in enumerate(_CITATION.finditer(text)):
        if count == _MOST:
            return
        parts = _parts(found)
        law = _LAW.match(text, _behind_links(text, found.end()))
        if law is None:  # "of the Data Protection Act"
            between = _BETWEEN.match(text, found.end())
            law = _LAW.match(text, between.end()) if between else None
        if law is not None:
            end = _with_short_name(text, law)
            yield Citation(start=found.start(), end=end, key=(law_name(law), *parts))
        elif ahead := _law_ahead(text, max(end, found.start() - _LEADING), found.start()):
            end = found.end()
            yield Citation(start=ahead.start(), end=end, key=(law_name(ahead), *parts))


def _with_short_name(text: str, law: re.Match[str]) -> int:
    """Where the law ends that is called by its other name right behind: "(GDPR)"."""
    again = _IN_BRACKETS.match(text, law.end())
    short = _BIG.fullmatch(again[1]) if again else None
    return again.end() if again and short and law_name(short) == law_name(law) else law.end()


def _behind_links(text: str, at: int) -> int:
    found = _LINKS.match(text, at)
    return found.end() if found else at


def _law_ahead(text: str, start: int, end: int) -> re.Match[str] | None:
    """The law right in front: "GDPR Art. 6", "RGPD (article 6)"."""
    for law in _LAW.finditer(text, start, end):
        if _AHEAD.fullmatch(text[law.end() : end]):
            return law
    return None


def law_name(found: re.Match[str]) -> str:
    """How a law is read, whatever name it is given."""
    known = found.lastgroup or "other"
    return known if known != "other" else fold(found[0])


def with_law_names(text: str) -> str:
    """``text`` with each of the big laws called by one name, once where two are given."""
    named = _BIG.sub(lambda found: f" law{found.lastgroup} ", text)
    return _TWICE.sub(r" \1 ", named)


def _parts(found: re.Match[str]) -> tuple[str, ...]:
    """Numbers and letters; the first sentence of a paragraph is the paragraph."""
    tail = _FIRST_SENTENCE.sub(" ", found["tail"])
    said = _VALUES.findall(_bare(tail))
    return tuple(part.lower() for part in (*found["number"].split("."), *said))


def _bare(tail: str) -> str:
    """Without the words that say what is counted."""
    return _KINDS.sub(" ", tail)


# --- what changed ----------------------------------------------------------------------------


def changes_citation(text: str, span: Span) -> bool:
    """The place is a part of a citation."""
    return _around(text, span) is not None


def citations_changed(edit: Edit) -> tuple[FactChange, ...]:
    """Other articles that are cited where some were, with their words."""
    if edit.is_whole or not edit.hunks:
        return ()
    before, after = edit.before or "", edit.after or ""
    found: dict[FactChange, None] = {}
    for hunk in edit.hunks[:_MOST]:
        if not any(map(_is_part, hunk.removed)) or not any(map(_is_part, hunk.added)):
            continue
        here, there = _around(before, hunk.old_span), _around(after, hunk.new_span)
        if here is None or there is None or here.key == there.key:
            continue
        fact = FactChange(
            fact=_name(here, there),
            before=before[here.start : here.end],
            after=after[there.start : there.end],
            direction="changed",
        )
        found[fact] = None
        if len(found) == _TOLD:
            break
    return tuple(found)


def _is_part(word: str) -> bool:
    """A number, or a letter under which something is listed."""
    return len(word) == 1 or word[0].isdigit()


def _name(here: Citation, there: Citation) -> str:
    """Articles 6 and 9 of the GDPR say on what ground data may be processed."""
    keys = here.key, there.key
    return LEGAL_BASIS if all(_is_ground(key) for key in keys) else CITATION


def _is_ground(key: tuple[str, ...]) -> bool:
    return key[0] == "gdpr" and key[1] in {"6", "9"}


def _around(text: str, span: Span) -> Citation | None:
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    for one in citations_in(text):
        if one.start <= start and end <= one.end + 1:
            return one
        if one.start > end:
            break
    return None
