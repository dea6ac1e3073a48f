"""Watchlists as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.config import Watchlist, WatchlistError, load_watchlist


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Watchlist]:
    """``load(text)``: the watchlist with this content."""

    def write_and_load(text: str) -> Watchlist:
        path = tmp_path / "watchlist.toml"
        path.write_text(text, encoding="utf-8")
        return load_watchlist(path)

    return write_and_load


@pytest.fixture
def problems(load: Callable[[str], Watchlist]) -> Callable[[str], tuple[str, ...]]:
    """``problems(text)``: what is wrong with it."""

    def find(text: str) -> tuple[str, ...]:
        with pytest.raises(WatchlistError) as refused:
            load(text)
        return refused.value.problems

    return find
