"""Why a change is what we say it is, in plain English words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.facts.contract import NUMBER, TERMS
from monitor.analysis.facts.countries import COUNTRY
from monitor.analysis.facts.finding import PARTY
from monitor.analysis.facts.persons import PERSON, ROLES
from monitor.analysis.facts.promises import DATA, DELETION, DISPUTE, EXCEPTION, LIMIT, RIGHT
from monitor.analysis.facts.turns import QUOTING, topics
from monitor.analysis.facts.undertakings import CLASS_ACTION, JURY, WAIVER
from monitor.analysis.model import DateChange, FactChange
from monitor.analysis.quantities.units import DAYS
from monitor.analysis.sameness.citations import CITATION, LEGAL_BASIS
from monitor.analysis.sameness.numbering import REFERENCE
from monitor.analysis.verdict.meaning import Meaning
from monitor.analysis.verdict.other_language import LANGUAGE, language_words
from monitor.analysis.verdict.severity import Weighed
from monitor.analysis.verdict.topics import CATEGORY_OF_FACT
from storage.model import Category, DateStatus, Material

NAMES = {
    Category.SHARING: "sharing",
    Category.SALE: "sale",
    Category.COLLECTION: "collection",
    Category.USE: "use",
    Category.RETENTION: "retention",
    Category.RIGHTS: "rights",
    Category.SECURITY: "security",
    Category.COOKIES: "cookies",
    Category.TRANSFERS: "transfers",
    Category.CHILDREN: "children",
    Category.LEGAL_BASIS: "legal basis",
    Category.CONTACT: "contact",
    Category.POLICY_CHANGES: "policy changes",
    Category.SUBPROCESSORS: "sub-processors",
    Category.GOV_DISCLOSURE: "disclosure to authorities",
    Category.DISPUTE: "disputes",
    Category.OTHER: "other text",
}
DOING = {
    "sell": "selling",
    "share": "sharing",
    "collect": "collecting",
    "use": "using",
    "retain": "keeping",
    "transfer": "transferring",
    "track": "tracking",
    "consent": "asking for consent",
    "notify": "notifying people",
    "answer": "answering requests",
    "ask": "asking for consent first",
    "secure": "protecting data",
    "erase": "erasing data",
    "leave": "unsubscribing",
    WAIVER: "waiving rights",
    CLASS_ACTION: "taking part in class actions",
    JURY: "trial by jury",
}
# Facts that are a word of the page in place of another one.
QUOTED = {
    PERSON: "who is meant",
    CITATION: "law cited",
    LEGAL_BASIS: "law cited",
    REFERENCE: "clause referred to",
    **{one: one for one in (*ROLES, *QUOTING, *TERMS)},
}
# Facts that are a word which came or went.
WORDS = frozenset({RIGHT, DATA, DELETION, LIMIT, DISPUTE, EXCEPTION})
_POLARITY = {"denies": "denied", "may": "possible", "affirms": "stated"}
_CHOICE = {"denies": "not asked for", "may": "opt-out", "affirms": "opt-in"}
_SILENT = "the text changed but no stated date did"
_SILENT_GONE = "the text changed and no new date is stated"
_WITHIN_HEBREW = re.compile('(?<=[א-ת])"(?=[א-ת])')
_LISTED = 12  # reasons that are printed; the rest is counted


def reasons_of(
    meanings: Sequence[Meaning],
    weighed: Sequence[Weighed],
    *,
    silent: bool,
    dates: Sequence[tuple[str, DateChange]],
) -> tuple[str, ...]:
    """Every fact, then what each category saw besides, cosmetic kinds, dates.

    ``weighed``: the meanings again, weightiest first; so are the reasons. Nothing is
    said twice: a clause whose facts are told is not counted as reworded.
    """
    ranked = [meaning for _, meaning in weighed]
    found = [
        _reason(meaning, fact)
        for meaning in ranked
        if meaning.material is not Material.NONE
        for fact in meaning.facts
    ]
    if not any(fact.fact == LANGUAGE for meaning in ranked[:1] for fact in meaning.facts):
        found += _by_category(ranked)
        found += _cosmetic(meanings)
    found += [
        date_words(name, change)
        for name, change in dates
        if has_moved(change) and (not found or _is_odd(change))
    ]
    if silent:
        gone = any(change.status is DateStatus.DISAPPEARED for _, change in dates)
        found.append(_SILENT_GONE if gone else _SILENT)
    unique = list(dict.fromkeys(found))
    if len(unique) > _LISTED:
        more = len(unique) - _LISTED + 1
        unique = [*unique[: _LISTED - 1], f"and {more} more reasons"]
    return tuple(unique)


def fact_words(fact: FactChange) -> str:
    """One fact change as people say it."""
    if fact.fact in (PARTY, COUNTRY, LANGUAGE, *WORDS):
        return _name_words(fact)
    if fact.fact in QUOTED:
        direction = (
            f" ({fact.direction})"
            if fact.fact in (*QUOTING, NUMBER) and fact.direction != "changed"
            else ""
        )
        said = f"{quoted(fact.before or '')} -> {quoted(fact.after or '')}"
        return f"{QUOTED[fact.fact]}: {said}{direction}"
    if fact.before in _POLARITY or fact.after in _POLARITY:
        return _polarity_words(fact)
    direction = f" ({fact.direction})" if fact.direction != "changed" else ""
    if fact.before is None:
        return f"{fact.fact} of {plural(fact.after)} stated{direction}"
    if fact.after is None:
        return f"{fact.fact} of {plural(fact.before)} no longer stated{direction}"
    return f"{fact.fact} {plural(fact.before)} -> {plural(fact.after)}{direction}"


def _name_words(fact: FactChange) -> str:
    """A party, a country, a language, or a word that came or went."""
    name, gone = fact.after or fact.before, fact.after is None
    if fact.fact == LANGUAGE:
        return language_words(fact)
    if fact.fact == PARTY:
        if fact.before and fact.after:
            return f"{fact.before} is now called {fact.after}"
        return f"{name} {'removed' if gone else 'added'}"
    if fact.fact == COUNTRY:
        if fact.before and fact.after:
            return f"{fact.before} -> {fact.after}"
        return f"countries: {'-' if gone else '+'} {name}"
    return f"{quoted(name or '')} {'no longer stated' if gone else 'added'}"


def _polarity_words(fact: FactChange) -> str:
    if fact.fact == "consent" and fact.before in _CHOICE and fact.after in _CHOICE:
        return f"consent {_CHOICE[fact.before]} -> {_CHOICE[fact.after]} ({fact.direction})"
    before = _POLARITY.get(fact.before or "")
    after = _POLARITY.get(fact.after or "")
    if fact.fact in topics():
        direction = f" ({fact.direction})" if fact.direction != "changed" else ""
        return f"{fact.fact}: was {before}, now {after}{direction}"
    doing = DOING.get(fact.fact, fact.fact)
    if before is None:  # another clause may have said it
        return f"{doing} now {after} ({fact.direction})"
    if after is None:
        return f"{doing} no longer {before} ({fact.direction})"
    return f"{doing} was {before}, now {after} ({fact.direction})"


def plural(quantity: str | None) -> str:
    """``24 month`` as ``24 months``; currencies stay."""
    value, _, unit = (quantity or "").partition(" ")
    if unit in DAYS and value != "1":
        return f"{value} {unit}s"
    return quantity or ""


def without_name(name: str, fact: FactChange) -> str:
    """The fact without its own name, where ``name``, which stands before it, says the same."""
    said = fact_words(fact)
    return (
        said.removeprefix(f"{name} ").removeprefix("of ") if said.startswith(f"{name} ") else said
    )


def name_of(category: Category) -> str:
    """How a sentence calls a category; one of a person's own by its name."""
    return NAMES.get(category) or category.value.replace("_", " ")


