"""Lists of processors that are no tables, and names that no capital letter shows."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from monitor.analysis.model import Analysis
from monitor.analysis.parties.cards import announces
from storage.model import Material

VENDORS = (
    ("Marlow Mail Ltd", "Email", "Ireland"),
    ("Zeltic Cloud Inc", "Hosting", "Ukraine"),
    ("Kestrelo", "Helpdesk", "Dublin"),
)
NEW = ("Kappelin Systems GmbH", "Backups", "Austria")
NAMES = ["Marlow Mail", "Zeltic Cloud", "Kestrelo"]
INTRO = "<p>Last updated: 4 March 2026</p><p>These process data of our customers.</p>"


def _analysis(body: str, *, title: str = "Sub-processors", language: str = "en") -> Analysis:
    page = f"<html lang='{language}'><body><main><h1>{title}</h1>{INTRO}{body}</main></body></html>"
    return analyse(extract(page.encode(), content_type="text/html; charset=utf-8").document)


def _names(analysis: Analysis) -> list[str]:
    return [party.name for party in analysis.parties]


SHAPES = {
    "headings": "<h4>{}</h4><p>{}</p><p>{}</p>",
    "labels": "<h3>{}</h3><p>Purpose: {}</p><p>Location: {}</p>",
    "boxes": "<div><div>{}</div><div>{}</div><div>{}</div></div>",
    "cells by role": (
        "<div role='row'><div role='cell'>{}</div><div role='cell'>{}</div>"
        "<div role='cell'>{}</div></div>"
    ),
    "bold": "<p><strong>{}</strong> – {} ({})</p>",
    "answers": "<details><summary>{}</summary><p>{}. Data is kept in {}.</p></details>",
    "definitions": "<dl><dt>{}</dt><dd>{}, {}</dd></dl>",
}


def _list(shape: str, vendors: tuple[tuple[str, str, str], ...]) -> str:
    return "".join(SHAPES[shape].format(*vendor) for vendor in vendors)


@pytest.mark.parametrize("shape", SHAPES)
def test_of_every_card_the_first_line_is_the_name(shape: str) -> None:
    assert _names(_analysis(_list(shape, VENDORS))) == NAMES


@pytest.mark.parametrize("shape", SHAPES)
def test_a_card_that_came_is_told(shape: str) -> None:
    old = _analysis(_list(shape, VENDORS))
    found = compare(old, _analysis(_list(shape, (*VENDORS, NEW))))
    assert found.parties_added == ("Kappelin Systems",)
    assert found.material is Material.MATERIAL


def test_a_card_says_where_its_company_sits() -> None:
    analysis = _analysis(_list("boxes", VENDORS))
    assert [party.country for party in analysis.parties] == ["IE", "UA", None]


def test_short_headings_over_clauses_are_no_cards() -> None:
    body = (
        "<h2>Payments</h2><p>We take payments by card and keep the last four digits of it.</p>"
        "<h2>Newsletter</h2><p>We write to you once in a month unless you tell us to stop.</p>"
    )
    assert _names(_analysis(body, title="Our partners")) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Sub-processors",
        "List of vendors",
        "Our partners",
        "المعالجون الفرعيون",
        "מעבדי משנה",
        "Sous-traitants ultérieurs",
        "Unterauftragsverarbeiter",
        "Lista de subencargados",
    ],
)
def test_headings_that_announce_who_gets_data(heading: str) -> None:
    assert announces(heading)


@pytest.mark.parametrize("heading", ["Privacy", "How we share data with our many vendors today"])
def test_headings_that_announce_nobody(heading: str) -> None:
    assert not announces(heading)


def _table(*rows: str, head: str) -> str:
    lines = (head, *rows)
    cells = ["".join(f"<td>{cell}</td>" for cell in line.split(" | ")) for line in lines]
    first = cells[0].replace("td>", "th>")
    return f"<table><tr>{first}</tr>{''.join(f'<tr>{one}</tr>' for one in cells[1:])}</table>"


@pytest.mark.parametrize(
    ("language", "title", "head", "rows", "names"),
    [
        (
            "ar",
            "سياسة الخصوصية",
            "الشركة | الغرض | الدولة",
            ("شركة مرجان للاستضافة | استضافة | مصر", "شركة نبراس للتحليلات | تحليلات | الهند"),
            ["مرجان", "نبراس"],
        ),
        (
            "he",
            "מדיניות פרטיות",
            "ספק | מטרה | מדינה",
            ('מרווה אנליטיקה בע"מ | ניתוח שימוש | ישראל', "נחשון ענן | אירוח | גרמניה"),
            ["מרווה אנליטיקה", "נחשון ענן"],
        ),
    ],
    ids=["ar", "he"],
)
def test_a_row_names_a_company_in_any_script(
    language: str, title: str, head: str, rows: tuple[str, ...], names: list[str]
) -> None:
    analysis = _analysis(_table(*rows, head=head), title=title, language=language)
    assert _names(analysis) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("نشارك بيانات الدفع مع بنك الأفق وشركة ميسان للمدفوعات لمعالجة الطلبات.", ["ميسان"]),
        ("نشارك بياناتك مع أي شركة تابعة للمجموعة.", []),
        ("نشارك بياناتك مع شركة تأمين للسيارات.", []),
    ],
    ids=["named", "subsidiary", "a trade"],
)
def test_a_company_is_named_by_what_it_is_for(sentence: str, names: list[str]) -> None:
    analysis = _analysis(f"<p>{sentence}</p>", title="سياسة الخصوصية", language="ar")
    assert _names(analysis) == names


def test_a_name_ends_behind_its_form() -> None:
    body = "<ul><li><b>Zeltic Cloud Inc</b><br>Hosting<br>Ukraine</li><li>Other</li></ul>"
    assert _names(_analysis(body)) == ["Zeltic Cloud"]
