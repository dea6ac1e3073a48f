"""What a reader should know of how a text was read; never a reason to refuse it."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.extract.model import Format
from storage.document import Block

# Right-to-left text of a PDF was put in order by rules that can err beside numbers and names.
TEXT_ORDER_UNCERTAIN = "text_order_uncertain"
# The page showed the source of its text, tags and all; it was read as what was meant.
MARKUP_SHOWN = "markup_shown"

_LEAST_SHARE = 0.01  # of the characters


def reading_notes(format: Format, blocks: Iterable[Block]) -> tuple[str, ...]:  # noqa: A002
    """Stable words, for `inspect` and `show`."""
    if format is not Format.PDF:
        return ()
    texts = [block.text for block in blocks]
    rtl = sum("\u0590" <= letter <= "\u08ff" for text in texts for letter in text)
    return (TEXT_ORDER_UNCERTAIN,) if rtl > _LEAST_SHARE * sum(map(len, texts)) else ()
