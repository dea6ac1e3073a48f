from __future__ import annotations

import pytest

from storage.database import Database
from storage.errors import UnknownSource
from storage.model import SourceRules, SourceState
from storage.sources import (
    SourceDefinition,
    due_sources,
    list_sources,
    resolve_source,
    schedule,
    set_state,
    sync_sources,
)

NOW = "2026-01-01T00:00:00.000000Z"
LATER = "2026-01-02T00:00:00.000000Z"


def _definition(key: str, **changes: object) -> SourceDefinition:
    service, kind = key.split("/")
    values: dict[str, object] = {
        "key": key,
        "service": service,
        "service_slug": service,
        "terms_type": kind,
        "url": f"https://{service}.example/{kind}",
        "every_seconds": 3600,
    }
    return SourceDefinition(**(values | changes))


def _sync(db: Database, *definitions: SourceDefinition, now: str = NOW) -> None:
    with db.transaction():
        sync_sources(db, list(definitions), now=now)


def test_a_source_that_leaves_the_watchlist_keeps_its_history_and_can_come_back(
    database: Database,
) -> None:
    a, b = _definition("acme/privacy"), _definition("beta/privacy")
    _sync(database, a, b)
    _sync(database, b)
    assert [source.key for source in list_sources(database)] == ["beta/privacy"]
    assert resolve_source(database, "acme/privacy").state is SourceState.REMOVED
    _sync(database, a, b, now=LATER)
    back = resolve_source(database, "acme/privacy")
    assert (back.state, back.next_check_at, back.created_at) == (SourceState.ACTIVE, LATER, NOW)


def test_a_paused_source_stays_paused(database: Database) -> None:
    definition = _definition("acme/privacy")
    _sync(database, definition)
    set_state(database, resolve_source(database, "acme").id, SourceState.PAUSED)
    _sync(database, definition)
    assert resolve_source(database, "acme").state is SourceState.PAUSED
    assert due_sources(database, now=LATER, limit=10) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"url": "https://acme.example/new"}, id="url"),
        pytest.param({"rules": SourceRules(select=("main",))}, id="rules"),
    ],
)
def test_a_changed_page_or_rule_forgets_the_validators(
    database: Database, change: dict[str, object]
) -> None:
    _sync(database, _definition("acme/privacy"))
    database.execute("UPDATE sources SET etag = 'x', last_modified = 'y', last_body_digest = 'z'")
    _sync(database, _definition("acme/privacy"))
    assert resolve_source(database, "acme").etag == "x"
    _sync(database, _definition("acme/privacy", **change), now=LATER)
    source = resolve_source(database, "acme")
    assert (source.etag, source.last_modified, source.last_body_digest) == (None, None, None)
    assert source.next_check_at == LATER


def test_due_sources_come_in_the_order_of_their_waiting(database: Database) -> None:
    _sync(database, *(_definition(f"{name}/privacy") for name in "abc"))
    for name, day in (("a", 3), ("b", 1), ("c", 9)):
        schedule(database, resolve_source(database, name).id, f"2026-01-0{day}T00:00:00.000000Z")
    due = due_sources(database, now="2026-01-05T00:00:00.000000Z", limit=10)
    assert [source.key for source in due] == ["b/privacy", "a/privacy"]


@pytest.mark.parametrize(
    "name",
    ["acme/privacy-policy", "acme/pr", "https://acme.example/privacy-policy"],
    ids=["key", "prefix", "url"],
)
def test_a_source_is_found_by(database: Database, name: str) -> None:
    _sync(database, _definition("acme/privacy-policy"), _definition("acme/terms"))
    assert resolve_source(database, name).key == "acme/privacy-policy"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("bruyere", "bruyère/cookies", id="without the accent"),
        pytest.param("ACME/t", "acme/terms", id="capitals"),
        pytest.param("شركه", "شركة-أ/شروط", id="another letter of the same"),
    ],
)
def test_a_beginning_may_be_written_plainly(database: Database, name: str, key: str) -> None:
    keys = ("acme/privacy", "acme/terms", "bruyère/cookies", "شركة-أ/شروط")
    _sync(database, *(_definition(one) for one in keys))
    assert resolve_source(database, name).key == key


def test_the_beginning_of_several_is_said_to_be_that(database: Database) -> None:
    _sync(database, *(_definition(key) for key in ("acme/privacy", "acme/terms")))
    with pytest.raises(UnknownSource, match="2 sources begin with 'acme': acme/privacy, acme/te"):
        resolve_source(database, "acme")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        pytest.param("acme/privcy", "acme/privacy", id="typo"),
        pytest.param("עננים/מדינות-פרטיות", "עננים/מדיניות-פרטיות", id="Hebrew typo"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(database: Database, name: str, nearest: str) -> None:
    keys = ("acme/privacy", "acme/terms", "עננים/מדיניות-פרטיות-א", "עננים/מדיניות-פרטיות")
    _sync(database, *(_definition(key) for key in keys))
    with pytest.raises(UnknownSource) as caught:
        resolve_source(database, name)
    assert nearest in caught.value.nearest
    assert "did you mean" in str(caught.value)
