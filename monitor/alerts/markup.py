"""A message's lines written in the markup of a chat: escaping, marks, directions.

Whatever stands in a run is escaped, ours or not. Directions: a line that runs from right to left
begins with an RLM, one that does not but has such letters in it with an LRM; what is not ours in
it is isolated. A command is copied by people, so nothing unseen stands inside its marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from monitor.alerts.runs import Line, Role, Run, Style
from monitor.alerts.safe_text import FSI, LRM, PDI, RLM, has_rtl

WORD_JOINER = "\u2060"  # unseen; takes the meaning from "@name" and "https://"
BULLET = "• "

# A mail address is no mention. What a run ends with may get its meaning from the next.
_MENTION = re.compile(r"(?<![^\W_])@(?!\s)")
_SCHEME = re.compile(r"(?<=[a-z]):(?=/|$)|(?<=\bmailto):", re.IGNORECASE)
_WORD_MARKS = frozenset({Style.REMOVED, Style.ADDED})
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def units(text: str) -> int:
    """UTF-16 units, as most chats count; additive over characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def compact_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def dead(text: str) -> str:
    """Names and addresses that no chat will find: an unseen joiner stands inside each."""
    text = _MENTION.sub(f"@{WORD_JOINER}", text)
    return _SCHEME.sub(f":{WORD_JOINER}", text)


def html_escaped(text: str) -> str:
    """``& < >`` as entities, names and addresses dead."""
    return dead(text).translate(_HTML)


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """``escape`` makes a clean text inert; ``marks`` go round a run, tight to its words.

    ``line_start`` says that a line must never begin with the page's own first character, which
    might be markup there ("# ", "- ", "1. "). ``escape_code`` is for what stands in code marks.
    """

    escape: Callable[[str], str]
    marks: Mapping[Style, tuple[str, str]]
    roles: Mapping[Role, tuple[str, str]] = field(default_factory=dict)
    line_start: bool = False
    escape_code: Callable[[str], str] | None = None

    def lines(self, lines: Iterable[Line]) -> list[str]:
        return [self.line(line) for line in lines]

    def line(self, line: Line) -> str:
        """One line of the chat's text; never empty."""
        opening, closing = self.roles.get(line.role, ("", ""))
        bullet = BULLET if line.role is Role.ITEM else ""
        start = line_mark(line, always=self.line_start)
        return f"{opening}{start}{bullet}{self.joined(line.runs)}{closing}"

    def joined(self, runs: Iterable[Run]) -> str:
        """The runs in a row; neighbours of one style share their marks.

        What went and what came in its place are never written without a space between them.
        """
        written = ""
        before = Style.PLAIN
        for style, row in groupby(runs, lambda one: one.style):
            marked = self._marked(style, tuple(row))
            both_marked = before in _WORD_MARKS and style in _WORD_MARKS
            apart = both_marked and written[-1:] != " " and marked[:1] != " "
            written = f"{written} {marked}" if apart else f"{written}{marked}"
            before = style
        return written

    def _marked(self, style: Style, row: tuple[Run, ...]) -> str:
        text = "".join(one.text for one in row)
        opening, closing = self.marks.get(style, ("", ""))
        if style is Style.CODE:
            escape = self.escape_code or self.escape
            return f"{FSI}{opening}{escape(text.strip())}{closing}{PDI}"
        inner = "".join(map(self._run, _merged(row)))
        if not opening or not text.strip():
            return inner
        words = inner.strip(" ")
        before = inner[: len(inner) - len(inner.lstrip(" "))]
        after = inner[len(inner.rstrip(" ")) :]
        return f"{before}{opening}{words}{closing}{after}"

    def _run(self, one: Run) -> str:
        """Spaces at its ends stay outside of an isolate, where a mark can find them."""
        words = one.text.strip(" ")
        if not one.isolated or not words:
            return self.escape(one.text)
        before = " " if one.text[0] == " " else ""
        after = " " if one.text[-1] == " " else ""
        return f"{before}{self.escape(words).join(one.shielded)}{after}"


def _merged(row: Iterable[Run]) -> Iterator[Run]:
    """What stands side by side is escaped as one: a sign may end in the next run."""
    for isolated, runs in groupby(row, lambda one: one.isolated):
        if isolated:
            yield from runs
        else:
            yield Run(text="".join(one.text for one in runs))


def line_mark(line: Line, *, always: bool = False) -> str:
    """The mark of direction that a line begins with, or ""."""
    if line.rtl:
        return RLM
    return LRM if always or has_rtl(line.text) else ""
