"""The second opinion on clause categories: a small linear model, combined with the lexicons.

No text and no heavy dependency: the model is numbers (``categories.bin``, made by
``benchmarks/train_categories.py``), read at first use. What it rests on can be shown: the words
whose features weighed most.
"""

from __future__ import annotations

from functools import cache

from monitor.analysis.classifier.combining import Combiner, Speech, combiner_from, speech
from monitor.analysis.classifier.model_file import ModelFile, shipped_model
from monitor.analysis.classifier.text_model import TextModel
from monitor.analysis.remembering import remembered
from monitor.analysis.scoring import (
    MOST_CATEGORIES,
    MOST_EVIDENCE,
    Score,
    Scores,
    decide,
    is_short,
    score_text,
)
from monitor.analysis.words import split_words
from storage.model import Category

__all__ = ["CATEGORIES", "STANDS", "decide_odds", "hear_sale", "weigh_text"]

CATEGORIES = tuple(Category)
STANDS = -0.4  # log-odds: a category beside the strongest stands from 40 %
_INDEX = {name: place for place, name in enumerate(CATEGORIES)}
_SALE = _INDEX[Category.SALE]


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

    The evidence are the lexicon's words, and the model's where the lexicon has none. Empty for a
    text without words. The result is shared: do not change it.
    """
    return _weighed(text, language, heading)


@remembered
def _weighed(text: str, language: str, heading: bool) -> Scores:
    words = split_words(text)
    if not words.texts:
        return {}
    classifier = shipped_classifier()
    lexicon = score_text(text, language, heading=heading)
    decided = decide(lexicon, text)
    said = speech(
        classifier.text.logits(words),
        [lexicon[name].weight if name in lexicon else 0.0 for name in CATEGORIES],
        [name in decided for name in CATEGORIES],
        short=is_short(text),
    )
    all_odds = hear_sale(classifier.combiner.log_odds(said), said)
    least = min(STANDS, max(all_odds))  # below, a category stands only where a heading lends it
    scores: Scores = {}
    for name, odds in zip(CATEGORIES, all_odds, strict=True):
        evidence = lexicon[name].evidence if name in lexicon else ()
        if not evidence and odds >= least and name is not Category.OTHER:
            places = classifier.text.loudest(words, _INDEX[name], MOST_EVIDENCE)
            evidence = tuple(dict.fromkeys(words.texts[place] for place in places))
        scores[name] = Score(odds, evidence)
    return scores


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
        return (Category.OTHER,)
    least = min(STANDS, max([score.weight for score in scores.values()]))
    standing = sorted(
        [
            (-score.weight, _INDEX[name], name)
            for name, score in scores.items()
            if score.weight >= least
        ]
    )
    if standing[0][2] is Category.OTHER:
        return (Category.OTHER,)
    names = [name for _, _, name in standing if name is not Category.OTHER]
    return tuple(names[:MOST_CATEGORIES])
