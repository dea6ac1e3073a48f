"""Whole pages in, the fixed JSON out: read the diff when ``--update-golden`` rewrote a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.extract import Extraction, Format, extract
from monitor.analysis import Comparison, analyse, compare, comparison_json, inspection_json

GOLDEN = Path(__file__).parents[3] / "golden"
COMPARE = sorted(path.parent for path in GOLDEN.glob("compare/*/old.md"))
INSPECT = sorted(path.parent for path in GOLDEN.glob("inspect/*/page.md"))
SEEN_ON = date(2025, 7, 1)

Golden = Callable[[Path, object], None]


def read(path: Path) -> Extraction:
    return extract(path.read_bytes(), format=Format.MARKDOWN)


def compared(case: str) -> Comparison:
    old, new = (
        analyse(read(GOLDEN / "compare" / case / name).document, seen_on=SEEN_ON)
        for name in ("old.md", "new.md")
    )
    return compare(old, new)


@pytest.mark.parametrize("case", COMPARE, ids=lambda path: path.name)
def test_compare(case: Path, golden: Golden) -> None:
    comparison = compared(case.name)
    golden(case / "expected.json", {"summary": comparison.summary, **comparison_json(comparison)})


@pytest.mark.parametrize("case", INSPECT, ids=lambda path: path.name)
def test_inspect(case: Path, golden: Golden) -> None:
    page = read(case / "page.md")
    inspection = inspection_json(
        analyse(page.document, seen_on=SEEN_ON),
        text_sha256=page.comparison.digest,
        markdown=page.markdown,
        quality_ok=page.quality.ok,
        quality_reasons=page.quality.reasons,
    )
    golden(case / "expected.json", inspection)


# --- what no rewriting of golden files may change ---------------------------------------------

PROMISES: dict[str, dict[str, Any]] = {
    "en-date-only": {"class": "date_only", "material": "none", "silent": False},
    "ar-date-only": {"class": "date_only", "material": "none", "silent": False},
    "he-date-only": {"class": "date_only", "material": "none", "silent": False},
    "en-typo": {"class": "substantive", "material": "none", "silent": False},
    "ar-spelling": {"class": "substantive", "material": "none", "silent": False},
    "en-reordered": {"class": "reordered", "material": "none", "silent": False},
    "en-moved-section": {"class": "reordered", "material": "none", "silent": False},
    "en-links-only": {"class": "links_only", "material": "none", "silent": False},
    "en-tracking-parameter": {"class": "none", "material": "none", "silent": False},
    "en-punctuation": {"class": "formatting", "material": "none", "silent": False},
    "en-split-block": {"class": "formatting", "material": "none", "silent": False},
    "en-furniture": {"material": "none", "silent": False, "categories": []},
    "en-renumbered": {"material": "none", "silent": False, "categories": []},
    "en-unchanged": {"class": "none", "severity": 0, "clause_changes": [], "reasons": []},
    "en-retention-removed": {"material": "material", "silent": True, "categories": ["retention"]},
    "he-rights-removed": {"material": "material", "silent": True, "categories": ["rights"]},
    "en-silent-sharing-added": {"material": "material", "silent": True},
    "en-contact-address": {"material": "minor", "silent": True, "categories": ["contact"]},
}


@pytest.mark.parametrize("case", PROMISES)
def test_promised(case: str) -> None:
    actual = comparison_json(compared(case))
    assert {key: actual[key] for key in PROMISES[case]} == PROMISES[case]


LANGUAGES = ["ar", "de", "en", "es", "fr", "he"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reversed_denial_is_told_as_weaker(language: str) -> None:
    comparison = compared(f"{language}-sale-denied-then-possible")
    facts = [
        (fact.fact, fact.before, fact.after, fact.direction)
        for change in comparison.clause_changes
        for fact in change.facts
    ]
    assert ("sell", "denies", "may", "weaker") in facts
    assert comparison.silent
    assert comparison.categories[0].value == "sale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_longer_period_is_told_as_longer(language: str) -> None:
    comparison = compared(f"{language}-retention-longer")
    facts = [
        (fact.fact, fact.before, fact.after, fact.direction)
        for change in comparison.clause_changes
        for fact in change.facts
    ]
    assert ("retention", "30 day", "24 month", "longer") in facts
    assert comparison.silent is (language != "en")
    assert "30 days -> 24 months" in comparison.summary


@pytest.mark.parametrize(
    ("case", "name"),
    [
        pytest.param("en-recipient-added-to-list", "Google Analytics", id="list"),
        pytest.param("en-recipient-added-to-table", "Amazon Web Services", id="table"),
    ],
)
def test_a_new_recipient_is_named(case: str, name: str) -> None:
    comparison = compared(case)
    assert comparison.parties_added == (name,)
    assert name in comparison.summary
    assert comparison.material.value == "material"
    assert comparison.clause_changes[0].kind.value == "added"


def test_a_moved_section_is_one_move() -> None:
    changes = compared("en-moved-section").clause_changes
    assert [change.kind.value for change in changes] == ["moved"]


def test_a_renamed_heading_is_one_rename() -> None:
    changes = compared("en-renamed-heading").clause_changes
    assert [(change.kind.value, change.before, change.after) for change in changes] == [
        ("renamed", "How long we keep data", "Storage periods")
    ]


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("bilingual-drift", "only the Arabic text changed"),
        ("he-en-drift", "only the English text changed"),
        ("ar-en-one-clause-behind", "the Arabic text on sharing changed, its counterpart did not"),
        ("ar-en-differing", "the halves state different periods or ages on retention"),
    ],
)
def test_drift_is_named(case: str, reason: str) -> None:
    assert reason in compared(case).reasons


def test_halves_that_change_together_do_not_drift() -> None:
    comparison = compared("he-en-together")
    assert not any("text" in reason and "changed," in reason for reason in comparison.reasons)
    assert not any("halves" in reason or "only the" in reason for reason in comparison.reasons)
    assert "only in" not in comparison.summary


def test_small_edits_with_large_effect_outrank_everything_cosmetic_or_minor() -> None:
    striking = [
        compared(path.name).severity
        for path in COMPARE
        if "sale-denied" in path.name or "longer" in path.name or "recipient" in path.name
    ]
    others = [
        compared(name).severity
        for name in PROMISES
        if PROMISES[name].get("material") in {"none", "minor"}
    ]
    assert min(striking) > max(others)
