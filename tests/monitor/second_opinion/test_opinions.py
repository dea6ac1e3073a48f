"""Opinions on the clauses of a document, with an embedder that is handed over."""

from __future__ import annotations

import pytest
from support.advisers import ENGLISH, POLICIES, Embedder, adviser, document, head, read

from monitor.analysis import analyse, compare
from monitor.analysis.clauses.lexicon_extension import ExtraTerms
from monitor.second_opinion import Adviser, Opinion, opinions_of_change, second_opinions
from storage.model import Category


def opinion_on(words: str, markdown: str = ENGLISH) -> Opinion:
    analysis = read(markdown)
    said = second_opinions(analysis, adviser())
    (found,) = (said.by_block[one.block] for one in analysis.clauses if words in one.text)
    return found


@pytest.mark.parametrize("language", POLICIES)
def test_a_head_that_only_listens_agrees_everywhere(language: str) -> None:
    analysis = read(POLICIES[language])
    said = second_opinions(analysis, Adviser(embedder=Embedder("x"), head=head(Category.SALE)))
    assert {block: one.first for block, one in said.by_block.items()} == {
        clause.block: clause.categories for clause in analysis.clauses
    }
    assert said.differing == ()
    assert said.left_out == 0


@pytest.mark.parametrize(
    ("language", "word", "text"),
    [
        pytest.param("en", "account", "We keep account data for 30 days", id="en"),
        pytest.param("ar", "نحتفظ", "نحتفظ ببياناتك لمدة 30", id="ar"),
        pytest.param("he", "שומרים", "אנו שומרים את המידע", id="he"),
    ],
)
def test_what_the_vector_says_is_another_category(language: str, word: str, text: str) -> None:
    analysis = read(POLICIES[language])
    asked = Adviser(embedder=Embedder(word), head=head(Category.SECURITY))
    (differing,) = second_opinions(analysis, asked).differing
    clause = analysis.clauses[differing.block]
    assert clause.text.startswith(text)
    assert differing.first == clause.categories
    assert Category.SECURITY in differing.second
    assert differing.probabilities[Category.SECURITY] > 0.99


def test_nothing_that_was_understood_changes() -> None:
    analysis = read(ENGLISH)
    second_opinions(analysis, adviser())
    assert analysis == read(ENGLISH)


def test_probabilities_are_of_what_either_states() -> None:
    one = opinion_on("We keep account data")
    assert set(one.probabilities) == {*one.first, *one.second}
    assert all(0 <= value <= 1 for value in one.probabilities.values())


def test_a_heading_lends_what_the_second_opinion_reads_in_it() -> None:
    text = "# Terms\n\n## About advertisers\n\n- green ladders\n"
    assert Category.SALE not in opinion_on("ladders", text).first
    assert Category.SALE in opinion_on("ladders", text).second


def test_each_text_is_embedded_once_and_progress_is_told() -> None:
    embedder = Embedder("x")
    told: list[tuple[int, int]] = []
    markdown = "".join(f"We keep record {number % 40} for you.\n\n" for number in range(80))
    said = second_opinions(
        read(markdown),
        Adviser(embedder=embedder, head=head(Category.SALE)),
        on_progress=lambda done, of: told.append((done, of)),
    )
    assert len(embedder.texts) == len(set(embedder.texts)) == 40
    assert told[-1] == (40, 40)
    assert len(told) > 1
    assert len(said.by_block) == 80


def test_an_endless_document_is_asked_about_in_part() -> None:
    markdown = "".join(f"We keep record {number} for you.\n\n" for number in range(30))
    said = second_opinions(read(markdown), adviser(), most=10)
    assert sorted(said.by_block) == list(range(10))
    assert said.left_out == 20


def test_clauses_without_words_are_nobodys_business() -> None:
    embedder = Embedder("x")
    said = second_opinions(
        read("We keep data.\n\n!!!"), Adviser(embedder=embedder, head=head(Category.USE))
    )
    assert embedder.texts == ["We keep data."]
    assert (len(said.by_block), said.left_out) == (1, 0)


def test_terms_of_ones_own_are_nobodys_opinion() -> None:
    own = (ExtraTerms(category="biometrics", language="en", terms=("account data",)),)
    analysis = analyse(document(ENGLISH), extra=own)
    (clause,) = (one for one in analysis.clauses if "account data" in one.text)
    assert "biometrics" in clause.categories
    said = second_opinions(analysis, adviser()).by_block[clause.block]
    assert "biometrics" not in {*said.first, *said.second}


def test_of_a_change_only_what_changed_is_asked_about() -> None:
    old, new = read(ENGLISH), read(ENGLISH.replace("30 days", "24 months"))
    asked = adviser()
    said = opinions_of_change(old, new, compare(old, new), asked)
    assert asked.embedder.texts == ["We keep account data for 24 months after you leave."]  # type: ignore[attr-defined]
    (opinion,) = said.opinions
    assert opinion is not None
    assert opinion.first == (Category.RETENTION,)
    assert Category.SECURITY in opinion.second


def test_what_is_gone_is_read_as_it_stood() -> None:
    gone = "We share your data with advertisers.\n\n"
    old, new = read(ENGLISH), read(ENGLISH.replace(gone, ""))
    comparison = compare(old, new)
    said = opinions_of_change(old, new, comparison, adviser())
    about = dict(zip([one.before for one in comparison.clause_changes], said.opinions, strict=True))
    opinion = about[gone.strip()]
    assert opinion is not None
    assert old.clauses[opinion.block].text == gone.strip()
    assert Category.SALE in opinion.second


def test_what_only_moved_has_no_second_opinion() -> None:
    one = "We keep account data for 30 days after you leave."
    two = "You may ask us for a copy of your data, and correct it."
    three = "We never sell your data to anybody, whatever they pay."
    old, new = read(f"{one}\n\n{two}\n\n{three}"), read(f"{three}\n\n{one}\n\n{two}")
    comparison = compare(old, new)
    said = opinions_of_change(old, new, comparison, adviser())
    assert [change.kind for change in comparison.clause_changes] == ["moved"]
    assert said.opinions == (None,)


def test_both_sides_of_a_change_share_one_bound() -> None:
    gone = "".join(f"- our partner number {number} sells rockets\n" for number in range(6))
    come = "".join(f"- children may not use service {number}\n" for number in range(6))
    old, new = read(f"# Terms\n\n{gone}"), read(f"# Terms\n\nOf age:\n\n{come}")
    comparison = compare(old, new)
    everything = opinions_of_change(old, new, comparison, adviser())
    some = opinions_of_change(old, new, comparison, adviser(), most=4)
    assert sum(one is not None for one in some.opinions) == 4
    assert some.left_out == sum(one is not None for one in everything.opinions) - 4


def test_the_same_question_has_the_same_answer() -> None:
    analysis = read(ENGLISH)
    assert second_opinions(analysis, adviser()) == second_opinions(analysis, adviser())
