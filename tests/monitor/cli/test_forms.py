"""JSON and CSV of one answer: the same rows, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cli import Ask, answer

from monitor.cli.forms import json_pieces
from monitor.exporting.cells import csv_lines

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"))


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["log"], id="log"),
        pytest.param(["log", "salam"], id="log of one source"),
        pytest.param(["dates"], id="dates"),
    ],
)
def test_csv_has_the_rows_of_json(ask: Ask, words: list[str]) -> None:
    shapes = answer(ask(*words, "--json"))
    header, *records = read_back(ask(*words, "--csv").stdout_bytes.decode())
    assert header == list(shapes[0])
    assert [record[0] for record in records] == [shape["source"] for shape in shapes]
    for shape, record in zip(shapes, records, strict=True):
        for name, cell in zip(header, record, strict=True):
            if isinstance(shape[name], str):
                assert cell == shape[name]


def test_without_rows_the_header_stands(ask: Ask) -> None:
    found = ask("log", "--tag", "nobody", "--csv").stdout
    assert found.startswith("source,service,type,version,")
    assert len(read_back(found)) == 1


def test_one_form_at_a_time(ask: Ask) -> None:
    result = ask("log", "--json", "--csv")
    assert result.exit_code == 2
    assert "--csv" in result.stderr


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        pytest.param("=1+1", "'=1+1", id="formula"),
        pytest.param("+49 30", "'+49 30", id="plus"),
        pytest.param("-x", "'-x", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("＝1", "'＝1", id="wide"),
        pytest.param(["=a", "b"], "'=a; b", id="list"),
        pytest.param({"a": "ب"}, '{"a": "ب"}', id="object"),
        pytest.param(-3, "-3", id="number"),
        pytest.param(None, "", id="unknown"),
        pytest.param(True, "true", id="truth"),
        pytest.param('a "b", c\nd', 'a "b", c\nd', id="quotation marks and breaks"),
        pytest.param("a\ud800b", "a?b", id="lone surrogate"),
    ],
)
def test_cells(value: object, cell: str) -> None:
    text = "".join(csv_lines(["x", "y"], [[value, 1]]))
    assert read_back(text) == [["x", "y"], [cell, "1"]]
    assert text.endswith("\r\n")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.fixed_dictionaries({"a": TEXTS, "b": st.lists(TEXTS, max_size=2)}), max_size=4))
def test_every_text_comes_back(shapes: list[dict[str, object]]) -> None:
    rows = [[shape["a"], shape["b"]] for shape in shapes]
    records = read_back("".join(csv_lines(["a", "b"], rows)))[1:]
    assert [record[0].removeprefix("'") for record in records] == [
        str(shape["a"]).removeprefix("'") for shape in shapes
    ]
    assert json.loads("".join(json_pieces(shapes))) == shapes


def test_json_is_written_as_json_dumps_does() -> None:
    shapes = [{"a": [1, {"b": "x\ny"}]}, {"a": []}]
    assert "".join(json_pieces(shapes)) == json.dumps(shapes, indent=2) + "\n"
    assert "".join(json_pieces([])) == "[]\n"
