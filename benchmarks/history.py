"""What it costs to ask a large history: commands, memory, and the share of start-up.

    python benchmarks/history.py DATABASE [--sources 2000] [--versions 50] [--repeat 5]

Makes DATABASE (and a watchlist beside it) unless it is there: invented policies in English, Arabic
and Hebrew of about 60 clauses and 12 kB, each version with one or two clauses changed, their
changes, dates and parties; one source has 200 versions. Making 100,000 versions takes about ten
minutes. Then each command is run as a process of its own: wall and CPU time (the median), peak
memory, and the share of a query of an empty history in the CPU time. The aims are compared with
CPU time, because a busy machine makes every wall time longer. Last, a server of the same history is
asked for its pages: its own CPU time for the first and the next answers of each, and its memory
after all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from history_pages import report_pages  # noqa: E402

from crawler.extract import EXTRACTOR_REVISION, comparison_text  # noqa: E402
from monitor.change_shape import change_shape  # noqa: E402
from monitor.understanding import source_body  # noqa: E402
from storage.alerts import NewAlert, insert_alert  # noqa: E402
from storage.analyses import AnalysisRecord, NamedParty, put_analysis  # noqa: E402
from storage.changes import Change, ChangeRecord, get_change, insert_change  # noqa: E402
from storage.database import Database, open_database  # noqa: E402
from storage.document import Block, from_markdown, to_markdown  # noqa: E402
from storage.fetches import Fetch, insert_fetch  # noqa: E402
from storage.model import (  # noqa: E402
    AlertState,
    Category,
    ClauseChange,
    ClauseChangeKind,
    DateChange,
    DateStatus,
    EventType,
    Outcome,
    RunKind,
    VersionKind,
)
from storage.passages import index_version  # noqa: E402
from storage.runs import finish_run, start_run  # noqa: E402
from storage.snapshots import NewSnapshot, insert_snapshot  # noqa: E402
from storage.sources import SourceDefinition, add_source, get_source, resolve_source  # noqa: E402
from storage.times import to_text  # noqa: E402
from storage.versions import NewVersion, Version, get_version, insert_version  # noqa: E402

START = datetime(2020, 1, 1, 6, tzinfo=UTC)
LIMITS = {  # seconds
    "log": 0.3,
    "show": 0.3,
    "diff": 0.3,
    "dates": 0.3,
    "timeline": 0.3,
    "parties": 0.3,
    "silent": 0.3,
    "stats": 0.3,
    "status": 0.3,
    "search": 0.5,
    "blame": 1.0,
}
MOST_MEGABYTES = 200
LONG = 200  # versions of the first source
ALERTS = 2_000  # of the latest changes
CATEGORIES = ("sharing", "retention", "cookies", "rights", "collection", "transfers")
LETTERS = {
    "en": "etaoinshrdlucmfwypvbg",
    "ar": "اليمنتربوعدسهكفقحشخصطجغ",
    "he": "יולהמתרבשאנדקפעחצגטזכס",
}
SENTENCES = {
    "en": "We may {0} your {1} with {2} for {3}, and keep it for {4} days.",
    "ar": "يجوز لنا {0} بياناتك {1} مع {2} لغرض {3}، ونحتفظ بها لمدة {4} يومًا.",
    "he": "אנו רשאים {0} את המידע {1} עם {2} לצורך {3}, ולשמור אותו {4} ימים.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    wall: float
    cpu: float
    megabytes: float


class Policy:
    """An invented policy that changes a little from version to version."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.language = ("en", "en", "ar", "he")[seed % 4]
        self.words = [self._word() for _ in range(400)]
        self.parties = [self._word().title() for _ in range(8)]
        self.clauses = [self._sentence() for _ in range(60)]
        self.updated_on = START.date()

    def change(self, at: datetime) -> list[tuple[str, str]]:
        """(before, after) of the clauses that changed."""
        changed = []
        for place in self.rng.sample(range(len(self.clauses)), self.rng.randint(1, 2)):
            before, self.clauses[place] = self.clauses[place], self._sentence()
            changed.append((before, self.clauses[place]))
        if self.rng.random() < 0.7:
            self.updated_on = at.date()
        return changed

    def blocks(self) -> tuple[Block, ...]:
        parts = [f"# Policy\n\nLast updated: {self.updated_on}"]
        for place, clause in enumerate(self.clauses):
            if place % 6 == 0:
                parts.append(f"## {place // 6 + 1}. {self.words[place].title()}")
            parts.append(clause)
        return from_markdown("\n\n".join(parts))

    def _sentence(self) -> str:
        rng = self.rng
        chosen = (*(self._words(n) for n in (1, 4, 1, 12)), rng.randrange(20, 900))
        return SENTENCES[self.language].format(*chosen)

    def _words(self, count: int) -> str:
        return " ".join(self.rng.choices(self.words, k=count))

    def _word(self) -> str:
        letters = LETTERS[self.language]
        return "".join(self.rng.choices(letters, k=self.rng.randint(3, 9)))


