"""The same words in another order: a change of style, unless what moved says who or whether.

"You may at any time delete your data" that became "You may delete your data at any time" says the
same. Where a negation, a limit, or the name of who gives and who gets moved, it may not.
"""

from __future__ import annotations

from functools import cache

from monitor.analysis.data_tables import parse_table
from monitor.analysis.edits import Edit
from monitor.analysis.lexicon import read_data
from monitor.analysis.sentence_pairs import changed_sentences, is_reordered
from monitor.analysis.statements import marks_of
from monitor.analysis.tokens import folded_line, words
from monitor.analysis.words import split_words

WORD_ORDER = "word order"

_MOST = 60  # words of a sentence in which an adverb is looked for
_DECIDING = frozenset({"negation", "hollow", "ours", "recipients", "only", "abroad"})
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
