from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis.aligning.align import Pair, align
from storage.document import Block, heading, list_item, paragraph, table_row

PHRASES = [
    "We share your data with partners.",
    "We never sell your data.",
    "لا نبيع بياناتك لأي طرف ثالث.",
    "המידע נשמר אצלנו שלושים יום.",
    "Cookies",
    "",
    "1. Scope",
    "2. Scope",
]
blocks = st.lists(
    st.one_of(
        st.sampled_from(PHRASES).map(paragraph),
        st.sampled_from(PHRASES).map(lambda text: heading(text, 2)),
        st.sampled_from(PHRASES).map(list_item),
        st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3).map(table_row),
    ),
    max_size=16,
)


@given(old=blocks, new=blocks)
@settings(deadline=None, max_examples=150)
def test_every_block_is_in_exactly_one_pair(old: list[Block], new: list[Block]) -> None:
    pairs = align(old, new)
    assert sorted(i for pair in pairs for i in pair.old) == list(range(len(old)))
    assert sorted(j for pair in pairs for j in pair.new) == list(range(len(new)))


@given(both=blocks)
@settings(deadline=None, max_examples=50)
def test_a_document_aligns_with_itself(both: list[Block]) -> None:
    pairs = align(both, both)
    assert [(pair.old, pair.new) for pair in pairs] == [((i,), (i,)) for i in range(len(both))]
    assert all(pair.equal and not pair.moved for pair in pairs)


def pairs_of(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[tuple[int, ...], ...]]:
    return [(pair.old, pair.new) for pair in align(old, new)]


def test_a_reworded_clause_is_paired_where_it_stands() -> None:
    old = [heading("Keeping"), paragraph("We keep logs for 30 days."), paragraph("Bye now.")]
    new = [heading("Keeping"), paragraph("We keep logs for 24 months."), paragraph("Bye now.")]
    assert pairs_of(old, new) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def test_a_moved_section_is_recognised() -> None:
    section = [heading("Cookies"), paragraph("We set two cookies and no more.")]
    rest = [
        heading("Rights"),
        paragraph("You may ask for a copy of everything."),
        paragraph("You may also object at any time."),
    ]
    pairs = align([*section, *rest], [*rest, *section])
    moved = [pair for pair in pairs if pair.moved]
    assert [(pair.old, pair.new) for pair in moved] == [((0,), (3,)), ((1,), (4,))]


def test_a_heading_is_renamed_when_its_text_stays() -> None:
    text = paragraph("We keep what you give us as long as the account lives.")
    old, new = [heading("Storage"), text], [heading("How long we keep data"), text]
    assert pairs_of(old, new) == [((0,), (0,)), ((1,), (1,))]


def test_nested_headings_are_renamed_together() -> None:
    text = paragraph("We keep what you give us as long as the account lives.")
    old = [heading("One", 2), heading("Two", 3), text]
    new = [heading("Eins", 2), heading("Zwei", 3), text]
    assert pairs_of(old, new) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def test_a_split_block_is_one_pair() -> None:
    old = [paragraph("We collect your name. We collect your address.")]
    new = [paragraph("We collect your name."), paragraph("We collect your address.")]
    assert align(old, new) == (Pair(old=(0,), new=(0, 1), equal=True),)
    assert align(new, old) == (Pair(old=(0, 1), new=(0,), equal=True),)


PARTED = {
    "en": (
        "Write to us at any time and we will answer as soon as we can.",
        "You may reach our office in Bergen by letter, by phone at 555 010 or by mail.",
        "You may reach our office in Bergen by letter or by mail.",
        "These terms do not touch any right that the law gives to guests.",
    ),
    "ar": (
        "اكتبوا إلينا في أي وقت وسنجيب عليكم في أقرب وقت ممكن لنا.",
        "يمكنكم الوصول إلى مكتبنا في برغن بالرسائل أو بالهاتف 555 010 أو بالبريد.",
        "يمكنكم الوصول إلى مكتبنا في برغن بالرسائل أو بالبريد.",
        "لا تمس هذه الشروط أي حق يمنحه القانون للضيوف والزوار هنا.",
    ),
    "he": (
        "כתבו אלינו בכל עת ואנו נשיב לכם בהקדם האפשרי מבחינתנו כאן.",
        "אפשר להגיע למשרד שלנו בברגן במכתב, בטלפון 555 010 או בדואר.",
        "אפשר להגיע למשרד שלנו בברגן במכתב או בדואר.",
        "תנאים אלה אינם פוגעים בשום זכות שהחוק נותן לאורחים ולמבקרים.",
    ),
}


