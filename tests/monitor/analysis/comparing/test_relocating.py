"""A right that leaves one block and comes in another under the same heading is still stated."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from monitor.analysis.model import Comparison
from storage.model import Material

LISTED = {
    "en": (
        "You may access and erase your data.",
        "You may:\n\n- access your data;\n- erase your data.",
    ),
    "fr": (
        "Vous pouvez rectifier et effacer vos données.",
        "Vous pouvez :\n\n- rectifier vos données ;\n- effacer vos données.",
    ),
    "ar": (
        "يحق لك الوصول إلى بياناتك وحذف بياناتك.",
        "يحق لك:\n\n- الوصول إلى بياناتك؛\n- حذف بياناتك.",
    ),
    "he": (
        "לכם הזכות לעיין במידע ולמחוק את המידע.",
        "לכם הזכות:\n\n- לעיין במידע;\n- למחוק את המידע.",
    ),
}


def compared(before: str, after: str) -> Comparison:
    old, new = (
        analyse(extract(page.encode(), content_type="text/markdown").document)
        for page in (before, after)
    )
    return compare(old, new)


def rights(comparison: Comparison) -> list[tuple[str | None, str | None]]:
    facts = [fact for one in comparison.clause_changes for fact in one.facts]
    return [(fact.before, fact.after) for fact in facts if fact.fact == "right"]


@pytest.mark.parametrize("turned", [False, True], ids=["to a list", "to a paragraph"])
@pytest.mark.parametrize("language", LISTED)
def test_a_paragraph_that_became_a_list_states_its_rights(language: str, *, turned: bool) -> None:
    pages = [f"# Nordwind\n\n## A\n\n{text}\n" for text in LISTED[language]]
    comparison = compared(*(reversed(pages) if turned else pages))
    assert rights(comparison) == []


def test_the_same_words_in_other_blocks_are_wording() -> None:
    comparison = compared(*(f"# Nordwind\n\n## Rights\n\n{text}\n" for text in LISTED["en"]))
    assert comparison.material is Material.MINOR


def test_a_right_that_is_missing_in_the_list_is_told() -> None:
    before, after = LISTED["en"]
    after = after.replace("\n- erase your data.", "")
    page = "# Nordwind\n\n## Rights\n\n{}\n"
    comparison = compared(page.format(before), page.format(after))
    assert rights(comparison) == [("erase", None)]
    assert comparison.material is Material.MATERIAL


def test_under_another_heading_it_is_another_right() -> None:
    page = (
        "# Nordwind\n\n## Adults\n\nYou may access{} your data.\n\n## Pupils\n\nThey may ask{}.\n"
    )
    comparison = compared(
        page.format(" and erase", ""), page.format("", " us to erase their data at any time")
    )
    assert ("erase", None) in rights(comparison)


def test_a_paragraph_joined_to_its_item_resettles_none_behind_it() -> None:
    page = (
        "# Nordwind\n\n## What we collect\n\nWe collect from you:\n\n- the name you choose;\n"
        "- your billing address.{}Your profile may hold more than that.\n\n"
        "- Orders. We collect what you buy in the shop.\n"
        "- Messages. We collect what you write to other guests.\n"
    )
    comparison = compared(page.format("\n\n"), page.format(" "))
    assert comparison.material is Material.NONE
