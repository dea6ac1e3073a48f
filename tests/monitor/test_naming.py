"""What a page is called whose URL is all that is known."""

from __future__ import annotations

import pytest

from monitor.naming import guess_type


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/privacy", "Privacy Policy"),
        ("/es/terminos-y-condiciones", "Terms of Service"),
        ("/condiciones", "Terms of Service"),
        ("/nutzungsbedingungen.html", "Terms of Service"),
        ("/cgu", "Terms of Service"),
        ("/شروط-الاستخدام", "Terms of Service"),
        ("/legal/dpa", "Data Processor Agreement"),
        ("/terms/data-processing-addendum", "Data Processor Agreement"),
        ("/legal/acceptable-use", "Acceptable Use Policy"),
        ("/legal/sub-processors", "Sub-processor List"),
    ],
)
def test_words_of_the_address_name_the_document(path: str, name: str) -> None:
    assert guess_type(f"https://larkfield.example{path}") == name
