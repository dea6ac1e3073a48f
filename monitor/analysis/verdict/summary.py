"""A change in one line: what is news of it first, each thing once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.facts.countries import COUNTRY
from monitor.analysis.facts.finding import PARTY, SELL, is_renaming
from monitor.analysis.facts.promises import (
    DATA,
    DELETION,
    DISPUTE,
    EXCEPTION,
    LIMIT,
    RIGHT,
    name_of_term,
)
from monitor.analysis.facts.turns import topics
from monitor.analysis.model import DateChange, FactChange, Polarity
from monitor.analysis.quantities.money import FEE
from monitor.analysis.sameness.rewording import DATE
from monitor.analysis.statements.finding import statements_in
from monitor.analysis.verdict.meaning import Meaning
from monitor.analysis.verdict.other_language import LANGUAGE, language_words
from monitor.analysis.verdict.reasons import (
    DOING,
    QUOTED,
    WORDS,
    date_words,
    fact_words,
    has_moved,
    main_name,
    name_of,
    plural,
    quoted,
    verb_of,
    without_name,
)
from monitor.analysis.verdict.severity import Weighed, is_striking
from monitor.analysis.verdict.topics import CATEGORY_OF_FACT
from monitor.opening_words import opening_words
from monitor.short_change import longest_change, short_change
from storage.model import BlockKind, Category, ChangeClass, Material

_PLAIN = {
    ChangeClass.NONE: "no change",
    ChangeClass.LINKS_ONLY: "only links changed",
    ChangeClass.FORMATTING: "only formatting changed",
    ChangeClass.REORDERED: "only the order changed",
}
_NAMED_KINDS = frozenset({"retention", "notice", "deadline", "age", FEE})  # say what they are about
_TOLD_ALONE = frozenset({"retention", "age"})  # also where nothing took their place
# Of these acts a denial that came is told; of the others it is of one case, and hard to tell.
_TOLD_DENIALS = frozenset({SELL, "share", "collect", "transfer", "track"})
_DENIED = Polarity.DENIES.value
_VERBS = ("added", "removed", "reworded")
_SHOWN = 3  # parts of a summary besides the date
# What came, and what went.
_JOINS_NAMES = ("{} added: {}", "{} removed: {}")
_JOINS_OTHERS = ("{}: {} added", "{}: no longer {}")
_JOINS_WORDS = {
    EXCEPTION: ("{}: exception {} added", "{}: exception {} dropped"),
    LIMIT: ("{}: limit {} added", "{}: limit {} dropped"),
}
_ABOUT_WORDS = {
    RIGHT: Category.RIGHTS,
    DATA: Category.COLLECTION,
    DELETION: Category.RETENTION,
    DISPUTE: Category.DISPUTE,
}


@dataclass(slots=True)
class _Part:
    """What is said of one category: ``said`` alone, a list of names, or the words of ``edits``."""

    name: str
    said: str = ""
    edits: list[Edit] = field(default_factory=list)  # of which no fact tells
    names: dict[str, None] = field(default_factory=dict)
    joins: str = ""  # how names are put: "{} added: {}"
    is_news: bool = False

    def text(self) -> str:
        if self.said:
            return self.said
        if self.names:
            named = ", ".join(list(self.names)[:_SHOWN])
            rest = len(self.names) - _SHOWN
            return self.joins.format(self.name, named + (f" and {rest} more" if rest > 0 else ""))
        first, *others = self.edits
        said = f"{self.name} {verb_of(first)}{_first_words(first)}"
        counts = Counter(verb_of(one) for one in others if not _says_the_same(one, first))
        if not counts:
            return said
        listed = [f"{counts[verb]} {verb}" for verb in _VERBS if verb in counts]
        return f"{said} (also {', '.join(listed)})"


def _first_words(edit: Edit) -> str:
    """What came, or went, in its first words; of what was reworded the place that changed most."""
    if edit.is_whole:
        words = opening_words(edit.after or edit.before or "")
        return f": {quoted(words)}" if words else ""
    changed = longest_change(edit.diff)
    return f": {_sides(*changed)}" if changed else ""


def _says_the_same(edit: Edit, first: Edit) -> bool:
    return edit.size == first.size and (edit.removed, edit.added) == (first.removed, first.added)


def _sides(old: str, new: str) -> str:
    if old and new:
        return f"{quoted(old)} -> {quoted(new)}"
    return f"{quoted(new)} added" if new else f"{quoted(old)} no longer stated"


def summarise(
    ranked: Sequence[Weighed],
    change_class: ChangeClass,
    *,
    silent: bool,
    dates: Sequence[tuple[str, DateChange]],
    news: Collection[Category] = (),
    only: str = "",
) -> str:
    """``Retention: 30 days -> 24 months; sharing added: Acme Ads; date not updated``.

    ``ranked``: weightiest first. Parts about the categories in ``news`` stand before the others.
    ``only`` is the language that alone changed, of a page in two.
    """
    if change_class in _PLAIN:
        return _capital(_PLAIN[change_class])
    moved = [date_words(name, change) for name, change in dates if has_moved(change)]
    still = ["date not updated"] if silent else []
    if change_class is ChangeClass.DATE_ONLY:
        return _capital("; ".join([_besides_the_date(ranked), *moved]))
    spoken = ranked[0][1].facts[:1] if ranked else ()
    if any(fact.fact == LANGUAGE for fact in spoken):
        return _capital("; ".join([*map(language_words, spoken), *(moved or still)]))
    parts = _ordered(ranked, news)
    if not parts:
        kinds = sorted({meaning.cosmetic for _, meaning in ranked if meaning.cosmetic})
        return _capital("; ".join([f"wording only: {', '.join(kinds) or 'spelling'}", *moved]))
    shown = _shown(parts)
    if only:
        shown.append(f"only in the {only} text")
    shown += moved or still
    return _capital("; ".join(shown))


def _shown(parts: Sequence[_Part]) -> list[str]:
    """The first parts, of several with the same quotation one, and how many more there are."""
    found: dict[str, str] = {}
    for place, part in enumerate(parts):
        if len(found) == _SHOWN:
            return [*found.values(), f"{len(parts) - place} more"]
        text = part.text()
        said = text.partition(": ")[2]
        found.setdefault(said if said.startswith('"') else text, text)
    return list(found.values())


def _besides_the_date(ranked: Sequence[Weighed]) -> str:
    """That words changed, too, is said though they say the same."""
    kinds = {one.cosmetic for _, one in ranked if one.cosmetic and one.edit.hunks} - {DATE}
    if not kinds:
        return "only the date changed"
    return f"the date changed; besides wording only: {', '.join(sorted(kinds))}"


def _ordered(ranked: Sequence[Weighed], news: Collection[Category]) -> list[_Part]:
    """Weightiest first, but what is no news of the whole change, or says little, later."""
    told = {name_of(category) for category in news}
    parts: dict[tuple[str, str], _Part] = {}
    for _, meaning in ranked:
        if meaning.material is Material.NONE:
            continue
        key, part = _part(meaning)
        known = parts.setdefault(key, part)
        if known is not part:
            known.edits += part.edits
        known.names.update(part.names)
        known.is_news = known.is_news or part.name in told
    other = name_of(Category.OTHER)
    return sorted(parts.values(), key=lambda part: (not part.is_news, part.name == other))


def _part(meaning: Meaning) -> tuple[tuple[str, str], _Part]:
    """What is told of a clause change, with what parts must share to be one."""
    for fact in sorted(meaning.facts, key=lambda fact: not is_striking(fact)):
        name = _about(meaning, fact)
        if is_renaming(fact):
            renamed = f"{name}: {fact_words(fact)}"
            return (name, renamed), _Part(name=name, said=renamed)
        if fact.fact == PARTY:
            gone = not any(one.after for one in _comings(meaning))
            return _named(name, _parties(meaning), _JOINS_NAMES[gone])
        if fact.fact in WORDS:
            joins = _JOINS_WORDS.get(fact.fact, _JOINS_OTHERS)[fact.after is None]
            return _named(name, _words(meaning, fact), joins)
        said = _said_of(name, meaning, fact)
        if said:
            return (name, said), _Part(name=name, said=said)
    came = meaning.edit.before is None
    name = main_name(_beside_a_denial(meaning) if came else meaning.categories)
    said = _words_of(name, meaning)
    if said:
        return (name, said), _Part(name=name, said=said)
    return (name, ""), _Part(name=name, edits=[meaning.edit])


def _words_of(name: str, meaning: Meaning) -> str | None:
    """What little changed, in its own words."""
    changed = None if meaning.edit.is_whole else short_change(meaning.edit.diff)
    return None if changed is None else f"{name}: {_sides(*changed)}"


def _said_of(name: str, meaning: Meaning, fact: FactChange) -> str | None:
    if fact.fact == COUNTRY:
        return _where(name, meaning, fact)
    if fact.fact in QUOTED or fact.fact in topics():
        said = fact_words(fact).removesuffix(f" ({fact.direction})")
        return said if meaning.categories == (Category.OTHER,) else f"{name}: {said}"
    return _said(name, meaning, fact)


def _said(name: str, meaning: Meaning, fact: FactChange) -> str | None:
    """The fact in words; None when it tells no more than that something changed."""
    if is_striking(fact) or fact.before == _DENIED or (fact.before and fact.after):
        said = fact_words(fact).split(" (")[0]
        if said.startswith(f"{fact.fact} ") and fact.fact in _NAMED_KINDS:
            return said.replace(" ", ": ", 1)
        return f"{name}: {without_name(name, fact).split(' (')[0]}"
    if fact.fact in _TOLD_DENIALS and fact.after == _DENIED:
        return f"{name}: {DOING[fact.fact]} now denied"
    if fact.fact == SELL and fact.before is None and Category.SALE in meaning.categories:
        return f"{name}: selling now {'possible' if fact.after == Polarity.MAY else 'stated'}"
    if (
        fact.fact in _TOLD_ALONE
        and CATEGORY_OF_FACT.get(fact.fact, fact.fact) in meaning.categories
    ):
        came = fact.before is None
        length = plural(fact.after if came else fact.before)
        return f"{fact.fact}: {length} {'stated' if came else 'no longer stated'}"
    return None


def _where(name: str, meaning: Meaning, fact: FactChange) -> str:
    """The countries; in a row of a table with whose they are: ``Acme: Ireland -> India``."""
    block = meaning.edit.block
    row = f"{block.cells[0]}: " if block.kind is BlockKind.TABLE_ROW and block.cells else ""
    return f"{name}: {row}{fact_words(fact)}"


def _named(name: str, names: Iterable[str], joins: str) -> tuple[tuple[str, str], _Part]:
    return (name, joins), _Part(name=name, names=dict.fromkeys(names), joins=joins)


def _parties(meaning: Meaning) -> list[str]:
    """The new names; where there is none, those that are gone."""
    facts = _comings(meaning)
    return [one.after for one in facts if one.after] or [one.before for one in facts if one.before]


def _comings(meaning: Meaning) -> list[FactChange]:
    """Who came, and who went."""
    return [one for one in meaning.facts if one.fact == PARTY and not is_renaming(one)]


def _words(meaning: Meaning, first: FactChange) -> Iterator[str]:
    """The words of one kind that came, or went, with the first of them."""
    for one in meaning.facts:
        if one.fact == first.fact and bool(one.after) == bool(first.after):
            said = one.after or one.before or ""
            yield name_of_term(one.fact, said) or quoted(said)


def _about(meaning: Meaning, fact: FactChange) -> str:
    """The name of the category that the fact is about, where it is one of the clause's."""
    about = _ABOUT_WORDS.get(fact.fact)
    if about is not None and about in meaning.categories:
        return name_of(about)
    categories = _beside_a_denial(meaning) if fact.fact == PARTY else meaning.categories
    return main_name(categories, fact.fact)


def _beside_a_denial(meaning: Meaning) -> tuple[Category, ...]:
    """The categories without sale, where it is denied beside what else is said.

    "We work with Acme and never sell data" adds no sale, and Acme buys nothing.
    """
    if len(meaning.categories) == 1 or _sells(meaning):
        return meaning.categories
    return tuple(one for one in meaning.categories if one is not Category.SALE)


def _sells(meaning: Meaning) -> bool:
    """Whether a changed sentence says of a sale that there is or may be one."""
    edit = meaning.edit
    return any(
        said.act == SELL and said.polarity is not Polarity.DENIES
        for sentence in (*edit.sentences_after, *edit.sentences_before)
        for said in statements_in(sentence, edit.clause.language)
    )


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]
