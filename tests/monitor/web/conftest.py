"""A history in three languages with alerts, served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.history import History
from support.markup import HOSTILE, HOSTILE_ADDRESSES
from support.policies import publish
from support.web import Web

from storage.model import AlertState, EventType

TOKEN = "a-token-of-many-letters"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the history; read-only for tests."""
    endpoints = (("legal", "slack"),)
    with History(tmp_path_factory.mktemp("served"), endpoints=endpoints) as history:
        publish(history)
        orchard = history.source("orchard/terms", terms_type="Terms of Service")
        version = history.version(
            orchard, "# Terms\n\nBe [kind](https://orchard.example/kind).", at="2026-03-01T10:00Z"
        )
        history.alert(
            version,
            None,
            event=EventType.SOURCE_BROKEN,
            state=AlertState.PENDING,
            endpoints=("legal",),
            body={"reason": "soft_404", "bad_fetches": 3},
        )
        history.db.update("sources", orchard, {"health": "broken", "last_reason": "soft_404"})
    return history.folder


@pytest.fixture(scope="session")
def web(published: Path) -> Iterator[Web]:
    with Web(published) as serving:
        yield serving


@pytest.fixture(scope="session")
def closed(published: Path) -> Iterator[Web]:
    """The same, for who has the token alone."""
    with Web(published, token=TOKEN, public_url="https://watch.example.org") as serving:
        yield serving


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A history in which every name, title, word and address tries to be more than text."""
    with History(tmp_path_factory.mktemp("hostile"), endpoints=(("legal", "slack"),)) as history:
        fill_with_hostility(history)
    with Web(history.folder) as serving:
        yield serving


def fill_with_hostility(history: History) -> None:
    for place, text in enumerate(HOSTILE):
        address = HOSTILE_ADDRESSES[place % len(HOSTILE_ADDRESSES)]
        clean = text.replace("\n", " ")
        source = history.source(
            f"evil-{place}/terms", service=clean, terms_type=clean, url=address, tags=(clean,)
        )
        words = clean.replace("|", "/").replace("\x00", "").replace("\x1b", "")
        body = f"# {words}\n\n{words} before\n\n[{words}]({address})\n\n* {words}\n"
        history.version(source, body, at="2026-01-01T10:00:00Z", title=clean, parties=(clean,))
        version = history.version(
            source, body.replace("before", "after"), at="2026-02-01T10:00:00Z", title=clean
        )
        change = history.change(
            version,
            summary=clean,
            reasons=(clean,),
            parties_added=(clean,),
            categories=("sharing", clean),
            severity=80,
        )
        history.alert(version, change, reason=clean, state=AlertState.HELD, body={"reason": clean})
