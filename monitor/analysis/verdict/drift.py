"""Two-language pages whose halves no longer say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.analysis.aligning.halves import counterparts, halves_of
from monitor.analysis.model import Analysis
from monitor.analysis.quantities.units import in_days
from monitor.analysis.verdict.meaning import Meaning
from storage.model import Category, Material
from storage.values import value

_NAMES = {
    "ar": "Arabic",
    "he": "Hebrew",
    "en": "English",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "fa": "Persian",
}
_MOST = 3  # clauses that are named


@value
class Drift:
    """``reasons`` in plain words; ``only`` is the language that alone changed, "" otherwise."""

    reasons: tuple[str, ...] = ()
    only: str = ""


def drift_of(old: Analysis, new: Analysis, meanings: Sequence[Meaning]) -> Drift:
    """What changed in one half and not in the other, or differently."""
    halves = set(halves_of(old)) & set(halves_of(new))
    told = [meaning for meaning in meanings if meaning.material is not Material.NONE]
    changed = {meaning.edit.clause.language for meaning in told} & halves
    if len(halves) < 2 or not changed:  # noqa: PLR2004
        return Drift()
    if len(changed) == 1 and all(meaning.edit.clause.language in changed for meaning in told):
        (language,) = changed
        name = name_of_language(language)
        return Drift(reasons=(f"only the {name} text changed",), only=name)
    partners = (counterparts(old), counterparts(new))
    alone = list(dict.fromkeys(_alone(told, partners)))
    differing = list(dict.fromkeys(_differing(old, new, told, partners)))
    return Drift(reasons=tuple((*differing, *alone)[:_MOST]))


Partners = tuple[dict[int, int], dict[int, int]]


def _alone(told: Sequence[Meaning], partners: Partners) -> Iterator[str]:
    """Clauses that changed while their counterpart did not."""
    touched = {(False, block) for meaning in told for block in meaning.edit.old}
    touched |= {(True, block) for meaning in told for block in meaning.edit.new}
    for meaning in told:
        edit = meaning.edit
        sides = ((False, edit.old), (True, edit.new))
        found = [
            (is_new, partners[is_new][block])
            for is_new, blocks in sides
            for block in blocks
            if block in partners[is_new]
        ]
        if found and touched.isdisjoint(found):
            yield (
                f"the {name_of_language(edit.clause.language)} text{_about(meaning)} changed, "
                "its counterpart did not"
            )


def _differing(
    old: Analysis, new: Analysis, told: Sequence[Meaning], partners: Partners
) -> Iterator[str]:
    """Clauses whose halves stated the same periods and now state others."""
    before, after = _periods(old), _periods(new)
    for meaning in told:
        for block in meaning.edit.new[:1]:
            partner = partners[True].get(block)
            if partner is None or partner < block or not meaning.edit.old:
                continue
            here, there = after.get(block, set()), after.get(partner, set())
            source = meaning.edit.old[0]
            same = before.get(source) == before.get(partners[False].get(source, -1))
            if same and here and there and here != there:
                yield f"the halves state different periods or ages{_about(meaning)}"


def _periods(analysis: Analysis) -> dict[int, set[tuple[str, float]]]:
    found: dict[int, set[tuple[str, float]]] = {}
    for quantity in analysis.quantities:
        found.setdefault(quantity.block, set()).add(in_days(quantity))
    return found


def _about(meaning: Meaning) -> str:
    first = meaning.categories[0] if meaning.categories else Category.OTHER
    return "" if first == Category.OTHER else f" on {str(first).replace('_', ' ')}"


def name_of_language(language: str) -> str:
    return _NAMES.get(language, language)
