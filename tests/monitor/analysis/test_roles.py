"""What a named party does with data, and where it sits, only where the text states it."""

from __future__ import annotations

import pytest

from monitor.analysis.clauses.classifying import classify_blocks
from monitor.analysis.parties.finding import find_parties
from storage.document import Block, heading, heading_paths, list_item, paragraph, table_row

Standing = tuple[str | None, str | None]


def standings(blocks: list[Block], language: str = "en") -> dict[str, Standing]:
    clauses = classify_blocks(blocks, [language] * len(blocks), list(heading_paths(blocks)))
    parties = find_parties(blocks, clauses)
    return {party.name: (party.role, party.country) for party in parties}


def test_a_table_of_sub_processors_states_both() -> None:
    found = standings(
        [
            heading("Our sub-processors"),
            table_row(("Provider", "Purpose", "Location"), header=True),
            table_row(("Northwind Hosting Inc.", "Hosting", "Ireland")),
            table_row(("Acme Mail GmbH", "E-mail", "Germany, USA")),
            table_row(("Stripe", "Payments", "EU")),
        ]
    )
    assert found == {
        "Northwind Hosting": ("processor", "IE"),
        "Acme Mail": ("processor", "DE, US"),
        "Stripe": ("processor", "EU"),
    }


def test_another_cell_states_the_role() -> None:
    found = standings(
        [
            table_row(("Company", "Role", "Country"), header=True),
            table_row(("Acme Metrics Inc.", "Analytics", "Canada")),
            table_row(("Borealis Ads Ltd.", "Advertising partner", "UK")),
        ]
    )
    assert found == {"Acme Metrics": ("tracker", "CA"), "Borealis Ads": ("advertiser", "GB")}


@pytest.mark.parametrize(
    ("language", "title", "columns", "cells", "expected"),
    [
        ("ar", "المعالجون", ("المزود", "الدولة"), ("Acme Cloud", "أيرلندا"), ("processor", "IE")),
        ("he", "מעבדי מידע", ("ספק", "מדינה"), ("Acme Cloud", 'ארה"ב'), ("processor", "US")),
        ("fr", "Sous-traitants", ("Société", "Pays"), ("Acme SAS", "France"), ("processor", "FR")),
        ("de", "Unsere Auftragsverarbeiter", ("Anbieter", "Sitz"), ("Acme GmbH", "Österreich"),
         ("processor", "AT")),
        ("es", "Destinatarios", ("Empresa", "País"), ("Acme S.L.", "España"), ("recipient", "ES")),
    ],
    ids=["ar", "he", "fr", "de", "es"],
)  # fmt: skip
def test_rows_of_every_language(
    language: str,
    title: str,
    columns: tuple[str, ...],
    cells: tuple[str, ...],
    expected: Standing,
) -> None:
    blocks = [heading(title), table_row(columns, header=True), table_row(cells)]
    found = standings(blocks, language)
    assert [said for name, said in found.items() if name.startswith("Acme")] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "en",
            "We share data with our processor Acme Ads Ltd., based in Dublin, Ireland, for ads.",
            ("processor", "IE"),
            id="en-seat",
        ),
        pytest.param(
            "en", "We share data with Acme Ads Ltd. (Germany).", (None, "DE"), id="en-brackets"
        ),
        pytest.param(
            "he", "אנו משתפים מידע עם חברת Acme Ads שמושבה באירלנד.", (None, "IE"), id="he"
        ),
        pytest.param(
            "ar",
            "قد نشارك بياناتك مع شركة Acme Ads ومقرها في ألمانيا لأغراض الإعلان.",
            (None, "DE"),
            id="ar",
        ),
        pytest.param(
            "fr",
            "Nous partageons vos données avec notre sous-traitant Borealis SAS, situé en France.",
            ("processor", "FR"),
            id="fr",
        ),
        pytest.param(
            "en",
            "We share data with Acme Ads Ltd. and may transfer your data to Canada.",
            (None, None),
            id="another-clause",
        ),
        pytest.param(
            "en", "We share data with Acme Ads Ltd. Tell us what you think.", (None, None), id="us"
        ),
        pytest.param(
            "en",
            "Our processors and advertising partners get data, such as Acme Ads Ltd.",
            (None, None),
            id="two-roles",
        ),
    ],
)
def test_prose(language: str, text: str, expected: Standing) -> None:
    assert list(standings([paragraph(text)], language).values()) == [expected]


def test_a_name_is_no_statement_of_its_role() -> None:
    text = "We share data with Acme Analytics Ltd. for our business."
    assert standings([paragraph(text)]) == {"Acme Analytics": (None, None)}


@pytest.mark.parametrize(
    ("language", "over", "text", "country"),
    [
        ("fr", "Sous-traitants", "Vercel : hébergement (États-Unis - avec contrat)", "US"),
        ("he", "ספקי משנה", "Vercel (ניטור תקלות, האיחוד האירופי)", "EU"),
        ("es", "Encargados", "Vercel Inc. (Irlanda): alojamiento", "IE"),
        ("en", "Subprocessors", "Vercel (edge network, near Germany)", None),
    ],
    ids=["later", "last-part", "form", "not-alone"],
)
def test_a_country_in_brackets(language: str, over: str, text: str, country: str | None) -> None:
    found = standings([heading(over), list_item(text)], language)
    assert found["Vercel"][1] == country
