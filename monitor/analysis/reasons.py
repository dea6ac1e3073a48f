"""Why a change is what we say it is: reasons and the one-line summary, in plain English words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.analysis.facts import PARTY
from monitor.analysis.meaning import Meaning
from monitor.analysis.model import DateChange, FactChange
from monitor.analysis.promises import DATA, DELETION, DISPUTE, EXCEPTION, LIMIT, RIGHT
from monitor.analysis.severity import is_striking, weigh
from monitor.analysis.topics import CATEGORY_OF_FACT
from storage.model import Category, ChangeClass, DateStatus, Material

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
_DOING = {
    "sell": "selling",
    "share": "sharing",
    "collect": "collecting",
    "use": "using",
    "retain": "keeping",
    "transfer": "transferring",
    "track": "tracking",
    "consent": "asking for consent",
}
# Facts that are a word which came or went.
_WORDS = frozenset({RIGHT, DATA, DELETION, LIMIT, DISPUTE, EXCEPTION})
_POLARITY = {"denies": "denied", "may": "possible", "affirms": "stated"}
_CHOICE = {"denies": "not asked for", "may": "opt-out", "affirms": "opt-in"}
_DENIED = "denies"
_NAMED_KINDS = frozenset({"retention", "notice", "deadline", "age"})  # say what they are about
_SILENT = "the text changed but no stated date did"
_SILENT_GONE = "the text changed and no new date is stated"
_SHOWN = 3  # parts of a summary besides the date
_LISTED = 12  # reasons that are printed; the rest is counted


def reasons_of(
    meanings: Sequence[Meaning], *, silent: bool, dates: Sequence[tuple[str, DateChange]]
) -> tuple[str, ...]:
    """Weightiest first; every fact, then what each category saw besides, cosmetic kinds, dates.

    Nothing is said twice: a clause whose facts are told is not counted as reworded.
    """
    ranked = sorted(meanings, key=lambda meaning: -weigh(meaning))
    found = [
        f"{_names(meaning.categories)}: {_without_name(_name(meaning.categories), fact)}"
        for meaning in ranked
        if meaning.material is not Material.NONE
        for fact in meaning.facts
    ]
    found += _by_category(ranked)
    found += _cosmetic(meanings)
    found += [
        _date_words(name, change)
        for name, change in dates
        if _moved(change) and (not found or _is_odd(change))
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
    if fact.fact == PARTY:
        return f"{fact.after} added" if fact.after else f"{fact.before} removed"
    if fact.fact in _WORDS:
        word, gone = fact.after or fact.before, fact.after is None
        return f'"{word}" {"no longer stated" if gone else "added"}'
    if fact.before in _POLARITY or fact.after in _POLARITY:
        return _polarity_words(fact)
    if fact.before is None:
        return f"{fact.fact} of {plural(fact.after)} stated"
    if fact.after is None:
        return f"{fact.fact} of {plural(fact.before)} no longer stated"
    direction = f" ({fact.direction})" if fact.direction != "changed" else ""
    return f"{fact.fact} {plural(fact.before)} -> {plural(fact.after)}{direction}"


def _polarity_words(fact: FactChange) -> str:
    if fact.fact == "consent" and fact.before in _CHOICE and fact.after in _CHOICE:
        return f"consent {_CHOICE[fact.before]} -> {_CHOICE[fact.after]} ({fact.direction})"
    before = _POLARITY.get(fact.before or "", "not mentioned")
    after = _POLARITY.get(fact.after or "", "not mentioned")
    doing = _DOING.get(fact.fact, fact.fact)
    return f"{doing} was {before}, now {after} ({fact.direction})"


def plural(quantity: str | None) -> str:
    """``24 month`` as ``24 months``; currencies stay."""
    value, _, unit = (quantity or "").partition(" ")
    if unit in {"hour", "day", "week", "month", "year"} and value != "1":
        return f"{value} {unit}s"
    return quantity or ""


def _without_name(name: str, fact: FactChange) -> str:
    """The fact without its own name, where ``name``, which stands before it, says the same."""
    said = fact_words(fact)
    return said.removeprefix(f"{fact.fact} ") if fact.fact == name else said


def name_of(category: Category) -> str:
    """How a sentence calls a category; one of a person's own by its name."""
    return NAMES.get(category) or category.value.replace("_", " ")


def _names(categories: Sequence[Category]) -> str:
    return ", ".join(name_of(category) for category in categories)


def _by_category(ranked: Sequence[Meaning]) -> list[str]:
    verbs: dict[tuple[Category, str], int] = Counter()
    for meaning in ranked:
        if meaning.material is Material.NONE or meaning.facts:
            continue
        for category in meaning.categories[:1]:
            verbs[category, _verb(meaning)] += 1
    return [
        f"{name_of(category)}: {count} clause{'s' if count > 1 else ''} {verb}"
        for (category, verb), count in verbs.items()
    ]


