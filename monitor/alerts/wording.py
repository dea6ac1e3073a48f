"""What an alert says, in our words of a language: bands, categories, dates, facts, summaries.

A page's words within them are runs of their own. What a catalogue has no word for (an own category
of a watchlist, a new kind of fact) is said as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from monitor.alerts.catalogue import Words
from monitor.alerts.model import ChangeContent, ClauseContent
from monitor.alerts.runs import Run, Runs, filled, joined, run
from monitor.alerts.safe_text import clean, has_rtl, shorten
from monitor.opening_words import opening_words
from monitor.short_change import longest_change, short_change
from storage.model import (
    Category,
    ChangeClass,
    ClauseChangeKind,
    DateChange,
    DateStatus,
    FactChange,
)

_VALUE_LIMIT = 120  # characters of one side of a fact, or of a name
_PARTS = 3  # of a summary, besides dates
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?) (minute|hour|day|business day|week|month|year)", re.ASCII)
_POLARITIES = frozenset({"denies", "may", "affirms"})
_WORD_FACTS = frozenset(
    {"right", "data", "deletion", "limit", "dispute", "exception", "country", "wording"}
)
_NAMED_KINDS = frozenset({"retention", "notice", "deadline", "age", "fee"})
_QUOTATION = re.compile(r'("[^"]*")')
_UNLIMITED = "unlimited time"
# Acts that the name of a category says already.
_SAID_BY = {
    "sell": Category.SALE,
    "share": Category.SHARING,
    "collect": Category.COLLECTION,
    "use": Category.USE,
    "retain": Category.RETENTION,
    "transfer": Category.TRANSFERS,
}
_PARTY = "party"
_LANGUAGE = "language"
_SELL = "sell"
_DENIED = "denies"
_CONSENT = "consent"
_PLAIN_CLASSES = frozenset(
    {ChangeClass.NONE, ChangeClass.LINKS_ONLY, ChangeClass.FORMATTING, ChangeClass.REORDERED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityBand:
    """From ``low`` up: the name of a word, and a colour that says the same."""

    low: int
    name: str
    colour: str


BANDS = (
    SeverityBand(low=70, name="high", colour="#c0392b"),
    SeverityBand(low=40, name="medium", colour="#d68910"),
    SeverityBand(low=0, name="low", colour="#2471a3"),
)
GOOD_COLOUR = "#1e8449"


def severity_band(severity: int) -> SeverityBand:
    return next((band for band in BANDS if severity >= band.low), BANDS[-1])


def category_words(words: Words, categories: Sequence[Category]) -> Runs:
    """``Sharing, Retention``; an own category by its name."""
    return joined(((_category(words, one),) for one in categories), words.list_separator)


def _category(words: Words, category: Category) -> Run:
    known = words.find("categories", category.value)
    return Run(text=known) if known else run(_short(category.value.replace("_", " ")))


def day_words(words: Words, value: str | None) -> Run:
    """``1 April 2026`` of ``2026-04-01``, to the precision that is stated."""
    text = value or ""
    found = _ISO_DATE.fullmatch(text)
    month = int(found[2] or 0) if found else 0
    if not found or month > len(words.months):
        return run(_short(text))
    if not month:
        return Run(text=found[1])
    name = words.months[month - 1]
    if found[3] is None:
        return Run(text=words.say("dates", "month").format(month=name, year=found[1]))
    day = int(found[3])
    shown = words.say("dates", "first_day") if day == 1 else str(day)
    return Run(text=words.say("dates", "day").format(day=shown, month=name, year=found[1]))


def date_words(words: Words, date: DateChange) -> Runs:
    """``1 January 2026 → 5 March 2026``, ``not stated``."""
    old, new = day_words(words, date.old), day_words(words, date.new)
    if date.status is DateStatus.UNCHANGED and not date.new:
        new = old
    return filled(words.say("dates", date.status.value), old=old, new=new)


def fact_words(words: Words, fact: FactChange) -> Runs:
    """``retention period: 30 days → 24 months (longer)``."""
    said = _fact(words, fact)
    is_one_sided = fact.before is None or fact.after is None
    if fact.fact in (_PARTY, _LANGUAGE) or (fact.fact in _WORD_FACTS and is_one_sided):
        return said
    return filled(
        words.say("facts", "directed"), fact=said, direction=_direction(words, fact.direction)
    )


def _fact(words: Words, fact: FactChange) -> Runs:
    """A fact without its direction."""
    value = fact.after if fact.after is not None else fact.before
    gone = fact.after is None
    if fact.fact == _PARTY and (gone or fact.before is None):
        template = words.say("facts", "party_removed" if gone else "party_added")
        return filled(template, name=run(_short(value or "")))
    if fact.fact == _PARTY:
        return _sides(words, fact, "party_renamed")
    if fact.fact == _LANGUAGE:
        before, after = (_named(words, "languages", one or "") for one in (fact.before, fact.after))
        return filled(words.say("facts", "other_language"), before=before, after=after)
    name = _named(words, "facts", fact.fact)
    if fact.fact in _WORD_FACTS and (gone or fact.before is None):
        template = words.say("facts", "word_removed" if gone else "word_added")
        return filled(template, fact=name, word=run(_short(value or "")))
    return _sides(words, fact, "pair", name)


def _sides(words: Words, fact: FactChange, template: str, name: Run | str = "") -> Runs:
    is_polarity = fact.before in _POLARITIES or fact.after in _POLARITIES
    side = _polarity if is_polarity else _side
    return filled(
        words.say("facts", template),
        fact=name,
        before=side(words, fact, fact.before),
        after=side(words, fact, fact.after),
    )


def _side(words: Words, _: FactChange, value: str | None) -> Run:
    return Run(text=words.say("facts", "not_stated")) if value is None else amount(words, value)


def _polarity(words: Words, fact: FactChange, value: str | None) -> Run:
    if value is not None and value not in _POLARITIES:
        return run(_short(value))
    choice = f"{_CONSENT}_{value}" if fact.fact == _CONSENT else ""
    said = words.find("polarities", choice) or words.say("polarities", value or "none")
    return Run(text=said)


def amount(words: Words, quantity: str) -> Run:
    """``24 month`` as ``24 months``; what is no length of time stays as it is."""
    found = _QUANTITY.fullmatch(quantity)
    if quantity == _UNLIMITED:
        return Run(text=words.say("facts", "unlimited"))
    if not found:
        return run(_short(quantity))
    number = float(found[1])
    template = words.plural(found[2], number)
    return Run(text=template.format(n=found[1].removesuffix(".0")))


def _direction(words: Words, direction: str) -> Run:
    return _named(words, "directions", direction)


def _named(words: Words, section: str, name: str) -> Run:
    known = words.find(section, name)
    return Run(text=known) if known and "{" not in known else run(_short(name))


# --- one line --------------------------------------------------------------------------------


def summary_words(words: Words, change: ChangeContent) -> Runs:
    """What changed, in one line: ``Sale: selling: ruled out → possible; and 2 more``.

    In English the summary that the analysis gave, where it gave one.
    """
    if words.language == "en" and change.summary:
        return _with_quotes(clean(change.summary))
    if change.change_class in _PLAIN_CLASSES:
        return (Run(text=words.say("summaries", change.change_class.value)),)
    parts = list(dict.fromkeys(_parts(words, change)))
    shown = parts[:_PARTS]
    more = len(parts) - len(shown) + change.left_out.clause_changes
    if more:
        shown.append(filled(words.plural("more", more), n=str(more)))
    if change.silent:
        shown.append((Run(text=words.say("summaries", "silent")),))
    if not shown:
        return (Run(text=clean(change.summary)),) if change.summary else ()
    return joined(shown, words.sentence_separator)


def _with_quotes(summary: str) -> Runs:
    """The line of the analysis, each quotation of the page in a run of its own."""
    if not has_rtl(summary):
        return (Run(text=summary),)
    parts = _QUOTATION.split(summary)
    return tuple(
        run(part) if odd else Run(text=part) for part, odd in zip(parts, cycle((0, 1))) if part
    )


def _parts(words: Words, change: ChangeContent) -> Iterator[Runs]:
    if change.change_class is ChangeClass.DATE_ONLY:
        yield (Run(text=words.say("summaries", "date_only")),)
        return
    spoken = _other_language(change)
    if spoken:
        yield _capital(_fact(words, spoken))
        return
    quoted: set[tuple[Category, ClauseChangeKind]] = set()
    for clause in change.clause_changes:
        fact = next(filter(_tells, clause.facts), None)
        if fact is None and not _is_news(clause, change):
            continue
        if fact is None and not short_change(clause.diff):
            kind = _first_category(clause), clause.kind
            if kind in quoted:
                continue
            quoted.add(kind)
        if fact is not None and fact.fact in _NAMED_KINDS:  # says what it is about
            yield _capital(_fact(words, fact))
            continue
        yield filled(
            words.say("summaries", "part"),
            category=_category(words, _first_category(clause)),
            fact=_telling(words, clause, fact),
        )


def _other_language(change: ChangeContent) -> FactChange | None:
    """That the document is in another language, of which no clause can be told apart."""
    facts = (fact for clause in change.clause_changes for fact in clause.facts)
    return next((fact for fact in facts if fact.fact == _LANGUAGE), None)


def _is_news(clause: ClauseContent, change: ChangeContent) -> bool:
    """A line of the date and what else only reads otherwise are of no category that is news."""
    reads_otherwise = clause.kind is ClauseChangeKind.MODIFIED and bool(change.categories)
    return not reads_otherwise or not set(change.categories).isdisjoint(clause.categories)


def _tells(fact: FactChange) -> bool:
    """Not that an act is named where it was not: the words of the clause tell more."""
    if fact.fact == _SELL:
        return True
    one_side = fact.before if fact.after is None else fact.after if fact.before is None else None
    return one_side not in _POLARITIES or one_side == _DENIED


def _telling(words: Words, clause: ClauseContent, fact: FactChange | None) -> Runs:
    """Its first fact, or what was added, removed or changed in its first words."""
    if fact is None:
        return _in_its_words(words, clause)
    is_said = _SAID_BY.get(fact.fact) == _first_category(clause)
    return _sides(words, fact, "sides") if is_said else _fact(words, fact)


def _in_its_words(words: Words, clause: ClauseContent) -> Runs:
    kind = words.say("kinds", clause.kind.value)
    if clause.kind in (ClauseChangeKind.ADDED, ClauseChangeKind.REMOVED):
        said = opening_words("".join(text for _, text in clause.diff))
        template = words.say("summaries", f"clause_{clause.kind.value}")
        return filled(template, words=run(_short(said))) if said else (Run(text=kind),)
    if clause.kind is not ClauseChangeKind.MODIFIED:
        return (Run(text=kind),)
    short = short_change(clause.diff)
    changed = short or longest_change(clause.diff)
    if changed is None:
        return (Run(text=kind),)
    told = _words_changed(words, *changed)
    return told if short else filled(words.say("summaries", "reworded"), kind=kind, change=told)


def _words_changed(words: Words, old: str, new: str) -> Runs:
    fact = FactChange(fact="wording", before=old or None, after=new or None, direction="changed")
    return _sides(words, fact, "sides") if old and new else _fact(words, fact)


def _capital(runs: Runs) -> Runs:
    first = runs[0].text
    return (replace(runs[0], text=f"{first[:1].upper()}{first[1:]}"), *runs[1:])


def _first_category(clause: ClauseContent) -> Category:
    return clause.categories[0] if clause.categories else Category.OTHER


def reason_words(words: Words, change: ChangeContent, most: int) -> Runs:
    """Why it matters, at most ``most`` reasons: ``weaker protection (Sale)``.

    From the facts of the clauses; where there are none, the reasons of the analysis (English).
    """
    found = list(dict.fromkeys(_reasons(words, change)))[:most]
    if not found:
        found = [(run(_short(clean(reason))),) for reason in change.reasons[:most]]
    return joined(found, words.list_separator)


def reasons_told(words: Words, change: ChangeContent) -> list[Runs]:
    """Every reason by itself, of the facts of the clauses; else those of the analysis."""
    found = list(dict.fromkeys(_reasons(words, change)))
    return found or [(run(_short(clean(reason))),) for reason in change.reasons]


def _reasons(words: Words, change: ChangeContent) -> Iterator[Runs]:
    for clause in change.clause_changes:
        for fact in clause.facts[:1]:
            yield filled(
                words.say("summaries", "reason"),
                category=_category(words, _first_category(clause)),
                direction=_telling_reason(words, fact),
            )
    if change.silent:
        yield (Run(text=words.say("summaries", "silent")),)


def _telling_reason(words: Words, fact: FactChange) -> Runs:
    """Who or what came or went; of what moved, which way."""
    if fact.fact in (_PARTY, _LANGUAGE):
        return _fact(words, fact)
    if fact.fact in _WORD_FACTS and (fact.before is None or fact.after is None):
        return _fact(words, fact)
    return (_direction(words, fact.direction),)


def _short(text: str) -> str:
    return shorten(clean(text), _VALUE_LIMIT)
