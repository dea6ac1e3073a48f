"""The words that a watchlist adds to the lexicons, as the analysis takes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from monitor.analysis.clauses.lexicon_extension import ExtraTerms
from monitor.config.paths import read_toml

if TYPE_CHECKING:  # for who has none the model need not be loaded
    from monitor.config import CategoryTerms, Watchlist

_WHOLE = 100  # a weight in the watchlist is a share of this


def own_terms(watchlist: Watchlist) -> tuple[ExtraTerms, ...]:
    """In the order of the file."""
    return _extra(watchlist.categories)


def own_terms_in(path: Path) -> tuple[ExtraTerms, ...]:
    """Those of a file, whatever else is in it; () where there is no file.

    Raises WatchlistError where a category is wrong.
    """
    if not path.is_file() or "category" not in read_toml(path):
        return ()
    from monitor.config import load_categories  # noqa: PLC0415  pydantic, for who has any

    return _extra(load_categories(path))


def _extra(categories: tuple[CategoryTerms, ...]) -> tuple[ExtraTerms, ...]:
    return tuple(
        ExtraTerms(
            category=category.name,
            language=language,
            terms=terms,
            weight=None if category.weight is None else category.weight / _WHOLE,
        )
        for category in categories
        for language, terms in category.terms
    )
