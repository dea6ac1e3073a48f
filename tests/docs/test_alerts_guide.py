"""The examples of docs/alerts.md are watchlists that can be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.config import parse_watchlist

_GUIDE = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text(encoding="utf-8")
_EXAMPLES = re.findall(r"^```toml\n(.*?)^```", _GUIDE, re.MULTILINE | re.DOTALL)
_ENDPOINT = '[[endpoint]]\nname = "legal-slack"\nkind = "slack"\nurl = "env:X"\n'


@pytest.mark.parametrize("example", _EXAMPLES, ids=range(len(_EXAMPLES)))
def test_an_example_is_valid(example: str) -> None:
    watchlist = parse_watchlist(_ENDPOINT + example, Path("/nowhere/watchlist.toml"))
    assert {name for route in watchlist.routes for name in route.to} == {"legal-slack"}


def test_the_guide_has_examples() -> None:
    assert len(_EXAMPLES) > 1
