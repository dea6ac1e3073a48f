"""Facts that moved with an edit: periods and amounts, what is denied or allowed, who is named."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.facts.legal_forms import form_changes
from monitor.analysis.facts.quantities import AGE, quantity_changes
from monitor.analysis.facts.renames import renames
from monitor.analysis.facts.sentence_pairs import changed_sentences, is_reordered
from monitor.analysis.model import Analysis, FactChange, Party, Polarity, Quantity, Statement
from monitor.analysis.parties.former_names import name_key
from monitor.analysis.statements.finding import every_statement
from monitor.analysis.text.tokens import words
from storage.values import value

_RANK = {Polarity.DENIES: 0, Polarity.MAY: 1, Polarity.AFFIRMS: 2}
# Of these acts a denial is what harms the reader, so the direction turns round.
CONSENT = "consent"
_PROTECTIVE = frozenset({CONSENT})

# Every second sentence of a policy uses data or asks for consent: only a denial of it is a fact.
_EVERYWHERE = frozenset({"use", CONSENT})

PARTY = "party"
SELL = "sell"
_BOUND = 4_000  # letters of a sentence that are read
_CONDITION = 10  # words of "with your prior consent"

_Fact = TypeVar("_Fact")


@value(kw_only=False)
class FactIndex:
    """The facts of one version by the block they stand in.

    ``denials`` counts the blocks that deny an act, ``ages`` are all that the version states.
    """

    quantities: Mapping[int, Sequence[Quantity]]
    statements: Mapping[int, Sequence[Statement]]
    parties: Mapping[int, Sequence[Party]]
    names: frozenset[str]
    denials: Mapping[str, int]
    ages: frozenset[float]


def index_facts(analysis: Analysis) -> FactIndex:
    quantities: dict[int, list[Quantity]] = defaultdict(list)
    statements: dict[int, list[Statement]] = defaultdict(list)
    parties: dict[int, list[Party]] = defaultdict(list)
    for quantity in analysis.quantities:
        quantities[quantity.block].append(quantity)
    for statement in analysis.statements:
        statements[statement.block].append(statement)
    for party in analysis.parties:
        for block in party.blocks:
            parties[block].append(party)
    names = frozenset(name_key(party.name) for party in analysis.parties)
    denials = Counter(one.act for one in analysis.statements if one.polarity is Polarity.DENIES)
    ages = frozenset(one.value for one in analysis.quantities if one.kind == AGE)
    return FactIndex(quantities, statements, parties, names, denials, ages)


def party_changes(
    old: Analysis, new: Analysis, facts: Iterable[FactChange]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names that only the new version has, and names that only the old one had, in text order.

    But those that ``facts`` say are one party's.
    """
    here, there = _names(old.parties), _names(new.parties)
    renamed = {
        name for one in facts if is_renaming(one) for name in (one.before, one.after) if name
    }
    added = tuple(name for key, name in there.items() if key not in here and name not in renamed)
    gone = tuple(name for key, name in here.items() if key not in there and name not in renamed)
    return added, gone


def is_renaming(fact: FactChange) -> bool:
    """A party that is called otherwise."""
    return fact.fact == PARTY and bool(fact.before and fact.after)


def _names(parties: Iterable[Party]) -> dict[str, str]:
    return {name_key(party.name): party.name for party in parties}


def facts_of(edit: Edit, old: FactIndex, new: FactIndex) -> tuple[FactChange, ...]:
    """What moved between the blocks of an edit, most telling first."""
    acts = _polarity(edit, _at(old.statements, edit.old), _at(new.statements, edit.new))
    lengths = quantity_changes(
        _at(old.quantities, edit.old), _at(new.quantities, edit.new), edit.before, edit.after
    )
    return (
        *(one for one in acts if not _is_denied_elsewhere(one, old, new)),
        *(one for one in lengths if not _is_stated_elsewhere(one, old, new)),
        *_parties(edit, old, new),
        *_forms(edit, old, new),
    )


def reverses(facts: Iterable[FactChange]) -> bool:
    """A denial turned round, or another period: no rule may call such an edit cosmetic."""
    return any(
        fact.before and fact.after and fact.direction in {"weaker", "stronger", "longer", "shorter"}
        for fact in facts
    )


def _is_denied_elsewhere(fact: FactChange, old: FactIndex, new: FactIndex) -> bool:
    """A denial came to one clause or left it, and the version without it there has it as well.

    Who does not sell data does so wherever it is said. Other denials are of one clause, so as many
    must be left.
    """
    if fact.before is Polarity.DENIES and fact.after is None:
        there, here = old, new
    elif fact.after is Polarity.DENIES and fact.before is None:
        there, here = new, old
    else:
        return False
    left = here.denials.get(fact.fact, 0)
    return left >= (1 if fact.fact == SELL else there.denials.get(fact.fact, 0))


def _is_stated_elsewhere(fact: FactChange, old: FactIndex, new: FactIndex) -> bool:
    """An age that the other version states as well, wherever it does."""
    if fact.fact != AGE or (fact.before and fact.after):
        return False
    ages = old.ages if fact.after else new.ages
    return float((fact.after or fact.before or "").partition(" ")[0]) in ages


def _at(index: Mapping[int, Sequence[_Fact]], blocks: Sequence[int]) -> Sequence[_Fact]:
    if len(blocks) == 1:
        return index.get(blocks[0], ())
    return [fact for block in blocks for fact in index.get(block, ())]


# --- what is denied or allowed ---------------------------------------------------------------


