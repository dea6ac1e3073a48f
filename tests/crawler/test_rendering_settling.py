"""When a page has come to rest: a scripted page, and a clock that moves only while it waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.rendering.settling import (
    LOOK_SECONDS,
    PATIENCE_SECONDS,
    STEADY_SECONDS,
    Look,
    settle,
)


class ScriptedTab:
    """What it shows is a function of time since it was opened, and since it was scrolled."""

    def __init__(self, show: Callable[[float], Look], *, tall: bool = False) -> None:
        self.seconds = 0.0
        self.looks = 0
        self.scrolled_at: float | None = None
        self._show = show
        self._tall = tall

    async def look(self) -> Look:
        self.looks += 1
        return self._show(self.seconds)

    async def scroll(self) -> bool:
        if self._tall:
            self.scrolled_at = self.seconds
        return self._tall

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds

    def settles(self, seconds: float = 20.0) -> bool:
        return asyncio.run(
            settle(self, seconds=seconds, now=lambda: self.seconds, sleep=self.sleep)
        )


def at_rest(text: str = "text", *, is_shell: bool = False, is_quiet: bool = True) -> Look:
    return Look(text=text, is_shell=is_shell, is_quiet=is_quiet)


def test_a_page_at_rest_takes_one_steady_while() -> None:
    tab = ScriptedTab(lambda _: at_rest())
    assert (tab.settles(), tab.seconds) == (True, STEADY_SECONDS)


def test_a_page_that_fills_in_in_two_steps_is_taken_after_the_second() -> None:
    def show(seconds: float) -> Look:
        if seconds < 0.8:
            return at_rest("", is_shell=True)
        return at_rest("half" if seconds < 1.6 else "whole")

    tab = ScriptedTab(show)
    assert tab.settles()
    assert tab.seconds >= 1.6 + STEADY_SECONDS


def test_a_shell_is_given_time_to_think() -> None:
    tab = ScriptedTab(lambda seconds: at_rest(str(seconds < 4.0), is_shell=seconds < 4.0))
    assert tab.settles()
    assert tab.seconds >= 4.0 + STEADY_SECONDS


def test_a_page_that_stays_a_shell_is_taken_as_one() -> None:
    tab = ScriptedTab(lambda _: at_rest(is_shell=True))
    assert (tab.settles(), tab.seconds) == (True, PATIENCE_SECONDS)


def test_what_is_still_loading_may_change_the_text() -> None:
    tab = ScriptedTab(lambda seconds: at_rest(str(seconds < 3.0), is_quiet=seconds >= 3.5))
    assert tab.settles()
    assert tab.seconds >= 3.0 + STEADY_SECONDS


def test_a_page_that_never_stops_loading_is_taken_when_its_text_stood_long() -> None:
    tab = ScriptedTab(lambda _: at_rest(is_quiet=False))
    assert (tab.settles(), tab.seconds) == (True, PATIENCE_SECONDS)


def test_a_text_that_never_stands_still_is_not_taken() -> None:
    tab = ScriptedTab(lambda seconds: at_rest(f"{seconds:.1f}"))
    assert (tab.settles(8.0), tab.seconds <= 8.0) == (False, True)


def test_a_text_that_stood_at_the_end_is_taken_though_requests_go_on() -> None:
    tab = ScriptedTab(lambda seconds: at_rest(str(seconds < 3.0), is_quiet=False))
    assert tab.settles(4.5)


def test_a_text_that_changed_just_before_the_end_is_not() -> None:
    tab = ScriptedTab(lambda seconds: at_rest(str(seconds < 4.0), is_quiet=False))
    assert not tab.settles(4.5)


def test_what_scrolling_brings_belongs_to_the_page() -> None:
    tab = ScriptedTab(lambda _: at_rest(), tall=True)

    def show(seconds: float) -> Look:
        late = tab.scrolled_at is not None and seconds >= tab.scrolled_at + 0.5
        return at_rest("with the end" if late else "without")

    tab._show = show
    assert tab.settles()
    assert tab.scrolled_at == STEADY_SECONDS
    assert tab.seconds >= tab.scrolled_at + 0.5 + STEADY_SECONDS


@pytest.mark.parametrize("seconds", [0.0, 0.1, 1.0, 7.3], ids=str)
def test_time_is_never_overdrawn(seconds: float) -> None:
    tab = ScriptedTab(lambda now: at_rest(f"{now}"))
    assert not tab.settles(seconds)
    assert tab.seconds <= seconds


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.booleans()), max_size=60))
def test_a_page_is_only_taken_when_its_last_looks_agree(
    script: Sequence[tuple[str, bool, bool]],
) -> None:
    shown: list[Look] = []

    def show(seconds: float) -> Look:
        place = round(seconds / LOOK_SECONDS)
        if place < len(script):
            text, is_shell, is_quiet = script[place]
            look = Look(text=text, is_shell=is_shell, is_quiet=is_quiet)
        else:
            look = at_rest("end")
        shown.append(look)
        return look

    tab = ScriptedTab(show)
    assert tab.settles(60.0)
    steady = round(STEADY_SECONDS / LOOK_SECONDS) + 1
    assert len({look.text for look in shown[-steady:]}) == 1
