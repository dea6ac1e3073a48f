"""Names that are the controller's, or its products': nobody else gets the data by them."""

from __future__ import annotations

import pytest

from monitor.analysis.clauses.classifying import classify_blocks
from monitor.analysis.parties.finding import find_parties
from storage.document import Block, heading, heading_paths, paragraph, table_row

FILLER = [paragraph(f"The kite of day {number} is red.") for number in range(20)]


def names(blocks: list[Block], language: str = "en", service: str = "") -> list[str]:
    clauses = classify_blocks(blocks, [language] * len(blocks), list(heading_paths(blocks)))
    return [party.name for party in find_parties(blocks, clauses, service=service)]


COOKIES = [
    ("en", "Cookies", "We set cookies in our services such as Kitebox or Nordwind Sea."),
    (
        "fr",
        "Cookies",
        "Nous utilisons des cookies dans nos services tels que Kitebox ou Nordwind.",
    ),
    ("de", "Cookies", "Wir setzen Cookies in unseren Diensten wie Kitebox oder Nordwind Sea."),
    ("es", "Cookies", "Usamos cookies en nuestros servicios como Kitebox o Nordwind Sea."),
    ("ar", "ملفات تعريف الارتباط", "نستخدم ملفات تعريف الارتباط في خدماتنا مثل Kitebox وNordwind."),
    ("he", "עוגיות", "אנו משתמשים בעוגיות בשירותים שלנו כגון Kitebox ו-Nordwind."),
]


@pytest.mark.parametrize(("language", "title", "text"), COOKIES, ids=[row[0] for row in COOKIES])
def test_a_product_of_ours_is_no_party(language: str, title: str, text: str) -> None:
    assert names([heading(title), paragraph(text)], language, "Nordwind") == []


def test_providers_of_our_services_are_parties() -> None:
    text = "We share data with providers of our services such as Stripe."
    assert names([heading("Sharing"), paragraph(text)]) == ["Stripe"]


def test_a_remark_with_our_in_it_makes_nobody_us() -> None:
    text = (
        "We share data with Kelpworks Inc. (our payment processor) and Ostkai Ltd (hosts for us)."
    )
    assert names([heading("Sharing"), paragraph(text)]) == ["Kelpworks", "Ostkai"]


@pytest.mark.parametrize(
    "said",
    [
        'Kelpworks GmbH ("we", "us")',
        "Kelpworks GmbH (hereinafter we)",
        "Kelpworks GmbH (ci-après « Kite » ou « nous »)",
        "Kelpworks GmbH (nachfolgend „wir“)",
        "Kelpworks GmbH (en adelante «nosotros»)",
        "Kelpworks GmbH (يشار إليها فيما يلي بـ «نحن»)",
        'Kelpworks GmbH (להלן: "אנחנו")',
    ],
)
def test_who_is_said_to_be_us_is_no_party_wherever_it_stands(said: str) -> None:
    blocks = [*FILLER, heading("Sharing"), paragraph(f"We share data of kites: {said}.")]
    assert names(blocks) == []


def test_what_stands_behind_our_name_is_ours_by_itself_too() -> None:
    """Of a source, and of a name in the text."""
    rows = [table_row([name, "Mail"]) for name in ("Sails", "Bluemill")]
    table = [table_row(["Name", "Purpose"], header=True), *rows]
    blocks = [heading("Our sub-processors"), *table, paragraph("Nordwind Sails is for kites.")]
    assert names(blocks, service="Nordwind") == ["Bluemill"]
    assert names(blocks[:-1], service="Nordwind Sails") == ["Bluemill"]
    assert names(blocks[:-1]) == ["Sails", "Bluemill"]
