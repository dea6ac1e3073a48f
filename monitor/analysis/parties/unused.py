"""What a text says is not used: "we do not use Acme Metrics or any other tracker".

Who is named there gets nothing. "Except", "but" and the next sentence end what is denied.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data, term_lines
from monitor.analysis.text.matching import Matcher, word_forms
from monitor.analysis.text.words import split_words
from storage.folding import fold

_ENDS = re.compile(r": | [\u2013\u2014-] ")


@cache
def _terms() -> tuple[Matcher[str], frozenset[str]]:
    data = parse_table(read_data("parties.toml"))
    denials = Matcher((line, "denial") for line in term_lines(data["denials"]))
    return denials, frozenset(fold(data["exceptions"]).split())


def without_unused(text: str) -> str:
    """``text`` without what stands behind its denials; their own words stay."""
    words = split_words(text)
    denials, exceptions = _terms()
    kept: list[str] = []
    done = 0
    for hit in sorted(denials.find(words), key=lambda hit: hit.last):
        begin = words.end(hit.last)
        if begin < done:
            continue
        end = len(text)
        for place in range(hit.last + 1, len(words.texts)):
            over = words.sentences[place] != words.sentences[hit.last]
            if over or not exceptions.isdisjoint(word_forms(words.texts[place])):
                end = words.starts[place]
                break
        mark = _ENDS.search(text, begin, end)
        end = mark.start() if mark else end
        kept += [text[done:begin], " "]
        done = end
    kept.append(text[done:])
    return "".join(kept) if done else text
