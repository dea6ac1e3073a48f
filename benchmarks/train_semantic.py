"""Train the head of the second opinion, or measure what it adds.

    python benchmarks/train_semantic.py --vectors FOLDER PATH...             # 5-fold figures
    python benchmarks/train_semantic.py --vectors FOLDER PATH... --test PATH # tried on PATH
    python benchmarks/train_semantic.py --vectors FOLDER PATH... --write     # writes the head
    python benchmarks/train_semantic.py --vectors FOLDER PATH... --texts PATH --teach FILE

Rows, folds and the shipped kind of model are those of ``train_categories.py``. The head sees what
that model says of rows it was not trained on, and the vector of each text; it learns how much to
believe of either. With ``--test`` and ``--write`` the head that was tried is written, otherwise one
of all rows. ``--teach`` writes what the vector adds to the log-odds in each of these rows and in
texts without labels (their ``categories`` are not read), for ``train_categories.py --taught FILE``;
a model that was taught is heard with ``--taught FILE`` here too. FOLDER keeps the vectors from run
to run: a text takes some 50 ms of a core. Needs scikit-learn and the extra ``semantic``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from train_categories import (
    COUNT,
    Data,
    Lessons,
    Matrix,
    load_lessons,
    log_odds,
    report,
    said_of,
    train_combiner,
    train_text,
    unseen_logits,
)
from training_rows import FOLDS, Row, load, load_written, split, without_repeats

from monitor.analysis.clauses.classifier.combining import QUIET
from monitor.second_opinion.embedding import installed_embedder
from monitor.second_opinion.head import LARGEST, Head, write_head

OUTPUT = Path(__file__).parents[1] / "monitor/second_opinion/head.bin"
STRENGTH = 1.5  # inverse regularisation, of
STRETCH = 2.0  # times the distance of a vector from the mean of all
FLOOR = -4.0  # log-odds below are heard as this
ROUNDS = 300
_AT_ONCE = 800


def vectors_of(rows: list[Row], folder: Path) -> Matrix:
    """A vector per row; those that ``folder`` has not are made, and kept there."""
    kept_texts, kept = folder / "texts.json", folder / "vectors.npy"
    texts: list[str] = json.loads(kept_texts.read_text("utf-8")) if kept.exists() else []
    parts = [np.load(kept)] if kept.exists() else []
    known = set(texts)
    missing = [text for text in dict.fromkeys(row.text for row in rows) if text not in known]
    embedder = installed_embedder() if missing else None
    for start in range(0, len(missing), _AT_ONCE):
        assert embedder is not None
        some = missing[start : start + _AT_ONCE]
        parts.append(np.array(embedder(some)))
        texts += some
        folder.mkdir(parents=True, exist_ok=True)
        kept_texts.write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
        np.save(kept, np.vstack(parts).astype(np.float16))
        print(f"{start + len(some)} of {len(missing)} texts embedded", flush=True)
    places = {text: place for place, text in enumerate(texts)}
    return np.vstack(parts).astype(np.float64)[[places[row.text] for row in rows]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A trained head, for vectors as they are."""

    of_vector: Matrix
    shares: Matrix
    biases: Matrix

    def log_odds(self, shipped: Matrix, vectors: Matrix) -> Matrix:
        heard = np.maximum(shipped, FLOOR)
        return heard * self.shares + vectors @ self.of_vector.T + self.biases


def train_head(shipped: Matrix, vectors: Matrix, labels: Matrix) -> Weights:
    """One regression per category, all at once; without a reason a share is one, a weight zero."""
    mean = vectors.mean(axis=0)
    near, heard = (vectors - mean) * STRETCH, np.maximum(shipped, FLOOR)
    width = near.shape[1]
    signs = np.where(labels, -1.0, 1.0)

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights, shares, biases = _parts(flat, width)
        wrong = (heard * shares + near @ weights.T + biases) * signs
        pulled = np.concatenate([weights.ravel(), shares - 1.0]) / STRENGTH
        slope = signs / (1.0 + np.exp(-wrong))
        gradient = np.concatenate([(slope.T @ near).ravel(), (slope * heard).sum(axis=0)]) + pulled
        value = np.logaddexp(0.0, wrong).sum() + STRENGTH / 2 * (pulled**2).sum()
        return float(value), np.concatenate([gradient, slope.sum(axis=0)])

    start = np.concatenate([np.zeros(COUNT * width), np.ones(COUNT), np.zeros(COUNT)])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    weights, shares, biases = _parts(found.x, width)
    return Weights(
        of_vector=weights * STRETCH, shares=shares, biases=biases - weights @ (mean * STRETCH)
    )


