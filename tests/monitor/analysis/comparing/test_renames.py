"""A party under another name is told as renamed, not as one that went and one that came."""

from __future__ import annotations

import pytest

from monitor.alerts.catalogue import words_of
from monitor.alerts.stored import change_from_json
from monitor.alerts.wording import summary_words
from monitor.analysis import Comparison, analyse, compare, comparison_json
from storage.document import Document, heading, paragraph, table_row
from storage.model import Material

TABLE = table_row(["Name", "Purpose", "Country"], header=True)
OTHER = table_row(["Ostkai Ltd", "Hosting", "Ireland"])


def rows(before: str, after: str) -> Comparison:
    old, new = (
        analyse(
            Document(
                blocks=(
                    heading("Sub-processors"),
                    TABLE,
                    OTHER,
                    table_row([name, "Mail", "Germany"]),
                )
            )
        )
        for name in (before, after)
    )
    return compare(old, new)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Bluemill GmbH", "Sandbank GmbH (formerly Bluemill GmbH)", "Bluemill"),
        ("Bluemill, Inc.", "Sandbank, Inc. (f/k/a Bluemill, Inc.)", "Bluemill"),
        ("Bluemill", "Sandbank, formerly known as Bluemill", "Bluemill"),
        ("Bluemill", "Sandbank (anciennement Bluemill)", "Bluemill"),
        ("Bluemill", "Sandbank (vormals Bluemill)", "Bluemill"),
        ("Bluemill", "Sandbank (antes Bluemill)", "Bluemill"),
        ("Bluemill", "Sandbank (سابقًا Bluemill)", "Bluemill"),
        ("Bluemill", "Sandbank (לשעבר Bluemill)", "Bluemill"),
        ("Sandbank Technologies", "Sandbank", "Sandbank Technologies"),
    ],
)
def test_a_renamed_party(before: str, after: str, told: str) -> None:
    found = rows(before, after)
    assert found.summary == (f"Sub-processors: {told} is now called Sandbank; date not updated")
    assert found.material is Material.MINOR
    assert found.parties_added == found.parties_removed == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Bluemill", "Bluemill Cloud Services"),
        ("Bluemill", "Sandbank"),
        ("Ostkai Mail", "Sandbank (formerly Bluemill)"),
    ],
)
def test_another_party_is_none_that_was_renamed(before: str, after: str) -> None:
    found = rows(before, after)
    assert found.material is Material.MATERIAL
    assert found.parties_added
    assert "now called" not in found.summary


def test_a_renamed_party_does_not_hide_what_else_is_said() -> None:
    text = "We share your mail address with {}"
    old, new = (
        analyse(Document(blocks=(heading("Sharing"), paragraph(text.format(who)))))
        for who in (
            "Bluemill GmbH.",
            "Sandbank GmbH (formerly Bluemill GmbH), and all your letters and drawings.",
        )
    )
    found = compare(old, new)
    assert found.material is Material.MATERIAL


@pytest.mark.parametrize("language", ["en", "ar", "he", "fr", "de", "es"])
def test_it_is_told_in_every_language(language: str) -> None:
    shape = comparison_json(rows("Bluemill", "Sandbank (formerly Bluemill)"))
    said = "".join(one.text for one in summary_words(words_of(language), change_from_json(shape)))
    assert "Bluemill" in said
    assert "Sandbank" in said
    assert words_of(language).say("facts", "party_renamed").split("{")[0] in said
