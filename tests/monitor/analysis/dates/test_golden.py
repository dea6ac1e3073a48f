"""Whole documents of invented companies: which dates are theirs, in which words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from monitor.analysis.dates import find_stated_dates
from monitor.analysis.text.languages import block_languages
from storage.document import from_markdown

CASES = Path(__file__).parents[3] / "golden" / "dates"


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_the_dates_of_a_document(case: str, golden: Callable[[Path, object], None]) -> None:
    blocks = from_markdown((CASES / case / "document.md").read_text(encoding="utf-8"))
    file = CASES / case / "options.json"
    options = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    seen_on = date.fromisoformat(options["seen_on"]) if "seen_on" in options else None

    found = find_stated_dates(blocks, block_languages(blocks), seen_on=seen_on)

    golden(CASES / case / "expected.json", asdict(found))
