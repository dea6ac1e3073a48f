r"""The comparison text: the words that count, without markup, link targets, case or punctuation.

Two pages say the same when their words are the same. Marks that a reader does not see (zero-width,
bidi, soft hyphens, harakat), kinds of quotes, white space and punctuation never make a version;
currency and percent signs, answers by tick or cross and comparisons with numbers are words. What
moves by itself is masked (:mod:`crawler.extract.masks`).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

from crawler.extract.ignored import without_ignored
from crawler.extract.masks import DIGIT, MASK, SHORT_LINE
from crawler.extract.masks import masked as masked_line
from crawler.extract.model import ComparisonText
from storage.document import Block
from storage.folding import INVISIBLE, normalised
from storage.model import BlockKind
from storage.signs import SPELLED, spelled

_LONGEST_NAME = 14  # words
_KEPT_SIGNS = "%$&+_"


class _Letters(dict[int, str]):
    """What each character becomes, worked out at first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Mn" and 0x0590 <= code <= 0x06ED:  # noqa: PLR2004 - Hebrew, Arabic blocks
            folded = ""  # points and harakat are spelling aids, not letters
        elif code == 0x0640:  # noqa: PLR2004 - tatweel, a stretched line
            folded = ""
        elif category == "Nd":
            folded = str(unicodedata.digit(character))
        elif category[0] in "LMN" or category == "Sc" or character in _KEPT_SIGNS + MASK + SPELLED:
            folded = character
        else:
            folded = " "
        self[code] = folded
        return folded


class _Words(dict[str, str]):
    """Each word in folded form, remembered: texts repeat their words. Bounded in size."""

    _MOST = 50_000
    _LONGEST = 40  # characters

    def __init__(self) -> None:
        self._letters = _Letters()

    def __missing__(self, word: str) -> str:
        visible = word if word.isascii() else normalised("NFKC", INVISIBLE.sub("", word))
        folded = " ".join(visible.casefold().translate(self._letters).split())
        if len(word) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[word] = folded
        return folded


_WORDS = _Words()


_LAST_ASCII = 127
_PIECE = 1_000_000  # bytes
_CONTINUES, _CONTINUATION = 0xC0, 0x80  # UTF-8: a byte that begins no character
_MOST_KNOWN = 4096  # short texts
_LONGEST_KNOWN = 400  # characters
_LONGEST_LINE = 100_000  # characters; the longest paragraphs of policies have some thousand
# ASCII in one step: lower case, and everything but letters, digits and signs is white space;
# lines stay lines.
_BYTES = bytes(
    code
    if code > _LAST_ASCII or chr(code) == "\n"
    else ord(chr(code).lower())
    if chr(code).isalnum() or chr(code) in _KEPT_SIGNS
    else 32
    for code in range(256)
)
# The commonest marks beyond ASCII in UTF-8: dashes, quotes, bullets, dots; no-break space, (R), <<.
# Two patterns, each with a beginning of its own: one with both would be tried at every byte.
_MARKS = (
    re.compile(rb"\xe2\x80[\x90-\x96\x98-\xa7\xb0-\xba]"),
    re.compile(rb"\xc2[\xa0\xa1\xa6\xa7\xa9\xab\xae\xb6\xb7\xbb\xbf]"),
)


def fold_words(text: str) -> str:
    """The words of ``text`` in folded form, one space between them."""
    return _known_words(text) if len(text) <= _LONGEST_KNOWN else _fold_words(text)


def _fold_words(text: str) -> str:
    return " ".join(filter(None, folded_lines(text)))


# Labels, headings and titles: the next page of a site has most of those of the last.
_known_words = lru_cache(maxsize=_MOST_KNOWN)(_fold_words)


def folded_lines(text: str) -> list[str]:
    """The folded words of each line, in one go over all of them."""
    text = _set_off(spelled(text))
    source = text.encode("utf-8", "replace").translate(_BYTES)
    if not source.isascii():
        source = b"".join(map(_without_marks, _pieces(source)))
    return [
        _folded_in_parts(line)
        if len(line) > _LONGEST_LINE
        else " ".join(line.split())  # not by a call: there are many lines
        if line.isascii()
        else _folded_words(line.split())
        for line in source.decode("utf-8").split("\n")
    ]


def _set_off(text: str) -> str:
    """``<16`` and ``< 16`` are the same two words."""
    for sign in SPELLED:
        if sign in text:
            text = text.replace(sign, f" {sign} ")
    return text


