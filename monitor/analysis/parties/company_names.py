"""Names that the company form behind them shows: ``Acme, S.A.``, ``Roc et Associés inc.``."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.analysis.parties.names import NameBook, capitalised
from storage.folding import fold
from storage.patterns import late

_BEFORE = 60  # letters in front of a name in which the rest of it stands
_CAPITAL = r"[A-Z\u00c0-\u00de]"
_PARTNERED = late(rf"{_CAPITAL}[\w\u2019'-]*(?: {_CAPITAL}[\w\u2019'-]*)?,? (?:et|und|and|y|e|&) $")
_OF_NAME = late(rf"{_CAPITAL}\w* (?:de|del|de la|de los|des|du|da|do) $")


def names_with_form(text: str, book: NameBook) -> Iterator[str]:
    """Every such name of a text, without its form."""
    for found in capitalised(text):
        name, had_form = book.without_form(found.stated.rstrip("."))
        if not had_form:
            had_form = book.form_behind(text, found.end) > found.end
        if not had_form:
            continue
        before = text[max(0, found.start - _BEFORE) : found.start]
        if fold(name) in book.partners:
            front = _PARTNERED.search(before)
            if front:
                yield f"{front[0]}{name}"
        elif " " in name or _OF_NAME.search(before) is None:  # else the rest of a longer one
            yield name
