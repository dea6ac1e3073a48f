"""Which pages are no document yet, but may become one when their scripts run. Pure.

Not challenges and walls: what a site puts before its document is not gone round.
"""

from __future__ import annotations

from crawler.extract import Extraction

_FEW_WORDS = 60
_EMPTY = frozenset({"empty_shell", "empty_text", "redirect_stub"})


def needs_browser(extraction: Extraction) -> bool:
    """Whether plain HTTP brought a shell. A missed ``select`` counts where little else is there."""
    reasons = extraction.quality.reasons
    if "empty_shell" in reasons or _is_under_a_box(extraction):
        return True
    return "select_missed" in reasons and extraction.words < _FEW_WORDS


def is_unfinished(extraction: Extraction) -> bool:
    """Whether a page whose scripts are running may still be at work on its text."""
    reasons = extraction.quality.reasons
    unfinished = not _EMPTY.isdisjoint(reasons) or "select_missed" in reasons
    return unfinished or _is_under_a_box(extraction)


def _is_under_a_box(extraction: Extraction) -> bool:
    """Nothing but a box that asks for consent: what it lies over, scripts may still write."""
    return "consent_wall" in extraction.quality.reasons and not extraction.words
