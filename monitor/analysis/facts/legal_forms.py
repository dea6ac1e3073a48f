"""A party that is called as before but has another company form: ``GmbH``, ``GmbH & Co. KG``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.analysis.model import FactChange
from monitor.analysis.parties.names import name_book
from storage.folding import fold

LEGAL_FORM = "legal form"
_MOST = 40  # names of an edit that are looked for
_PLACES = 5  # where a name stands in a text


def form_changes(before: str, after: str, names: Iterable[str]) -> Iterator[FactChange]:
    """For the ``names`` that both texts name, each with its form in both."""
    for name in list(dict.fromkeys(names))[:_MOST]:
        old, new = _form_of(name, before), _form_of(name, after)
        if old and new and _bare(old) != _bare(new):
            yield FactChange(
                fact=LEGAL_FORM, before=f"{name} {old}", after=f"{name} {new}", direction="changed"
            )


def _form_of(name: str, text: str) -> str:
    """The form that stands behind a name, where it does first; "" where none does."""
    at = -1
    for _ in range(_PLACES):
        at = text.find(name, at + 1)
        if at < 0:
            break
        end = at + len(name)
        form = text[end : name_book().form_behind(text, end)].strip(" \u00a0,")
        if form:
            return form
    return ""


def _bare(form: str) -> str:
    return "".join(filter(str.isalnum, fold(form)))
