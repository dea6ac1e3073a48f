"""A tree without some of its subtrees, or with what is inside others in their place.

Most of a tree stays as it is: it is copied in runs, and only what is around a change is looked at
element by element.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from crawler.extract.html.tree import Tree


def replaced(tree: Tree, by: Mapping[int, Tree | None]) -> Tree:
    """``tree`` with what is inside the roots of others in the place of some of its subtrees."""
    cuts = _outermost(tree, by)
    moved = _moves(tree, cuts, by)
    new = Tree([], [], [], [], {}, tree.meant)
    places = list(tree.nodes)  # ascending
    start = more = 0  # characters of text, before here
    for count, stop in enumerate([*cuts, len(tree.tags)]):
        new.tags += tree.tags[start:stop]
        new.texts += tree.texts[start:stop]
        kept = places[bisect_left(places, start) : bisect_left(places, stop)]
        new.nodes.update((place + moved[count], tree.nodes[place]) for place in kept)
        new.ends += [
            end + moved[count if end <= stop else bisect_left(cuts, end)]
            for end in tree.ends[start:stop]
        ]
        new.sizes += [size + more for size in tree.sizes[start:stop]]
        if count < len(cuts):
            start = tree.ends[stop]
            more -= tree.size_of(stop)
            if (inner := by[stop]) is not None:
                _append_inside(new, inner, tree.sizes[start] + more)
                more += inner.size_of(0)
    new.sizes.append(tree.sizes[-1] + more)
    return new


def _outermost(tree: Tree, by: Mapping[int, Tree | None]) -> list[int]:
    cuts: list[int] = []
    for index in sorted(by):
        if not cuts or index >= tree.ends[cuts[-1]]:
            cuts.append(index)
    return cuts


def _moves(tree: Tree, cuts: list[int], by: Mapping[int, Tree | None]) -> list[int]:
    """By how much what stands behind so many of ``cuts`` has moved."""
    moved = [0]
    for index in cuts:
        inner = by[index]
        length = len(inner.tags) - 1 if inner is not None else 0
        moved.append(moved[-1] + length - (tree.ends[index] - index))
    return moved


def _append_inside(new: Tree, inner: Tree, size: int) -> None:
    shift = len(new.tags) - 1
    new.tags += inner.tags[1:]
    new.texts += inner.texts[1:]
    new.ends += [end + shift for end in inner.ends[1:]]
    new.sizes += [before + size for before in inner.sizes[1:-1]]
    new.nodes.update((place + shift, node) for place, node in inner.nodes.items() if place)