def make_history(path: Path, sources: int, versions: int) -> None:
    path.with_name("watchlist.toml").write_text(
        f'[clausewatch]\ndatabase = "{path.name}"\n', encoding="utf-8"
    )
    began = time.monotonic()
    with open_database(path) as db:
        for number in range(sources):
            with db.transaction():
                make_source(db, number, LONG if number == 0 else versions)
            if number % 50 == 49:
                done = f"{number + 1} of {sources} sources, {time.monotonic() - began:.0f} s"
                print(done, file=sys.stderr)
        db.execute("PRAGMA optimize")


def make_alerts(path: Path) -> None:
    """What was told of the latest changes, unless there are alerts. An old schema is migrated."""
    with open_database(path) as db, db.transaction():
        if db.row("SELECT 1 FROM alerts LIMIT 1"):
            return
        latest = db.rows("SELECT id FROM changes ORDER BY id DESC LIMIT ?", (ALERTS,))
        for row in latest[::-1]:
            make_alert(db, get_change(db, row["id"]))


def make_alert(db: Database, change: Change) -> None:
    version = get_version(db, change.record.version_id)
    previous = get_version(db, change.record.previous_version_id)
    source = get_source(db, version.source_id)
    told = {
        "source": source_body(source),
        "version": version.number,
        "previous_version": previous.number,
        "captured_at": version.fetched_at,
        "chain_sha256": None,
        **change_shape(change.record),
    }
    alert = NewAlert(
        event=EventType.POLICY_CHANGED,
        source_id=source.id,
        change_id=change.id,
        version_id=version.id,
        captured_at=version.fetched_at,
        created_at=version.recorded_at,
        severity=change.record.severity,
        state=AlertState.DELIVERED,
        reason=None,
        body=told,
    )
    insert_alert(db, alert)


def make_source(db: Database, number: int, versions: int) -> None:
    policy = Policy(number)
    definition = SourceDefinition(
        key=f"service-{number:04}/privacy-policy",
        service=f"Service {number:04}",
        service_slug=f"service-{number:04}",
        terms_type="Privacy Policy",
        url=f"https://service-{number:04}.example/privacy",
        tags=("vendor",) if number % 3 else (),
        every_seconds=86_400,
    )
    add_source(db, definition, now=to_text(START))
    source_id = resolve_source(db, definition.key).id
    body = b""
    for place in range(versions):
        at = START + timedelta(days=place * 2200 / versions, minutes=number)
        changed = policy.change(at) if place else []
        body = make_version(db, source_id, policy, at, changed, body)


