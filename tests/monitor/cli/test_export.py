"""`clausewatch export` and `verify`: what is taken out can be checked, and put in again."""

from __future__ import annotations

import csv
import fcntl
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.cli import answer, run
from support.history import History, clause_change

from monitor.cli.written import bytes_words
from storage.chain import chain_head
from storage.database import open_readonly

_REST = """

## Who we are

Acme Instruments of 4 Harbour Road runs this shop. We collect your name, your address and what you
order, and we use them to send you what you bought. You may ask us for a copy or for erasure of
your personal data by writing to privacy@acme.example, and we answer within a month.
"""
_HOSTILE = '=HYPERLINK("http://evil.example")'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with History(tmp_path) as history:
        acme = history.source("acme/privacy-policy")
        history.version(acme, "# Privacy\n\nWe keep data for 30 days.", at="2026-03-01T10:00:00Z")
        second = history.version(
            acme,
            f"# Privacy\n\nWe keep data for 24 months.{_REST}",
            at="2026-04-01T10:00:00Z",
            parties=(_HOSTILE, "Google Analytics"),
        )
        changed = clause_change("We keep data for 30 days.", "We keep data for 24 months.")
        history.change(second, changed, severity=70)
        history.version(
            acme, f"# Privacy\n\nWe keep data for 36 months.{_REST}", at="2026-05-01T10:00:00Z"
        )
        naseem = history.source("naseem/privacy-policy")
        history.version(naseem, "# الخصوصية\n\nلا نبيع بياناتك.", at="2026-03-02T10:00:00Z")
    return tmp_path


def _bundle(folder: Path, *names: str) -> Path:
    path = folder / "bundle.zip"
    answer(run(folder, "export", "evidence", *names, "-o", str(path), "--json", "--force"))
    return path


