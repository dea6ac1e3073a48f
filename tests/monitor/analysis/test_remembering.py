"""What is remembered changes how long things take, and nothing else."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis import Analysis, analyse, compare
from monitor.analysis.text.remembering import (
    LETTERS,
    Remembered,
    forget_all,
    remembered_longer,
)
from storage.document import Document, heading, list_item, paragraph, table_row

_BLOCKS = (
    heading("Privacy policy of Northwind Hosting"),
    paragraph("Last updated: 5 March 2024. Northwind Hosting runs this service."),
    heading("How long we keep your data", 2),
    paragraph("We keep your data for 30 days and do not sell it to third parties."),
    paragraph("We keep your data for 24 months and may sell it to third parties."),
    list_item("Fabrikam Analytics Inc., for statistics"),
    list_item("Contoso Mail GmbH: newsletters"),
    table_row(("Provider", "Purpose"), header=True),
    table_row(("Fabrikam Cloud Ltd.", "Hosting")),
    heading("كم نحتفظ ببياناتك", 2),
    paragraph("نحتفظ ببياناتك لمدة 30 يومًا ولا نبيعها لأطراف أخرى. آخر تحديث: ٥ مارس ٢٠٢٤."),
    heading("זכויותיך", 2),
    paragraph('באפשרותך לבקש מחברת צפון בע"מ למחוק את המידע בתוך 14 ימים.'),
    paragraph("We use cookies such as those of Tailspin Ads and Wingtip Metrics."),
    paragraph("Datenschutz: Wir speichern Ihre Daten bis zu 6 Monate."),
)

documents = st.lists(st.sampled_from(_BLOCKS), max_size=12).map(
    lambda blocks: Document(blocks=tuple(blocks))
)


def understood(document: Document) -> Analysis:
    return analyse(document, region="DE")


@settings(deadline=None, max_examples=20)
@given(st.lists(documents, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_understanding_is_the_same_cold_warm_and_in_any_order(
    some: list[Document], chance: random.Random
) -> None:
    cold = []
    for document in some:
        forget_all()
        cold.append(understood(document))
    forget_all()
    shuffled = chance.sample(range(len(some)), len(some))
    warm = {place: understood(some[place]) for place in shuffled}
    assert [warm[place] for place in range(len(some))] == cold
    assert [understood(document) for document in some] == cold


@settings(deadline=None, max_examples=20)
@given(documents, documents)
def test_a_comparison_is_the_same_cold_and_warm(before: Document, after: Document) -> None:
    forget_all()
    cold = compare(understood(before), understood(after))
    assert compare(understood(before), understood(after)) == cold


class Counting:
    """A pure function that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str, more: int = 0) -> str:
        self.asked.append(text)
        return f"{text}{more}"


def test_what_was_asked_before_is_not_worked_out_again() -> None:
    counting = Counting()
    remembering = Remembered(counting, letters=10_000)
    assert [remembering("one", 1), remembering("one", 1), remembering("one", 2)] == [
        "one1",
        "one1",
        "one2",
    ]
    assert counting.asked == ["one", "one"]


def test_what_is_asked_for_again_and_again_stays() -> None:
    counting = Counting()
    remembering = Remembered(counting, letters=10_000)
    for number in range(500):
        remembering("always", 0)
        remembering(f"text {number}", 0)
    assert counting.asked.count("always") == 1


def test_memory_is_bounded_by_letters() -> None:
    counting = Counting()
    remembering = Remembered(counting, letters=10_000)
    for number in range(1_000):
        remembering(f"{number:04}" * 100, 0)
    remembering("0000" * 100, 0)  # gone long ago
    assert counting.asked.count("0000" * 100) == 2
    assert remembering.letters <= 10_000


def test_a_text_too_long_to_be_remembered_drives_nothing_out() -> None:
    counting = Counting()
    remembering = Remembered(counting, letters=10_000)
    remembering("short", 0)
    for _ in range(3):
        remembering("long" * 10_000, 0)
    remembering("short", 0)
    assert counting.asked.count("short") == 1
    assert len(counting.asked) == 4


def test_forgetting_asks_again() -> None:
    counting = Counting()
    remembering = Remembered(counting, letters=10_000)
    remembering("one", 0)
    forget_all()
    assert remembering("one", 0) == "one0"
    assert counting.asked == ["one", "one"]


def test_what_every_rule_asks_for_is_remembered_for_both_versions_of_a_long_policy() -> None:
    asked: list[str] = []

    @remembered_longer
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    both = [f"{'x' * 100_000}{place}" for place in range(2 * LETTERS // 100_000 // 2)]
    for text in (*both, *both):
        assert length(text) == len(text)
    assert asked == both
    assert length.letters <= 2 * LETTERS
