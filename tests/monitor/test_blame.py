"""Since when a clause stands, and what became of a sentence: the pure part."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.blame import SentenceHistory, StandingBlock, blame_blocks, find_sentence
from storage.document import heading, paragraph
from storage.folding import fold
from storage.model import ClauseChangeKind
from storage.wordings import ClauseStep, Stretch, Wording, joined_stretches

OLD = "We keep data for 30 days. We do not sell it."
NEW = "We keep data for 24 months. We do not sell it."
NEWEST = "We keep data for 24 months. We may sell it."


def wording(text: str, *stretches: Stretch) -> Wording:
    return Wording(text=text, folded=" ".join(fold(text).split()), stretches=stretches)


def known(*wordings: Wording) -> dict[str, Wording]:
    return {one.text: one for one in wordings}


def step(version: int, before: str | None, after: str | None) -> ClauseStep:
    kind = (
        ClauseChangeKind.ADDED
        if before is None
        else ClauseChangeKind.REMOVED
        if after is None
        else ClauseChangeKind.MODIFIED
    )
    return ClauseStep(
        version=version, kind=kind, heading_path=("Privacy",), before=before, after=after, diff=()
    )


WORDINGS = known(
    wording("Privacy", (1, None)),
    wording(OLD, (1, 2)),
    wording(NEW, (3, 4)),
    wording(NEWEST, (5, None)),
    wording("Nous ne vendons rien.", (1, 1), (4, None)),
)
STEPS = (
    step(2, "Nous ne vendons rien.", None),
    step(3, OLD, NEW),
    step(4, None, "Nous ne vendons rien."),
    step(5, NEW, NEWEST),
)


def ages(number: int, *texts: str, technical: tuple[ClauseStep, ...] = ()) -> list[StandingBlock]:
    blocks = [heading("Privacy", 1), *map(paragraph, texts)]
    return list(blame_blocks(blocks, WORDINGS, technical, number=number))


def test_a_clause_stands_since_the_version_that_brought_its_words() -> None:
    assert [one.since for one in ages(5, NEWEST)] == [1, 5]
    assert [one.since for one in ages(4, NEW)] == [1, 3]


def test_what_went_and_came_back_stands_since_it_came_back() -> None:
    (_, back) = ages(5, "Nous ne vendons rien.")
    assert (back.since, back.earlier) == (4, ((1, 1),))
    assert back.heading_path == ("Privacy",)


def test_our_own_reading_makes_no_clause_younger() -> None:
    assert ages(5, NEWEST, technical=(step(5, NEW, NEWEST),))[1].since == 3
    both = (step(3, OLD, NEW), step(5, NEW, NEWEST))
    assert ages(5, NEWEST, technical=both)[1].since == 1


def test_a_block_that_was_never_indexed_has_no_age() -> None:
    assert ages(5, "Unheard of.")[1].since is None


def asked(sentence: str) -> SentenceHistory:
    found = find_sentence(sentence, WORDINGS, STEPS)
    assert found is not None
    return found


def test_a_sentence_stands_through_other_changes_of_its_clause() -> None:
    found = asked("we do not SELL it")
    assert (found.sentence, found.similarity) == ("We do not sell it.", 1.0)
    (stretch,) = found.stretches
    assert (stretch.first, stretch.last) == (1, 4)
    assert stretch.came is None
    assert stretch.went == STEPS[3]
    assert found.steps == (STEPS[3],)


def test_the_forms_before_and_after_are_followed() -> None:
    found = asked("We may sell it")
    assert found.stretches[0].came == STEPS[3]
    assert found.steps == (STEPS[1], STEPS[3])
    assert asked("30 days").steps == (STEPS[1], STEPS[3])


def test_a_sentence_that_came_back_has_two_stretches() -> None:
    found = asked("nous ne vendons")
    assert [(one.first, one.last) for one in found.stretches] == [(1, 1), (4, None)]
    assert found.stretches[0].went == STEPS[0]
    assert found.stretches[1].came == STEPS[2]


def test_the_sentence_most_like_it_is_found() -> None:
    found = asked("Now we may also sell it")
    assert found.sentence == "We may sell it."
    assert 0.4 < found.similarity < 1


@pytest.mark.parametrize("text", ["", " ?! ", "Zebras cross quickly"])
def test_nothing_like_it(text: str) -> None:
    assert find_sentence(text, WORDINGS, STEPS) is None


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        pytest.param("لا نَبيعُ بياناتك لأي جهة.", "لا نبيع بياناتك", id="Arabic without harakat"),
        pytest.param("אנו שומרים את המידע במשך 30 ימים.", "המידע במשך 30", id="Hebrew, a part"),
    ],
)
def test_folded_scripts(page: str, sentence: str) -> None:
    found = find_sentence(sentence, known(wording(page, (2, None))), ())
    assert found is not None
    assert (found.sentence, found.similarity) == (page, 1.0)


STRETCHES = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 8)).map(lambda pair: (pair[0], sum(pair))),
    max_size=8,
)


@settings(deadline=None, max_examples=100)
@given(STRETCHES)
def test_joined_stretches_hold_the_same_versions_and_never_touch(
    stretches: list[tuple[int, int]],
) -> None:
    joined = joined_stretches(stretches)
    versions = {number for first, last in stretches for number in range(first, last + 1)}
    assert {n for first, last in joined for n in range(first, (last or 0) + 1)} == versions
    assert all((one[1] or 0) + 1 < other[0] for one, other in pairwise(joined))


def test_an_open_stretch_swallows_what_follows() -> None:
    assert joined_stretches([(4, None), (1, 3), (6, 7)]) == ((1, None),)


@pytest.mark.parametrize(
    ("earlier", "now", "sentence"),
    [
        pytest.param(
            "لا نبيع بياناتكم لأحد.", "نبيع بياناتكم لأحد.", "نبيع بياناتكم لأحد", id="ar negated"
        ),
        pytest.param("לא נמכור את המידע.", "נמכור את המידע.", "נמכור את המידע.", id="he negated"),
        pytest.param(
            "We do not sell your data.", "We sell your data.", "sell your data", id="en, a part"
        ),
        pytest.param(
            "לא נמסור מידע, למעט אם תסכימו.", "לא נמסור מידע.", "לא נמסור מידע", id="he exception"
        ),
        pytest.param(
            "If you agree, we sell your data.",
            "We sell your data. Write to us.",
            "We sell your data",
            id="en condition",
        ),
        pytest.param("We resell it.", "We sell it.", "sell it", id="part of a word"),
    ],
)
def test_what_said_otherwise_with_the_same_words_is_not_the_sentence(
    earlier: str, now: str, sentence: str
) -> None:
    wordings = known(wording(earlier, (1, 1)), wording(now, (2, None)))
    found = find_sentence(sentence, wordings, (step(2, earlier, now),))
    assert found is not None
    (stretch,) = found.stretches
    assert (stretch.first, stretch.last) == (2, None)
    assert stretch.came == step(2, earlier, now)


@pytest.mark.parametrize(
    ("earlier", "now", "sentence"),
    [
        pytest.param("(a) We sell it.", "1. We sell it.", "we sell it", id="listed otherwise"),
        pytest.param("ונשמור את הפרטים.", "נשמור את הפרטים.", "נשמור את הפרטים", id="conjunction"),
        pytest.param(
            "We never sell data, and never will.", "We never sell data.", "sell data", id="denied"
        ),
        pytest.param("تخضع للقانون.", "تخضع اليوم للقانون.", "قانون", id="glued article"),
    ],
)
def test_what_says_the_same_with_the_same_words_is(earlier: str, now: str, sentence: str) -> None:
    found = find_sentence(sentence, known(wording(earlier, (1, 1)), wording(now, (2, None))), ())
    assert found is not None
    assert [(one.first, one.last) for one in found.stretches] == [(1, None)]


def test_another_kind_of_quotes_makes_no_clause_younger() -> None:
    text, curled = 'We don\'t "sell" it.', "We don\u2019t \u201csell\u201d it."
    wordings = known(wording(text, (1, 3)), wording(curled, (4, None)))
    (block,) = blame_blocks([paragraph(curled)], wordings, (), number=5)
    assert (block.since, block.earlier) == (1, ())
