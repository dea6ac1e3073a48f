"""The lines of a PDF as the worker found them, in reading order within each line."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from crawler.extract.pdf.order import Glyph, is_rtl_line, ordered_segments, rtl_share

_PRESENTATION = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # pictures of symbol fonts: bullets, icons


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """``left`` and ``right`` are points from the left edge of the page."""

    text: str
    left: float
    right: float
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words on one baseline without wide gaps; ``y`` and ``size`` are points, y upwards."""

    page: int
    y: float
    size: float
    bold: bool
    rtl: bool
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    height: float
    lines: tuple[Line, ...]


def read_pages(output: Iterable[str]) -> tuple[Page, ...]:
    """The pages of the worker's answer, without its first line.

    Raises KeyError, TypeError or ValueError for what is no such answer.
    """
    return tuple(_page(number, json.loads(line)) for number, line in enumerate(output))


def _page(number: int, shape: dict[str, Any]) -> Page:
    mostly_rtl = _is_mostly_rtl(shape["lines"])
    links = [(*map(float, link[:4]), str(link[4])) for link in shape["links"]]
    lines: list[Line] = []
    for each in shape["lines"]:
        for words, rtl in _segments(each, mostly_rtl):
            line = Line(
                page=number,
                y=float(each["y"]),
                size=float(each["size"]),
                bold=bool(each["bold"]),
                rtl=rtl,
                words=tuple(_clean(words)),
            )
            if line.words:
                lines.append(_linked(line, links) if links else line)
    return Page(height=float(shape["height"]), lines=tuple(lines))


def _is_mostly_rtl(lines: list[dict[str, Any]]) -> bool:
    rtl, ltr = rtl_share("".join(word[0] for line in lines for word in line["words"]))
    return rtl > ltr


def _segments(
    shape: dict[str, Any], mostly_rtl: bool
) -> Iterator[tuple[list[tuple[str, float, float]], bool]]:
    words = [(str(text), float(left), float(right)) for text, left, right in shape["words"]]
    if not shape.get("glyphs"):
        letters = any(character.isalpha() for word in words for character in word[0])
        yield words, mostly_rtl and not letters
        return
    glyphs = [Glyph(text=text, left=left, right=right) for text, left, right in words]
    base = is_rtl_line(glyphs, among_rtl=mostly_rtl)
    for segment in ordered_segments(glyphs, size=float(shape["size"]), rtl=base):
        yield segment, base


def _clean(words: Iterable[tuple[str, float, float]]) -> Iterator[Word]:
    for raw, left, right in words:
        text = raw
        if not text.isascii():
            if _PRIVATE.search(text):
                text = _PRIVATE.sub("•", text)
            if _PRESENTATION.search(text):
                text = unicodedata.normalize("NFKC", text)
        yield Word(text=text, left=left, right=right)


def _linked(line: Line, links: list[tuple[Any, ...]]) -> Line:
    near = [link for link in links if link[1] - line.size / 2 <= line.y <= link[3]]
    if not near:
        return line
    return replace(
        line,
        words=tuple(replace(word, href=_href_of(word, near)) for word in line.words),
    )


def _href_of(word: Word, links: list[tuple[Any, ...]]) -> str | None:
    centre = (word.left + word.right) / 2
    for left, _, right, _, href in links:
        if left <= centre <= right:
            return str(href)
    return None
