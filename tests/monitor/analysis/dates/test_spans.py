"""Spans of dates in a text."""

from __future__ import annotations

import pytest

from monitor.analysis.dates import date_spans


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Last updated March 5, 2024.", ["March 5, 2024"]),
        (
            "Zuletzt aktualisiert am Dienstag, 13. Mai 2025",
            ["Dienstag, 13. Mai 2025"],
        ),
        ("يسري من ٥ مارس ٢٠٢٤ حتى 1/6/2025", ["٥ مارس ٢٠٢٤", "1/6/2025"]),
        ("בתוקף מיום 5 במרץ 2024", ["5 במרץ 2024"]),
        ("Keep logs for 30 days.", []),
        ("", []),
    ],
    ids=["en", "weekday", "ar", "he", "none", "empty"],
)
def test_every_date_of_a_text(text: str, dates: list[str]) -> None:
    assert [text[start:end] for start, end in date_spans(text)] == dates
