"""Numbers of clauses and of articles: another law is told, another number of the same is not."""

from __future__ import annotations

import pytest

from monitor.analysis import analyse, compare
from monitor.analysis.model import Comparison, FactChange
from monitor.analysis.sameness.citations import citations_in
from storage.document import Block, Document, heading, paragraph
from storage.model import Category, Material


def compared(language: str, before: list[Block], after: list[Block]) -> Comparison:
    old, new = (
        analyse(Document(title=None, blocks=tuple(blocks)), language=language)
        for blocks in (before, after)
    )
    return compare(old, new)


def told(comparison: Comparison) -> list[FactChange]:
    return [fact for change in comparison.clause_changes for fact in change.facts]


@pytest.mark.parametrize(
    ("language", "text", "numbers", "fact"),
    [
        pytest.param(
            "de", "Es besteht ein Vertrag nach Art. {} DSGVO.", ("26", "28"), "citation", id="de"
        ),
        pytest.param(
            "de",
            "Grundlage ist Art. 6 Abs. 1 lit. {} DSGVO.",
            ("c", "f"),
            "legal basis",
            id="de-letter",
        ),
        pytest.param("de", "Es gilt § {} Abs. 2 UWG.", ("7", "5"), "citation", id="de-other-law"),
        pytest.param(
            "fr", "Cela repose sur l’article {} du RGPD.", ("45", "49"), "citation", id="fr"
        ),
        pytest.param(
            "fr",
            "Le délai est celui de l’article L. {} du Code de la consommation.",
            ("221-18", "221-28"),
            "citation",
            id="fr-code",
        ),
        pytest.param(
            "es",
            "La base es el artículo 6.1.{}) del RGPD.",
            ("b", "f"),
            "legal basis",
            id="es-letter",
        ),
        pytest.param(
            "en", "We rely on Article 6(1)({}) GDPR.", ("a", "f"), "legal basis", id="en-letter"
        ),
        pytest.param(
            "en",
            "This follows section {} of the Data Protection Act.",
            ("13", "31"),
            "citation",
            id="en-act",
        ),
        pytest.param(
            "ar",
            "نستند إلى المادة {} من قانون حماية البيانات.",
            ("5", "9"),
            "citation",
            id="ar",
        ),
        pytest.param(
            "he", "הרישום לפי סעיף {} לחוק הגנת הפרטיות.", ("11", "14"), "citation", id="he"
        ),
    ],
)
def test_another_article_of_a_law_is_another_rule(
    language: str, text: str, numbers: tuple[str, str], fact: str
) -> None:
    before, after = ([heading("3"), paragraph(text.format(number))] for number in numbers)
    found = compared(language, before, after)
    assert found.material is Material.MATERIAL
    assert [one.fact for one in told(found)] == [fact]
    assert numbers[1] in found.summary
    if fact == "legal basis":
        assert found.categories[:1] == (Category.LEGAL_BASIS,)


REFERENCES = [
    pytest.param("de", "Die Haftung folgt § {} dieser Bedingungen.", "§ {} Haftung", id="de"),
    pytest.param("fr", "Voir l’article {} des présentes.", "Article {} - Garanties", id="fr"),
    pytest.param("es", "Se aplica la cláusula {}.", "{}. Garantías", id="es"),
    pytest.param("en", "The cap is set in Section {}.", "{}. The cap", id="en"),
    pytest.param("ar", "ينطبق البند {} من هذه السياسة.", "البند {}: الضمان", id="ar"),
    pytest.param("he", "חל סעיף {} של תקנון זה.", "סעיף {}: אחריות", id="he"),
]


@pytest.mark.parametrize(("language", "text", "_title"), REFERENCES)
def test_a_reference_to_another_clause_is_told(language: str, text: str, _title: str) -> None:
    before, after = ([heading("A"), paragraph(text.format(at))] for at in (4, 11))
    found = compared(language, before, after)
    assert found.material is not Material.NONE
    assert [(one.fact, one.before, one.after) for one in told(found)] == [("reference", "4", "11")]


@pytest.mark.parametrize(("language", "text", "title"), REFERENCES)
def test_a_reference_that_was_renumbered_with_its_clause_means_nothing(
    language: str, text: str, title: str
) -> None:
    before, after = (
        [heading("A"), paragraph(text.format(at)), heading(title.format(at)), paragraph("…")]
        for at in (4, 5)
    )
    assert compared(language, before, after).material is Material.NONE


def test_a_sentence_that_begins_with_the_reference_is_listed_under_none() -> None:
    before, after = ([heading("A"), paragraph(f"Anhang {at} gilt für alle.")] for at in (1, 2))
    assert compared("de", before, after).material is not Material.NONE


