"""The model's file, its packed sums, the combination, and what the shipped model says."""

from __future__ import annotations

import struct
from array import array
from collections import Counter
from math import sqrt
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis.clauses.classifier import (
    CATEGORIES,
    decide_odds,
    model_file,
    shipped_classifier,
    weigh_text,
)
from monitor.analysis.clauses.classifier.combining import (
    SHARED,
    combiner_from,
    shared_features,
    speech,
)
from monitor.analysis.clauses.classifier.features import (
    pair_features,
    place_features,
    shape_features,
    shape_of,
    word_features,
)
from monitor.analysis.clauses.classifier.model_file import ZERO, ModelFile, read_model, write_model
from monitor.analysis.clauses.classifier.text_model import LENGTH_FLOOR, TextModel
from monitor.analysis.clauses.scoring import Score
from monitor.analysis.text.words import split_words
from storage.model import Category

COUNT = len(CATEGORIES)


def said(text: str, language: str) -> tuple[str, ...]:
    return tuple(name.value for name in decide_odds(weigh_text(text, language, heading=False)))


def packed(*rows: tuple[int, ...]) -> bytes:
    return b"".join(struct.pack(f"<{len(row)}I", *[ZERO + value for value in row]) for row in rows)


def test_a_model_reads_back_as_written() -> None:
    model = ModelFile(
        hashes=array("I", [3, 9]), fields=2, rows=packed((1, -2), (3, 4)), numbers=(0.5, -1.0)
    )
    assert read_model(write_model(model)) == model


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no model", id="other"),
        pytest.param(write_model(ModelFile(hashes=array("I"), fields=1, rows=b"", numbers=()))[:-3],
                     id="cut"),
    ],
)  # fmt: skip
def test_a_damaged_model_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        read_model(data)


def test_a_packed_model_reads_as_the_plain_one() -> None:
    plain = write_model(ModelFile(hashes=array("I", [3]), fields=1, rows=packed((1,)), numbers=()))
    assert read_model(zstandard.ZstdCompressor().compress(plain)) == read_model(plain)


def test_the_shipped_model_is_plain_so_that_it_is_mapped_and_not_unpacked() -> None:
    """One that is not: write what `read_model` gives with `write_model`."""
    shipped = Path(model_file.__file__).with_name("categories.bin").read_bytes()
    assert write_model(read_model(shipped)) == shipped


def test_combining_weights_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="damaged"):
        combiner_from([0.0, 1.0], COUNT)


def test_combining_weights_read_back_as_they_were() -> None:
    numbers = [float(n) for n in range(2 * SHARED + 2 * COUNT + 4 * COUNT**2)]
    assert combiner_from(numbers, COUNT).numbers() == numbers


@settings(deadline=None, max_examples=60)
@given(
    table=st.dictionaries(
        st.sampled_from(("sell", "data", "cookies", "אוספים", "نشارك", "retain")),
        st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000), st.integers(0, 900)),
    ),
    text=st.lists(
        st.sampled_from(("sell", "data", "cookies", "אוספים", "نشارك", "retain", "moon")),
        max_size=40,
    ),
)
def test_packed_sums_are_the_sums(table: dict[str, tuple[int, int, int]], text: list[str]) -> None:
    by_hash = {word_features(word).own[0]: row for word, row in table.items()}
    hashes = sorted(by_hash)
    model = TextModel(hashes, packed(*[by_hash[key] for key in hashes]), [0.25, -0.5], 0.01, 0.1)
    rows = [table[word] for word in set(text) if word in table]
    length = sqrt(sum(row[2] for row in rows) * 0.1) + LENGTH_FLOOR
    expected = [
        bias + 0.01 * sum(row[place] for row in rows) / length
        for place, bias in enumerate((0.25, -0.5))
    ]
    assert model.logits(split_words(" ".join(text))) == pytest.approx(expected)


def test_particles_and_case_make_no_other_word() -> None:
    assert word_features("ובשיתוף").bare == word_features("בשיתוף").bare
    assert set(word_features("שיתוף").own[:1]) <= set(word_features("ובשיתוף").own)
    assert word_features("Cookies") == word_features("cookies")


def test_pairs_know_their_order() -> None:
    one, two = word_features("data"), word_features("sale")
    there = pair_features([one.leading, two.leading], [one.bare, two.bare])
    assert there != pair_features([two.leading, one.leading], [two.bare, one.bare])
    assert len(there) == 1
    assert pair_features([one.leading], [one.bare]) == set()


def test_features_are_as_the_model_was_trained_on() -> None:
    assert word_features("cookies").own[0] == 3784209218
    one, two = word_features("cookies"), word_features("we use")
    assert pair_features([one.leading, two.leading], [one.bare, two.bare]) == {1725092252}
    leading, bare = [one.leading, two.leading], [one.bare, two.bare]
    assert place_features(one.root, leading, bare) == [
        534206625,
        4005088471,
        645065491,
        926938775,
        414198289,
    ]
    shape = shape_of("Name: 3 days", 3, heading=False, short=True)
    assert shape_features(shape) == [
        447474039,
        179169941,
        3917849482,
        1138892724,
        1456164709,
        1821811591,
        2462103037,
        3354969150,
    ]


