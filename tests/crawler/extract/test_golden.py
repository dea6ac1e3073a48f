"""Every directory under tests/golden/extract is a page and what must be read from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.extract import Extraction, extract

CASES = sorted((Path(__file__).parents[2] / "golden" / "extract").iterdir())


def _shape(extraction: Extraction) -> dict[str, object]:
    return {
        "format": extraction.format.value,
        "charset": extraction.charset,
        "title": extraction.document.title,
        "words": extraction.words,
        "quality": list(extraction.quality.reasons),
        "markdown": extraction.markdown.split("\n"),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_page_is_read_as_expected(case: Path, golden: Callable[[Path, object], None]) -> None:
    page = next(case.glob("input.*"))
    options = case / "options.json"
    given = json.loads(options.read_text(encoding="utf-8")) if options.exists() else {}
    golden(case / "expected.json", _shape(extract(page.read_bytes(), **given)))
