"""What an edit is about and how much it matters: categories and material, per edit.

Categories come from the *changed sentences*, not from the whole clause: a paragraph on sharing in
which an address changed is a change of contact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.analysis.clauses import classify_blocks
from monitor.analysis.edits import Edit
from monitor.analysis.facts import PARTY
from monitor.analysis.model import FactChange
from monitor.analysis.tokens import words
from monitor.analysis.wording import is_heavy, is_light
from storage.document import paragraph
from storage.model import BlockKind, Category, Material

# Categories in which a new or lost sentence changes what happens to people's data.
SUBSTANCE = frozenset(Category) - {Category.CONTACT, Category.OTHER, Category.POLICY_CHANGES}

_MOST = 2  # categories of one edit of a few sentences
_MOST_OF_MANY = 4
_MANY = 80  # changed words from which an edit may have more
_FEW = 3  # words that count, up to which a change is wording unless it holds a heavy word
_FRAGMENT = 8  # words of a line that is no sentence
_STOPS = frozenset(".!?؟:;؛")
_LONG = 30  # words of text outside the categories that make it a material change


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """An edit understood. ``cosmetic`` says why it means nothing; then material is none."""

    edit: Edit
    categories: tuple[Category, ...]
    material: Material
    facts: tuple[FactChange, ...] = ()
    cosmetic: str | None = None


def cosmetic_meaning(edit: Edit, reason: str) -> Meaning:
    return Meaning(
        edit=edit,
        categories=edit.clause.categories,
        material=Material.NONE,
        cosmetic=reason,
    )


def meaning_of(edit: Edit, facts: tuple[FactChange, ...]) -> Meaning:
    categories = _categories(edit)
    return Meaning(
        edit=edit,
        categories=categories,
        material=_material(edit, categories, facts),
        facts=facts,
    )


# --- what it is about ------------------------------------------------------------------------


def _categories(edit: Edit) -> tuple[Category, ...]:
    most = _MOST_OF_MANY if edit.size >= _MANY else _MOST
    if edit.is_whole:
        return edit.clause.categories[:most]
    changed = list(dict.fromkeys((*edit.sentences_after, *edit.sentences_before)))
    if not changed:
        return edit.clause.categories[:most]
    found = _classified(changed, edit)
    own = [category for category in found if category is not Category.OTHER]
    return tuple(own[:most]) or edit.clause.categories[:1]


def _classified(texts: Sequence[str], edit: Edit) -> list[Category]:
    """Categories of the texts, those of most texts first."""
    clauses = classify_blocks(
        [paragraph(text) for text in texts],
        [edit.clause.language] * len(texts),
        [edit.clause.heading_path] * len(texts),
    )
    votes: dict[Category, float] = {}
    for clause in clauses:
        for rank, category in enumerate(clause.categories):
            votes[category] = votes.get(category, 0.0) + 1 / (rank + 1)
    return sorted(votes, key=lambda category: (-votes[category], category))


# --- how much it matters ---------------------------------------------------------------------


def _material(edit: Edit, categories: Sequence[Category], facts: Sequence[FactChange]) -> Material:
    if any(_is_material_fact(fact, categories) for fact in facts):
        return Material.MATERIAL
    if edit.is_heading or _is_fragment(edit, categories):
        return Material.NONE
    weighty = [word for word in (*edit.removed, *edit.added) if not is_light(word)]
    if SUBSTANCE.intersection(categories):
        heavy = any(is_heavy(word) for word in weighty)
        return Material.MATERIAL if heavy or len(weighty) > _FEW else Material.MINOR
    if Category.OTHER in categories and edit.size >= _LONG:
        return Material.MATERIAL
    return Material.MINOR


def _is_fragment(edit: Edit, categories: Sequence[Category]) -> bool:
    """A short line that is no sentence and speaks of nothing we know: a menu, a teaser, a tag."""
    if edit.block.kind is BlockKind.TABLE_ROW or tuple(categories) != (Category.OTHER,):
        return False
    text = (edit.after or edit.before or "").rstrip()
    longest = max(word_count(edit.before), word_count(edit.after))
    return longest <= _FRAGMENT and text[-1:] not in _STOPS


def _is_material_fact(fact: FactChange, categories: Sequence[Category]) -> bool:
    if fact.direction in {"weaker", "stronger", "longer", "shorter"}:
        return True
    if fact.fact == PARTY:
        return bool(SUBSTANCE.intersection(categories))
    return bool(fact.before and fact.after)


def changed_text(edit: Edit) -> str:
    """The changed sentences of the side that stands now, else of the side that went."""
    return " ".join(edit.sentences_after or edit.sentences_before)


def word_count(text: str | None) -> int:
    return len(words(text or ""))
