"""Lexicon and model together: one log-odds per category.

Two linear combinations, averaged. One has few weights that all categories share ("how loud is the
model, how loud the lexicon, how loud the strongest other category"), the other has weights of its
own for each category ("a mailbox in a clause about rights is no clause about contact").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import mul

from storage.values import value

LOUDEST = 12.0  # lexicon weights above are as good
UNIT = 4.0  # a strong term
QUIET = -6.0  # log-odds of what nothing speaks for
_WITHIN = 3.0  # of the model's loudest category: the rest is silence, unless the lexicon speaks
_LEAST = 0.25

SHARED = 13  # features of a category in the shared combination


@value
class Speech:
    """What is known of one text, by category: the model's log-odds, the lexicon's weights in
    :data:`UNIT`, and whether the lexicon alone would decide for it.
    """

    logits: Sequence[float]
    weights: Sequence[float]
    decided: Sequence[bool]
    short: bool


def speech(
    logits: Sequence[float], weights: Sequence[float], decided: Sequence[bool], *, short: bool
) -> Speech:
    """``weights`` as the lexicon gives them."""
    bounded = [weight / UNIT if weight < LOUDEST else LOUDEST / UNIT for weight in weights]
    return Speech(logits=logits, weights=bounded, decided=decided, short=short)


def shared_features(said: Speech) -> list[tuple[float, ...]]:
    """For each category :data:`SHARED` numbers."""
    return _features_of(said, range(len(said.logits)))


def _features_of(said: Speech, places: Iterable[int]) -> list[tuple[float, ...]]:
    """How the categories at ``places`` stand among the others of one text."""
    short = float(said.short)
    logits, weights = said.logits, said.weights
    best_logit, next_logit = _two_best(logits)
    best_weight, next_weight = _two_best(weights) if any(weights) else (0.0, 0.0)
    found: list[tuple[float, ...]] = []
    for place in places:
        logit, weight = logits[place], weights[place]
        rival = next_logit if logit == best_logit else best_logit
        other = next_weight if weight == best_weight else best_weight
        bounded = min(1.0, weight)
        other_bounded = min(1.0, other)
        found.append(
            (
                logit,
                rival,
                1.0 if logit > rival else 0.0,
                weight,
                bounded,
                other,
                other_bounded,
                weight / max(_LEAST, weight, other) if weight else 0.0,
                1.0 if weight >= other and weight > 0 else 0.0,
                short,
                short * bounded,
                short * other_bounded,
                logit * bounded,
            )
        )
    return found


def _two_best(values: Sequence[float]) -> tuple[float, float]:
    first, second = sorted(values)[:-3:-1]
    return first, second


@value
class Combiner:
    """The weights. ``shared`` are for all categories but the last, ``shared_last`` for it.

    ``by_logit[c]`` are the weights of all logits for category ``c``; ``by_weight[k]``,
    ``by_bounded[k]`` and ``by_decided[k]`` the weights of category ``k`` of the lexicon for all.
    """

    shared: tuple[float, ...]
    shared_last: tuple[float, ...]
    biases: tuple[float, ...]
    shorts: tuple[float, ...]
    by_logit: tuple[tuple[float, ...], ...]
    by_weight: tuple[tuple[float, ...], ...]
    by_bounded: tuple[tuple[float, ...], ...]
    by_decided: tuple[tuple[float, ...], ...]

    def log_odds(self, said: Speech) -> list[float]:
        """Of every category; :data:`QUIET` where neither the lexicon nor the model speaks up."""
        logits, weights = said.logits, said.weights
        loud = max(logits) - _WITHIN
        last = len(logits) - 1
        heard = [
            place
            for place, (logit, weight) in enumerate(zip(logits, weights, strict=True))
            if logit >= loud or weight or place == last
        ]
        decided = said.decided
        spoken = [
            (
                weight,
                min(1.0, weight),
                self.by_weight[place],
                self.by_bounded[place],
                self.by_decided[place] if decided[place] else None,
            )
            for place, weight in enumerate(weights)
            if weight or decided[place]
        ]
        odds = [QUIET] * len(logits)
        for place, features in zip(heard, _features_of(said, heard), strict=True):
            shared = self.shared_last if place == last else self.shared
            value = self.biases[place] + (self.shorts[place] if said.short else 0.0)
            value += sum(map(mul, shared, features)) + sum(map(mul, self.by_logit[place], logits))
            for weight, bounded, by_weight, by_bounded, by_decided in spoken:
                value += weight * by_weight[place] + bounded * by_bounded[place]
                if by_decided is not None:
                    value += by_decided[place]
            odds[place] = value
        return odds

    def numbers(self) -> list[float]:
        """All weights in one row, for the model's file."""
        flat = [*self.shared, *self.shared_last, *self.biases, *self.shorts]
        for table in (self.by_logit, self.by_weight, self.by_bounded, self.by_decided):
            flat += [value for row in table for value in row]
        return flat


def combiner_from(numbers: Sequence[float], categories: int) -> Combiner:
    """The combiner whose ``numbers`` these are. Raises ``ValueError`` when there are others."""
    if len(numbers) != 2 * SHARED + 2 * categories + 4 * categories**2:
        raise ValueError("the model's combining weights are damaged")
    left = list(numbers)

    def row(length: int) -> tuple[float, ...]:
        taken = tuple(left[:length])
        del left[:length]
        return taken

    def table() -> tuple[tuple[float, ...], ...]:
        return tuple(row(categories) for _ in range(categories))

    return Combiner(
        shared=row(SHARED),
        shared_last=row(SHARED),
        biases=row(categories),
        shorts=row(categories),
        by_logit=table(),
        by_weight=table(),
        by_bounded=table(),
        by_decided=table(),
    )
