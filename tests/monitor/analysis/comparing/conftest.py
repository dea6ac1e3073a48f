"""Analyses made by hand: blocks, and the facts that stand in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from monitor.analysis.clauses.classifying import classify_blocks
from monitor.analysis.model import (
    Analysis,
    Direction,
    Party,
    Quantity,
    StatedDate,
    StatedDates,
    Statement,
)
from storage.document import Block, Document, heading_paths


def make_analysis(
    blocks: Sequence[Block],
    *,
    language: str = "en",
    languages: Sequence[str] | None = None,
    updated: str | None = None,
    effective: str | None = None,
    parties: Sequence[Party] = (),
    quantities: Sequence[Quantity] = (),
    statements: Sequence[Statement] = (),
) -> Analysis:
    document = Document(title=None, blocks=tuple(blocks))
    per_block = list(languages or [language] * len(blocks))
    return Analysis(
        document=document,
        languages=tuple(dict.fromkeys(per_block)),
        direction=Direction.LTR,
        words=sum(len(block.text.split()) for block in blocks),
        dates=StatedDates(
            effective_on=_stated(effective, blocks), updated_on=_stated(updated, blocks)
        ),
        clauses=classify_blocks(blocks, per_block, list(heading_paths(blocks))),
        parties=tuple(parties),
        quantities=tuple(quantities),
        statements=tuple(statements),
    )


def _stated(value: str | None, blocks: Sequence[Block]) -> StatedDate | None:
    if value is None:
        return None
    at = next((index for index, block in enumerate(blocks) if value in block.text), 0)
    return StatedDate(
        value=value, precision="day", calendar="gregorian", label="", text=value, block=at
    )


@pytest.fixture(scope="session")
def analysis_of() -> Callable[..., Analysis]:
    return make_analysis
