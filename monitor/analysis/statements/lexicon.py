"""The words of statements: acts, and what turns, permits or limits them, per language.

They stand in ``lexicons/statements/LANGUAGE.toml``; the English file says what each list is.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from monitor.analysis.model import Polarity
from monitor.analysis.text.clause_starts import Joining
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data, term_lines
from monitor.analysis.text.matching import Matcher, word_forms
from monitor.analysis.text.words import Words
from storage.folding import fold
from storage.values import value

CONSENT = "consent"

_CACHED_WORDS = 50_000
_NONE: frozenset[str] = frozenset()
_MARKS = (
    "negation",
    "may",
    "stops",
    "users",
    "hollow",
    "degrees",
    "than",
    "behind",
    "light",
    "subjects",
    "inversions",
    "recipients",
    "abroad",
    "objects",
    "wares",
    "kept",
    "keeps",
    "guarding",
    "safe",
    "consents",
    "levies",
    "readers",
    "addressed",
    "duties",
    "imperatives",
    "not_before",
    "not_after",
    "halves",
    "completes",
    "only",
    "spoken",
    "forbids",
    "allows",
    "ours",
    "yours",
    "copulas",
    "wide",
    "finite",
    "actors",
    "joins",
    "follow",
    "subordinate",
    "taking",
)


@value(kw_only=False)
class Act:
    """What is done: a verb, a noun that stands for it, or a choice between opt-in and opt-out."""

    name: str
    noun: bool = False  # counts only with a word that turns it: "no sale of"
    polarity: Polarity | None = None  # fixed for consent


class Grammar:
    """The acts and marks of one language, as its file has them."""

    def __init__(self, source: str) -> None:
        data: dict[str, Any] = parse_table(source)
        terms = [
            *((forms, Act(name)) for name, forms in data["verbs"].items()),
            *((forms, Act(name, noun=True)) for name, forms in data["nouns"].items()),
        ]
        for key, polarity in (("opt_in", Polarity.AFFIRMS), ("opt_out", Polarity.MAY)):
            act = Act(CONSENT, polarity=polarity)
            terms.extend((line, act) for line in term_lines(data[CONSENT][key]))
        self.acts: Matcher[Act] = Matcher(terms)
        self._known: dict[str, frozenset[str]] = {}  # the lists that a word stands in
        self._endings: list[tuple[str, str]] = []
        for name in _MARKS:
            for word in fold(data["words"][name]).split():
                if word.startswith("*"):
                    self._endings.append((word[1:], name))
                else:
                    self._known[word] = self._known.get(word, _NONE) | {name}
        self.looks_behind = bool(data["words"]["behind"].strip())
        self.names_subjects = len(data["words"]["subjects"].split()) > 1
        self.joining = Joining(
            glued=tuple(fold(data["clauses"]["glued"]).split()),
            ends=tuple(data["clauses"]["ends"].split()),
            needs_object=bool(data["words"]["follow"].strip()),
        )
        self._marks: dict[str, frozenset[str]] = {}

    def marks(self, words: Words) -> list[frozenset[str]]:
        """For every word, the lists it stands in."""
        known = self._marks
        found: list[frozenset[str]] = []
        for word in words.texts:
            marks = known.get(word)
            if marks is None:
                if len(known) >= _CACHED_WORDS:
                    known.clear()
                marks = known[word] = self._marks_of(word[:40])
            found.append(marks)
        return found

    def _marks_of(self, word: str) -> frozenset[str]:
        forms = word_forms(word)
        marks = _NONE.union(*(self._known.get(form, _NONE) for form in forms))
        if self._endings:
            marks |= {name for ending, name in self._endings if forms[0].endswith(ending)}
        return marks


@cache
def grammar_of(language: str) -> Grammar:
    """That of one of the lexicons' languages, read once."""
    return Grammar(read_data(f"statements/{language}.toml"))
