"""How far, and in which state: "within 10 km" that became "50 km", "residents of Texas" of Ohio."""

from __future__ import annotations

import re
from functools import cache

from monitor.analysis.aligning.edits import Edit, Hunk, Span
from monitor.analysis.model import FactChange
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data, term_lines
from monitor.analysis.text.matching import Matcher, word_forms
from monitor.analysis.text.words import split_words
from storage.folding import fold
from storage.patterns import late

DISTANCE = "distance"
STATE = "state"
_NEAR = 20  # letters around a changed place in which the rest of a distance stands
_BOUND = 4_000  # letters that are read
_WORDS = 6  # of a name
_METRES = {"k": 1000.0, "mi": 1609.344, "m": 1.0, "f": 0.3048, "y": 0.9144}
_DISTANCE = late(
    r"(?<![\w.,$€£])(?P<number>\d{1,3}(?:[.,\u066b]\d{1,3})?)(?:\s|\u00a0|-)?"
    r"(?:(?P<k>km|kilom[eè](?:ters?|tres?|tern?)|kil[oó]metros?|كم|كيلومتر(?:ًا|ا|ات)?|ק[\"״']{1,2}מ|קילומטר(?:ים)?)"
    r"|(?P<mi>miles?|milles?|millas?|Meilen?|ميل(?:ًا|ا)?|أميال|מייל(?:ים)?)"
    r"|(?P<m>m|met(?:er|re)s?|mètres?|Metern?|metros?|متر(?:ًا|ا)?|أمتار|מטר(?:ים)?)"
    r"|(?P<f>ft|feet|foot|pieds?|pies|Fuß)|(?P<y>yards?))(?!\w)"
)
_ZIP = re.compile(r"[,\s]*\d{5}")


def place_changed(hunk: Hunk, edit: Edit) -> FactChange | None:
    """What of the two another word or number at a place changed."""
    if max(len(hunk.removed), len(hunk.added)) > _WORDS:
        return None
    if any(word[:1].isdigit() for word in hunk.removed):
        return _distance(hunk, edit)
    states = _words_of_states()
    if all(
        any(not states.isdisjoint(_forms(w)) for w in side) for side in (hunk.removed, hunk.added)
    ):
        return _state(hunk, edit)
    return None


def _distance(hunk: Hunk, edit: Edit) -> FactChange | None:
    old = _distance_at(edit.before or "", hunk.old_span)
    new = _distance_at(edit.after or "", hunk.new_span)
    if old is None or new is None or old[0] == new[0]:
        return None
    direction = "higher" if new[0] > old[0] else "lower"
    return FactChange(fact=DISTANCE, before=old[1], after=new[1], direction=direction)


def _distance_at(text: str, span: Span) -> tuple[float, str] | None:
    """In metres, and as it is written."""
    for found in _DISTANCE.finditer(text, max(0, span[0] - _NEAR), span[1] + _NEAR):
        if found.start() < span[1] and span[0] < found.end():
            number = float(found["number"].replace(",", ".").replace("\u066b", "."))
            return number * _METRES[found.lastgroup or "m"], found[0]
    return None


def _state(hunk: Hunk, edit: Edit) -> FactChange | None:
    old = _state_at(edit.before or "", hunk.old_span)
    new = _state_at(edit.after or "", hunk.new_span)
    if old is None or new is None or old[0] == new[0]:
        return None
    return FactChange(fact=STATE, before=old[1], after=new[1], direction="changed")


def _state_at(text: str, span: Span) -> tuple[str, str] | None:
    """The state that is named there, but in an address: and how it is called."""
    words = split_words(text[:_BOUND])
    for hit in _states().find(words):
        start, end = words.starts[hit.first], words.end(hit.last)
        if start < span[1] and span[0] < end:
            return (
                None if _ZIP.match(text, end) else (hit.payload, words.between(hit.first, hit.last))
            )
    return None


def _forms(word: str) -> tuple[str, ...]:
    return (word,) if word.isascii() else word_forms(word)


def _names() -> list[tuple[str, str]]:
    lines = term_lines(parse_table(read_data("us_states.toml"))["states"])
    rows = [[name.strip() for name in line.split("=")] for line in lines]
    return [(name, row[0]) for row in rows for name in row]


@cache
def _states() -> Matcher[str]:
    return Matcher((" ".join(split_words(name).texts), state) for name, state in _names())


@cache
def _words_of_states() -> frozenset[str]:
    return frozenset(fold(word) for name, _ in _names() for word in split_words(name).texts)
