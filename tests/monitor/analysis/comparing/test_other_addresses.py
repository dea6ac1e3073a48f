"""One letter of a mailbox or of an address: another place, however alike they look."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from storage.model import Material


def material(before: str, after: str) -> Material:
    old, new = (
        analyse(
            extract(
                f"# Nordwind\n\n## A\n\n{text}\n".encode(), content_type="text/markdown"
            ).document
        )
        for text in (before, after)
    )
    return compare(old, new).material


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Write to {} with any request.", "privacy@nordwind.example", "privacy@nordwint.example"),
        ("Write to {} with any request.", "privacy@nordwind.example", "privcay@nordwind.example"),
        ("Écrivez à {} pour toute demande.", "donnees@nordwind.example", "donees@nordwind.example"),
        ("Write to {} soon.", "data-team@nordwind.example", "data_team@nordwind.example"),
        ("Write to {} with any request.", "data@nord-wind.example", "data@nord.wind.example"),
        ("Schreiben Sie an {}.", "daten-schutz@nordwind.example", "daten.schutz@nordwind.example"),
        ("راسلنا على {} لأي طلب.", "data-team@nordwind.example", "data_team@nordwind.example"),
        ("יש לכתוב אל {} בכל בקשה.", "data_team@nordwind.example", "data+team@nordwind.example"),
        ("Escriba a {} para cualquier solicitud.", "datos@norte.example", "datoss@norte.example"),
        ("راسلنا على {} لأي طلب.", "privacy@nordwind.example", "privacy@norwind.example"),
        ("יש לכתוב אל {} בכל בקשה.", "privacy@nordwind.example", "privacy@nordwimd.example"),
        (
            "Opt out at {} today.",
            "https://nordwind.example/optout",
            "https://nordwind.example/optuot",
        ),
        (
            "Ihre Einwilligung widerrufen Sie hier: {}",
            "https://nord.example/widerruf",
            "https://nord.example/wiederruf",
        ),
        ("لسحب موافقتك: {}", "https://nord.example/withdraw", "https://nord.example/withdrow"),
        ("למחיקת המידע: {}", "https://nord.example/delete", "https://nord.example/delet"),
    ],
)
def test_another_letter_of_an_address_is_no_slip(text: str, before: str, after: str) -> None:
    assert material(text.format(before), text.format(after)) is Material.MINOR


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "You can recieve a copy from a@nord.example.",
            "You can receive a copy from a@nord.example.",
        ),
        ("Fragen Sie unsren Dienst a@nord.example.", "Fragen Sie unseren Dienst a@nord.example."),
        (
            "The terms: https://nord.example/abuot/terms",
            "The terms: https://nord.example/about/terms",
        ),
    ],
)
def test_a_slip_beside_an_address_and_a_moved_page_stay_cosmetic(before: str, after: str) -> None:
    assert material(before, after) is Material.NONE
