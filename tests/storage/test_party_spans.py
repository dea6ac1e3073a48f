"""From which version to which a party is named: kept with the analyses, whatever their order."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.history import History

from storage.analyses import AnalysisRecord, NamedParty, put_analysis
from storage.database import Database, open_database
from storage.named_parties import parties_added, parties_ever, parties_now, parties_removed
from storage.party_spans import wrong_spans
from storage.timeline import insert_version_after, relink_versions
from storage.versions import NewVersion, Version, find_version, get_version, versions_of

NAMES = ("Mailwhale", "شركة البريد", "דואר מהיר", "Payfox")


def spans(db: Database) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for row in db.rows("SELECT * FROM party_spans ORDER BY name, first_number"):
        found.setdefault(row["name"], []).append((row["first_number"], row["last_number"]))
    return found


def stretches(named: list[set[str]]) -> dict[str, list[tuple[int, int]]]:
    """Spans as a child would find them: version by version."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, names in enumerate(named, 1):
        for name in names:
            known = found.setdefault(name, [])
            if known and known[-1][1] == number - 1:
                known[-1] = (known[-1][0], number)
            else:
                known.append((number, number))
    return found


def analysed(db: Database, version: Version, names: set[str]) -> None:
    put_analysis(
        db,
        AnalysisRecord(
            version_id=version.id,
            revision=1,
            languages=("en",),
            direction="ltr",
            effective_on=None,
            updated_on=None,
            dates={"effective_on": None, "updated_on": None},
            categories=(),
            parties=tuple(NamedParty(name=name, categories=("sharing",)) for name in sorted(names)),
        ),
    )


def recorded(history: History, source: int, place: int) -> Version:
    """A version that comes to light in the midst of others, not analysed yet."""
    before = find_version(history.db, source, place)
    known = get_version(history.db, 1)
    text = f"inserted after {place}, of {len(versions_of(history.db, source))}"
    values = {name: getattr(known, name) for name in NewVersion.__slots__ if name != "markdown"}
    digests = {"text_digest": text, "masked_digest": text}
    with history.db.transaction():
        found = insert_version_after(
            history.db, NewVersion(**(values | digests), markdown=text), before
        )
        relink_versions(history.db, source)
    return found


@settings(deadline=None, max_examples=20)
@given(
    first=st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=6),
    later=st.lists(
        st.tuples(st.booleans(), st.integers(0, 9), st.sets(st.sampled_from(NAMES))), max_size=8
    ),
    order=st.randoms(use_true_random=False),
)
def test_they_are_what_the_analyses_give_in_whatever_order_these_come(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[set[str]],
    later: list[tuple[bool, int, set[str]]],
    order: random.Random,
) -> None:
    with History(tmp_path_factory.mktemp("spans")) as history:
        db = history.db
        source = history.source("acme/privacy-policy")
        ids = [
            history.version(source, f"Text {day}.", at=f"2026-03-0{day}T10:00:00Z").id
            for day in range(1, len(first) + 1)
        ]
        named: dict[int, set[str]] = {one: set() for one in ids}
        waiting = list(zip(ids, first, strict=True))
        order.shuffle(waiting)
        for version_id, names in waiting:
            analysed(db, get_version(db, version_id), names)
            named[version_id] = names
            assert wrong_spans(db) == []
        for is_new, place, names in later:
            if is_new:
                version = recorded(history, source, place % (len(named) + 1))
                assert wrong_spans(db) == []
            else:
                version = get_version(db, ids[place % len(ids)])
            analysed(db, version, names)
            named[version.id] = names
            assert wrong_spans(db) == []
        assert spans(db) == stretches([named[one.id] for one in versions_of(db, source)])


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    with History(tmp_path) as history:
        source = history.source("acme/privacy-policy")
        for day, names in enumerate(
            (NAMES[:2], NAMES[1:2], NAMES[:1], (NAMES[0], NAMES[3])), start=1
        ):
            history.version(source, f"Text {day}.", at=f"2026-03-0{day}T10:00:00Z", parties=names)
        other = history.source("tapuz/privacy-policy", language="he")
        history.version(other, "טקסט.", at="2026-03-02T10:00:00Z", parties=NAMES[2:3])
    return tmp_path / "clausewatch.db"


def test_a_transaction_that_fails_leaves_them_as_they_were(acme: Path) -> None:
    with open_database(acme) as db:
        before = spans(db)
        with pytest.raises(RuntimeError), db.transaction():
            analysed(db, get_version(db, 2), set(NAMES))
            assert spans(db) != before
            raise RuntimeError
        assert spans(db) == before
        assert wrong_spans(db) == []


def test_those_of_an_older_database_are_made_when_it_is_opened(acme: Path) -> None:
    with open_database(acme) as db:
        before = spans(db)
    with sqlite3.connect(acme) as connection:
        connection.execute("DROP TABLE party_spans")
        connection.execute("CREATE INDEX parties_name ON parties (name)")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_party_spans'")
        connection.execute("PRAGMA user_version = 3")
    connection.close()
    with open_database(acme) as db:
        assert spans(db) == before
        assert before == {
            NAMES[0]: [(1, 1), (3, 4)],
            NAMES[1]: [(1, 2)],
            NAMES[2]: [(1, 1)],
            NAMES[3]: [(4, 4)],
        }


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM party_spans WHERE name = 'Payfox'",
        "UPDATE party_spans SET last_number = 9 WHERE name = 'Payfox'",
        "INSERT INTO party_spans VALUES (2, 'Payfox', 1, 1)",
        "DELETE FROM parties WHERE name = 'Payfox'",
    ],
    ids=["one is missing", "too long", "of another source", "its analysis is gone"],
)
def test_what_disagrees_with_the_analyses_is_named(acme: Path, damage: str) -> None:
    with open_database(acme) as db:
        assert wrong_spans(db) == []
        db.execute(damage)
        assert [name for _, name in wrong_spans(db)] == ["Payfox"]


def test_who_is_named_is_told_from_them(acme: Path) -> None:
    with open_database(acme) as db:
        ever = [(one.name, one.first_number, one.since_number) for one in parties_ever(db)]
        assert ever == [
            ("Mailwhale", 1, 3),
            ("Payfox", 4, 4),
            ("شركة البريد", 1, 1),
            ("דואר מהיר", 1, 1),
        ]
        then = "2026-03-02T12:00:00.000000Z"
        assert [one.name for one in parties_added(db, then)] == ["Mailwhale", "Payfox"]
        assert [(one.name, one.last_number) for one in parties_removed(db, then)] == [
            ("شركة البريد", 2)
        ]
        assert [one.name for one in parties_now(db, ["Mailwhale"])] == ["Mailwhale"]
        assert [one.name for one in parties_now(db)] == ["Mailwhale", "Payfox", "דואר מהיר"]


def test_a_version_that_is_not_analysed_yet_names_nobody(acme: Path) -> None:
    with History(acme.parent) as history:
        recorded(history, 1, 4)
        (last,) = parties_ever(history.db, source_id=1, names=["Payfox"])
        assert (last.first_number, last.last_number) == (4, 4)
