"""`diff --stat` and `--category`."""

from __future__ import annotations

import pytest
from support.cli import Ask, answer

from monitor.cli.diff_stat import clauses_of, words_of
from monitor.cli.terminal import display_width


def test_clauses_and_words_are_counted(ask: Ask) -> None:
    lines = ask("diff", "acme", "--stat").stdout.splitlines()
    assert lines[0].startswith("acme/privacy-policy  version 1")
    assert lines[1].startswith("substantive · material · severity 78 · silent")
    assert lines[3].split() == ["retention", "1", "1", "modified", "4", "++--"]
    assert lines[4] == "1 clause changed, 2 words added (+), 2 words removed (-)"
    assert not any("account data" in line for line in lines)


def test_right_to_left_sources_have_the_same_numbers(ask: Ask) -> None:
    lines = ask("diff", "salam", "--stat").stdout.splitlines()
    assert lines[3].split() == ["sale", "1", "1", "modified", "2", "+-"]
    assert max(map(display_width, lines)) <= 80


def test_only_clauses_of_a_category(ask: Ask) -> None:
    assert len(answer(ask("diff", "salam", "--category", "sharing", "--json"))["clause_changes"])
    none = answer(ask("diff", "salam", "--category", "retention", "--json"))
    assert none["clause_changes"] == []
    assert none["severity"] == 90


@pytest.mark.parametrize(("category", "code"), [("sale", 3), ("retention", 0)])
def test_the_exit_code_is_about_the_category(ask: Ask, category: str, code: int) -> None:
    assert ask("diff", "salam", "--category", category, "--exit-code").exit_code == code


@pytest.mark.parametrize(
    "words", [["--links", "--stat"], ["--links", "--category", "sale"], ["--category", "no-such"]]
)
def test_what_does_not_go_together(ask: Ask, words: list[str]) -> None:
    assert ask("diff", "salam", *words).exit_code == 2


def test_a_bar_has_a_sign_for_each_side_that_changed(ask: Ask) -> None:
    clause = {
        "kind": "modified",
        "categories": ["use"],
        "diff": [["=", "a b"], ["-", "word " * 900], ["+", "x"]],
    }
    change = {"clause_changes": [clause], "class": "substantive"}
    assert words_of(change["clause_changes"]) == (1, 900)
    assert clauses_of(change, "sale")["clause_changes"] == []
    assert clauses_of(change, None) is change
