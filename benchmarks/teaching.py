"""Words taught by whole sentences: the weights of words that come nearest to what a teacher says.

A sentence embedding adds something to the log-odds of each category, see ``train_semantic.py
--teach``. What it adds is a linear function of a vector nobody can have at run time; here it is
learnt from the words of the same texts, by least squares, so that it can be added to the weights
the words have anyway. Texts need no labels for it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Matrix = Any

RESTRAINT = 0.1  # of the weights, per square
ROUNDS = 40
NEAR_ENOUGH = 1e-4  # of the square of the first slope


def words_for(features: Matrix, added: Matrix) -> tuple[Matrix, Matrix]:
    """A row of weights per column of ``added``, and its bias, from the ``features`` of each text.

    Conjugate gradients on the normal equations, for all columns at once.
    """
    features = features.astype(np.float32)
    turned = features.T.tocsr()
    mean = added.mean(axis=0)
    rest = turned @ (added - mean).astype(np.float32)
    weights, step = np.zeros_like(rest), rest.copy()
    left = first = (rest**2).sum(axis=0)
    for _ in range(ROUNDS):
        slope = turned @ (features @ step) + RESTRAINT * step
        length = left / np.maximum((step * slope).sum(axis=0), np.finfo(np.float32).tiny)
        weights += step * length
        rest -= slope * length
        before, left = left, (rest**2).sum(axis=0)
        if (left < NEAR_ENOUGH * first).all():
            break
        step = rest + step * (left / before)
    return weights.T.astype(np.float64), mean
