"""A page's elements as flat arrays in document order: one walk, then only index arithmetic.

The subtree of ``i`` is ``i`` up to ``ends[i]``; ``sizes[i]`` counts the characters of text before
``i``, so that a subtree holds ``sizes[ends[i]] - sizes[i]`` of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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
    tags: list[str] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    nodes: dict[int, LexborNode] = field(default_factory=dict)

    def children(self, index: int) -> Iterator[int]:
        child, end = index + 1, self.ends[index]
        while child < end:
            yield child
            child = self.ends[child]

    def size_of(self, index: int) -> int:
        return self.sizes[self.ends[index]] - self.sizes[index]

    def attribute(self, index: int, name: str) -> str | None:
        return self.nodes[index].attributes.get(name)


def flatten(root: LexborNode, dropped: frozenset[str]) -> Tree:
    """The tree under ``root`` without ``dropped`` elements (a button in a heading is its text)."""
    tree = Tree()
    tags, ends, sizes, nodes = tree.tags, tree.ends, tree.sizes, tree.nodes
    texts = tree.texts
    consent = bool(dropped & FURNITURE)
    size = 0
    open_nodes: list[tuple[LexborNode, int]] = []
    node: LexborNode | None = root
    while True:
        if node is None:
            if not open_nodes:
                break
            parent, index = open_nodes.pop()
            ends[index] = len(tags)
            if not open_nodes:
                break
            node = parent.next
            continue
        tag = node.tag or ""
        if tag == TEXT:
            text = node.text_content or ""
            texts[len(tags)] = text
            tags.append(tag)
            sizes.append(size)
            ends.append(len(tags))
            if not text.isspace():
                size += len(text)
        elif tag not in dropped or (tag == "button" and tags[open_nodes[-1][1]] in _HEADINGS):
            may_be_tool = consent and tag in _BOXES and len(open_nodes) <= _SHALLOW
            if not (may_be_tool and _is_consent_tool(node)):
                index = len(tags)
                nodes[index] = node
                tags.append(tag)
                sizes.append(size)
                ends.append(0)
                open_nodes.append((node, index))
                node = node.first_child
                continue
        node = node.next if open_nodes else None
    sizes.append(size)
    return tree


def _is_consent_tool(node: LexborNode) -> bool:
    attributes = node.attributes
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".split()
    return any(_CONSENT_TOOL.fullmatch(name) for name in names)
