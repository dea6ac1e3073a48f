"""Data files are read as TOML says, whichever way; those that ship are read the fast way."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import monitor.analysis
from monitor.analysis.text import data_tables
from monitor.analysis.text.data_tables import parse_table

FILES = sorted(Path(monitor.analysis.__file__).parent.rglob("*.toml"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_a_shipped_file_is_read_as_toml_says_and_without_its_parser(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    plain = data_tables._plainly(source)  # a file that is refused here is read, but slowly
    assert plain == tomllib.loads(source)
    assert list(plain) == list(tomllib.loads(source))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="nothing"),
        pytest.param('a = "b"', id="no end of line"),
        pytest.param('a="b"\n', id="no spaces"),
        pytest.param('a = "b" # why\n', id="a remark behind a value"),
        pytest.param('a = ["b", # why\n"c"]\n', id="a remark in a list"),
        pytest.param('a = [\n  "b",\n  "c",\n]\n', id="a list over lines"),
        pytest.param('a = [\n  "b", # why\n]\n', id="a list over lines with a remark"),
        pytest.param("a = 'b\\'\n", id="single quotes"),
        pytest.param("a = ['b', \"c\"]\n", id="single quotes in a list"),
        pytest.param('a = "b\\"\\u05d0"\n', id="escapes"),
        pytest.param('a = """\nb\\\n  c"""\n', id="an escaped end of line"),
        pytest.param('a = """\nb"c"\nd\n"""\n', id="quotes in lines"),
        pytest.param('a = """\nb""" # why\nc = """\nd"""\n', id="a remark behind lines"),
        pytest.param('a = """b\nc"""\n', id="lines that begin at once"),
        pytest.param("a = '''\nb\n'''\n", id="literal lines"),
        pytest.param("a = 5\nb = 1.5\nc = true\n", id="numbers"),
        pytest.param('a.b = "c"\n', id="a dotted key"),
        pytest.param('"a b" = "c"\n"d\\n" = "e"\n', id="quoted keys"),
        pytest.param('[a.b]\nc = "d"\n', id="a table in a table"),
        pytest.param('[[a]]\nb = "c"\n', id="a list of tables"),
        pytest.param('[a] # why\nb = "c"\n', id="a remark behind a table"),
        pytest.param('["a b"]\nc = "d"\n', id="a quoted table"),
        pytest.param('a = { b = "c" }\n', id="an inline table"),
        pytest.param('a = "b"\r\nc = "d"\r\n', id="other ends of lines"),
        pytest.param('  a = "b"\n\n# why\n', id="a margin"),
    ],
)
def test_other_files_are_read_as_toml_says(source: str) -> None:
    assert parse_table(source) == tomllib.loads(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("a\n", id="no value"),
        pytest.param('a = "b"\na = "c"\n', id="a key twice"),
        pytest.param('[a]\n[b]\n[a]\nc = "d"\n', id="a table twice"),
        pytest.param("a = [\n", id="an open list"),
        pytest.param('a = """\nb\n', id="open lines"),
        pytest.param("[a\n", id="an open table"),
        pytest.param('a = ["b" "c"]\n', id="no comma"),
    ],
)
def test_what_is_no_toml_is_refused(source: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_table(source)
