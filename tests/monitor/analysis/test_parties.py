"""Who is named as recipient, processor or tracker, and who is not."""

from __future__ import annotations

import pytest

from monitor.analysis.clauses.classifying import classify_blocks
from monitor.analysis.model import Party
from monitor.analysis.parties.finding import find_parties
from storage.document import Block, heading, heading_paths, list_item, paragraph, table_row
from storage.model import Category


def parties(blocks: list[Block], language: str = "en") -> tuple[Party, ...]:
    clauses = classify_blocks(blocks, [language] * len(blocks), list(heading_paths(blocks)))
    return find_parties(blocks, clauses)


def names(blocks: list[Block], language: str = "en") -> list[str]:
    return [party.name for party in parties(blocks, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "We use Google Analytics to count visits.", ["Google Analytics"]),
        ("en", "We share data with Acme Ads Ltd. for advertising.", ["Acme Ads"]),
        ("ar", "قد نشارك بياناتك مع شركة Acme Ads لأغراض الإعلان.", ["Acme Ads"]),
        ("he", "אנו משתפים מידע עם חברת Acme Ads לצורכי פרסום.", ["Acme Ads"]),
        (
            "ar",
            "عند ربط حسابات من منصات أخرى (مثل Gmail أو Outlook أو Facebook)، نجمع البيانات.",
            ["Gmail", "Outlook", "Facebook"],
        ),
        ("en", "We share data with Borealis Mail Inc. for messages.", ["Borealis Mail"]),
        ("en", "We share data with Cloudflare, Inc. and Meta.", ["Cloudflare", "Meta"]),
        (
            "en",
            "We share data with service providers such as Orvelle Cloud, Stripe and Nubelia.",
            ["Orvelle Cloud", "Nubelia", "Stripe"],
        ),
        (
            "ar",
            "نشارك البيانات مع مزودي خدمات مثل Qamar Cloud وفيسبوك.",
            ["Qamar Cloud", "Facebook"],
        ),
        (
            "ar",
            "نستخدم Firebase لحفظ البيانات وCloudflare لتوزيعها",
            ["Google Firebase", "Cloudflare"],
        ),
        ("he", "אנו משתפים מידע עם ספקי שירות כגון Tavor Hosting.", ["Tavor Hosting"]),
        ("he", 'אנו משתפים מידע עם חברת ארז דיוור בע"מ.', ["ארז דיוור"]),
        ("he", "האתר משתמש ב-Google Analytics", ["Google Analytics"]),
        (
            "ar",
            "نشارك بياناتك مع Brightmeadow وKelpworks لغرض الاستضافة.",
            ["Brightmeadow", "Kelpworks"],
        ),
        ("he", "אנו משתפים מידע עם Brightmeadow ועם Kelpworks.", ["Brightmeadow", "Kelpworks"]),
        ("fr", "Nous partageons des données avec nos prestataires tels que Orvelle.", ["Orvelle"]),
        ("es", "Compartimos datos con proveedores como Nubelia.", ["Nubelia"]),
        ("de", "Wir übermitteln Daten an die Nordlicht Versand GmbH.", ["Nordlicht Versand"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_named_in_prose(language: str, text: str, expected: list[str]) -> None:
    assert sorted(names([paragraph(text)], language)) == sorted(expected)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "If you have questions, you may contact us at Acme Ltd.", id="contact"),
        pytest.param("en", "Download it from Google Play or the App Store.", id="shops"),
        pytest.param("en", "Block cookies in Google Chrome or Safari.", id="browsers"),
        pytest.param(
            "en", "We share data with Service Providers and Payment Partners.", id="generic"
        ),
        pytest.param(
            "en",
            "We share data with third parties, including: Assembling evidence for courts.",
            id="clauses-in-a-list",
        ),
        pytest.param("en", "We share data with partners, such as Mondays.", id="days"),
        pytest.param("en", "These terms are governed by the laws of Ohio Inc.", id="law"),
        pytest.param(
            "ar", "نشارك عنوان IP وإحداثيات GPS مع مزودي خدمات مثل API", id="abbreviations"
        ),
        pytest.param(
            "en", "we segment and adjust data that we share with partners", id="common-words"
        ),
    ],
)
def test_no_party(language: str, text: str) -> None:
    assert names([paragraph(text)], language) == []


def test_a_bold_head_under_service_providers() -> None:
    blocks = [
        heading("מדיניות פרטיות", 1),
        heading("ספקי שירות"),
        heading("Microsoft Clarity", 3),
        paragraph("הכלי מראה כיצד גולשים באתר."),
        heading("Tavor Insight", 3),
        paragraph("Tavor Insight הוא כלי מדידה."),
    ]
    assert names(blocks, "he") == ["Microsoft Clarity", "Tavor Insight"]


def test_rows_of_a_provider_table() -> None:
    blocks = [
        heading("Policy", 1),
        heading("Subprocessors"),
        table_row(["Vendor", "Purpose"], header=True),
        table_row(["Orvelle Cloud SAS", "Hosting"]),
        table_row(["Amazon Web Services, Inc.", "Storage"]),
    ]
    found = parties(blocks)
    assert [party.name for party in found] == ["Orvelle Cloud", "Amazon Web Services"]
    assert [party.blocks for party in found] == [(3,), (4,)]


