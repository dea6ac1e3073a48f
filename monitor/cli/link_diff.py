"""Where links lead: a moved list of sub-processors changes no word of the text that names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from monitor.cli.terminal import shown
from storage.document import Block
from storage.values import value


@value
class LinkChange:
    """The words of a link and where they led before and lead now; None: there was no such link."""

    text: str
    before: str | None
    after: str | None


def diff_links(old: Iterable[Block], new: Iterable[Block]) -> tuple[LinkChange, ...]:
    """Links whose target changed, then new ones, then those that went; in document order.

    Links are told apart by their words: the same words with another target are one that moved.
    """
    before, after = _targets(old), _targets(new)
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    removed = list(gone.elements())
    moved: list[LinkChange] = []
    added: list[LinkChange] = []
    for text, href in come.elements():
        former = next((link for link in removed if link[0] == text), None)
        if former is None:
            added.append(LinkChange(text=text, before=None, after=href))
        else:
            removed.remove(former)
            moved.append(LinkChange(text=text, before=former[1], after=href))
    left = [LinkChange(text=text, before=href, after=None) for text, href in removed]
    return (*moved, *added, *left)


def _targets(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    return [
        (block.text[link.start : link.end], link.href) for block in blocks for link in block.links
    ]


def links_shape(changes: Iterable[LinkChange]) -> list[dict[str, Any]]:
    return [
        {"text": change.text, "before": change.before, "after": change.after} for change in changes
    ]


def link_lines(changes: Iterable[LinkChange]) -> Iterator[str]:
    for change in changes:
        yield shown(change.text) or "(no words)"
        if change.before is not None:
            yield f"  - {shown(change.before)}"
        if change.after is not None:
            yield f"  + {shown(change.after)}"
