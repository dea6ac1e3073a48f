"""Windows, digest times and quiet times: laws for every zone and every night."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.windows import (
    DAYS,
    Quiet,
    Span,
    Window,
    due_at,
    end_of_quiet,
    parse_span,
    parse_time,
    quiet_from_text,
    quiet_problem,
    quiet_to_text,
)
from storage.model import DeliveryMode

# Zones whose clocks jump at night, at midnight, by half an hour, in the south, and never.
ZONES = (
    "UTC",
    "Europe/Berlin",
    "Asia/Jerusalem",
    "America/New_York",
    "America/Havana",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Beirut",
    "Asia/Riyadh",
    "Africa/Cairo",
)
TIMES = (
    "22:00-07:00",
    "02:30-05:00",
    "00:00-02:15",
    "01:45-02:15",
    "23:30-0:30",
    "sat",
    "fri-sun",
    "mon-fri 18:00-08:00",
    "sun-mon 12:00-24:00",
    "thu 00:00-24:00",
)
quiets = st.builds(
    lambda zone, times: Quiet(zone=zone, times=tuple(times)),
    st.sampled_from(ZONES),
    st.lists(st.sampled_from(TIMES), max_size=3, unique=True),
)
# Half of the instants lie around nights in which clocks jump somewhere.
JUMPS = [
    datetime(2026, *day, tzinfo=UTC)
    for day in ((3, 8), (3, 27), (3, 29), (4, 4), (4, 24), (9, 5), (10, 3), (10, 25), (11, 1))
]
instants = st.one_of(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda d: d.replace(tzinfo=UTC)),
    st.builds(
        lambda jump, minutes: jump + timedelta(minutes=minutes),
        st.sampled_from(JUMPS),
        st.integers(-1_500, 3_000),
    ),
)
windows = st.builds(
    lambda mode, within, minute, on, quiet: Window(
        mode=mode,
        within_seconds=within,
        at=time(minute // 60, minute % 60),
        on=on,
        quiet=quiet,
    ),
    st.sampled_from(DeliveryMode),
    st.integers(1, 86_400),
    st.integers(0, 1_439),
    st.integers(0, 6),
    quiets,
).filter(lambda window: quiet_problem(window) is None)
law = settings(max_examples=100, deadline=None)


def is_quiet(quiet: Quiet, instant: datetime) -> bool:
    """What the clock on the wall says, by the words of the watchlist alone."""
    wall = instant.astimezone(ZoneInfo(quiet.zone))
    minute = wall.hour * 60 + wall.minute
    for span in map(parse_span, quiet.times):
        over_midnight = span.end <= span.start
        today = wall.weekday() in span.days and span.start <= minute
        if today and (over_midnight or minute < span.end):
            return True
        yesterday = (wall.weekday() - 1) % 7
        if over_midnight and yesterday in span.days and minute < span.end:
            return True
    return False


@law
@given(windows, instants)
def test_nothing_is_told_in_the_past_or_in_quiet_times(window: Window, now: datetime) -> None:
    due = due_at(window, now)
    assert due >= now
    assert not is_quiet(window.quiet, due)


@law
@given(windows, instants, st.integers(0, 20_000))
def test_what_comes_up_later_is_not_told_earlier(window: Window, now: datetime, more: int) -> None:
    assert due_at(window, now) <= due_at(window, now + timedelta(minutes=more))


@law
@given(quiets, instants)
def test_the_end_of_quiet_is_its_own_end(quiet: Quiet, instant: datetime) -> None:
    if quiet_problem(Window(quiet=quiet)) is None:
        end = end_of_quiet(quiet, instant)
        assert end_of_quiet(quiet, end) == end
        assert (
            end == instant
            or is_quiet(quiet, end - timedelta(minutes=61))
            or end - instant < (timedelta(minutes=61))
        )


@law
@given(quiets)
def test_quiet_times_are_kept_as_text(quiet: Quiet) -> None:
    if quiet.times:
        assert quiet_from_text(quiet_to_text(quiet)) == quiet
    else:
        assert quiet_to_text(quiet) is None
        assert quiet_from_text(None) == Quiet()


@law
@given(windows, instants)
def test_a_window_of_a_batch_is_as_long_as_written(window: Window, now: datetime) -> None:
    if window.mode is DeliveryMode.BATCH and not window.quiet.times:
        assert due_at(window, now) == now + timedelta(seconds=window.within_seconds)


NIGHT = Quiet(zone="Europe/Berlin", times=("22:00-07:00",))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


# instants and ends in the offset that clocks in Berlin have then
@pytest.mark.parametrize(
    ("times", "instant", "end"),
    [
        pytest.param("22:00-07:00", "2026-06-01T21:59+02:00", None, id="not-yet"),
        pytest.param(
            "22:00-07:00", "2026-06-01T22:00+02:00", "2026-06-02T07:00+02:00", id="begins"
        ),
        pytest.param("22:00-07:00", "2026-06-02T07:00+02:00", None, id="ends"),
        pytest.param(
            "22:00-07:00", "2026-03-28T23:00+01:00", "2026-03-29T07:00+02:00", id="shorter-night"
        ),
        pytest.param(
            "22:00-07:00", "2026-10-24T23:00+02:00", "2026-10-25T07:00+01:00", id="longer-night"
        ),
        pytest.param(
            "22:00-02:30", "2026-03-29T00:30+01:00", "2026-03-29T03:00+02:00", id="ends-in-the-gap"
        ),
        pytest.param(
            "22:00-02:30", "2026-10-25T02:40+02:00", "2026-10-25T02:30+01:00", id="ends-twice"
        ),
        pytest.param("22:00-02:30", "2026-10-25T02:30+01:00", None, id="has-ended-twice"),
        pytest.param(
            "02:30-05:00", "2026-03-29T03:00+02:00", "2026-03-29T05:00+02:00", id="begins-in-gap"
        ),
        pytest.param(
            "02:30-05:00", "2026-10-25T02:10+01:00", "2026-10-25T05:00+01:00", id="begins-twice"
        ),
        pytest.param("02:10-02:50", "2026-03-29T03:00+02:00", None, id="whole-in-the-gap"),
        pytest.param("sat", "2026-03-28T12:00+01:00", "2026-03-29T00:00+01:00", id="a-day"),
        pytest.param(
            "fri-sun", "2026-10-23T12:00+02:00", "2026-10-26T00:00+01:00", id="days-over-a-jump"
        ),
    ],
)
def test_quiet_times_follow_the_clock_on_the_wall(
    times: str, instant: str, end: str | None
) -> None:
    quiet = Quiet(zone="Europe/Berlin", times=(times,))
    assert end_of_quiet(quiet, moment(instant)) == moment(end or instant)


def test_quiet_times_that_touch_are_one() -> None:
    quiet = Quiet(zone="Asia/Jerusalem", times=("fri 15:00-24:00", "sat", "22:00-07:00"))
    assert end_of_quiet(quiet, moment("2026-06-05T16:00+03:00")) == moment("2026-06-07T07:00+03:00")


@pytest.mark.parametrize(
    ("window", "now", "due"),
    [
        pytest.param(
            Window(mode=DeliveryMode.DAILY, quiet=Quiet(zone="Europe/Berlin")),
            "2026-03-28T08:00+01:00",
            "2026-03-29T08:00+02:00",
            id="daily-over-the-jump",
        ),
        pytest.param(
            Window(mode=DeliveryMode.DAILY, at=time(2, 30), quiet=Quiet(zone="Europe/Berlin")),
            "2026-03-28T08:00+01:00",
            "2026-03-29T03:00+02:00",
            id="daily-in-the-gap",
        ),
        pytest.param(
            Window(mode=DeliveryMode.DAILY, at=time(2, 30), quiet=Quiet(zone="Europe/Berlin")),
            "2026-10-25T02:30+02:00",
            "2026-10-26T02:30+01:00",
            id="daily-only-once-in-the-doubled-hour",
        ),
        pytest.param(
            Window(mode=DeliveryMode.WEEKLY, on=6, at=time(9), quiet=Quiet(zone="Asia/Riyadh")),
            "2026-06-01T08:00+03:00",
            "2026-06-07T09:00+03:00",
            id="weekly-on-sunday",
        ),
        pytest.param(
            Window(mode=DeliveryMode.DAILY, quiet=Quiet(times=("sat", "sun"))),
            "2026-06-05T09:00+00:00",
            "2026-06-08T08:00+00:00",
            id="no-digest-on-a-quiet-day",
        ),
        pytest.param(
            Window(mode=DeliveryMode.BATCH, within_seconds=900, quiet=NIGHT),
            "2026-06-01T21:50+02:00",
            "2026-06-02T07:00+02:00",
            id="a-window-that-ends-at-night",
        ),
    ],
)
def test_when_an_alert_is_told(window: Window, now: str, due: str) -> None:
    assert due_at(window, moment(now)) == moment(due)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("22:00-07:00", Span(days=frozenset(range(7)), start=1_320, end=420)),
        ("Sat", Span(days=frozenset({5}), start=0, end=1_440)),
        ("sat-mon", Span(days=frozenset({5, 6, 0}), start=0, end=1_440)),
        ("fri 18:00 - 24:00", Span(days=frozenset({4}), start=1_080, end=1_440)),
        ("mon-fri 9:30-10:00", Span(days=frozenset(range(5)), start=570, end=600)),
    ],
    ids=str,
)
def test_how_quiet_times_are_written(text: str, span: Span) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "22-7",
        "22:00",
        "25:00-07:00",
        "22:60-07:00",
        "24:00-07:00",
        "1-5",
        "saturday",
        "07:00-07:00",
        "22:00-07:00 sat",
        "٢٢:٠٠-٠٧:٠٠",
        "mon-xyz",
    ],
)
def test_what_is_no_quiet_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"write (quiet times as|the day alone)"):
        parse_span(text)


@pytest.mark.parametrize("text", ["8", "24:00", "08:60", "", "8:00 pm"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='write a time of day such as "08:00"'):
        parse_time(text)


def test_a_time_of_day() -> None:
    assert (parse_time("08:00"), parse_time(" 7:05 ")) == (time(8), time(7, 5))


@pytest.mark.parametrize(
    ("window", "problem"),
    [
        (Window(quiet=Quiet(times=("mon-sun",))), "quiet: this is all week"),
        (Window(quiet=Quiet(times=("mon-fri", "sat-sun 00:00-24:00"))), "quiet: this is all week"),
        (Window(quiet=Quiet(times=("06:00-05:59",))), None),
        (Window(mode=DeliveryMode.DAILY, at=time(3), quiet=NIGHT), "at: 03:00 is always in the"),
        (Window(mode=DeliveryMode.DAILY, quiet=Quiet(times=("mon-sat",))), None),
        (Window(mode=DeliveryMode.WEEKLY, on=5, quiet=Quiet(times=("sat",))), "at: 08:00 is"),
        (Window(mode=DeliveryMode.NOW, at=time(3), quiet=NIGHT), None),
    ],
    ids=["week", "week-of-two", "a-minute-is-left", "daily", "sundays", "weekly", "now"],
)
def test_quiet_times_must_leave_a_time_to_tell(window: Window, problem: str | None) -> None:
    found = quiet_problem(window)
    assert found == problem if problem is None else (found or "").startswith(problem)


def test_weekdays_are_those_of_python() -> None:
    assert [datetime(2026, 6, day).strftime("%a").lower() for day in range(1, 8)] == list(DAYS)