def _pieces(source: bytes) -> Iterator[bytes]:
    """UTF-8 cut between characters: finds in all of it at once would take ten times its room."""
    start = 0
    while start < len(source):
        end = start + _PIECE
        while end < len(source) and source[end] & _CONTINUES == _CONTINUATION:
            end += 1
        yield source[start:end]
        start = end


def _without_marks(source: bytes) -> bytes:
    for marks in _MARKS:
        source = marks.sub(b" ", source)
    return source


def _folded_in_parts(line: str) -> str:
    """A line of megabytes, cut between words: all its words at once would take ten times that."""
    parts = []
    start = 0
    while start < len(line):
        end = line.find(" ", start + _LONGEST_LINE) if start + _LONGEST_LINE < len(line) else -1
        part = line[start:] if end < 0 else line[start:end]
        parts.append(_folded_line(part))
        start = len(line) if end < 0 else end
    return " ".join(filter(None, parts))


def _folded_line(line: str) -> str:
    return " ".join(line.split()) if line.isascii() else _folded_words(line.split())


def _folded_words(words: list[str]) -> str:
    if not words:
        return ""
    folded = itemgetter("", *words)(_WORDS)  # the quickest way to look up many
    text = " ".join(folded[1:])
    return text if "" not in folded[1:] else " ".join(text.split())


def comparison_text(blocks: Sequence[Block], ignore: tuple[str, ...] = ()) -> ComparisonText:
    """The comparison text of a document, without what ``ignore`` (regular expressions) matches.

    Raises ExtractError for a pattern that cannot be compiled or takes too long.
    """
    texts = [block.text for block in blocks]
    if ignore:
        texts = without_ignored(texts, ignore)
    pairs = _LINES.folded(texts)
    lines = [line for line, _ in pairs]
    masked = [line for _, line in pairs]
    if opens_with_name(blocks):
        masked[0] = ""
    text = " ".join(filter(None, lines))
    digest = _sha256(text)
    if masked == lines:
        return ComparisonText(text=text, digest=digest, masked_digest=digest)
    masked_text = " ".join(filter(None, masked))
    return ComparisonText(text=text, digest=digest, masked_digest=_sha256(masked_text))


class _Lines:
    """The folded texts of blocks, without and with masks; those of one text only once.

    The next capture of a page has nearly all blocks of the last. Bounded in number and size.
    """

    _MOST = 20_000
    _ROOM = 3_000_000  # characters

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str]] = {}
        self._size = 0

    def folded(self, texts: list[str]) -> list[tuple[str, str]]:
        known = self._known
        fresh = [text for text in texts if text not in known]
        if not fresh:
            return [known[text] for text in texts]
        pairs = dict(zip(fresh, _line_pairs(fresh), strict=True))
        found = [known.get(text) or pairs[text] for text in texts]
        self._keep(pairs)
        return found

    def _keep(self, pairs: dict[str, tuple[str, str]]) -> None:
        size = sum(map(len, pairs))
        if self._size + size > self._ROOM or len(self._known) + len(pairs) > self._MOST:
            self._known, self._size = {}, 0  # a new one: another thread may be reading the old
        if size <= self._ROOM and len(pairs) <= self._MOST:
            self._known.update(pairs)
            self._size += size


_LINES = _Lines()


def _line_pairs(texts: list[str]) -> list[tuple[str, str]]:
    """The folded words of each text, and those of the text with masks."""
    lines = folded_lines("\n".join(texts))
    if len(lines) != len(texts):  # no block reaches over lines; nothing must depend on it
        lines = [fold_words(text) for text in texts]
    pairs = [(line, line) for line in lines]
    for index, text in enumerate(texts):
        if len(text) <= SHORT_LINE and (masked := masked_line(text)) != text:
            pairs[index] = lines[index], fold_words(masked)
    return pairs


def opens_with_name(blocks: Sequence[Block]) -> bool:
    """The first block only names the document: a big heading without a number.

    The name of a page comes and goes with redesigns; it is masked, as it is not a clause. A name
    with a digit may state a date or a version, and counts.
    """
    if not blocks[1:] or blocks[0].kind is not BlockKind.HEADING or blocks[0].level != 1:
        return False
    text = blocks[0].text
    return text.count(" ") < _LONGEST_NAME and DIGIT.search(text) is None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
