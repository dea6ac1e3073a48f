"""The folder that the demo leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load_watchlist, resolve_secret
from monitor.demo.folder import make_folder
from monitor.demo.texts import PAGES
from storage.errors import UsageError


def _make(directory: Path, secret: str = "whsec_c2VjcmV0") -> Path:
    return make_folder(
        directory,
        site_url="http://127.0.0.1:8001",
        chat_url="http://127.0.0.1:8002/chat",
        webhook_url="http://127.0.0.1:8002/webhook",
        secret=secret,
    )


def test_the_watchlist_is_valid_and_lists_every_page(tmp_path: Path) -> None:
    watchlist = load_watchlist(_make(tmp_path / "demo"))
    assert watchlist.warnings == ()
    assert [source.key for source in watchlist.sources] == [page.key for page in PAGES]
    assert watchlist.settings.database == tmp_path / "demo" / "clausewatch.db"


def test_secrets_can_be_read_by_nobody_else(tmp_path: Path) -> None:
    watchlist = load_watchlist(_make(tmp_path / "demo"))
    audit = watchlist.endpoint("audit")
    assert audit is not None
    assert resolve_secret(audit.secret_references[0], watchlist.base_dir) == "whsec_c2VjcmV0"
    assert (tmp_path / "demo" / "webhook-secret").stat().st_mode & 0o077 == 0


def test_an_earlier_demo_is_replaced_but_not_what_others_put_there(tmp_path: Path) -> None:
    _make(tmp_path / "demo")
    database = tmp_path / "demo" / "clausewatch.db"
    database.write_bytes(b"old")
    notes = tmp_path / "demo" / "my-notes.txt"
    notes.write_text("mine", encoding="utf-8")
    watchlist = load_watchlist(_make(tmp_path / "demo", secret="whsec_bmV3"))
    assert not database.exists()
    assert notes.read_text(encoding="utf-8") == "mine"
    assert resolve_secret("file:webhook-secret", watchlist.base_dir) == "whsec_bmV3"


def test_a_folder_of_somebody_else_is_refused_untouched(tmp_path: Path) -> None:
    theirs = tmp_path / "work"
    theirs.mkdir()
    (theirs / "watchlist.toml").write_text("theirs", encoding="utf-8")
    with pytest.raises(UsageError, match=r"not a demo's.*--directory"):
        _make(theirs)
    assert (theirs / "watchlist.toml").read_text(encoding="utf-8") == "theirs"
    assert len(list(theirs.iterdir())) == 1


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert _make(tmp_path).is_file()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"cannot write to .*--directory"):
        _make(blocked / "demo")
