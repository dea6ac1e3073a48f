"""The shipped model of clause categories: a small linear one, combined with the lexicons.

No text and no heavy dependency: the model is numbers (``categories.bin``, made by
``benchmarks/train_categories.py``), read at first use. What it rests on can be shown: the words
whose features weighed most.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

from monitor.analysis.clauses.classifier.combining import (
    QUIET,
    Combiner,
    Speech,
    combiner_from,
    speech,
)
from monitor.analysis.clauses.classifier.model_file import ModelFile, shipped_model
from monitor.analysis.clauses.classifier.text_model import TextModel
from monitor.analysis.clauses.scoring import (
    MOST_CATEGORIES,
    MOST_EVIDENCE,
    Score,
    Scores,
    decide,
    is_short,
    score_words,
)
from monitor.analysis.text.lexicon import closest_language
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.words import Words, split_words
from storage.model import Category

__all__ = ["CATEGORIES", "STANDS", "decide_odds", "decide_weights", "hear_sale", "weigh_text"]

CATEGORIES = tuple(Category)
STANDS = -0.4  # log-odds: a category beside the strongest stands from 40 %
_INDEX = {name: place for place, name in enumerate(CATEGORIES)}
_SALE = _INDEX[Category.SALE]
_OTHER = Category.OTHER  # an attribute of an enum costs more
_OTHER_ALONE = (_OTHER,)


class Classifier:
    """A model that was read."""

    def __init__(self, model: ModelFile) -> None:
        count = len(CATEGORIES)
        scale, squares, *numbers = model.numbers
        self.text = TextModel(model.hashes, model.rows, numbers[:count], scale, squares)
        self.combiner: Combiner = combiner_from(numbers[count:], count)


@cache
def shipped_classifier() -> Classifier:
    """The classifier that comes with the program; read once."""
    return Classifier(shipped_model())


def weigh_text(text: str, language: str, *, heading: bool) -> Scores:
    """The log-odds of every category, from the lexicon of the language and the model together.

    The evidence are the lexicon's words, and the model's where the lexicon has none. A category
    that nothing speaks for is not there, and none for a text without words. The result is shared:
    do not change it.
    """
    return _weighed(text, language, heading)


@remembered
def _weighed(text: str, language: str, heading: bool) -> Scores:
    words = split_words(text)
    if not words.texts:
        return {}
    classifier = shipped_classifier()
    short = is_short(text)
    lexicon = score_words(words, closest_language(language), short=heading or short)
    decided = decide(lexicon, short=short)
    weights, stands = [0.0] * len(CATEGORIES), [False] * len(CATEGORIES)
    for name, score in lexicon.items():
        weights[_INDEX[name]] = score.weight
    for name in decided:
        stands[_INDEX[name]] = True
    logits = classifier.text.logits(words, heading=heading, short=short)
    said = speech(logits, weights, stands, short=short)
    all_odds = hear_sale(classifier.combiner.log_odds(said), said)
    least = min(STANDS, max(all_odds))  # below, a category stands only where a heading lends it
    scores: Scores = {}
    for name, odds in zip(CATEGORIES, all_odds, strict=True):
        if name in lexicon:
            scores[name] = lexicon[name].of_weight(odds)
        elif odds >= least:
            scores[name] = Score(odds, partial(_loudest, words, name))
        elif odds != QUIET:
            scores[name] = Score(odds)
    return scores


def _loudest(words: Words, name: Category) -> tuple[str, ...]:
    places = shipped_classifier().text.loudest(words, _INDEX[name], MOST_EVIDENCE)
    return tuple(dict.fromkeys(words.texts[place] for place in places))


def hear_sale(odds: list[float], said: Speech) -> list[float]:
    """``odds`` with sale at least standing where the lexicon is sure of it.

    "We do not sell your data" is too grave to be drowned by whatever else a clause says.
    """
    if said.weights[_SALE] >= 1.0:
        odds[_SALE] = max(odds[_SALE], STANDS)
    return odds


def decide_odds(scores: Scores) -> tuple[Category, ...]:
    """The strongest category, and those beside it that stand; ``other`` stands alone."""
    if not scores:
        return _OTHER_ALONE
    if len(scores) == 1:
        return tuple(scores)
    return decide_weights({name: score.weight for name, score in scores.items()})


def decide_weights(odds: Mapping[Category, float]) -> tuple[Category, ...]:
    """The same for log-odds without their words; at least one is there."""
    least = min(STANDS, max(odds.values()))
    standing = [(-odd, _INDEX[name], name) for name, odd in odds.items() if odd >= least]
    if len(standing) > 1:
        standing.sort()
    if standing[0][2] is _OTHER:
        return _OTHER_ALONE
    names = [name for _, _, name in standing if name is not _OTHER]
    return tuple(names[:MOST_CATEGORIES])
