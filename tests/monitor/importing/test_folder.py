"""captures.jsonl: what is read, what is refused, what is ignored."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.captures import POLICY, World, at

from monitor.importing import Capture, read_folder
from storage.errors import UsageError


def one(folder: Path, **known: Any) -> Capture:
    (folder / "page.html").write_text("<p>text</p>")
    row = {"url": "https://a.example/p", "fetched_at": at(1), "file": "page.html"} | known
    (folder / "captures.jsonl").write_text(json.dumps(row) + "\n")
    (capture,) = read_folder(folder)
    return capture


def test_a_row_is_read_with_its_defaults(tmp_path: Path) -> None:
    capture = one(tmp_path, service="Acme", type="Privacy Policy")
    assert (capture.service, capture.terms_type) == ("Acme", "Privacy Policy")
    assert (capture.http_status, capture.headers) == (200, ())
    assert capture.body.read() == b"<p>text</p>"


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        pytest.param("2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000000Z", id="utc"),
        pytest.param("2026-03-01T10:00:00+02:00", "2026-03-01T08:00:00.000000Z", id="offset"),
        pytest.param("2026-03-01", "2026-03-01T00:00:00.000000Z", id="a day"),
        pytest.param("20260301T100000Z", "2026-03-01T10:00:00.000000Z", id="compact"),
    ],
)
def test_instants(tmp_path: Path, written: str, instant: str) -> None:
    assert one(tmp_path, fetched_at=written).fetched_at == instant


def test_of_the_future_no_page_was_seen(tmp_path: Path) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    one(tmp_path, fetched_at="2026-03-02T11:00:00Z")
    assert len(read_folder(tmp_path, now=now)) == 1, "clocks differ, and so do days"
    one(tmp_path, fetched_at="2026-03-03T00:00:00Z")
    with pytest.raises(UsageError, match=r"captures\.jsonl:1: .* lies in the future"):
        read_folder(tmp_path, now=now)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/p", "a.example/p", "http://", "http://[::1"]
)
def test_what_is_no_address_of_a_page_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError, match=r"captures\.jsonl:1: url .* is no address of a page"):
        one(tmp_path, url=url)


@pytest.mark.parametrize(
    ("headers", "content_type", "expected"),
    [
        pytest.param({"ETag": "a"}, None, (("ETag", "a"),), id="object"),
        pytest.param([["ETag", "a"]], None, (("ETag", "a"),), id="pairs"),
        pytest.param({"Vary": ["a", "b"]}, None, (("Vary", "a"), ("Vary", "b")), id="several"),
        pytest.param(
            {"content-type": "text/plain"},
            "text/html; charset=windows-1256",
            (("Content-Type", "text/html; charset=windows-1256"),),
            id="the content type of the row counts",
        ),
    ],
)
def test_headers(tmp_path: Path, headers: Any, content_type: Any, expected: Any) -> None:
    assert one(tmp_path, headers=headers, content_type=content_type).headers == expected


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        pytest.param("[1]", "not a JSON object", id="array"),
        pytest.param("{", "not a JSON object", id="broken"),
        pytest.param('{"url": "https://a.example"}', "'fetched_at' is missing", id="no instant"),
        pytest.param(
            '{"url": "https://a.example", "fetched_at": "soon", "file": "a"}',
            "is no instant",
            id="bad instant",
        ),
        pytest.param(
            '{"url": "https://a.example", "fetched_at": "2026-03-01", "file": "../a"}',
            "outside the folder",
            id="outside",
        ),
        pytest.param(
            '{"url": "http://a.b", "fetched_at": "2026-03-01", "file": "a", "status": "ok"}',
            "is no HTTP status",
            id="bad status",
        ),
        pytest.param(
            '{"url": "http://a.b", "fetched_at": "2026-03-01", "file": "a", "headers": 3}',
            "headers are",
            id="bad headers",
        ),
        pytest.param(
            r'{"url": "https://a.example/\ud800", "fetched_at": "2026-03-01", "file": "a"}',
            "'url' holds half",
            id="surrogate in the address",
        ),
        pytest.param(
            r'{"url": "http://a.b", "fetched_at": "2026-03-01", "file": "a", "service": "A\udfff"}',
            "'service' holds half",
            id="surrogate in a name",
        ),
        pytest.param(
            r'{"url": "http://a.b", "fetched_at": "2026-03-01", "file": "a", '
            r'"headers": {"X": "\ud800"}}',
            "'headers' holds half",
            id="surrogate in a header",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    (tmp_path / "captures.jsonl").write_text(f"\n{line}\n")
    with pytest.raises(UsageError, match=rf"captures\.jsonl:2: .*{complaint}"):
        read_folder(tmp_path)


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no captures\.jsonl"):
        read_folder(tmp_path)


def test_unknown_keys_are_ignored_with_one_warning(world: World) -> None:
    found = read_folder(world.write([(at(1), POLICY), (at(2), POLICY)], colour="red", size=3))
    (warning,) = found.warnings
    assert warning.endswith("unknown keys are ignored: colour, size")


def test_a_missing_file_is_a_problem_and_the_others_go_on(world: World) -> None:
    folder = world.write([(at(1), POLICY), (at(2), POLICY)])
    (folder / "000.html").unlink()
    index = (folder / "captures.jsonl").read_text()
    for path in folder.iterdir():
        path.rename(world.folder / path.name)
    assert "000.html" in index
    from monitor.config import load_watchlist
    from monitor.importing import Replay
    from monitor.tracking import Tracker

    watchlist = load_watchlist(world.watchlist)
    with Tracker(watchlist=watchlist) as tracker:
        report = Replay(db=tracker.db, watchlist=watchlist).run(read_folder(world.folder))
    assert (report.versions, len(report.problems)) == (1, 1)
    assert "captures.jsonl:1" in report.problems[0]
