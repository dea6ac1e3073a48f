"""What follows from the blocks of a document alone: its texts and its digests."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from crawler.extract.digests import links_digest, structure_digest
from crawler.extract.memory import Memory
from crawler.extract.model import ComparisonText
from crawler.extract.normalise import comparison_text, opens_with_name
from storage.document import Block, plain_text, to_markdown


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """The text as shown, a line per block, and what counts of it: itself a key for what follows."""

    shown: str
    comparison: ComparisonText


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """``words`` counts those that count."""

    texts: Texts
    words: int
    markdown: str
    links_digest: str
    structure_digest: str


_DERIVED: Memory[Derived] = Memory()
_TEXTS: Memory[Texts] = Memory()


def derive(
    blocks: tuple[Block, ...], ignore: tuple[str, ...] = (), *, key: Hashable = None
) -> Derived:
    """What follows from ``blocks``. Equal keys promise equal blocks; None promises nothing.

    Raises ExtractError for an ignore pattern that cannot be compiled or takes too long.
    """
    if key is None:
        return _derived(blocks, Texts(plain_text(blocks), comparison_text(blocks, ignore)))
    found = _DERIVED.find((key, ignore))
    if found is None:
        found = _derived(blocks, _texts(blocks, ignore))
        _DERIVED.keep((key, ignore), found, size=len(found.markdown))
    return found


def _texts(blocks: tuple[Block, ...], ignore: tuple[str, ...]) -> Texts:
    """Those of ``blocks``, made once for all that differ in their links alone."""
    shown = plain_text(blocks)
    key = shown, ignore, opens_with_name(blocks)
    found = _TEXTS.find(key)
    if found is None:
        found = Texts(shown, comparison_text(blocks, ignore))
        _TEXTS.keep(key, found, size=2 * len(shown))
    return found


def _derived(blocks: tuple[Block, ...], texts: Texts) -> Derived:
    counted = texts.comparison.text
    return Derived(
        texts=texts,
        words=counted.count(" ") + 1 if counted else 0,
        markdown=to_markdown(blocks),
        links_digest=links_digest(blocks),
        structure_digest=structure_digest(blocks),
    )
