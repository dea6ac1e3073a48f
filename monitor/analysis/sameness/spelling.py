"""Whether one wording is only a slip of the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.analysis.text.tokens import folded_word
from monitor.analysis.text.wording import is_heavy
from storage.patterns import late

# The article glued to a noun (the name, name) carries no meaning of a policy.
_ARABIC_ARTICLE = late(r"^([وفبك]?)ال(?=[\u0621-\u064a]{3})")
_HEBREW_ARTICLE = re.compile(r"^([\u05d5\u05e9]?)\u05d4(?=[\u05d0-\u05ea]{3})")
# Before a word they say the opposite of it.
_TURNS = frozenset(("un", "in", "im", "ir", "il", "i", "dis", "non", "mis", "de", "des", "an", "a"))
_TURNED = 5  # letters of such a word
# Behind a word they say who does and to whom it is done.
_PARTIES = (("er", "ee"), ("or", "ee"), ("dor", "do"), ("dora", "da"))
_PREPOSITIONS = (frozenset("\u05d1\u05dc\u05de"), frozenset("\u0628\u0644"))  # in, to, from
_ARABIC_OR_HEBREW = re.compile("[\u0621-\u064a\u05d0-\u05ea]")
_VOWELS = str.maketrans(
    "\u0627\u0648\u064a\u0647\u0621\u05d5\u05d9\u05d4", "\u064a" * 5 + "\u05d9" * 3
)
_NASALS = frozenset("\u05de\u05e0")  # folded: final ones are those
_LONGEST = 40  # letters; a longer word is no word
_CONTRACTED = {"'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would"}
_WITH_IS = frozenset({"it", "that", "there", "what", "here", "who"})


def is_slip(removed: Sequence[str], added: Sequence[str]) -> bool:
    """The same words in another spelling: accents, hyphens, a letter too many or too few.

    Never a number, a negation or a modal. One letter may differ; in words of nine letters and
    more two may be missing or too many. In a short word a letter may stand twice, or two be
    swapped.
    """
    old, new = _spelt_out(removed), _spelt_out(added)
    if old == new or "".join(old) == "".join(new):
        return True
    if len(old) != len(new) or not old:
        return False
    differing = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    if any(is_heavy(a) or is_heavy(b) or is_turned(a, b) for a, b in differing):
        return False
    return all(_near(a, b) for a, b in differing)


def is_turned(one: str, other: str) -> bool:
    """Two folded words of which one turns the other round: by what stands before the same word.

    "reasonable" and "unreasonable"; in Hebrew and Arabic "to the partner" and "from the partner",
    "in" and "to", whose prepositions are letters of the word. Who employs is not who is employed.
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _TURNED and longer.endswith(shorter):
        return longer.removesuffix(shorter) in _TURNS
    if any(_are_parties(one, other, *endings) for endings in _PARTIES):
        return True
    if len(one) != len(other) or len(one) < _TURNED - 1 or one[1:] != other[1:]:
        return False
    return any({one[0], other[0]} <= letters for letters in _PREPOSITIONS)


def _are_parties(one: str, other: str, doing: str, done: str) -> bool:
    for doer, target in ((one, other), (other, one)):
        stem = doer.removesuffix(doing)
        if stem != doer and len(stem) >= _TURNED - 1 and target == stem + done:
            return True
    return False


def _spelt_out(side: Sequence[str]) -> list[str]:
    """Folded words, English contractions as two: ``don't`` says ``do not``."""
    found: list[str] = []
    for word in side:
        folded = folded_word(word)
        if "'" in folded or folded == "cannot":
            found += _uncontracted(folded)
        else:
            found.append(_HEBREW_ARTICLE.sub(r"\1", _ARABIC_ARTICLE.sub(r"\1", folded)))
    return found


def _uncontracted(word: str) -> list[str]:
    if word == "cannot":
        return ["can", "not"]
    stem = word.removesuffix("n't")
    if stem != word:
        return [{"wo": "will", "ca": "can", "sha": "shall"}.get(stem, stem), "not"]
    stem, sign, rest = word.partition("'")
    if stem in _WITH_IS and rest == "s":
        return [stem, "is"]
    verb = _CONTRACTED.get(sign + rest)
    return [stem, verb] if verb else [word]


def _near(old: str, new: str) -> bool:
    longest = max(len(old), len(new))
    if longest > _LONGEST or min(len(old), len(new)) < _SHORTEST:
        return False
    if _is_consonantal(old) and _is_consonantal(new) and not _same_consonants(old, new):
        return False
    if min(len(old), len(new)) < _SHORT:
        return _undoubled(old) == _undoubled(new) or _are_swapped(old, new)
    if longest < _LONG:
        return distance(old, new) <= 1
    return distance(old, new, substitution=2) <= 2  # noqa: PLR2004


def _is_consonantal(word: str) -> bool:
    return bool(_ARABIC_OR_HEBREW.search(word))


def _same_consonants(old: str, new: str) -> bool:
    """No consonant became another one: in Arabic and Hebrew that is another word.

    Letters for vowels are taken for each other, and at the end of a Hebrew word its two nasals.
    """
    if len(old) != len(new):  # within the bounds of a slip a letter is missing then
        return True
    if old[:-1] == new[:-1] and {old[-1], new[-1]} == _NASALS:
        return True
    one, other = (word[0] + word[1:].translate(_VOWELS) for word in (old, new))
    return sorted(one) == sorted(other)


def _undoubled(word: str) -> str:
    return "".join(
        letter for letter, before in zip(word, f" {word}", strict=False) if letter != before
    )


def _are_swapped(old: str, new: str) -> bool:
    return sorted(old) == sorted(new) and distance(old, new) == 1


def is_other_name(removed: str, added: str) -> bool:
    """A letter replaced in a name: "Acme" and "Acne" are two companies, "Accme" is a slip."""
    if not (removed[:1].isupper() and added[:1].isupper()):
        return False
    return len(removed) == len(added) and not _are_swapped(removed, added)


_SHORTEST = 3
_SHORT = 4  # letters; "our" and "your" are two letters apart and two different people
_LONG = 9


def distance(old: str, new: str, *, substitution: int = 1) -> int:
    """Edits of one letter between two words, a swap of neighbours counting as one."""
    earlier: list[int] = []
    row = list(range(len(new) + 1))
    for i, letter in enumerate(old, 1):
        before, earlier, row = earlier, row, [i]
        for j, other in enumerate(new, 1):
            cost = min(
                earlier[j] + 1,
                row[j - 1] + 1,
                earlier[j - 1] + (substitution if letter != other else 0),
            )
            if i > 1 and j > 1 and letter == new[j - 2] and old[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
    return row[-1]
