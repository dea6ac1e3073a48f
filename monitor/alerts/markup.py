"""A message's lines written in the markup of a chat: escaping, marks, directions.

Whatever stands in a run is escaped, ours or not. Directions: a line that runs from right to left
begins with an RLM, one that does not but has such letters in it with an LRM; what is not ours in
it is isolated. A command is copied by people, so nothing unseen stands inside its marks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from monitor.alerts.runs import Line, Role, Run, Style
from monitor.alerts.safe_text import FSI, LRM, PDI, RLM, has_rtl, starting_mark

WORD_JOINER = "\u2060"  # unseen; takes the meaning from "@name" and "https://"
BULLET = "• "


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """``escape`` makes a clean text inert; ``marks`` go round a run, tight to its words.

    ``line_start`` says that a line must never begin with the page's own first character, which
    might be markup there ("# ", "- ", "1. ").
    """

    escape: Callable[[str], str]
    marks: Mapping[Style, tuple[str, str]]
    roles: Mapping[Role, tuple[str, str]] = field(default_factory=dict)
    line_start: bool = False

    def line(self, line: Line) -> str:
        """One line of the chat's text; never empty."""
        written = self.joined(line)
        opening, closing = self.roles.get(line.role, ("", ""))
        bullet = BULLET if line.role is Role.ITEM else ""
        return f"{opening}{self._start(line)}{bullet}{written}{closing}"

    def joined(self, line: Line) -> str:
        """The runs in a row."""
        return "".join(self.run(one) for one in line.runs)

    def run(self, one: Run) -> str:
        """Marks stand tight round the words; spaces stay outside."""
        words = one.text.strip()
        if not words:
            return self.escape(one.text)
        opening, closing = self.marks.get(one.style, ("", ""))
        if one.style is Style.CODE:
            return f"{FSI}{opening}{self.escape(words)}{closing}{PDI}"
        before = " " if one.text[0] == " " else ""
        after = " " if one.text[-1] == " " else ""
        text = self.escape(words if one.style is not Style.PLAIN or one.isolated else one.text)
        if one.isolated:
            text = f"{FSI}{starting_mark(words)}{text}{PDI}"
        elif one.style is Style.PLAIN:
            return text
        return f"{before}{opening}{text}{closing}{after}"

    def _start(self, line: Line) -> str:
        if line.rtl:
            return RLM
        return LRM if self.line_start or has_rtl(line.text) else ""