def test_lines_of_a_flattened_table() -> None:
    blocks = [
        heading("Policy", 1),
        heading("Our subprocessors"),
        *[paragraph(line) for line in ("Orvelle Cloud", "Hosting", "Ireland", "Twilio", "SMS")],
    ]
    assert names(blocks) == ["Orvelle Cloud", "Twilio"]


def test_list_items_name_their_provider_first() -> None:
    blocks = [
        heading("Policy", 1),
        heading("Service providers"),
        list_item("Orvelle: hosting"),
        list_item("Marketing: messages about new products"),
    ]
    assert names(blocks) == ["Orvelle"]


def test_list_items_with_a_country_name_their_party() -> None:
    blocks = [
        heading("Policy", 1),
        heading("Who receives data"),
        paragraph("We share data with these:"),
        list_item("Nimbus Compute (hosting, United States)"),
        list_item("Adloop (measuring of advertising, Singapore)"),
        list_item("Advertisers (if you agree)"),
    ]
    assert {"Nimbus Compute", "Adloop"} <= set(names(blocks))


@pytest.mark.parametrize(
    "others",
    ["and its partners", "et ses partenaires", "und deren Partner", "y sus socios", "ושותפיה"],
)
def test_a_provider_with_others_is_named(others: str) -> None:
    blocks = [
        heading("Cookies", 1),
        table_row(("Name", "Provider", "Duration"), header=True),
        table_row(("ab_ads", f"Velmora {others}", "30 days")),
    ]
    assert names(blocks) == ["Velmora"]


def test_the_controller_is_no_party() -> None:
    blocks = [
        heading("Lindenhall Privacy Policy", 1),
        paragraph('Kestrel Works Inc. ("we") runs the service.'),
        paragraph("We share data with Kestrel Works Inc. and Lindenhall Ltd. and Orvelle Inc."),
    ]
    assert names(blocks) == ["Orvelle"]


def test_a_well_known_controller_is_no_party_in_its_own_policy() -> None:
    blocks = [
        heading("Dropbox Privacy Policy", 1),
        paragraph("We share data with providers. Dropbox uses Stripe as a payment provider."),
    ]
    assert names(blocks) == ["Stripe"]


def test_one_party_under_all_its_names() -> None:
    blocks = [
        paragraph("We share data with AWS."),
        paragraph("We share data with Amazon Web Services, Inc."),
    ]
    found = parties(blocks)
    assert [(party.name, party.blocks) for party in found] == [("Amazon Web Services", (0, 1))]
    assert Category.SHARING in found[0].categories


@pytest.mark.parametrize(
    ("language", "over", "rows"),
    [
        pytest.param(
            "ar",
            "المعالجون الفرعيون",
            ("Northwind Hosting الولايات المتحدة استضافة", "Mailgrove Ltd ألمانيا إرسال البريد"),
            id="ar",
        ),
        pytest.param(
            "he",
            "ספקי משנה",
            ('Northwind Hosting ארה"ב אחסון', "Mailgrove Ltd גרמניה משלוח דואר"),
            id="he",
        ),
    ],
)
def test_rows_whose_cells_ran_together_name_their_processor(
    language: str, over: str, rows: tuple[str, ...]
) -> None:
    blocks = [heading("Policy", 1), heading(over), *map(paragraph, rows)]
    found = parties(blocks, language)
    assert [party.name for party in found] == ["Northwind Hosting", "Mailgrove"]
    assert all(party.categories[0] is Category.SUBPROCESSORS for party in found)


def test_the_column_of_providers_names_them_not_the_cookies() -> None:
    blocks = [
        heading("Cookies", 2),
        table_row(["Cookie", "Provider", "Purpose"], header=True),
        table_row(["SESSIONID", "Northwind Ads", "advertising"]),
    ]
    assert names(blocks) == ["Northwind Ads"]


def test_a_well_known_controller_all_over_its_text_is_no_party() -> None:
    blocks = [paragraph(f"Mistral AI processes data for reason {number}.") for number in range(12)]
    assert names([heading("Welcome", 1), *blocks, paragraph("We share data with Stripe.")]) == [
        "Stripe"
    ]


def test_the_controller_behind_a_company_word_is_no_party() -> None:
    blocks = [heading("سياسة خصوصية Lumina", 1), paragraph("تشارك شركة Lumina Inc. بياناتك.")]
    assert names(blocks, "ar") == []


def test_the_service_whose_list_it_is_is_no_party_of_its_own() -> None:
    blocks = [
        heading("Sub-processors", 1),
        paragraph("Plover Mail B.V. engages the companies below to process personal data."),
        list_item("Hollowell Speech Ltd: transcripts"),
    ]
    clauses = classify_blocks(blocks, ["en"] * 3, list(heading_paths(blocks)))
    found = find_parties(blocks, clauses, service="Plover Mail")
    assert [party.name for party in found] == ["Hollowell Speech"]


def test_words_of_the_trade_make_no_name() -> None:
    text = (
        "We share it with partners such as Joint Data Controllers, and by the "
        "Internet Protocol (IP) address, PDF Reader and Face Data."
    )
    assert names([heading("How we share data with third parties"), paragraph(text)]) == []
