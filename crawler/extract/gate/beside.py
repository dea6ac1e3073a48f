"""What hangs beside the message of a short page: a form to sign in, a newsletter, cards.

Designs put them before the heading or after the text, in boxes of their own. What a page says
stands where its heading stands: in the smallest box that holds the heading and some words more, or
in ``<main>``. Small boxes outside of that with something to press or to fill in are furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.normalise import fold_words

_LONGEST = 60  # words of such a box
_LONGEST_HEADING = 200  # characters
_DEEPEST = 8  # boxes, one in another, that are opened
_MOST_TEXTS = 400  # that are compared with the title
_CONTROLS = "a,button,input,select,textarea,[role=button]"
_UNSHOWN = "script,style,noscript,template"
_FIELDS = "input:not([type]),input[type=text],input[type=email],input[type=tel],textarea"
_BOXES = frozenset(
    ("div", "section", "aside", "form", "dialog", "td", "table", "center", "article")
)
_FURNITURE = frozenset(("header", "nav", "footer", "aside", "dialog", "form", "a", "button"))
_SILENT = frozenset(("script", "style", "noscript", "template", "head", "nav", "footer"))
_SCRIPTS = frozenset(("script", "style", "template"))
_QUIET = _SILENT | {"a", "button", "label", "option"}
_APART = frozenset(("aside", "dialog"))
_APART_BY_ROLE = frozenset(("dialog", "alertdialog", "banner", "complementary"))
_DIALOGS = "dialog,[role=dialog],[role=alertdialog],[aria-modal=true]"
_MOST_DIALOGS = 4
_MOST_HEADS = 20
_LEAST_SPOKEN = 3  # words
_HEADS = "h2,h3,h4,h5,h6"
_PARTS_OF_TITLE = re.compile(r"\s+[|–—·:»›-]\s+")


@dataclass(frozen=True, slots=True)
class Beside:
    """The boxes (by their numbers in memory), what each says, folded, and the page's heading."""

    boxes: frozenset[int]
    texts: tuple[str, ...]
    heading: str

    def has(self, node: LexborNode) -> bool:
        """Whether ``node`` stands in one of the boxes."""
        above: LexborNode | None = node
        while above is not None and above.mem_id not in self.boxes:
            above = above.parent
        return above is not None

    def without(self, said: list[str]) -> list[str]:
        """``said``, block by block and folded, without what the boxes say."""
        return [text for text in said if not any(f" {text} " in box for box in self.texts)]


def beside(parser: LexborHTMLParser, title: str | None) -> Beside | None:
    """What hangs beside the message; None where nothing does, or where the message stands."""
    heading = _big_heading(parser) or _repeated_title(parser, title) or _only_heading(parser)
    own = _around(heading) if heading is not None else _only_main(parser)
    if own is None:
        return None
    small = _Boxes(parser)
    boxes = [*small.around(own), *small.within(own, heading)]
    if not boxes:
        return None
    nodes, texts = zip(*boxes, strict=True)
    shown = fold_words(heading.text()[:_LONGEST_HEADING]) if heading is not None else ""
    return Beside(
        frozenset(node.mem_id for node in nodes), tuple(f" {text} " for text in texts), shown
    )


def spoken_over(parser: LexborHTMLParser) -> tuple[str, ...]:
    """What dialogs over a page say, text by text and folded, if they are open."""
    said: list[str] = []
    boxes = parser.css(_DIALOGS)[:_MOST_DIALOGS]
    for box in boxes:
        if _is_open(box) and not any(_is_inside(box, other) for other in boxes):
            said += [fold_words(text.text()) for text in islice(_texts(box), _MOST_TEXTS)]
    lines = tuple(filter(None, said))
    return lines if sum(line.count(" ") + 1 for line in lines) >= _LEAST_SPOKEN else ()


def _is_open(box: LexborNode) -> bool:
    if box.tag == "dialog" and "open" not in box.attrs:
        return False
    above: LexborNode | None = box
    while above is not None and above.tag != "html":
        attributes = above.attrs
        style = (attributes.get("style") or "").replace(" ", "")
        if "hidden" in attributes or "display:none" in style:
            return False
        above = above.parent
    return box.attrs.get("aria-hidden") != "true"


def _big_heading(parser: LexborHTMLParser) -> LexborNode | None:
    """The first one outside of the furniture of the site."""
    heads = (node for node in parser.css("h1") if node.text().strip())
    return next((node for node in heads if not _is_in_furniture(node)), None)


def _repeated_title(parser: LexborHTMLParser, title: str | None) -> LexborNode | None:
    """Without one, the last line that is a part of the title: before it stands the site's name."""
    parts = {fold_words(part) for part in _PARTS_OF_TITLE.split(title or "")} - {""}
    found = None
    if parser.body is None or not parts:
        return None
    for node in islice(_texts(parser.body), _MOST_TEXTS):
        line = node.parent
        if line is None or fold_words(node.text()[:_LONGEST_HEADING]) not in parts:
            continue
        if line.css_first("a") is None and not _is_in_furniture(line):
            found = line
    return found


