"""Train the model of clause categories, or measure it honestly.

    python benchmarks/train_categories.py PATH...             # 5-fold figures, by publisher
    python benchmarks/train_categories.py PATH... --test PATH # trained on the one, tried on PATH
    python benchmarks/train_categories.py PATH... --write     # trains on all, writes the model
    ... --taught FILE                                         # taught by a sentence embedding too

A PATH is a folder with ``segments*.jsonl``, or such a file: per line ``text``, ``lang``,
``heading``, ``categories`` and ``source.repo``. A text that stands twice counts once. Rows of one
repository stay on one side, and training rows that nearly repeat a row of the other side are
dropped. Features, weights and combination are all fitted inside a fold; the lexicons are taken as
they stand. The examples of ``benchmarks/segments`` are training rows of every fold: they come from
no publisher. FILE, from ``train_semantic.py --teach``, holds texts with and without labels and
what the sentence adds to the log-odds of each category: the text model learns that from the words.
Of texts with labels those of the training rows are heard only. Needs numpy, scipy and
scikit-learn, which the program itself does not: ``pip install scikit-learn``.
"""

from __future__ import annotations

import argparse
import json
from array import array
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

try:
    import numpy as np
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression
except ImportError as missing:
    raise SystemExit("training needs scikit-learn: pip install scikit-learn") from missing
from teaching import words_for
from training_rows import FOLDS, Row, load, load_written, split, without_repeats

from monitor.analysis.clauses.classifier import CATEGORIES, decide_weights, hear_sale
from monitor.analysis.clauses.classifier.combining import Combiner, Speech, shared_features, speech
from monitor.analysis.clauses.classifier.features import (
    MOST_WORDS,
    pair_features,
    place_features,
    shape_features,
    shape_of,
    word_features,
)
from monitor.analysis.clauses.classifier.model_file import ZERO, ModelFile, write_model
from monitor.analysis.clauses.classifier.text_model import LENGTH_FLOOR
from monitor.analysis.clauses.scoring import decide, is_short, score_text
from monitor.analysis.text.words import split_words

OUTPUT = Path(__file__).parents[1] / "monitor/analysis/clauses/classifier/categories.bin"
WRITTEN_TIMES = 2  # an example that was written to be one counts as two found ones
COUNT = len(CATEGORIES)
TEXT_STRENGTH = 8.0  # inverse regularisation of the text model,
TEXT_TOLERANCE = 0.01
SHARED_STRENGTH = 1.0  # of the shared combination,
OWN_STRENGTH = 0.5  # and of the categories' own
LARGEST = 1000  # of a quantised weight
SQUARES = 16.0  # steps of the last field per unit

