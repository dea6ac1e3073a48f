"""Lines to items: bullets written by hand, items run together, what may be a heading.

Shared by the readers of HTML and of plain text, so that one policy reads the same from both.
"""

from __future__ import annotations

import re

BULLETS = "•·●○◦▪■‣⁃∙►▸➤➢✓✔*"
_BULLET = re.compile(rf"(?:[{re.escape(BULLETS)}]|[-–—](?=\s))\s*(?=\S)")
_RUN_BULLET = re.compile(r"\s*[•●▪◦‣]\s+")
_RUN_DASH = re.compile(r"(?<=[.;:؛،,!?؟])\s+[-–]\s+")
_DASH_OPENS = re.compile(r":\s+[-–]\s+\S")
# A day, a word, a year: "20. Juni 2017" is a date, not item 20 of a list.
DATE_LINE = re.compile(r"\d{1,2}\.[ \t]{1,4}[^\W\d_]{3,12}\.?,?[ \t]{1,4}(?:19|20)\d\d\.?")
TERMINAL = (".", "!", "?", "؟", "。", ";", "؛", ",", "،", "…")
_LEAST_ITEMS = 2
LONGEST_HEADING = 120  # characters


def split_bullet(text: str) -> str | None:
    """The item's text when the line starts with a bullet, else None."""
    if text[:1].isalnum():
        return None
    found = _BULLET.match(text)
    return text[found.end() :] if found else None


def split_run_together(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The intro and the items of a list that stands in one line, or None.

    Seen as ``• a. • b.`` and as ``We use it to: - x. - y.``.
    """
    if not text.isascii() and _has_bullets(text):
        parts = [part.strip() for part in _RUN_BULLET.split(text)]
        if len(parts) > _LEAST_ITEMS or (len(parts) == _LEAST_ITEMS and parts[0]):
            return parts[0], tuple(part for part in parts[1:] if part)
    if " - " in text or " – " in text:
        opened = _DASH_OPENS.search(text)
        if opened is None:
            return None
        head = text[: opened.start() + 1]
        parts = _RUN_DASH.split(text[opened.start() :])
        if len(parts) > _LEAST_ITEMS:
            return head, tuple(part for part in parts[1:] if part)
    return None


def _has_bullets(text: str) -> bool:
    marks = text.count("•") + text.count("●") + text.count("▪")
    return marks >= _LEAST_ITEMS or "• " in text[1:]


def looks_like_heading(text: str) -> bool:
    """Short and not a sentence: what a line in bold must be to count as a heading."""
    return 1 < len(text) <= LONGEST_HEADING and not text.endswith(TERMINAL[:1] + TERMINAL[4:])
