"""`clausewatch sources` and `status`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.cli import Ask, answer, run
from support.history import History

from monitor.cli.terminal import display_width
from storage.database import open_readonly
from storage.model import ChangeClass
from storage.sources import resolve_source
from storage.times import to_text, utc_now

WATCHLIST = """# What we watch
[clausewatch]
database = "clausewatch.db"

# our main vendor
[[source]]
service = "Acme"
type = "Terms"
url = "https://acme.example/terms"

# the old one
[[source]]   # first
service = "Orech"
type = "Privacy Policy"
url = "https://orech.example/privacy"  # in Hebrew

# tell nobody yet
[[endpoint]]
name = "ops"
kind = "webhook"
url = "env:OPS"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with History(tmp_path) as history:
        history.source("acme/terms")
        history.source("orech/privacy-policy")
    (tmp_path / "watchlist.toml").write_text(WATCHLIST, "utf-8")
    return tmp_path


def state(folder: Path, key: str) -> str:
    with open_readonly(folder / "clausewatch.db") as db:
        return resolve_source(db, key).state.value


def test_sources_by_key(ask: Ask) -> None:
    rows = answer(ask("sources", "list", "--json"))
    assert [row["source"] for row in rows] == [
        "acme/privacy-policy",
        "orech/privacy-policy",
        "salam/سياسة-الخصوصية",
    ]
    assert rows[0]["tags"] == ["vendor"]
    assert rows[0]["every_seconds"] == 43_200
    assert rows[0]["health"] == "ok"


def test_without_a_command_they_are_listed(ask: Ask) -> None:
    assert ask("sources").stdout == ask("sources", "list").stdout
    assert ask("alerts").stdout == ask("alerts", "list").stdout


def test_one_source_with_its_last_fetches(ask: Ask) -> None:
    shape = answer(ask("sources", "show", "salam", "--json"))
    assert shape["version"] == 2
    assert [fetch["outcome"] for fetch in shape["fetches"]] == ["new_version", "new_version"]
    assert "last fetches:" in ask("sources", "show", "salam").stdout


def test_pause_and_resume(folder: Path) -> None:
    assert run(folder, "sources", "pause", "acme").stdout == "acme/terms is paused\n"
    assert state(folder, "acme/terms") == "paused"
    assert run(folder, "sources", "pause", "acme").stdout == "acme/terms is already paused\n"
    assert answer(run(folder, "sources", "resume", "acme", "--json")) == {
        "source": "acme/terms",
        "state": "active",
        "was": "paused",
    }
    assert state(folder, "acme/terms") == "active"


def test_remove_takes_only_its_own_lines_out(folder: Path) -> None:
    result = run(folder, "sources", "remove", "orech")
    assert result.exit_code == 0
    wanted = WATCHLIST.replace(
        '[[source]]   # first\nservice = "Orech"\ntype = "Privacy Policy"\n'
        'url = "https://orech.example/privacy"  # in Hebrew\n\n',
        "",
    )
    assert (folder / "watchlist.toml").read_text("utf-8") == wanted
    assert state(folder, "orech/privacy-policy") == "removed"
    assert run(folder, "sources", "pause", "orech").exit_code == 2


def test_remove_can_be_tried_first(folder: Path) -> None:
    result = run(folder, "sources", "remove", "orech", "--dry-run")
    assert "would be taken out" in result.stdout
    assert (folder / "watchlist.toml").read_text("utf-8") == WATCHLIST
    assert state(folder, "orech/privacy-policy") == "active"


def test_the_last_source_can_be_removed(folder: Path) -> None:
    for key in ("orech", "acme"):
        assert run(folder, "sources", "remove", key).exit_code == 0
    text = (folder / "watchlist.toml").read_text("utf-8")
    assert "[[source]]" not in text
    assert "# our main vendor" in text
    assert 'name = "ops"' in text


