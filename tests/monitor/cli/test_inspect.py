"""`clausewatch inspect`: files, stdin, a page, lines of JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.cli import answer, run
from support.pdf import Text, flowed, pdf
from support.site import Site

from crawler.extract import Format
from monitor.cli import cli
from monitor.cli.page import FORMATS

ARABIC = """# سياسة الخصوصية

تاريخ النفاذ: 9 ديسمبر 2024

## مشاركة البيانات

لا نبيع بياناتك الشخصية لأي طرف ثالث، ونحتفظ بها لمدة 30 يومًا.
"""
KEYS = [
    "title",
    "languages",
    "direction",
    "words",
    "text_sha256",
    "quality",
    "effective_on",
    "updated_on",
    "clauses",
    "parties",
    "quantities",
    "markdown",
]
CLAUSE_KEYS = ["block", "kind", "heading_path", "language", "text", "categories", "evidence"]


def inspect(*words: str, **known: Any) -> Result:
    return CliRunner().invoke(cli, ["inspect", *words], prog_name="clausewatch", **known)


def stream(*lines: str | bytes) -> list[dict[str, Any]]:
    body = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    result = inspect("--jsonl", "-", input=body)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.md"
    path.write_text(ARABIC, "utf-8")
    return path


def test_the_fixed_shape(policy: Path) -> None:
    shape = answer(inspect(str(policy), "--json"))
    assert list(shape) == KEYS
    assert (shape["languages"], shape["direction"]) == (["ar"], "rtl")
    assert shape["quality"] == {"ok": True, "reasons": []}
    assert shape["effective_on"]["value"] == "2024-12-09"
    assert shape["updated_on"] is None
    assert all(list(clause) == CLAUSE_KEYS for clause in shape["clauses"])
    assert all(clause["categories"] for clause in shape["clauses"])
    assert shape["clauses"][-1]["heading_path"] == ["سياسة الخصوصية", "مشاركة البيانات"]
    assert shape["markdown"] == ARABIC


def test_people_see_dates_and_clauses(policy: Path) -> None:
    text = inspect(str(policy)).stdout
    assert "languages:  ar (rtl)" in text
    assert "effective:  2024-12-09" in text
    assert "BLOCK" in text


def test_stdin_and_file_give_the_same(policy: Path) -> None:
    piped = answer(inspect("-", "--format", "markdown", "--json", input=policy.read_bytes()))
    assert piped == answer(inspect(str(policy), "--json"))


def test_the_shortest_text_has_a_clause() -> None:
    shape = answer(inspect("-", "--json", input=b"Privacy"))
    assert len(shape["clauses"]) == 1
    assert shape["clauses"][0]["categories"]


def test_a_text_far_longer_than_a_policy_says_that_its_beginning_was_read() -> None:
    page = b"We keep your data. " * 60_000
    shape = json.loads(inspect("-", "--format", "text", "--json", input=page).stdout)
    assert shape["notes"] == ["read_in_part"]
    assert [clause["categories"] for clause in shape["clauses"]] == [["other"]]


def test_the_name_of_a_file_tells_its_format(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<h1>Terms</h1><p>We may share your data.</p>", "utf-8")
    assert answer(inspect(str(path), "--json"))["markdown"].startswith("# Terms")
    as_text = answer(inspect(str(path), "--format", "text", "--json"))
    assert "h1" in as_text["markdown"]


@pytest.mark.parametrize(
    ("words", "body", "code", "message"),
    [
        pytest.param(["no-such-file"], None, 2, "name a file, a URL or - for stdin", id="no file"),
        pytest.param(["-"], b"%PDF-1.7 binary", 1, "PDF", id="pdf"),
        pytest.param([], None, 2, "name one file", id="nothing"),
        pytest.param(["-", "--jsonl", "-"], b"", 2, "name one file", id="both"),
        pytest.param(["-", "--seen-on", "soon"], b"x", 2, "is no date", id="date"),
    ],
)
def test_bad_input(words: list[str], body: bytes | None, code: int, message: str) -> None:
    result = inspect(*words, "--json", input=body)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_a_line_in_a_line_out_in_order() -> None:
    first, second = stream(
        json.dumps({"id": "a", "text": ARABIC, "format": "markdown", "lang": "ar"}),
        "",
        json.dumps({"id": 7, "text": "Effective 5 March 2024.", "seen_on": "2024-04-01"}),
    )
    assert list(first) == ["id", *KEYS]
    assert (first["id"], second["id"]) == ("a", 7)
    assert second["effective_on"]["value"] == "2024-03-05"


@pytest.mark.parametrize(
    ("line", "identity", "message"),
    [
        pytest.param("not json", None, "not a line of JSON", id="no JSON"),
        pytest.param(b"\xff\xfe\x00", None, "not a line of JSON", id="no UTF-8"),
        pytest.param("[" * 5000, None, "not a line of JSON", id="nested too deeply"),
        pytest.param("[1]", None, "must be a JSON object", id="no object"),
        pytest.param('{"id": NaN, "text": ""}', None, "NaN", id="no number"),
        pytest.param('{"id": 3}', 3, "'text' must be a text", id="no text"),
        pytest.param('{"id": 4, "text": 5}', 4, "'text' must be a text", id="text is a number"),
        pytest.param('{"id": 5, "text": "x", "format": "doc"}', 5, "is no format", id="format"),
        pytest.param('{"id": 6, "text": "x", "seen_on": 7}', 6, "is no date", id="date"),
        pytest.param('{"id": {"k": 1}, "text": "%PDF-1.7"}', {"k": 1}, "PDF", id="binary"),
    ],
)
def test_a_bad_line_gives_its_error_and_the_rest_go_on(
    line: str | bytes, identity: object, message: str
) -> None:
    bad, good = stream(line, '{"id": 9, "text": "We sell data."}')
    assert list(bad) == ["id", "error"]
    assert bad["id"] == identity
    assert message in bad["error"]
    assert good["id"] == 9
    assert "error" not in good


def test_a_lone_surrogate_survives_as_json_and_breaks_no_line() -> None:
    (row,) = stream('{"id": "\\ud800", "text": "We sell \\ud800 data."}')
    assert row["id"] == "\ud800"
    assert "We sell ? data." in row["markdown"]


def test_results_come_before_the_input_ends() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "monitor.cli", "inspect", "--jsonl", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in (1, 2):
            process.stdin.write(json.dumps({"id": number, "text": "Hello."}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait() == 0


def test_a_page_is_fetched_by_the_crawling_process(tmp_path: Path) -> None:
    watchlist = tmp_path / "watchlist.toml"
    watchlist.write_text('[clausewatch]\nallow_private = ["127.0.0.0/8"]\n', "utf-8")
    page = "<h1>Privacy</h1>" + "<p>We may share your data with partners. Read this.</p>" * 9
    with Site() as site:
        site.page("/privacy", page)
        result = CliRunner().invoke(
            cli, ["--watchlist", str(watchlist), "inspect", site.url("/privacy"), "--json"]
        )
        shape = answer(result)
        assert [asked.path for asked in site.log] == ["/robots.txt", "/privacy"]
        missing = CliRunner().invoke(
            cli, ["--watchlist", str(watchlist), "inspect", site.url("/nothing")]
        )
    assert shape["markdown"].startswith("# Privacy")
    assert missing.exit_code == 1
    assert "could not be read: http_error" in missing.stderr
    assert list(tmp_path.iterdir()) == [watchlist]


def test_a_private_address_is_refused_without_leave(tmp_path: Path) -> None:
    watchlist = tmp_path / "watchlist.toml"
    watchlist.write_text('[clausewatch]\ndelay = "0s"\n', "utf-8")
    with Site() as site:
        result = CliRunner().invoke(
            cli, ["--watchlist", str(watchlist), "inspect", site.url("/privacy")]
        )
        assert list(site.log) == []
    assert result.exit_code == 1
    assert "address_refused" in result.stderr


def test_the_formats_are_those_of_extraction() -> None:
    assert ("auto", *(known.value for known in Format)) == FORMATS


def test_a_date_that_can_be_read_both_ways_is_marked(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Privacy policy\n\nLast updated: 03/04/2024\n\nWe collect your name.\n")
    lines = run(tmp_path, "inspect", str(page)).stdout.splitlines()
    (updated,) = [line for line in lines if line.startswith("updated:")]
    assert updated.endswith("(03/04/2024; day and month could be the other way round)")


@pytest.mark.parametrize("known", [[], ["--format", "pdf"]], ids=["auto", "asked for"])
def test_a_pdf_is_read_and_its_uncertain_order_is_noted(tmp_path: Path, known: list[str]) -> None:
    latin, hebrew = tmp_path / "en.pdf", tmp_path / "he.pdf"
    latin.write_bytes(flowed(["# Retention", "We keep your data for 30 days, and no day longer."]))
    hebrew.write_bytes(pdf([Text("המידע את נמכור לא"[::-1], 540, 700, rtl=True)]))
    shape = answer(inspect(str(latin), *known, "--json"))
    assert list(shape) == KEYS
    assert [quantity["text"] for quantity in shape["quantities"]] == ["30 days"]
    shape = answer(inspect(str(hebrew), *known, "--json"))
    assert list(shape) == [*KEYS, "notes"]
    assert shape["notes"] == ["text_order_uncertain"]
    assert shape["quality"] == {"ok": True, "reasons": []}
    assert "order is uncertain" in inspect(str(hebrew), *known).stdout
