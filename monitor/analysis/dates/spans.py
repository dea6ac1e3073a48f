"""Where dates stand in a text: for telling whether only they changed."""

from __future__ import annotations

import re

from monitor.analysis.dates.calendars import names
from monitor.analysis.dates.finder import find_dates
from monitor.analysis.dates.letters import folded_once

_WORD_BEFORE = re.compile(r"([^\W\d_]+)[,.،]?\s*(?:the\s+|le\s+|den\s+|el\s+)?$")
_LONGEST_WEEKDAY = 30


def date_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of every date-like span, in order, none overlapping.

    A weekday right before a date is part of its span: it changes when the date does.
    """
    folded = folded_once(text)
    spans: list[tuple[int, int]] = []
    for found in find_dates(folded):
        floor = spans[-1][1] if spans else 0
        start, end = folded.place(_with_weekday(folded.folded, found.start), found.end)
        spans.append((max(start, floor), end))
    return spans


def _with_weekday(folded: str, start: int) -> int:
    near = max(0, start - _LONGEST_WEEKDAY)
    found = _WORD_BEFORE.search(folded[near:start])
    if found is None or found[1] not in names().weekdays:
        return start
    return near + found.start()
