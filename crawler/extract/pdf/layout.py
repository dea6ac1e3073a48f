"""Lines of a PDF to blocks: paragraphs re-flowed, headings by their type, lists, tables.

Where a block ends is a guess from white space, type and punctuation; a wrong guess changes the
blocks and never the words, so it makes no version (see :mod:`crawler.extract.normalise`). What
would change the words is decided by the text alone: numbers of clauses stay in it, and a word
parted at the end of a line is joined by what else the document says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from crawler.extract.html.links import Resolver
from crawler.extract.html.segments import BULLETS, LONGEST_HEADING, looks_like_heading
from crawler.extract.pdf.furniture import without_furniture
from crawler.extract.pdf.lines import Line, Page
from crawler.extract.pdf.words import Joiner
from storage.document import Block, heading, list_item, paragraph, table_row
from storage.model import BlockKind

_LABEL = re.compile(
    r"(?:\(?(?:\d{1,3}|[٠-٩]{1,3}|[a-zA-Z]|[ivx]{1,5}|[א-ת]|[أ-ي])[.)]|\d+(?:\.\d+)+\.?|[٠-٩]+(?:\.[٠-٩]+)+)"
)
_BULLET = re.compile(rf"[{re.escape(BULLETS)}–—-]")
_ENDED = re.compile(r"[.!?؟:;؛。][\"'”»)\]]*$")
_SAME_SIZE = 1.08  # ratio
_LARGER = 1.12  # of the body's size: a heading
_GAP = 1.35  # of the usual distance of lines: white space between paragraphs
_PITCH = 1.25  # distance of lines in font sizes, where nothing tells
_BUCKET = 3.0  # font sizes: beginnings of lines nearer than this are of one column
_SPACE = 0.6  # font sizes: a space, and what justified lines leave open
_LEADER = re.compile(r"(?:\s*[.·…_]){4,}\s*(?:\d{1,4}|[ivxlc]{1,6})?\s*$")
_INDENT = 0.8  # of the font size
_SAME_ROW = 0.45  # of the font size
_COLUMN_JUMP = 6.0  # font sizes: up the page to the next column
_USUAL = (0.7, 2.4)  # of the font size: distances that may be those of lines in a paragraph
_DEEPEST = 6
_LEAST_ROWS = 2
_LONGEST_CELL = 600  # characters
_CAPITALS = 4  # letters at least in a heading of capitals


# How far lines reach, by page, direction and (roughly) place of beginning.
_Columns = dict[tuple[int, bool, int], float]


@dataclass(slots=True)
class _Run:
    """Lines that make one block; ``label`` is a bullet or number that stood apart."""

    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Type:
    """What is usual in the document."""

    size: float  # points, of most letters
    bold: bool  # most letters are
    pitch: float  # distance of lines, in font sizes
    column: _Columns


def layout(pages: Sequence[Page], url: str | None) -> tuple[Block, ...]:
    """The blocks of a document."""
    headers, bodies, footers = without_furniture(pages)
    lines = [line for body in bodies for line in body]
    joiner = Joiner(line.text for line in (*headers, *lines, *footers))
    resolver = Resolver(url)
    usual = _usual(lines)
    runs = _runs(lines, usual)
    rows = _rows(runs)
    sizes = _heading_sizes(runs, usual, rows)
    blocks: list[Block] = [paragraph(line.text) for line in headers]
    position = 0
    while position < len(runs):
        if cells := rows.get(position):
            texts = [joiner.join(run.lines)[0] for run in runs[position : position + cells]]
            bold = all(run.first.bold for run in runs[position : position + cells])
            above = blocks[-1].kind is BlockKind.TABLE_ROW if blocks else False
            blocks.append(table_row(texts, header=bold and not above and not usual.bold))
            position += cells
            continue
        block = _block(runs[position], usual, sizes, joiner, resolver)
        if block is not None:
            blocks.append(block)
        position += 1
    blocks += [paragraph(line.text) for line in footers]
    return tuple(blocks)


def _usual(lines: Sequence[Line]) -> _Type:
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    for line in lines:
        letters = len(line.text)
        sizes[round(line.size * 2) / 2] += letters
        bold[line.bold] += letters
    size = (sizes.most_common(1)[0][0] if sizes else 1.0) or 1.0
    column = _columns(lines, size)
    distances = [
        (above.y - below.y) / size
        for above, below in pairwise(lines)
        if above.page == below.page
        and _USUAL[0] * size <= above.y - below.y <= _USUAL[1] * size
        and max(abs(above.size - size), abs(below.size - size)) < 1
        and not _has_room(above, below, column)
    ]
    return _Type(
        size=size,
        bold=bold[True] > bold[False],
        pitch=median(distances) if distances else _PITCH,
        column=column,
    )


def _columns(lines: Sequence[Line], size: float) -> _Columns:
    """How far lines reach that begin at about the same place of the same page."""
    found: _Columns = {}
    for line in lines:
        near, far = _edges(line)
        for bucket in _buckets(line, near, size):
            found[bucket] = max(far, found.get(bucket, far))
    return found


def _edges(line: Line) -> tuple[float, float]:
    """Where a line begins and ends in its direction of reading."""
    return (-line.right, -line.left) if line.rtl else (line.left, line.right)


def _buckets(line: Line, near: float, size: float) -> tuple[tuple[int, bool, int], ...]:
    at = round(near / (_BUCKET * size))
    return tuple((line.page, line.rtl, at + step) for step in (-1, 0, 1))


def _has_room(above: Line, below: Line, columns: _Columns) -> bool:
    """The next word would have fitted on the line above: its end was meant."""
    near, far = _edges(above)
    reach = columns.get(_buckets(above, near, above.size)[1], far)
    first = below.words[0]
    return reach - far > (first.right - first.left) + _SPACE * above.size


def _runs(lines: Sequence[Line], usual: _Type) -> list[_Run]:
    runs: list[_Run] = []
    for line in lines:
        if runs and not _parts(runs[-1], line, usual):
            runs[-1].lines.append(line)
        else:
            runs.append(_Run([line]))
    return runs


def _parts(run: _Run, line: Line, usual: _Type) -> bool:
    """Whether a new block begins with ``line``."""
    last = run.last
    if last.page == line.page and abs(last.y - line.y) <= _SAME_ROW * line.size:
        return not _is_label(last.text) or len(run.lines) > 1
    if _opens_item(line) or not _same_type(last, line):
        return True
    goes_on = last.page == line.page and line.y < last.y
    meant = _has_room(last, line, usual.column) and not (
        line.text[:1].islower() or last.text.endswith("-")
    )
    if goes_on and _overlap(run, line):
        if last.y - line.y > _GAP * usual.pitch * max(line.size, last.size):
            return True
        return meant or _is_indented(run, line, usual)
    # over the edge of a page or column only sentences go on
    return meant or _ENDED.search(last.text) is not None or not _is_near(last, line)


def _is_near(last: Line, line: Line) -> bool:
    """Not two cells of one row."""
    return last.page != line.page or line.y - last.y > _COLUMN_JUMP * line.size


def _same_type(last: Line, line: Line) -> bool:
    ratio = max(last.size, line.size) / max(0.1, min(last.size, line.size))
    return ratio <= _SAME_SIZE and last.bold == line.bold


def _overlap(run: _Run, line: Line) -> bool:
    return line.left < run.right and run.left < line.right


def _opens_item(line: Line) -> bool:
    first = line.words[0].text
    return _is_label(first) or (_BULLET.match(first) is not None and len(line.words) > 1)


def _is_label(text: str) -> bool:
    return _BULLET.fullmatch(text) is not None or _LABEL.fullmatch(text) is not None


def _is_indented(run: _Run, line: Line, usual: _Type) -> bool:
    """The first line of a paragraph that only an indent sets apart."""
    if len(run.lines) < 2 or not _ENDED.search(run.last.text):  # noqa: PLR2004
        return False
    if line.rtl:
        return run.last.right - line.right > _INDENT * usual.size
    return line.left - run.last.left > _INDENT * usual.size


def _rows(runs: Sequence[_Run]) -> dict[int, int]:
    """Where table rows begin, and how many runs are their cells."""
    starts: list[tuple[int, int]] = []
    position = 0
    while position < len(runs):
        end = position + 1
        while end < len(runs) and _beside(runs[position:end], runs[end]):
            end += 1
        starts.append((position, end - position))
        position = end
    found: dict[int, int] = {}
    for index, (start, cells) in enumerate(starts):
        near = [count for _, count in starts[max(0, index - 1) : index + 2]]
        if (
            cells > 1
            and near.count(cells) >= _LEAST_ROWS
            and _are_cells(runs[start : start + cells])
        ):
            found[start] = cells
    return found


def _are_cells(runs: Sequence[_Run]) -> bool:
    return all(sum(len(line.text) for line in run.lines) <= _LONGEST_CELL for run in runs)


def _beside(row: Sequence[_Run], run: _Run) -> bool:
    """Whether a run stands beside those of a row: same height, another column."""
    last = row[-1]
    if run.first.page != last.last.page or last.first.page != last.last.page:
        return False
    if run.last.page != run.first.page or any(_touch(each, run) for each in row):
        return False
    size = max(run.first.size, last.first.size)
    return run.first.y >= last.last.y - _SAME_ROW * size and (
        last.first.y >= run.last.y - _SAME_ROW * size
    )


def _touch(one: _Run, other: _Run) -> bool:
    return one.left < other.right and other.left < one.right


def _heading_sizes(
    runs: Sequence[_Run], usual: _Type, rows: dict[int, int]
) -> dict[tuple[float, bool], int]:
    """The level of each type that headings have: the largest is 1."""
    cells = {at for start, count in rows.items() for at in range(start, start + count)}
    kinds = {
        _kind_of(run) for at, run in enumerate(runs) if at not in cells and _stands_out(run, usual)
    }
    return {kind: min(_DEEPEST, level) for level, kind in enumerate(sorted(kinds, reverse=True), 1)}


def _kind_of(run: _Run) -> tuple[float, bool]:
    return round(run.first.size), run.first.bold


def _stands_out(run: _Run, usual: _Type) -> bool:
    text = " ".join(line.text for line in run.lines)
    if len(text) > LONGEST_HEADING or not any(map(str.isalpha, text)):
        return False
    if run.first.size >= _LARGER * usual.size:
        return True
    return run.first.bold and not usual.bold and looks_like_heading(text)


def _block(
    run: _Run,
    usual: _Type,
    levels: dict[tuple[float, bool], int],
    joiner: Joiner,
    resolver: Resolver,
) -> Block | None:
    text, links = joiner.join(run.lines, resolver)
    if leader := _LEADER.search(text):  # in a table of contents: dots, and a number of a page
        text = text[: leader.start()]
        links = tuple(link for link in links if link.end <= len(text))
    if not text:
        return None
    if _stands_out(run, usual):
        return heading(text, levels.get(_kind_of(run), _DEEPEST), links)
    if _is_capitals(text):
        return heading(text, min(_DEEPEST, len(levels) + 1), links)
    bullet = _BULLET.match(text)
    if bullet and text[bullet.end() :].startswith(" "):
        cut = bullet.end() + 1
        return list_item(text[cut:], 0, links=tuple(joiner.shifted(links, -cut)))
    return paragraph(text, links)


def _is_capitals(text: str) -> bool:
    return text.isupper() and looks_like_heading(text) and sum(map(str.isalpha, text)) >= _CAPITALS
