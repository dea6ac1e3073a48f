"""The dates that one version states: in a line, or with the words around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monitor.cli.moments import seconds
from monitor.cli.output import paint, print_json, print_lines
from monitor.cli.table import indented, terminal_width
from monitor.cli.terminal import shown
from monitor.cli.word_diff import text_lines
from storage.analyses import get_analysis
from storage.database import Database
from storage.errors import OperationError
from storage.sources import Source
from storage.versions import Version, version_document

_FIELDS = (("effective_on", "effective"), ("updated_on", "updated"))


def date_words(date: Any) -> str:
    """A stated date of an analysis in a line; fit for a terminal."""
    if not isinstance(date, dict):
        return "not stated"
    label = f"{shown(str(date['label']))}: " if date["label"] else ""
    doubt = ", day and month could be the other way round" if date["ambiguous"] else ""
    return f"{date['value']} ({label}{shown(str(date['text']))}{doubt})"


def write_dates(db: Database, source: Source, version: Version, *, as_json: bool) -> None:
    """Raises OperationError for a version that was not analysed yet."""
    analysis = get_analysis(db, version.id)
    if analysis is None:
        raise OperationError(
            f"version {version.number} of {source.key} is not analysed yet: "
            "the next 'clausewatch check' does it"
        )
    blocks = [block.text for block in version_document(db, version).blocks]
    dates: dict[str, Any] = analysis.dates
    if as_json:
        print_json(
            {
                "source": source.key,
                "service": source.service,
                "type": source.terms_type,
                "version": version.number,
                "fetched_at": seconds(version.fetched_at),
                **{name: dates.get(name) for name, _ in _FIELDS},
            }
        )
        return
    print_lines(_lines(source, version, dates, blocks))


def _lines(
    source: Source, version: Version, dates: dict[str, Any], blocks: list[str]
) -> Iterator[str]:
    width = terminal_width()
    title = f"{shown(source.key)}  version {version.number} ({version.fetched_at[:10]})"
    yield paint(title, "strong")
    for name, label in _FIELDS:
        date = dates.get(name)
        yield from indented(f"{label}: {date_words(date)}", width=width, indent="")
        if not date:
            continue
        yield f"  {date['calendar']} calendar, to the {date['precision']}, block {date['block']}:"
        if 0 <= date["block"] < len(blocks):
            yield from text_lines(blocks[date["block"]], width=width, indent="  ")
