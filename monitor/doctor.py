"""What an operator would otherwise find out at the worst moment: one finding per check.

Nothing is changed, and nothing is sent: of an endpoint only its connection is tried.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from monitor.config import Endpoint, Watchlist, WatchlistError, load_watchlist
from monitor.endpoint_checks import find_trouble
from storage.database import Database, open_readonly
from storage.endpoints import endpoint_states
from storage.errors import StorageError
from storage.party_spans import wrong_spans
from storage.times import Clock, from_text, utc_now

_OLDEST_SQLITE = (3, 35, 0)
# Two connections that write and checkpoint at the same instant can damage a WAL database:
# https://www.sqlite.org/wal.html#walresetbug
_WAL_RESET_FIXED = (3, 51, 3)
_WAL_RESET_BACKPORTS = ((3, 50, 7), (3, 44, 6))
_NOTHING_FREE = 10_000_000  # bytes: less than a check may have to write
_LEAST_FREE = 500_000_000  # bytes
_CONNECT_SECONDS = 5.0
_AHEAD = timedelta(minutes=2)
_NAMED = 3  # sources of which something is said
_EXTRAS = {"js": "playwright", "pdf": "pypdfium2"}


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check: what was found, and what to do about it ("" where nothing is to be done)."""

    check: str
    state: State
    found: str
    remedy: str = ""


def examine(path: Path, *, reach: bool = True, clock: Clock = utc_now) -> list[Finding]:
    """All checks for the watchlist at ``path``; ``reach``: connect to endpoints."""
    findings = [sqlite_finding(sqlite3.sqlite_version_info)]
    try:
        watchlist = load_watchlist(path)
    except WatchlistError as error:
        problem = Finding(
            check="watchlist", state=State.PROBLEM, found=str(error), remedy="correct it"
        )
        return [*findings, problem]
    findings.append(_watchlist_finding(watchlist))
    findings.extend(_disk_findings(watchlist.settings.database))
    findings.extend(_history_findings(watchlist, clock))
    findings.extend(_extra_findings(watchlist))
    findings.extend(
        _endpoint_finding(watchlist, endpoint, reach=reach) for endpoint in watchlist.endpoints
    )
    return findings


def sqlite_finding(version: tuple[int, int, int]) -> Finding:
    """Whether this SQLite is known to lose data."""
    name = ".".join(map(str, version))
    if version < _OLDEST_SQLITE:
        return Finding(
            check="sqlite",
            state=State.PROBLEM,
            found=f"{name} is too old",
            remedy="use a Python whose SQLite is 3.35 or newer",
        )
    mended = version >= _WAL_RESET_FIXED or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in _WAL_RESET_BACKPORTS
    )
    if mended:
        return Finding(check="sqlite", state=State.OK, found=name)
    return Finding(
        check="sqlite",
        state=State.WARNING,
        found=f"{name} has the WAL-reset bug, which can very rarely damage a database",
        remedy="use a Python with SQLite 3.51.3 or newer when your system has one, and keep "
        "backups ('clausewatch backup')",
    )


def _watchlist_finding(watchlist: Watchlist) -> Finding:
    counts = (
        f"{len(watchlist.sources)} sources, {len(watchlist.routes)} routes, "
        f"{len(watchlist.endpoints)} endpoints"
    )
    if watchlist.warnings:
        return Finding(
            check="watchlist",
            state=State.WARNING,
            found="; ".join(watchlist.warnings),
            remedy="see docs/watchlist.md",
        )
    if watchlist.settings.contact is None:
        return Finding(
            check="watchlist",
            state=State.WARNING,
            found=f"{counts}; no contact",
            remedy="give 'contact', so that a site can write to you instead of shutting you out",
        )
    if not watchlist.routes:
        return Finding(
            check="watchlist",
            state=State.WARNING,
            found=f"{counts}: nobody would be told of a change",
            remedy="add an [[endpoint]] and a [[route]] to it",
        )
    return Finding(check="watchlist", state=State.OK, found=counts)


