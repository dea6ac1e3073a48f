"""``clausewatch report`` as people write it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.cli import run
from support.markup import live_parts, parsed


def test_one_source_into_a_file(published: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    result = run(published, "report", "marl", "--output", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    said = rf"{re.escape(str(target))}: 2 changes in 1 document, \d+\.\d kB\n"
    assert re.fullmatch(said, result.stderr)
    assert len(parsed(target.read_text("utf-8")).css("article.change")) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_all_sources_to_stdout(published: Path) -> None:
    result = run(published, "report", "--all", "--since", "2026-03-01", "--until", "2026-03-11")
    assert result.exit_code == 0
    services = [node.text() for node in parsed(result.stdout).css("section.source h2 bdi")]
    assert services == ["سلام توصيل", "Privacy Policy", "Marl Notes", "Privacy Policy"]
    assert live_parts(result.stdout) == []


def test_all_without_a_date_is_the_last_month(published: Path) -> None:
    result = run(published, "report", "--all")
    assert "3 documents without a change" in result.stdout


def test_the_limit_is_said(published: Path) -> None:
    result = run(published, "report", "--all", "--since", "2026-01-01", "--limit", "1")
    assert "3 older changes left out" in result.stdout


@pytest.mark.parametrize("words", [(), ("marl", "--all")], ids=["neither", "both"])
def test_one_source_or_all(published: Path, words: tuple[str, ...]) -> None:
    result = run(published, "report", *words)
    assert result.exit_code == 2
    assert "name one source, or write --all" in result.stderr


def test_an_unknown_source_is_named(published: Path) -> None:
    result = run(published, "report", "marl/privacy-polici")
    assert (result.exit_code, "marl/privacy-policy" in result.stderr) == (2, True)


def test_a_folder_that_is_not_there(published: Path, tmp_path: Path) -> None:
    result = run(published, "report", "marl", "--output", str(tmp_path / "no" / "report.html"))
    assert result.exit_code == 1
    assert "check the folder" in result.stderr


def test_a_report_that_is_there_is_replaced_only_by_force(published: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")
    refused = run(published, "report", "tapuz", "--output", str(target))
    assert (refused.exit_code, target.read_text("utf-8")) == (1, "old")
    assert f"{target} exists already: name another file, or give --force" in refused.stderr
    assert run(published, "report", "tapuz", "-o", str(target), "--force").exit_code == 0
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
