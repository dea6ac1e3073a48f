"""What the model looks at: words without their particles, stems, endings, places, and the shape.

A list item that begins with a verb says what is done, one that begins with a noun what is held; a
line with a colon in it explains a name; a mailbox, a number or a Latin name among Hebrew words say
something too.

Features are known by their hashes only, so that the model holds no text. The training script and
the model share this module: what it hashes and how must not change without training again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from operator import xor
from typing import NamedTuple
from zlib import crc32

from monitor.analysis.text.matching import word_forms

MOST_WORDS = 400  # of a text are looked at; a clause has said by then what it is about
_LONGEST_WORD = 60
_STEMS = (3, 4, 5, 6)
_ENDING = 3
_ROOT = 4
_PAIR = 0x9E3779B1  # any large odd number
_MASK = 0xFFFFFFFF
_FIRST, _EARLY, _LAST, _BEGINS = 0x51ED270B, 0x2545F491, 0x1B873593, 0x6C8E9CF5  # any numbers
_EARLY_WORDS = 3
_BEGINNING = 60  # characters within which a colon or a dash sets a name apart
_WORDS_STEP, _MOST_STEPS = 4, 8  # lengths told apart
_END = {":": ":", ".": ".", "!": ".", "?": "?", "\u061f": "?"}
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}")
_NOT_LATIN = re.compile(r"[\u0590-\u06ff]")
_LATIN = re.compile(r"[A-Za-z]{3}")


class WordFeatures(NamedTuple):
    """The hashes of a word's own features, those it goes into pairs with (second, first), and
    that of its root, for the word that begins a text.
    """

    own: tuple[int, ...]
    bare: int
    leading: int
    root: int


# A tuple of its own class is made three times as fast without its constructor.
_new_features = partial(tuple.__new__, WordFeatures)
# What a checksum goes on from: features of one kind are never those of another.
_WHOLE, _HEAD, _TAIL = map(crc32, (b"w", b"p", b"s"))


def word_features(word: str) -> WordFeatures:
    """The features of one word as it stands in a text."""
    forms = word_forms(word[:_LONGEST_WORD])
    full, bare = forms[0], forms[-1]
    written = bare.encode()
    second = crc32(written)
    own = [crc32(written, _WHOLE)]
    if full is not bare:
        own = [crc32(form.encode(), _WHOLE) for form in forms]
    size = len(bare)
    is_plain = size == len(written)  # a letter is a byte: nothing must be written again
    for length in _STEMS:
        if size <= length:
            break
        own.append(crc32(written[:length] if is_plain else bare[:length].encode(), _HEAD))
    if len(full) > _ENDING:
        own.append(crc32(full[-_ENDING:].encode(), _TAIL))
    root = second if size <= _ROOT else crc32(bare[:_ROOT].encode())
    return _new_features((tuple(own), second, second * _PAIR & _MASK, root ^ _BEGINS))


def pair_features(leading: Sequence[int], bare: Sequence[int]) -> set[int]:
    """The features of each two words that follow each other, from their hashes in order."""
    return set(map(xor, leading, bare[1:]))


def place_features(root: int, leading: Sequence[int], bare: Sequence[int]) -> list[int]:
    """The features of the words that begin and end a text, from their hashes in order.

    ``root`` is the first word's; there is a word.
    """
    found = [root, bare[0] ^ _FIRST, bare[-1] ^ _LAST]
    if len(bare) > 1:
        found.append(leading[0] ^ bare[1] ^ _FIRST)
        found += {early ^ _EARLY for early in bare[1:_EARLY_WORDS]}
    return found


class Shape(NamedTuple):
    """How a text looks, whatever its words: few different ones, so that sums can be kept."""

    short: bool
    heading: bool
    steps: int
    end: str
    beginning: str
    signs: str


def shape_of(text: str, words: int, *, heading: bool, short: bool) -> Shape:
    """The shape of ``text``, which has so many ``words`` and is read like a heading or not."""
    end = _END.get(text[-1:], "")
    head = text[:_BEGINNING]
    beginning = ":" if end != ":" and ":" in head else ""
    if "|" in text:
        beginning += "|"
    if " - " in head or " \u2013 " in head or " \u2014 " in head:
        beginning += "-"
    signs = "@" if "@" in text else ""
    if "://" in text or "www." in text or ".com" in text or ".org" in text:
        signs += "/"
    if _DIGIT.search(text):
        signs += "4" if _YEAR.search(text) else "1"
    if not text.isascii() and _NOT_LATIN.search(text) and _LATIN.search(text):
        signs += "a"
    return Shape(short, heading, min(words // _WORDS_STEP, _MOST_STEPS), end, beginning, signs)


def shape_features(shape: Shape) -> list[int]:
    """The features of a shape, each alone and together with whether the text is short."""
    names = [f"n{shape.steps}", f"e{shape.end}"]
    names += [f"b{sign}" for sign in shape.beginning] + [f"s{sign}" for sign in shape.signs]
    if shape.heading:
        names.append("h")
    length = "short" if shape.short else "long"
    return [crc32(f" {name}{more}".encode()) for name in names for more in ("", length)]