def _rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of the bundle, its manifest made to fit, as a forger would make it."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    if "manifest.json" in members:
        manifest = json.loads(members["manifest.json"])
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in members.items()
            if name != "manifest.json"
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    forged = path.with_name("forged.zip")
    with zipfile.ZipFile(forged, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return forged


def test_a_bundle_is_checked_offline(folder: Path) -> None:
    path = _bundle(folder, "acme")
    report = answer(run(folder, "verify", str(path), "--json"))
    with open_readonly(folder / "clausewatch.db") as db:
        head = chain_head(db, 1)
    assert report == {
        "ok": True,
        "source": "acme/privacy-policy",
        "versions": [1, 2, 3],
        "entries": 3,
        "head": head,
        "read_again": 3,
        "vouched": None,
        "problems": [],
        "remarks": [],
    }


def test_the_lines_in_its_readme_check_it_too(folder: Path, tmp_path: Path) -> None:
    path = _bundle(folder, "acme")
    with zipfile.ZipFile(path) as archive:
        readme = archive.read("README.txt").decode()
    script = tmp_path / "check.py"
    lines = re.findall(r"^(?:    .*|)$", readme[readme.index("    import hashlib") :], re.MULTILINE)
    script.write_text("\n".join(line[4:] for line in lines), "utf-8")

    def check(bundle: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(script), str(bundle)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert "as recorded; the head of the chain is" in check(path).stdout
    forged = _rewritten(path, lambda members: members.update({"versions/2/text.md": b"other"}))
    assert "AssertionError" in check(forged).stderr


def test_the_same_history_gives_the_same_bundle(folder: Path) -> None:
    first = _bundle(folder, "acme@2").read_bytes()
    assert _bundle(folder, "acme@2").read_bytes() == first


def test_a_bundle_of_one_change_holds_both_sides(folder: Path) -> None:
    with zipfile.ZipFile(_bundle(folder, "acme@2")) as archive:
        names = archive.namelist()
        change = json.loads(archive.read("changes/1-2.json"))
        looks = list(csv.DictReader(io.StringIO(archive.read("fetches.csv").decode())))
    assert [name for name in names if name.endswith("text.md")] == [
        "versions/1/text.md",
        "versions/2/text.md",
    ]
    assert change["clause_changes"][0]["after"] == "We keep data for 24 months."
    assert [look["started_at"][:10] for look in looks] == ["2026-03-01", "2026-04-01"]


def _body_swapped(members: dict[str, bytes]) -> None:
    members["versions/2/body.md"] = b"# Privacy\n\nWe sell everything."


def _entry_altered(members: dict[str, bytes]) -> None:
    members["chain.jsonl"] = members["chain.jsonl"].replace(b"2026-04-01", b"2026-04-02")


def _entry_left_out(members: dict[str, bytes]) -> None:
    lines = members["chain.jsonl"].splitlines(keepends=True)
    members["chain.jsonl"] = b"".join([lines[0], lines[2]])


def _end_cut_off(members: dict[str, bytes]) -> None:
    lines = members["chain.jsonl"].splitlines(keepends=True)
    members["chain.jsonl"] = b"".join(lines[:2])


@pytest.mark.parametrize(
    ("forge", "problem"),
    [
        pytest.param(_body_swapped, "body.md is not what the chain recorded", id="bytes swapped"),
        pytest.param(_entry_altered, "entry 3 does not follow", id="an entry altered"),
        pytest.param(_entry_left_out, "entry 2 is missing", id="an entry left out"),
        pytest.param(_end_cut_off, "does not end in the head", id="the end cut off"),
    ],
)
def test_a_forged_bundle_is_found_out(
    folder: Path, forge: Callable[[dict[str, bytes]], None], problem: str
) -> None:
    result = run(folder, "verify", str(_rewritten(_bundle(folder, "acme"), forge)), "--json")
    assert result.exit_code == 1
    assert problem in " ".join(json.loads(result.stdout)["problems"])


def test_a_file_that_does_not_belong_there_is_named(folder: Path) -> None:
    path = _bundle(folder, "acme")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../evil\x1b[31m.txt", "x")
    result = run(folder, "verify", str(path))
    assert result.exit_code == 1
    assert "is not in the manifest" in result.stderr
    assert "\x1b" not in result.stdout + result.stderr


def test_a_digest_that_was_noted_earlier_is_found_in_the_chain(folder: Path) -> None:
    path = _bundle(folder, "acme")
    with zipfile.ZipFile(path) as archive:
        noted = hashlib.sha256(archive.read("chain.jsonl").splitlines()[1]).hexdigest()
    assert run(folder, "verify", str(path), "--head", noted).exit_code == 0
    result = run(folder, "verify", str(path), "--head", "0" * 64)
    assert result.exit_code == 1
    assert "it is not the chain of that time" in result.stderr


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 broken", id="broken"),
        pytest.param(None, id="not there"),
    ],
)
def test_what_is_no_bundle_is_said_to_be_none(folder: Path, content: bytes | None) -> None:
    path = folder / "x.zip"
    if content is not None:
        path.write_bytes(content)
    result = run(folder, "verify", str(path))
    assert result.exit_code == (2 if content is None else 1)
    assert str(path) in result.stderr


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param("[]", id="a list"),
        pytest.param("{}", id="empty"),
        pytest.param('{"format": "clausewatch evidence 1"}', id="without the rest"),
        pytest.param("[" * 100_000, id="nested"),
    ],
)
def test_a_manifest_of_another_shape_is_refused(folder: Path, manifest: str) -> None:
    path = folder / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", manifest)
    result = run(folder, "verify", str(path))
    assert (result.exit_code, "Traceback" in result.output) == (1, False)