def test_remove_never_hands_a_history_to_another_source(folder: Path) -> None:
    twin = (
        '\n[[source]]\nservice = "Acme"\ntype = "Terms"\nlanguage = "ar"\n'
        'url = "https://acme.example/ar/terms"\n'
    )
    (folder / "watchlist.toml").write_text(WATCHLIST + twin, "utf-8")
    result = run(folder, "sources", "remove", "acme/terms")
    assert result.exit_code == 2
    assert "first give that source a key" in result.stderr
    assert (folder / "watchlist.toml").read_text("utf-8") == WATCHLIST + twin
    assert state(folder, "acme/terms") == "active"


def test_a_command_that_writes_never_creates_a_database(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text("[clausewatch]\n", "utf-8")
    result = run(tmp_path, "sources", "pause", "acme")
    assert result.exit_code == 1
    assert "there is no database" in result.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "watchlist.toml"]


def test_where_redirects_lead_is_shown(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source = history.source("acme/terms")
        history.version(source, "Terms.", at="2026-03-01T10:00:00Z")
        assert "leads to" not in run(tmp_path, "sources", "show", "acme").stdout
        with history.db.transaction():
            history.db.execute("UPDATE fetches SET final_url = 'https://acme.example/legal/new'")
    shown = run(tmp_path, "sources", "show", "acme").stdout
    assert "https://acme.example/legal/new (by redirects)" in shown


def test_status_puts_what_needs_a_look_first(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        history.version(history.source("acme/terms"), "Terms.", at="2026-03-01T10:00:00Z")
        broken = history.source("zeta/terms")
        history.db.update(
            "sources",
            broken,
            {
                "health": "broken",
                "last_outcome": "suspect",
                "last_reason": "challenge\x1b[2J",
                "bad_fetches": 3,
            },
        )
    shape = answer(run(tmp_path, "status", "--json"))
    assert set(shape) >= {"sources", "overdue", "health", "alerts", "deliveries", "runs"}
    assert [row["source"] for row in shape["sources"]] == ["zeta/terms", "acme/terms"]
    assert shape["health"] == {"broken": 1, "failing": 0, "suspect": 0, "unknown": 0, "ok": 1}
    text = run(tmp_path, "status").stdout
    assert "challenge␛[2J" in text
    assert "sources: 2 (1 broken, 1 ok)" in text


def test_status_names_a_page_that_shows_texts_by_turns(tmp_path: Path) -> None:
    began = utc_now() - timedelta(days=3)
    with History(tmp_path) as history:
        source = history.source("acme/terms")
        for hours, text in enumerate(("One.", "Two.", "One.", "Two.", "One.")):
            at = to_text(began + timedelta(hours=hours))
            made = history.version(source, text, at=at)
            if hours > 1:
                history.change(made, change_class=ChangeClass.FLAP)
    assert answer(run(tmp_path, "status", "--json"))["by_turns"] == {"acme/terms": 3}
    assert "it shows texts by turns: 3 times" in run(tmp_path, "status").stdout


def test_status_of_a_whole_history(ask: Ask) -> None:
    shape = answer(ask("status", "--json"))
    assert shape["alerts"] == {"pending": 1, "held": 1, "delivered": 0, "dead": 0, "dropped": 0}
    assert shape["deliveries"]["pending"] == 2
    assert shape["runs"][0]["state"] == "finished"
    lines = ask("status").stdout.splitlines()
    assert max(map(display_width, lines)) <= 80


def test_nothing_watched_yet(tmp_path: Path) -> None:
    with History(tmp_path):
        pass
    for words in (["status"], ["sources", "list"]):
        assert "'clausewatch add URL'" in run(tmp_path, *words).stderr


def test_the_list_needs_no_command_for_json(folder: Path) -> None:
    assert answer(run(folder, "sources", "--json")) == answer(
        run(folder, "sources", "list", "--json")
    )
    assert run(folder, "sources", "--json", "list").exit_code == 2


def test_one_source_is_shown_in_words(folder: Path) -> None:
    text = run(folder, "sources", "show", "orech").stdout
    assert "document:" in text
    assert "looked at:      every " in text
    assert "_" not in text.split("last fetches:")[0].replace("new_version", "")