def _disk_findings(database: Path) -> Iterator[Finding]:
    folder = database.parent
    if not folder.is_dir():
        yield Finding(
            check="folder",
            state=State.PROBLEM,
            found=f"{folder} does not exist",
            remedy="make it, or name another 'database'",
        )
        return
    if not os.access(folder, os.W_OK) or (database.exists() and not os.access(database, os.W_OK)):
        yield Finding(
            check="folder",
            state=State.PROBLEM,
            found=f"{database} cannot be written by this user",
            remedy="run as the user that owns it, or give that user the folder",
        )
    free = shutil.disk_usage(folder).free
    size = database.stat().st_size if database.exists() else 0
    enough = free > max(_LEAST_FREE, size // 10)
    short = State.PROBLEM if free < _NOTHING_FREE else State.WARNING
    yield Finding(
        check="disk",
        state=State.OK if enough else short,
        found=f"{free / 1e9:.1f} GB free, the database has {size / 1e9:.1f} GB",
        remedy="" if enough else "make room before it is needed",
    )
    if database.exists():
        yield from _name_findings(database, database.stat(), folder.stat())


def _name_findings(
    database: Path, file: os.stat_result, folder: os.stat_result
) -> Iterator[Finding]:
    """What its log and its locks, which stand beside the name, cannot do for it."""
    if file.st_nlink > 1:
        yield Finding(
            check="names",
            state=State.WARNING,
            found=f"{database.name} has {file.st_nlink} names (hard links): used by two of them at "
            "once it is damaged",
            remedy="make a copy with 'clausewatch backup', and remove the other names",
        )
    if file.st_dev != folder.st_dev:
        yield Finding(
            check="names",
            state=State.WARNING,
            found=f"{database.name} is mounted without its folder: what was recorded last stands "
            "beside it, and stays behind",
            remedy="mount the folder that holds it",
        )
    if file.st_mode & 0o007:
        yield Finding(
            check="permissions",
            state=State.WARNING,
            found=f"{database.name} can be read by every user of this machine",
            remedy="chmod 640 it, if what you watch is nobody else's business",
        )


def _history_findings(watchlist: Watchlist, clock: Clock) -> Iterator[Finding]:
    database = watchlist.settings.database
    if not database.exists():
        yield Finding(
            check="database",
            state=State.WARNING,
            found="nothing was recorded yet",
            remedy="run 'clausewatch check'",
        )
        return
    try:
        with open_readonly(database) as db:
            yield _structure_finding(db)
            yield _clock_finding(db, clock())
    except StorageError as error:
        yield Finding(
            check="database",
            state=State.PROBLEM,
            found=str(error),
            remedy="docs/operating.md has a table of what to do",
        )


def _structure_finding(db: Database) -> Finding:
    row = db.row("PRAGMA quick_check(1)")
    said = str(row[0]) if row else "no answer"
    if said != "ok":
        return Finding(
            check="database",
            state=State.PROBLEM,
            found=said,
            remedy="restore a backup; 'clausewatch db verify' shows what is affected",
        )
    wrong = {key for key, _ in wrong_spans(db)}
    if wrong:
        return Finding(
            check="database",
            state=State.WARNING,
            found=f"since when parties are named is not what the versions say: {_few(wrong)}",
            remedy="'clausewatch reprocess SOURCE' makes it anew",
        )
    return Finding(check="database", state=State.OK, found="the file is whole")


def _few(keys: set[str]) -> str:
    shown = ", ".join(sorted(keys)[:_NAMED])
    return f"{shown} and {len(keys) - _NAMED} more" if len(keys) > _NAMED else shown


def _clock_finding(db: Database, now: datetime) -> Finding:
    row = db.row("SELECT max(started_at) FROM runs")
    last = from_text(row[0]) if row and row[0] else None
    if last is None or last <= now + _AHEAD:
        return Finding(check="clock", state=State.OK, found=f"{now:%Y-%m-%d %H:%M} UTC")
    return Finding(
        check="clock",
        state=State.PROBLEM,
        found=f"it is {now:%Y-%m-%d %H:%M} UTC here, but a run began at {last:%Y-%m-%d %H:%M}",
        remedy="set the clock of this machine, and keep it set (NTP)",
    )


def _extra_findings(watchlist: Watchlist) -> Iterator[Finding]:
    for extra, module in _EXTRAS.items():
        wanted = extra == "js" and any(source.js is True for source in watchlist.sources)
        if wanted and find_spec(module) is None:
            yield Finding(
                check=extra,
                state=State.PROBLEM,
                found=f"a source asks for it, and {module} is not installed",
                remedy=f"pip install 'clausewatch[{extra}]'",
            )
    chromium = watchlist.settings.chromium
    if chromium is not None and not os.access(chromium, os.X_OK):
        yield Finding(
            check="chromium",
            state=State.PROBLEM,
            found=f"{chromium} is no program that can be run",
            remedy="correct 'chromium' in the watchlist",
        )


def _endpoint_finding(watchlist: Watchlist, endpoint: Endpoint, *, reach: bool) -> Finding:
    check = f"endpoint {endpoint.name}"
    trouble = find_trouble(watchlist, endpoint, reach=reach)
    if trouble is not None:
        return Finding(check=check, state=State.PROBLEM, found=trouble.found, remedy=trouble.remedy)
    stopped = _stopped(watchlist, endpoint)
    if stopped is not None:
        return Finding(
            check=check,
            state=State.WARNING,
            found=stopped,
            remedy=f"'clausewatch alerts resume {endpoint.name}' sends to it again",
        )
    found = "it can be reached" if reach else "its secrets are there"
    return Finding(check=check, state=State.OK, found=found)


def _stopped(watchlist: Watchlist, endpoint: Endpoint) -> str | None:
    """Why nothing is sent to an endpoint that could be sent to."""
    try:
        with open_readonly(watchlist.settings.database) as db:
            states = {state.name: state for state in endpoint_states(db)}
    except StorageError:  # said by another check
        return None
    state = states.get(endpoint.name)
    if state is None or not (state.paused_at or state.disabled_at):
        return None
    owed = f"; it is owed {state.owed} messages" if state.owed else ""
    if state.disabled_at:
        return f"disabled since {state.disabled_at[:10]}: {state.reason}{owed}"
    return f"paused since {(state.paused_at or '')[:10]}{owed}"
