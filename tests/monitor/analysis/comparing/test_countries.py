"""Another country where data are kept, or to which they go."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from monitor.analysis.model import Comparison, FactChange
from storage.model import Material


def compared(before: str, after: str) -> Comparison:
    old, new = (
        analyse(extract(f"# A\n\n## B\n\n{text}\n".encode(), content_type="text/markdown").document)
        for text in (before, after)
    )
    return compare(old, new)


def countries(comparison: Comparison) -> list[tuple[str | None, str | None, str]]:
    facts: list[FactChange] = [fact for one in comparison.clause_changes for fact in one.facts]
    return [(one.before, one.after, one.direction) for one in facts if one.fact == "country"]


@pytest.mark.parametrize(
    ("before", "after", "fact"),
    [
        (
            "Your data is stored in Finland.",
            "Your data is stored in Brazil.",
            ("Finland", "Brazil", "changed"),
        ),
        (
            "We transfer data to Norway and Japan.",
            "We transfer data to Norway, Japan and Turkey.",
            (None, "Turkey", "broader"),
        ),
        (
            "Wir speichern Ihre Daten in Finnland.",
            "Wir speichern Ihre Daten in den Vereinigten Staaten.",
            ("Finnland", "Vereinigten Staaten", "changed"),
        ),
        (
            "Vos données sont hébergées en Belgique.",
            "Vos données sont hébergées au Maroc.",
            ("Belgique", "Maroc", "changed"),
        ),
        (
            "Transferimos sus datos a Portugal.",
            "Transferimos sus datos a Portugal y a Chile.",
            (None, "Chile", "broader"),
        ),
        (
            "تُنقل بياناتك إلى فنلندا.",
            "تُنقل بياناتك إلى البرازيل.",
            ("فنلندا", "البرازيل", "changed"),
        ),
        ("تُنقل بياناتك داخل البلاد.", "تُنقل بياناتك خارج البلاد.", ("داخل", "خارج", "changed")),
        (
            "המידע שלכם נשמר בישראל ובפינלנד.",
            "המידע שלכם נשמר בישראל, בפינלנד וביפן.",
            (None, "יפן", "broader"),
        ),
    ],
)
def test_another_country_is_a_fact(
    before: str, after: str, fact: tuple[str | None, str | None, str]
) -> None:
    comparison = compared(before, after)
    assert countries(comparison) == [fact]
    assert comparison.material is Material.MATERIAL
    assert comparison.severity >= 40
    assert (fact[1] or "") in comparison.summary


def test_a_row_says_whose_country_it_is() -> None:
    table = "Sub-processors\n\n| Vendor | Purpose | Location |\n|---|---|---|\n| Lumo | Mail | {} |"
    comparison = compared(table.format("Finland"), table.format("India"))
    assert countries(comparison) == [("Finland", "India", "changed")]
    assert "Lumo: Finland -> India" in comparison.summary
    assert comparison.material is Material.MATERIAL


def test_a_country_in_a_row_of_help_is_no_contact() -> None:
    table = "ספקי משנה\n\n| ספק משנה | שירות | מדינה |\n|---|---|---|\n| Lumo Help | תמיכה | {} |"
    comparison = compared(table.format("אירלנד"), table.format("הודו"))
    assert countries(comparison) == [("אירלנד", "הודו", "changed")]
    assert [one.value for one in comparison.categories] == ["subprocessors"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Your data is stored in the USA.", "Your data is stored in the United States."),
        ("Nordwind GmbH, Main Street 1, Berlin, Germany", "Nordwind GmbH, Ring 2, Vienna, Austria"),
        ("These terms are under the laws of Ireland.", "These terms are under the laws of Canada."),
        ("Your data is stored in Finland.", "Your data are stored in Finland."),
    ],
)
def test_where_no_data_go_elsewhere_there_is_no_such_fact(before: str, after: str) -> None:
    assert countries(compared(before, after)) == []