def test_the_first_word_is_another_feature_than_the_last() -> None:
    one, two = word_features("data"), word_features("sale")
    there = place_features(one.root, [one.leading, two.leading], [one.bare, two.bare])
    back = place_features(two.root, [two.leading, one.leading], [two.bare, one.bare])
    assert set(there).isdisjoint(back)
    assert len(place_features(one.root, [one.leading], [one.bare])) == len(there) - 2


@pytest.mark.parametrize(
    ("text", "end", "beginning", "signs"),
    [
        pytest.param("We collect:", ":", "", "", id="opens-a-list"),
        pytest.param("Name: what we call you.", ".", ":", "", id="explains"),
        pytest.param("Acme | Hosting | 2024", "", "|", "4", id="row"),
        pytest.param("מה נאסף אצל Acme?", "?", "", "a", id="latin-name"),
        pytest.param("Write to us@acme.example", "", "", "@", id="mailbox"),
        pytest.param("Acme \u2013 see www.acme.example", "", "-", "/", id="address"),
        pytest.param("", "", "", "", id="empty"),
    ],
)
def test_the_shape_of_a_text(text: str, end: str, beginning: str, signs: str) -> None:
    shape = shape_of(text, len(text.split()), heading=False, short=True)
    assert (shape.end, shape.beginning, shape.signs) == (end, beginning, signs)


def test_a_shape_weighs_what_its_features_weigh() -> None:
    shape = shape_of("Acme:", 1, heading=True, short=True)
    hashes = sorted(set(shape_features(shape)))
    model = TextModel(hashes, packed(*[(100, 0)] * len(hashes)), [0.5], 0.01, 0.1)
    said_of = model.logits(split_words("Acme:"), heading=True, short=True)
    assert said_of == pytest.approx([0.5 + len(hashes) / LENGTH_FLOOR])
    assert model.logits(split_words("")) != said_of


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        pytest.param("We do not transfer it to third parties.", "en", "sharing", id="en"),
        pytest.param("העברה לצדדים שלישיים", "he", "sharing", id="he"),
        pytest.param("We may store data on servers abroad.", "en", "transfers", id="en-abroad"),
        pytest.param("نقل البيانات خارج المملكة", "ar", "transfers", id="ar-abroad"),
        pytest.param("Wir geben keine Daten an Dritte weiter.", "de", "sharing", id="de"),
    ],
)  # fmt: skip
def test_passing_on_is_sharing_and_only_abroad_is_a_transfer(
    text: str, language: str, first: str
) -> None:
    assert said(text, language)[0] == first


def test_sale_is_heard_in_any_company() -> None:
    text = "Wir verkaufen Ihre Daten nicht. Wir können Daten an Dienstleister weitergeben."
    assert {"sale", "sharing"} <= set(said(text, "de"))


def test_the_loudest_words_are_named_in_the_order_of_the_text() -> None:
    rows = {"data": (5, 0), "moon": (-4, 9), "sell": (30, 0), "trade": (20, -1)}
    by_hash = {word_features(word).own[0]: row for word, row in rows.items()}
    hashes = sorted(by_hash)
    table = packed(*[(*by_hash[key], 16) for key in hashes])
    model = TextModel(hashes, table, [0.0, 0.0], 0.01, 0.1)
    words = split_words("We trade and sell the data of the moon, and sell again")
    assert model.loudest(words, 0, 2) == (1, 3)
    assert model.loudest(words, 0, 9) == (1, 3, 5)
    assert model.loudest(words, 1, 2) == (8,)


def test_other_stands_alone_and_the_rest_by_their_odds() -> None:
    scores = {
        Category.OTHER: Score(-0.1, ()),
        Category.SALE: Score(2.0, ()),
        Category.USE: Score(0.0, ()),
        Category.RIGHTS: Score(-1.0, ()),
    }
    assert decide_odds(scores) == (Category.SALE, Category.USE)
    assert decide_odds({**scores, Category.OTHER: Score(2.5, ())}) == (Category.OTHER,)
    assert decide_odds({}) == (Category.OTHER,)


def test_a_text_without_words_says_nothing() -> None:
    assert weigh_text(" … ", "en", heading=False) == {}


@settings(deadline=None, max_examples=40)
@given(
    logits=st.lists(st.floats(-9, 9), min_size=COUNT, max_size=COUNT),
    weights=st.lists(st.floats(0, 30), min_size=COUNT, max_size=COUNT),
    short=st.booleans(),
)
def test_every_combination_gives_finite_odds(
    logits: list[float], weights: list[float], short: bool
) -> None:
    spoken = speech(logits, weights, [weight > 4 for weight in weights], short=short)
    assert {len(row) for row in shared_features(spoken)} == {SHARED}
    odds = shipped_classifier().combiner.log_odds(spoken)
    assert len(odds) == COUNT
    assert all(-500 < value < 500 for value in odds)


EXAMPLES = sorted((Path(__file__).parents[3] / "benchmarks" / "segments").glob("*.txt"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_written_examples_name_known_categories_and_stand_once(path: Path) -> None:
    lines = list(filter(None, path.read_text(encoding="utf-8").splitlines()))
    groups = [line.removeprefix("= ").split() for line in lines if line.startswith("= ")]
    examples = Counter(line for line in lines if not line.startswith("= "))
    assert lines[0].startswith("= ")
    assert {name for group in groups for name in group} == {name.value for name in Category}
    assert [line for line, times in examples.items() if times > 1] == []
