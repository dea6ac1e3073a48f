"""Names within a text: of a link, of a page, of a button. Another name leads to the same place."""

from __future__ import annotations

from monitor.analysis.aligning.edits import Edit, Hunk, Span
from monitor.analysis.aligning.targets import link_target
from monitor.analysis.text.wording import is_heavy, is_navigation
from storage.document import Block
from storage.patterns import late

_NAME = 4  # words of a name that were replaced
_QUOTED = late(r"[\"“„«]\s?([^\"“”„«»\n]{2,80}?)\s?[\"”“»]")
_QUOTED_WORDS = 8
_EDGE = 200  # letters beside a place that show whether it stands at an end of its block
_STOPS = frozenset(".!?؟:;؛\n")


def is_label(hunk: Hunk, edit: Edit) -> bool:
    """The place is within the name of one link, or of something quoted, on both sides."""
    if not (hunk.removed and hunk.added):
        return _is_button(hunk, edit)
    if max(len(hunk.removed), len(hunk.added)) > _NAME:
        return False
    if any(is_heavy(word) for word in (*hunk.removed, *hunk.added)):
        return False
    return _names_a_link(hunk, edit) or _is_quoted(hunk, edit)


def _names_a_link(hunk: Hunk, edit: Edit) -> bool:
    if _is_sentence(edit.block):
        return False
    before = _target_at(edit.block_before, hunk.old_span)
    return bool(before) and before == _target_at(edit.block, hunk.new_span)


def _is_sentence(block: Block) -> bool:
    """One link around a whole sentence is no name."""
    text = block.text.rstrip()
    if text[-1:] not in _STOPS - {":", "\n"} or text.count(" ") < _NAME:
        return False
    return any(link.end - link.start >= len(text) - 2 for link in block.links)


def _target_at(block: Block | None, span: Span) -> str | None:
    if block is None:
        return None
    start, end = _trimmed(block.text, span)
    for link in block.links:
        if link.start <= start and end <= link.end:
            return link_target(link.href)
    return None


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start : start + 1].isspace():
        start += 1
    while start < end and text[end - 1 : end].isspace():
        end -= 1
    return start, end


def _is_quoted(hunk: Hunk, edit: Edit) -> bool:
    """Part of a quoted name: "Do Not Sell My Info" is the same as "... Personal Information"."""
    sides = ((edit.before or "", hunk.old_span), (edit.after or "", hunk.new_span))
    return all(_in_quotes(text, _trimmed(text, span)) for text, span in sides)


def _in_quotes(text: str, span: Span) -> bool:
    base = max(0, span[0] - 90)
    for found in _QUOTED.finditer(text, base, span[1] + 90):
        if found.start(1) <= span[0] and span[1] <= found.end(1):
            inner = found[1]
            rest = len(inner) - (span[1] - span[0])
            return rest > 1 and not inner[:1].islower() and inner.count(" ") < _QUOTED_WORDS
    return False


def _is_button(hunk: Hunk, edit: Edit) -> bool:
    """The line of a menu that ran into the first or the last line of a block."""
    text, span = (edit.after, hunk.new_span) if hunk.added else (edit.before, hunk.old_span)
    assert text is not None
    if not is_navigation(hunk.added or hunk.removed):
        return False
    before = text[max(0, span[0] - _EDGE) : span[0]].strip()
    behind = text[span[1] : span[1] + _EDGE].strip()
    if not behind:
        return before[-1:] in _STOPS
    return not before and not behind[:1].islower()