@pytest.mark.parametrize("language", PARTED)
def test_a_block_that_was_parted_and_edited_is_one_pair(language: str) -> None:
    one, before, after, last = PARTED[language]
    whole, parts = [paragraph(f"{one} {before} {last}")], [paragraph(t) for t in (one, after, last)]
    assert align(whole, parts) == (Pair(old=(0,), new=(0, 1, 2)),)
    assert align(parts, whole) == (Pair(old=(0, 1, 2), new=(0,)),)


def test_blocks_that_only_share_a_sentence_are_not_parted() -> None:
    said = "We answer every letter that reaches us within two weeks."
    old = [paragraph(f"{said} Our office is in Bergen, where the ferries leave.")]
    new = [paragraph(said), paragraph("Guests must bring a towel, a lamp and warm boots.")]
    assert Pair(old=(0,), new=(0, 1)) not in align(old, new)


def test_table_rows_are_paired_by_their_first_cell() -> None:
    old = [
        table_row(["Provider", "Task"], header=True),
        table_row(["Nordwind", "hosting of mail"]),
        table_row(["Sandbank", "payments"]),
    ]
    new = [
        table_row(["Provider", "Task"], header=True),
        table_row(["Sandbank", "payments"]),
        table_row(["Küstenlicht", "hosting of mail"]),
        table_row(["Nordwind", "telephone support"]),
    ]
    pairs = pairs_of(old, new)
    assert ((1,), (3,)) in pairs
    assert ((2,), (1,)) in pairs
    assert ((), (2,)) in pairs


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("ملفات التتبع والإعلانات", "ملفات التتبع والاعلانات", id="hamza"),
        pytest.param("الكوكيز كلي", "الکوکیز کلی", id="persian letters"),
        pytest.param("עוגיות", "עוּגִיּוֹת", id="hebrew points"),
        pytest.param("Données", "Donnees", id="accents"),
    ],
)
def test_a_short_item_in_other_letters_is_the_same_item(before: str, after: str) -> None:
    old = [heading("A"), list_item("one"), list_item(before), list_item("two")]
    new = [heading("A"), list_item("one"), list_item(after), list_item("two"), list_item("three")]
    assert Pair(old=(2,), new=(2,)) in align(old, new)
    assert Pair(old=(2,), new=(2,)) in align(new[:4], old)


def test_renumbered_clauses_stay_equal() -> None:
    old = [heading("1. Scope"), heading("2. Rights")]
    new = [heading("1. Scope"), heading("2. Cookies"), heading("3. Rights")]
    pairs = align(old, new)
    assert Pair(old=(1,), new=(2,), equal=True) in pairs


@pytest.mark.parametrize(
    "line",
    [pytest.param("The same line.", id="latin"), pytest.param("السطر نفسه دائما", id="arabic")],
)
def test_one_line_repeated_is_no_trouble(line: str) -> None:
    old = [paragraph(line)] * 8_000
    new = [paragraph(line)] * 7_000 + [paragraph("The end of it all is near now.")]
    pairs = align(old, new)
    assert sum(1 for pair in pairs if pair.equal) == 7_000


def test_of_a_text_written_anew_only_so_many_blocks_find_one_like_them() -> None:
    old = [paragraph(f"Clause{n} holds for land{n} and sea{n} now.") for n in range(4_002)]
    new = [paragraph(f"Clause{n} holds for land{n} and sea{n} then.") for n in range(4_002)]
    pairs = align(old, new)
    assert sum(pair == Pair(old=pair.old, new=pair.old) for pair in pairs) == 4_000
    assert {(pair.old, pair.new) for pair in pairs if not (pair.old and pair.new)} == {
        ((4_000,), ()),
        ((4_001,), ()),
        ((), (4_000,)),
        ((), (4_001,)),
    }
