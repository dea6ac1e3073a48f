"""Countries that a clause about where data go gained, lost, or put in the place of others.

In clauses of transfers, sharing, sub-processors and storage. Names are the CLDR's, as
:mod:`monitor.analysis.parties.roles` reads them; what was within a country and is outside it
counts, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.model import FactChange
from monitor.analysis.parties.roles import country_mentions
from monitor.analysis.text.cldr import countries_in
from monitor.analysis.text.lexicon import closest_language
from monitor.analysis.text.matching import word_forms
from storage.folding import fold
from storage.model import Category

COUNTRY = "country"

_WHERE = frozenset(
    {
        Category.TRANSFERS,
        Category.SHARING,
        Category.SUBPROCESSORS,
        Category.RETENTION,
        Category.COLLECTION,  # "data are stored in ..." may sound like it
        Category.SECURITY,
    }
)
_MOST = 40  # changed words above which a clause was written anew
_BOUND = 4_000  # letters that are read
_GLUING = frozenset({"ar", "he"})  # languages that glue "in" and "and" to a name
_INSIDE = frozenset(map(fold, ("inside", "within", "innerhalb", "dentro", "داخل", "בתוך")))
_OUTSIDE = frozenset(map(fold, ("outside", "hors", "außerhalb", "fuera", "خارج", "מחוץ")))


def countries_of(edit: Edit, categories: Collection[Category]) -> tuple[FactChange, ...]:
    """What moved; ``categories`` are those of the edit. Names are as the text has them."""
    if edit.is_whole or edit.is_heading or edit.block.header or edit.size > _MOST:
        return ()
    if Category.CONTACT in tuple(categories)[:1]:  # a seat, not where data go
        return ()
    if _WHERE.isdisjoint((*categories, *edit.clause.categories)):
        return ()
    found = tuple(_moved(edit))
    return found or tuple(_turned(edit))


def _moved(edit: Edit) -> Iterator[FactChange]:
    before, after = (country_mentions((text or "")[:_BOUND]) for text in (edit.before, edit.after))
    named = {**before, **after}
    language = closest_language(edit.clause.language)
    if named and language in _GLUING:
        known = countries_in(language)
        named = {code: known.get(code, name) for code, name in named.items()}
    gone = [named[code] for code in before if code not in after]
    come = [named[code] for code in after if code not in before]
    for here, there in zip(gone, come, strict=False):
        yield FactChange(fact=COUNTRY, before=here, after=there, direction="changed")
    for name in gone[len(come) :]:
        yield FactChange(fact=COUNTRY, before=name, after=None, direction="narrower")
    for name in come[len(gone) :]:
        yield FactChange(fact=COUNTRY, before=None, after=name, direction="broader")


def _turned(edit: Edit) -> Iterator[FactChange]:
    """Within a country and outside it: the words themselves."""
    for hunk in edit.hunks:
        gone, come = (_side(side) for side in (hunk.removed, hunk.added))
        if gone and come and gone[0] != come[0]:
            yield FactChange(fact=COUNTRY, before=gone[1], after=come[1], direction="changed")


def _side(words: tuple[str, ...]) -> tuple[bool, str] | None:
    """Whether one of the words says inside, and the word."""
    for word in words:
        forms = word_forms(word)
        if not _INSIDE.isdisjoint(forms) or not _OUTSIDE.isdisjoint(forms):
            return not _INSIDE.isdisjoint(forms), word
    return None
