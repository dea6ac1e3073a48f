"""Lexicon and model together: one log-odds per category.

Two linear combinations, averaged. One has few weights that all categories share ("how loud is the
model, how loud the lexicon, how loud the strongest other category"), the other has weights of its
own for each category ("a mailbox in a clause about rights is no clause about contact").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

LOUDEST = 12.0  # lexicon weights above are as good
UNIT = 4.0  # a strong term
_LEAST = 0.25

SHARED = 13  # features of a category in the shared combination


@dataclass(frozen=True, slots=True, kw_only=True)
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
    bounded = [min(weight, LOUDEST) / UNIT for weight in weights]
    return Speech(logits=logits, weights=bounded, decided=decided, short=short)


def shared_features(said: Speech) -> list[tuple[float, ...]]:
    """For each category :data:`SHARED` numbers."""
    best_logit, next_logit = _two_best(said.logits)
    best_weight, next_weight = _two_best(said.weights)
    short = float(said.short)
    rows: list[tuple[float, ...]] = []
    for logit, weight in zip(said.logits, said.weights, strict=True):
        rival = next_logit if logit == best_logit else best_logit
        other = next_weight if weight == best_weight else best_weight
        bounded, other_bounded = min(weight, 1.0), min(other, 1.0)
        rows.append(
            (
                logit,
                rival,
                float(logit > rival),
                weight,
                bounded,
                other,
                other_bounded,
                weight / max(_LEAST, weight, other),
                float(weight >= other and weight > 0),
                short,
                short * bounded,
                short * other_bounded,
                logit * bounded,
            )
        )
    return rows


def _two_best(values: Sequence[float]) -> tuple[float, float]:
    first, second = sorted(values)[:-3:-1]
    return first, second


@dataclass(frozen=True, slots=True, kw_only=True)
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
        """Of every category."""
        *rows, last = shared_features(said)
        odds = [sum(map(mul, self.shared, row)) for row in rows]
        odds.append(sum(map(mul, self.shared_last, last)))
        short = float(said.short)
        odds = [
            value + bias + short * of_short + sum(map(mul, weights, said.logits))
            for value, bias, of_short, weights in zip(
                odds, self.biases, self.shorts, self.by_logit, strict=True
            )
        ]
        for spoken, weight in enumerate(said.weights):
            if not weight and not said.decided[spoken]:
                continue
            bounded, decided = min(weight, 1.0), float(said.decided[spoken])
            odds = [
                value + weight * first + bounded * second + decided * third
                for value, first, second, third in zip(
                    odds,
                    self.by_weight[spoken],
                    self.by_bounded[spoken],
                    self.by_decided[spoken],
                    strict=True,
                )
            ]
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
