"""Garbage is searched for seldom, and not at all when a process ends."""

from __future__ import annotations

import gc

from monitor.garbage import leave, searched_seldom


def test_searches_are_rare_for_a_while() -> None:
    before = gc.get_threshold()
    with searched_seldom():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before


def test_what_is_left_is_searched_no_more() -> None:
    ring: list[object] = []
    ring.append(ring)
    leave()  # what the tests hold now stays in any case
    assert not any(one is ring for one in gc.get_objects())
    ring.clear()
