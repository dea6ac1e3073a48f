"""What stands on every page of a PDF: running headers and footers, page numbers.

They would move through the text with each page break, so they are taken out of it: page numbers
for good, of a header or footer one copy is kept (before the text, or after it), without what
differs from page to page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from crawler.extract.pdf_lines import Line, Page, Word

_EDGE = 0.14  # share of the page's height in which they stand, above and below
_OUTER_LINES = 3  # baselines at each edge that may be one
_LEAST_PAGES = 2
_LEAST_SHARE = 0.3  # of the pages
_BLEED = 0.025  # share of the height: so near the edge only scraps of the next page stand
_SCRAP = 3  # letters
_DIGITS = re.compile(r"\d+")
_ROMAN = r"[ivxlcdm]{1,7}"
_PAGE_WORD = (
    r"(?:pages?|p\.|pg\.?|seite|s\.|página|pág\.?|pagina|sida|strona|стр\.?"
    r"|صفحة|الصفحة|صفحه|ص|עמוד|עמ'?|דף)"
)
_OF = r"(?:of|/|von|de|sur|di|van|av|z|из|من|از|מתוך|מ-?|out of)"
_NUMBER = re.compile(
    rf"[-–—|\[(\s]*(?:{_PAGE_WORD}\s*)?(?:\d{{1,4}}|{_ROMAN})(?:\s*{_OF}\s*\d{{1,4}})?[-–—|\])\s.]*",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"(?:\s*[-–—|·•]\s*)?\b{_PAGE_WORD}\s*\d{{1,4}}(?:\s*{_OF}\s*\d{{1,4}})?", re.IGNORECASE
)


def without_furniture(pages: Sequence[Page]) -> tuple[list[Line], list[list[Line]], list[Line]]:
    """One copy of the running headers, the lines of each page, one copy of the footers."""
    edges = [_edges(page) for page in pages]
    numbers = _page_numbers(edges)
    running = _running(pages, edges) if len(pages) > 1 else _out_of_place(pages, edges)
    titles = _beside_numbers(edges, numbers)
    headers: dict[str, list[Line]] = {}
    footers: dict[str, list[Line]] = {}
    bodies: list[list[Line]] = []
    for page, (top, bottom) in zip(pages, edges, strict=True):
        dropped: set[int] = set()
        for kept, edge in ((headers, top), (footers, bottom)):
            for line in edge:
                if (key := _key(line)) in running:
                    kept.setdefault(key, []).append(line)
                    dropped.add(id(line))
                elif id(line) in numbers or key in titles or _is_scrap(line, page):
                    dropped.add(id(line))
        bodies.append([line for line in page.lines if id(line) not in dropped])
    return list(_copies(headers)), bodies, list(_copies(footers))


def _edges(page: Page) -> tuple[list[Line], list[Line]]:
    """The lines at the top and at the bottom that may be furniture."""
    rows = [
        list(group)
        for _, group in groupby(
            sorted(page.lines, key=lambda line: -line.y), key=lambda line: round(line.y)
        )
    ]
    high, low = page.height * (1 - _EDGE), page.height * _EDGE
    top = [line for row in rows[:_OUTER_LINES] for line in row if line.y >= high]
    bottom = [line for row in rows[-_OUTER_LINES:] for line in row if line.y <= low]
    return top, bottom


def _key(line: Line) -> str:
    return _DIGITS.sub("0", " ".join(line.text.casefold().split()))


def _running(pages: Sequence[Page], edges: Sequence[tuple[list[Line], list[Line]]]) -> set[str]:
    """Texts that stand at the same place of many pages; numbers in them may differ."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    found: set[str] = set()
    for number, (page, (top, bottom)) in enumerate(zip(pages, edges, strict=True)):
        for line, far in (
            *((line, page.height - line.y) for line in top),
            *((line, -line.y) for line in bottom),
        ):
            seen[_key(line), round(far)].add(number)
            if _LABELLED.search(line.text):
                found.add(_key(line))
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(edges))
    found.update(key for (key, _), numbers in seen.items() if len(numbers) >= least)
    return {key for key in found if not _is_number(key)}


def _out_of_place(
    pages: Sequence[Page], edges: Sequence[tuple[list[Line], list[Line]]]
) -> set[str]:
    """Of a single page: lines at an edge that number the page or were drawn apart.

    With a second page they would be running headers and footers; the text must be the same.
    """
    found: set[str] = set()
    for page, (top, bottom) in zip(pages, edges, strict=True):
        keys = [_key(line) for line in page.lines]
        for line in (*top, *bottom):
            key = _key(line)
            at = keys.index(key)
            before, after = page.lines[:at], page.lines[at + 1 :]
            apart = (before and all(line.y > each.y for each in before)) or (
                after and all(line.y < each.y for each in after)
            )
            if apart or _LABELLED.search(key):
                found.add(key)
    return {key for key in found if not _is_number(key)}


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _page_numbers(edges: Sequence[tuple[list[Line], list[Line]]]) -> set[int]:
    """Lines that only number their page: they say so, or they count with the pages."""
    bare: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    found: set[int] = set()
    for number, (top, bottom) in enumerate(edges):
        for line in (*top, *bottom):
            if not _is_number(line.text):
                continue
            digits = _DIGITS.findall(line.text)
            if not digits or not line.text.strip().isdigit():
                found.add(id(line))
            else:
                bare[int(digits[0]) - number].append((number, line))
    for lines in bare.values():
        if len({number for number, _ in lines}) >= min(_LEAST_PAGES, len(edges)):
            found.update(id(line) for _, line in lines)
    return found


def _beside_numbers(edges: Sequence[tuple[list[Line], list[Line]]], numbers: set[int]) -> set[str]:
    """Titles of chapters above their pages: what shares the outermost baseline with a number.

    Whether one is there at all depends on where pages end: no copy is kept.
    """
    found: set[str] = set()
    for top, bottom in edges:
        for edge, outermost in ((top, max), (bottom, min)):
            if not edge:
                continue
            y = outermost(line.y for line in edge)
            row = [line for line in edge if abs(line.y - y) < 1]
            if any(id(line) in numbers for line in row):
                found.update(_key(line) for line in row if id(line) not in numbers)
    return found


def _is_scrap(line: Line, page: Page) -> bool:
    """A letter or two of the next page that reach over the edge."""
    near = not page.height * _BLEED < line.y < page.height * (1 - _BLEED)
    return near and len(line.text) <= _SCRAP and line.text.isalpha()


def _copies(found: dict[str, list[Line]]) -> Iterator[Line]:
    for lines in found.values():
        first = lines[0]
        others = [set(line.text.split()) for line in lines[1:]]
        words = tuple(
            word for word in _without_label(first) if all(word.text in other for other in others)
        )
        if words and any(any(map(str.isalnum, word.text)) for word in words):
            yield replace(first, words=words)


def _without_label(line: Line) -> Iterator[Word]:
    """The words of a line but ``Page 3 of 12``."""
    spans = [found.span() for found in _LABELLED.finditer(line.text)]
    at = 0
    for word in line.words:
        if not any(start <= at < end for start, end in spans):
            yield word
        at += len(word.text) + 1
