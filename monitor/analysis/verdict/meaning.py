"""How much an edit matters: ``none``, ``minor`` or ``material``, as the codebook defines them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, filterfalse, islice

from monitor.analysis.aligning.captions import CaptionKind
from monitor.analysis.aligning.edits import Edit, Hunk
from monitor.analysis.facts.answers import answers_otherwise
from monitor.analysis.facts.bounds import placed
from monitor.analysis.facts.contract import COURT, LAW, terms_changed
from monitor.analysis.facts.countries import COUNTRY, countries_of
from monitor.analysis.facts.finding import PARTY, is_renaming
from monitor.analysis.facts.opposites import is_opposite, turns
from monitor.analysis.facts.persons import PERSON, are_parties, persons_changed
from monitor.analysis.facts.promises import (
    DATA,
    DISPUTE,
    in_the_light_of,
    promises_of,
    same_condition,
)
from monitor.analysis.facts.stated_values import facts_of_answer, states_value
from monitor.analysis.facts.turns import turned
from monitor.analysis.facts.undertakings import ASK, BEFORE_COURT, CLASS_ACTION, CONSENT, undertaken
from monitor.analysis.model import FactChange
from monitor.analysis.parties.cards import announces
from monitor.analysis.parties.names import name_book
from monitor.analysis.parties.roles import country_mentions, is_country
from monitor.analysis.quantities.governed import DEADLINE, NOTICE
from monitor.analysis.quantities.money import MONEY, PERCENTAGE
from monitor.analysis.sameness.numbering import REFERENCE
from monitor.analysis.sameness.other_word import is_of_a_sale
from monitor.analysis.sameness.promotion import says_nothing
from monitor.analysis.sameness.reordering import WORD_ORDER, is_restyled, moves_adverbs, swaps_items
from monitor.analysis.sameness.rewording import changes_address, changes_topic
from monitor.analysis.text.tokens import words
from monitor.analysis.text.wording import (
    is_heavy,
    is_joined,
    is_joint,
    is_light,
    is_negation,
    is_other_bound,
)
from monitor.analysis.verdict.topics import categories_of
from storage.model import BlockKind, Category, Material
from storage.values import value

# Reading an attribute of an enum costs more.
_LIST_ITEM = BlockKind.LIST_ITEM
_PARAGRAPH = BlockKind.PARAGRAPH
_TABLE_ROW = BlockKind.TABLE_ROW

# In all other categories a new or lost sentence changes what happens to people's data.
_NO_SUBSTANCE = frozenset({Category.CONTACT, Category.OTHER, Category.POLICY_CHANGES})

_NAMED = frozenset(
    {
        Category.SHARING,
        Category.SALE,
        Category.SUBPROCESSORS,
        Category.COOKIES,
        Category.CONTACT,
        Category.TRANSFERS,
    }
)
# Lengths of time and amounts.
_TERMS = frozenset({"period", DEADLINE, NOTICE, PERCENTAGE, *MONEY})
_FEW = 3  # words that count, up to which a change is wording unless it holds a heavy word
_FRAGMENT = 8  # words of a line that is no sentence
_TAG = 3  # words of a line by itself that says nothing, whatever words they are
_STOPS = frozenset(".!?؟:;؛")
_ENDS = frozenset(".!。")
_OPENING = (":", "：", "؛")
_COMMAS = frozenset({",", "،"})
_ROW = 12  # words of a row about one cookie
_HOST = re.compile(r"\.?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_BETWEEN_HOSTS = re.compile(r"[,;\s]+")
_LONG = 30  # words of text outside the categories that make it a material change


@value
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


def meaning_of(edit: Edit, facts: tuple[FactChange, ...], *, closely: bool = True) -> Meaning:
    """``closely``: read the changed words themselves, not only the clause they stand in."""
    if closely and not facts:
        facts = facts_of_answer(edit)
    categories = categories_of(edit, facts, closely=closely)
    if closely:
        same = same_condition(edit, facts)
        facts = tuple(fact for fact in facts if fact.fact not in same)
        promises = () if same else promises_of(edit, categories, facts)
        told = {fact.fact for fact in facts}
        told |= {ASK} if CONSENT in told else set()  # said once
        promises = (*(one for one in undertaken(edit) if one.fact not in told), *promises)
        facts = (*in_the_light_of(promises, facts), *promises, *countries_of(edit, categories))
        facts = (*facts, *persons_changed(edit))
        facts = placed(edit, facts)
        terms = terms_changed(edit, facts)
        facts = (*terms, *facts)
        facts = (*(() if same else turned(edit, facts)), *facts)
        categories = _with_disputes(categories, (*promises, *terms))
    furniture = None
    if not any(_is_material_fact(fact, categories) for fact in facts):
        furniture = _furniture(edit, categories)
        if closely and furniture is None and is_restyled(edit):
            furniture = WORD_ORDER if moves_adverbs(edit) or swaps_items(edit) else None
    return Meaning(
        edit=edit,
        categories=categories,
        material=Material.NONE if furniture else _material(edit, categories, facts),
        facts=() if furniture else facts,
        cosmetic=furniture,
    )


def _with_disputes(
    categories: tuple[Category, ...], promises: Sequence[FactChange]
) -> tuple[Category, ...]:
    """What is given up before a court, or no longer, is about disputes first of all."""
    kinds = {fact.fact for fact in promises}
    if kinds.isdisjoint(BEFORE_COURT):
        other = categories == (Category.OTHER,) and kinds & {DISPUTE, LAW, COURT}
        return (Category.DISPUTE,) if other else categories
    no_news = {Category.OTHER, Category.DISPUTE}
    if CLASS_ACTION in kinds:
        no_news.add(Category.SHARING)  # who takes part shares nothing
    return (Category.DISPUTE, *(one for one in categories if one not in no_news))


def with_facts(meaning: Meaning, facts: tuple[FactChange, ...]) -> Meaning:
    """The same with other facts, and what they make of it."""
    material = _material(meaning.edit, meaning.categories, facts)
    return replace(meaning, facts=facts, material=material)


def _furniture(edit: Edit, categories: Sequence[Category]) -> str | None:
    """A heading announces and a fragment names; neither says what is done with data.

    But whoever came or went under a heading that names recipients.
    """
    if edit.is_whole and any(map(announces, edit.clause.heading_path)) and not edit.block.header:
        return None
    if edit.is_heading or edit.block.header:
        if _is_turned(edit) or (edit.is_heading and _is_item(edit, categories)):
            return None
        return "heading" if edit.is_heading else "column names"
    return "short line" if _is_fragment(edit, categories) else None


def _is_turned(edit: Edit) -> bool:
    """A heading that came to say the opposite: "What we share", "What we do not share".

    Or a paragraph that is set in bold, whatever changed in it.
    """
    if edit.is_whole:
        return False
    if min(word_count(edit.before), word_count(edit.after)) > _LONG:
        return True
    if answers_otherwise(edit) or _turns_round(edit):
        return True
    before, after = (sum(map(is_negation, side)) for side in (edit.removed, edit.added))
    return before != after


def _turns_round(edit: Edit) -> bool:
    """What was optional is required; who sat in one country sits in another."""
    before, after = (text or "" for text in (edit.before, edit.after))
    if is_opposite(before, after) or (edit.size <= _FEW and turns(before, after)):
        return True
    named = country_mentions(before), country_mentions(after)
    if named[0].keys() == named[1].keys():
        return False
    in_place = edit.size <= _FEW and all(hunk.removed and hunk.added for hunk in edit.hunks)
    return all(named) or in_place  # "in Europe" and "in India"


def _is_item(edit: Edit, categories: Sequence[Category]) -> bool:
    """A right or a recipient set as a heading with nothing under it: a list in disguise."""
    if not edit.is_whole or not edit.heads_nothing or says_nothing(edit):
        return False
    return has_substance(categories) and edit.size > _TAG


# --- how much it matters ---------------------------------------------------------------------


def _material(
    edit: Edit, categories: tuple[Category, ...], facts: Sequence[FactChange]
) -> Material:
    if any(_is_material_fact(fact, categories) or _is_term(edit, fact) for fact in facts):
        return Material.MATERIAL
    if _is_detail(edit, categories) or is_restyled(edit) or _only_renames(edit, facts):
        return Material.MINOR
    if has_substance(categories):
        return Material.MATERIAL if _has_weight(edit) else Material.MINOR
    if Category.OTHER in categories and edit.size >= _LONG:
        return Material.MATERIAL
    return Material.MINOR


def _has_weight(edit: Edit) -> bool:
    """More than another wording of what was said."""
    if edit.is_whole and _is_entry(edit):
        return True
    weighty = list(islice(filterfalse(is_light, chain(edit.removed, edit.added)), _FEW + 1))
    if len(weighty) > _FEW or any(map(is_heavy, weighty)) or _says_opposite(edit):
        return True
    return any(
        changes_topic(hunk, edit)
        or is_listed(hunk, edit)
        or is_of_a_sale(hunk.removed, hunk.added, edit.clause.language)
        for hunk in edit.hunks
    )


def _says_opposite(edit: Edit) -> bool:
    if edit.is_whole:
        return False
    return answers_otherwise(edit) or any(
        is_other_bound(hunk.removed, hunk.added) or is_opposite(hunk.old_text, hunk.new_text)
        for hunk in edit.hunks
    )


def _is_detail(edit: Edit, categories: tuple[Category, ...]) -> bool:
    """Where something is found, who can be reached, another row of the same kind."""
    if categories[:1] == (Category.CONTACT,) or _is_row_of_cookies(edit, categories):
        return True
    return all(changes_address(hunk) for hunk in edit.hunks)


def _only_renames(edit: Edit, facts: Sequence[FactChange]) -> bool:
    """Parties are called otherwise, and no more is said: "formerly known as" is two words."""
    renamed = [fact for fact in facts if is_renaming(fact)]
    if not renamed or len(renamed) < len(facts):
        return False
    names = {word for fact in renamed for word in words(f"{fact.before} {fact.after}")}
    said = {word for word in (*edit.removed, *edit.added) if len(word) > 1 and not is_light(word)}
    return edit.is_whole or len(said - names - name_book().forms) <= 2 * len(renamed)


def _is_row_of_cookies(edit: Edit, categories: tuple[Category, ...]) -> bool:
    """One cookie more or less of nobody new, or other sites that set it."""
    if edit.block.kind is not _TABLE_ROW or categories[:1] != (Category.COOKIES,):
        return False
    if edit.is_whole:
        return edit.size <= _ROW
    return all(
        not part or _HOST.fullmatch(part)
        for hunk in edit.hunks
        for text in (hunk.old_text, hunk.new_text)
        for part in _BETWEEN_HOSTS.split(text)
    )


def is_listed(hunk: Hunk, edit: Edit) -> bool:
    """One more, or one less, in a list within a sentence: ", precise location", "correct,"."""
    if bool(hunk.removed) == bool(hunk.added):
        return False
    text, span = (edit.after, hunk.new_span) if hunk.added else (edit.before, hunk.old_span)
    inner = (hunk.new_text if hunk.added else hunk.old_text).strip()
    said = hunk.removed or hunk.added
    if not inner or all(map(is_light, said)):
        return False
    if not _COMMAS.isdisjoint(inner) or is_joined(said[0]) or is_joint(said[-1]):
        return True
    before = (text or "")[: span[0]].rstrip()
    behind = (text or "")[span[1] :].lstrip()
    return before[-1:] in _COMMAS and behind[:1] in _COMMAS


def _is_fragment(edit: Edit, categories: Sequence[Category]) -> bool:
    """A short line that is no sentence and speaks of nothing we know: a menu, a teaser, a tag."""
    text = (edit.after or edit.before or "").rstrip()
    if "@" in text or _is_listed_line(edit) or answers_otherwise(edit) or states_value(edit):
        return False
    if _renames_one(edit, categories):
        return True
    if edit.block.kind is _TABLE_ROW or text[-1:] in _STOPS:
        return False
    longest = max(word_count(edit.before), word_count(edit.after))
    if edit.is_whole and edit.block.kind is _PARAGRAPH and longest <= _TAG:
        return not any(letter.isdigit() or letter == "@" for letter in text)
    return longest <= _FRAGMENT and tuple(categories) == (Category.OTHER,)


def _is_listed_line(edit: Edit) -> bool:
    """One more, or one less, of several items of a list; a menu's items are links.

    A short one counts where a sentence opens the list, and where it is a country.
    """
    if not edit.is_whole or not _is_entry(edit):
        return False
    text = edit.after or edit.before or ""
    return edit.size > _TAG or _is_under_sentence(edit) or is_country(text)


def _is_entry(edit: Edit) -> bool:
    """An item among others under a heading, with no link: of a list of the document."""
    if edit.block.kind is not _LIST_ITEM or edit.block.links:
        return False
    return bool(edit.clause.heading_path) and edit.has_siblings


def _is_under_sentence(edit: Edit) -> bool:
    return any(
        one is not None and one.kind is CaptionKind.LIST and one.text.endswith(_OPENING)
        for one in edit.captions
    )


def _renames_one(edit: Edit, categories: Sequence[Category]) -> bool:
    """One name became another in a line that is a label, not among recipients."""
    if edit.is_whole or len(edit.hunks) != 1 or _NAMED.intersection(categories):
        return False
    (hunk,) = edit.hunks
    longest = max(word_count(edit.before), word_count(edit.after))
    if longest > _FRAGMENT or (longest > _TAG and _is_sentence(edit)):
        return False
    return all(is_capitalised(text) for text in (hunk.old_text, hunk.new_text))


def _is_sentence(edit: Edit) -> bool:
    return all((text or "").rstrip()[-1:] in _ENDS for text in (edit.before, edit.after))


def is_capitalised(text: str) -> bool:
    """A few words, each with a capital: a name."""
    found = text.split()
    return 0 < len(found) <= _TAG and all(word[:1].isupper() for word in found)


def _is_term(edit: Edit, fact: FactChange) -> bool:
    """A length of time or an amount that a sentence had, or has, besides what it says still."""
    return not edit.is_whole and fact.fact in _TERMS


def _is_material_fact(fact: FactChange, categories: Sequence[Category]) -> bool:
    if fact.direction in {"weaker", "stronger", "longer", "shorter"}:
        return True
    if fact.fact in (DATA, COUNTRY):
        return True
    if fact.fact == PERSON and are_parties(fact.before, fact.after):
        return True
    if is_renaming(fact):
        return False
    if fact.fact in (PARTY, PERSON, REFERENCE):
        return has_substance(categories)
    return bool(fact.before and fact.after)


def word_count(text: str | None) -> int:
    return len(words(text or ""))


def has_substance(categories: Sequence[Category]) -> bool:
    """A new sentence of these categories changes what happens to people's data."""
    return not _NO_SUBSTANCE.issuperset(categories)
