"""The timeline as geometry: everything inside, in the order of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.report.model import Picture
from monitor.report.picture import timeline_picture
from storage.model import ChangeClass, VersionKind
from storage.stated_dates import StatedOn, StatedVersion

NOW = datetime(2026, 4, 1, tzinfo=UTC)


def version(
    number: int, day: str, effective: str | None = None, updated: str | None = None, **known: Any
) -> StatedVersion:
    values: dict[str, Any] = {
        "source": "acme/terms",
        "service": "Acme",
        "terms_type": "Terms",
        "watched": True,
        "version": number,
        "kind": VersionKind.UPDATE,
        "captured_at": f"{day}T10:00:00.000000Z",
        "last_seen_at": f"{day}T22:00:00.000000Z",
        "effective": StatedOn(on=effective, text=effective) if effective else None,
        "updated": StatedOn(on=updated, text=updated) if updated else None,
        "change_class": ChangeClass.SUBSTANTIVE,
        "silent": False,
        "summary": None,
    }
    return StatedVersion(**(values | known))


def drawn(*versions: StatedVersion) -> Picture:
    picture = timeline_picture(versions, {}, anchor="p", name="Acme, Terms", now=NOW)
    assert picture is not None
    return picture


def shapes(picture: Picture) -> list[tuple[str, str]]:
    return [(mark.shape, mark.words) for mark in picture.marks]


def test_without_versions_there_is_no_picture() -> None:
    assert timeline_picture([], {}, anchor="p", name="Acme", now=NOW) is None


def test_a_silent_change_and_stated_dates_have_marks() -> None:
    picture = drawn(
        version(1, "2026-01-01", updated="2025-12-20"),
        version(2, "2026-02-01", updated="2025-12-20", effective="2026-03-01", silent=True),
    )
    assert shapes(picture) == [
        ("version", "Version 1, seen 2026-01-01"),
        ("updated", "2025-12-20: stated as updated since version 1"),
        ("version", "Version 2, seen 2026-02-01"),
        ("silent", "Version 2, 2026-02-01: no stated date moved"),
        ("effective", "2026-03-01: stated as effective since version 2"),
    ]
    effective = picture.marks[-1]
    assert effective.since_x is not None
    assert effective.since_x < effective.x  # announced before it came


def test_what_we_read_anew_is_no_silent_change() -> None:
    (mark,) = drawn(version(1, "2026-01-01", kind=VersionKind.TECHNICAL, silent=True)).marks
    assert mark.shape == "technical"


def test_dates_far_off_are_named_at_the_edge() -> None:
    picture = drawn(version(1, "2026-01-01", updated="2019-05-25", effective="2031-01"))
    assert shapes(picture)[1:] == [("earlier", "2019-05-25"), ("later", "2031-01")]


def test_what_is_no_date_of_the_calendar_is_left_out() -> None:
    assert [
        shape for shape, _ in shapes(drawn(version(1, "2026-01-01", updated="2026-02-30")))
    ] == ["version"]


def test_the_description_says_what_the_picture_shows() -> None:
    picture = drawn(
        version(1, "2026-01-01"), version(2, "2026-02-01", updated="2026-01-30", silent=True)
    )
    assert picture.description == (
        "2 versions seen from 2026-01-01 to 2026-02-01; 1 silent change; the latest states updated "
        "2026-01-30; no effective date is stated now. The table below says the same."
    )


days = st.dates(date(2000, 1, 1), date(2035, 1, 1))
stated = st.none() | st.tuples(days, st.sampled_from([4, 7, 10])).map(
    lambda found: found[0].isoformat()[: found[1]]
)


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.tuples(st.integers(0, 4000), stated, stated, st.booleans()), min_size=1, max_size=9)
)
def test_everything_stands_inside_and_in_the_order_of_time(
    found: list[tuple[int, str | None, str | None, bool]],
) -> None:
    first = date(2015, 1, 1)
    picture = drawn(
        *(
            version(number, (first + timedelta(days=after)).isoformat(), one, other, silent=silent)
            for number, (after, one, other, silent) in enumerate(sorted(found, key=str), 1)
        )
    )
    for mark in picture.marks:
        assert picture.left <= mark.x <= picture.right
        assert 0 < mark.y < picture.height
    ticks = [tick.x for tick in picture.ticks]
    assert ticks == sorted(ticks)
    assert len(ticks) <= 20
    assert all(picture.left <= x <= picture.right for x in ticks)
    seen = sorted((mark.words[-10:], mark.x) for mark in picture.marks if mark.shape == "version")
    assert [x for _, x in seen] == sorted(x for _, x in seen)
