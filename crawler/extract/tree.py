"""A page's elements as flat arrays in document order: one walk, then only index arithmetic.

The subtree of ``i`` is ``i`` up to ``ends[i]``; ``sizes[i]`` counts the characters of text before
``i``, so that a subtree holds ``sizes[ends[i]] - sizes[i]`` of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from selectolax.lexbor import LexborNode

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
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend"])
_BOXES = frozenset(("div", "section", "aside"))
# Of these no attribute is asked; keeping fewer nodes is quicker.
_ANONYMOUS = frozenset(
    ("p", "b", "strong", "em", "i", "u", "br", "font", "sup", "small", "h1", "h2", "h3", "h4", "tr")
)
_SHALLOW = 3  # depth below the body to which consent tools hang themselves
# Consent tools by the names that their vendors give them: never part of a document.
_CONSENT_TOOL = re.compile(
    r"onetrust-(?:consent-sdk|banner-sdk|pc-sdk)|cybotcookiebotdialog\w*|didomi-host|usercentrics-\S+"
    r"|cmpbox2?|cmpwrapper|qc-cmp2-\S+|qc-cmp-ui-container|truste-consent-track|truste_\S+"
    r"|consent_blackbar"
    r"|hs-eu-cookie-confirmation|hs-banner-parent|iubenda-cs-banner|tarteaucitronroot|axeptio_\S+"
    r"|cookie-law-info-bar|cookie-notice|borlabscookiebox|klaro|cmplz-cookiebanner-container"
    r"|moove_gdpr_cookie_\S+|cookiescript_injected\w*|cookiefirst-root|termly-code-snippet-support"
    r"|shopify-pc__banner\S*|transcend-consent-manager|ketch-consent\S*|trustarc-\S+"
    r"|sp_message_container\S*"
    r"|cky-(?:consent-container|modal|overlay)|cc-window|osano-cm-window|evidon-banner|orejime-\S+"
    r"|cookie-banner|cookie-consent|cookiebanner|cookieconsent|cookie-consent-banner"
    r"|cookie_banner|gdpr-banner",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Tree:
    """``texts`` has "" in the places of elements; ``nodes`` has those with attributes of use.

    ``meant``: characters of markup that stood in the text and was read as what was meant.
    """

    tags: list[str]
    texts: list[str]
    ends: list[int]
    sizes: list[int]
    nodes: dict[int, LexborNode]
    meant: int = 0

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
    anonymous = frozenset[str]() if every else _ANONYMOUS
    tags: list[str] = []
    texts: list[str] = []
    nodes: dict[int, LexborNode] = {}
    closed: list[tuple[int, int]] = []  # element, and where it ends
    shallow = _SHALLOW if dropped & FURNITURE else -1
    open_nodes: list[LexborNode] = []
    open_indexes: list[int] = []
    node: LexborNode | None = root
    while True:
        if node is None:
            if not open_nodes:
                break
            closed.append((open_indexes.pop(), len(tags)))
            parent = open_nodes.pop()
            node = parent.next if open_nodes else None
            continue
        tag = node.tag or ""
        if tag == TEXT:
            tags.append(TEXT)
            texts.append(node.text_content or "")
        elif (
            tag not in dropped or (tag == "button" and tags[open_indexes[-1]] in _HEADINGS)
        ) and not (len(open_nodes) <= shallow and tag in _BOXES and _is_consent_tool(node)):
            if tag not in anonymous:
                nodes[len(tags)] = node
            open_nodes.append(node)
            open_indexes.append(len(tags))
            tags.append(tag)
            texts.append("")
            node = node.first_child
            continue
        node = node.next if open_nodes else None
    ends = list(range(1, len(tags) + 1))
    for index, end in closed:
        ends[index] = end
    return Tree(tags, texts, ends, sizes_of(texts), nodes)


def sizes_of(texts: list[str]) -> list[int]:
    """The characters of text before each index, and at the end those of all."""
    lengths = [0 if text.isspace() else len(text) for text in texts]
    return list(accumulate(lengths, initial=0))


def replaced(tree: Tree, by: Mapping[int, Tree | None]) -> Tree:
    """``tree`` with what is inside the roots of others in the place of some of its subtrees."""
    tags: list[str] = []
    texts: list[str] = []
    nodes: dict[int, LexborNode] = {}
    kept: list[tuple[int, int]] = []  # new index, and old end
    inner_ends: list[tuple[int, int]] = []
    places: list[int] = []  # of each old index
    end = 0  # of the subtree that is being replaced
    for index, tag in enumerate(tree.tags):
        at = len(tags)
        places.append(at)
        if index < end:
            continue
        if index not in by:
            kept.append((at, tree.ends[index]))
            tags.append(tag)
            texts.append(tree.texts[index])
            if index in tree.nodes:
                nodes[at] = tree.nodes[index]
            continue
        end = tree.ends[index]
        if (inner := by[index]) is not None:
            shift = at - 1
            tags += inner.tags[1:]
            texts += inner.texts[1:]
            inner_ends += [(at + place, last + shift) for place, last in enumerate(inner.ends[1:])]
            nodes.update((place + shift, node) for place, node in inner.nodes.items() if place)
    places.append(len(tags))
    ends = dict(inner_ends) | {at: places[last] for at, last in kept}
    all_ends = [ends[at] for at in range(len(tags))]
    return Tree(tags, texts, all_ends, sizes_of(texts), nodes, tree.meant)


def _is_consent_tool(node: LexborNode) -> bool:
    attributes = node.attrs
    if len(attributes) == 0:
        return False
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return any(_CONSENT_TOOL.fullmatch(name) for name in names.split())
