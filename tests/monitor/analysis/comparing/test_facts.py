from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.analysis import Analysis, compare
from monitor.analysis.model import Comparison, FactChange, Party, Polarity, Quantity, Statement
from storage.document import paragraph
from storage.model import Category

Make = Callable[..., Analysis]


def quantity(kind: str, value: float, unit: str) -> Quantity:
    return Quantity(kind=kind, value=value, unit=unit, text="", block=0)


def statement(act: str, polarity: Polarity) -> Statement:
    return Statement(act=act, polarity=polarity, text="", block=0)


def facts(comparison: Comparison) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (fact.fact, fact.before, fact.after, fact.direction)
        for change in comparison.clause_changes
        for fact in change.facts
    ]


OLD = paragraph("In this clause the service says one thing about it.")
NEW = paragraph("In this clause the service says another thing about it.")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            quantity("retention", 30, "day"),
            quantity("retention", 24, "month"),
            ("retention", "30 day", "24 month", "longer"),
            id="longer in another unit",
        ),
        pytest.param(
            quantity("notice", 2, "month"),
            quantity("notice", 14, "day"),
            ("notice", "2 month", "14 day", "shorter"),
            id="shorter",
        ),
        pytest.param(
            quantity("age", 13, "year"),
            quantity("age", 16, "year"),
            ("age", "13 year", "16 year", "stronger"),
            id="a higher age protects more",
        ),
        pytest.param(
            quantity("amount", 35, "EUR"),
            quantity("amount", 80, "EUR"),
            ("amount", "35 EUR", "80 EUR", "higher"),
            id="amount",
        ),
        pytest.param(
            quantity("period", 30, "day"),
            quantity("retention", 60, "day"),
            ("retention", "30 day", "60 day", "longer"),
            id="a period that was not known to be retention",
        ),
    ],
)
def test_quantities(
    analysis_of: Make,
    before: Quantity,
    after: Quantity,
    expected: tuple[str, str | None, str | None, str],
) -> None:
    old = analysis_of([OLD], quantities=[before])
    new = analysis_of([NEW], quantities=[after])
    assert facts(compare(old, new)) == [expected]


def test_the_same_length_in_another_unit_is_no_fact(analysis_of: Make) -> None:
    old = analysis_of([OLD], quantities=[quantity("retention", 14, "day")])
    new = analysis_of([NEW], quantities=[quantity("retention", 2, "week")])
    assert facts(compare(old, new)) == []


@pytest.mark.parametrize(
    ("act", "before", "after", "direction"),
    [
        pytest.param("sell", Polarity.DENIES, Polarity.MAY, "weaker", id="denied, then possible"),
        pytest.param("share", Polarity.DENIES, Polarity.AFFIRMS, "weaker", id="denied, then done"),
        pytest.param("sell", Polarity.MAY, Polarity.DENIES, "stronger", id="possible, then denied"),
        pytest.param("share", Polarity.MAY, Polarity.AFFIRMS, "broader", id="possible, then done"),
        pytest.param("sell", None, Polarity.AFFIRMS, "broader", id="an act appears"),
        pytest.param("sell", Polarity.DENIES, None, "weaker", id="a denial is gone"),
        pytest.param("sell", None, Polarity.DENIES, "stronger", id="a denial appears"),
        pytest.param("share", Polarity.AFFIRMS, None, "narrower", id="an act is gone"),
        pytest.param(
            "consent", Polarity.AFFIRMS, Polarity.DENIES, "weaker", id="consent no longer asked"
        ),
    ],
)
def test_polarity(
    analysis_of: Make,
    act: str,
    before: Polarity | None,
    after: Polarity | None,
    direction: str,
) -> None:
    old = analysis_of([OLD], statements=[statement(act, before)] if before else [])
    new = analysis_of([NEW], statements=[statement(act, after)] if after else [])
    assert facts(compare(old, new)) == [(act, before, after, direction)]


def test_parties_are_named_where_they_stand(analysis_of: Make) -> None:
    def party(name: str) -> Party:
        return Party(name=name, blocks=(0,), categories=(Category.SHARING,))

    old = analysis_of([OLD], parties=[party("Sandbank Pay"), party("Nordwind")])
    new = analysis_of([NEW], parties=[party("NORDWIND"), party("Acme Ads")])
    comparison = compare(old, new)
    assert comparison.parties_added == ("Acme Ads",)
    assert comparison.parties_removed == ("Sandbank Pay",)
    assert FactChange(fact="party", before=None, after="Acme Ads", direction="broader") in (
        comparison.clause_changes[0].facts
    )


@pytest.mark.parametrize(
    ("old", "new", "status", "silent"),
    [
        pytest.param(None, None, "none", True, id="none"),
        pytest.param("2025-01-02", "2025-01-02", "unchanged", True, id="unchanged"),
        pytest.param("2025-01-02", "2025-01-03", "changed", False, id="changed"),
        pytest.param("2025-01", "2025-01-03", "changed", False, id="more precise"),
        pytest.param(None, "2025-01-03", "appeared", False, id="appeared"),
        pytest.param("2025-01-02", None, "disappeared", True, id="disappeared"),
    ],
)
def test_silence_depends_on_the_stated_dates(
    analysis_of: Make, old: str | None, new: str | None, status: str, silent: bool
) -> None:
    before = [paragraph("We do not sell your personal information to anyone.")]
    after = [paragraph("We may sell your personal information to anyone.")]
    comparison = compare(analysis_of(before, updated=old), analysis_of(after, updated=new))
    assert comparison.updated.status.value == status
    assert comparison.effective.status.value == "none"
    assert comparison.silent is silent
