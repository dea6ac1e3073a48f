"""Comparing two analysed versions: what changed, of what class, how much it matters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from monitor.analysis.aligning.align import Pair, align
from monitor.analysis.aligning.captions import Captions
from monitor.analysis.aligning.edits import Edit, make_edits
from monitor.analysis.aligning.moves import moved_clauses
from monitor.analysis.aligning.targets import link_targets
from monitor.analysis.facts.finding import facts_of, index_facts, party_changes, reverses
from monitor.analysis.model import Analysis, Comparison, DateChange, StatedDate
from monitor.analysis.sameness.citations import citations_changed
from monitor.analysis.sameness.cosmetic import OF_THE_SITE, cosmetic_reason, plain_reason
from monitor.analysis.sameness.editions import VERSION
from monitor.analysis.sameness.numbering import references_changed
from monitor.analysis.sameness.rewording import DATE, SPELLING, renames_a_party
from monitor.analysis.sameness.surroundings import surroundings
from monitor.analysis.text.similarity import block_keys
from monitor.analysis.text.tokens import words
from monitor.analysis.verdict.drift import drift_of
from monitor.analysis.verdict.meaning import Meaning, cosmetic_meaning, meaning_of
from monitor.analysis.verdict.news import news_of
from monitor.analysis.verdict.other_language import other_language, told_first, without_facts
from monitor.analysis.verdict.reasons import reasons_of
from monitor.analysis.verdict.relocating import without_relocated
from monitor.analysis.verdict.reporting import clause_changes
from monitor.analysis.verdict.resettling import resettled
from monitor.analysis.verdict.severity import DATE_ONLY, ranked_by_weight, severity_of
from monitor.analysis.verdict.summary import summarise
from storage.document import Block
from storage.model import BlockKind, Category, ChangeClass, DateStatus, Material

_RANK = {Material.NONE: 0, Material.MINOR: 1, Material.MATERIAL: 2}
_ONE_BY_ONE = 4_000  # edits that may be cosmetic; nobody touches up so many places
_ENOUGH = 300  # edits that show whether a page was touched up, or its text written anew
_SELDOM = 0.02  # share of them that is cosmetic where it was written anew
_CLOSELY = 300  # edits whose words are weighed; a text with more was written anew
_LONGEST = 20_000  # changed words of one edit; a clause with more was written anew
_STATED = frozenset({DateStatus.CHANGED, DateStatus.APPEARED})


def compare(old: Analysis, new: Analysis) -> Comparison:
    """Everything that changed from ``old`` to ``new``. Deterministic.

    ``flap``, ``rollback`` and ``technical`` are not decided here: they need a history.
    """
    before, after = old.document.blocks, new.document.blocks
    keys = block_keys(before), block_keys(after)
    named = Captions(before), Captions(after)
    pairs = resettled(old, new, align(before, after, keys), named)
    meanings = _meanings(old, new, make_edits(old, new, pairs, named), keys)
    dates = (
        ("effective", _date_change(old.dates.effective_on, new.dates.effective_on)),
        ("updated", _date_change(old.dates.updated_on, new.dates.updated_on)),
    )
    statuses = {change.status for _, change in dates}
    is_edition = _is_only_edition(meanings, statuses)
    if is_edition:
        meanings = _with_edition(meanings)
    material = max((one.material for one in meanings), key=_RANK.__getitem__, default=Material.NONE)
    change_class = _class(old, new, pairs, meanings, [change for _, change in dates])
    silent = material is not Material.NONE and not (is_edition or statuses & _STATED)
    spoken = other_language(old, new)
    if spoken:
        meanings = without_facts(meanings)
    ranked = ranked_by_weight(meanings)
    if spoken:
        ranked = told_first(ranked, spoken)
    severity = severity_of(ranked, silent=silent)
    if change_class is ChangeClass.DATE_ONLY:
        severity = DATE_ONLY
    drift = drift_of(old, new, meanings)
    reasons = reasons_of(meanings, ranked, silent=silent, dates=dates)
    added, removed = party_changes(old, new, (fact for one in meanings for fact in one.facts))
    news = news_of(ranked, old, new)
    return Comparison(
        change_class=change_class,
        material=material,
        silent=silent,
        severity=severity,
        reasons=(*reasons, *drift.reasons),
        effective=dates[0][1],
        updated=dates[1][1],
        categories=news,
        clause_changes=clause_changes(ranked, moved_clauses(new, pairs)),
        parties_added=added,
        parties_removed=removed,
        summary=summarise(
            ranked, change_class, silent=silent, dates=dates, news=news, only=drift.only
        ),
    )


def _meanings(
    old: Analysis,
    new: Analysis,
    edits: Sequence[Edit],
    keys: tuple[Sequence[str], Sequence[str]],
) -> list[Meaning]:
    if not edits:
        return []
    around = surroundings(old, new, edits, keys)
    facts_old, facts_new = index_facts(old), index_facts(new)
    meanings: list[Meaning] = []
    asked = found = 0
    for place, edit in enumerate(edits):
        facts = facts_of(edit, facts_old, facts_new)
        is_read = edit.size <= _LONGEST
        judged = is_read and not reverses(facts)
        reason = plain_reason(edit, around) if judged else None
        if judged and not reason and _is_worth_asking(asked, found):
            reason = cosmetic_reason(edit, around)
            if reason == SPELLING and renames_a_party(facts):
                reason = None
            asked, found = asked + 1, found + (reason is not None)
        if reason:
            meanings.append(cosmetic_meaning(edit, reason))
        else:
            cited = (*citations_changed(edit), *references_changed(edit, around.renumbered))
            closely = is_read and place < _CLOSELY
            meanings.append(meaning_of(edit, (*facts, *cited), closely=closely))
    return without_relocated(meanings)


def _is_worth_asking(asked: int, found: int) -> bool:
    """Whether more edits may be cosmetic, after so many were ``asked`` and so many ``found``."""
    return asked < _ENOUGH or (asked < _ONE_BY_ONE and found >= _SELDOM * asked)


def _date_change(old: StatedDate | None, new: StatedDate | None) -> DateChange:
    before, after = old.value if old else None, new.value if new else None
    if before is None and after is None:
        status = DateStatus.NONE
    elif before is None:
        status = DateStatus.APPEARED
    elif after is None:
        status = DateStatus.DISAPPEARED
    else:
        status = DateStatus.UNCHANGED if before == after else DateStatus.CHANGED
    return DateChange(status=status, old=before, new=after)


def _with_edition(meanings: Sequence[Meaning]) -> list[Meaning]:
    """``meanings`` of a change without any other news or date: its number is news."""
    return [
        replace(
            meaning,
            material=Material.MINOR,
            categories=(Category.POLICY_CHANGES,),
            cosmetic=None,
        )
        if meaning.cosmetic == VERSION
        else meaning
        for meaning in meanings
    ]


def _is_only_edition(meanings: Sequence[Meaning], statuses: Collection[DateStatus]) -> bool:
    """Another number of the version is the only news: no text that means anything, no date."""
    if not any(meaning.cosmetic == VERSION for meaning in meanings):
        return False
    told = any(meaning.material is not Material.NONE for meaning in meanings)
    return not told and _STATED.isdisjoint(statuses)


# --- class -----------------------------------------------------------------------------------


def _class(
    old: Analysis,
    new: Analysis,
    pairs: Sequence[Pair],
    meanings: Sequence[Meaning],
    dates: Sequence[DateChange],
) -> ChangeClass:
    if not any(meaning.edit.hunks for meaning in meanings):
        return _class_of_equal_words(old, new, pairs)
    if all(meaning.material is Material.NONE for meaning in meanings):
        statuses = {change.status for change in dates}
        why = {meaning.cosmetic for meaning in meanings if meaning.edit.hunks}
        if statuses & _STATED and not why <= OF_THE_SITE:
            return ChangeClass.DATE_ONLY
        if why == {DATE} and DateStatus.DISAPPEARED in statuses:
            return ChangeClass.DATE_ONLY
    return ChangeClass.SUBSTANTIVE


def _class_of_equal_words(old: Analysis, new: Analysis, pairs: Sequence[Pair]) -> ChangeClass:
    before, after = old.document.blocks, new.document.blocks
    if before == after:
        return ChangeClass.NONE
    if any(pair.moved and _counts(before, pair) for pair in pairs):
        return ChangeClass.REORDERED
    if link_targets(before) != link_targets(after):
        return ChangeClass.LINKS_ONLY
    if _bare(before) == _bare(after):  # only tracking parameters or fragments differ
        return ChangeClass.NONE
    return ChangeClass.FORMATTING


def _counts(blocks: Sequence[Block], pair: Pair) -> bool:
    return any(words(blocks[index].text) for index in pair.old)


def _bare(blocks: Sequence[Block]) -> list[tuple[BlockKind, int, str, tuple[str, ...]]]:
    return [(block.kind, block.level, block.text, block.cells) for block in blocks]
