from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.blobs import MAX_DEPTH, digest_of, get_blob, put_blob
from storage.database import Database, open_database
from storage.errors import CorruptBlob


def _page(number: int) -> bytes:
    rows = (
        f"<p>Clause {index}: we keep data for {index * 7 % 90} days.</p>" for index in range(400)
    )
    return ("<html>" + "".join(rows) + f"<!-- build {number} --></html>").encode()


@settings(deadline=None, max_examples=30)
@given(bodies=st.lists(st.binary(max_size=300), min_size=1, max_size=6))
def test_every_body_comes_back(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]
) -> None:
    with open_database(tmp_path_factory.mktemp("blobs") / "x.db") as db:
        near = None
        for body in bodies:
            near = put_blob(db, body, near=near)
        assert [get_blob(db, digest_of(body)) for body in bodies] == bodies


def test_nearly_equal_bodies_cost_next_to_nothing(database: Database) -> None:
    near = None
    for number in range(40):
        near = put_blob(database, _page(number), near=near)
    rows = database.rows("SELECT depth, length(data) AS stored, size FROM blobs ORDER BY id")
    assert max(row["depth"] for row in rows) == MAX_DEPTH
    assert sum(row["stored"] for row in rows) < 0.02 * sum(row["size"] for row in rows)
    assert all(
        get_blob(database, digest_of(_page(number))) == _page(number) for number in range(40)
    )


def test_a_body_is_stored_once(database: Database) -> None:
    assert put_blob(database, b"same") == put_blob(database, b"same")
    assert len(database.rows("SELECT 1 FROM blobs")) == 1


def _flip(data: bytes, position: int) -> bytes:
    changed = bytearray(data)
    changed[position] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("position", [0, 4, 12, -1])
def test_a_damaged_body_is_never_returned(database: Database, position: int) -> None:
    digest = put_blob(database, _page(1))
    stored = database.rows("SELECT data FROM blobs")[0]["data"]
    database.execute("UPDATE blobs SET data = ?", (_flip(stored, position),))
    with pytest.raises(CorruptBlob, match="restore the database from a backup"):
        get_blob(database, digest)


def test_damage_below_a_delta_is_noticed_and_not_passed_on(database: Database) -> None:
    first = put_blob(database, _page(1))
    second = put_blob(database, _page(2), near=first)
    other = put_blob(database, b"x" * 5000)
    (row,) = database.rows("SELECT data, encoding, size FROM blobs WHERE digest = ?", (other,))
    database.execute(
        "UPDATE blobs SET data = ?, size = ? WHERE digest = ?", (row["data"], row["size"], first)
    )
    with pytest.raises(CorruptBlob):
        get_blob(database, second)
    third = put_blob(database, _page(3), near=first)
    assert get_blob(database, third) == _page(3)


def test_a_missing_body_is_an_error(tmp_path: Path, database: Database) -> None:
    with pytest.raises(CorruptBlob, match="missing"):
        get_blob(database, digest_of(b"never stored"))
