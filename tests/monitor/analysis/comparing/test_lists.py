"""Items of lists, rows of tables and headings: what counts though it is short."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.analysis import Analysis, compare
from storage.document import Block, Link, heading, list_item, paragraph, table_row

Make = Callable[..., Analysis]

SERVICES = [
    heading("Nordwind", 1),
    heading("Where these rules hold"),
    list_item("Nordwind Harbour maps and charts"),
    list_item("Nordwind Tide tables online"),
]


def test_one_more_item_of_a_list_is_news(analysis_of: Make) -> None:
    new = analysis_of([*SERVICES, list_item("Nordwind Weather station network")])
    assert compare(analysis_of(SERVICES), new).material.value == "minor"


def test_one_more_item_of_a_menu_is_none(analysis_of: Make) -> None:
    def item(text: str) -> Block:
        return list_item(text, links=(Link(start=0, end=len(text), href="/x"),))

    menu = [SERVICES[0], SERVICES[1], item("Harbour maps"), item("Tide tables online")]
    new = analysis_of([*menu, item("Weather station network")])
    assert compare(analysis_of(menu), new).material.value == "none"


def test_more_hosts_of_many_cookies_are_no_snippet(analysis_of: Make) -> None:
    def rows(hosts: str) -> list[Block]:
        names = ("_one", "_two", "_three", "_four")
        return [table_row((name, "Advertising", "90 days", hosts)) for name in names]

    top = [heading("Our cookies", 1)]
    old = analysis_of([*top, *rows("nordwind.example")])
    new = analysis_of([*top, *rows("nordwind.example, sea.example, shop.sea.example")])
    assert compare(old, new).material.value != "none"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Dr. Ada Berg, office@nordwind.example", "Dr. Finn Holm, office@nordwind.example"),
        ("Dr. Ada Berg, one@nordwind.example", "Dr. Ada Berg, two@nordwind.example"),
    ],
)
def test_another_person_to_write_to_is_contact(analysis_of: Make, before: str, after: str) -> None:
    top = [heading("Whom to write to", 1)]
    comparison = compare(
        analysis_of([*top, paragraph(before)]), analysis_of([*top, paragraph(after)])
    )
    assert comparison.material.value == "minor"
    assert [category.value for category in comparison.categories] == ["contact"]
