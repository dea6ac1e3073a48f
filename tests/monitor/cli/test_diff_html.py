"""`diff --html`: a page that stands alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support.cli import Ask
from support.terminal import read_terminal

from monitor.report.words import frame_of

ROOT = Path(__file__).parents[3]


class Page(HTMLParser):
    """The words of a page, and the addresses that it would load by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a":
            self.loaded += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["acme"], "24 months", id="English"),
        pytest.param(["salam", "1..2"], "نبيع بياناتك لأي جهة", id="Arabic"),
        pytest.param(["orech@1..3"], "do not follow each other", id="compared now"),
        pytest.param(["salam", "--category", "sale"], "نبيع", id="of a category"),
    ],
)
def test_a_page_with_the_changed_words(ask: Ask, words: list[str], said: str) -> None:
    result = ask("diff", *words, "--html")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("<!DOCTYPE html>")
    page = Page(result.stdout)
    assert said in "".join(page.words)
    assert page.loaded == []


@pytest.mark.parametrize("words", [["--json"], ["--stat"], ["--links"]], ids=lambda words: words[0])
def test_one_form_at_a_time(ask: Ask, words: list[str]) -> None:
    assert ask("diff", "acme", "--html", *words).exit_code == 2


@pytest.mark.parametrize("language", ["ar", "he", "fr", "de", "es"])
def test_the_page_is_framed_in_the_language_of_its_readers(ask: Ask, language: str) -> None:
    page = ask("diff", "acme", "--html", "--language", language).stdout
    frame = frame_of(language)
    assert f'<html lang="{language}" dir="{frame.direction}">' in page
    words = "".join(Page(page).words)
    assert frame.say("silence") in words
    assert "24 months" in words
    for english in ("Show changes", "Silent:", "Words changed", "retention grew"):
        assert english not in words
    now = ask("diff", "orech@1..3", "--html", "--language", language).stdout
    assert frame.say("compared_now") in now


def test_the_page_into_a_file(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "diff.html"
    result = ask("diff", "acme", "--html", "-o", str(file), "--exit-code")
    assert (result.exit_code, result.stdout) == (3, "")
    assert re.fullmatch(rf"{re.escape(str(file))}: \d+\.\d kB\n", result.stderr)
    assert file.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert ask("diff", "acme", "--html", "-o", str(file)).exit_code == 1
    assert ask("diff", "acme", "--html", "-o", str(file), "--force").exit_code == 0


@pytest.mark.parametrize("words", [["--language", "ar"], ["-o", "x.html"], ["--force"]])
def test_what_only_a_page_has(ask: Ask, words: list[str]) -> None:
    assert ask("diff", "acme", *words).exit_code == 2


def test_there_must_be_two_versions(ask: Ask) -> None:
    result = ask("diff", "acme@1..1", "--html")
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_exit_code_goes_with_it(ask: Ask) -> None:
    assert ask("diff", "acme", "--html", "--exit-code").exit_code == 3


def test_a_terminal_is_no_place_for_html(recorded: Path) -> None:
    reader, writer = os.openpty()
    words = ["--watchlist", str(recorded / "watchlist.toml"), "diff", "acme", "--html"]
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor.cli", *words], cwd=ROOT, stdout=writer, stderr=writer
    )
    os.close(writer)
    text = read_terminal(reader)
    assert process.wait() == 2
    assert "name a file: clausewatch diff SOURCE --html --output diff.html" in text
