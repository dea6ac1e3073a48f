"""``clausewatch import``: summaries, exit codes, and what other commands then show."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from support.captures import HEAD, KEY, LONGER, POLICY, World, at
from support.cli import answer, run

CAPTURES = ((at(1), POLICY), (at(2), LONGER), (at(3), LONGER))


def world_in(folder: Path) -> World:
    (folder / "watchlist.toml").write_text(HEAD, encoding="utf-8")
    return World(folder)


def test_the_summary_as_json(tmp_path: Path) -> None:
    folder = world_in(tmp_path).write(CAPTURES)
    said = answer(run(tmp_path, "import", "dir", str(folder), "--json"))
    assert (said["captures"], said["new_versions"], said["alerts_held"]) == (3, 2, 1)
    assert said["outcomes"] == {"new_version": 2, "same_body": 1}
    again = answer(run(tmp_path, "import", "dir", str(folder), "--json"))
    assert (again["already_known"], again["new_versions"], again["outcomes"]) == (3, 0, {})


def test_held_alerts_are_listed_with_the_capture_that_raised_them(tmp_path: Path) -> None:
    folder = world_in(tmp_path).write(CAPTURES)
    run(tmp_path, "import", "dir", str(folder))
    (alert,) = answer(run(tmp_path, "alerts", "list", "--state", "held", "--json"))
    assert (alert["source"], alert["reason"], alert["deliveries"]) == (KEY, "import", [])
    assert alert["captured_at"] == "2026-03-02T10:00:00Z"


def test_an_imported_source_can_be_asked_about(tmp_path: Path) -> None:
    folder = world_in(tmp_path).write(CAPTURES)
    run(tmp_path, "import", "dir", str(folder))
    newest, first = answer(run(tmp_path, "log", KEY, "--json"))
    assert (newest["version"], newest["class"], first["kind"]) == (2, "substantive", "first")
    assert "24 months" in run(tmp_path, "show", KEY).stdout
    assert "24 months" in run(tmp_path, "diff", KEY).stdout
    assert len(answer(run(tmp_path, "alerts", "list", "--source", KEY, "--json"))) == 1
    assert answer(run(tmp_path, "check", "--json"))["sources"] == []


def test_people_get_a_sentence_and_the_throughput_on_stderr(tmp_path: Path) -> None:
    folder = world_in(tmp_path).write(CAPTURES)
    result = run(tmp_path, "import", "dir", str(folder))
    assert result.exit_code == 0
    assert result.stdout.startswith("3 captures of 1 source: 2 new_version, 1 same_body\n")
    assert "captures a second" in result.stderr


def test_a_bad_row_is_wrong_usage_and_nothing_is_recorded(tmp_path: Path) -> None:
    folder = world_in(tmp_path).write(CAPTURES)
    with (folder / "captures.jsonl").open("a") as index:
        index.write('{"url": 3}\n')
    result = run(tmp_path, "import", "dir", str(folder))
    assert result.exit_code == 2
    assert "captures.jsonl:4: 'url' is missing or no text" in result.stderr
    assert not (tmp_path / "cw.db").exists()


def test_a_file_that_is_missing_fails_the_import_but_not_the_others(tmp_path: Path) -> None:
    folder = world_in(tmp_path).write(CAPTURES)
    (folder / "001.html").unlink()
    result = run(tmp_path, "import", "dir", str(folder), "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert (said["new_versions"], len(said["problems"])) == (2, 1)


def test_unknown_keys_are_a_warning(tmp_path: Path) -> None:
    folder = world_in(tmp_path).write(CAPTURES, colour="red")
    result = run(tmp_path, "import", "dir", str(folder))
    assert (result.exit_code, result.stderr.count("unknown keys")) == (0, 1)


def test_service_and_type_fill_in_what_rows_lack(tmp_path: Path) -> None:
    folder = world_in(tmp_path).write(CAPTURES, service=None, type=None)
    words = ("--service", "Lark", "--type", "Terms of Service")
    run(tmp_path, "import", "dir", str(folder), *words)
    assert {row["source"] for row in answer(run(tmp_path, "log", "--json"))} == {
        "lark/terms-of-service"
    }


def test_a_killed_import_goes_on_where_its_last_group_ended(tmp_path: Path) -> None:
    pages = [
        (f"2026-01-{day:02}T{hour:02}:00:00Z", POLICY.replace("30 days", f"{30 + day} days"))
        for day in range(1, 29)
        for hour in (6, 18)
    ]
    folder = world_in(tmp_path).write(pages)
    arguments = ["--watchlist", str(tmp_path / "watchlist.toml"), "import", "dir", str(folder)]
    command = [sys.executable, "-m", "monitor.cli", *arguments, "--jobs", "1"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as process:
        while process.poll() is None and not _recorded(tmp_path):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.02)
        process.send_signal(signal.SIGKILL)
    said = answer(run(tmp_path, "import", "dir", str(folder), "--json"))
    assert said["already_known"] > 0
    assert said["captures"] == len(pages)
    assert [row["version"] for row in answer(run(tmp_path, "log", "--json"))] == [*range(28, 0, -1)]
    assert run(tmp_path, "db", "verify").exit_code == 0


def _recorded(folder: Path) -> int:
    from storage.database import open_readonly
    from storage.errors import StorageError

    try:
        with open_readonly(folder / "cw.db") as db:
            row = db.row("SELECT count(*) FROM fetches")
    except StorageError:
        return 0
    return int(row[0]) if row else 0
