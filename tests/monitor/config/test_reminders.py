"""How long before an announced day people are reminded: for all sources, and for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.config import Watchlist

Load = Callable[[str], Watchlist]
Problems = Callable[[str], tuple[str, ...]]

_SOURCE = '[[source]]\nservice = "Acme"\ntype = "Terms"\nurl = "https://acme.example/"\n'
_OTHER = '[[source]]\nservice = "Zenith"\ntype = "Terms"\nurl = "https://zenith.example/"\n'


def test_without_a_word_there_are_three_leads(load: Load) -> None:
    assert load(_SOURCE).remind_days("acme/terms") == (30, 7, 1)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        pytest.param('["1d", "30d", "7d", "7d"]', (30, 7, 1), id="in any order, each once"),
        pytest.param('"2w"', (14,), id="a lone text"),
        pytest.param('["48h"]', (2,), id="hours that are days"),
        pytest.param("false", (), id="off"),
    ],
)
def test_leads_are_whole_days(load: Load, written: str, days: tuple[int, ...]) -> None:
    assert load(f"[clausewatch]\nremind = {written}\n{_SOURCE}").remind_days("acme/terms") == days


def test_a_source_has_its_own_leads_or_none(load: Load) -> None:
    watchlist = load(f'{_SOURCE}remind = "14d"\n{_OTHER}remind = false\n')
    assert watchlist.remind_days("acme/terms") == (14,)
    assert watchlist.remind_days("zenith/terms") == ()
    assert watchlist.remind_days("unknown/terms") == (30, 7, 1)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("true", "or false", id="true"),
        pytest.param("[]", "or false", id="an empty list"),
        pytest.param('["12h"]', 'write whole days from "1d" to "366d"', id="half a day"),
        pytest.param('["0d"]', "whole days", id="the day itself"),
        pytest.param('["2000d"]', "whole days", id="years"),
        pytest.param("[30]", "with its unit", id="no unit"),
    ],
)
def test_other_leads_are_refused_with_the_place(
    problems: Problems, written: str, said: str
) -> None:
    (found,) = problems(f"[clausewatch]\nremind = {written}\n")
    assert found.startswith("watchlist.toml: clausewatch: remind: ")
    assert said in found
    (found,) = problems(f"{_SOURCE}remind = {written}\n")
    assert found.startswith("watchlist.toml: source[1] 'Acme': remind: ")
