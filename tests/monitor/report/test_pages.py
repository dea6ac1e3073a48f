"""The files themselves: alone, well formed, and with nothing alive of what a page says."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from jinja2 import UndefinedError
from support.markup import (
    HOSTILE,
    HOSTILE_ADDRESSES,
    dead_fragments,
    digests,
    doubled_ids,
    live_parts,
    outline,
    outward_links,
    parsed,
    policy,
    skipped_levels,
)
from support.policies import KEYS

from monitor.report import diff_page, report_page
from monitor.report.model import DiffPage, ReportPage, Run, SourceView
from monitor.report.rendering import environment, web_link

from .conftest import Report

# Names of ours in the values: everything else may come from a page.
_OURS = frozenset(
    {
        *("anchor", "op", "direction", "level", "shape", "language", "made_at", "since", "until"),
        *("captured_at", "previous_captured_at", "first_seen_at", "last_seen_at"),
    }
)


def hostile_copy(value: Any, text: str) -> Any:
    """The values of a page with ``text`` in every place that a stranger can fill."""
    if isinstance(value, tuple):
        return tuple(text if isinstance(one, str) else hostile_copy(one, text) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for field in fields(value):
        found = getattr(value, field.name)
        if isinstance(found, str):
            changed[field.name] = found if field.name in _OURS else text
        else:
            changed[field.name] = hostile_copy(found, text)
    return replace(value, **changed)


@pytest.fixture
def page(report: Report) -> ReportPage:
    return report()


@pytest.fixture
def html(page: ReportPage) -> str:
    return report_page(page)


@pytest.fixture
def diff_html(page: ReportPage) -> str:
    section = page.sections[1]
    return diff_page(
        DiffPage(
            title="A comparison",
            made_at=page.made_at,
            source=section.source,
            change=section.changes[0],
            notes=("Compared now.",),
        )
    )


BOTH = pytest.mark.parametrize("name", ["html", "diff_html"])


@BOTH
def test_the_policy_allows_its_own_style_and_script_and_nothing_else(
    name: str, request: pytest.FixtureRequest
) -> None:
    html = request.getfixturevalue(name)
    rules, found = policy(html), digests(html)
    assert rules["default-src"] == "'none'"
    assert rules["style-src"].split() == found["style"]
    assert rules["script-src"].split() == found["script"]
    assert set(rules) == {"default-src", "style-src", "script-src", "base-uri", "form-action"}
    assert rules["base-uri"] == rules["form-action"] == "'none'"


@BOTH
def test_the_page_is_well_formed(name: str, request: pytest.FixtureRequest) -> None:
    html = request.getfixturevalue(name)
    assert html.startswith("<!DOCTYPE html>\n<html lang=")
    assert doubled_ids(html) == []
    assert dead_fragments(html) == []
    assert skipped_levels(html) == []
    assert outline(html).count(1) == 1
    assert live_parts(html) == []
    assert len(parsed(html).css("main")) == 1


@BOTH
def test_addresses_are_links_that_tell_nobody_where_from(
    name: str, request: pytest.FixtureRequest
) -> None:
    links = outward_links(request.getfixturevalue(name))
    assert links
    assert all({"noreferrer", "noopener"} <= set((one["rel"] or "").split()) for one in links)


def test_the_report_names_every_document_and_change(html: str, page: ReportPage) -> None:
    text = parsed(html).body.text()
    for section in page.sections:
        assert section.source.service in text
        for change in section.changes:
            assert change.summary.replace("->", "→") in text
            assert parsed(html).css(f"#{change.anchor}")


def test_right_to_left_text_says_so(html: str) -> None:
    page = parsed(html)
    words = {node.attributes["lang"]: node for node in page.css("p.words[lang]")}
    assert {"ar", "he", "en"} <= set(words)
    assert {words[name].attributes["dir"] for name in ("ar", "he")} == {"rtl"}
    assert words["en"].attributes["dir"] == "ltr"
    assert any(node.text() == "سلام توصيل" for node in page.css("h2 bdi"))


def test_names_in_a_title_do_not_turn_each_other_round(report: Report, diff_html: str) -> None:
    for html, name in ((report_page(report("tapuz")), "תפוז בריאות"), (diff_html, "سلام توصيل")):
        title = parsed(html).css_first("h1")
        assert [node.text() for node in title.css("bdi")] == [name, "Privacy Policy"]


def test_what_was_added_and_removed_is_said_in_words(html: str) -> None:
    for node in parsed(html).css("ins, del"):
        said = "[added: " if node.tag == "ins" else "[removed: "
        hidden = node.css("span.vh")
        assert [one.text() for one in hidden] == [said, "]"]
        assert {one.attributes["dir"] for one in hidden} == {"ltr"}


def test_rows_of_tables_have_their_cells(html: str) -> None:
    rows = parsed(html).css("table.rows tbody tr")
    words = [[cell.text(deep=True).strip() for cell in row.css("th, td")] for row in rows]
    assert [
        "Added",
        "[added: Brightmeadow Ads GmbH]",
        "[added: Advertising]",
        "[added: Germany]",
    ] in words
    assert any(row[1] == "Fernhollow Hosting Ltd" for row in words)  # the Arabic one


def test_the_picture_has_a_title_a_description_and_a_table(html: str, page: ReportPage) -> None:
    svgs = parsed(html).css("svg")
    assert len(svgs) == len(KEYS)
    for svg, section in zip(svgs, page.sections, strict=True):
        assert svg.attributes["role"] == "img"
        assert section.picture is not None
        assert section.picture.description in svg.text()
    captions = [node.text() for node in parsed(html).css("table.list caption")]
    assert captions.count("Versions, newest first") == len(KEYS)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_a_stranger_writes_stays_text(page: ReportPage, text: str) -> None:
    hostile = hostile_copy(page, text)
    html = report_page(hostile)
    assert live_parts(html) == []
    assert doubled_ids(html) == []
    assert len(parsed(html).css("script")) == len(parsed(html).css("style")) == 1
    assert digests(html)["script"] == policy(html)["script-src"].split()
    assert skipped_levels(html) == []
    assert not set(html) & set("\x00\x1b\u202e\u2066\u2028")
    visible = parsed(html).css_first("p.words").text(deep=True)
    assert "".join(text.split())[:3].strip("\u202e\u2066\x00") in "".join(visible.split())


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES, ids=range(len(HOSTILE_ADDRESSES)))
def test_addresses_that_are_none_are_no_links(page: ReportPage, address: str) -> None:
    assert web_link(address) is None
    sections = tuple(
        replace(one, source=replace(one.source, address=address)) for one in page.sections
    )
    html = report_page(replace(page, sections=sections))
    assert outward_links(html) == []
    assert live_parts(html) == []


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://acme.example/a?b=c&d=ه", "https://acme.example/a?b=c&d=ه"),
        ("HTTP://ACME.example/", "HTTP://ACME.example/"),
        ("https://acme.example/\u202egpj", "https://acme.example/gpj"),
        (None, None),
        ("", None),
    ],
    ids=["unicode", "upper case", "bidi control", "none", "empty"],
)
def test_addresses_that_are_links(address: str | None, link: str | None) -> None:
    assert web_link(address) == link


def test_a_name_that_a_template_misspells_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ page.tilte }}").render(page=Run(op="=", text=""))


def test_text_that_no_file_can_hold_is_left_out(page: ReportPage) -> None:
    html = report_page(hostile_copy(page, "a\ud800b"))
    assert "ab" in html
    html.encode()  # a lone surrogate would fail here


def test_a_comparison_stands_without_a_source(page: ReportPage) -> None:
    change = page.sections[0].changes[0]
    html = diff_page(DiffPage(title="a.md, b.md", made_at=page.made_at, source=None, change=change))
    assert outline(html)[:2] == [1, 2]
    assert live_parts(html) == []


def test_an_empty_report_says_so(report: Report) -> None:
    html = report_page(report(since="2026-03-30T00:00:00.000000Z"))
    assert "3 documents without a change" in html
    assert parsed(html).css("form") == []


def test_a_source_that_nobody_watches_any_more_is_marked(page: ReportPage) -> None:
    def gone(source: SourceView) -> SourceView:
        return replace(source, watched=False)

    sections = tuple(replace(one, source=gone(one.source)) for one in page.sections)
    html = report_page(replace(page, sections=sections))
    assert html.count("Not watched") == len(sections)
