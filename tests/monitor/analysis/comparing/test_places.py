"""Another distance and another state are told, and are no wording."""

from __future__ import annotations

import pytest

from monitor.alerts.catalogue import words_of
from monitor.analysis import Comparison, analyse, compare
from storage.document import Document, heading, paragraph
from storage.model import Material

FIRST = (heading("Nordwind", 1),)


def compared(language: str, title: str, before: str, after: str) -> Comparison:
    old, new = (
        analyse(
            Document(blocks=(heading("Nordwind", 1), heading(title), paragraph(text))),
            language=language,
        )
        for text in (before, after)
    )
    return compare(old, new)


def told(found: Comparison) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (one.fact, one.before, one.after, one.direction)
        for clause in found.clause_changes
        for one in clause.facts
    ]


@pytest.mark.parametrize(
    ("language", "title", "text", "near", "far"),
    [
        ("en", "Nearby", "You see people within {} of you.", "10 miles", "50 miles"),
        ("en", "Nearby", "You see people within {} of you.", "500 m", "10 km"),
        ("de", "Nähe", "Wir zeigen Mitglieder im Umkreis von {}.", "10 km", "50 km"),
        ("fr", "À proximité", "Nous affichons les membres dans un rayon de {}.", "10 km", "50 km"),
        ("es", "Cerca", "Mostramos personas en un radio de {}.", "10 kilómetros", "50 kilómetros"),
        ("ar", "الموقع", "نعرض الأشخاص ضمن مسافة {} من موقعك.", "10 كم", "50 كم"),
        ("he", "מיקום", "אנו מציגים אנשים במרחק של {} ממיקומכם.", '10 ק"מ', '50 ק"מ'),
    ],
)
def test_another_distance(language: str, title: str, text: str, near: str, far: str) -> None:
    found = compared(language, title, text.format(near), text.format(far))
    assert told(found) == [("distance", near, far, "higher")]
    assert found.material is Material.MATERIAL
    back = compared(language, title, text.format(far), text.format(near))
    assert told(back) == [("distance", far, near, "lower")]


@pytest.mark.parametrize(
    ("language", "title", "text", "one", "other"),
    [
        ("en", "Your rights", "Residents of {} may delete their data.", "Texas", "Ohio"),
        (
            "en",
            "Your rights",
            "Residents of {} may delete their data.",
            "North Carolina",
            "South Carolina",
        ),
        ("de", "Rechte", "Einwohner von {} dürfen Daten löschen.", "Texas", "Ohio"),
        (
            "fr",
            "Droits",
            "Les résidents de {} peuvent tout effacer.",
            "Floride",
            "Virginie",
        ),
        ("es", "Derechos", "Los residentes de {} pueden borrar sus datos.", "Luisiana", "Nevada"),
        ("ar", "الحقوق", "يحق لسكان ولاية {} حذف بياناتهم.", "تكساس", "كولورادو"),
        ("he", "זכויות", "לתושבי {} יש זכות למחוק את המידע.", "טקסס", "קולורדו"),
    ],
)
def test_another_state(language: str, title: str, text: str, one: str, other: str) -> None:
    found = compared(language, title, text.format(one), text.format(other))
    assert told(found) == [("state", one, other, "changed")]
    assert found.material is Material.MATERIAL


def test_the_same_distance_and_an_address_are_none() -> None:
    same = compared("en", "Nearby", "People within 1 km see you.", "People within 1000 m see you.")
    moved = compared(
        "en",
        "Contact us",
        "Write to Nordwind, Austin, Texas 78701.",
        "Write to Nordwind, Boise, Idaho 83702.",
    )
    assert told(same) == told(moved) == []
    assert moved.material is not Material.MATERIAL


@pytest.mark.parametrize("language", ["en", "ar", "he", "fr", "de", "es"])
def test_both_have_a_name_in_alerts(language: str) -> None:
    assert words_of(language).find("facts", "distance")
    assert words_of(language).find("facts", "state")
