"""The quality gate: whether this is the document, or what a server showed in its place.

Reasons are stable words: ``challenge``, ``consent_wall``, ``login_wall``, ``soft_404``,
``error_page``, ``redirect_stub``, ``empty_shell``, ``empty_text``, ``mojibake``,
``wrong_language``, ``select_missed``; and against the current version ``collapsed`` and
``other_page``. A page that still reads like a legal document is never refused for being much
rewritten: that is a change, and confirmation is its brake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from crawler.extract import signals
from crawler.extract.language import main_language, speaks
from crawler.extract.model import Extraction, PreviousText, Quality
from crawler.extract.normalise import fold_words

_SHORT = 250  # words: longest page that may be a challenge, a wall or an error page
_TINY = 60  # words: a shell, a stub
_CONSENT_LONGEST = 450  # words: walls explain themselves at length
_TITLE_LONGEST = 700  # words: a soft 404 by its title, with suggestions below
_OPENING = 60  # words in which a page says what it is
_LEGAL_DENSITY = 0.045  # share of legal words from which a text reads like a legal document
_LEGAL_LEAST = 60  # words
_COLLAPSE = 0.3  # share of the words that must be left
_COLLAPSE_NAMED = 0.12  # the same, of a page that still bears the name of a document
_SURVIVING = 0.15  # share of the word pairs that must survive for it to be the same document
_LEAST_PREVIOUS = 60  # words: below it shares say nothing
_LEAST_FOR_LANGUAGE = 30

_MOJIBAKE = re.compile(
    r"[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
    r"|â€[\u0080-\u00bf™œ˜“”]|[ØÙ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ]"
    r"|×[\u0080-\u00aa€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)
_ACCENT_RUN = re.compile(r"[À-ÖØ-öø-ÿ]{4,}")
_LEAST_MOJIBAKE = 8
_MOJIBAKE_SHARE = 0.004  # of the characters


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSignals:
    """What the markup of an HTML page tells besides its text; all False or "" for other formats."""

    scripts: bool = False
    password_field: bool = False
    refresh: bool = False  # a meta refresh
    marks: str = ""  # lower-case source of a short page, for vendors' marks
    buttons: str = ""  # folded labels of the buttons
    select_missed: bool = False


def judge(
    *,
    text: str,
    title: str | None,
    words: int,
    raw_text: str,
    page: PageSignals,
    language: str | None,
) -> Quality:
    """Judge one page by itself; ``text`` is the comparison text, ``raw_text`` the text as shown."""
    reasons: list[str] = []
    if page.select_missed:
        reasons.append("select_missed")
    elif found := _not_the_document(text, title, words, page):
        reasons.append(found)
    if _is_mojibake(raw_text):
        reasons.append("mojibake")
    elif language and words >= _LEAST_FOR_LANGUAGE and not speaks(text, language):
        reasons.append("wrong_language")
    return Quality(ok=not reasons, reasons=tuple(reasons))


def judge_against(extraction: Extraction, previous: PreviousText | None) -> Quality:
    """The page's own judgement, and that against the source's current version."""
    own = extraction.quality
    if previous is None or previous.words < _LEAST_PREVIOUS:
        return own
    text = extraction.comparison.text
    if text == previous.comparison_text:
        return own
    reasons = list(own.reasons)
    found = _against(text, extraction.words, extraction.document.title, previous)
    if found is not None and found not in reasons:
        reasons.append(found)
    return Quality(ok=not reasons, reasons=tuple(reasons))


def _against(text: str, words: int, title: str | None, previous: PreviousText) -> str | None:
    legal = reads_like_a_document(text, words)
    named = _names_document(title) or title == previous.title
    if words < (_COLLAPSE_NAMED if named else _COLLAPSE) * previous.words and not (
        legal and words >= _SHORT
    ):
        return "collapsed"
    if _survival(previous.comparison_text, text) >= _SURVIVING:
        return None
    before, now = main_language(previous.comparison_text), main_language(text)
    if before and now and before != now:
        return "wrong_language"
    if _names_document(title) and (legal or title == previous.title):
        return None
    if legal and not _names_document(previous.title):
        return None
    return "other_page"


def _survival(old: str, new: str) -> float:
    before = old.split()
    after = new.split()
    pairs = set(pairwise(before))
    if not pairs:
        return 1.0
    return len(pairs.intersection(pairwise(after))) / len(pairs)


def reads_like_a_document(text: str, words: int) -> bool:
    """Long enough and dense with the words of legal documents."""
    if words < _LEGAL_LEAST:
        return False
    hits = sum(word in signals.LEGAL_WORDS for word in text.split())
    return hits >= _LEGAL_DENSITY * words


def _names_document(title: str | None) -> bool:
    return title is not None and _has(f" {fold_words(title)} ", signals.DOCUMENT_NAMES)


def _has(text: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in text for phrase in phrases)


def _not_the_document(text: str, title: str | None, words: int, page: PageSignals) -> str | None:
    if words == 0:
        return "empty_shell" if page.scripts else "empty_text"
    if words > _TITLE_LONGEST:
        return None
    folded_title = f" {fold_words(title or '')} "
    opening = f" {' '.join(text.split()[:_OPENING])} "
    return (
        _challenge(folded_title, opening, words, page)
        or _missing(folded_title, opening, words)
        or _wall(text, folded_title, opening, words, page)
        or _shell(opening, words, page)
    )


def _challenge(title: str, opening: str, words: int, page: PageSignals) -> str | None:
    if words > _SHORT:
        return None
    marked = any(mark in page.marks for mark in signals.CHALLENGE_MARKS)
    if _has(title, signals.CHALLENGE) and (words <= _SHORT // 2 or marked):
        return "challenge"
    if _has(opening, signals.CHALLENGE) and not _has(title, signals.DOCUMENT_NAMES):
        return "challenge"
    return "challenge" if marked and words <= _TINY and not _is_titled(title, opening) else None


def _is_titled(title: str, opening: str) -> bool:
    return _has(title, signals.DOCUMENT_NAMES) and _has(opening, signals.DOCUMENT_NAMES)


def _missing(title: str, opening: str, words: int) -> str | None:
    if _has(title, signals.SOFT_404):
        return "soft_404"
    if words > _SHORT:
        return None
    head = f" {' '.join(opening.split()[:25])} "
    if _has(title, signals.ERROR_PAGE):
        return "error_page"
    if _has(head, signals.SOFT_404) and not _reads_as_policy_opening(head, title):
        return "soft_404"
    if _has(head, signals.ERROR_PAGE) and not _reads_as_policy_opening(head, title):
        return "error_page"
    return None


def _reads_as_policy_opening(head: str, title: str) -> bool:
    """The text itself says that it is the document; the title of a shell alone does not count."""
    first = f" {' '.join(head.split()[:8])} "
    return _has(first, signals.DOCUMENT_NAMES) and _has(title, signals.DOCUMENT_NAMES)


def _wall(text: str, title: str, opening: str, words: int, page: PageSignals) -> str | None:
    head = f" {' '.join(opening.split()[:12])} "
    named = _has(head, signals.DOCUMENT_NAMES)
    if words <= _CONSENT_LONGEST and _has(f" {' '.join(opening.split()[:30])} ", signals.CONSENT):
        if _has(page.buttons, signals.ACCEPT) and not _reads_as_policy_opening(head, title):
            return "consent_wall"
        if words <= _TINY and not named:
            return "consent_wall"
    if words <= _SHORT and (page.password_field or words <= _TINY):
        spoken = _has(f" {text} ", signals.LOGIN) or _has(title, signals.LOGIN)
        if (page.password_field and (spoken or words <= _TINY)) or _has(title, signals.LOGIN):
            return None if named and not _has(title, signals.LOGIN) else "login_wall"
    return None


def _shell(opening: str, words: int, page: PageSignals) -> str | None:
    if words > _TINY:
        return None
    if page.refresh or (_has(opening, signals.REDIRECT) and words < _TINY // 2):
        return "redirect_stub"
    if _has(opening, signals.NEEDS_JAVASCRIPT):
        return "empty_shell"
    if page.scripts and words < _TINY // 3 and not _has(opening, signals.DOCUMENT_NAMES):
        return "empty_shell"
    return None


def _is_mojibake(text: str) -> bool:
    if text.isascii() or not text:
        return False
    lost = text.count("\ufffd")
    if lost >= _LEAST_MOJIBAKE and lost > len(text) * _MOJIBAKE_SHARE:
        return True
    if not (
        "Ã" in text or "â€" in text or "Ø" in text or "Ù" in text or "×" in text or "á" in text
    ):
        return False
    broken = len(_MOJIBAKE.findall(text)) + 4 * len(_ACCENT_RUN.findall(text))
    return broken >= _LEAST_MOJIBAKE and broken > len(text) * _MOJIBAKE_SHARE
