"""Adding a source keeps every byte a person wrote, and never leaves half a file."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from monitor.config import (
    WatchlistError,
    append_source,
    load_watchlist,
    template_text,
    write_template,
)
from monitor.config.editing import TomlValue

ENTRY: Mapping[str, TomlValue] = {
    "service": 'Acme "Labs"',
    "type": "سياسة الخصوصية",
    "url": "https://acme.example/privacy",
    "tags": ["vendor", "ar"],
    "js": False,
}


def test_the_template_is_a_valid_watchlist_without_sources(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.toml"
    write_template(path)
    watchlist = load_watchlist(path)
    assert watchlist.sources == ()
    assert watchlist.settings.database == tmp_path / "clausewatch.db"


def test_every_line_of_the_template_is_valid_when_uncommented(tmp_path: Path) -> None:
    lines = [
        line.removeprefix("# ") if "=" in line or line.startswith("# [[") else line
        for line in template_text().splitlines()
    ]
    path = tmp_path / "watchlist.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    watchlist = load_watchlist(path)
    assert [source.key for source in watchlist.sources] == ["example-inc/privacy-policy"]
    assert [endpoint.name for endpoint in watchlist.endpoints] == ["legal-slack", "our-system"]
    assert watchlist.settings.contact == "privacy-watch@example.org"


def test_init_leaves_a_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.toml"
    path.write_text("# mine")
    with pytest.raises(WatchlistError, match="is there already"):
        write_template(path)
    assert path.read_text() == "# mine"


def test_init_says_when_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match="cannot be written"):
        write_template(tmp_path / "nowhere" / "watchlist.toml")


ROUTED = (
    '# by hand\n[[source]]  # one\nservice = "B"\ntype="T"\nurl = "https://b.example/"\n\n'
    '[[route]]\nto = "e"\n\n[[endpoint]]\nname = "e"\nkind = "slack"\nurl = "env:X" # chat\n'
)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# only a comment",
        ROUTED,
        ROUTED.replace("\n", "\r\n"),
        f"\ufeff{ROUTED}",
        template_text(),
        "[clausewatch]\ndatabase = 'x.db'",
    ],
    ids=["empty", "no-newline", "routed", "crlf", "bom", "template", "settings-last"],
)
def test_a_source_is_added_and_the_rest_kept(tmp_path: Path, before: str) -> None:
    path = tmp_path / "watchlist.toml"
    path.write_bytes(before.encode())
    added = append_source(path, ENTRY)
    after = path.read_bytes().decode()
    assert after.startswith(before)
    assert load_watchlist(path).sources[-1] == added
    assert (added.service, added.tags) == ('Acme "Labs"', ("vendor", "ar"))
    assert added.key == "acme-labs/سياسة-الخصوصية"
    assert ("\r\n" in after) == ("\r\n" in before)
    assert after.count("\n") == after.count("\r\n") or "\r\n" not in before


def test_mode_and_neighbours_stay(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.toml"
    path.write_text(ROUTED)
    path.chmod(0o640)
    append_source(path, ENTRY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["watchlist.toml"]


def test_a_link_is_followed_not_replaced(tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_text(ROUTED)
    link = tmp_path / "watchlist.toml"
    link.symlink_to(real)
    append_source(link, ENTRY)
    assert link.is_symlink()
    assert len(load_watchlist(real).sources) == 2


@pytest.mark.parametrize(
    ("before", "entry", "problem"),
    [
        (ROUTED, {**ENTRY, "every": "soon"}, "every: write a duration"),
        (ROUTED, {"service": "B", "type": "T", "url": "https://b.example/"}, "watches this page"),
        ("source = []\n", ENTRY, "not valid TOML"),
        ("[[source]]\n", ENTRY, "service: is missing"),
    ],
    ids=["wrong-entry", "twice", "inline-list", "wrong-file"],
)
def test_what_cannot_be_added_leaves_the_file_untouched(
    tmp_path: Path, before: str, entry: Mapping[str, TomlValue], problem: str
) -> None:
    path = tmp_path / "watchlist.toml"
    path.write_text(before)
    with pytest.raises(WatchlistError, match=problem):
        append_source(path, entry)
    assert path.read_text() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_adding_to_no_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match="clausewatch init"):
        append_source(tmp_path / "watchlist.toml", ENTRY)
    with pytest.raises(WatchlistError, match="cannot be read"):
        append_source(tmp_path / "nowhere" / "watchlist.toml", ENTRY)


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example/privacy",
        "https://ACME.example/privacy#data",
    ],
    ids=["the same", "host in capitals, fragment"],
)
def test_a_page_that_is_watched_is_refused_by_the_name_it_has(tmp_path: Path, url: str) -> None:
    path = tmp_path / "watchlist.toml"
    path.touch()
    append_source(path, ENTRY)
    before = path.read_bytes()
    with pytest.raises(WatchlistError, match="stands there already as acme-labs/سياسة-الخصوصية"):
        append_source(path, {"service": "Other", "type": "Terms", "url": url})
    assert path.read_bytes() == before


def test_two_parts_of_a_page_are_two_documents(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.toml"
    path.touch()
    append_source(path, ENTRY)
    part = append_source(path, {**ENTRY, "key": "acme/terms", "select": "#terms"})
    assert part.key == "acme/terms"


def test_problems_of_the_entry_begin_with_its_key(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.toml"
    path.write_text(ROUTED)
    with pytest.raises(WatchlistError) as refused:
        append_source(path, {**ENTRY, "url": "nowhere", "service": "a: b"})
    (problem,) = refused.value.problems
    assert problem.startswith("url: write an address")
