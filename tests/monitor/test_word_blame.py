"""Since when each word of a clause stands."""

from __future__ import annotations

import difflib
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.word_blame import blame_words
from storage.model import ClauseChangeKind
from storage.wordings import ClauseStep, Wording


def diff_of(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """A diff from which both sides can be rebuilt."""
    runs: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for op, start, end, first, last in matcher.get_opcodes():
        if op == "equal":
            runs.append(("=", before[start:end]))
            continue
        runs += [("-", before[start:end])] if end > start else []
        runs += [("+", after[first:last])] if last > first else []
    return tuple(runs)


def history(*forms: str) -> tuple[dict[str, Wording], list[ClauseStep]]:
    """One clause: a form for each version, the first in version 1."""
    stretches: dict[str, list[tuple[int, int | None]]] = {}
    for number, form in enumerate(forms, 1):
        last = None if number == len(forms) else number
        stretches.setdefault(form, []).append((number, last))
    wordings = {
        form: Wording(text=form, folded=form, stretches=tuple(found))
        for form, found in stretches.items()
    }
    steps = [
        ClauseStep(
            version=number,
            kind=ClauseChangeKind.MODIFIED,
            heading_path=(),
            before=before,
            after=after,
            diff=diff_of(before, after),
        )
        for number, (before, after) in enumerate(pairwise(forms), 2)
    ]
    return wordings, steps


def told(*forms: str) -> list[tuple[int | None, str]]:
    wordings, steps = history(*forms)
    return list(blame_words(forms[-1], wordings, steps, number=len(forms)))


def test_words_are_of_the_version_that_brought_them() -> None:
    found = told("We keep data for days.", "We keep data for months.")
    assert found[0] == (1, "We keep data for ")
    assert {version for version, _ in found} == {1, 2}


def test_three_versions_one_inside_the_other() -> None:
    found = told("a b c", "a X b c", "a X b Y c")
    assert found == [(1, "a "), (2, "X "), (1, "b "), (3, "Y "), (1, "c")]


def test_a_clause_that_was_never_reworded_is_of_one_version() -> None:
    assert told("אנו שומרים את המידע.") == [(1, "אנו שומרים את המידע.")]


def test_an_added_clause_begins_with_its_version() -> None:
    wordings, _ = history("Fees.")
    added = Wording(text="New.", folded="new.", stretches=((3, None),))
    assert blame_words("New.", wordings | {"New.": added}, (), number=5) == ((3, "New."),)


def test_nothing_is_known_of_what_was_never_indexed() -> None:
    assert blame_words("Unheard.", {}, (), number=2) == ((None, "Unheard."),)


def test_a_diff_that_gives_only_one_side_ends_the_search() -> None:
    wordings, (step,) = history("Old words.", "New words.")
    moved = ClauseStep(
        version=2,
        kind=ClauseChangeKind.MOVED,
        heading_path=(),
        before=step.before,
        after=step.after,
        diff=(("+", "New words."),),
    )
    assert blame_words("New words.", wordings, [moved], number=2) == ((2, "New words."),)


FORMS = st.lists(
    st.lists(st.sampled_from(["we", "may", "share", "بيانات", "לא", "30", "days."]), max_size=6)
    .map(" ".join)
    .filter(bool),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(deadline=None, max_examples=80)
@given(FORMS)
def test_the_runs_are_the_text_and_of_versions_that_there_are(forms: list[str]) -> None:
    runs = told(*forms)
    assert "".join(text for _, text in runs) == forms[-1]
    assert {version for version, _ in runs} <= set(range(1, len(forms) + 1))


def test_a_long_chain_is_followed_to_its_end() -> None:
    forms = [" ".join(["clause", *map(str, range(number))]) for number in range(100)]
    runs = told(*forms)
    assert runs[0][0] == 1
    assert runs[-1][0] == 100
