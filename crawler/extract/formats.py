"""Which format a body has: its bytes first, then its labels.

Servers label Markdown as plain text, HTML as plain text, and PDF as HTML; the bytes know better.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.model import Format
from crawler.extract.source import Source
from storage.errors import ExtractError


class UnsupportedContent(ExtractError):
    """The bytes are not a text that can be read here; ``detected`` names what they are."""

    def __init__(self, detected: str, advice: str | None = None) -> None:
        self.detected = detected
        super().__init__(
            f"this is {detected}; {advice}"
            if advice
            else f"this is {detected}, not HTML, Markdown or plain text; "
            "watch a page that holds the document as text instead"
        )


_NAMES = {
    b"%PDF-": "a PDF file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a media file",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\x1f\x8b": "gzip-compressed data",
    b"\x28\xb5\x2f\xfd": "zstd-compressed data",
    b"7z\xbc\xaf": "a 7z archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "an RTF file",
    b"\x7fELF": "a program",
    b"wOFF": "a font",
    b"wOF2": "a font",
    b"OggS": "a media file",
    b"ID3": "a media file",
}
_MAGIC = tuple(_NAMES)
_LABELLED = re.compile(r"\s*(image|audio|video|font)/", re.IGNORECASE)
_DATA = re.compile(
    r"\s*application/(?:[a-z.-]{1,60}\+)?(json|zip|octet-stream|pdf|msword)", re.IGNORECASE
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,300}>\s*)?(?:<!--.{0,2000}?-->\s*){0,20}"
    r"<(?:!doctype\s+html|html|head|body|title|meta|main|article|section|div|h1|p|table|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(r"</?(?:html|body|head|div|p|br|h[1-6]|ul|li|table|a|span)\b", re.IGNORECASE)
_MARKDOWN_PATH = re.compile(r"\.(?:md|mdx|markdown|mkd|mdown)$", re.IGNORECASE)
_TEXT_PATH = re.compile(r"\.(?:txt|text)$", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:[\w.-]{1,60}[ \t]*:|#)")
_MARKDOWN_SIGN = re.compile(
    r"^#{1,6} \S|\*\*[^*\s][^*\n]{0,200}\*\*|\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)|^\|[ :|-]{3,}\|$",
    re.MULTILINE,
)
_SIGNS_OF_MARKDOWN = 2
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_MOST_CONTROLS = 4  # that any text may have
_BINARY_SHARE = 0.02  # control characters among the first, from which on it is no text
_PDF_WINDOW = 1024  # readers accept the magic anywhere in these bytes


def refuse_binary(body: bytes, sample: str | None = None, content_type: str | None = None) -> None:
    """Raise UnsupportedContent for bytes that are no text document, whatever their label.

    ``sample``: how the text begins, once that is known.
    """
    start = body[:_PDF_WINDOW].lstrip()
    if start.startswith(_MAGIC):
        name = next(name for magic, name in _NAMES.items() if start.startswith(magic))
        raise UnsupportedContent(name)
    if b"ftyp" in body[4:8]:
        raise UnsupportedContent("a media file")
    if content_type and (found := _LABELLED.match(content_type)) and "svg" not in content_type:
        raise UnsupportedContent(f"labelled as {found[1].lower()}")
    if sample is None:
        return
    if _share_of_controls(sample) > _BINARY_SHARE:
        raise UnsupportedContent("binary data")
    if content_type and (data := _DATA.match(content_type)) and not _HTML_START.match(sample):
        raise UnsupportedContent(f"labelled as {data[1].lower()}")


def _share_of_controls(sample: str) -> float:
    source = sample.encode("utf-8", "replace")
    if not any(map(source.__contains__, _CONTROLS)):  # a third of the time of counting them
        return 0.0
    controls = len(source) - len(source.translate(None, _CONTROLS))
    return controls / len(sample) if controls > _MOST_CONTROLS else 0.0


def decide_format(source: Source, content_type: str | None, url: str | None) -> Format:
    """The format of a decoded body."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    sample = source.start
    is_html = _HTML_START.match(sample) is not None
    # Markdown may open with a tag; of a whole page even a Markdown label is wrong
    may_be_markdown = kind.endswith("markdown") or (kind == "text/plain" and _is_markdown_path(url))
    if is_html and (_is_whole_page(sample) or not may_be_markdown):
        return Format.HTML
    if kind in ("text/html", "application/xhtml+xml") and _ANY_TAG.search(source.text):
        return Format.HTML
    if kind in ("text/markdown", "text/x-markdown") or _is_markdown_path(url):
        return Format.MARKDOWN
    if _FRONT_MATTER.match(sample) or len(_MARKDOWN_SIGN.findall(sample)) >= _SIGNS_OF_MARKDOWN:
        return Format.MARKDOWN
    if not kind and not _is_text_path(url) and len(_ANY_TAG.findall(sample)) > _SIGNS_OF_MARKDOWN:
        return Format.HTML
    return Format.TEXT


def _is_whole_page(sample: str) -> bool:
    return re.match(r"\s*<(?:!doctype|html)", sample, re.IGNORECASE) is not None


def _is_markdown_path(url: str | None) -> bool:
    return _has_path(url, _MARKDOWN_PATH)


def _is_text_path(url: str | None) -> bool:
    return _has_path(url, _TEXT_PATH)


def _has_path(url: str | None, pattern: re.Pattern[str]) -> bool:
    if not url:
        return False
    try:
        return pattern.search(urlsplit(url).path) is not None
    except ValueError:
        return False
