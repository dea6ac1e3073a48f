"""Stated dates: when a document takes effect and when it was updated, in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from monitor.analysis.dates.spans import date_spans
from monitor.analysis.dates.stated import find_dates_of
from monitor.analysis.model import StatedDates
from storage.document import Block, paragraph

__all__ = ["date_spans", "find_stated_dates"]

_LETTERS = 200_000  # of a block; a longer one is a whole document in one line, dated at its top


def find_stated_dates(
    blocks: Sequence[Block],
    languages: Sequence[str],
    *,
    seen_on: date | None = None,
    region: str | None = None,
    earlier: tuple[StatedDates, ...] = (),
) -> StatedDates:
    """The dates that a document states about itself; ``None`` where it states none.

    ``languages`` are ISO 639-1 codes, one per block. ``seen_on`` is the day of the capture,
    ``region`` an ISO 3166 code of the source, ``earlier`` what earlier versions of the source
    stated: all three only decide whether day or month comes first. The clock is never asked.
    """
    bounded = [
        block if len(block.text) <= _LETTERS else paragraph(block.text[:_LETTERS])
        for block in blocks
    ]
    return find_dates_of(bounded, languages, seen_on=seen_on, region=region, earlier=earlier)