def make_version(
    db: Database,
    source_id: int,
    policy: Policy,
    at: datetime,
    changed: list[tuple[str, str]],
    near: bytes,
) -> bytes:
    """Returns the body, for the next one to resemble."""
    moment = to_text(at)
    blocks = policy.blocks()
    text = comparison_text(blocks)
    markdown = to_markdown(blocks)
    body = f"<!doctype html><title>Policy</title><pre>{markdown}</pre>".encode()
    digest = hashlib.sha256(body).hexdigest()
    run_id = start_run(db, RunKind.CHECK, [source_id], now=moment)
    fetch = Fetch(
        run_id=run_id,
        source_id=source_id,
        started_at=moment,
        finished_at=moment,
        outcome=Outcome.NEW_VERSION,
        http_status=200,
        final_url=get_source(db, source_id).url,
        body_digest=digest,
        body_size=len(body),
    )
    snapshot = NewSnapshot(
        source_id=source_id,
        fetch_id=insert_fetch(db, fetch),
        fetched_at=moment,
        url=fetch.final_url or "",
        http_status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        content_type="text/html; charset=utf-8",
        body=body,
        body_digest=digest,
        near=hashlib.sha256(near).hexdigest() if near else None,
    )
    new = NewVersion(
        source_id=source_id,
        kind=VersionKind.UPDATE if near else VersionKind.FIRST,
        snapshot_id=insert_snapshot(db, snapshot),
        fetched_at=moment,
        recorded_at=moment,
        extractor_revision=EXTRACTOR_REVISION,
        rules_digest=get_source(db, source_id).rules_digest,
        format="html",
        charset="utf-8",
        title="Policy",
        words=text.text.count(" ") + 1,
        text_digest=text.digest,
        masked_digest=text.masked_digest,
        markdown=markdown,
    )
    version = insert_version(db, new)
    make_meaning(db, version, policy, changed, blocks)
    seen = {"last_fetch_at": moment, "last_verified_at": moment, "last_changed_at": moment}
    db.update("sources", source_id, {"health": "ok", "last_outcome": "new_version", **seen})
    finish_run(db, run_id, now=moment)
    return body


def make_meaning(
    db: Database,
    version: Version,
    policy: Policy,
    changed: list[tuple[str, str]],
    blocks: tuple[Block, ...],
) -> None:
    updated = {
        "value": str(policy.updated_on),
        "precision": "day",
        "calendar": "gregorian",
        "label": "Last updated",
        "text": str(policy.updated_on),
        "block": 1,
        "ambiguous": False,
    }
    put_analysis(
        db,
        AnalysisRecord(
            version_id=version.id,
            revision=1,
            languages=(policy.language,),
            direction="ltr" if policy.language == "en" else "rtl",
            effective_on=None,
            updated_on=str(policy.updated_on),
            dates={"effective_on": None, "updated_on": updated},
            categories=CATEGORIES,
            parties=tuple(
                NamedParty(name=name, categories=("sharing",))
                for name in policy.rng.sample(policy.parties, 6)
            ),
        ),
    )
    index_version(db, version, blocks)
    if version.previous_version_id is not None:
        insert_change(db, change_record(version, version.previous_version_id, policy, changed))


def change_record(
    version: Version, previous: int, policy: Policy, changed: list[tuple[str, str]]
) -> ChangeRecord:
    rng = policy.rng
    category = rng.choice(CATEGORIES)
    same = DateChange(
        status=DateStatus.UNCHANGED, old=str(policy.updated_on), new=str(policy.updated_on)
    )
    return ChangeRecord(
        version_id=version.id,
        previous_version_id=previous,
        created_at=version.recorded_at,
        revision=1,
        change_class="substantive",
        material=rng.choice(("material", "minor")),
        silent=rng.random() < 0.3,
        severity=rng.randrange(100),
        reasons=(f"{category}: 1 clause reworded",),
        categories=(category,),
        effective=DateChange(status=DateStatus.NONE, old=None, new=None),
        updated=same,
        parties_added=(rng.choice(policy.parties),) if rng.random() < 0.1 else (),
        parties_removed=(),
        summary=f"{category.capitalize()}: 1 clause reworded",
        clause_changes=tuple(
            ClauseChange(
                kind=ClauseChangeKind.MODIFIED,
                categories=(Category(category),),
                heading_path=("Policy",),
                before=before,
                after=after,
                diff=(("-", before), ("+", after)),
                facts=(),
                language=policy.language,
                weight=50,
            )
            for before, after in changed
        ),
    )