def _polarity(
    edit: Edit, before: Sequence[Statement], after: Sequence[Statement]
) -> list[FactChange]:
    """First what one sentence turned round, then what the clause as a whole no longer says.

    ``before`` and ``after`` have each act once for each polarity, wherever the clause says it.
    """
    if not before and not after:
        return []
    if edit.before and edit.after and is_reordered(edit.before, edit.after):
        return []
    turned = _turned(edit) if before and after else []
    changes: list[FactChange] = []
    for act in dict.fromkeys(statement.act for statement in (*before, *after)):
        told = [change for change in turned if change.fact == act]
        if not told:
            gone, come = _moved(act, before, after)
            change = _act_change(act, gone, come)
            told = [change] if change else []
        changes += told
    return changes


def _turned(edit: Edit) -> list[FactChange]:
    """What is said otherwise of an act in one sentence, whatever the others say of it."""
    if edit.before is None or edit.after is None:
        return []
    language = edit.clause.language
    changes: list[FactChange] = []
    for old, new in changed_sentences(edit.before, edit.after):
        if old is None or new is None:
            continue
        here, there = (every_statement(one[:_BOUND], language) for one in (old, new))
        for act in dict.fromkeys(one.act for one in here):
            gone, come = _moved(act, here, there)
            change = _act_change(act, gone, come) if gone and come else None
            if change:
                changes.append(change)
        changes += _asked(old, new, here, there)
    return list(dict.fromkeys(changes))


def _moved(
    act: str, before: Sequence[Statement], after: Sequence[Statement]
) -> tuple[Counter[Polarity], Counter[Polarity]]:
    """The polarities of an act that only one side has, or has more often."""
    here = [one.polarity for one in before if one.act == act]
    there = [one.polarity for one in after if one.act == act]
    if here == there:  # mostly
        return Counter(), Counter()
    said, now = Counter(here), Counter(there)
    return said - now, now - said


def _asked(
    old: str, new: str, here: Sequence[Statement], there: Sequence[Statement]
) -> list[FactChange]:
    """What was done with consent is done all the same; nothing else of the sentence changed."""
    said = [any(one.act == CONSENT for one in side) for side in (here, there)]
    if said[0] is said[1] or any(one.polarity is Polarity.DENIES for one in (*here, *there)):
        return []
    before, after = Counter(words(old)), Counter(words(new))
    less, more = (before - after, after - before) if said[0] else (after - before, before - after)
    if more or less.total() > _CONDITION:
        return []
    asked = Polarity.AFFIRMS if said[0] else None, Polarity.AFFIRMS if said[1] else None
    direction = "weaker" if said[0] else "stronger"
    return [FactChange(fact=CONSENT, before=asked[0], after=asked[1], direction=direction)]


def _act_change(act: str, gone: Counter[Polarity], come: Counter[Polarity]) -> FactChange | None:
    if not gone and not come:
        return None
    turned = act in _PROTECTIVE and bool(gone and come)  # from opt-in to opt-out
    if (
        act in _EVERYWHERE
        and not turned
        and Polarity.DENIES not in gone
        and Polarity.DENIES not in come
    ):
        return None
    before = min(gone, key=_RANK.__getitem__) if gone else None
    after = max(come, key=_RANK.__getitem__) if come else None
    if before and before is not Polarity.DENIES and Polarity.DENIES in come:
        after = Polarity.DENIES
    return FactChange(
        fact=act, before=before, after=after, direction=_act_direction(act, before, after)
    )


def _act_direction(act: str, before: Polarity | None, after: Polarity | None) -> str:
    denied_before, denied_after = before is Polarity.DENIES, after is Polarity.DENIES
    if denied_before == denied_after:
        return _degree(act, before, after)
    weaker = denied_before is not (act in _PROTECTIVE)
    return "weaker" if weaker else "stronger"


def _degree(act: str, before: Polarity | None, after: Polarity | None) -> str:
    """More or less is done, but nothing that was denied: "may share" became "will share"."""
    if before is None:
        return "broader"
    if after is None:
        return "narrower"
    if before is after:
        return "changed"
    more = _RANK[after] > _RANK[before]
    if act in _PROTECTIVE:
        return "stronger" if more else "weaker"
    return "broader" if more else "narrower"


# --- who is named ----------------------------------------------------------------------------


def _parties(edit: Edit, old: FactIndex, new: FactIndex) -> list[FactChange]:
    here = dict.fromkeys(party.name for party in _at(old.parties, edit.old))
    there = dict.fromkeys(party.name for party in _at(new.parties, edit.new))
    come = [name for name in there if name_key(name) not in old.names]
    gone = [name for name in here if name_key(name) not in new.names]
    renamed = {after: before for before, after in renames(come, gone, edit.after, old.names)}
    return [
        *(_party(renamed.get(name), name) for name in come),
        *(_party(name, None) for name in gone if name not in renamed.values()),
    ]


def _party(before: str | None, after: str | None) -> FactChange:
    one_sided = "narrower" if after is None else "broader"
    direction = "changed" if before and after else one_sided
    return FactChange(fact=PARTY, before=before, after=after, direction=direction)


def _forms(edit: Edit, old: FactIndex, new: FactIndex) -> tuple[FactChange, ...]:
    """Who is named on both sides and became another kind of company."""
    if not edit.before or not edit.after:
        return ()
    here = {party.name for party in _at(old.parties, edit.old)}
    both = [party.name for party in _at(new.parties, edit.new) if party.name in here]
    return tuple(form_changes(edit.before, edit.after, both)) if both else ()
