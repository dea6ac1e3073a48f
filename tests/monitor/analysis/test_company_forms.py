"""Company forms of six languages behind names, and what only looks like one."""

from __future__ import annotations

import pytest

from monitor.analysis import analyse, compare
from monitor.analysis.facts.legal_forms import LEGAL_FORM
from monitor.analysis.model import Analysis
from storage.document import Block, Document, heading, paragraph, table_row

HEADINGS = {
    "de": "Weitergabe an Dritte",
    "en": "Sharing with third parties",
    "es": "Comunicación a terceros",
    "fr": "Communication à des tiers",
}


def _analysis(language: str, *blocks: Block) -> Analysis:
    return analyse(Document(title=None, blocks=blocks), language=language)


def _named(language: str, text: str) -> list[str]:
    found = _analysis(language, heading(HEADINGS[language]), paragraph(text))
    return [party.name for party in found.parties]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "Encargados del tratamiento: Lumbrela, S.A. (copias) y Velocaña, S.L. (envíos).",
            ["Lumbrela", "Velocaña"],
        ),
        ("es", "Cedemos datos a Lumbrela, S. L., de Vigo.", ["Lumbrela"]),
        ("fr", "Nous transmettons vos données à Fleuriac ltée, à Laval.", ["Fleuriac"]),
        (
            "fr",
            "Nos fournisseurs : Fleuriac inc. (courriels) et Givrelle ltée (serveurs).",
            ["Fleuriac", "Givrelle"],
        ),
        (
            "fr",
            "Nous transmettons vos données à Roc et Associés, s.e.n.c.r.l.",
            ["Roc et Associés"],
        ),
        ("de", "Wir geben Daten an die Talwind Genossenschaft weiter.", ["Talwind"]),
        ("de", "Wir geben Daten an Talwind e.U. und an Bergmilan OG weiter.", None),
        ("de", "Wir geben Daten an die Talwind GmbH & Co. KG weiter.", ["Talwind"]),
        ("en", "We share data with Dijkmail BV and Colleposta SRL.", ["Dijkmail", "Colleposta"]),
    ],
)
def test_names_with_a_form(language: str, text: str, expected: list[str] | None) -> None:
    assert sorted(_named(language, text)) == sorted(expected or ["Talwind", "Bergmilan"])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El Usuario se compromete a no ceder datos a terceros."),
        ("fr", "Nous communiquons au Vendeur sa facture."),
        ("en", "We share data with our office in Calgary, AB."),
        ("en", "We share data with our office in Riyadh, SA."),
        ("en", "We share data with Partners, e.g. for delivery."),
        ("es", "Cedemos datos a Lumbrela Telas de Galicia, S.A., y a nadie más."),
        ("es", "Cedemos datos a Hilos de España, S.A., y a nadie más."),
        ("fr", "Nous transmettons une Quantité limitée de données."),
        ("de", "Wir wickeln Zahlungen mit Drittanbietern ab."),
        ("fr", "Le Transporteur se réserve le droit de transmettre vos données à des tiers."),
    ],
)
def test_words_and_places_that_are_no_form(language: str, text: str) -> None:
    assert _named(language, text) == []


@pytest.mark.parametrize(
    ("language", "about", "before", "after"),
    [
        ("de", "Unterauftragsverarbeiter", "Ort: Mainz", "Ort: Trier"),
        ("fr", "Sous-traitants", "Lieu : Lille", "Lieu : Namur"),
        ("en", "Sub-processors", "Place: Hull", "Place: Cork"),
        ("es", "Subencargados", "Sede: Lugo", "Sede: Oporto"),
        ("en", "Sub-processors", "Purpose: Hosting", "Purpose: Backups"),
    ],
)
def test_a_label_is_nobody(language: str, about: str, before: str, after: str) -> None:
    found = compare(
        _analysis(language, heading(about), paragraph(before)),
        _analysis(language, heading(about), paragraph(after)),
    )
    assert found.parties_added == ()
    assert found.parties_removed == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Talwind GmbH", "Talwind GmbH & Co. KG"),
        ("Talwind GmbH & Co. KG", "Talwind GmbH"),
        ("Talwind GmbH", "Talwind AG"),
    ],
)
def test_another_form_of_the_same_company_is_told_as_that(before: str, after: str) -> None:
    about = heading(HEADINGS["de"])
    found = compare(
        _analysis("de", about, paragraph(f"Wir geben Ihre Anschrift an die {before} weiter.")),
        _analysis("de", about, paragraph(f"Wir geben Ihre Anschrift an die {after} weiter.")),
    )
    assert (found.parties_added, found.parties_removed) == ((), ())
    facts = [fact for change in found.clause_changes for fact in change.facts]
    assert [(one.fact, one.before, one.after) for one in facts] == [(LEGAL_FORM, before, after)]


def test_the_same_form_written_otherwise_is_none() -> None:
    about = heading(HEADINGS["es"])
    found = compare(
        _analysis("es", about, paragraph("Cedemos sus datos a Lumbrela, S.A., de Vigo.")),
        _analysis("es", about, paragraph("Cedemos sus datos a Lumbrela SA, de Vigo.")),
    )
    assert not any(change.facts for change in found.clause_changes)


@pytest.mark.parametrize(
    ("language", "titles", "own"),
    [
        ("es", ("Cookie", "Titular", "Finalidad"), "Propia"),
        ("de", ("Cookie", "Betreiber", "Zweck"), "Eigene"),
        ("fr", ("Cookie", "Éditeur", "Finalité"), "Nous"),
        ("en", ("Cookie", "Owner", "Purpose"), "Own"),
        ("ar", ("ملف الارتباط", "المالك", "الغرض"), "Propia"),
        ("he", ("עוגייה", "בעלים", "מטרה"), "Propia"),
    ],
)
def test_who_sets_a_cookie_is_named(language: str, titles: tuple[str, ...], own: str) -> None:
    rows = (
        table_row(titles, header=True),
        table_row(("sid", own, "Login")),
        table_row(("_pv", "Publivega", "Marketing")),
    )
    found = _analysis(language, heading("Cookies"), *rows)
    assert [party.name for party in found.parties] == ["Publivega"]
