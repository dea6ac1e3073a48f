"""A recorded history in English, Arabic and Hebrew, and a way to ask it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.cli import Ask, run
from support.history import NO_DATE, History, clause_change, stated
from support.started import Started

from storage.model import (
    AlertState,
    ChangeClass,
    DateChange,
    DateStatus,
    EventType,
    FactChange,
    VersionKind,
)

ENGLISH = """# Privacy policy

Last updated: 1 March 2024.

## How long we keep data

We keep account data for 30 days after you leave.

## Sharing

We do not sell your data. See our [processors](https://acme.example/processors).
"""
ENGLISH_2 = ENGLISH.replace("for 30 days", "for 24 months")
ARABIC = """# سياسة الخصوصية

تاريخ النفاذ: 9 ديسمبر 2024.

لا نبيع بياناتك لأي جهة.
"""
ARABIC_2 = ARABIC.replace("لا نبيع بياناتك", "قد نبيع بياناتك").replace("9 ديسمبر", "11 ديسمبر")
HEBREW = """# מדיניות פרטיות

אנו שומרים את המידע במשך 30 ימים.
"""

RETENTION = clause_change(
    "We keep account data for 30 days after you leave.",
    "We keep account data for 24 months after you leave.",
    diff=(
        ("=", "We keep account data for "),
        ("-", "30 days"),
        ("+", "24 months"),
        ("=", " after you leave."),
    ),
    categories=("retention",),
    heading_path=("Privacy policy", "How long we keep data"),
    facts=(FactChange(fact="retention", before="30 day", after="24 month", direction="longer"),),
)
SALE = clause_change(
    "لا نبيع بياناتك لأي جهة.",
    "قد نبيع بياناتك لأي جهة.",
    diff=(("-", "لا"), ("+", "قد"), ("=", " نبيع بياناتك لأي جهة.")),
    categories=("sale", "sharing"),
    heading_path=("سياسة الخصوصية",),
    language="ar",
)


def fill(history: History) -> None:
    """Three sources: a silent English change, a dated Arabic one, a Hebrew first version."""
    acme = history.source("acme/privacy-policy", tags=("vendor",))
    updated = stated("2024-03-01", "1 March 2024", label="Last updated", block=1)
    history.version(
        acme,
        ENGLISH,
        at="2026-03-01T10:00:00Z",
        updated_on=updated,
        categories=("retention", "sale"),
        parties=("Mailwhale",),
    )
    second = history.version(acme, ENGLISH_2, at="2026-03-05T14:07:09.5Z", updated_on=updated)
    change = history.change(
        second,
        RETENTION,
        silent=True,
        severity=78,
        reasons=("retention grew from 30 day to 24 month",),
        summary="retention longer: 30 day -> 24 month",
        updated=DateChange(status=DateStatus.UNCHANGED, old="2024-03-01", new="2024-03-01"),
    )
    history.alert(
        second, change, event=EventType.SILENT_CHANGE, severity=78, endpoints=("legal", "ops")
    )
    salam = history.source("salam/سياسة-الخصوصية", language="ar", terms_type="Privacy Policy")
    effective = stated("2024-12-09", "9 ديسمبر 2024", label="تاريخ النفاذ", block=1)
    history.version(
        salam,
        ARABIC,
        at="2026-03-02T08:00:00Z",
        title="سياسة الخصوصية",
        effective_on=effective,
        categories=("sale",),
        languages=("ar",),
        direction="rtl",
    )
    turned = history.version(
        salam,
        ARABIC_2,
        at="2026-03-06T08:00:00Z",
        effective_on=effective | {"value": "2024-12-11", "text": "11 ديسمبر 2024"},
        categories=("sale", "sharing"),
        languages=("ar",),
        direction="rtl",
    )
    moved = DateChange(status=DateStatus.CHANGED, old="2024-12-09", new="2024-12-11")
    dated = history.change(turned, SALE, effective=moved, severity=90, summary="sale turned round")
    history.alert(turned, dated, state=AlertState.HELD, reason="confirmation", severity=90)
    orech = history.source("orech/privacy-policy", language="he")
    history.version(orech, HEBREW, at="2026-03-03T09:00:00Z", languages=("he",), direction="rtl")
    _add_quiet_changes(history, orech)


def _add_quiet_changes(history: History, source_id: int) -> None:
    typo = history.version(
        source_id, HEBREW.replace("המידע", "המידעע"), at="2026-03-04T09:00:00Z", languages=("he",)
    )
    history.change(typo, material="none", severity=0, categories=("other",), summary="spelling")
    technical = history.version(
        source_id,
        HEBREW + "\nעוד שורה.\n",
        at="2026-03-04T10:00:00Z",
        kind=VersionKind.TECHNICAL,
        languages=("he",),
    )
    history.change(
        technical,
        change_class=ChangeClass.TECHNICAL,
        material="minor",
        severity=5,
        effective=NO_DATE,
        summary="extraction changed",
    )


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a filled history; read-only for tests."""
    with History(
        tmp_path_factory.mktemp("recorded"), endpoints=(("legal", "slack"), ("ops", "webhook"))
    ) as history:
        fill(history)
    return history.folder


@pytest.fixture
def ask(recorded: Path) -> Ask:
    """``ask("log", "--json")``: the command on the recorded history, in this process."""
    return lambda *words, **known: run(recorded, *words, **known)


@pytest.fixture(scope="session")
def started() -> Iterator[Started]:
    with Started() as process:
        yield process
