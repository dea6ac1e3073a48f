"""What the head of an answer means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.verdicts import (
    MAX_RETRY_AFTER_SECONDS,
    Answer,
    Refused,
    is_worth_another_try,
    require_document,
    retry_after_seconds,
)
from storage.model import Outcome

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def refusal(status: int, *, retry_after: str | None = None, asked: bool = False) -> Refused:
    answer = Answer(status=status, retry_after=retry_after, was_conditional=asked, now=NOW)
    with pytest.raises(Refused) as caught:
        require_document(answer)
    return caught.value


@pytest.mark.parametrize("status", [200, 203])
def test_a_document(status: int) -> None:
    answer = Answer(status=status, retry_after=None, was_conditional=False, now=NOW)
    assert require_document(answer) is None  # type: ignore[func-returns-value]


def test_304_counts_only_when_asked_for() -> None:
    assert refusal(304, asked=True).outcome is Outcome.NOT_MODIFIED
    assert refusal(304, asked=False).outcome is Outcome.PROTOCOL_ERROR


@given(status=st.integers(100, 999))
@settings(deadline=None, max_examples=200)
def test_every_other_status_has_an_outcome_and_a_reason(status: int) -> None:
    if status in (200, 203):
        return
    refused = refusal(status)
    assert refused.outcome in (
        Outcome.HTTP_ERROR,
        Outcome.RATE_LIMITED,
        Outcome.PROTOCOL_ERROR,
    )
    assert refused.http_status == status
    assert len(refused.reason) > 15


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("99999999999999999999", MAX_RETRY_AFTER_SECONDS),
        ("Sun, 01 Mar 2026 12:01:30 GMT", 90),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("Fri, 31 Dec 2027 23:59:59 GMT", MAX_RETRY_AFTER_SECONDS),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("١٢", None),
    ],
)
def test_retry_after(header: str, seconds: int | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=200)
def test_retry_after_is_bounded_whatever_it_says(header: str) -> None:
    seconds = retry_after_seconds(header, NOW)
    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER_SECONDS


def test_503_is_a_fault_unless_it_says_when() -> None:
    assert refusal(503).outcome is Outcome.HTTP_ERROR
    assert refusal(503, retry_after="5").outcome is Outcome.RATE_LIMITED


@pytest.mark.parametrize(
    ("status", "again"), [(500, True), (503, True), (404, False), (501, False), (429, False)]
)
def test_what_is_worth_another_try(status: int, again: bool) -> None:
    assert is_worth_another_try(refusal(status)) is again
