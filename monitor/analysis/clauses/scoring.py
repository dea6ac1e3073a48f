"""How much the words of one text weigh for each category, and which of them then stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from operator import itemgetter

from monitor.analysis.text.lexicon import Lexicon, WeightedTerm, closest_language, load_lexicon
from monitor.analysis.text.matching import Hit, Matcher
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.words import Words, split_words
from storage.model import Category

SHORT_WORDS = 7  # up to so many words a text is read like a heading
DECIDES = 2.5  # a category stands when its words weigh so much,
DECIDES_SHORT = 2.0  # in a short text so much,
SHARE_OF_BEST = 0.6  # and no less than this share of the strongest category,
_SHARES_OF_BEST = {  # but "we do not sell" stands in any company, and a mere "use" in little
    Category.SALE: 0.25,
    Category.TRANSFERS: 0.5,
    Category.COLLECTION: 0.7,
    Category.USE: 0.7,
    Category.CONTACT: 0.7,
    Category.POLICY_CHANGES: 0.7,
}
MOST_CATEGORIES = 4
MOST_EVIDENCE = 3
_DECIDING_TERM = 4.0  # weight of a strong term
_MASKING_WORDS = 6  # a strong term of up to so many words hides lesser terms inside it

# Some categories speak in rare words, others in words that stand everywhere. Fitted on two thirds
# of the labelled segments, rounded towards 1.
_CATEGORY_FACTORS = {
    "sharing": 1.2,
    "sale": 1.2,
    "use": 0.8,
    "security": 0.9,
    "cookies": 1.2,
    "transfers": 1.2,
    "children": 1.2,
    "legal_basis": 0.8,
    "contact": 0.8,
    "policy_changes": 1.1,
    "gov_disclosure": 0.8,
    "dispute": 1.4,
    "other": 1.4,
}
_CATEGORY_OF = {name.value: name for name in Category}
_OTHER = Category.OTHER  # an attribute of an enum costs more
_OTHER_ALONE = (_OTHER,)

Evidence = tuple[str, ...] | Callable[[], tuple[str, ...]]


class Score:
    """How much the words of a text weigh for a category, and those words, heaviest first.

    The words are cut out of the text when they are asked for: most are not.
    """

    __slots__ = ("_evidence", "weight")

    def __init__(self, weight: float, evidence: Evidence = ()) -> None:
        self.weight = weight
        self._evidence = evidence

    @property
    def evidence(self) -> tuple[str, ...]:
        if callable(self._evidence):
            self._evidence = self._evidence()
        return self._evidence

    def of_weight(self, weight: float) -> Score:
        """The same words with another weight."""
        return Score(weight, self._evidence)


Scores = dict[Category, Score]


def score_text(text: str, language: str, *, heading: bool) -> Scores:
    """Weigh ``text`` with the lexicon of its language. The result is shared: do not change it."""
    return _scored(text, closest_language(language), heading or is_short(text))


@remembered
def _scored(text: str, language: str, short: bool) -> Scores:
    return score_words(split_words(text), language, short=short)


def score_words(words: Words, language: str, *, short: bool) -> Scores:
    """The same of a text that was split, in a language that has a lexicon, read so or not."""
    hits = lexicon_matcher(language).find(words)
    if not short:
        hits = [hit for hit in hits if not hit.payload.short_only]
    return _weigh(words, _unmasked(hits)) if hits else {}


def is_short(text: str) -> bool:
    """Whether ``text`` is read like a heading."""
    return text.count(" ") < SHORT_WORDS


def decide(scores: Scores, *, short: bool) -> tuple[Category, ...]:
    """The categories that stand, heaviest first; ``other`` alone when none does."""
    ranked = [(score.weight, name) for name, score in scores.items() if name is not _OTHER]
    if not ranked:
        return _OTHER_ALONE
    least = DECIDES_SHORT if short else DECIDES
    other = scores[_OTHER].weight if _OTHER in scores else 0.0
    if len(ranked) > 1:
        ranked.sort(key=itemgetter(0), reverse=True)
    best = ranked[0][0]
    if best < max(least, other):
        return _OTHER_ALONE
    if len(ranked) == 1:
        return (ranked[0][1],)
    standing = [
        name
        for weight, name in ranked
        if weight >= max(least, best * _SHARES_OF_BEST.get(name, SHARE_OF_BEST)) or weight == best
    ]
    return tuple(standing[:MOST_CATEGORIES])


@cache
def lexicon_matcher(language: str) -> Matcher[WeightedTerm]:
    """The built-in lexicon of a language, compiled once."""
    return compile_lexicon(load_lexicon(language))


def compile_lexicon(lexicon: Lexicon) -> Matcher[WeightedTerm]:
    """A matcher whose hits carry the weighted terms of ``lexicon``."""
    return Matcher((term.pattern, term) for term in lexicon.terms)


def _unmasked(hits: list[Hit[WeightedTerm]]) -> list[Hit[WeightedTerm]]:
    """Without lesser terms inside a strong one of another category.

    "All rights reserved" speaks of no rights, "data protection officer" of no protection.
    """
    strong = [
        hit
        for hit in hits
        if hit.payload.weight >= _DECIDING_TERM
        and not hit.payload.short_only
        and 0 < hit.last - hit.first < _MASKING_WORDS
    ]
    if not strong:
        return hits
    masks: dict[int, list[Hit[WeightedTerm]]] = {}
    for mask in strong:
        for place in range(mask.first, mask.last + 1):
            masks.setdefault(place, []).append(mask)
    return [hit for hit in hits if not _is_masked(hit, masks.get(hit.first, ()))]


def _is_masked(
    hit: Hit[WeightedTerm], masks: list[Hit[WeightedTerm]] | tuple[Hit[WeightedTerm], ...]
) -> bool:
    length = hit.last - hit.first
    if length and hit.payload.weight >= _DECIDING_TERM and not hit.payload.short_only:
        return False
    return any(
        mask.first <= hit.first
        and hit.last <= mask.last
        and mask.last - mask.first > length
        and mask.payload.category != hit.payload.category
        for mask in masks
    )


def _weigh(words: Words, hits: list[Hit[WeightedTerm]]) -> Scores:
    by_category: dict[str, list[Hit[WeightedTerm]]] = {}
    for hit in hits:
        by_category.setdefault(hit.payload.category, []).append(hit)
    return {
        _CATEGORY_OF[name]: _score(words, found, _CATEGORY_FACTORS.get(name, 1.0))
        for name, found in by_category.items()
    }


def _score(words: Words, hits: list[Hit[WeightedTerm]], factor: float) -> Score:
    """Each stretch of words counts once, for the heaviest term on it; each term counts once."""
    if len(hits) == 1:
        return Score(hits[0].payload.weight * factor, partial(_shown, words, hits))
    hits.sort(key=_heaviest_first)
    taken: set[int] = set()
    counted: dict[str, Hit[WeightedTerm]] = {}
    for hit in hits:
        pattern, places = hit.payload.pattern, range(hit.first, hit.last + 1)
        if pattern not in counted and taken.isdisjoint(places):
            taken.update(places)
            counted[pattern] = hit
    weight = sum([hit.payload.weight for hit in counted.values()])
    return Score(weight * factor, partial(_shown, words, list(counted.values())))


def _heaviest_first(hit: Hit[WeightedTerm]) -> tuple[float, int, int]:
    return -hit.payload.weight, hit.last - hit.first, hit.first


def _shown(words: Words, hits: list[Hit[WeightedTerm]]) -> tuple[str, ...]:
    texts = dict.fromkeys([words.between(hit.first, hit.last) for hit in hits])
    return tuple(texts)[:MOST_EVIDENCE]
