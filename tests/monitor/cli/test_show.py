"""`clausewatch show`: a version as text, clauses, headers or bytes."""

from __future__ import annotations

import pytest
from support.cli import Ask, answer, run
from support.history import History

from monitor.cli.terminal import FSI


def test_the_current_version_by_default(ask: Ask) -> None:
    shape = answer(ask("show", "acme", "--json"))
    assert shape["version"] == 2
    assert "for 24 months" in shape["markdown"]
    assert shape["updated_on"]["value"] == "2024-03-01"
    assert shape["kind"] == "update"


@pytest.mark.parametrize(
    ("reference", "version"),
    [
        pytest.param("acme@1", 1, id="number"),
        pytest.param("acme@v2", 2, id="number with v"),
        pytest.param("acme@2026-03-04", 1, id="what stood on a day"),
        pytest.param("acme@2026-03-05", 2, id="the day itself counts whole"),
        pytest.param("acme@2026-03", 2, id="end of a month"),
        pytest.param("https://acme.example/privacy-policy@1", 1, id="url"),
    ],
)
def test_a_version_by_number_or_date(ask: Ask, reference: str, version: int) -> None:
    assert answer(ask("show", reference, "--json"))["version"] == version


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        pytest.param("acme@9", "has no version 9: its versions are 1 (2026-03-01", id="number"),
        pytest.param("acme@2020-01-01", "had no version on 2020-01-01", id="before the first"),
        pytest.param("acme@1..2", "names two versions", id="a range"),
        pytest.param("nobody@1", "no source is called 'nobody'", id="unknown source"),
    ],
)
def test_what_is_not_there_is_said(ask: Ask, reference: str, words: str) -> None:
    result = ask("show", reference)
    assert result.exit_code == 2
    assert words in result.stderr


def test_people_see_dates_categories_and_the_text(ask: Ask) -> None:
    text = ask("show", "salam").stdout
    assert "languages:  ar (rtl)" in text
    assert "effective:  2024-12-11" in text
    assert "updated:    not stated" in text
    assert text.endswith("قد نبيع بياناتك لأي جهة.\n")


def test_headers_as_received(ask: Ask) -> None:
    shape = answer(ask("show", "acme@1", "--headers", "--json"))
    assert shape["http_status"] == 200
    assert shape["headers"] == [["Content-Type", "text/markdown"]]
    assert ask("show", "acme@1", "--headers").stdout.splitlines() == [
        "200 https://acme.example/privacy-policy",
        "Content-Type: text/markdown",
    ]


def test_raw_gives_the_bytes_as_received(tmp_path) -> None:
    body = b"\xef\xbb\xbfraw \x1b[31m bytes\x00\xff"
    with History(tmp_path) as history:
        history.version(
            history.source("acme/terms"), "Terms.", at="2026-03-01T10:00:00Z", body=body
        )
    assert run(tmp_path, "show", "acme", "--raw").stdout_bytes == body


def test_a_damaged_body_is_never_shown(tmp_path) -> None:
    with History(tmp_path) as history:
        history.version(history.source("acme/terms"), "Terms.", at="2026-03-01T10:00:00Z")
        history.db.execute("UPDATE blobs SET data = ?", (b"Lies.",))
    for words in (["show", "acme", "--raw"], ["show", "acme"]):
        result = run(tmp_path, *words)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "is damaged" in result.stderr


def test_text_of_a_page_is_neutral(tmp_path) -> None:
    with History(tmp_path) as history:
        history.version(
            history.source("acme/terms"),
            "We \x1bcdo \u202enot\u202c sell.",
            at="2026-03-01T10:00:00Z",
            title="\x1b]0;pwned\x07",
        )
    text = run(tmp_path, "show", "acme").stdout
    assert "We ␛cdo not sell." in text
    assert "title:      ␛]0;pwned␇" in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_a_source_without_a_version_says_what_happened(tmp_path) -> None:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        history.db.update("sources", acme, {"last_outcome": "dns_error"})
    result = run(tmp_path, "show", "acme")
    assert result.exit_code == 2
    assert "no version was recorded yet (last fetch: dns_error)" in result.stderr


def test_clauses_with_their_evidence(ask: Ask) -> None:
    shape = answer(ask("show", "acme", "--clauses", "--json"))
    assert list(shape) == ["source", "version", "clauses"]
    kept = next(one for one in shape["clauses"] if "24 months" in one["text"])
    assert "retention" in kept["categories"]
    assert kept["evidence"]["retention"]
    assert "24 months" in " ".join(ask("show", "acme", "--clauses").stdout.split())


@pytest.mark.parametrize("words", [["--raw", "--headers"], ["--raw", "--json"]])
def test_choices_that_exclude_each_other(ask: Ask, words: list[str]) -> None:
    assert ask("show", "acme", *words).exit_code == 2


def test_the_stated_dates_with_the_words_that_state_them(ask: Ask) -> None:
    shape = answer(ask("show", "salam", "--dates", "--json"))
    assert list(shape) == [
        *("source", "service", "type", "version", "fetched_at", "effective_on", "updated_on")
    ]
    assert shape["effective_on"]["value"] == "2024-12-11"
    lines = ask("show", "salam@1", "--dates").stdout.splitlines()
    assert lines[1].startswith(f"{FSI}effective: 2024-12-09 (تاريخ النفاذ: 9 ديسمبر 2024)")
    assert lines[2] == "  gregorian calendar, to the day, block 1:"
    assert "تاريخ النفاذ: 9 ديسمبر 2024." in lines[3]
    assert lines[4] == "updated: not stated"


def test_text_is_what_is_shown_without_an_option(ask: Ask) -> None:
    assert ask("show", "acme", "--text").stdout == ask("show", "acme").stdout
    assert ask("show", "acme", "--text", "--dates").exit_code == 2


def test_clauses_as_csv(ask: Ask) -> None:
    lines = ask("show", "salam", "--clauses", "--csv").stdout.splitlines()
    assert lines[0] == "block,kind,heading_path,language,text,categories,evidence"
    assert lines[2].startswith("1,paragraph,سياسة الخصوصية,ar,تاريخ النفاذ")
    assert ask("show", "salam", "--csv").exit_code == 2