def commands(versions: int) -> Iterator[tuple[str, list[str]]]:
    source, at = "service-0001", "2023-03-03"
    long = Policy(0)
    yield "start-up: --version", ["--version"]
    yield "start-up: an empty history", ["log"]
    yield "log", ["log", "--limit", "50"]
    yield "log SOURCE", ["log", source]
    yield "log --category --since", ["log", "--category", "sharing", "--since", "2025-01-01"]
    yield "show SOURCE@DATE", ["show", f"{source}@{at}"]
    yield "diff SOURCE", ["diff", source]
    yield "diff SOURCE@A..B", ["diff", f"{source}@2..{versions - 1}"]
    yield "dates SOURCE", ["dates", source]
    yield "dates", ["dates"]
    yield "log --min-severity --limit", ["log", "--min-severity", "95", "--limit", "50"]
    yield "timeline SOURCE", ["timeline", source]
    yield "parties SOURCE", ["parties", source]
    yield "parties", ["parties", "--limit", "50"]
    yield "parties --name", ["parties", "--name", long.parties[0][:2]]
    yield "parties --added --since", ["parties", "--added", "--since", "2025-06-01"]
    yield "parties --removed --since", ["parties", "--removed", "--since", "2025-06-01"]
    yield "silent", ["silent", "--since", "2025-06-01"]
    yield "search", ["search", long.words[7]]
    yield "search --all-versions", ["search", "--all-versions", "keep it for 365 days"]
    yield "blame SOURCE", ["blame", "service-0000"]
    yield "stats", ["stats"]
    yield "stats --by month", ["stats", "--by", "month"]
    yield "status", ["status"]


def measure(command: list[str], watchlist: Path, repeat: int) -> Measured | None:
    """The median of some runs; None for a command that fails."""
    looks = []
    for _ in range(repeat):
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor.cli", "--watchlist", str(watchlist), *command],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
        if process.returncode:
            print(said.decode(errors="replace").strip()[-300:], file=sys.stderr)
            return None
        looks.append((time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss))
    walls, cpus, peaks = zip(*looks, strict=True)
    return Measured(
        wall=statistics.median(walls),
        cpu=statistics.median(cpus),
        megabytes=max(peaks) / 1024,
    )


def report(path: Path, versions: int, repeat: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "watchlist.toml"
        empty.write_text('[clausewatch]\ndatabase = "empty.db"\n', encoding="utf-8")
        open_database(empty.with_name("empty.db")).close()
        startup = 0.0
        size = path.stat().st_size / 1e6
        print(f"{path.name}: {size:,.0f} MB; median of {repeat} runs, each a process of its own")
        print(f"{'COMMAND':<28}{'WALL s':>8}{'CPU s':>8}{'START-UP':>10}{'MB':>7}  AIM")
        for name, command in commands(versions):
            is_startup = name.startswith("start-up")
            watchlist = empty if is_startup else path.with_name("watchlist.toml")
            found = measure(command, watchlist, repeat)
            if found is None:
                print(f"{name:<28}  failed")
                continue
            if is_startup:
                startup = found.cpu
            print(line(name, found, startup))
    report_pages(path.with_name("watchlist.toml"), versions, ALERTS, repeat, MOST_MEGABYTES)


def line(name: str, found: Measured, startup: float) -> str:
    limit = LIMITS.get(name.split(maxsplit=1)[0])
    aim = f"{limit} s" if limit else ""
    missed = (limit and found.cpu > limit) or found.megabytes > MOST_MEGABYTES
    share = f"{min(1.0, startup / found.cpu):.0%}"
    return (
        f"{name:<28}{found.wall:>8.3f}{found.cpu:>8.3f}{share:>10}{found.megabytes:>7.0f}  "
        f"{aim}{' MISSED' if missed else ''}"
    )


def main() -> None:
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("--sources", type=int, default=2_000)
    parser.add_argument("--versions", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=5)
    wanted = parser.parse_args()
    path = wanted.database.absolute()
    if not path.exists():
        make_history(path, wanted.sources, wanted.versions)
    make_alerts(path)
    report(path, wanted.versions, wanted.repeat)


if __name__ == "__main__":
    main()
