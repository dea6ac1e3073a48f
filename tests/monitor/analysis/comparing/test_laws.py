"""Laws of comparing that hold for any two documents."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis import Analysis, analyse, compare
from monitor.analysis.aligning.diff import rebuild
from storage.document import Block, Document, heading, list_item, paragraph, table_row

SENTENCES = [
    "We share your data with Google Analytics and with Stripe.",
    "We do not sell your personal information.",
    "We may sell your personal information to partners.",
    "We keep log files for 30 days.",
    "We keep log files for 24 months.",
    "Last updated: 3 March 2025",
    "Last updated: 9 June 2025",
    "لا نبيع بياناتك الشخصية لأي طرف ثالث.",
    "قد نبيع بياناتك الشخصية لأطراف ثالثة.",
    "אנו שומרים את המידע למשך 30 ימים.",
    "איננו מוכרים מידע אישי.",
    "Nous ne vendons pas vos données.",
    "Cookies",
    "1. Scope",
    "—",
]
sentences = st.sampled_from(SENTENCES)
texts = st.lists(sentences, min_size=1, max_size=2).map(" ".join)
blocks: st.SearchStrategy[Block] = st.one_of(
    texts.map(paragraph),
    sentences.map(lambda text: heading(text, 2)),
    texts.map(list_item),
    st.lists(sentences, min_size=2, max_size=2).map(table_row),
)


def understood(found: list[Block]) -> Analysis:
    return analyse(Document(blocks=tuple(found)))


analyses = st.lists(blocks, max_size=8).map(understood)


@given(one=analyses)
@settings(deadline=None, max_examples=30)
def test_a_version_does_not_differ_from_itself(one: Analysis) -> None:
    comparison = compare(one, one)
    assert comparison.change_class.value == "none"
    assert comparison.clause_changes == ()
    assert comparison.severity == 0


@given(old=analyses, new=analyses)
@settings(deadline=None, max_examples=60)
def test_every_diff_rebuilds_both_sides(old: Analysis, new: Analysis) -> None:
    for change in compare(old, new).clause_changes:
        assert rebuild(change.diff) == (change.before or "", change.after or "")


@given(old=analyses, new=analyses)
@settings(deadline=None, max_examples=60)
def test_numbers_stay_in_their_bounds(old: Analysis, new: Analysis) -> None:
    comparison = compare(old, new)
    assert 0 <= comparison.severity <= 100
    assert all(0 <= change.weight <= 100 for change in comparison.clause_changes)
    weights = [change.weight for change in comparison.clause_changes]
    assert weights == sorted(weights, reverse=True)
    assert not (comparison.silent and comparison.material.value == "none")
    assert "\n" not in comparison.summary


@given(old=analyses, new=analyses)
@settings(deadline=None, max_examples=40)
def test_the_other_way_round_parties_change_places(old: Analysis, new: Analysis) -> None:
    there, back = compare(old, new), compare(new, old)
    assert set(there.parties_added) == set(back.parties_removed)
    assert set(there.parties_removed) == set(back.parties_added)


@given(old=analyses, new=analyses)
@settings(deadline=None, max_examples=20)
def test_the_same_pair_gives_the_same_comparison(old: Analysis, new: Analysis) -> None:
    assert compare(old, new) == compare(old, new)
