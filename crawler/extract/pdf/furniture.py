"""What stands on every page of a PDF: running headers and footers, page numbers.

They would move through the text with each page break, so they are taken out of it: page numbers
for good, of a header or footer one copy is kept (before the text, or after it), without what
counts the pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from crawler.extract.pdf.lines import Line, Page, Word

_EDGE = 0.14  # share of the page's height in which they stand, above and below
_OUTER_LINES = 3  # baselines at each edge that may be one
_LEAST_PAGES = 2
_LEAST_SHARE = 0.3  # of the pages
_BLEED = 0.025  # share of the height: so near the edge only scraps of the next page stand
_SCRAP = 3  # letters
_LONGEST_COUNTING = 300  # letters
_DIGITS = re.compile(r"\d+")
_PAGE = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN = rf"[{''.join(_ROMAN_VALUES)}]{{1,7}}"
_LETTERS = re.compile(rf"\b{_ROMAN}\b")
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
                if (shape := running.get(id(line))) is not None:
                    kept.setdefault(shape, []).append(line)
                    dropped.add(id(line))
                elif id(line) in numbers or id(line) in titles or _is_scrap(line, page):
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


def _folded(line: Line) -> str:
    return " ".join(line.text.casefold().split())


def _spellings(line: Line) -> Iterator[tuple[str, int]]:
    """How a line may come again on other pages: as it is, or with a number that counts them.

    The second is what that number is ahead of its page.
    """
    text = _folded(line)
    yield text, 0
    for number in _PAGE.finditer(text) if len(text) <= _LONGEST_COUNTING else ():
        yield _without(text, number), int(number[0]) - line.page


def _without(text: str, number: re.Match[str]) -> str:
    return f"{text[: number.start()]}#{text[number.end() :]}"


def _running(
    pages: Sequence[Page], edges: Sequence[tuple[list[Line], list[Line]]]
) -> dict[int, str]:
    """The lines that come again at the same place of many pages, each with its shape.

    Their words are the same, and their numbers too, but for one that counts the pages: whatever
    else is said in other numbers is text.
    """
    seen: dict[tuple[str, int], dict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
    found: dict[int, str] = {}
    for page, (top, bottom) in zip(pages, edges, strict=True):
        for line, far in (
            *((line, page.height - line.y) for line in top),
            *((line, -line.y) for line in bottom),
        ):
            if _is_number(line):
                continue
            if (label := _label(line)) is not None:
                found[id(line)] = _without(_folded(line), label)
            for shape, ahead in _spellings(line):
                seen[shape, round(far)][ahead].append(line)
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(edges))
    for (shape, _), spelled in seen.items():
        again = [lines for lines in spelled.values() if _count_pages(lines) >= _LEAST_PAGES]
        lines = [line for each in again for line in each]
        if _count_pages(lines) >= least:
            found.update((id(line), shape) for line in lines)
    return found


def _count_pages(lines: Sequence[Line]) -> int:
    return len({line.page for line in lines})


def _out_of_place(
    pages: Sequence[Page], edges: Sequence[tuple[list[Line], list[Line]]]
) -> dict[int, str]:
    """Of a single page: lines at an edge that number the page or were drawn apart.

    With a second page they would be running headers and footers; the text must be the same.
    """
    found: dict[int, str] = {}
    for page, (top, bottom) in zip(pages, edges, strict=True):
        places = {id(line): at for at, line in enumerate(page.lines)}
        for line in (*top, *bottom):
            at = places[id(line)]
            before, after = page.lines[:at], page.lines[at + 1 :]
            apart = (before and all(line.y > each.y for each in before)) or (
                after and all(line.y < each.y for each in after)
            )
            if not _is_number(line) and (apart or _label(line)):
                found[id(line)] = _folded(line)
    return found


def _is_number(line: Line) -> bool:
    return _NUMBER.fullmatch(line.text) is not None


def _label(line: Line) -> re.Match[str] | None:
    """The number in ``Page 3`` on the third page; on another one the text may speak of it."""
    text = _folded(line)
    for label in _LABELLED.finditer(text):
        number = _PAGE.search(text, *label.span())
        if number and int(number[0]) == line.page + 1:
            return number
    return None


def _page_numbers(edges: Sequence[tuple[list[Line], list[Line]]]) -> set[int]:
    """Lines that only number their page: they say so, or they count with the pages."""
    counting: dict[int, list[Line]] = defaultdict(list)
    found: set[int] = set()
    for line in (line for top, bottom in edges for line in (*top, *bottom)):
        if not _is_number(line):
            continue
        if _LABELLED.search(line.text):
            found.add(id(line))
        else:
            counting[_value(line.text) - line.page].append(line)
    for ahead, lines in counting.items():
        if _is_in_a_row(lines) or (len(edges) == 1 and ahead == 1):
            found.update(id(line) for line in lines)
    return found


def _is_in_a_row(lines: Sequence[Line]) -> bool:
    pages = {line.page for line in lines}
    return any(page + 1 in pages for page in pages)


def _value(number: str) -> int:
    """Of ``- 3 -``, ``3/12`` or ``iii``: three."""
    if digits := _DIGITS.search(number):
        return int(digits[0])
    values = [_ROMAN_VALUES[letter] for letter in _LETTERS.findall(number.casefold())[-1]]
    return sum(
        value if value >= following else -value
        for value, following in zip(values, (*values[1:], 0), strict=True)
    )


def _beside_numbers(edges: Sequence[tuple[list[Line], list[Line]]], numbers: set[int]) -> set[int]:
    """Titles of chapters above their pages: what shares the outermost baseline with a number.

    Whether one is there at all depends on where pages end: no copy is kept.
    """
    found: set[int] = set()
    for top, bottom in edges:
        for edge, outermost in ((top, max), (bottom, min)):
            if not edge:
                continue
            y = outermost(line.y for line in edge)
            row = [line for line in edge if abs(line.y - y) < 1]
            if any(id(line) in numbers for line in row):
                found.update(id(line) for line in row)
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
