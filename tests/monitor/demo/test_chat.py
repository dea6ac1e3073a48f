"""The chat window on a terminal."""

from __future__ import annotations

import pytest

from monitor.demo.chat import chat_lines


def _section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _lines(*blocks: dict[str, object], width: int = 60) -> list[str]:
    return list(chat_lines({"blocks": blocks}, width=width, paint=lambda text, _: text))


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        pytest.param("*Sale* changed", "Sale changed", id="strong"),
        pytest.param("we ~do not~ may sell", "we [-do not-] may sell", id="struck out"),
        pytest.param(">we *may* sell", "we {+may+} sell", id="put in"),
        pytest.param("<https://a.example/p|the page>", "the page", id="named link"),
        pytest.param("<https://a.example/p>", "https://a.example/p", id="bare link"),
        pytest.param("&lt;!channel&gt; &amp; co", "<!channel> & co", id="escaped"),
        pytest.param("2 * 3 * 4 and ~5", "2 * 3 * 4 and ~5", id="no markup"),
        pytest.param("\u200f\u2068لا\u2069 a\u202eb", "\u200f\u2068لا\u2069 ab", id="no overrides"),
        pytest.param("a\x1b[2Jb", "a␛[2Jb", id="no escape sequences"),
    ],
)
def test_markup_becomes_words(markup: str, shown: str) -> None:
    assert _lines(_section(markup)) == [shown]


def test_every_kind_of_block_is_shown_in_order() -> None:
    lines = _lines(
        {"type": "header", "text": {"type": "plain_text", "text": "Larkspur"}},
        _section("one\ntwo"),
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "three"}]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "four"}, {"text": "five"}]},
        {"type": "image", "alt_text": "not shown"},
    )
    assert lines == ["Larkspur", "one", "two", "three", "---", "four five"]


def test_long_lines_are_wrapped_and_attachments_are_read() -> None:
    payload = {"text": "fallback", "attachments": [{"blocks": [_section("word " * 20)]}]}
    lines = list(chat_lines(payload, width=24, paint=lambda text, _: text))
    assert max(map(len, lines)) <= 24
    assert " ".join(lines).split() == ["word"] * 20


def test_lines_are_painted_by_kind() -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "Larkspur"}}
    painted = chat_lines(
        {"blocks": [header]}, width=60, paint=lambda text, style: f"<{style}>{text}"
    )
    assert list(painted) == ["<strong>Larkspur"]
