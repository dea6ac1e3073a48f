"""Which language a whole page is in, as far as the quality gate must know: coarse and cheap."""

from __future__ import annotations

import re

_SAMPLE = 20_000  # characters
_SCRIPT_SHARE = 0.5  # of the letters: the language of the page
_PRESENT_SHARE = 0.1  # of the letters: the language is on the page
_CLEAR = 3  # times as many hits as the expected language
_LEAST_HITS = 12
_FEW_HITS = 4  # enough of a short text that has hardly any of another language
_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3]")
_HEBREW = re.compile("[\u05d0-\u05ea]")
_LETTERS = re.compile(r"[^\W\d_]")
_FREQUENT = {
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "your",
            "you",
            "we",
            "our",
            "or",
            "that",
            "with",
            "for",
            "this",
            "are",
            "not",
            "is",
            "by",
            "any",
            "may",
            "if",
        ]
    ),
    "fr": frozenset(
        [
            "les",
            "des",
            "et",
            "nous",
            "vous",
            "votre",
            "vos",
            "une",
            "du",
            "que",
            "pour",
            "dans",
            "est",
            "sur",
            "aux",
            "le",
            "au",
            "par",
            "ou",
            "qui",
        ]
    ),
    "de": frozenset(
        [
            "der",
            "die",
            "und",
            "das",
            "wir",
            "sie",
            "ihre",
            "nicht",
            "ist",
            "zu",
            "oder",
            "von",
            "mit",
            "den",
            "für",
            "wird",
            "werden",
            "auf",
            "eine",
            "bei",
        ]
    ),
    "es": frozenset(
        [
            "los",
            "las",
            "el",
            "que",
            "su",
            "sus",
            "una",
            "por",
            "para",
            "con",
            "nos",
            "usted",
            "del",
            "puede",
            "como",
            "y",
            "tu",
            "tus",
            "al",
            "se",
        ]
    ),
}


def main_language(text: str) -> str:
    """ISO 639-1 of ar he en fr de es, or "" when the page does not tell. ``text`` is folded."""
    sample = text[:_SAMPLE]
    shares = _script_shares(sample)
    for language, share in shares.items():
        if share >= _SCRIPT_SHARE:
            return language
    hits = _hits(sample)
    best = max(hits, key=lambda language: hits[language])
    others = sorted(hits.values())[-2]
    if hits[best] >= _LEAST_HITS:
        return best if hits[best] > 2 * others else ""
    return best if hits[best] >= _FEW_HITS and hits[best] > _FEW_HITS * others else ""


def speaks(text: str, language: str) -> bool:
    """``text`` is, at least in part, in ``language``; True when nothing tells."""
    expected = language.lower()[:2]
    sample = text[:_SAMPLE]
    shares = _script_shares(sample)
    if expected in shares:
        return shares[expected] >= _PRESENT_SHARE
    if max(shares.values()) > 1 - _PRESENT_SHARE:
        return expected not in _FREQUENT and expected not in ("ru", "el", "zh", "ja", "ko")
    if expected not in _FREQUENT:
        return True
    hits = _hits(sample)
    if max(shares.values()) >= _SCRIPT_SHARE:  # names and addresses are Latin in every language
        return hits[expected] >= _FEW_HITS
    best = max(hits.values())
    return best < _LEAST_HITS or hits[expected] * _CLEAR >= best


def _script_shares(sample: str) -> dict[str, float]:
    if _ARABIC.search(sample) is None and _HEBREW.search(sample) is None:
        return {"ar": 0.0, "he": 0.0}  # as of most pages, without counting all letters
    letters = len(_LETTERS.findall(sample)) or 1
    return {
        "ar": len(_ARABIC.findall(sample)) / letters,
        "he": len(_HEBREW.findall(sample)) / letters,
    }


def _hits(sample: str) -> dict[str, int]:
    words = sample.split()
    return {
        language: sum(map(frequent.__contains__, words)) for language, frequent in _FREQUENT.items()
    }
