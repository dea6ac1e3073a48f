from __future__ import annotations

import pytest

from crawler.extract import extract
from storage.errors import ExtractError
from storage.model import SourceRules

PROSE = "<p>We keep the records of a sale for ten years because the law asks us to.</p>"


def _markdown(body: str, *, select: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> str:
    rules = SourceRules(select=select, remove=remove)
    page = f"<html><head><title>T</title></head><body>{body}</body></html>"
    return extract(page.encode(), url="https://c.example/", rules=rules).markdown


def test_side_content_is_left_out_and_hidden_text_is_kept() -> None:
    text = _markdown(
        f"<div><div class=side>Weather: mild</div><div class=doc>{PROSE * 9}"
        "<div aria-hidden=true style='display:none'>We sell nothing.</div></div></div>"
    )
    assert "Weather" not in text
    assert "We sell nothing." in text


def test_a_closing_paragraph_beside_the_dominant_part_is_kept() -> None:
    last = "Exceptions are granted by exceptions-team@c.example in writing, and for one year."
    text = _markdown(f"<div><div>{PROSE * 12}</div><span>{last}</span></div>")
    assert last in text


def test_sections_built_alike_stay_together() -> None:
    short = (
        "<section class=part><p>You may ask us to delete your account at any time.</p></section>"
    )
    text = _markdown(f"<div><section class=part>{PROSE * 12}</section>{short}</div>")
    assert "delete your account" in text


def test_a_box_of_sentences_in_main_is_part_of_the_document() -> None:
    items = "".join(
        f"<li>{each} are new, and stand in a section of their own.</li>"
        for each in (
            "Rules about pets",
            "Rules about boats",
            "Rules about bicycles",
            "Rules about kites",
        )
    )
    box = f"<div class=summary><h2>What is new</h2><ul>{items}</ul></div>"
    notice = "<div class=notice><p>Our shop moved last week; read about it in the news.</p></div>"
    text = _markdown(f"<main><div>{box}{notice}<div class=text>{PROSE * 30}</div></div></main>")
    assert "Rules about kites" in text
    alone = _markdown(f"<main><div>{notice}<div class=text>{PROSE * 30}</div></div></main>")
    assert "shop moved" not in alone


def test_the_heading_above_the_container_comes_with_its_date() -> None:
    hero = "<div><p>Autumn sale!</p><h1>Cookie Policy</h1><p>Updated 4 May 2023</p></div>"
    text = _markdown(f"<main>{hero}<div>{PROSE * 12}</div></main>")
    assert text.startswith("# Cookie Policy\n\nUpdated 4 May 2023\n")


@pytest.mark.parametrize(
    "dated",
    [
        "<div class=date>Effective 4 May 2023</div>",
        "<div><span>Effective 4 May 2023</span><span>6 min read</span></div>",
        "<div><div><em>Effective 4 May 2023</em></div></div>",
    ],
)
def test_a_date_between_the_heading_and_the_container_is_kept(dated: str) -> None:
    around = "<div class=by>By Ada Lind</div>", "<div class=share><a href=/s>Share</a></div>"
    text = _markdown(
        f"<div><h1>Terms</h1>{around[0]}{dated}{around[1]}<div>{PROSE * 12}</div></div>"
    )
    assert text.startswith("# Terms\n\nEffective 4 May 2023\n\nWe keep")


def test_what_stands_beside_the_only_main_does_not_become_the_document() -> None:
    menu = "".join(
        f"<li><a href=/{place}>Another page of ours {place}</a></li>" for place in range(9)
    )
    page = f"<div><main><div>{PROSE * 9}</div></main><div><ul>{menu}</ul></div></div>"
    assert "Another page" not in _markdown(page)
    beside = PROSE.replace("sale", "refund")
    assert "refund" in _markdown(
        f"<div><main><div>{PROSE * 9}</div></main><div>{beside * 4}</div></div>"
    )


@pytest.mark.parametrize("tag", ["nav", "footer", "dialog", "button", "select", "textarea"])
def test_furniture_is_dropped(tag: str) -> None:
    assert "Pick me" not in _markdown(f"<main>{PROSE * 3}<{tag}>Pick me</{tag}></main>")


@pytest.mark.parametrize("tag", ["script", "style", "noscript", "template", "svg", "iframe"])
def test_what_is_never_text_is_dropped(tag: str) -> None:
    assert "Pick me" not in _markdown(f"<main>{PROSE * 3}<{tag}>Pick me</{tag}></main>")


def test_a_document_in_a_footer_is_found() -> None:
    assert "ten years" in _markdown(f"<div>Menu</div><footer>{PROSE * 12}</footer>")


def test_consent_tools_are_dropped_and_cookie_lists_are_kept() -> None:
    text = _markdown(
        f"<div id=CybotCookiebotDialog>{PROSE.replace('sale', 'dialog') * 4}</div>"
        f"<main>{PROSE * 2}<div id=ot-sdk-cookie-policy><p>_ga: two years</p></div></main>"
    )
    assert "dialog" not in text
    assert "_ga: two years" in text


def test_select_and_remove() -> None:
    body = f"<aside>{PROSE}</aside><div id=a><p>First.</p><i>ad</i></div><div id=b>Second.</div>"
    assert _markdown(body, select=("#a", "#b", "#a p"), remove=("i",)) == "First.\n\nSecond.\n"


def test_a_select_rule_that_finds_nothing_is_suspect() -> None:
    rules = SourceRules(select=("#gone",))
    page = extract(f"<html><body>{PROSE * 3}</body></html>".encode(), rules=rules)
    assert page.quality.reasons == ("select_missed",)


@pytest.mark.parametrize("rule", ["select", "remove"])
def test_rules_that_are_no_css_say_so(rule: str) -> None:
    with pytest.raises(ExtractError, match="not a CSS selector"):
        _markdown(PROSE, **{rule: ("p[[",)})


def test_related_pages_go_and_links_to_documents_stay() -> None:
    links = "<ul><li><a href=/a>Paying</a></li><li><a href=/b>Leaving</a></li></ul>"
    text = _markdown(f"<main>{PROSE}<h2>See also</h2>{links}<h2>Our terms</h2>{links}</main>")
    assert "See also" not in text
    assert text.count("Paying") == 1


_PAGE = (
    "<nav><a href=/>Home</a></nav><main><div class=top>{}<h1>Privacy</h1></div><div>{}</div></main>"
)


@pytest.mark.parametrize(
    "line",
    [
        "<p>We may sell your data.</p>",
        "<p>نبيع بياناتكم لشركاء آخرين.</p>",
        "<span>Gilt ab 1. Mai 2026</span>",
        "<div><i></i><time>עודכן: 5.5.2026</time></div>",
    ],
    ids=["sentence", "arabic sentence", "date", "date in a box"],
)
def test_a_line_beside_the_heading_above_the_document_belongs_to_it(line: str) -> None:
    said = line.split(">")[-2 if line.count("<") == 2 else -3].split("<")[0]  # noqa: PLC0207
    text = _markdown(_PAGE.format(line, PROSE * 12))
    assert text.index(said) < text.index("# Privacy") < text.index("We keep the records")


@pytest.mark.parametrize(
    "line",
    [
        "<p>Legal</p>",
        "<p><a href=/deal>Twelve months for the price of ten.</a></p>",
        "<p>Help?</p>",
    ],
    ids=["kicker", "link", "one word"],
)
def test_what_is_no_sentence_and_no_date_above_the_heading_is_left_out(line: str) -> None:
    assert _markdown(_PAGE.format(line, PROSE * 12)).startswith("# Privacy")


def test_a_notice_of_the_site_above_the_heading_s_box_is_left_out() -> None:
    notice = "<div class=callout><p>We changed another document last week.</p></div>"
    page = _PAGE.replace("<div class=top>", f"{notice}<div class=top>")
    assert _markdown(page.format("", PROSE * 12)).startswith("# Privacy")


def test_a_date_in_main_above_the_document_with_its_heading_is_kept() -> None:
    page = f"<main><div>Last updated: 3 May 2026</div><div><h1>Terms</h1>{PROSE * 12}</div></main>"
    assert _markdown(page).startswith("Last updated: 3 May 2026")
