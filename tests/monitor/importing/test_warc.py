"""WARC files: responses, revisits, encodings."""

from __future__ import annotations

import gzip
import uuid
from pathlib import Path

import pytest
from support.captures import HEAD, LONGER, POLICY, World, at
from support.cli import run

from monitor.config import load_watchlist
from monitor.importing import ImportReport, Replay, WarcOptions, read_warc
from monitor.tracking import Tracker
from storage.errors import UsageError

URL = "https://larkfield.example/privacy"


def record(kind: str, url: str, instant: str, block: bytes, *more: str) -> bytes:
    head = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid4()}>",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {instant}",
        *more,
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def response(
    body: str | bytes,
    *,
    instant: str = at(1),
    url: str = URL,
    status: str = "200 OK",
    content_type: str = "text/html; charset=utf-8",
    headers: tuple[tuple[str, str], ...] = (),
    kind: str = "response",
    digest: str | None = None,
) -> bytes:
    lines = [f"{name}: {value}" for name, value in (("Content-Type", content_type), *headers)]
    http = "\r\n".join([f"HTTP/1.1 {status}", *lines]).encode() + b"\r\n\r\n"
    payload = body if isinstance(body, bytes) else body.encode()
    more = (f"WARC-Payload-Digest: {digest}",) if digest else ()
    return record(kind, url, instant, http + payload, *more)


def archive(folder: Path, *records: bytes, compressed: bool = True) -> Path:
    """Each record compressed by itself, as the standard wants it."""
    path = folder / ("test.warc.gz" if compressed else "test.warc")
    request = record("request", URL, at(1), b"GET /privacy HTTP/1.1\r\n\r\n")
    whole = (request, *records)
    path.write_bytes(b"".join(gzip.compress(one) if compressed else one for one in whole))
    return path


def load(world: World, path: Path, options: WarcOptions | None = None) -> ImportReport:
    watchlist = load_watchlist(world.watchlist)
    with Tracker(watchlist=watchlist) as tracker:
        return Replay(db=tracker.db, watchlist=watchlist).run(read_warc([path], options))


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:], b"")
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


@pytest.mark.parametrize("compressed", [True, False], ids=["gz", "plain"])
def test_responses_are_replayed_in_time_order(world: World, compressed: bool) -> None:
    path = archive(
        world.folder,
        response(LONGER, instant=at(2)),
        response(POLICY, instant=at(1)),
        compressed=compressed,
    )
    load(world, path)
    assert [(one.source, one.fetched_at[:10], one.change_class) for one in world.history()] == [
        ("larkfield-example/privacy-policy", "2026-03-01", None),
        ("larkfield-example/privacy-policy", "2026-03-02", "substantive"),
    ]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(gzip.compress(POLICY.encode()), (("Content-Encoding", "gzip"),), id="gzip"),
        pytest.param(chunked(POLICY.encode()), (("Transfer-Encoding", "chunked"),), id="chunked"),
        pytest.param(
            chunked(gzip.compress(POLICY.encode())),
            (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")),
            id="both",
        ),
        pytest.param(
            POLICY.encode(),
            (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")),
            id="undone by the archiver already",
        ),
    ],
)
def test_bodies_are_read_without_their_encodings(
    tmp_path: Path, body: bytes, headers: tuple[tuple[str, str], ...]
) -> None:
    (capture,) = read_warc([archive(tmp_path, response(body, headers=headers))])
    assert capture.body.read() == POLICY.encode()


def test_what_is_no_document_is_counted_and_left_out(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        response(POLICY),
        response(b"", status="301 Moved Permanently"),
        response(b"GIF89a", content_type="image/gif"),
        response("User-agent: *", url="https://larkfield.example/robots.txt"),
        response("x", url="dns:larkfield.example"),
    )
    found = read_warc([path])
    assert len(found) == 1
    assert found.skipped == {
        "a redirect": 1,
        "not a document": 2,
        "not a response over HTTP": 1,
    }


def test_an_error_status_is_a_fetch_as_it_is_live(world: World) -> None:
    report = load(world, archive(world.folder, response(POLICY, status="404 Not Found")))
    assert report.outcomes == {"http_error": 1}


