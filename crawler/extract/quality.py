"""The quality gate: whether this is the document, or what a server showed in its place.

Reasons are stable words: ``challenge``, ``consent_wall``, ``login_wall``, ``soft_404``,
``error_page``, ``redirect_stub``, ``empty_shell``, ``empty_text``, ``mojibake``,
``wrong_language``, ``select_missed``. What only a comparison with the current version tells,
``collapsed`` and ``other_page``, is in :mod:`crawler.extract.succession`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extract import signals
from crawler.extract.language import speaks
from crawler.extract.model import Quality
from crawler.extract.normalise import fold_words
from crawler.extract.reading import has_any

_SHORT = 250  # words: longest page that may be a challenge, a wall or an error page
_TINY = 60  # words: a shell, a stub
_CONSENT_LONGEST = 450  # words: walls explain themselves at length
_TITLE_LONGEST = 700  # words: a soft 404 by its title, with suggestions below
_OPENING = 60  # words in which a page says what it is
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
    if has_any(title, signals.CHALLENGE) and (words <= _SHORT // 2 or marked):
        return "challenge"
    if has_any(opening, signals.CHALLENGE) and not has_any(title, signals.DOCUMENT_NAMES):
        return "challenge"
    return "challenge" if marked and words <= _TINY and not _is_titled(title, opening) else None


def _is_titled(title: str, opening: str) -> bool:
    return has_any(title, signals.DOCUMENT_NAMES) and has_any(opening, signals.DOCUMENT_NAMES)


def _missing(title: str, opening: str, words: int) -> str | None:
    if has_any(title, signals.SOFT_404):
        return "soft_404"
    if words > _SHORT:
        return None
    head = f" {' '.join(opening.split()[:25])} "
    if has_any(title, signals.ERROR_PAGE):
        return "error_page"
    if has_any(head, signals.SOFT_404) and not _reads_as_policy_opening(head, title):
        return "soft_404"
    if has_any(head, signals.ERROR_PAGE) and not _reads_as_policy_opening(head, title):
        return "error_page"
    return None


def _reads_as_policy_opening(head: str, title: str) -> bool:
    """The text itself says that it is the document; the title of a shell alone does not count."""
    first = f" {' '.join(head.split()[:8])} "
    return has_any(first, signals.DOCUMENT_NAMES) and has_any(title, signals.DOCUMENT_NAMES)


def _wall(text: str, title: str, opening: str, words: int, page: PageSignals) -> str | None:
    head = f" {' '.join(opening.split()[:12])} "
    named = has_any(head, signals.DOCUMENT_NAMES)
    if words <= _CONSENT_LONGEST and has_any(
        f" {' '.join(opening.split()[:30])} ", signals.CONSENT
    ):
        if has_any(page.buttons, signals.ACCEPT) and not _reads_as_policy_opening(head, title):
            return "consent_wall"
        if words <= _TINY and not named:
            return "consent_wall"
    if words <= _SHORT and (page.password_field or words <= _TINY):
        spoken = has_any(f" {text} ", signals.LOGIN) or has_any(title, signals.LOGIN)
        if (page.password_field and (spoken or words <= _TINY)) or has_any(title, signals.LOGIN):
            return None if named and not has_any(title, signals.LOGIN) else "login_wall"
    return None


def _shell(opening: str, words: int, page: PageSignals) -> str | None:
    if words > _TINY:
        return None
    if page.refresh or (has_any(opening, signals.REDIRECT) and words < _TINY // 2):
        return "redirect_stub"
    if has_any(opening, signals.NEEDS_JAVASCRIPT):
        return "empty_shell"
    if page.scripts and words < _TINY // 3 and not has_any(opening, signals.DOCUMENT_NAMES):
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
