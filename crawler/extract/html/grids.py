"""Cells of a grid or a flex box without white space between them: only the style parts them.

``<div><span>Acme</span><span>Hosting</span><span>Ireland</span></div>`` shows three words, while
``<span>Pri</span><span>vacy</span>`` is one that is styled in pieces. They look alike but for
their texts, so cells are parted only where these could not be pieces of one word.
"""

from __future__ import annotations

from itertools import pairwise

from crawler.extract.html.tree import TEXT, Tree

CELLS = frozenset(
    ("span", "a", "b", "strong", "em", "i", "small", "time", "label", "bdi", "u", "code", "mark")
)
_MOST = 12  # cells; more are letters or words of an animation
_SHORTEST = 2  # characters of a cell
_SURE = 3  # cells: two alone may be a brand in two colours ("PayHarbor")


def part_cells(tree: Tree, index: int) -> None:
    """Put a space between the cells that are the children of ``index``, where that is safe."""
    tags, texts, end = tree.tags, tree.texts, tree.ends[index]
    cells: list[tuple[int, str]] = []  # where its text begins, and all of it
    linked = 0  # mostly links are a menu, and known as one by their touching
    child = index + 1
    while child < end:
        following = tree.ends[child]
        if tags[child] in CELLS and len(cells) < _MOST:
            text = "".join(texts[child:following])
            first = next((at for at in range(child, following) if texts[at]), None)
            if first is None:
                return
            cells.append((first, text))
            linked += tags[child] == "a"
        elif tags[child] != TEXT or not texts[child].isspace():
            return
        child = following
    if 2 * linked <= len(cells) and _are_cells([text.strip() for _, text in cells]):
        for first, _ in cells[1:]:
            texts[first] = f" {texts[first]}"


def _are_cells(cells: list[str]) -> bool:
    """Each begins as a name or a sentence does, and together they are no one word."""
    if len(cells) < _SURE - 1 or min(map(len, cells)) < _SHORTEST:
        return False
    worded = any(" " in cell for cell in cells)
    if not worded and (len(cells) < _SURE or all(cell.isupper() for cell in cells)):
        return False
    return all(_begins(before, cell, worded=worded) for before, cell in pairwise(cells))


def _begins(before: str, cell: str, *, worded: bool) -> bool:
    first = cell[0]
    if first.isalpha() and not first.islower() and not first.isupper():
        return worded and not before[-1].isdigit()  # a script without capitals
    if first.isdigit():
        return before[-1].isalpha() and worded
    return first.isupper() and not before.endswith(("-", "/", "\u2019", "'", "@"))
