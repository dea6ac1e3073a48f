"""Laws that hold for any page."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import Extraction, Format, comparison_text, extract
from storage.document import from_markdown
from storage.errors import ExtractError

_SENTENCES = (
    "We keep invoices for ten years after the sale.",
    "نحتفظ بسجلات الزيارات لمدة ثلاثين يوما.",
    "איננו מעבירים מידע אישי לצד שלישי.",
    "Nous partageons votre adresse avec le transporteur.",
    "Wir löschen Ihre Daten nach zwölf Monaten.",
    "Usted puede retirar su consentimiento cuando quiera.",
)
_TAGS = st.sampled_from(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "td",
        "th",
        "tr",
        "table",
        "b",
        "strong",
        "a",
        "br",
        "span",
        "details",
        "summary",
        "button",
        "nav",
        "footer",
        "blockquote",
        "pre",
        "dl",
        "dt",
        "dd",
        "script",
        "style",
        "template",
        "section",
        "article",
        "font",
        "center",
    ]
)
_WORDS = st.text(alphabet="ab .:-–•|*#[](){}<>&\\`'\n\x00\u200f\u0627\u05d0é1٣", max_size=24)


@st.composite
def _markup(draw: st.DrawFn) -> str:
    parts: list[str] = []
    for _ in range(draw(st.integers(0, 24))):
        tag = draw(_TAGS)
        kind = draw(st.integers(0, 3))
        if kind == 0:
            parts.append(f"</{tag}>")
        elif kind == 1:
            parts.append(draw(_WORDS))
        else:
            href = ' href="/x (1)?a=1&utm_source=z#f"' if tag == "a" else ""
            parts.append(f"<{tag}{href}>")
    html = "".join(parts)
    return html.replace("\x00", "", max(0, html.count("\x00") - 4))  # more would be binary data


def _read(html: str) -> Extraction:
    return extract(html.encode(), url="https://law.example/a/b", format=Format.HTML)


@settings(deadline=None, max_examples=150)
@given(_markup())
def test_blocks_survive_canonical_markdown(html: str) -> None:
    extraction = _read(html)
    assert from_markdown(extraction.markdown) == extraction.document.blocks


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="ab1 .\n\t•-–:؛#*|[]()<>\u0627\u05d0\u200b\\`_>", max_size=200))
@pytest.mark.parametrize("kind", [Format.TEXT, Format.MARKDOWN])
def test_text_and_markdown_survive_canonical_markdown(kind: Format, text: str) -> None:
    extraction = extract(text.encode(), format=kind)
    assert from_markdown(extraction.markdown) == extraction.document.blocks


@settings(deadline=None, max_examples=120)
@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html", "text/plain; charset=utf-16", "text/markdown", "a/b"]),
    st.sampled_from([None, "https://x.example/p.md", "http://[bad", "not a url"]),
)
def test_any_bytes_give_a_document_or_an_extract_error(
    body: bytes, content_type: str | None, url: str | None
) -> None:
    with suppress(ExtractError):
        extraction = extract(body, content_type=content_type, url=url)
        assert extraction.words == len(extraction.comparison.text.split())


def _page(sentences: list[str], noise: str = "") -> str:
    body = "".join(f"<p{noise and ' class=' + repr(noise)}>{each}</p>" for each in sentences)
    script = f"<script>/* {noise} */</script><style>.{noise or 'x'}{{}}</style><!-- {noise} -->"
    return (
        f"<html><head><title>Privacy</title></head><body>{script if noise else ''}"
        f"<nav>{noise}</nav><main id='{noise}'><h1>Privacy</h1>{body}</main></body></html>"
    )


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_an_added_sentence_is_a_change(data: st.DataObject) -> None:
    old = data.draw(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=8))
    at = data.draw(st.integers(0, len(old)))
    new = [*old[:at], data.draw(st.sampled_from(_SENTENCES)), *old[at:]]
    before, after = _read(_page(old)).comparison, _read(_page(new)).comparison
    assert before.digest != after.digest
    assert before.masked_digest != after.masked_digest


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=8),
    st.text(alphabet="abcdef0123456789", min_size=1, max_size=12),
)
def test_scripts_styles_comments_and_attributes_are_no_change(old: list[str], noise: str) -> None:
    before, after = _read(_page(old)), _read(_page(old, noise))
    assert before.comparison == after.comparison
    assert before.markdown == after.markdown


@settings(deadline=None, max_examples=80)
@given(_markup())
def test_comparison_text_is_that_of_the_stored_markdown(html: str) -> None:
    extraction = _read(html)
    assert comparison_text(from_markdown(extraction.markdown)) == extraction.comparison


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_an_edit_of_one_sentence_anywhere_is_a_change(data: st.DataObject) -> None:
    """Removed, added or altered in one word, in whatever element of the document it stands."""
    draw = data.draw
    shapes = (
        "<p>{}</p>",
        "<ul><li>{}</li></ul>",
        "<div><span>{}</span></div>",
        "<h3>{}</h3>{}",
        "<table><tr><td>{}<td>{}</table>",
        "<details><summary>{}</summary>{}</details>",
    )
    held = [
        (draw(st.sampled_from(shapes)), draw(st.sampled_from(_SENTENCES)))
        for _ in range(draw(st.integers(3, 9)))
    ]
    at = draw(st.integers(0, len(held) - 1))
    kind = draw(st.sampled_from(["removed", "added", "altered"]))
    shape, sentence = held[at]
    last = sentence.split()[-2]
    new = {
        "removed": "",
        "added": f"{sentence} A lighthouse has a keeper.",
        "altered": sentence.replace(last, "lighthouse"),
    }[kind]
    edited = [*held[:at], (shape, new), *held[at + 1 :]]
    before, after = (
        _read(_page([shape.format(text, text) for shape, text in parts])).comparison
        for parts in (held, edited)
    )
    assert before.digest != after.digest
    assert before.masked_digest != after.masked_digest
