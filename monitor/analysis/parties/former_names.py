"""What a company was called before, where the text says it: "Sandbank (formerly Bluemill)"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.analysis.parties.names import capitalised, name_book
from monitor.analysis.text.tokens import words
from storage.patterns import late

_PLACES = 3  # where a name stands in a text
_TAIL = 80  # letters behind it
_LONGEST_CELL = 150
_OPENING = "(,[،–-"
_FORMER = late(
    r"(?<!\w)(?:formerly|previously|f/?k/?a|anciennement|pr(?:é|e)c(?:é|e)demment|ehemals|vormals"
    r"|fr(?:ü|u)her|antes|anteriormente|antiguamente|(?:ال)?سابق\S{0,3}|לשעבר|בעבר)(?!\w)"
)


def name_key(name: str) -> str:
    """Equal for a name however it is written."""
    return " ".join(words(name))


def former_names(name: str, text: str) -> Iterator[str]:
    """Every Latin name that stands in a remark behind ``name`` which says that it is older."""
    at = -1
    for _ in range(_PLACES):
        at = text.find(name, at + 1)
        if at < 0:
            return
        end = name_book().form_behind(text, at + len(name))
        remark = _remark(text[end : end + _TAIL].lstrip(" \u00a0."))
        if remark and _FORMER.search(remark):
            yield from (name_book().without_form(one.stated)[0] for one in capitalised(remark))


def without_former_name(cell: str) -> str:
    """A cell of a table without such a remark."""
    is_short = len(cell) <= _LONGEST_CELL and ("(" in cell or "," in cell)
    found = _FORMER.search(cell) if is_short else None
    if found is None:
        return cell
    opened = max(cell.rfind(mark, 0, found.start()) for mark in _OPENING)
    return cell[:opened].rstrip() if opened > 0 else cell


def _remark(tail: str) -> str:
    """What stands in brackets, or behind a comma; "" where neither begins."""
    if tail[:1] not in _OPENING:
        return ""
    return tail[1:].partition(")" if tail[:1] == "(" else ";")[0]
