"""Golden documents, headings alone, context, and what holds for any text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis.clauses.classifying import classify_blocks
from monitor.analysis.clauses.scoring import Score, Scores
from monitor.analysis.model import Clause
from monitor.analysis.parties.finding import find_parties
from monitor.analysis.quantities.finding import find_quantities
from monitor.analysis.statements.finding import find_statements
from storage.document import (
    Block,
    from_markdown,
    heading,
    heading_paths,
    list_item,
    paragraph,
    table_row,
)
from storage.model import Category

GOLDEN = Path(__file__).parents[2] / "golden" / "clauses"
LANGUAGES = ("ar", "he", "en", "fr", "de", "es")
WORDS = (
    *("we", "do", "not", "sell", "share", "data", "children", "13", "years", "cookies", "24"),
    *("retention", "months", "Acme", "Inc.", ":", ".", "30", "may", "Stripe", "such", "as"),
    *("قد", "نشارك", "بياناتك", "الاحتفاظ", "يومًا", "لا", "شهرين", "איננו", "מוכרים", "מידע"),
)


def classify(blocks: list[Block] | tuple[Block, ...], language: str) -> tuple[Clause, ...]:
    return classify_blocks(blocks, [language] * len(blocks), list(heading_paths(blocks)))


def categories_of(block: Block, language: str) -> set[str]:
    return {name.value for name in classify([block], language)[0].categories}


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden_document(language: str, golden: Callable[[Path, object], None]) -> None:
    case = GOLDEN / language
    blocks = from_markdown((case / "document.md").read_text(encoding="utf-8"))
    clauses = classify(blocks, language)
    golden(
        case / "expected.json",
        {
            "clauses": [
                {"text": clause.text, "categories": clause.categories, "evidence": clause.evidence}
                for clause in clauses
            ],
            "parties": [asdict(party) for party in find_parties(blocks, clauses)],
            "quantities": [asdict(quantity) for quantity in find_quantities(blocks, clauses)],
            "statements": [asdict(statement) for statement in find_statements(blocks, clauses)],
        },
    )


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("Sharing your information", "en", "sharing", id="en-sharing"),
        pytest.param("What we collect", "en", "collection", id="en-collection"),
        pytest.param("How long we keep your data", "en", "retention", id="en-retention"),
        pytest.param("Your choices", "en", "rights", id="en-rights"),
        pytest.param("Governing law", "en", "dispute", id="en-dispute"),
        pytest.param("Do not sell my data", "en", "sale", id="en-sale"),
        pytest.param("Legal bases", "en", "legal_basis", id="en-legal-basis"),
        pytest.param("Our subprocessors", "en", "subprocessors", id="en-subprocessors"),
        pytest.param("مشاركة المعلومات", "ar", "sharing", id="ar-sharing"),
        pytest.param("ما هي المعلومات التي نجمعها؟", "ar", "collection", id="ar-collection"),
        pytest.param("مدة الاحتفاظ بالبيانات", "ar", "retention", id="ar-retention"),
        pytest.param("حقوقك", "ar", "rights", id="ar-rights"),
        pytest.param("ملفات تعريف الارتباط", "ar", "cookies", id="ar-cookies"),
        pytest.param("خصوصية الأطفال", "ar", "children", id="ar-children"),
        pytest.param("אבטחת מידע", "he", "security", id="he-security"),
        pytest.param("שיתוף המידע", "he", "sharing", id="he-sharing"),
        pytest.param("זכויותיכם", "he", "rights", id="he-rights"),
        pytest.param("ובשיתוף המידע", "he", "sharing", id="he-glued-particles"),
        pytest.param("שינויים במדיניות הפרטיות", "he", "policy_changes", id="he-changes"),
        pytest.param("Durée de conservation", "fr", "retention", id="fr-retention"),
        pytest.param("Vos droits", "fr", "rights", id="fr-rights"),
        pytest.param("Weitergabe an Dritte", "de", "sharing", id="de-sharing"),
        pytest.param("Speicherdauer", "de", "retention", id="de-retention"),
        pytest.param("Transferencias internacionales", "es", "transfers", id="es-transfers"),
    ],
)
def test_a_heading_alone_says_what_it_announces(text: str, language: str, expected: str) -> None:
    assert expected in categories_of(heading(text), language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("© 2031 Lindenhall. All rights reserved.", "en", id="en-copyright"),
        pytest.param("جميع الحقوق محفوظة", "ar", id="ar-copyright"),
        pytest.param("כל הזכויות שמורות", "he", id="he-copyright"),
        pytest.param("The weather was fine all week.", "en", id="en-prose"),
        pytest.param("الشروط والأحكام", "ar", id="ar-terms"),
        pytest.param("2031", "en", id="number"),
        pytest.param("", "en", id="empty"),
    ],
)
def test_other_stands_alone_where_nothing_speaks(text: str, language: str) -> None:
    clause = classify([paragraph(text)], language)[0]
    assert clause.categories == (Category.OTHER,)
    assert clause.evidence == {}


def test_evidence_stands_as_written() -> None:
    clause = classify([paragraph("قد نُشارِك بياناتك مع أطراف ثالثة.")], "ar")[0]
    assert Category.SHARING in clause.categories
    assert all(words in clause.text for words in clause.evidence["sharing"])
    assert any("نُشارِك" in words for words in clause.evidence["sharing"])


def test_a_heading_lends_its_category_and_is_named_as_evidence() -> None:
    clauses = classify([heading("Policy", 1), heading("Retention"), paragraph("See above.")], "en")
    assert clauses[2].categories == (Category.RETENTION,)
    assert clauses[2].evidence == {"retention": ("heading: Retention",)}


def test_the_title_lends_nothing() -> None:
    blocks = [heading("Cookie policy", 1), heading("Weather"), paragraph("It rained.")]
    assert classify(blocks, "en")[2].categories == (Category.OTHER,)


def test_a_heading_ends_where_the_next_of_its_level_begins() -> None:
    blocks = [heading("A", 1), heading("Security"), heading("Weather"), paragraph("It rained.")]
    assert classify(blocks, "en")[3].categories == (Category.OTHER,)


def test_an_opening_sentence_lends_to_its_list() -> None:
    blocks = [
        paragraph("We collect the following information:"),
        list_item("Shoe size"),
        paragraph("The weather was fine all week."),
    ]
    clauses = classify(blocks, "en")
    assert clauses[1].categories == (Category.COLLECTION,)
    assert clauses[2].categories == (Category.OTHER,)


def test_a_header_row_lends_to_its_table() -> None:
    blocks = [table_row(["Log", "Retention period"], header=True), table_row(["Door", "2 weeks"])]
    assert Category.RETENTION in classify(blocks, "en")[1].categories


def test_a_row_that_begins_with_a_company_names_a_processor_wherever_it_sits() -> None:
    row = table_row(["Brightmeadow Ads Inc.", "Advertising", "United States"])
    clause = classify([paragraph("Weather"), row], "en")[1]
    assert clause.categories[0] is Category.SUBPROCESSORS
    assert Category.TRANSFERS not in clause.categories


def test_a_column_of_providers_makes_rows_of_processors() -> None:
    blocks = [
        table_row(["Provider", "Purpose", "Country"], header=True),
        table_row(["Borealis", "Sending of messages", "Germany"]),
    ]
    assert classify(blocks, "en")[1].categories[0] is Category.SUBPROCESSORS


def test_words_of_the_page_outrank_the_heading() -> None:
    blocks = [
        heading("Policy", 1),
        heading("Sharing"),
        paragraph("The service is not for children under 13."),
    ]
    assert classify(blocks, "en")[2].categories[0] is Category.CHILDREN


def test_what_a_heading_nearly_says_decides_nothing_alone() -> None:
    said = {
        "Sharing": {Category.SHARING: Score(2.0), Category.SALE: Score(-0.5)},
        "Providers": {Category.OTHER: Score(0.5)},
        "Offers": {Category.SALE: Score(-1.0), Category.OTHER: Score(0.1)},
    }
    blocks = [
        heading("Title", 1),
        heading("Sharing", 2),
        heading("Providers", 3),
        paragraph("Offers"),
    ]

    def scorer(text: str, language: str, *, heading: bool) -> Scores:
        return dict(said.get(text, {}))

    paths = list(heading_paths(blocks))
    found = classify_blocks(blocks, ["en"] * len(blocks), paths, scorer=scorer)
    assert [clause.categories for clause in found[1:]] == [
        (Category.SHARING,),
        (Category.SHARING,),
        (Category.SALE,),
    ]


def test_another_scorer_can_take_part() -> None:
    def scorer(text: str, language: str, *, heading: bool) -> Scores:
        return {Category.SECURITY: Score(9.0, (text,))}

    clause = classify_blocks([paragraph("anything")], ["en"], [()], scorer=scorer)[0]
    assert clause.evidence == {"security": ("anything",)}


@settings(deadline=None, max_examples=60)
@given(
    texts=st.lists(
        st.one_of(
            st.text(max_size=80),
            st.lists(
                st.sampled_from(WORDS),
                max_size=20,
            ).map(" ".join),
        ),
        max_size=6,
    ),
    language=st.sampled_from((*LANGUAGES, "", "fa", "zz")),
    kind=st.sampled_from((paragraph, heading, list_item)),
)
def test_any_text_is_understood_without_error(
    texts: list[str], language: str, kind: Callable[[str], Block]
) -> None:
    blocks = [kind(" ".join(text.split())) for text in texts]
    clauses = classify(blocks, language)
    assert [clause.block for clause in clauses] == list(range(len(blocks)))
    for clause in clauses:
        assert clause.categories
        assert Category.OTHER not in clause.categories or clause.categories == (Category.OTHER,)
        for words in clause.evidence.values():
            assert all(word in clause.text or ": " in word for word in words)
    for party in find_parties(blocks, clauses):
        assert party.name
        assert party.blocks
    for quantity in find_quantities(blocks, clauses):
        assert quantity.text in blocks[quantity.block].text
    for statement in find_statements(blocks, clauses):
        assert statement.text in blocks[statement.block].text


def test_the_tail_of_an_endless_document_is_read_by_the_lexicon() -> None:
    blocks = [paragraph("Lorem ipsum")] * 6_001 + [paragraph("We sell your personal data.")]
    clauses = classify_blocks(blocks, ["en"] * len(blocks), [()] * len(blocks))
    assert clauses[-1].categories[0] is Category.SALE
    assert clauses[-1].evidence["sale"]
    assert clauses[-2].categories == (Category.OTHER,)
