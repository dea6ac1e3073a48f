"""Durations and sizes as people write them."""

from __future__ import annotations

import pytest

from monitor.config.units import duration_words, parse_duration, parse_size


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("0.5s", 0.5),
        ("15m", 900),
        ("15min", 900),
        (" 1 h ", 3_600),
        ("12h", 43_200),
        ("7d", 604_800),
        ("2w", 1_209_600),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["90s", "10m", "1h", "36h", "2d", "0.5s"])
def test_durations_are_shown_as_they_are_written(text: str) -> None:
    assert duration_words(parse_duration(text)) == text


@pytest.mark.parametrize(
    "text", ["", "30", "s", "-1h", "1h30m", "1y", "1 hour", "٣٠s", "1e3s", "9" * 99 + "s", 30, None]
)
def test_no_durations(text: object) -> None:
    with pytest.raises(ValueError, match="with its unit"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [("500kB", 500_000), ("10MB", 10_000_000), ("1.5MiB", 1_572_864), ("12B", 12), ("1GB", 10**9)],
)
def test_sizes(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "10", "MB", "10mb", "10 megabytes", "-1MB", 10, None])
def test_no_sizes(text: object) -> None:
    with pytest.raises(ValueError, match="with its unit"):
        parse_size(text)
