"""What can be pressed on a short page, and whether it asks for a password.

Buttons of boxes that ask for cookies and were not read, as more is said beside them, are not the
page's; nor is a form to sign in that opens in the head of a site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.gate.beside import Beside
from crawler.extract.html.consent import BOXES, DEEPEST, is_asking_box, is_vendors
from crawler.extract.normalise import fold_words

_MOST_BUTTONS = 200
_MOST_FIELDS = 8
_MOST_BOXES = 150
_FIRST_OF_BOX = 4  # words
_OFTEN = 4  # times that a label stands on the buttons of tiles: "add to basket"
_LONGEST_LABEL = 60  # characters
_BUTTONS = (
    "button,[role=button],input[type=submit],input[type=button],a[class*=btn],a[class*=button]"
)


@dataclass(frozen=True, slots=True)
class Controls:
    """Each button with its folded label, and each field for a password."""

    _labels: tuple[tuple[LexborNode, str], ...]
    _fields: tuple[LexborNode, ...]

    def buttons(self, besides: Beside | None = None) -> str:
        """The labels, two spaces between them, but for those that stand in ``besides``."""
        labels = [label for node, label in self._labels if besides is None or not besides.has(node)]
        often = Counter(labels)
        told = (label for label in labels if len(label) <= _LONGEST_LABEL and often[label] < _OFTEN)
        return " " + "  ".join(told) + " "

    def asks_for_a_password(self, besides: Beside | None = None) -> bool:
        """In the text, and not in ``besides``."""
        return any(besides is None or not besides.has(field) for field in self._fields)


def controls(parser: LexborHTMLParser, said: str) -> Controls:
    """Those of a page that says ``said``."""
    buttons = parser.css(_BUTTONS)[:_MOST_BUTTONS]
    strips = set(_unread_strips(parser, said)) if buttons else set()
    fields = parser.css("input[type=password]")[:_MOST_FIELDS]
    return Controls(
        tuple(
            (node, fold_words(node.text() or node.attributes.get("value") or ""))
            for node in buttons
            if not (strips and _is_within(node, strips))
        ),
        tuple(field for field in fields if not _is_in_the_head(field)),
    )


def _unread_strips(parser: LexborHTMLParser, said: str) -> Iterator[int]:
    for box in islice(_shallow(parser.body, DEEPEST), _MOST_BOXES):
        if box.tag in BOXES and (is_vendors(box) or is_asking_box(box.tag, box, 0)):
            first = fold_words(" ".join(box.text(separator=" ").split()[:_FIRST_OF_BOX]))
            if first and first not in said:
                yield box.mem_id


def _shallow(node: LexborNode | None, depth: int) -> Iterator[LexborNode]:
    """The elements under ``node`` down to ``depth``, in the order of the page."""
    for child in node.iter() if node is not None else ():
        yield child
        if depth > 1:
            yield from _shallow(child, depth - 1)


def _is_within(node: LexborNode, boxes: set[int]) -> bool:
    above: LexborNode | None = node
    while above is not None and above.mem_id not in boxes:
        above = above.parent
    return above is not None


def _is_in_the_head(field: LexborNode) -> bool:
    above = field.parent
    while above is not None and above.tag not in ("body", "html"):
        if above.tag in ("header", "nav") or "hidden" in above.attributes:
            return True
        above = above.parent
    return False