def _parts(flat: Matrix, width: int) -> tuple[Matrix, Matrix, Matrix]:
    weights, shares, biases = np.split(flat, [COUNT * width, COUNT * (width + 1)])
    return weights.reshape(COUNT, width), shares, biases


def quantised(weights: Weights) -> Head:
    """The head as it is shipped."""
    scale = float(np.abs(weights.of_vector).max()) / LARGEST
    rows = np.rint(weights.of_vector / scale).astype(int).tolist()
    return Head(
        weights=tuple(map(tuple, rows)),
        scale=scale,
        floor=FLOOR,
        shares=tuple(weights.shares.tolist()),
        biases=tuple(weights.biases.tolist()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Rows with what the shipped kind of model says of each that it was not trained on."""

    data: Data
    training: Matrix
    testing: Matrix
    shipped: Matrix  # a row of log-odds for each row of the data; QUIET where nobody asked
    vectors: Matrix

    def train(self, chosen: Matrix) -> Weights:
        return train_head(self.shipped[chosen], self.vectors[chosen], self.data.labels[chosen])

    def said(self, weights: Weights, chosen: Matrix) -> Matrix:
        return weights.log_odds(self.shipped[chosen], self.vectors[chosen])


def hear(rows: list[Row], tests: list[Row], folder: Path, lessons: Lessons) -> Heard:
    known = {row.text for row in rows}
    unseen = [row for row in tests if row.text not in known]
    data = Data([*rows, *unseen], load_written(), lessons.without(unseen))
    testing = np.arange(len(rows), len(data.rows))
    training = without_repeats(data.rows, np.arange(len(rows)), testing)
    logits = unseen_logits(data, training, split(data.rows))
    combiner = train_combiner(data, training, logits)
    shipped = np.full(logits.shape, QUIET)
    shipped[training] = log_odds(data, combiner, training, logits[training])
    if unseen:
        of_tests = train_text(data, training).logits(data.counts[testing])
        shipped[testing] = log_odds(data, combiner, testing, of_tests)
    return Heard(
        data=data,
        training=training,
        testing=testing,
        shipped=shipped,
        vectors=vectors_of(data.rows, folder),
    )


def cross_validated(heard: Heard) -> Matrix:
    """Of each training row, by a head that was trained on other publishers."""
    folds = split(heard.data.rows)[heard.training]
    odds = np.zeros((len(heard.training), COUNT))
    for number in range(FOLDS):
        inside = heard.training[folds == number]
        outside = without_repeats(heard.data.rows, heard.training[folds != number], inside)
        odds[folds == number] = heard.said(heard.train(outside), inside)
    return odds


def write_lessons(weights: Weights, rows: list[Row], vectors: Matrix, path: Path) -> None:
    """What the vector adds in each row, as ``train_categories.load_lessons`` reads it."""
    added = vectors @ weights.of_vector.T
    with path.open("w", encoding="utf-8") as file:
        for row, adds in zip(rows, (added - added.mean(axis=0)).round(3).tolist(), strict=True):
            entry = {"text": row.text, "lang": row.language, "heading": row.heading, "adds": adds}
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def print_figures(heard: Heard, chosen: Matrix, odds: Matrix) -> None:
    rows = [heard.data.rows[index] for index in chosen]
    for name, said in (("the text model", heard.shipped[chosen]), ("the second opinion", odds)):
        print(f"== {name}\n" + "\n".join(report(rows, said_of(said))), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", type=Path, nargs="+", help="folders or files of rows")
    parser.add_argument("--vectors", type=Path, required=True, help="where vectors are kept")
    parser.add_argument("--test", type=Path, nargs="+", default=[], help="rows of other publishers")
    parser.add_argument("--write", action="store_true", help=f"write {OUTPUT.name}")
    parser.add_argument("--taught", type=Path, metavar="FILE", help="what the text model is taught")
    parser.add_argument("--teach", type=Path, metavar="FILE", help="write lessons")
    parser.add_argument("--texts", type=Path, nargs="+", default=[], help="texts without labels")
    options = parser.parse_args()
    tests, rows = load(options.test) if options.test else [], load(options.paths)
    heard = hear(rows, tests, options.vectors, load_lessons(options.taught))
    asked = tests or options.write or options.teach
    weights = heard.train(heard.training) if asked else None
    if options.teach and weights is not None:
        rows += load(options.texts) if options.texts else []
        write_lessons(weights, rows, vectors_of(rows, options.vectors), options.teach)
    if tests and weights is not None:
        print_figures(heard, heard.testing, heard.said(weights, heard.testing))
    if options.write and weights is not None:
        print(f"{OUTPUT}: {OUTPUT.write_bytes(write_head(quantised(weights))):,} bytes")
    if weights is None:
        print_figures(heard, heard.training, cross_validated(heard))


if __name__ == "__main__":
    main()