def test_a_revisit_stands_for_what_it_repeats(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        response(POLICY, digest="sha1:A"),
        response(b"", kind="revisit", digest="sha1:A", instant=at(9)),
        response(b"", kind="revisit", digest="sha1:B", instant=at(10)),
    )
    found = read_warc([path])
    first, second = found
    assert second.body.read() == first.body.read()
    assert second.fetched_at[:10] == "2026-03-09"
    assert found.skipped == {"a revisit of a response that is not in these files": 1}


def test_a_page_of_the_watchlist_goes_to_its_source(world: World) -> None:
    world.head = f'{HEAD}[[source]]\nservice = "Lark"\ntype = "Terms"\nurl = "{URL}"\n'
    load(world, archive(world.folder, response(POLICY, url=f"{URL}#top")))
    assert [one.source for one in world.history()] == ["lark/terms"]


def test_options_name_what_is_taken(world: World) -> None:
    path = archive(
        world.folder, response(POLICY), response(LONGER, url="https://larkfield.example/other")
    )
    options = WarcOptions(urls=(URL,), service="Larkfield", terms_type="Cookies Policy")
    load(world, path, options)
    assert [one.source for one in world.history()] == ["larkfield/cookies-policy"]


def test_two_pages_of_one_guessed_name_are_two_sources(world: World) -> None:
    path = archive(
        world.folder,
        response(POLICY),
        response(LONGER, url="https://larkfield.example/ar/privacy", instant=at(2)),
    )
    load(world, path)
    load(world, path)
    assert [one.source for one in world.history()] == [
        "larkfield-example/privacy-policy",
        "larkfield-example/privacy-policy-ar-privacy",
    ]


@pytest.mark.parametrize("compressed", [True, False], ids=["gz", "plain"])
@pytest.mark.parametrize("missing", [5, 60, 400, "half"], ids=str)
def test_a_record_that_is_cut_off_is_left_out_and_named(
    world: World, compressed: bool, missing: int | str
) -> None:
    """Wherever the file ends: in the text, in the headers, in what closes the compression."""
    last = response(LONGER, instant=at(2), url=f"{URL}/last")
    size = len(gzip.compress(last)) if compressed else len(last)
    path = archive(world.folder, response(POLICY), last, compressed=compressed)
    cut = size // 2 if missing == "half" else min(int(missing), size - 10)
    path.write_bytes(path.read_bytes()[:-cut])
    done = run(world.watchlist.parent, "import", "warc", str(path))
    assert done.exit_code == 1
    assert f"1 capture was not imported: {path}: record 3" in done.stderr
    assert [one.fetched_at[:10] for one in world.history()] == ["2026-03-01"]


def test_of_the_future_no_page_was_seen(tmp_path: Path) -> None:
    path = archive(tmp_path, response(POLICY), response(LONGER, instant="2999-01-01T00:00:00Z"))
    found = read_warc([path])
    assert len(found) == 1
    assert "record 3 of https://larkfield.example/privacy is dated 2999-01" in found.damaged[0]


def test_a_damaged_record_is_left_out_and_named(tmp_path: Path) -> None:
    path = archive(tmp_path, response(POLICY), response(LONGER, instant=at(2)))
    whole = bytearray(path.read_bytes())
    whole[-6] ^= 0x10  # in the checksum of its text
    path.write_bytes(whole)
    found = read_warc([path])
    assert len(found) == 1
    assert "what follows record 2 is damaged" in found.damaged[0]


def test_what_the_archiver_cut_off_is_no_capture(tmp_path: Path) -> None:
    whole = response(POLICY)
    cut = whole.replace(b"WARC-Target-URI", b"WARC-Truncated: length\r\nWARC-Target-URI", 1)
    found = read_warc([archive(tmp_path, whole, cut)])
    assert (len(found), found.skipped, found.damaged) == (
        1,
        {"cut off by whoever archived it": 1},
        [],
    )


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.warc"
    path.write_text("<html>")
    with pytest.raises(UsageError, match=r"page\.warc"):
        read_warc([path])


def test_a_file_compressed_as_a_whole_is_refused_with_advice(tmp_path: Path) -> None:
    path = archive(tmp_path, response(POLICY), response(LONGER), compressed=False)
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(UsageError, match="warcio recompress"):
        read_warc([whole])