def _reason(meaning: Meaning, fact: FactChange) -> str:
    """``retention: 30 days -> 2 years``, ``sale, sharing: selling was denied, now stated``."""
    if fact.fact == LANGUAGE:
        return fact_words(fact)
    name = main_name(meaning.categories, fact.fact)
    said = without_name(name, fact)
    if said == fact_words(fact):
        name = _names(meaning.categories)
    return f"{name}: {said}"


def _names(categories: Sequence[Category]) -> str:
    return ", ".join(name_of(category) for category in categories)


def _by_category(ranked: Sequence[Meaning]) -> list[str]:
    verbs: dict[tuple[Category, str], int] = Counter()
    for meaning in ranked:
        if meaning.material is Material.NONE or meaning.facts:
            continue
        for category in meaning.categories[:1]:
            verbs[category, verb_of(meaning.edit)] += 1
    return [
        f"{name_of(category)}: {count} clause{'s' if count > 1 else ''} {verb}"
        for (category, verb), count in verbs.items()
    ]


def verb_of(edit: Edit) -> str:
    if edit.before is None:
        return "added"
    return "removed" if edit.after is None else "reworded"


def quoted(text: str) -> str:
    """A page's words on one line, between marks that do not stand within."""
    line = _WITHIN_HEBREW.sub("״", " ".join(text.split()))
    return '"' + line.replace('"', "'") + '"'


def _cosmetic(meanings: Sequence[Meaning]) -> list[str]:
    kinds = Counter(meaning.cosmetic for meaning in meanings if meaning.cosmetic)
    return [f"{kind} only ({count})" for kind, count in kinds.items() if kind != "date"]


def has_moved(change: DateChange) -> bool:
    return change.status in {DateStatus.CHANGED, DateStatus.APPEARED, DateStatus.DISAPPEARED}


def _is_odd(change: DateChange) -> bool:
    """It went, or back: anything else about dates is told beside the reasons."""
    return change.status is DateStatus.DISAPPEARED or (change.new or "") < (change.old or "")


def date_words(name: str, change: DateChange) -> str:
    match change.status:
        case DateStatus.APPEARED:
            return f"{name} date {change.new} appeared"
        case DateStatus.DISAPPEARED:
            return f"{name} date {change.old} is gone"
        case _:
            backwards = " (backwards)" if (change.new or "") < (change.old or "") else ""
            return f"{name} date {change.old} -> {change.new}{backwards}"


def main_name(categories: Sequence[Category], fact: str = "") -> str:
    """Of the category that the fact is about, where it is one of them, else of the first."""
    about = CATEGORY_OF_FACT.get(fact)
    if about is not None and about in categories:
        return name_of(about)
    return name_of(categories[0]) if categories else "text"
