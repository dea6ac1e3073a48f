"""Receivers through Apprise: real requests, inert text, parts within limits, silence in logs."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.site import Reply, Site

from monitor.alerts.apprise_sender import (
    AppriseMissing,
    inert,
    is_readable,
    send_by_apprise,
    text_parts,
)
from monitor.alerts.model import AlertContent
from monitor.alerts.safe_text import is_boundary
from monitor.alerts.stored import alert_from_data
from storage.model import AttemptOutcome

Alert = Callable[[str], AlertContent]

# Apprise loads all its plugins, and what they load is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def _url(site: Site) -> str:
    return f"json://127.0.0.1:{site.port}/s3cret"


def test_a_message_arrives(site: Site, alert: Alert) -> None:
    site.behave("/s3cret", Reply(status=200))
    result = send_by_apprise(_url(site), alert("hebrew_silent"), "he")
    assert result.outcome is AttemptOutcome.DELIVERED
    (asked,) = site.asked("/s3cret")
    assert "ש" in json.loads(asked.body)["message"]


@pytest.mark.parametrize("status", [404, 429, 500])
def test_a_failure_is_tried_again_for_apprise_does_not_say_why(
    site: Site, alert: Alert, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    site.behave("/s3cret", Reply(status=status))
    result = send_by_apprise(_url(site), alert("test"))
    assert result.outcome is AttemptOutcome.RETRY
    assert "s3cret" not in caplog.text + (result.error or "")


def test_redirects_are_not_followed(site: Site, alert: Alert) -> None:
    site.redirect("/s3cret", "/elsewhere")
    send_by_apprise(_url(site), alert("test"))
    assert [asked.path for asked in site.log] == ["/s3cret"]


def test_a_url_that_apprise_cannot_read_is_an_outcome(
    alert: Alert, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    result = send_by_apprise("nothing://s3cret", alert("test"))
    assert "cannot read this URL" in (result.error or "")
    assert not is_readable("nothing://s3cret")
    assert "s3cret" not in caplog.text + (result.error or "")


def test_markup_of_a_page_is_inert() -> None:
    text = "*bold* `code` ~~gone~~ <!channel> [here](https) \nhttps://acme.example/a*b"
    assert inert(text) == (
        "∗bold∗ ˋcodeˋ ∼∼gone∼∼ ‹!channel› [here] (https) \nhttps://acme.example/a*b"
    )


@pytest.mark.parametrize("limit", [160, 500, 2_000, 32_768])
@pytest.mark.parametrize("case", ["english_changed", "arabic_silent", "hebrew_silent", "rollback"])
def test_parts_are_within_the_limit_of_the_service(alert: Alert, case: str, limit: int) -> None:
    parts = text_parts(alert(case), limit)
    assert 1 <= len(parts) <= 4
    assert all(0 < len(part) <= limit for part in parts)
    if len(parts) > 1:
        assert parts[0].startswith(f"(1/{len(parts)}) ")


@given(
    st.lists(st.text(alphabet="abاب e\u0301👨‍👩‍👧 .", max_size=400), max_size=4),
    st.integers(80, 400),
)
@example(["\u200d", "a"], 92)
@example(["ab " * 20 + "\u200d   ab " * 40], 92)
@settings(deadline=None, max_examples=60)
def test_a_long_text_is_cut_between_graphemes(texts: list[str], limit: int) -> None:
    content = alert_from_data(
        "source.broken",
        "2026-03-05T14:07:09.123456Z",
        {
            "source": {"key": "a/b", "service": "A", "type": "B", "url": "https://a.example/"},
            "captured_at": "2026-03-05T14:07:09.123456Z",
            "severity": 50,
            "outcome": "suspect",
            "reason": " ".join(texts),
            "bad_fetches": 3,
            "last_verified_at": None,
        },
    )
    parts = text_parts(content, limit)
    assert all(len(part) <= limit for part in parts)
    bare = [part.partition(") ")[2] if len(parts) > 1 else part for part in parts]
    (whole,) = text_parts(content, 100_000)
    for before, after in pairwise(bare):
        end, start = before[-20:], after[:20]
        if end + start in whole:  # else it was cut at spaces, and they are gone
            one_alone = not any(is_boundary(before, at) for at in range(1, len(before))[-40:])
            assert is_boundary(end + start, len(end)) or one_alone


def test_apprise_that_is_not_installed(alert: Alert, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)  # as Python marks what is not there
    with pytest.raises(AppriseMissing, match=r"clausewatch\[apprise\]"):
        send_by_apprise("json://s3cret", alert("test"))
