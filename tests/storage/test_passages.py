from __future__ import annotations

import pytest

from storage.database import Database
from storage.passages import index_version, is_common, search_passages, unindexed_version_ids
from storage.versions import get_version, version_document


def _index_all(db: Database) -> None:
    for version_id in unindexed_version_ids(db, 1000):
        version = get_version(db, version_id)
        with db.transaction():
            index_version(db, version, version_document(db, version).blocks)


def _found(db: Database, query: str, *, every: bool = False) -> list[tuple[str, int, int | None]]:
    hits = search_passages(db, query, every_version=every, source_id=None, limit=50)
    return [(hit.text, hit.first_number, hit.last_number) for hit in hits]


def test_first_and_last_seen(database: Database, recorder: object) -> None:
    source = recorder.source()
    recorder.version(source, 1, "We keep data for 30 days.", "Contact us.")
    recorder.version(source, 2, "We keep data for 24 months.", "Contact us.")
    recorder.version(source, 3, "We keep data for 30 days.", "Contact us.")
    _index_all(database)
    assert _found(database, "keep data") == [("We keep data for 30 days.", 3, None)]
    assert _found(database, "keep data", every=True) == [
        ("We keep data for 30 days.", 3, None),
        ("We keep data for 24 months.", 2, 2),
        ("We keep data for 30 days.", 1, 1),
    ]
    assert _found(database, "contact") == [("Contact us.", 1, None)]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("نُشارِكُ البياناتِ مع الشركاء", "نشارك البيانات", id="harakat"),
        pytest.param("الإحتفاظ بالبيانات", "الاحتفاظ", id="hamza"),
        pytest.param("وبمشاركة المعلومات", "مشاركة", id="inside a word"),
        pytest.param("אנו לא מוכרים מידע", "מוכרים מידע", id="Hebrew"),
        pytest.param("Données à caractère personnel", "donnees a caractere", id="accents"),
        pytest.param("Kept for ٣٠ days", "30", id="digits, too short for trigrams"),
        pytest.param('a "quoted" 100% term_x', '"quoted" 100% term_', id="special characters"),
        pytest.param("ab", "b", id="one letter"),
    ],
)
def test_finds(database: Database, recorder: object, text: str, query: str) -> None:
    recorder.version(recorder.source(), 1, text, "something else entirely")
    _index_all(database)
    assert [hit[0] for hit in _found(database, query)] == [text]


def test_of_what_all_say_the_last_recorded_are_looked_through(
    database: Database, recorder: object
) -> None:
    source = recorder.source()
    recorder.version(source, 1, "We keep one.", "We keep two.", "We keep three.")
    _index_all(database)
    assert is_common(database, "keep", most=2)
    assert not is_common(database, "keep", most=3)
    hits = search_passages(database, "keep", every_version=True, source_id=None, limit=9, most=2)
    assert [hit.text for hit in hits] == ["We keep two.", "We keep three."]
    in_source = search_passages(database, "keep", every_version=True, source_id=source.id, limit=9)
    assert len(in_source) == 3


def test_an_empty_query_finds_nothing(database: Database, recorder: object) -> None:
    recorder.version(recorder.source(), 1, "text")
    _index_all(database)
    assert _found(database, " \u200f") == []


def test_indexing_is_resumable(database: Database, recorder: object) -> None:
    source = recorder.source()
    for day in (1, 2):
        recorder.version(source, day, f"text {day}")
    _index_all(database)
    _index_all(database)
    recorder.version(source, 3, "text 1")
    _index_all(database)
    assert _found(database, "text", every=True) == [
        ("text 1", 3, None),
        ("text 2", 2, 2),
        ("text 1", 1, 1),
    ]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("תנאי פרטיות ושימוש", "הפרטיות", id="Hebrew article"),
        pytest.param("פרטיות המשתמשים", "ובפרטיות", id="two Hebrew prefixes"),
        pytest.param("محاكم دبي تختص بالنظر", "بالمحاكم", id="Arabic preposition and article"),
        pytest.param("خدمات أخرى", "للخدمات", id="Arabic for the"),
    ],
)
def test_where_nobody_writes_it_so_words_are_found_without_their_particles(
    database: Database, recorder: object, text: str, query: str
) -> None:
    source = recorder.source()
    recorder.version(source, 1, text, "שכירות אחרת")
    _index_all(database)
    assert _found(database, query) == [(text, 1, None)]


def test_words_as_they_were_asked_for_come_first(database: Database, recorder: object) -> None:
    source = recorder.source()
    recorder.version(source, 1, "הפרטיות שלכם", "פרטיות")
    _index_all(database)
    assert [text for text, _, _ in _found(database, "הפרטיות")] == ["הפרטיות שלכם"]
    assert _found(database, "הכרה") == []
