"""Whether a word that came looks like a slip of the one that went and is another word we know.

One letter parts handing over from selling (``נמסור``, ``נמכור``) and Ireland from Iceland
(``أيرلندا``, ``أيسلندا``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from monitor.analysis.facts.finding import SELL
from monitor.analysis.parties.roles import countries_named
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import closest_language, read_data
from monitor.analysis.text.matching import Matcher
from monitor.analysis.text.words import split_words

_ANSWERS = 8_192  # different words of changed places


def is_other_word(removed: Sequence[str], added: Sequence[str], language: str) -> bool:
    """One of the words says another act, or names another country, than what stood there."""
    if len(removed) != len(added):
        return False
    lexicon = closest_language(language)
    return any(
        _differ(_acts(old, lexicon), _acts(new, lexicon))
        or _differ(_countries(old), _countries(new))
        for old, new in zip(removed, added, strict=True)
        if old != new
    )


def is_of_a_sale(removed: Sequence[str], added: Sequence[str], language: str) -> bool:
    """What was done otherwise is sold, or the other way round, by one word for another."""
    lexicon = closest_language(language)
    old, new = (
        frozenset().union(*(_acts(word, lexicon) for word in side)) for side in (removed, added)
    )
    return _differ(old, new) and SELL in old | new


def _differ(old: frozenset[str], new: frozenset[str]) -> bool:
    return bool(old and new) and old.isdisjoint(new)


@lru_cache(maxsize=_ANSWERS)
def _countries(word: str) -> frozenset[str]:
    return countries_named(word)


@lru_cache(maxsize=_ANSWERS)
def _acts(word: str, language: str) -> frozenset[str]:
    return frozenset(hit.payload for hit in _verbs_and_nouns(language).find(split_words(word)))


@cache
def _verbs_and_nouns(language: str) -> Matcher[str]:
    data = parse_table(read_data(f"statements/{language}.toml"))
    return Matcher(
        [(forms, act) for kind in ("verbs", "nouns") for act, forms in data[kind].items()]
    )