def _only_heading(parser: LexborHTMLParser) -> LexborNode | None:
    """Of the second size, the only one outside of what is set apart."""
    heads = [node for node in parser.css("h2") if node.text().strip()]
    heads = [node for node in heads[:_MOST_HEADS] if not _is_in_furniture(node)]
    return heads[0] if len(heads) == 1 else None


def _texts(root: LexborNode) -> Iterator[LexborNode]:
    for node in root.traverse(include_text=True):
        if node.tag != "-text":
            continue
        parent = node.parent
        if (parent is None or parent.tag not in _SCRIPTS) and not node.text().isspace():
            yield node


def _is_in_furniture(node: LexborNode) -> bool:
    above: LexborNode | None = node
    while above is not None and above.tag not in ("body", "html"):
        if above.tag in _SILENT or _is_furniture(above):
            return True
        above = above.parent
    return False


def _is_furniture(node: LexborNode) -> bool:
    attributes = node.attrs
    if node.tag == "form" and node.parent is not None and node.parent.tag == "body":
        return False  # some systems build the whole page into one
    if node.tag in _FURNITURE or "hidden" in attributes:
        return True
    return attributes.get("role") in _APART_BY_ROLE


def _around(heading: LexborNode) -> LexborNode | None:
    """The smallest box in which words follow the heading that lead nowhere."""
    above = heading.parent
    while above is not None and above.tag != "html":
        if _is_followed(above, heading):
            return above
        above = above.parent
    return None


def _is_followed(box: LexborNode, heading: LexborNode) -> bool:
    inside = {node.mem_id for node in _texts(heading)}
    after = False
    for node in _texts(box):
        if node.mem_id in inside:
            after = True
        elif after and not _is_quiet(node.parent, box) and fold_words(node.text()):
            return True
    return False


def _is_quiet(node: LexborNode | None, box: LexborNode) -> bool:
    while node is not None and node.mem_id != box.mem_id:
        if node.tag in _QUIET or _is_furniture(node):
            return True
        node = node.parent
    return False


def _only_main(parser: LexborHTMLParser) -> LexborNode | None:
    found = parser.css("main,[role=main]")
    return found[0] if len(found) == 1 else None


class _Boxes:
    """The small boxes of a page that have something to press or to fill in, and what they say."""

    def __init__(self, parser: LexborHTMLParser) -> None:
        self._with_controls = _around_all(parser.css(_CONTROLS))
        self._with_scripts = _around_all(parser.css(_UNSHOWN))

    def around(self, own: LexborNode) -> Iterator[tuple[LexborNode, str]]:
        """Those outside of ``own``, from the innermost out."""
        inner, above = own, own.parent
        while above is not None and inner.tag != "body":
            for sibling in above.iter():
                if sibling.mem_id != inner.mem_id:
                    yield from self._small(sibling, _DEEPEST)
            inner, above = above, above.parent

    def within(
        self, own: LexborNode, heading: LexborNode | None
    ) -> Iterator[tuple[LexborNode, str]]:
        """Those right beside the heading that are set apart, or have a heading and a field.

        Not what asks for a password: pages to sign in are built so.
        """
        for box in own.iter():
            if box.tag not in _BOXES or (heading is not None and _holds(box, heading)):
                continue
            asks = box.css_first(_HEADS) is not None and box.css_first(_FIELDS) is not None
            apart = box.tag in _APART or box.attrs.get("role") in _APART_BY_ROLE
            if (apart or asks) and box.css_first("input[type=password]") is None:
                yield from self._small(box, 1)

    def _small(self, node: LexborNode, depth: int) -> Iterator[tuple[LexborNode, str]]:
        if not depth or node.mem_id not in self._with_controls or node.tag not in _BOXES:
            return
        text = fold_words(self._shown(node))
        if text.count(" ") >= _LONGEST:
            for child in node.iter():
                yield from self._small(child, depth - 1)
        elif text:
            yield node, text

    def _shown(self, node: LexborNode) -> str:
        if node.mem_id not in self._with_scripts:
            return node.text(separator=" ")
        return " ".join(
            text.text()
            for text in _texts(node)
            if text.parent is None or text.parent.tag not in _SILENT
        )


def _around_all(nodes: list[LexborNode]) -> set[int]:
    """The numbers in memory of ``nodes`` and of all that stands around them."""
    found: set[int] = set()
    for node in nodes:
        above: LexborNode | None = node
        while above is not None and above.mem_id not in found:
            found.add(above.mem_id)
            above = above.parent
    return found


def _is_inside(box: LexborNode, other: LexborNode) -> bool:
    return box.parent is not None and _holds(other, box.parent)


def _holds(box: LexborNode, node: LexborNode) -> bool:
    above: LexborNode | None = node
    while above is not None and above.mem_id != box.mem_id:
        above = above.parent
    return above is not None
