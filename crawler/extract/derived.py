"""What follows from the blocks of a document alone: its texts and its digests."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from crawler.extract.digests import links_digest, structure_digest
from crawler.extract.memory import Memory
from crawler.extract.model import ComparisonText
from crawler.extract.normalise import comparison_text
from storage.document import Block, plain_text, to_markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """``text`` is the text as shown, a line per block; ``words`` counts those that count."""

    text: str
    words: int
    markdown: str
    comparison: ComparisonText
    links_digest: str
    structure_digest: str


_DERIVED: Memory[Derived] = Memory()


def derive(
    blocks: tuple[Block, ...], ignore: tuple[str, ...] = (), *, key: Hashable = None
) -> Derived:
    """What follows from ``blocks``. Equal keys promise equal blocks; None promises nothing.

    Raises ExtractError for an ignore pattern that cannot be compiled or takes too long.
    """
    if key is None:
        return _derived(blocks, ignore)
    found = _DERIVED.find((key, ignore))
    if found is None:
        found = _derived(blocks, ignore)
        _DERIVED.keep((key, ignore), found, size=len(found.markdown))
    return found


def _derived(blocks: tuple[Block, ...], ignore: tuple[str, ...]) -> Derived:
    comparison = comparison_text(blocks, ignore)
    return Derived(
        text=plain_text(blocks),
        words=comparison.text.count(" ") + 1 if comparison.text else 0,
        markdown=to_markdown(blocks),
        comparison=comparison,
        links_digest=links_digest(blocks),
        structure_digest=structure_digest(blocks),
    )