def test_warc_can_be_imported_again(folder: Path, tmp_path: Path) -> None:
    path = folder / "all.warc.gz"
    assert run(folder, "export", "warc", "-o", str(path)).exit_code == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "watchlist.toml").write_text('[clausewatch]\ndatabase = "o.db"\n', "utf-8")
    result = run(other, "import", "warc", str(path), "--json")
    assert result.exit_code == 0, result.output
    entries = answer(run(other, "log", "--json"))
    assert sorted(entry["fetched_at"] for entry in entries) == [
        "2026-03-01T10:00:00Z",
        "2026-03-02T10:00:00Z",
        "2026-04-01T10:00:00Z",
        "2026-05-01T10:00:00Z",
    ]


def test_json_holds_versions_and_changes(folder: Path) -> None:
    shape = answer(run(folder, "export", "json", "acme", "--until", "2026-04"))
    assert [source["source"] for source in shape["sources"]] == ["acme/privacy-policy"]
    assert [version["version"] for version in shape["versions"]] == [1, 2]
    (change,) = shape["changes"]
    assert (change["version"], change["severity"]) == (2, 70)


def test_csv_is_harmless_in_a_spreadsheet(folder: Path) -> None:
    result = run(folder, "export", "csv", "--table", "parties")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["party"] for row in rows] == [f"'{_HOSTILE}", "Google Analytics"]


def test_a_file_that_is_there_is_not_replaced(folder: Path) -> None:
    path = folder / "all.json"
    path.write_text("mine", "utf-8")
    result = run(folder, "export", "json", "-o", str(path))
    assert (result.exit_code, path.read_text("utf-8")) == (1, "mine")
    assert run(folder, "export", "json", "-o", str(path), "--force").exit_code == 0
    assert json.loads(path.read_text("utf-8"))["versions"]
    assert [*folder.glob("all.json*")] == [path]


@pytest.mark.parametrize(
    ("words", "held"),
    [
        (("json",), "2 sources, 4 versions, 1 change"),
        (("csv",), "1 row of changes from 1 source"),
        (("csv", "--table", "versions"), "4 rows of versions from 2 sources"),
        (("warc",), "4 responses from 2 sources"),
    ],
)
def test_what_was_written_is_told_on_stderr(
    folder: Path, words: tuple[str, ...], held: str
) -> None:
    path = folder / "out"
    result = run(folder, "export", *words, "-o", str(path))
    assert result.stdout == ""
    assert result.stderr == f"{path}: {held}, {bytes_words(path.stat().st_size)}\n"


def test_what_goes_to_stdout_is_not_told(folder: Path) -> None:
    assert run(folder, "export", "json").stderr == ""
    none = run(folder, "export", "csv", "--since", "2030", "-o", str(folder / "none.csv"))
    said = f"there is nothing of that to export; {folder / 'none.csv'} is empty\n"
    assert (none.exit_code, none.stderr) == (0, said)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_234, "1.2 kB"),
        (999_960, "1.0 MB"),
        (34_000_000, "34.0 MB"),
        (5_100_000_000_000, "5,100.0 GB"),
    ],
)
def test_sizes_in_words(count: int, words: str) -> None:
    assert bytes_words(count) == words


def test_an_export_is_of_one_moment_though_versions_come_meanwhile(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        acme = history.source("acme/privacy-policy")
        for day in range(1, 29):
            at = f"2026-03-{day:02}T10:00:00Z"
            history.version(acme, f"# Privacy\n\nWe keep data for {day} days.", at=at)
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        command = [sys.executable, "-m", "monitor.cli", "export", "json", "-o", str(pipe)]
        with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as writer:
            with pipe.open("rb", buffering=0) as stream:
                fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, 4096)  # so that it waits for us
                begun = stream.read(1)
                new = history.version(acme, "# Privacy\n\nNew.", at="2026-04-01T10:00:00Z")
                history.change(new, clause_change("We keep data for 28 days.", "New."))
                told = begun + stream.readall()
            assert b"28 versions" in writer.communicate()[1]
    assert len(json.loads(told)["versions"]) == 28
    assert json.loads(told)["changes"] == []
