"""PDF documents: text as it is read, whatever pages, lines and fonts it is set in."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.pdf import ADVANCE, Page, Text, flowed, pdf

from crawler.extract import Extraction, Format, extract
from storage.errors import ExtractError
from storage.model import BlockKind

POLICY = [
    "# Harbourline Privacy Policy",
    "Last updated: 5 March 2026",
    (
        "This policy explains what Harbourline does with the personal data of its guests and "
        "of the visitors of its site, and which rights they have. It applies to our site, our app, "
        "and all of our offices in the harbour."
    ),
    "# Sharing",
    (
        "We share your booking with third-party providers of payment services, and with nobody "
        "else. They may only use it to take the payment that you asked them to take."
    ),
    "- your name, your e-mail address and the telephone number that you wrote into the form",
    "- your sailing licence",
    "# Retention",
    (
        "We delete the scan of your licence 30 days after the end of your booking, unless tax law "
        "asks us to keep it. 12 months after your last visit we delete your account as well."
    ),
    "1. You may ask for a copy of your data.",
    "2. You may ask us to correct or to delete it at any time, for free, and without any reason.",
]
ARABIC = "نحتفظ بالبيانات لمدة 30 يوما"
HEBREW = "אנו שומרים את המידע 24 חודשים"
_LEFT_TO_RIGHT = re.compile(r"([0-9A-Za-z](?:[0-9A-Za-z.,:/@ -]*[0-9A-Za-z])?)")
_MIRRORED = str.maketrans("()[]", ")(][")


def read(*pages: list[Text] | Page, **known: str) -> Extraction:
    return extract(pdf(*pages, **known))


def texts(page: Extraction, kind: BlockKind | None = None) -> list[str]:
    return [block.text for block in page.document.blocks if kind in (None, block.kind)]


def seen(logical: str) -> str:
    """As a line of right-to-left text stands on paper, from left to right."""
    western = logical.translate({0x660 + digit: str(digit) for digit in range(10)})
    runs = _LEFT_TO_RIGHT.split(western)
    runs = [
        run if number % 2 else run[::-1].translate(_MIRRORED) for number, run in enumerate(runs)
    ]
    shown = "".join(reversed(runs))
    if western == logical:
        return shown
    return shown.translate({ord(str(digit)): 0x660 + digit for digit in range(10)})


# --- what it is ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "before"),
    [
        pytest.param(None, b"", id="no type"),
        pytest.param("application/pdf", b"", id="its type"),
        pytest.param("application/pdf", b"\xef\xbb\xbf", id="its type, mark"),
        pytest.param("text/html", b"\n\n", id="HTML, blank lines"),
        pytest.param("text/plain", b"\xef\xbb\xbf", id="plain text, mark"),
    ],
)
def test_the_bytes_say_that_it_is_a_pdf(content_type: str | None, before: bytes) -> None:
    page = extract(before + flowed(POLICY), content_type=content_type)
    assert page.format is Format.PDF
    assert page.quality.ok
    assert page.notes == ()


def test_html_that_is_called_a_pdf_is_html() -> None:
    page = extract(
        b"<!doctype html><title>x</title><p>We never sell your data.</p>",
        content_type="application/pdf",
        url="https://harbourline.example/policy.pdf",
    )
    assert page.format is Format.HTML


def test_only_a_pdf_can_be_read_as_one() -> None:
    with pytest.raises(ExtractError, match="not a PDF"):
        extract(b"# Privacy Policy", format=Format.PDF)


# --- blocks ----------------------------------------------------------------------------------


def test_lines_become_headings_paragraphs_and_lists() -> None:
    page = extract(flowed(POLICY))
    kinds = [block.kind for block in page.document.blocks]
    assert texts(page) == [line.removeprefix("# ").removeprefix("- ") for line in POLICY]
    assert texts(page, BlockKind.HEADING) == [
        line.removeprefix("# ") for line in POLICY if line.startswith("#")
    ]
    assert kinds.count(BlockKind.LIST_ITEM) == 2
    assert page.document.title == "Harbourline Privacy Policy"


def test_headings_have_the_levels_of_their_size() -> None:
    body = "We keep what you told us for as long as the law wants us to, and no day longer."
    page = read(
        [
            Text("Privacy Policy", 72, 720, size=24),
            Text("Your data", 72, 680, size=16),
            Text(body[:60], 72, 650),
            Text("Retention", 72, 620, bold=True),
            Text(body[:60], 72, 600),
            Text(body[60:], 72, 585),
        ]
    )
    found = [(block.text, block.level) for block in page.document.blocks if block.level]
    assert found == [("Privacy Policy", 1), ("Your data", 2), ("Retention", 3)]


def test_rows_of_a_table_are_rows() -> None:
    names = [("Name", "Purpose", "Country"), ("Acme Ltd", "Payments", "Ireland")]
    names += [("Brightlane", "Analytics", "Canada"), ("Corvid", "Support", "Japan")]
    page = read(
        [
            Text(cell, 72 + 170 * column, 700 - 20 * row, bold=not row)
            for row, cells in enumerate(names)
            for column, cell in enumerate(cells)
        ]
        + [Text("We add a company to this table before it gets any data of yours.", 72, 600)]
    )
    rows = [block for block in page.document.blocks if block.kind is BlockKind.TABLE_ROW]
    assert [row.cells for row in rows] == names
    assert [row.header for row in rows] == [True, False, False, False]


def test_cells_of_several_lines_stay_whole() -> None:
    cells = [
        (72, ["Acme Payment", "Services Ltd"]),
        (260, ["takes payments", "and refunds them"]),
        (430, ["Ireland"]),
    ]
    page = read(
        [
            Text(part, x, 700 - 60 * row - 14 * line)
            for row in range(2)
            for x, parts in cells
            for line, part in enumerate(parts)
        ]
    )
    assert (
        texts(page, BlockKind.TABLE_ROW)
        == ["Acme Payment Services Ltd | takes payments and refunds them | Ireland"] * 2
    )


@pytest.mark.parametrize(
    ("parted", "whole"),
    [
        (["Your infor-", "mation is yours."], "Your information is yours."),
        (["With third-", "party providers."], "With third-party providers."),
        (["Under the EU-", "Directive we act."], "Under the EU-Directive we act."),
        (["In the years 2020-", "2024 we did."], "In the years 2020-2024 we did."),
        (["See https://a.example/", "policy for it."], "See https://a.example/policy for it."),
        (["Ihre Daten-", "schutzrechte."], "Ihre Datenschutzrechte."),
    ],
    ids=["parted", "compound", "capital", "years", "address", "german"],
)
def test_words_that_a_line_end_parted(parted: list[str], whole: str) -> None:
    lines = [*parted[:1], *(f"{part} and that is all there is to say" for part in parted[1:])]
    page = read([Text(line, 72, 700 - 14 * row) for row, line in enumerate(lines)])
    assert whole.rstrip(".") in page.document.blocks[0].text.replace(". and", " and").rstrip(".")


def test_the_document_tells_how_its_words_are_written() -> None:
    page = read(
        [
            Text("The time-frame is short and so is the frame of time that", 72, 700),
            Text("we have for it, and whatever happens within that time-", 72, 686),
            Text("frame is told. Our workflow is known to us, and the work-", 72, 672),
            Text("flow is told as well.", 72, 658),
        ]
    )
    (text,) = texts(page)
    assert "within that time-frame is" in text
    assert "the workflow is" in text


def test_links_are_kept() -> None:
    page = read(
        Page(
            [Text("Read our list of processors first.", 72, 700)],
            links=[
                (72 + 9 * 7.2, 696, 72 + 27 * 7.2, 712, "https://harbourline.example/list"),
                (72, 696, 90, 712, "javascript:alert(1)"),
            ],
        )
    )
    (block,) = page.document.blocks
    (link,) = block.links
    assert block.text[link.start : link.end] == "list of processors"
    assert link.href == "https://harbourline.example/list"


def test_the_title_is_stated_unless_it_is_a_name_of_a_file() -> None:
    body = "We sell nothing of what you told us, now or later."
    lines = [Text("Our Privacy Policy", 72, 720, size=20), Text(body, 72, 680)]
    assert read(lines, title="Privacy of Harbourline").document.title == "Privacy of Harbourline"
    for name in ("Microsoft Word - policy_v3.docx", "untitled", "C:\\x\\policy", ""):
        assert read(lines, title=name).document.title == "Our Privacy Policy"


def test_a_contents_table_names_no_pages() -> None:
    page = read(
        [
            Text(f"{name} {'.' * 30} {number}", 72, 700 - 20 * row)
            for row, (name, number) in enumerate([("1 Sharing", 2), ("2 Retention", 14)])
        ]
    )
    assert page.comparison.text == "1 sharing 2 retention"


def test_slanted_marks_are_no_text() -> None:
    lines = [Text("We never sell your data to any body.", 72, 700)]
    stamped = [*lines, Text("DRAFT", 200, 300, size=60, angle=True)]
    assert read(stamped).comparison.digest == read(lines).comparison.digest


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_reads_as_it_is_shown(turn: int) -> None:
    lines = [
        Text("We never sell your data to any body, at", 72, 700, turn=turn),
        Text("any time, for any price.", 72, 685, turn=turn),
    ]
    page = read(Page(lines, rotate=turn))
    assert texts(page) == ["We never sell your data to any body, at any time, for any price."]


# --- the same words are the same text --------------------------------------------------------


@pytest.mark.parametrize(
    "look",
    [
        {"columns": 40},
        {"columns": 30, "rows": 12},
        {"font": "Helvetica", "size": 10},
        {"font": "Times-Roman", "size": 9.5, "columns": 90},
        {"rows": 7},
        {"rows": 11, "header": "Harbourline", "footer": "Page {page} of {pages}"},
        {"rows": 9, "header": "{page}", "footer": ""},
        {"footer": "- {page} -"},
        {"rows": 9, "footer": "{page}/{pages}"},
        {"rows": 9, "footer": "Seite {page} von {pages}"},
    ],
    ids=str,
)
def test_pages_lines_and_fonts_are_no_change(look: dict[str, object]) -> None:
    header = str(look.get("header", "")).replace("{page}", "")
    other = extract(flowed(POLICY, **look))  # type: ignore[arg-type]
    assert other.comparison.text == plain_text(header)


@cache
def plain_text(header: str) -> str:
    return extract(flowed(POLICY, header=header)).comparison.text


def test_of_a_running_footer_one_copy_stays_without_its_numbers() -> None:
    footer = "Version 7 of March 2026 - Page {page} of {pages}"
    one, many = (extract(flowed(POLICY, rows=rows, footer=footer)) for rows in (60, 9))
    assert many.comparison.text == one.comparison.text
    assert many.comparison.text.endswith("version 7 of march 2026")


def test_numbers_at_the_edge_of_a_page_that_do_not_count_pages_stay() -> None:
    pages = [[Text("We keep it for so many days:", 72, 400), Text(day, 72, 40)] for day in "95"]
    assert read(*pages).comparison.text.split().count("9") == 1
    assert read(*pages).comparison.text.split().count("5") == 1


@pytest.mark.parametrize(
    "edges",
    [
        ["We keep it for 6", "We keep it for 15", "We keep it for 24"],
        ["(3)", "(7)", "(5)"],
        ["civil", "did", "mild"],
        ["24/7", "9/5", "3/2"],
        ["as page 12 says", "as page 9 says", "as page 7 says"],
        ["كما في صفحة 12 منه", "كما في صفحة 9 منه", "كما في صفحة 7 منه"],
    ],
    ids=lambda edges: edges[0],
)
def test_what_stands_at_the_edges_of_pages_and_does_not_count_them_stays(edges: list[str]) -> None:
    pages = [[Text("It binds us.", 72, 400), line(edge, 750)] for edge in edges]
    said = read(*pages).comparison.text
    assert all(read([line(edge, 400)]).comparison.text in said for edge in edges)


def line(said: str, y: float) -> Text:
    return Text(said, 72, y) if said.isascii() else Text(seen(said), 540, y, rtl=True)


@pytest.mark.parametrize(
    "number", ["{page}.", "- {page} -", "{page}/{pages}", "({roman})", "Seite {roman}"]
)
def test_what_counts_the_pages_goes(number: str) -> None:
    romans = ["iii", "iv", "v"]
    pages = [
        [
            Text(f"We never sell your {what}.", 72, 400),
            Text(number.format(page=at + 4, pages=12, roman=romans[at]), 300, 40),
        ]
        for at, what in enumerate(("data", "name", "mail"))
    ]
    assert read(*pages).comparison.text == " ".join(
        f"we never sell your {what}" for what in ("data", "name", "mail")
    )


WORDS = st.lists(
    st.sampled_from(
        [
            "we",
            "keep",
            "your",
            "data",
            "for",
            "30",
            "days",
            "and",
            "never",
            "sell",
            "it",
            "third-party",
        ]
    ),
    min_size=4,
    max_size=40,
).map(lambda words: " ".join(words).capitalize() + ".")


def numbered(paragraphs: list[str]) -> list[str]:
    """No line twice: what stands at the edge of several pages is taken for their furniture."""
    words = iter(range(10_000))
    return [" ".join(f"{word}{next(words)}" for word in text.split()) for text in paragraphs]


any_setting = given(
    paragraphs=st.lists(WORDS, min_size=1, max_size=6).map(numbered),
    columns=st.integers(24, 80),
    rows=st.integers(5, 50),
)
BEGINNING_ALIKE = ["We we we we we we we.", "We we we we.", "We we we we we."]


@settings(deadline=None, max_examples=5)
@any_setting
@example(paragraphs=numbered(BEGINNING_ALIKE), columns=24, rows=5)
def test_any_setting_of_the_same_words(paragraphs: list[str], columns: int, rows: int) -> None:
    set_twice(paragraphs, columns, rows)


@pytest.mark.soak
@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@any_setting
def test_three_hundred_settings(paragraphs: list[str], columns: int, rows: int) -> None:
    set_twice(paragraphs, columns, rows)


def set_twice(paragraphs: list[str], columns: int, rows: int) -> None:
    one = extract(flowed(paragraphs))
    other = extract(
        flowed(paragraphs, columns=columns, rows=rows, font="Helvetica", footer="Page {page}")
    )
    assert other.comparison.text == one.comparison.text


def test_a_changed_number_is_a_change() -> None:
    changed = [line.replace("30 days", "24 months") for line in POLICY]
    assert extract(flowed(changed)).comparison.digest != extract(flowed(POLICY)).comparison.digest


# --- right to left ---------------------------------------------------------------------------


@pytest.mark.parametrize("visual", [True, False], ids=["order of the eye", "order of speech"])
@pytest.mark.parametrize(
    "said",
    [
        ARABIC,
        HEBREW,
        "لا نبيع بياناتك (مطلقا) لأي طرف",
        "نشارك البيانات مع Google Analytics فقط",
        "راسلنا على privacy@nakheel.example في أي وقت",
        "בתאריך 12/05/2024 עודכן המסמך",
        "حدثت في ١٢ مارس ٢٠٢٦ آخر مرة",
    ],
)
def test_the_order_of_letters_comes_from_their_places(said: str, visual: bool) -> None:
    line = Text(seen(said), 540, 700, rtl=True, visual=visual)
    page = read([line])
    assert texts(page) == [said]
    assert page.notes == ("text_order_uncertain",)
    assert page.quality.ok


def test_presentation_forms_are_letters() -> None:
    page = read([Text(seen("ﺳﻴﺎﺳﺔ ﺍﻟﺨﺼﻮﺻﻴﺔ"), 540, 700, rtl=True)])
    assert texts(page) == ["سياسة الخصوصية"]


def test_right_to_left_lines_flow_and_latin_documents_have_no_note() -> None:
    lines = ["אנו שומרים את המידע האישי שלך במשך", "24 חודשים לאחר סיום ההתקשרות איתנו"]
    page = read([Text(seen(line), 540, 700 - 15 * row, rtl=True) for row, line in enumerate(lines)])
    assert texts(page) == [" ".join(lines)]


def test_a_foreign_word_in_a_latin_line_is_turned() -> None:
    letters = "We say " + "שלום עולם"[::-1] + " to you"
    page = read([Text(letters, 72 + len(letters) * ADVANCE * 12, 700, rtl=True)])
    assert texts(page) == ["We say שלום עולם to you"]