Matrix = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Texts, with or without labels, and what the sentence adds to the log-odds in each."""

    rows: list[Row]
    added: Matrix

    def without(self, tests: list[Row]) -> Lessons:
        """Those that do not nearly repeat one of ``tests``."""
        rows, count = [*self.rows, *tests], len(self.rows)
        kept = without_repeats(rows, np.arange(count), np.arange(count, len(rows)))
        return Lessons(rows=[self.rows[place] for place in kept], added=self.added[kept])


NO_LESSONS = Lessons(rows=[], added=np.zeros((0, COUNT)))


def load_lessons(path: Path | None) -> Lessons:
    """What ``train_semantic.py --teach`` wrote."""
    if path is None:
        return NO_LESSONS
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [
        Row(
            text=entry["text"],
            language=entry["lang"],
            heading=entry["heading"],
            categories=frozenset(),
            publisher="",
        )
        for entry in entries
    ]
    return Lessons(rows=rows, added=np.array([entry["adds"] for entry in entries]))


class Data:
    """Rows as matrices: those found in documents, those written for training, then lessons."""

    def __init__(self, found: list[Row], written: list[Row], lessons: Lessons = NO_LESSONS) -> None:
        rows = [*found, *written]
        self.rows = found
        self.added = lessons.added
        self._lessons = np.arange(len(rows), len(rows) + len(lessons.rows))
        places = {row.text: place for place, row in enumerate(found)}
        self._found = np.array([places.get(row.text, -1) for row in lessons.rows], dtype=int)
        self.written = np.arange(len(found), len(rows))
        self.labels = np.array(
            [[name.value in row.categories for name in CATEGORIES] for row in rows]
        )
        self.counts, self.hashes = _feature_counts([*rows, *lessons.rows])
        lexicon = [score_text(row.text, row.language, heading=row.heading) for row in rows]
        self.weights = [
            [scores[name].weight if name in scores else 0.0 for name in CATEGORIES]
            for scores in lexicon
        ]
        standing = [
            decide(scores, short=is_short(row.text))
            for scores, row in zip(lexicon, rows, strict=True)
        ]
        self.decided = [[name in names for name in CATEGORIES] for names in standing]
        self.short = [is_short(row.text) for row in rows]

    def lessons_for(self, chosen: Matrix) -> tuple[Matrix, Matrix]:
        """The rows of lessons that a model of the ``chosen`` rows may hear, and what they add."""
        heard = (self._found < 0) | np.isin(self._found, chosen)
        return self._lessons[heard], self.added[heard]

    def speech(self, index: int, logits: Matrix) -> Speech:
        return speech(
            [float(value) for value in logits],
            self.weights[index],
            self.decided[index],
            short=self.short[index],
        )


def _feature_counts(rows: list[Row]) -> tuple[Matrix, Matrix]:
    """How often each feature stands in each row, counted over the row's different words."""
    columns: dict[int, int] = {}
    places: list[int] = []
    starts = [0]
    for row in rows:
        words = split_words(row.text).texts[:MOST_WORDS]
        facts = {word: word_features(word) for word in words}
        found = [feature for fact in facts.values() for feature in fact.own]
        leading = [facts[word].leading for word in words]
        bare = [facts[word].bare for word in words]
        found += sorted(pair_features(leading, bare))
        if words:
            found += place_features(facts[words[0]].root, leading, bare)
            short = is_short(row.text)
            shape = shape_of(row.text, len(words), heading=row.heading, short=short)
            found += shape_features(shape)
        places += [columns.setdefault(feature, len(columns)) for feature in found]
        starts.append(len(places))
    ones = np.ones(len(places), dtype=np.float64)
    matrix = sparse.csr_matrix((ones, places, starts), shape=(len(rows), len(columns)))
    matrix.sum_duplicates()
    return matrix, np.array(list(columns), dtype=np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWeights:
    """A trained text model: the columns it keeps, their rarity, weights and biases."""

    columns: Matrix
    rarity: Matrix
    weights: Matrix
    biases: Matrix

    def logits(self, counts: Matrix) -> Matrix:
        return _scaled(counts[:, self.columns], self.rarity) @ self.weights.T + self.biases


def _scaled(counts: Matrix, rarity: Matrix) -> Matrix:
    length = np.sqrt(counts @ (rarity**2)) + LENGTH_FLOOR
    return (sparse.diags(1.0 / length) @ counts @ sparse.diags(rarity)).tocsr()


def train_text(data: Data, chosen: Matrix) -> TextWeights:
    """One regression per category on the ``chosen`` rows and the written ones, then lessons."""
    heard, added = data.lessons_for(chosen)
    chosen = np.concatenate([chosen, *[data.written] * WRITTEN_TIMES])
    counts = data.counts[chosen]
    stands_in = np.asarray((counts > 0).sum(axis=0)).ravel()
    columns = np.flatnonzero(stands_in >= 2)
    rarity = np.log(len(chosen) / stands_in[columns])
    scaled = _scaled(counts[:, columns], rarity)
    weights, biases = np.zeros((COUNT, len(columns))), np.zeros(COUNT)
    for place in range(COUNT):
        model = LogisticRegression(
            C=TEXT_STRENGTH,
            solver="liblinear",
            dual=True,
            tol=TEXT_TOLERANCE,
            class_weight="balanced",
            random_state=0,
        )
        model.fit(scaled, data.labels[chosen, place])
        weights[place], biases[place] = model.coef_[0], model.intercept_[0]
    if len(heard):
        learnt, means = words_for(_scaled(data.counts[heard][:, columns], rarity), added)
        weights, biases = weights + learnt, biases + means
    return TextWeights(columns=columns, rarity=rarity, weights=weights, biases=biases)


def unseen_logits(data: Data, chosen: Matrix, folds: Matrix) -> Matrix:
    """For the ``chosen`` rows what a model says that was trained on the other folds of them."""
    logits = np.zeros((len(data.rows), COUNT))
    for fold_number in sorted(set(folds[chosen])):
        inside = chosen[folds[chosen] == fold_number]
        others = without_repeats(data.rows, chosen[folds[chosen] != fold_number], inside)
        logits[inside] = train_text(data, others).logits(data.counts[inside])
    return logits


def train_combiner(data: Data, chosen: Matrix, logits: Matrix) -> Combiner:
    """Fit both combinations on logits of unseen rows."""
    said = [data.speech(index, logits[index]) for index in chosen]
    labels = data.labels[chosen]
    first, last, first_biases = _fit_shared(said, labels)
    own = [_fit(np.array([_own_row(each) for each in said]), labels[:, c]) for c in range(COUNT)]
    table = np.array([weights for weights, _ in own])
    parts = [table[:, start : start + COUNT] for start in range(0, 4 * COUNT, COUNT)]
    return Combiner(
        shared=tuple(first / 2),
        shared_last=tuple(last / 2),
        biases=tuple((first_biases + np.array([bias for _, bias in own])) / 2),
        shorts=tuple(table[:, -1] / 2),
        by_logit=_tuples(parts[0] / 2),
        by_weight=_tuples(parts[1].T / 2),
        by_bounded=_tuples(parts[2].T / 2),
        by_decided=_tuples(parts[3].T / 2),
    )


def _own_row(said: Speech) -> list[float]:
    bounded = [min(weight, 1.0) for weight in said.weights]
    decided = [float(stands) for stands in said.decided]
    return [*said.logits, *said.weights, *bounded, *decided, float(said.short)]


def _fit(features: Matrix, labels: Matrix) -> tuple[Matrix, float]:
    model = LogisticRegression(C=OWN_STRENGTH, max_iter=1000).fit(features, labels)
    return model.coef_[0], float(model.intercept_[0])


def _fit_shared(said: list[Speech], labels: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Weights for all categories but the last, for the last, and a bias for each."""
    rows = np.array([shared_features(each) for each in said])  # row, category, feature
    count, _, width = rows.shape
    is_last = np.zeros((COUNT, 1))
    is_last[-1] = 1.0
    of_last = rows * is_last
    which = np.broadcast_to(np.eye(COUNT), (count, COUNT, COUNT))
    features = np.concatenate([rows, of_last, which], axis=2).reshape(count * COUNT, -1)
    model = LogisticRegression(C=SHARED_STRENGTH, max_iter=1000).fit(features, labels.ravel())
    weights = model.coef_[0]
    first, more, biases = weights[:width], weights[width : 2 * width], weights[2 * width :]
    return first, first + more, biases + model.intercept_[0]


def _tuples(table: Matrix) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row) for row in table)


def predictions(data: Data) -> list[frozenset[str]]:
    """For every row what is said by weights that never saw its publisher."""
    folds = split(data.rows)
    said: list[frozenset[str]] = [frozenset()] * len(data.rows)
    for number in range(FOLDS):
        testing = np.flatnonzero(folds == number)
        training = without_repeats(data.rows, np.flatnonzero(folds != number), testing)
        for index, names in zip(testing, answers(data, training, testing, folds), strict=True):
            said[index] = names
    return said


def answers(data: Data, training: Matrix, testing: Matrix, folds: Matrix) -> list[frozenset[str]]:
    """What is said of the ``testing`` rows by weights fitted on the ``training`` rows."""
    combiner = train_combiner(data, training, unseen_logits(data, training, folds))
    logits = train_text(data, training).logits(data.counts[testing])
    return said_of(log_odds(data, combiner, testing, logits))


def log_odds(data: Data, combiner: Combiner, chosen: Matrix, logits: Matrix) -> Matrix:
    """Of every category in the ``chosen`` rows, from what the text model says of them."""
    spoken = [data.speech(index, own) for index, own in zip(chosen, logits, strict=True)]
    return np.array([hear_sale(combiner.log_odds(each), each) for each in spoken])


def said_of(odds: Matrix) -> list[frozenset[str]]:
    """The categories that stand, row by row."""
    return [
        frozenset(name.value for name in decide_weights(dict(zip(CATEGORIES, row, strict=True))))
        for row in odds.tolist()
    ]


def held_out(
    paths: list[Path], tests: list[Path], lessons: Lessons
) -> tuple[list[Row], list[frozenset[str]]]:
    """The rows of ``tests``, and what is said of them by weights fitted on those of ``paths``."""
    rows = load(paths)
    known = {row.text for row in rows}
    unseen = [row for row in load(tests) if row.text not in known]
    data = Data([*rows, *unseen], load_written(), lessons.without(unseen))
    testing = np.arange(len(rows), len(data.rows))
    training = without_repeats(data.rows, np.arange(len(rows)), testing)
    return unseen, answers(data, training, testing, split(data.rows))


def report(rows: list[Row], said: list[frozenset[str]]) -> list[str]:
    """Micro-F1 overall and per language, macro-F1, recall of ``other``."""
    pairs = [(row.language, row.categories, names) for row, names in zip(rows, said, strict=True)]
    lines = [f"micro-F1 overall {_micro([pair[1:] for pair in pairs]):.3f} ({len(rows)} segments)"]
    for language, count in Counter(row.language for row in rows).most_common():
        some = [pair[1:] for pair in pairs if pair[0] == language]
        lines.append(f"micro-F1 {language} {_micro(some):.3f} ({count})")
    by_category = {
        name.value: _micro([(gold & {name.value}, got & {name.value}) for _, gold, got in pairs])
        for name in CATEGORIES
    }
    lines.append(f"macro-F1 {sum(by_category.values()) / COUNT:.3f}")
    lines += [f"  {name} {value:.2f}" for name, value in by_category.items()]
    others = [got for _, gold, got in pairs if "other" in gold]
    lines.append(f"recall of other {sum('other' in got for got in others) / len(others):.3f}")
    return lines


def _micro(pairs: list[tuple[frozenset[str], frozenset[str]]]) -> float:
    right = sum(len(gold & got) for gold, got in pairs)
    return 2 * right / max(1, sum(len(gold) + len(got) for gold, got in pairs))


def train(data: Data) -> ModelFile:
    """The model to ship, from all rows."""
    everything = np.arange(len(data.rows))
    combiner = train_combiner(data, everything, unseen_logits(data, everything, split(data.rows)))
    text = train_text(data, everything)
    loud = text.weights * text.rarity
    scale = float(np.quantile(np.abs(loud), 0.9999)) / LARGEST
    fields = np.rint(np.clip(loud / scale, -LARGEST, LARGEST)).astype(np.int64).T
    squares = np.rint(text.rarity**2 * SQUARES).astype(np.int64)[:, None]
    hashes = data.hashes[text.columns]
    order = np.argsort(hashes)
    rows = (np.hstack([fields, squares])[order] + ZERO).astype("<u4")
    return ModelFile(
        hashes=array("I", [int(value) for value in hashes[order]]),
        fields=COUNT + 1,
        rows=rows.tobytes(),
        numbers=[scale, 1 / SQUARES, *map(float, text.biases), *combiner.numbers()],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", type=Path, nargs="+", help="folders or files of rows")
    parser.add_argument("--test", type=Path, nargs="+", help="rows of other publishers")
    parser.add_argument("--write", action="store_true", help=f"write {OUTPUT.name}")
    parser.add_argument("--taught", type=Path, metavar="FILE", help="lessons of an embedding")
    options = parser.parse_args()
    lessons = load_lessons(options.taught)
    if options.test:
        print("\n".join(report(*held_out(options.paths, options.test, lessons))))
        return
    data = Data(load(options.paths), load_written(), lessons)
    if options.write:
        # Beside it, then in its place: whoever has the old one mapped keeps it.
        beside = OUTPUT.with_suffix(".new")
        written = beside.write_bytes(write_model(train(data)))
        beside.replace(OUTPUT)
        print(f"{OUTPUT}: {written:,} bytes")
    else:
        print("\n".join(report(data.rows, predictions(data))))


if __name__ == "__main__":
    main()
