"""`clausewatch compare`: two files, and lines of JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.cli import answer

from monitor.change_shape import change_shape
from monitor.cli import cli
from monitor.cli.terminal import display_width

OLD = """# Privacy policy

Last updated: 1 March 2024

## Retention

We keep your account data for 30 days.

## Sharing

See [our processors](https://acme.example/list) for details.
"""
KEYS = [
    "class",
    "material",
    "silent",
    "severity",
    "reasons",
    "effective",
    "updated",
    "categories",
    "clause_changes",
    "parties",
]


def compare(*words: str, **known: Any) -> Result:
    return CliRunner().invoke(cli, ["compare", *words], prog_name="clausewatch", **known)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.md"
    path.write_text(OLD, "utf-8")
    return path


def against(old: Path, text: str, *words: str) -> Any:
    new = old.with_name("new.md")
    new.write_text(text, "utf-8")
    return answer(compare(str(old), str(new), "--json", *words))


def test_the_fixed_shape(old: Path) -> None:
    shape = against(old, OLD.replace("30 days", "24 months"))
    assert list(shape) == KEYS
    assert (shape["class"], shape["material"], shape["silent"]) == ("substantive", "material", True)
    assert shape["updated"] == {"status": "unchanged", "old": "2024-03-01", "new": "2024-03-01"}
    assert "retention" in shape["categories"]
    (clause,) = shape["clause_changes"]
    assert list(clause) == [
        "kind",
        "categories",
        "heading_path",
        "before",
        "after",
        "diff",
        "facts",
    ]
    assert "".join(text for op, text in clause["diff"] if op != "+") == clause["before"]
    assert "".join(text for op, text in clause["diff"] if op != "-") == clause["after"]
    assert clause["facts"][0]["direction"] == "longer"


@pytest.mark.parametrize(
    ("old_words", "new_words", "expected"),
    [
        pytest.param("", "", "none", id="equal"),
        pytest.param("acme.example/list", "acme.example/new", "links_only", id="link moved"),
        pytest.param("## Sharing", "### Sharing", "formatting", id="heading level"),
        pytest.param("1 March 2024", "5 March 2024", "date_only", id="date"),
        pytest.param("your account", "Your  ACCOUNT", "none", id="case and spaces"),
    ],
)
def test_cosmetic_classes(old: Path, old_words: str, new_words: str, expected: str) -> None:
    shape = against(old, OLD.replace(old_words, new_words) if old_words else OLD)
    assert shape["class"] == expected
    assert (shape["material"], shape["silent"]) == ("none", False)


def test_what_is_masked_is_no_change(old: Path) -> None:
    old.write_text(f"{OLD}\n© 2024 Acme. All rights reserved.\n", "utf-8")
    shape = against(old, f"{OLD}\n© 2026 Acme. All rights reserved.\n")
    assert shape["class"] == "none"
    assert shape["clause_changes"] == []


def test_exit_code_says_whether_there_is_a_change(old: Path) -> None:
    new = old.with_name("new.md")
    new.write_text(OLD.replace("30", "60"), "utf-8")
    assert compare(str(old), str(new), "--exit-code").exit_code == 3
    assert compare(str(old), str(old), "--exit-code").exit_code == 0


def test_people_read_it_in_80_columns(old: Path) -> None:
    new = old.with_name("new.md")
    new.write_text(OLD.replace("30 days", "24 months") + "\nתקופה חדשה של שמירת מידע.\n", "utf-8")
    lines = compare(str(old), str(new)).stdout.splitlines()
    assert max(map(display_width, lines)) <= 80
    assert any("[-30 days-]{+24 months+}" in line for line in lines)


def test_one_side_may_be_stdin(old: Path) -> None:
    shape = answer(compare("-", str(old), "--json", input=OLD.encode()))
    assert shape["class"] == "none"
    assert compare("-", "-").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="nothing"),
        pytest.param(["one"], id="one"),
        pytest.param(["one", "two", "--jsonl", "-"], id="both"),
        pytest.param(["missing", "missing"], id="missing files"),
    ],
)
def test_usage(words: list[str]) -> None:
    assert compare(*words, input=b"").exit_code == 2


def test_lines_in_lines_out() -> None:
    lines = [
        {"id": 1, "old": OLD, "new": OLD.replace("30 days", "24 months"), "format": "markdown"},
        {"id": "no new", "old": OLD},
        {"id": 3, "old": OLD, "new": OLD, "old_seen_on": "2024-03-02", "new_seen_on": "2024-05-01"},
    ]
    body = "\n".join(map(json.dumps, lines)).encode() + b"\n{broken\n"
    result = compare("--jsonl", "-", input=body)
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == [1, "no new", 3, None]
    assert list(rows[0]) == ["id", *KEYS]
    assert (rows[0]["class"], rows[2]["class"]) == ("substantive", "none")
    assert "'new' must be a text" in rows[1]["error"]
    assert "not a line of JSON" in rows[3]["error"]
    assert "2 lines could not be answered" in result.stderr


def test_a_recorded_change_has_the_shape_of_compare(old: Path) -> None:
    from storage.changes import ChangeRecord
    from storage.model import ClauseChange, DateChange, DateStatus, FactChange

    shape = against(old, OLD.replace("30 days", "24 months").replace("1 March", "2 March"))
    record = ChangeRecord(
        version_id=2,
        previous_version_id=1,
        created_at="",
        revision=1,
        change_class=shape["class"],
        material=shape["material"],
        silent=shape["silent"],
        severity=shape["severity"],
        reasons=tuple(shape["reasons"]),
        categories=tuple(shape["categories"]),
        effective=DateChange(**shape["effective"] | {"status": DateStatus.NONE}),
        updated=DateChange(**shape["updated"] | {"status": DateStatus.CHANGED}),
        parties_added=tuple(shape["parties"]["added"]),
        parties_removed=tuple(shape["parties"]["removed"]),
        summary="",
        clause_changes=tuple(
            ClauseChange(
                **clause
                | {
                    "diff": tuple(map(tuple, clause["diff"])),
                    "facts": tuple(FactChange(**fact) for fact in clause["facts"]),
                },
                language="en",
                weight=1,
            )
            for clause in shape["clause_changes"]
        ),
    )
    assert json.dumps(change_shape(record)) == json.dumps(shape)
