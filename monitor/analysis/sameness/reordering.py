"""The same words in another order: a change of style, unless what moved says who or whether.

"You may at any time delete your data" that became "You may delete your data at any time" says the
same. Where a negation, a limit, or the name of who gives and who gets moved, it may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.facts.sentence_pairs import changed_sentences, is_reordered
from monitor.analysis.statements.finding import marks_of
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data
from monitor.analysis.text.tokens import folded_line, words
from monitor.analysis.text.wording import is_heavy, is_joint, is_light
from monitor.analysis.text.words import Words, split_words

WORD_ORDER = "word order"

_MOST = 60  # words of a sentence in which an adverb is looked for
_DECIDING = frozenset({"negation", "hollow", "ours", "recipients", "only", "abroad"})
_LONG = 5  # words of one of several equal items
_PARTED = frozenset(",;،؛")
_TURNED = frozenset({"may", "duties", "subjects", "inversions"})  # a German verb may stand first


def is_restyled(edit: Edit) -> bool:
    """No word came or went, and none moved that decides who does what, or whether."""
    if not edit.before or not edit.after or not is_reordered(edit.before, edit.after):
        return False
    moved = split_words(" ".join(hunk.old_text + " " + hunk.new_text for hunk in edit.hunks))
    return all(_DECIDING.isdisjoint(here) for here in marks_of(moved, edit.clause.language))


def moves_adverbs(edit: Edit) -> bool:
    """Nothing but "at any time", or the like, stands elsewhere; ``edit`` is restyled."""
    return all(
        _without_adverbs(old or "", edit.clause.language)
        == _without_adverbs(new or "", edit.clause.language)
        for old, new in changed_sentences(edit.before or "", edit.after or "")
    )


def swaps_items(edit: Edit) -> bool:
    """Items of one enumeration changed places: "name and address"; ``edit`` is restyled."""
    return all(
        old is not None and new is not None and _are_swapped(split_words(old), split_words(new))
        for old, new in changed_sentences(edit.before or "", edit.after or "")
    )


def _are_swapped(old: Words, new: Words) -> bool:
    """What differs are the same items between commas and "and", in another order."""
    here, there = (folded_line(tuple(map(str.casefold, side.texts))) for side in (old, new))
    most = min(len(here), len(there))
    first = next((at for at in range(most) if here[at] != there[at]), most)
    last = next((at for at in range(most - first) if here[-1 - at] != there[-1 - at]), 0)
    items = [list(_items(side, first, len(side.texts) - last)) for side in (old, new)]
    return (
        1 < len(items[0]) == len(items[1])
        and sorted(items[0]) == sorted(items[1])
        and not any(is_heavy(word) or len(item) > _LONG for item in items[0] for word in item)
    )


def _items(sentence: Words, first: int, end: int) -> Iterator[tuple[str, ...]]:
    item: list[str] = []
    for at in range(first, end):
        word = sentence.texts[at].casefold()
        joins = is_joint(word)
        if item and (joins or not _PARTED.isdisjoint(_between(sentence, at))):
            yield tuple(item)
            item = []
        if not (joins or is_light(word)):
            item.append(word)
    if item:
        yield tuple(item)


def _between(sentence: Words, at: int) -> str:
    return sentence.source[sentence.end(at - 1) : sentence.starts[at]] if at else ""


def _without_adverbs(sentence: str, language: str) -> tuple[str, ...]:
    line = folded_line(words(sentence)[:_MOST])
    for adverb in _adverbs():
        for at in range(len(line) - len(adverb), -1, -1):
            if line[at : at + len(adverb)] == adverb:
                line = line[:at] + line[at + len(adverb) :]
    if language != "de":
        return line
    marks = marks_of(split_words(" ".join(line)), language)
    if len(marks) != len(line):
        return line
    return tuple(word for word, here in zip(line, marks, strict=True) if _TURNED.isdisjoint(here))


@cache
def _adverbs() -> tuple[tuple[str, ...], ...]:
    lines: list[str] = parse_table(read_data("turns.toml"))["adverbs"]["any"]
    return tuple(folded_line(words(line)) for line in lines)
