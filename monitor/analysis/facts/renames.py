"""A party that has another name: the text says so, or the same letters are written otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from monitor.analysis.parties.former_names import former_names, name_key
from storage.folding import fold

# Words that a company puts behind its name, or leaves away, and stays who it is.
_TAILS = frozenset(
    ("technologies", "technology", "group", "holding", "holdings", "international", "software")
)


def renames(
    come: Sequence[str], gone: Sequence[str], text: str | None, known: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The old and the new name, of those that ``come`` to a clause and those that are ``gone``.

    ``text`` is the clause as it stands, ``known`` are the keys of all names of the old version.
    """
    left = list(gone)
    for name in come:
        before = next(
            (one for one in former_names(name, text or "") if name_key(one) in known), None
        )
        before = before or next((one for one in left if _bare(one) == _bare(name)), None)
        if before is not None:
            left = [one for one in left if one != before]
            yield before, name


def _bare(name: str) -> str:
    """Its letters, without what a company is called besides."""
    words = fold(name).split()
    while len(words) > 1 and words[-1] in _TAILS:
        words.pop()
    return "".join(filter(str.isalnum, "".join(words)))