def test_references_that_all_moved_by_one_step_mean_nothing() -> None:
    texts = "The cap is set in Section {}.", "The term is set in Section {}."
    before, after = (
        [heading("A"), *(paragraph(text.format(at + step)) for at, text in enumerate(texts, 4))]
        for step in (0, 1)
    )
    assert compared("en", before, after).material is Material.NONE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Art. 6 Abs. 1 lit. b DSGVO", "Artikel 6 Absatz 1 Buchstabe b DSGVO"),
        ("Art. 6 Abs. 1 lit. b DSGVO", "Art. 6 Abs. 1 S. 1 lit. b) DS-GVO"),
        ("article 6, paragraphe 1, point f), du RGPD", "art. 6.1.f) RGPD"),
        ("artículo 6, apartado 1, letra f) del RGPD", "art. 6.1.f) RGPD"),
        ("Article 6(1)(f) of the General Data Protection Regulation (GDPR)", "GDPR Art. 6(1)(f)"),
        ("§ 7 Absatz 3 UWG", "§ 7 Abs. 3 UWG"),
    ],
)
def test_one_citation_in_several_forms(one: str, other: str) -> None:
    (here,), (there,) = citations_in(f"x {one}."), citations_in(f"x {other}.")
    assert here.key == there.key


@pytest.mark.parametrize(
    "text",
    [
        "see Section 7 of these Terms",
        "§ 7 dieser AGB",
        "clause 7 of the Agreement",
        "المادة 5 من هذه الشروط",
        "within 30 days",
        "",
    ],
)
def test_what_cites_no_law(text: str) -> None:
    assert citations_in(text) == ()


TITLES = ["Altair", "Bellatrix", "Capella", "Deneb", "Enif", "Fomalhaut", "Gienah"]
TWO = [
    pytest.param("en", "Your rights are in sections {} and {}.", id="en"),
    pytest.param("de", "Ihre Rechte stehen in den Abschnitten {} und {}.", id="de"),
    pytest.param("fr", "Vos droits sont décrits aux articles {} et {}.", id="fr"),
    pytest.param("es", "Sus derechos están en las secciones {} y {}.", id="es"),
    pytest.param("ar", "حقوقك مذكورة في البندين {} و{}.", id="ar"),
    pytest.param("he", "זכויותיכם מפורטות בסעיפים {} ו-{}.", id="he"),
]


def numbered(first: int, text: str) -> list[Block]:
    """A document whose sections have their numbers in words, from ``first`` on."""
    blocks = [heading("A", 1)]
    for number, title in enumerate(TITLES, first):
        blocks += [heading(f"{number}. {title}", 2), paragraph(f"{title} {title}")]
    return [*blocks, paragraph(text)]


@pytest.mark.parametrize(("language", "text"), TWO)
def test_two_references_are_numbering_where_their_clauses_were_renumbered(
    language: str, text: str
) -> None:
    found = compared(language, numbered(10, text.format(14, 15)), numbered(9, text.format(13, 14)))
    assert found.material is Material.NONE
    assert told(found) == []


@pytest.mark.parametrize(("language", "text"), TWO)
def test_two_references_are_told_where_the_clauses_have_their_numbers_still(
    language: str, text: str
) -> None:
    found = compared(language, numbered(10, text.format(14, 15)), numbered(10, text.format(13, 14)))
    assert found.material is not Material.NONE
    assert [(one.before, one.after) for one in told(found)] == [("14", "13"), ("15", "14")]


@pytest.mark.parametrize(
    ("language", "text", "fact"),
    [
        ("en", "Under section {}, {} kites may be flown.", ("number", "15 kites", "14 kites")),
        ("en", "Under section {}, {} days are enough.", ("period", "15 day", "14 day")),
        ("de", "Nach Ziffer {}, {} Tage lang.", ("period", "15 day", "14 day")),
        ("fr", "Selon l'article {}, {} jours.", ("period", "15 day", "14 day")),
        ("es", "Es como dice la cláusula {}, {} días.", ("period", "15 day", "14 day")),
        ("ar", "وفقًا للبند {}، {} يومًا.", ("period", "15 day", "14 day")),
        ("he", "לפי סעיף {}, {} ימים.", ("period", "15 day", "14 day")),
    ],
)
def test_another_number_behind_a_reference_is_none(
    language: str, text: str, fact: tuple[str, str, str]
) -> None:
    found = compared(language, numbered(10, text.format(12, 15)), numbered(9, text.format(11, 14)))
    assert [(one.fact, one.before, one.after) for one in told(found)] == [fact]
