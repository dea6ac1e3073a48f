"""A bundle comes from a stranger: none crashes the check, keeps it busy, or passes unseen."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.history import History

from crawler.extract import Format, extract
from monitor.exporting.bundle import write_bundle
from monitor.exporting.bundle_check import BundleReport, check_bundle
from monitor.exporting.rereading import Reread, Rereader
from storage.chain import entry_digest
from storage.errors import ClauseWatchError, OperationError
from storage.model import SourceRules
from storage.rules import rules_digest, rules_to_json
from storage.sources import get_source
from storage.versions import versions_of

Members = dict[str, bytes]
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    with History(tmp_path) as history:
        acme = history.source("acme/privacy-policy")
        history.version(acme, "# Privacy\n\nWe keep data a day.", at="2026-03-01T10:00:00Z")
        history.version(acme, "# Privacy\n\nWe keep data a year.", at="2026-04-01T10:00:00Z")
        path = tmp_path / "bundle.zip"
        with path.open("wb") as stream:
            source = get_source(history.db, acme)
            write_bundle(history.db, source, versions_of(history.db, acme), stream)
    return path


class _Pipe:
    """What cannot be gone back in."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, content: bytes) -> int:
        self.written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is kept back."""


def _members(bundle: Path) -> Members:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _forged(
    bundle: Path,
    members: Members,
    change: Change = lambda _: None,
    *,
    compression: int = zipfile.ZIP_DEFLATED,
) -> Path:
    """These files with a manifest that fits them, but for what ``change`` does to it."""
    manifest = json.loads(members["manifest.json"])
    manifest["files"] = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in members.items()
        if name != "manifest.json"
    }
    change(manifest)
    forged = bundle.with_name("forged.zip")
    with zipfile.ZipFile(forged, "w", compression) as archive:
        for name, content in (members | {"manifest.json": json.dumps(manifest).encode()}).items():
            archive.writestr(name, content)
    return forged


def _found(path: Path, head: str | None = None) -> str:
    """All problems, or why it was refused."""
    try:
        report = check_bundle(path, head=head)
    except OperationError as error:
        return str(error)
    assert report.ok is not bool(report.problems)
    return "\n".join(report.problems)


def _rechained(members: Members, change: Change) -> tuple[bytes, str]:
    """The chain with entries changed and linked anew, and its head."""
    lines, previous = [], None
    for line in members["chain.jsonl"].splitlines():
        entry = json.loads(line)
        change(entry)
        lines.append(json.dumps(entry | {"previous": previous}, separators=(",", ":")))
        previous = entry_digest(lines[-1])
    return "".join(f"{line}\n" for line in lines).encode(), str(previous)


def test_files_that_are_not_there_are_missed_though_the_manifest_leaves_them_out(
    bundle: Path,
) -> None:
    members = _members(bundle)
    kept = {name: members[name] for name in members if not name.startswith("versions/1/")}
    assert "version 1: its body is missing" in _found(_forged(bundle, kept))


def test_bytes_are_checked_where_people_look_for_them(bundle: Path) -> None:
    members = _members(bundle)
    members["real/body.md"] = members["versions/1/body.md"]
    members["versions/1/body.md"] = b"We sell everything."
    path = _forged(bundle, members, lambda found: found["versions"][0].update(body="real/body.md"))
    assert "no place for the body of version 1" in _found(path)


def test_a_second_body_beside_the_first_is_no_part_of_it(bundle: Path) -> None:
    members = _members(bundle) | {"versions/1/body.html": b"We sell everything."}
    assert "versions/1/body.html is no part" in _found(_forged(bundle, members))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda found: found.update(versions=[]), id="no version"),
        pytest.param(lambda found: found["versions"].append(found["versions"][0]), id="one twice"),
        pytest.param(lambda found: found["versions"][0].update(record=[], version=[]), id="lists"),
        pytest.param(lambda found: found["versions"][0].update(version=True), id="true for 1"),
        pytest.param(lambda found: found["versions"][0].update(record=1.0), id="float"),
        pytest.param(lambda found: found["source"].update(key="a\ud800"), id="lone surrogate"),
        pytest.param(lambda found: found["source"]["rules"].update(select=[[1]]), id="selectors"),
        pytest.param(lambda found: found["source"]["rules"].update(ignore=[5]), id="patterns"),
        pytest.param(lambda found: found["source"]["rules"].update(language=5), id="language"),
        pytest.param(lambda found: found["source"]["rules"].update(js={}), id="js"),
    ],
)
def test_a_manifest_that_we_never_wrote_is_refused(bundle: Path, change: Change) -> None:
    with pytest.raises(OperationError, match=r"manifest\.json is not one"):
        check_bundle(_forged(bundle, _members(bundle), change))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(
            lambda found: found["versions"][0].update(recorded_at="2020-01-01T00:00:00.000000Z"),
            "version 1: the chain has another time",
            id="recorded at",
        ),
        pytest.param(
            lambda found: found["source"]["rules"].update(select=["main"]),
            "the rules are not those",
            id="rules",
        ),
        pytest.param(
            lambda found: found["chain"].update(entries=7), "number of entries", id="entries"
        ),
        pytest.param(lambda found: found["versions"].reverse(), "not in order", id="order"),
        pytest.param(
            lambda found: found["files"]["README.txt"].update(bytes=5),
            "README.txt is not as the manifest says",
            id="size",
        ),
        pytest.param(
            lambda found: found["files"]["README.txt"].update(byues=5),
            "a file has other keys: byues",
            id="a key of no meaning",
        ),
    ],
)
def test_what_the_manifest_says_is_held_against_the_chain(
    bundle: Path, change: Change, problem: str
) -> None:
    assert problem in _found(_forged(bundle, _members(bundle), change))


def test_an_address_that_the_chain_does_not_have_is_remarked(bundle: Path) -> None:
    assert check_bundle(bundle).remarks == ()
    other = "https://evil.example/privacy"
    path = _forged(bundle, _members(bundle), lambda found: found["source"].update(url=other))
    (remark,) = check_bundle(path).remarks
    assert f"names the address {other}, the chain recorded https://" in remark


def test_rules_of_another_time_are_remarked(bundle: Path) -> None:
    rules = SourceRules(select=("main",))
    change = {"rules": json.loads(rules_to_json(rules)), "rules_sha256": rules_digest(rules)}
    path = _forged(bundle, _members(bundle), lambda found: found["source"].update(change))
    report = check_bundle(path)
    assert report.read_again == 0
    assert "not read again: 1, 2" in report.remarks[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"#!/bin/sh\n", b"", id="before"),
        pytest.param(b"", b"junk", id="behind"),
    ],
)
def test_bytes_beside_the_files_are_found(bundle: Path, before: bytes, after: bytes) -> None:
    bundle.write_bytes(before + bundle.read_bytes() + after)
    assert "the zip file holds other bytes" in _found(bundle)


def test_bytes_between_the_files_and_comments_are_found(bundle: Path) -> None:
    members = _members(bundle)
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
            if name == "chain.jsonl":
                assert archive.fp is not None
                archive.fp.write(b"hidden")
                archive.start_dir = archive.fp.tell()
    assert "the zip file holds other bytes before versions/1/body.md" in _found(bundle)
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = b"hidden"
    assert _found(bundle) == "the zip file holds other bytes at its end"


def test_a_bundle_written_to_a_pipe_has_descriptors_and_is_whole(bundle: Path) -> None:
    members = _members(bundle)
    stream = _Pipe()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, content in members.items():
            archive.writestr(name, content)
    bundle.write_bytes(b"".join(stream.written))
    assert _found(bundle) == ""


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"url": 5}, id="url"),
        pytest.param({"url": "http://[::1"}, id="no url"),
        pytest.param({"format": []}, id="format"),
        pytest.param({"extractor": {}}, id="extractor"),
    ],
)
def test_entries_of_other_shapes_crash_nothing(bundle: Path, values: dict[str, object]) -> None:
    members = _members(bundle)
    members["chain.jsonl"], head = _rechained(members, lambda entry: entry.update(values))
    path = _forged(bundle, members, lambda found: found["chain"].update(head=head))
    assert isinstance(check_bundle(path), BundleReport)


def test_the_chain_of_another_source_vouches_for_nothing(bundle: Path) -> None:
    path = _forged(
        bundle, _members(bundle), lambda found: found["source"].update(key="big/privacy-policy")
    )
    assert "of another source" in _found(path)


def test_an_entry_put_after_the_noted_head_cannot_exchange_the_bytes(bundle: Path) -> None:
    members = _members(bundle)
    lines = members["chain.jsonl"].decode().splitlines()
    noted = entry_digest(lines[-1])
    fake = b"We sell everything."
    digest = hashlib.sha256(fake).hexdigest()
    entry = json.loads(lines[0]) | {"position": 3, "previous": noted, "event": "read_again"}
    entry |= {"body_sha256": digest, "markdown_sha256": digest, "extractor": 0}
    lines.append(json.dumps(entry, separators=(",", ":")))
    members["chain.jsonl"] = "".join(f"{line}\n" for line in lines).encode()
    members |= {"versions/1/body.md": fake, "versions/1/text.md": fake}
    path = _forged(
        bundle, members, lambda found: found["chain"].update(head=entry_digest(lines[-1]))
    )
    assert "entry 3 gives a version that was recorded before another" in _found(path, noted)
    assert check_bundle(path, head=noted).vouched == (2,)


def test_a_noted_head_vouches_for_what_stands_before_it(bundle: Path) -> None:
    first, second = map(bytes.decode, _members(bundle)["chain.jsonl"].splitlines())
    assert check_bundle(bundle, head=entry_digest(first)).vouched == (1,)
    assert check_bundle(bundle, head=entry_digest(second)).vouched == (1, 2)
    assert check_bundle(bundle).vouched is None


def _damaged(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 2, 5))):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


@pytest.mark.parametrize(
    "compression",
    [
        pytest.param(zipfile.ZIP_STORED, id="stored"),
        pytest.param(zipfile.ZIP_DEFLATED, id="deflate"),
        pytest.param(zipfile.ZIP_BZIP2, id="bzip2"),
        pytest.param(zipfile.ZIP_LZMA, id="lzma"),
    ],
)
def test_damaged_files_are_refused_or_reported(bundle: Path, compression: int) -> None:
    whole = _forged(bundle, _members(bundle), compression=compression).read_bytes()
    chance = random.Random(5)
    path = bundle.with_name("damaged.zip")
    said = 0
    for _ in range(60):
        path.write_bytes(_damaged(whole, chance))
        try:
            said += not check_bundle(path).ok
        except ClauseWatchError:
            said += 1
    assert said > 30


def test_a_great_many_files_are_counted_once(bundle: Path) -> None:
    with zipfile.ZipFile(bundle, "a") as archive:
        for number in range(10_000):
            archive.writestr(f"n{number}", b"")
    assert "n9999 is not in the manifest" in _found(bundle)


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(SourceRules(ignore=("(a+)+$",)), id="pattern"),
        pytest.param(SourceRules(remove=("z ~ " + "p ~ " * 6 + "p",)), id="selector"),
    ],
)
def test_rules_that_never_end_are_given_up(rules: SourceRules) -> None:
    body = b"<p>hello</p>" * 100 + b"<p>" + b"a" * 60 + b"!</p>"
    wanted = Reread(
        body=body,
        content_type="text/html",
        url="https://acme.example/",
        format=Format.HTML,
        rules=rules,
        text_digest="",
        text=None,
    )
    rereader = Rereader(rules, seconds=0.2)
    try:
        assert "takes more than" in str(rereader.gives(wanted))
        assert "took too long" in str(rereader.gives(wanted))
    finally:
        rereader.close()


@pytest.mark.parametrize("digest", ["right", "wrong"])
def test_rules_that_end_are_followed_apart(digest: str) -> None:
    rules = SourceRules(remove=("aside",), ignore=("[0-9]+",))
    body = b"<p>We keep it for 30 days.</p><aside>Buy</aside>"
    read = extract(body, content_type="text/html", rules=rules).comparison.digest
    rereader = Rereader(rules)
    try:
        found = rereader.gives(
            Reread(
                body=body,
                content_type="text/html",
                url="https://acme.example/",
                format=Format.HTML,
                rules=rules,
                text_digest=read if digest == "right" else "0" * 64,
                text=None,
            )
        )
    finally:
        rereader.close()
    assert found is (digest == "right")
