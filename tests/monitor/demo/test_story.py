"""``clausewatch demo`` as a newcomer runs it: a process of its own, a folder of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.cli import answer, run

from monitor.demo.signature import is_genuine
from monitor.demo.texts import PAGES

pytestmark = pytest.mark.xdist_group("demo")  # played once, not once per worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A demo that was played to its end."""

    directory: Path
    code: int
    out: str
    err: str

    def ask(self, *words: str) -> Any:
        """What a query command says of the database that the demo left."""
        return answer(run(self.directory, *words, "--json"))


def _clausewatch(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "monitor.cli", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    away = tmp_path_factory.mktemp("away")
    done = _clausewatch("demo", cwd=away)
    return Played(
        directory=away / "clausewatch-demo",
        code=done.returncode,
        out=done.stdout,
        err=done.stderr,
    )


def test_it_ends_well_and_shows_progress(played: Played) -> None:
    assert played.code == 0, played.err
    for step in ("[1/4]", "[2/4]", "[3/4]", "[4/4]"):
        assert step in played.err
    assert "Traceback" not in played.err


def test_the_chat_shows_what_was_turned_round_in_each_language(played: Played) -> None:
    shown = played.out.split("3. What the chat shows")[1].split("4. Ask")[0]
    words = "".join(character for character in shown if character not in "\u2068\u2069\u200f")
    for phrase in ("[-do not-]", "[-لا-]", "[-30 ימים-]", "Brightmeadow Ads", "Hollowell Speech"):
        assert phrase in words
    for quiet in ("Quillon", "Tamber"):
        assert quiet not in words


def test_the_diff_marks_arabic_words_in_logical_order(played: Played) -> None:
    diff = played.out.split("$ clausewatch diff naseem/privacy-policy")[1].split("$ clausewatch")[0]
    words = "".join(character for character in diff if character not in "\u2068\u2069\u200f")
    assert "[-لا-]{+قد+} نشارك بياناتك الشخصية مع المعلنين" in words


def test_each_alert_was_delivered_once_and_signed(played: Played) -> None:
    secret = (played.directory / "webhook-secret").read_text(encoding="utf-8").strip()
    received = json.loads((played.directory / "received.json").read_text(encoding="utf-8"))
    told = sorted(json.loads(message["body"])["data"]["source"]["key"] for message in received)
    assert told == sorted(page.key for page in PAGES if page.alerted)
    for message in received:
        headers, body = message["headers"], message["body"].encode()
        assert is_genuine(secret, headers, body, now=int(headers["webhook-timestamp"]))


def test_the_database_can_be_asked(played: Played) -> None:
    log = played.ask("log")
    assert len([entry for entry in log if entry["kind"] == "first"]) == len(PAGES)
    updates = {entry["source"]: entry for entry in log if entry["kind"] == "update"}
    assert updates.keys() == {page.key for page in PAGES if page.alerted}
    assert [key for key, entry in updates.items() if entry["silent"]] == [
        "tik-yarok/privacy-policy"
    ]
    assert {entry["state"] for entry in played.ask("alerts", "list")} == {"delivered"}


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    refused = _clausewatch("demo", "--directory", ".", cwd=tmp_path)
    assert refused.returncode == 2
    assert "not a demo's" in refused.stderr
