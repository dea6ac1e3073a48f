from __future__ import annotations

import pytest

from crawler.extract import Format, UnsupportedContent, extract
from storage.errors import ExtractError

HTML = b"<!doctype html><html><body><h1>Terms</h1><p>We keep logs for a year.</p></body></html>"
MARKDOWN = b"# Terms\n\nWe keep **logs** for a year.\n"
TEXT = b"Terms\n\nWe keep logs for a year, and then they are gone for good.\n"


@pytest.mark.parametrize(
    ("body", "content_type", "url", "expected"),
    [
        pytest.param(HTML, "text/html", None, Format.HTML, id="html"),
        pytest.param(HTML, "text/plain", None, Format.HTML, id="html labelled plain"),
        pytest.param(HTML, None, None, Format.HTML, id="html without label"),
        pytest.param(HTML, "application/json", None, Format.HTML, id="html labelled json"),
        pytest.param(HTML, "text/plain", "https://x.example/a.md", Format.HTML, id="html as .md"),
        pytest.param(MARKDOWN, "text/markdown", None, Format.MARKDOWN, id="markdown"),
        pytest.param(
            TEXT, "text/plain", "https://x.example/a.mdx?raw=1", Format.MARKDOWN, id=".mdx"
        ),
        pytest.param(MARKDOWN, "text/plain", None, Format.MARKDOWN, id="markdown by its signs"),
        pytest.param(
            b"---\ntitle: x\n---\nHello.\n", None, None, Format.MARKDOWN, id="front matter"
        ),
        pytest.param(
            b"<p>Hello.</p>\n\n# Terms\n",
            "text/plain",
            "https://x.example/a.md",
            Format.MARKDOWN,
            id="markdown opening with html",
        ),
        pytest.param(TEXT, "text/plain", None, Format.TEXT, id="text"),
        pytest.param(TEXT, None, "https://x.example/terms.txt", Format.TEXT, id=".txt"),
        pytest.param(TEXT, "text/html", None, Format.TEXT, id="text labelled html"),
    ],
)
def test_format_is_decided_by_bytes_then_labels(
    body: bytes, content_type: str | None, url: str | None, expected: Format
) -> None:
    assert extract(body, content_type=content_type, url=url).format is expected


@pytest.mark.parametrize(
    ("body", "content_type", "names"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n", None, "PNG", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0", None, "JPEG", id="jpeg"),
        pytest.param(b"PK\x03\x04", None, "ZIP", id="docx"),
        pytest.param(b"\x1f\x8b\x08", None, "gzip", id="gzip"),
        pytest.param(b"hello", "image/png", "image", id="labelled image"),
        pytest.param(b'{"a": 1}', "application/json", "json", id="json"),
        pytest.param(bytes(range(1, 32)) * 50, None, "binary", id="control characters"),
    ],
)
def test_what_is_no_text_is_refused_by_name(
    body: bytes, content_type: str | None, names: str
) -> None:
    with pytest.raises(UnsupportedContent, match=names) as caught:
        extract(body, content_type=content_type)
    assert isinstance(caught.value, ExtractError)


def test_nothing_is_an_empty_text() -> None:
    page = extract(b"")
    assert page.words == 0
    assert page.quality.reasons == ("empty_text",)
    assert page.markdown == ""
