"""Names that stand side by side: ``Acme (hosting), Borealis and Nubelia (mail)``.

Each may have its company form and a remark in brackets behind it; a comma, a slash or the word
for "and" parts it from the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.analysis.model import Clause
from monitor.analysis.parties.names import NAME, Capitalised, NameBook, capitalised, name_book
from monitor.analysis.parties.roles import country_mentions
from monitor.analysis.text.words import split_words
from storage.document import Block
from storage.folding import fold
from storage.model import BlockKind, Category
from storage.patterns import late
from storage.values import value

HEAD_END = late(  # behind the name that begins an item, a row or a heading
    r"\.?(?:,\s(?:which|who|that|que|qui|der|die|das|if|si)\s)|\.?"
    r"\s*(?:$|[:|(\u2013\u2014]|-\s|(?:is|est|es|\u05d4\u05d5\u05d0|\u05d4\u05d9\u05d0"
    r"|\u0647\u0648|\u0647\u064a)\s)"
)
_REMARK = late(r"[\"\u201d\u00bb\u05f4]?[ \u00a0]?\([^()\n]{1,90}\)")
_AND = (
    r"(?:(?:and|or|et|ou|und|oder|sowie|y|e|o|u) (?:the )?"
    r"|(?:\u0623\u0648|\u0627\u0648|\u05d0\u05d5) "
    r"|(?:\u0648|\u05d5)[ \u00a0]?[-\u05be]?[ \u00a0]?)"
)
_BETWEEN = late(
    rf"[ \u00a0]?[,\u060c/&+][ \u00a0]?{_AND}?|[ \u00a0]{_AND}|(?<=\))[ ][\u2013\u2014-][ ]"
)
_SLASH = re.compile(r" ?/ ?")
_PLACED = 2  # items with a name and its country that make a list one of parties
_MOST = 40  # names side by side


@value(kw_only=False)
class Row:
    """Two or more names side by side, in order; ``remarks`` of them have one in brackets."""

    names: tuple[Capitalised, ...]
    remarks: int


def rows_of_names(text: str, book: NameBook) -> Iterator[Row]:
    """Every such row in ``text``, in order."""
    at = {name.start: name for name in capitalised(text)}
    if len(at) < 2:  # noqa: PLR2004 - a row has two
        return
    taken: set[int] = set()
    for start, first in at.items():
        if start in taken or fold(first.stated).replace(".", "") in book.forms:
            continue
        names, remarks = [first], 0
        while len(names) < _MOST:
            end, remarked = _behind(text, names[-1].end, book)
            remarks += remarked
            between = _BETWEEN.match(text, end)
            following = at.get(between.end()) if between else None
            if following is None:
                break
            names.append(following)
        if len(names) > 1:
            taken.update(name.start for name in names)
            yield Row(tuple(names), remarks)


def names_at_head(text: str) -> tuple[list[str], int]:
    """The names that begin a text, parted by slashes, and where the last of them ends."""
    names: list[str] = []
    end = 0
    while len(names) < _MOST and (found := NAME.match(text, end)):
        names.append(found.group())
        end = found.end()
        slash = _SLASH.match(text, end)
        if slash is None or not NAME.match(text, slash.end()):
            break
        end = slash.end()
    return names, end


def lists_of_names(
    blocks: Sequence[Block], clauses: Sequence[Clause], tells: frozenset[Category]
) -> frozenset[int]:
    """The items of lists about ``tells`` in which any item begins with a known name."""
    found: set[int] = set()
    items: list[int] = []
    speaks = False
    for index, (block, clause) in enumerate(zip(blocks, clauses, strict=True)):
        about = not tells.isdisjoint(clause.categories)
        if block.kind is BlockKind.LIST_ITEM:
            items.append(index)
            speaks = speaks or about
            continue
        if speaks:
            found.update(_if_known(items, blocks))
        items, speaks = [], about
    if speaks:
        found.update(_if_known(items, blocks))
    return frozenset(found)


def _if_known(items: list[int], blocks: Sequence[Block]) -> list[int]:
    """All of them where one begins with a known name, or several with one whose country is told."""
    if any(_begins_with_known(blocks[item].text) for item in items):
        return items
    placed = sum(_begins_with_placed(blocks[item].text) for item in items)
    return items if placed >= _PLACED else []


def _begins_with_placed(text: str) -> bool:
    """``Acme (hosting, Ireland)``."""
    if "(" not in text:
        return False
    names, end = names_at_head(text)
    remark = _REMARK.match(text, end) if names else None
    return remark is not None and bool(country_mentions(remark.group()))


def _begins_with_known(text: str) -> bool:
    names, end = names_at_head(text)
    if not names or not HEAD_END.match(text, end):
        return False
    return any(name_book().known_names(split_words(name)) for name in names)


def _behind(text: str, end: int, book: NameBook) -> tuple[int, bool]:
    """Past the company form and the remark of a name that ends at ``end``; whether it had one."""
    if text.startswith(".", end):
        end += 1
    end = book.form_behind(text, end)
    remark = _REMARK.match(text, end)
    return (remark.end(), True) if remark else (end, False)
