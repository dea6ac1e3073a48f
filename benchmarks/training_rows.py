"""Labelled segments as rows: read, parted into folds by publisher, without near-repeats."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from storage.folding import fold
from storage.model import Category

Matrix = Any

WRITTEN = Path(__file__).parent / "segments"
FOLDS = 5
_ROWS = "segments*.jsonl"
_SHINGLE = 3
_SAME = 0.7  # of its shingles in common with a row of the other side: nearly the same

_LINK = re.compile(r"\]\([^()\s]*\)")
_MARKS = re.compile(r"[*_#\[\]`>\\]+")
_BULLET = re.compile(r"^\s*(?:-|\d+\.)\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled segment."""

    text: str
    language: str
    heading: bool
    categories: frozenset[str]
    publisher: str


def load(paths: list[Path]) -> list[Row]:
    """The rows of every file, and every ``segments*.jsonl`` of a folder, without Markdown marks."""
    files = [
        file for path in paths for file in (sorted(path.glob(_ROWS)) if path.is_dir() else [path])
    ]
    rows: dict[str, Row] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            text = _plain(entry["text"])
            row = Row(
                text=text,
                language=entry["lang"],
                heading=bool(entry["heading"]),
                categories=frozenset(entry.get("categories", ())),
                publisher=entry["source"]["repo"],
            )
            rows.setdefault(text, row)
    if not rows:
        raise SystemExit(f"no rows in {', '.join(map(str, paths))}")
    return list(rows.values())


def load_written(folder: Path = WRITTEN) -> list[Row]:
    """The examples written for training; see the README beside them."""
    rows: list[Row] = []
    for path in sorted(folder.glob("*.txt")):
        categories: frozenset[str] = frozenset()
        for line in filter(None, map(str.strip, path.read_text(encoding="utf-8").splitlines())):
            if line.startswith("= "):
                categories = frozenset(Category(name).value for name in line[2:].split())
                continue
            rows.append(
                Row(
                    text=_plain(line.removesuffix(" #")),
                    language=path.stem,
                    heading=line.endswith(" #"),
                    categories=categories,
                    publisher="",
                )
            )
    return rows


def _plain(text: str) -> str:
    return " ".join(_BULLET.sub("", _MARKS.sub(" ", _LINK.sub("", text))).split())


def split(rows: list[Row]) -> Matrix:
    """The fold of each row: publishers, largest first, each to the emptiest fold."""
    sizes = Counter(row.publisher for row in rows)
    ranked = sorted(
        sizes, key=lambda name: (-sizes[name], hashlib.sha256(name.encode()).hexdigest())
    )
    load_of = [0] * FOLDS
    fold_of: dict[str, int] = {}
    for publisher in ranked:
        fold_of[publisher] = load_of.index(min(load_of))
        load_of[fold_of[publisher]] += sizes[publisher]
    return np.array([fold_of[row.publisher] for row in rows])


def without_repeats(rows: list[Row], training: Matrix, testing: Matrix) -> Matrix:
    """``training`` without rows that nearly repeat one of ``testing``."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in testing:
        for shingle in _shingles(rows[index].text):
            holders[shingle].append(index)
    kept = []
    for index in training:
        shingles = _shingles(rows[index].text)
        shared = Counter(holder for shingle in shingles for holder in holders.get(shingle, ()))
        if not shared or max(shared.values()) < _SAME * len(shingles):
            kept.append(index)
    return np.array(kept, dtype=int)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = fold(text).split()
    return {tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
