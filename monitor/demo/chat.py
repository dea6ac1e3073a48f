"""What was posted to the chat, as its window would show it: Slack's Block Kit on a terminal.

Reads the payload that really arrived; only the kinds of blocks that an alert may hold are known,
another kind shows as nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from monitor.cli.terminal import FSI, PDI, neutral, wrap

RLM = "\u200f"  # right-to-left mark

Paint = Callable[[str, str], str]

_LINK = re.compile(r"<(?:https?://|mailto:)[^|<>]*\|([^<>]*)>")
_BARE_LINK = re.compile(r"<((?:https?://|mailto:)[^|<>]*)>")
_STRIKE = re.compile(r"(?<![\w~])~(?=\S)([^~\n]+)(?<=\S)~(?![\w~])")
_STRONG = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\w*])")
_QUOTE = ">"
_DIRECTION = re.compile(f"([{FSI}{PDI}{RLM}])")


def chat_lines(payload: dict[str, Any], *, width: int, paint: Paint) -> Iterator[str]:
    """Lines of at most ``width`` columns, painted with ``paint(text, style)``."""
    for block in _blocks(payload):
        for text, style in _texts(block):
            for line in text.split("\n"):
                for piece in wrap(_readable(line), width):
                    yield paint(piece, style)


def _blocks(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from payload.get("blocks", ())
    for attachment in payload.get("attachments", ()):
        yield from attachment.get("blocks", ())


def _texts(block: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts of a block, each with a style of the house."""
    match block.get("type"):
        case "header":
            yield block["text"]["text"], "strong"
        case "section":
            if "text" in block:
                yield block["text"]["text"], ""
            for field in block.get("fields", ()):
                yield field["text"], ""
        case "context":
            yield " ".join(str(element.get("text", "")) for element in block["elements"]), "faint"
        case "divider":
            yield "---", "faint"


def _readable(line: str) -> str:
    """Slack's markup as plain words; what was taken out and put in as in a word diff."""
    line = _LINK.sub(r"\1", line)
    line = _BARE_LINK.sub(r"\1", line)
    line = _STRIKE.sub(r"[-\1-]", line)
    quoted = line.startswith(_QUOTE)  # the page's own words: there bold is what came
    line = _STRONG.sub(r"{+\1+}" if quoted else r"\1", line.removeprefix(_QUOTE))
    # Marks of direction are the sender's, who took out those of the page.
    pieces = _DIRECTION.split(html.unescape(line))
    return "".join(piece if _DIRECTION.fullmatch(piece) else neutral(piece) for piece in pieces)
