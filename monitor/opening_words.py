"""The first telling words of a clause: what a line can say of a text that came or went as a whole.

Whole sentences where they fit. A sentence that does not is cut at the end of a part of it, or of a
word, and says so. A German "not" that stands behind its verb is kept where it would be cut off; in
the other languages it stands before what it denies.
"""

from __future__ import annotations

import re
import unicodedata

LETTERS = 64
_ELLIPSIS = "…"
_FEW = 4  # words of a sentence that says little without the next
_SHORT = 3  # letters before a full stop that may be an abbreviation's
# "3.", "(a)", "1.2)", "IV.", "א.", a bullet; of "U.S. law" there is none.
_LISTED = re.compile(
    r"(?:[^\w\s\"'“”„«»‹›(\[$€£¥₪#@]+\s+"
    r"|[(\[]?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[^\W\d_]|[ivxlcIVXLC]{1,6})[.):\]]+\s+"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\s+(?=[\"“„«']?[^\W\d_a-zß-ÿ]))+(?=\S)"
)
_SENTENCE = re.compile(r"[.!?؟。…][\"'”»)\]]*\s+")
_PART = re.compile(r"[,;:،؛](?=\s)|\s[–—|(](?=.)|\s-(?=\s)")
_NOT = re.compile(r"(?<!\w)(?:nicht|niemals|nie|keine[rnms]?|kein)(?!\w)")
_EMPTY_CELLS = re.compile(r"(?: ?\|){2,} ?")
_MARKS = " \t\n.,;:،؛|–—-("


def opening_words(text: str, most: int = LETTERS) -> str:
    """About ``most`` letters of ``text`` at most; "" where it has no letter and no number."""
    line = _EMPTY_CELLS.sub(" | ", " ".join(text[: 8 * most].split()))
    listed = _LISTED.match(line)
    line = line[listed.end() :] if listed else line
    if not any(map(str.isalnum, line)):
        return ""
    end = 0
    for found in _SENTENCE.finditer(line):
        if found.start() > most:
            break
        if not _is_abbreviation(line[end : found.start()]):
            end = found.start() + 1
        if len(line[:end].split()) >= _FEW:
            break
    whole = line[:end] if len(line[:end].split()) >= _FEW else line
    if len(whole) <= most:
        return whole.rstrip(".;:,،؛ ")
    return _cut(line, most)


def _is_abbreviation(said: str) -> bool:
    """What a full stop stands behind without an end: "e.g", "z.B", "Art", "Ltd"."""
    last = said.rsplit(" ", 1)[-1].lstrip("(")
    return "." in last or len(last) <= _SHORT


def _cut(line: str, most: int) -> str:
    ends = [found.start() for found in _PART.finditer(line, most * 3 // 4, most)]
    end = ends[-1] if ends else line.rfind(" ", 0, most + 1)
    if end < most // 3:  # one endless word
        end = most
        while end < len(line) and unicodedata.combining(line[end]):
            end += 1
    shown = line[:end].rstrip(_MARKS)
    rest = _SENTENCE.split(line[end:], maxsplit=1)[0]
    denial = None if _NOT.search(shown) else _NOT.search(rest)
    return f"{shown}{_ELLIPSIS} {denial[0]}{_ELLIPSIS}" if denial else f"{shown}{_ELLIPSIS}"
