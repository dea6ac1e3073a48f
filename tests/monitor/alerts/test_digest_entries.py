"""The lines of a digest: what several pages changed alike stands once, with all of them named."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from monitor.alerts.digest_entries import digest_entries, is_gatherable
from monitor.alerts.model import AlertContent
from monitor.alerts.stored import alert_from_data

Stored = Callable[[str], tuple[str, str, dict[str, Any]]]


def alert(stored: Stored, case: str, *, key: str | None = None, **changed: Any) -> AlertContent:
    event, created_at, data = stored(case)
    data = deepcopy(data) | changed
    if key is not None:
        data["source"]["key"] = key
    return alert_from_data(event, created_at, data)


def test_the_most_severe_stands_first(stored: Stored) -> None:
    cases = ("source_broken", "english_changed", "effective_soon", "arabic_silent")
    entries = digest_entries([alert(stored, case) for case in cases], "en")
    severities = [entry.severity for entry in entries]
    assert severities == sorted(severities, reverse=True)
    assert len(entries) == 4


def test_what_several_pages_changed_alike_stands_once(stored: Stored) -> None:
    keys = ("larch/terms-us", "larch/terms", "larch/terms-gb")
    (entry,) = digest_entries([alert(stored, "english_changed", key=key) for key in keys], "en")
    assert entry.source.key == "larch/terms"
    assert entry.summary.endswith("; the same in larch/terms-gb, larch/terms-us")


def test_of_many_pages_a_few_are_named(stored: Stored) -> None:
    keys = [f"larch/terms-{number}" for number in range(9)]
    (entry,) = digest_entries([alert(stored, "english_changed", key=key) for key in keys], "en")
    assert entry.summary.endswith("larch/terms-5 and 3 more")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"clause_changes": []}, id="nothing-to-compare"),
        pytest.param({"left_out": {"clause_changes": 2}}, id="not-all-is-known"),
        pytest.param(
            {"effective": {"status": "changed", "old": None, "new": "2026-09-01"}}, id="other-date"
        ),
    ],
)
def test_what_may_differ_is_told_apart(stored: Stored, changed: dict[str, Any]) -> None:
    keys = ("larch/terms", "larch/terms-gb")
    alerts = [
        alert(stored, "english_changed", key=keys[0]),
        alert(stored, "english_changed", key=keys[1], **changed),
    ]
    assert len(digest_entries(alerts, "en")) == 2


def test_the_same_once_more_on_one_page_is_news(stored: Stored) -> None:
    alerts = [alert(stored, "english_changed")] * 2
    assert len(digest_entries(alerts, "en")) == 2


def test_what_is_about_no_page_is_told_alone(stored: Stored) -> None:
    assert not is_gatherable(alert(stored, "run_anomalous"))
    assert is_gatherable(alert(stored, "source_recovered"))
    assert digest_entries([alert(stored, "run_anomalous")], "en") == ()


def test_summaries_are_in_the_words_of_the_route(stored: Stored) -> None:
    keys = ("larch/terms", "larch/terms-gb")
    alerts = [alert(stored, "english_changed", key=key) for key in keys]
    alerts.append(alert(stored, "source_broken"))
    summaries = {
        language: [entry.summary for entry in digest_entries(alerts, language)]
        for language in ("en", "ar", "he")
    }
    assert re.search("[\u0621-\u064a]{4}", summaries["ar"][0])
    assert re.search("[\u05d0-\u05ea]{4}", summaries["he"][0])
    assert all("larch/terms-gb" in told[0] for told in summaries.values())
    assert len({told[1] for told in summaries.values()}) == 3
