"""A page's elements as flat arrays in document order: one walk, then only index arithmetic.

The subtree of ``i`` is ``i`` up to ``ends[i]``; ``sizes[i]`` counts the characters of text before
``i``, so that a subtree holds ``sizes[ends[i]] - sizes[i]`` of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from sys import intern

from selectolax.lexbor import LexborNode

from crawler.extract.html.asides import is_of_document
from crawler.extract.html.consent import BOXES, DEEPEST, is_vendors

TEXT = "-text"
# Never content, wherever they stand.
NEVER = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "canvas",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "picture",
        "img",
        "head",
        "meta",
        "link",
        "source",
        "map",
        "area",
        "input",
        "progress",
        "meter",
        "datalist",
        "frameset",
        "-comment",
    ]
)
# Furniture of a site.
FURNITURE = frozenset(["nav", "footer", "dialog", "button", "select", "option", "textarea"])
# Of these what holds sentences of the document around it is kept.
ASIDES = frozenset(["footer", "dialog"])
MOST_ASIDES = 40  # that are asked; each takes reading what is around it
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend"])
# Of these no attribute is asked; keeping fewer nodes is quicker.
_ANONYMOUS = frozenset(
    ("p", "b", "strong", "em", "i", "u", "br", "font", "sup", "small", "h1", "h2", "h3", "h4", "tr")
)


@dataclass(slots=True)
class Tree:
    """``texts`` has "" in the places of elements; ``nodes`` has those with attributes of use.

    ``meant``: characters of markup that stood in the text and was read as what was meant;
    ``known``: what was read already of the attributes of some.
    """

    tags: list[str]
    texts: list[str]
    ends: list[int]
    sizes: list[int]
    nodes: dict[int, LexborNode]
    meant: int = 0
    known: dict[int, str] = field(default_factory=dict)

    def children(self, index: int) -> Iterator[int]:
        child, end = index + 1, self.ends[index]
        while child < end:
            yield child
            child = self.ends[child]

    def size_of(self, index: int) -> int:
        return self.sizes[self.ends[index]] - self.sizes[index]

    def attribute(self, index: int, name: str) -> str | None:
        node = self.nodes.get(index)
        return node.attrs.get(name) if node is not None else None


def flatten(root: LexborNode, dropped: frozenset[str], *, every: bool = False) -> Tree:
    """The tree under ``root`` without ``dropped`` elements (a button in a heading is its text).

    ``every``: keep the nodes of all elements.
    """
    # All in one pass over local names: this loop runs a thousand times for a page, and what the
    # parser is asked (a tenth of a microsecond each) should be all that it costs.
    anonymous = frozenset[str]() if every else _ANONYMOUS
    shallow = DEEPEST if dropped & FURNITURE else -1
    tree = Tree([], [], [], [], {})
    tags, texts, ends, sizes, nodes = tree.tags, tree.texts, tree.ends, tree.sizes, tree.nodes
    names: dict[int, str] = {}  # by the parser's number: one string for all elements of a name
    open_nodes: list[LexborNode] = []
    open_indexes: list[int] = []
    depth = at = size = asked = 0
    node: LexborNode | None = root
    while True:
        if node is None:
            if not depth:
                break
            depth -= 1
            ends[open_indexes.pop()] = at
            parent = open_nodes.pop()
            node = parent.next if depth else None
            continue
        number = node.tag_id
        tag = names.get(number)
        if tag is None:
            tag = names[number] = intern(node.tag or "")
        if tag == TEXT:
            text = node.text_content or ""
            tags.append(TEXT)
            texts.append(text)
            sizes.append(size)
            at += 1
            ends.append(at)
            if not text.isspace():
                size += len(text)
        elif (
            tag not in dropped
            or (tag == "button" and tags[open_indexes[-1]] in _HEADINGS)
            or (tag in ASIDES and (asked := asked + 1) <= MOST_ASIDES and is_of_document(node))
        ) and not (depth <= shallow and tag in BOXES and is_vendors(node)):
            if tag not in anonymous:
                nodes[at] = node
            tags.append(tag)
            texts.append("")
            sizes.append(size)
            open_nodes.append(node)
            open_indexes.append(at)
            depth += 1
            at += 1
            ends.append(at)
            node = node.first_child
            continue
        node = node.next if depth else None
    sizes.append(size)
    return tree


def sizes_of(texts: list[str]) -> list[int]:
    """The characters of text before each index, and at the end those of all."""
    lengths = [0 if text.isspace() else len(text) for text in texts]
    return list(accumulate(lengths, initial=0))
