"""Which of a document's dates are its own: the day it takes effect, the day it was updated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from monitor.analysis.dates.bare import begins_with_date, has_weekday, is_bare
from monitor.analysis.dates.calendars import YEARS, Calendar, gregorian_day
from monitor.analysis.dates.context import (
    Reading,
    heads,
    is_end,
    lone_label,
    read_context,
    twins,
)
from monitor.analysis.dates.finder import FoundDate, find_dates
from monitor.analysis.dates.labels import Kind
from monitor.analysis.dates.letters import Folded, fold_letters, folded_once
from monitor.analysis.dates.order import OrderEvidence, decide, gather
from monitor.analysis.model import StatedDate, StatedDates
from monitor.analysis.text.remembering import remembered
from storage.document import CELL_SEPARATOR, Block
from storage.model import BlockKind
from storage.values import value

_HEAD_BLOCKS = 12  # a date alone on its line counts near the title ...
_TAIL_BLOCKS = 4  # ... and at the very end
_MOST = 200  # blocks with numbers, and dates of one block, that are read from each end
_LINE = 80  # characters of a line that may state a year alone
_SURE, _FAIR = 4.0, 3.0  # scores that a year alone, a numeric month alone must reach
_BARE_SCORE = 1.0
_LOG_SCORE = 0.5
_LONGEST_LOG = 60  # blocks of a page that is nothing but a log
_VERSION_COLUMNS = 2  # a table of versions names the version and its date
_DIGIT = re.compile(r"\d")
_HEBREW_YEAR = "תש"  # begins every one
_SHORT_YEAR, _CENTURY = 2, 2000
_CLOCK = re.compile(r"\d{1,2}:\d\d|[t\d]\d:\d\d")
_YEAR_LINE = re.compile(
    r"(?:(?<![\d./\-])(0?[1-9]|1[0-2])/)?(?<!\d)(\d{4}|(?<=/)\d\d)(?!\d)"
    r"(?:\s?م\b)?(?=[\s.)*_]*(?:$|[|·•])|\s-\s)"
)


_Item = TypeVar("_Item")


@value(kw_only=False)
class _Page:
    """A block that holds dates."""

    index: int
    text: Folded
    found: list[FoundDate]
    listed: bool  # a list item or a row of a table


@value
class _Candidate:
    page: _Page
    date: FoundDate
    reading: Reading
    label: str

    @property
    def listed(self) -> bool:
        return self.page.listed


def find_dates_of(
    blocks: Sequence[Block],
    languages: Sequence[str],
    *,
    seen_on: date | None = None,
    region: str | None = None,
    earlier: Sequence[StatedDates] = (),
) -> StatedDates:
    """See :func:`monitor.analysis.dates.find_stated_dates`."""
    texts = [folded_once(block.text) for block in blocks]
    pages = _pages(blocks, texts)
    candidates = list(_candidates(blocks, texts, pages)) or list(_bare(pages, blocks))
    if not candidates:
        return StatedDates()
    evidence = gather(
        (one for page in pages for one in page.found),
        texts=texts,
        languages=languages,
        seen_on=seen_on,
        region=region,
        earlier=earlier,
    )
    effective = _best(candidates, frozenset({Kind.EFFECTIVE, Kind.SINCE}))
    updated = _best(candidates, frozenset({Kind.UPDATED, Kind.STATUS}))
    return StatedDates(
        effective_on=_stated(effective, evidence, languages),
        updated_on=_stated(updated, evidence, languages),
    )


def _pages(blocks: Sequence[Block], texts: Sequence[Folded]) -> list[_Page]:
    numbered = [index for index, text in enumerate(texts) if _is_numbered(text.text)]
    pages = []
    for index in _ends(numbered):
        found = _dates_of(texts[index])
        if found:
            listed = blocks[index].kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
            pages.append(_Page(index, texts[index], found, listed))
    return pages


def _is_numbered(text: str) -> bool:
    """Whether a year may stand in it."""
    return bool(_DIGIT.search(text)) or _HEBREW_YEAR in text


def _dates_of(text: Folded) -> list[FoundDate]:
    return _ends(find_dates(text) or _year_alone(text))


def _ends(row: list[_Item]) -> list[_Item]:
    """No more than a document can need: a stated date stands near one of its ends."""
    return row if len(row) <= 2 * _MOST else row[:_MOST] + row[-_MOST:]


def _year_alone(text: Folded) -> list[FoundDate]:
    """A year that ends a line or its first part: "Stand: 2021", "Stand 3/21 | Berlin".

    It counts only right behind a label.
    """
    found = _YEAR_LINE.search(text.folded) if len(text.folded) <= _LINE else None
    if found is None:
        return []
    year = int(found[2]) if len(found[2]) > _SHORT_YEAR else _CENTURY + int(found[2])
    if year not in YEARS[Calendar.GREGORIAN]:
        return []
    return [
        FoundDate(
            start=found.start(),
            end=found.end(),
            calendar=Calendar.GREGORIAN,
            readings=((year, int(found[1] or 0), 0),),
            loose=True,
        )
    ]


def _candidates(
    blocks: Sequence[Block], texts: Sequence[Folded], pages: Sequence[_Page]
) -> Iterator[_Candidate]:
    sections = _sections(blocks, texts)
    logged = [page for page in pages if sections[page.index] is Kind.LOG]
    if sum(len(page.found) for page in logged) == 1:  # no log yet: it tells of this version alone
        sections[logged[0].index] = None
    for page in pages:
        if sections[page.index] is not None:
            continue
        yield from _labelled(page)
        if page.index and not blocks[page.index - 1].header:
            yield from _labelled_above(page, texts)
    yield from _logged(blocks, pages, sections)


def _sections(blocks: Sequence[Block], texts: Sequence[Folded]) -> list[Kind | None]:
    """For each block whether it stands in a change log or an archive of earlier versions.

    The first line of a long page is its title, not the heading of a log.
    """
    sections: list[Kind | None] = []
    current: Kind | None = None
    level = 0
    has_title = len(blocks) > _LONGEST_LOG
    for index, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if block.kind is BlockKind.HEADING and (current is None or block.level <= level):
            current, level = None, block.level
            for kind in (Kind.LOG, Kind.ARCHIVE):
                if heads(text.folded, kind) and (index or not has_title):
                    current = kind
        sections.append(current)
    return sections


def _labelled(page: _Page) -> Iterator[_Candidate]:
    for date_found, reading, label in _labels_in(page.text.text):
        yield _Candidate(page=page, date=date_found, reading=reading, label=label)


@remembered
def _labels_in(text: str) -> tuple[tuple[FoundDate, Reading, str], ...]:
    """The dates of a block that a label stands beside."""
    labelled = []
    folding = folded_once(text)
    found = _dates_of(folding)
    first = 0
    while first < len(found):
        last = twins(folding.folded, found, first)
        reading = read_context(folding.folded, found, first, last)
        chosen = _gregorian_first(found[first:last])
        if reading is not None and _fits(chosen, reading):
            labelled.append((chosen, reading, _words(folding, reading)))
        first = last
    return tuple(labelled)


def _labelled_above(page: _Page, texts: Sequence[Folded]) -> Iterator[_Candidate]:
    """The block before is a label and nothing else, and this one begins with the date."""
    if not begins_with_date(page.text.folded, page.found[0]):
        return
    above = lone_label(texts[page.index - 1].folded)
    if above is not None:
        found = _gregorian_first(page.found[: twins(page.text.folded, page.found, 0)])
        label = _words(texts[page.index - 1], above)
        yield _Candidate(page=page, date=found, reading=above, label=label)


def _gregorian_first(twins_found: Sequence[FoundDate]) -> FoundDate:
    return min(twins_found, key=lambda found: found.calendar is not Calendar.GREGORIAN)


def _fits(found: FoundDate, reading: Reading) -> bool:
    """A loose shape is a date only right beside a label, on a line of its own."""
    if not found.loose:
        return True
    if found.readings[0][1] == 0:
        return reading.score >= (_FAIR if reading.kinds == {Kind.STATUS} else _SURE)
    return reading.score >= _FAIR


def _words(text: Folded, reading: Reading) -> str:
    start, end = text.place(reading.label_start, reading.label_end)
    return text.text[start:end]


def _bare(pages: Sequence[_Page], blocks: Sequence[Block]) -> Iterator[_Candidate]:
    count = len(blocks)
    title = next((at for at, one in enumerate(blocks) if one.kind is BlockKind.HEADING), 0)
    for page in pages:
        near = page.index < _HEAD_BLOCKS or page.index >= count - _TAIL_BLOCKS
        if page.index < title and has_weekday(page.text.folded, page.found[0]):
            continue  # what day it is, above the title
        last = twins(page.text.folded, page.found, 0)
        if not near or last != len(page.found) or page.found[0].loose:
            continue
        if page.listed and not page.found[0].readings[0][2]:
            continue  # "20. Juni 2017" read as item 20 of a list has lost its day
        if is_bare(page.text.folded, page.found) and not _CLOCK.search(page.text.folded):
            yield _Candidate(
                page=page,
                date=_gregorian_first(page.found),
                reading=Reading(kinds=frozenset({Kind.STATUS}), score=_BARE_SCORE),
                label="",
            )


def _logged(
    blocks: Sequence[Block], pages: Sequence[_Page], sections: Sequence[Kind | None]
) -> Iterator[_Candidate]:
    """The newest row of a change log or of a version table."""
    rows = [page for page in pages if sections[page.index] is Kind.LOG]
    dated = [
        (page, one)
        for page in rows
        for one in page.found
        if not one.loose and not is_end(page.text.folded, one)
    ]
    if dated:
        yield _newest(dated, Kind.STATUS, "")
    yield from _versions(blocks, pages)


def _versions(blocks: Sequence[Block], pages: Sequence[_Page]) -> Iterator[_Candidate]:
    by_index = {page.index: page for page in pages}
    for start, block in enumerate(blocks):
        if not block.header or not any(index in by_index for index in (start + 1, start + 2)):
            continue
        labels = [
            (column, lone_label(fold_letters(cell))) for column, cell in enumerate(block.cells)
        ]
        named = [(column, label) for column, label in labels if label is not None]
        if len(named) < _VERSION_COLUMNS:
            continue
        for column, label in named:
            dated = _column(blocks, by_index, start, column)
            if dated:
                kind = Kind.EFFECTIVE if Kind.EFFECTIVE in label.kinds else Kind.STATUS
                yield _newest(dated, kind, block.cells[column])


def _column(
    blocks: Sequence[Block], by_index: Mapping[int, _Page], header: int, column: int
) -> list[tuple[_Page, FoundDate]]:
    """The dates that fill a column of the table under a header row."""
    dated = []
    for index in range(header + 1, len(blocks)):
        block = blocks[index]
        if block.kind is not BlockKind.TABLE_ROW or block.header:
            break
        page = by_index.get(index)
        if page is None or column >= len(block.cells):
            continue
        start = sum(len(cell) + len(CELL_SEPARATOR) for cell in block.cells[:column])
        end = start + len(block.cells[column])
        for found in page.found:
            left, right = page.text.place(found.start, found.end)
            if start <= left and right <= end and not found.loose:
                dated.append((page, found))
    return dated


def _newest(dated: Sequence[tuple[_Page, FoundDate]], kind: Kind, label: str) -> _Candidate:
    page, newest = max(dated, key=lambda row: max(row[1].readings))
    reading = Reading(kinds=frozenset({kind}), score=_LOG_SCORE)
    return _Candidate(page=page, date=newest, reading=reading, label=label)


def _best(candidates: Sequence[_Candidate], kinds: frozenset[Kind]) -> _Candidate | None:
    """The surest; of equals the first in the document, but the newest of a list of versions."""
    fitting = [one for one in candidates if one.reading.kinds & kinds]
    if not fitting:
        return None
    best = max(fitting, key=lambda one: one.reading.score)
    if not best.listed or best.reading.kinds != {Kind.STATUS}:
        return best
    equals = [one for one in fitting if one.listed and one.reading.score == best.reading.score]
    return max(equals, key=lambda one: max(one.date.readings))


def _stated(
    candidate: _Candidate | None, evidence: OrderEvidence, languages: Sequence[str]
) -> StatedDate | None:
    if candidate is None:
        return None
    found = candidate.date
    (year, month, day), ambiguous = decide(
        found,
        evidence,
        languages[candidate.page.index],
        announces=Kind.EFFECTIVE in candidate.reading.kinds,
    )
    value = _value(found.calendar, year, month, day)
    if value is None:
        return None
    start, end = candidate.page.text.place(found.start, found.end)
    return StatedDate(
        value=value,
        precision="day" if day else "month" if month else "year",
        calendar=found.calendar.value,
        label=candidate.label,
        text=candidate.page.text.text[start:end],
        block=candidate.page.index,
        ambiguous=ambiguous,
    )


def _value(calendar: Calendar, year: int, month: int, day: int) -> str | None:
    if day:
        converted = gregorian_day(calendar, year, month, day)
        return converted.isoformat() if converted else None
    if calendar is not Calendar.GREGORIAN:
        return None  # a month of another calendar lies in two of ours
    return f"{year:04d}-{month:02d}" if month else f"{year:04d}"
