"""How a body begins, and whether the parser may have it as it came."""

from __future__ import annotations

import pytest

from crawler.extract.source import Source

_LONG = "<p>Wir löschen sie – ohne Ausnahme – nach 30 Tagen. نحذفها.</p>\n" * 3_000


@pytest.mark.parametrize(
    ("body", "is_received"),
    [
        pytest.param(_LONG.encode(), True, id="utf-8"),
        pytest.param(b"", True, id="nothing"),
        pytest.param("x".encode("utf-8-sig"), False, id="a mark before it"),
        pytest.param("We sell it. \ufffd".encode(), False, id="a letter that was lost"),
        pytest.param(_LONG.encode() + b"\xe2\x80", False, id="a letter cut off"),
        pytest.param(b"<p>We \0 keep it", False, id="a character of no page"),
        pytest.param("<p>Nous gardons les données".encode("cp1252"), False, id="a legacy page"),
    ],
)
def test_utf8_goes_to_the_parser_as_it_came(body: bytes, is_received: bool) -> None:
    source = Source(body, "text/html")
    assert (source.received == body) == is_received
    assert source.text.startswith(source.start)
    assert len(source.start) == min(len(source.text), 20_000)
    if is_received:
        assert source.text == body.decode()


def test_letters_are_not_cut_in_two_between_pieces() -> None:
    for shift in range(4):
        text = "x" * shift + "€" * 60_000
        assert Source(text.encode(), None).text == text
        assert Source(text.encode(), None).received is not None


def test_escape_sequences_are_read_by_the_label() -> None:
    text = "<p>個人情報を販売しません</p>"
    source = Source(text.encode("iso2022_jp"), "text/html; charset=iso-2022-jp")
    assert (source.text, source.received) == (text, None)