def _verb(meaning: Meaning) -> str:
    if meaning.edit.before is None:
        return "added"
    return "removed" if meaning.edit.after is None else "reworded"


def _cosmetic(meanings: Sequence[Meaning]) -> list[str]:
    kinds = Counter(meaning.cosmetic for meaning in meanings if meaning.cosmetic)
    return [f"{kind} only ({count})" for kind, count in kinds.items() if kind != "date"]


def _moved(change: DateChange) -> bool:
    return change.status in {DateStatus.CHANGED, DateStatus.APPEARED, DateStatus.DISAPPEARED}


def _is_odd(change: DateChange) -> bool:
    """It went, or back: anything else about dates is told beside the reasons."""
    return change.status is DateStatus.DISAPPEARED or (change.new or "") < (change.old or "")


def _date_words(name: str, change: DateChange) -> str:
    match change.status:
        case DateStatus.APPEARED:
            return f"{name} date {change.new} appeared"
        case DateStatus.DISAPPEARED:
            return f"{name} date {change.old} is gone"
        case _:
            backwards = " (backwards)" if (change.new or "") < (change.old or "") else ""
            return f"{name} date {change.old} -> {change.new}{backwards}"


# --- one line --------------------------------------------------------------------------------

_PLAIN = {
    ChangeClass.NONE: "no change",
    ChangeClass.LINKS_ONLY: "only links changed",
    ChangeClass.FORMATTING: "only formatting changed",
    ChangeClass.REORDERED: "only the order changed",
}


def summarise(
    meanings: Sequence[Meaning],
    change_class: ChangeClass,
    *,
    silent: bool,
    dates: Sequence[tuple[str, DateChange]],
    only: str = "",
) -> str:
    """``Retention: 30 days -> 24 months; sharing added: Acme Ads; date not updated``.

    ``only`` is the language that alone changed, of a page in two.
    """
    if change_class in _PLAIN:
        return _capital(_PLAIN[change_class])
    moved = [_date_words(name, change) for name, change in dates if _moved(change)]
    if change_class is ChangeClass.DATE_ONLY:
        return _capital("; ".join(["only the date changed", *moved]))
    parts = list(dict.fromkeys(_parts(meanings)))
    if not parts:
        kinds = sorted({meaning.cosmetic for meaning in meanings if meaning.cosmetic})
        return _capital("; ".join([f"wording only: {', '.join(kinds) or 'spelling'}", *moved]))
    shown = parts[:_SHOWN]
    if len(parts) > _SHOWN:
        shown.append(f"{len(parts) - _SHOWN} more")
    if only:
        shown.append(f"only in the {only} text")
    shown += moved or (["date not updated"] if silent else [])
    return _capital("; ".join(shown))


def _parts(meanings: Sequence[Meaning]) -> list[str]:
    ranked = sorted(meanings, key=lambda meaning: -weigh(meaning))
    parts: list[str] = []
    for meaning in ranked:
        if meaning.material is Material.NONE:
            continue
        parts.append(_part(meaning) or f"{_name(meaning.categories)} {_verb(meaning)}")
    return parts


def _name(categories: Sequence[Category], fact: str = "") -> str:
    """Of the category that the fact is about, where it is one of them, else of the first."""
    about = CATEGORY_OF_FACT.get(fact)
    if about is not None and about in categories:
        return name_of(about)
    return name_of(categories[0]) if categories else "text"


def _part(meaning: Meaning) -> str | None:
    """The most telling fact of a clause change; ``None`` when none tells more than its verb."""
    for fact in meaning.facts:
        name = _name(meaning.categories, fact.fact)
        if fact.fact == PARTY:
            added = [one.after for one in meaning.facts if one.fact == PARTY and one.after]
            verb = "added" if fact.after else "removed"
            return f"{name} {verb}: {', '.join(added[:_SHOWN]) or fact.before}"
        if is_striking(fact) or fact.before == _DENIED or (fact.before and fact.after):
            said = fact_words(fact).split(" (")[0]
            if said.startswith(f"{fact.fact} ") and fact.fact in _NAMED_KINDS:
                return said.replace(" ", ": ", 1)
            return f"{name}: {_without_name(name, fact).split(' (')[0]}"
        if fact.fact in _WORDS:
            return f"{name}: {_word_parts(meaning, fact)}"
    return None


def _word_parts(meaning: Meaning, first: FactChange) -> str:
    """The words of one kind that came, or went: ``no longer "correct", "delete"``."""
    alike = [
        f'"{one.after or one.before}"'
        for one in meaning.facts
        if one.fact == first.fact and bool(one.after) == bool(first.after)
    ]
    named = ", ".join(dict.fromkeys(alike[:_SHOWN]))
    return f"{named} added" if first.after else f"no longer {named}"


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]
