"""Which language a block is in, and which way a document runs.

Scripts decide first. Within the Latin script the everyday words of each language are counted, with
words that headings of policies use; within the Arabic script the letters that Arabic lacks. A short
block that says too little takes the language of its neighbours.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from monitor.analysis.model import Direction
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.remembering import remembered
from storage.document import Block
from storage.patterns import late
from storage.values import value

_SAMPLE = 800  # characters of a block that are read
_CLEAR = 2  # evidence from which a block speaks for itself
_SURE = 4  # evidence of words that needs no look at letters and endings
_RTL_SHARE = 0.3  # share of right-to-left letters from which a block is of that script
_MIXED_SHARE = 0.15  # share of words that the other direction needs to make a document mixed

_ASCII_LETTERS = "".join(chr(code) if chr(code).isalpha() else " " for code in range(128))

_LAST_LATIN = "\u036f"  # up to it, and
_NEAR_LATIN = {" "}  # those that were met
_FIRST_SIGN, _LAST_SIGN = "\u2000", "\u2fff"  # from quote to dash no script has its letters

_RTL = frozenset({"arabic", "hebrew"})

# One class per script; names and product words in Latin letters stand inside all of them.
_SCRIPTS = {
    "latin": r"[A-Za-z\u00c0-\u024f]+",
    "arabic": r"[\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+",
    "hebrew": r"[\u05d0-\u05f2\ufb1d-\ufb4f]+",
    "other": r"[\u0370-\u052f\u0900-\u0e7f\u1100-\u11ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+",
}
_OTHERS = {
    "el": r"[\u0370-\u03ff]",
    "uk": r"[іїєґ]",
    "ru": r"[\u0400-\u052f]",
    "hi": r"[\u0900-\u097f]",
    "th": r"[\u0e00-\u0e7f]",
    "ko": r"[\u1100-\u11ff\uac00-\ud7af]",
    "ja": r"[\u3040-\u30ff]",
    "zh": r"[\u4e00-\u9fff]",
}
# Languages in Arabic letters by the letters and words they do not share with Arabic.
_ARABIC_SCRIPT = {
    "ur": r"[ٹڈڑےںھ]",
    "ckb": r"[ێۆڵڕ]",
    "fa": r"[پچژگ]|(?<!\w)(?:است|که|از|را|این|می|شما|برای|های|خود|شود)(?!\w)",
}
_ARABIC_WORDS = r"(?<!\w)(?:في|من|على|إلى|عن|التي|الذي|أو|هذه|هذا|أن|ال\w+)(?!\w)"
_LETTERS = {
    "de": r"ß|\b\w+(?:ung|ungen|keit|heit|schaft)\b",
    "es": r"[ñ¿¡]|\b\w+(?:ción|ciones|dad|dades)\b",
    "fr": r"œ|[çèêùû]|\b[dlqn]['’]\w",
    "pt": r"[ãõ]",
    "en": r"\b\w+(?:ing|ings|'s|’s)\b",
}
# What stands in every text that the sign of a language is found in: quickly looked for.
_SEEN_WITH = (
    ("de", ("ß", "ung", "keit", "heit", "schaft")),
    ("es", ("ñ", "¿", "¡", "ción", "ciones", "dad")),
    ("fr", ("œ", "ç", "è", "ê", "ù", "û", "'", "’")),
    ("pt", ("ã", "õ")),
    ("en", ("ing", "'s", "’s")),
)
_SEEN_WITH_IN_ASCII = tuple(
    (language, tuple(filter(str.isascii, pieces))) for language, pieces in _SEEN_WITH
)


@cache
def _signs() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """The patterns, each compiled at its first use: ranges of thousands of letters are slow."""
    tables = {"script": _SCRIPTS, "other": _OTHERS, "arabic": _ARABIC_SCRIPT, "latin": _LETTERS}
    return {
        name: tuple((key, late(pattern)) for key, pattern in table.items())
        for name, table in tables.items()
    }


@cache
def _other_script() -> re.Pattern[str]:
    ranges = "".join(_SCRIPTS[script][1:-2] for script in ("arabic", "hebrew", "other"))
    return re.compile(f"[{ranges}]")


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    source = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    lines: dict[str, str] = parse_table(source)
    for language, line in lines.items():
        for word in dict.fromkeys(line.split()):
            known[word] = (*known.get(word, ()), language)
    return known


@value(kw_only=False)
class _Evidence:
    script: str  # "" where there are no letters
    language: str  # the best guess, "" where nothing tells
    strength: int


_SILENT = _Evidence("latin", "", 0)


def detect_language(text: str, default: str = "") -> str:
    """ISO 639-1 of ar he en fr de es (others are named where their script or words tell).

    ``default`` is returned where the text says too little, and wins over weak evidence.
    """
    evidence = _weigh(text[:_SAMPLE])
    if not evidence.language or (default and evidence.strength < _CLEAR):
        return default
    return evidence.language


def block_languages(blocks: Sequence[Block], hint: str | None = None) -> tuple[str, ...]:
    """One language per block. ``hint`` is the language that the source is said to have."""
    return languages_and_direction(blocks, hint)[0]


def text_direction(blocks: Sequence[Block]) -> Direction:
    """The way most words run; mixed where a good part runs the other way."""
    return languages_and_direction(blocks)[1]


def languages_and_direction(
    blocks: Sequence[Block], hint: str | None = None
) -> tuple[tuple[str, ...], Direction]:
    """Both, of blocks whose letters and words are looked at once."""
    evidence = [_weigh(block.text[:_SAMPLE]) for block in blocks]
    return _settled(evidence, hint), _direction(blocks, evidence)


def _settled(evidence: Sequence[_Evidence], hint: str | None) -> tuple[str, ...]:
    prior = _priors(evidence, hint)
    before = _last_clear(evidence)
    after = _last_clear(evidence[::-1])[::-1]
    return tuple(
        _settle(one, (earlier, later), prior)
        for one, earlier, later in zip(evidence, before, after, strict=True)
    )


def _direction(blocks: Sequence[Block], evidence: Sequence[_Evidence]) -> Direction:
    words: Counter[bool] = Counter()
    for block, one in zip(blocks, evidence, strict=True):
        if one.script:
            words[one.script in _RTL] += block.text.count(" ") + 1
    total = words.total()
    share = words[True] / total if total else 0.0
    if share >= 1 - _MIXED_SHARE:
        return Direction.RTL
    return Direction.LTR if share <= _MIXED_SHARE else Direction.MIXED


@remembered
def _weigh(sample: str) -> _Evidence:
    match _script(sample):
        case "hebrew":
            return _Evidence("hebrew", "he", _CLEAR)
        case "arabic":
            return _Evidence("arabic", _of_arabic_script(sample), _CLEAR)
        case "latin":
            return _of_latin_script(sample.lower())
        case "other":
            named = (name for name, sign in _signs()["other"] if sign.search(sample.lower()))
            return _Evidence("other", next(named, ""), _CLEAR)
        case _:
            return _Evidence("", "", 0)


def _script(text: str) -> str:
    if text.isascii():
        return "latin" if text.upper() != text.lower() else ""
    if _is_near_latin(text) or not _other_script().search(text):
        return "latin" if _signs()["script"][0][1].search(text) else ""
    counts = {script: sum(map(len, sign.findall(text))) for script, sign in _signs()["script"]}
    total = sum(counts.values())
    for script in ("hebrew", "arabic", "other"):
        if counts[script] and counts[script] >= _RTL_SHARE * total:
            return script
    return "latin" if counts["latin"] else ""


def _is_near_latin(text: str) -> bool:
    """No letters but Latin ones, with whatever signs: asked before larger patterns are needed."""
    for letter in set(text).difference(_NEAR_LATIN):
        if not (letter <= _LAST_LATIN or _FIRST_SIGN <= letter <= _LAST_SIGN):
            return False
        _NEAR_LATIN.add(letter)
    return True


def _of_arabic_script(text: str) -> str:
    for language, sign in _signs()["arabic"]:
        count = len(sign.findall(text))
        if count >= _CLEAR and count > len(re.findall(_ARABIC_WORDS, text)):
            return language
    return "ar"


def _of_latin_script(text: str) -> _Evidence:
    known = _languages_by_word()
    found = _latin_words(text)
    scores: dict[str, int] = {}
    evidence = _SILENT
    if not known.keys().isdisjoint(found):
        spoken = list(chain.from_iterable(filter(None, map(known.get, found))))
        scores = {language: spoken.count(language) for language in set(spoken)}
        evidence = _clearest(scores)
        if evidence.strength >= _SURE:
            return evidence
    signed = _signed(text)
    if not signed:
        return evidence
    for language, sign in _signs()["latin"]:
        if language in signed:
            scores[language] = scores.get(language, 0) + len(sign.findall(text))
    return _clearest(scores)


def _signed(text: str) -> list[str]:
    """The languages whose sign may be found in ``text``."""
    seen_with = _SEEN_WITH_IN_ASCII if text.isascii() else _SEEN_WITH
    found: list[str] = []
    for language, pieces in seen_with:
        for piece in pieces:
            if piece in text:
                found.append(language)
                break
    return found


def _latin_words(lowered: str) -> list[str]:
    if lowered.isascii():
        return lowered.translate(_ASCII_LETTERS).split()
    return re.findall(_SCRIPTS["latin"], lowered)


def _clearest(scores: dict[str, int]) -> _Evidence:
    if not scores:
        return _SILENT
    most = max(scores.values())
    leaders = [language for language, count in scores.items() if count == most]
    if len(leaders) > 1 or not most:
        return _SILENT
    margin = most - max([count for count in scores.values() if count != most], default=0)
    return _Evidence("latin", leaders[0], margin)


def _priors(evidence: Sequence[_Evidence], hint: str | None) -> dict[str, str]:
    """The main language of each script in the document, and of all ("")."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in evidence:
        if one.language:
            for key in (one.script, ""):
                votes[key][one.language] += one.strength
    if hint:
        votes[""][hint] += 1
        script = {"ar": "arabic", "fa": "arabic", "ur": "arabic", "he": "hebrew"}.get(hint, "latin")
        votes[script][hint] += 1
    return {script: counts.most_common(1)[0][0] for script, counts in votes.items()}


def _last_clear(evidence: Sequence[_Evidence]) -> list[dict[str, str]]:
    """For each block the language of the last clear block before it, per script and of all."""
    lasts: list[dict[str, str]] = []
    current: dict[str, str] = {}
    for one in evidence:
        lasts.append(current)
        if one.language and one.strength >= _CLEAR:
            current = {**current, one.script: one.language, "": one.language}
    return lasts


def _settle(
    one: _Evidence, around: tuple[dict[str, str], dict[str, str]], prior: dict[str, str]
) -> str:
    if one.language and one.strength >= _CLEAR:
        return one.language
    before, after = (side.get(one.script, "") for side in around)
    near = before if before == after or not after else (after if not before else "")
    if near:
        return near
    if one.language and one.language in (before, after):
        return one.language
    return prior.get(one.script, one.language)
