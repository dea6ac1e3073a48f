"""PDF files that cannot be read, and the programs that read the others."""

from __future__ import annotations

import re
import sys
import zlib
from pathlib import Path

import pytest
from support.pdf import Text, flowed, pdf

from crawler.extract import Extraction, UnsupportedContent, extract, is_current_reader
from storage.errors import ExtractError

POLICY = [
    "# Harbourline Privacy Policy",
    "Last updated: 5 March 2026",
    "This policy explains what Harbourline does with the personal data of its guests.",
    "# Retention",
    "We delete the scan of your licence 30 days after the end of your booking.",
]


def texts(page: Extraction) -> list[str]:
    return [block.text for block in page.document.blocks]


# --- what cannot be read ---------------------------------------------------------------------


def test_pictures_of_a_document_are_suspect() -> None:
    page = extract(pdf([], [Text("3", 300, 400)], []))
    assert page.quality.reasons == ("no_text_layer",)
    assert not page.quality.ok


def test_a_password_is_named() -> None:
    with pytest.raises(UnsupportedContent, match="password"):
        extract(pdf([Text("secret", 72, 700)], encrypt=True))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param(flowed(POLICY)[:1000], "cut short", id="cut short"),
        pytest.param(b"%PDF-1.7\n" + b"\x00\xfe" * 900 + b"%%EOF", "broken", id="garbage"),
        pytest.param(b"%PDF-1.7", "cut short", id="magic only"),
    ],
)
def test_broken_files_are_never_a_text(body: bytes, says: str) -> None:
    with pytest.raises(ExtractError, match=says):
        extract(body)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(UnsupportedContent, match="too long"):
        extract(pdf(*[[Text("x", 72, 700)]] * 2001))


def test_a_bomb_costs_its_own_process_only() -> None:
    packed = zlib.compressobj(9)
    spaces = b" " * (1 << 20)
    first, again = (packed.compress(spaces) + packed.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    data = first + again * 900 + packed.flush()
    body = pdf([Text("hello", 72, 700)])
    at = re.search(
        rb"<< /Length \d+ /Filter /FlateDecode >>\nstream\n.*?\nendstream", body, re.DOTALL
    )
    assert at is not None
    bomb = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(data) + data + b"\nendstream"
    with pytest.raises(ExtractError, match="memory"):
        extract(body[: at.start()] + bomb + body[at.end() :])


# --- what reads them -------------------------------------------------------------------------


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No pypdfium2, and nothing on PATH but what is put into the folder."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder: Path, text: str) -> None:
    path = folder / "pdftotext"
    path.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        "if '-v' in sys.argv: sys.exit('pdftotext version 22.12.0')\n"
        "assert sys.argv[1:] == ['-enc', 'UTF-8', '-eol', 'unix', '-', '-'], sys.argv\n"
        "assert sys.stdin.buffer.read().startswith(b'%PDF-')\n"
        f"sys.stdout.buffer.write({text.encode()!r})\n",
        "utf-8",
    )
    path.chmod(0o700)


def test_without_anything_to_read_it_the_reason_says_what_to_install(without_extra: Path) -> None:
    with pytest.raises(UnsupportedContent) as caught:
        extract(flowed(POLICY))
    assert str(caught.value) == (
        "this is a PDF file; to read it, install 'clausewatch[pdf]', "
        "or the program pdftotext (package poppler-utils)"
    )


def test_pdftotext_is_asked_where_the_extra_is_missing(without_extra: Path) -> None:
    program(
        without_extra,
        "Privacy of Harbourline\n\nWe keep your data for thirty days, and then we\ndelete it.\n\n"
        "• your name\n\n1\n\f\u202bلا نبيع بياناتك\u202c\n\n2\n\f",
    )
    page = extract(flowed(POLICY))
    assert page.charset == "pdftotext 22.12.0"
    assert texts(page) == [
        "Privacy of Harbourline",
        "We keep your data for thirty days, and then we delete it.",
        "your name",
        "لا نبيع بياناتك",
    ]
    assert page.notes == ("text_order_uncertain",)


def test_a_program_that_fails_says_so(without_extra: Path) -> None:
    path = without_extra / "pdftotext"
    path.write_text("#!/bin/sh\necho 'Syntax Error: Couldn'\\''t find trailer' >&2\nexit 1\n")
    path.chmod(0o700)
    with pytest.raises(ExtractError, match="trailer"):
        extract(flowed(POLICY))


def test_another_reader_is_another_reading(without_extra: Path) -> None:
    assert is_current_reader("pdf", "pypdfium2 5.15.2")  # nothing reads PDFs: what was read stands
    program(without_extra, "")
    assert is_current_reader("pdf", "pdftotext 22.12.0")
    assert not is_current_reader("pdf", "pypdfium2 5.15.2")
    assert is_current_reader("html", "utf-8")


def test_the_reader_is_kept_with_the_text() -> None:
    page = extract(flowed(POLICY))
    assert page.charset is not None
    assert page.charset.startswith("pypdfium2 ")
    assert is_current_reader(page.format, page.charset)
