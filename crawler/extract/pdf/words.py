"""Lines of a PDF to running text: words that a line end parted are whole again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from crawler.extract.html.inline import clean
from crawler.extract.html.links import Resolver
from crawler.extract.pdf.lines import Line
from storage.document import Link

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PARTED = re.compile(r"([^\W\d_]+)-$")
_UNENDED = re.compile(r"[/@]$|\d-$")  # addresses, numbers: no space stands after these
_GOES_ON = re.compile(r"[^\W\d_]+")
# First halves that keep their hyphen, where nothing else in the document tells.
_FIRST_HALVES = frozenset(
    [
        "third",
        "non",
        "self",
        "opt",
        "e",
        "co",
        "sub",
        "pre",
        "post",
        "cross",
        "long",
        "short",
        "real",
        "well",
        "so",
        "first",
        "second",
        "end",
        "high",
        "low",
        "anti",
        "multi",
        "one",
        "two",
        "up",
        "on",
        "in",
        "off",
        "re",
        "ex",
        "all",
        "data",
        "user",
        "device",
        "location",
        "server",
        "client",
        "privacy",
        "full",
        "part",
        "time",
        "day",
        "month",
        "year",
        "inter",
        "semi",
        "quasi",
        "vice",
        "ad",
        "sign",
        "log",
        "check",
        "follow",
    ]
)
_LEAST_PARTED = 3  # lines that end with a hyphen, where the program hyphenates
_LEAST_WHOLE = 2  # of them, those whose word stands elsewhere without one
_PARTED_SHARE = 0.03  # of the lines


class Joiner:
    """Joins the lines of blocks; made of all lines of the document, whose words it knows."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        lines = 0
        halves: list[tuple[str, str]] = []
        open_half = ""
        for text in texts:
            words = _WORD.findall(text.casefold())
            lines += 1
            if open_half and words:
                halves.append((open_half, words[0]))
            open_half = words.pop() if words and _PARTED.search(text[-64:]) else ""
            self._words.update(words)
        # Most programs break lines after hyphens that were written, and put in none of their own.
        whole = sum(
            one + other in self._words
            and one not in self._words
            and f"{one}-{other}" not in self._words
            for one, other in halves
        )
        self._hyphenated = whole >= _LEAST_WHOLE or len(halves) >= max(
            _LEAST_PARTED, _PARTED_SHARE * lines
        )

    def join(
        self, lines: Sequence[Line], resolver: Resolver | None = None
    ) -> tuple[str, tuple[Link, ...]]:
        """The text of a block and its links."""
        text = ""
        links: list[Link] = []
        for line in lines:
            for number, word in enumerate(line.words):
                shown = clean(word.text)
                if not shown:
                    continue
                if not number and text:
                    text = self._before_break(text, shown)
                elif text:
                    text += " "
                start = len(text)
                text += shown
                href = resolver.resolve(word.href) if resolver and word.href else None
                if href:
                    _add(links, Link(start=start, end=len(text), href=href))
        return text, tuple(link for link in links if link.end <= len(text))

    @staticmethod
    def shifted(links: Iterable[Link], by: int) -> Iterator[Link]:
        for link in links:
            if link.start + by >= 0:
                yield replace(link, start=link.start + by, end=link.end + by)

    def _before_break(self, text: str, following: str) -> str:
        """``text`` as it stands before the first word of the next line."""
        parted = _PARTED.search(text[-64:])
        if parted is None:
            return text if _UNENDED.search(text[-2:]) else text + " "
        after = _GOES_ON.match(following)
        if after is None:
            return text
        return text if self._keeps_hyphen(parted[1], after[0]) else text[:-1]

    def _keeps_hyphen(self, first: str, second: str) -> bool:
        if not second.islower() or (first.isupper() and len(first) > 1):
            return True
        one, other = first.casefold(), second.casefold()
        if f"{one}-{other}" in self._words:
            return True
        if not self._hyphenated:
            return one in self._words or one in _FIRST_HALVES
        if one + other in self._words:
            return False
        return one in _FIRST_HALVES or (one in self._words and other in self._words)


def _add(links: list[Link], link: Link) -> None:
    if links and links[-1].href == link.href and links[-1].end + 1 == link.start:
        links[-1] = replace(links[-1], end=link.end)
    else:
        links.append(link)
