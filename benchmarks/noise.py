"""False alarms and missed changes on a labelled history of real pages.

    python benchmarks/noise.py PATH [--limit-documents N] [--errors FILE] [--keep DATABASE]

PATH holds ``index.jsonl`` with a row per step between two captures (document, url, earlier, later,
earlier_at, later_at, kind, quality, review; ``review`` wins over ``kind``) and a folder of files
per document. All captures are imported into a temporary database, through the pipeline of a live
fetch. A step raised an alert *before* confirmation when its later capture brought a change that
somebody would be told of, *after* confirmation when that alert was released. A return to an
earlier text (``policy.rollback``) is held until it is seen to stay, so it counts only after.

Every error is listed, with what the texts differ in, to be read: into FILE, or on stdout.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from monitor.config import Settings, Watchlist  # noqa: E402
from monitor.importing import Capture, ImportReport, Replay  # noqa: E402
from monitor.importing.capture import FileBody  # noqa: E402
from storage.alerts import AlertFilter, list_alerts  # noqa: E402
from storage.changes import Change, find_change  # noqa: E402
from storage.database import Database, open_database  # noqa: E402
from storage.model import AlertState, EventType  # noqa: E402
from storage.sources import list_sources  # noqa: E402
from storage.times import from_text, to_text  # noqa: E402
from storage.versions import versions_of  # noqa: E402

AIMS = {  # share of steps, in per cent: before confirmation, after it
    "same, verified": (0.2, 0.1),
    "same, all": (0.5, 0.5),
    "flap": (None, 3.0),
    "markup_only": (None, 0.0),
    "error_or_shell": (None, 5.0),
}
WITHOUT_TEXT_CHANGE = frozenset({"same", "markup_only", "error_or_shell", "flap"})
_EXCERPT = 160
_CLAUSES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Two captures one after the other, and what a reading says of them."""

    id: str
    document: str
    earlier: str
    later: str
    later_at: str
    kind: str
    quality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the pipeline made of the later capture. ``event`` None: nobody would be told."""

    outcome: str
    reason: str | None
    change: Change | None
    event: str | None
    state: str | None
    alert_reason: str | None

    @property
    def alerted_before(self) -> bool:
        return self.event is not None and self.event != EventType.ROLLBACK

    @property
    def alerted_after(self) -> bool:
        return self.state == AlertState.HELD and self.alert_reason == "import"

    def told(self) -> str:
        parts = [self.outcome + (f" ({self.reason})" if self.reason else "")]
        if self.change:
            record = self.change.record
            parts.append(f"{record.change_class}, {record.material}, severity {record.severity}")
        if self.event:
            parts.append(f"{self.event}: {self.state} ({self.alert_reason})")
        return "; ".join(parts)


def read_index(path: Path, limit: int | None) -> tuple[list[Step], list[Capture]]:
    rows = [json.loads(line) for line in (path / "index.jsonl").read_text("utf-8").splitlines()]
    wanted = list(dict.fromkeys(row["document"] for row in rows))[:limit]
    rows = [row for row in rows if row["document"] in set(wanted)]
    steps = [_step(row) for row in rows]
    captures: dict[tuple[str, str], Capture] = {}
    for row in rows:
        for side in ("earlier", "later"):
            captures[row["document"], row[side]] = _capture(path, row, side)
    return steps, list(captures.values())


def _step(row: dict[str, Any]) -> Step:
    return Step(
        id=str(row["id"]),
        document=row["document"],
        earlier=row["earlier"],
        later=row["later"],
        later_at=to_text(from_text(row["later_at"])),
        kind=row["review"] or row["kind"],
        quality=row["quality"],
    )


def _capture(path: Path, row: dict[str, Any], side: str) -> Capture:
    return Capture(
        url=row["url"] or f"https://{row['document']}.example/",
        service=row["document"],
        terms_type="Document",
        fetched_at=to_text(from_text(row[f"{side}_at"])),
        http_status=200,
        headers=(("Content-Type", "text/html"),),
        body=FileBody(path=path / row["document"] / row[side]),
        origin=f"{row['document']}/{row[side]}",
    )


def replay(database: Path, captures: Iterable[Capture], jobs: int) -> ImportReport:
    watchlist = Watchlist(path=database, settings=Settings(database=database))
    shown = sys.stderr.isatty()

    def progress(done: int, total: int, key: str) -> None:
        if shown and done % 20 == 0:
            print(f"\r{done}/{total} {key:40.40}", end="", file=sys.stderr)

    with open_database(database) as db:
        return Replay(db=db, watchlist=watchlist, jobs=jobs, on_progress=progress).run(captures)


def look_up(db: Database, steps: list[Step]) -> Iterator[tuple[Step, Seen]]:
    sources = {source.service: source for source in list_sources(db, removed=True)}
    alerts = {
        alert.version_id: alert
        for alert in list_alerts(db, AlertFilter())
        if alert.change_id is not None
    }
    versions = {
        (source.service, version.fetched_at): version
        for source in sources.values()
        for version in versions_of(db, source.id)
    }
    for step in steps:
        fetch = db.row(
            "SELECT outcome, reason FROM fetches WHERE source_id = ? AND started_at = ?",
            (sources[step.document].id, step.later_at),
        )
        assert fetch is not None, f"{step.document}/{step.later} was not imported"
        version = versions.get((step.document, step.later_at))
        alert = alerts.get(version.id) if version else None
        yield (
            step,
            Seen(
                outcome=fetch["outcome"],
                reason=fetch["reason"],
                change=find_change(db, version.id) if version else None,
                event=alert.event if alert else None,
                state=alert.state if alert else None,
                alert_reason=alert.reason if alert else None,
            ),
        )


def groups_of(step: Step) -> Iterator[str]:
    if step.kind == "same":
        yield "same, all"
        if step.quality == "verified":
            yield "same, verified"
    else:
        yield step.kind


def is_error(step: Step, seen: Seen) -> str | None:
    """What went wrong in a step, if anything did."""
    if step.kind in WITHOUT_TEXT_CHANGE:
        if seen.alerted_after:
            return "false alarm"
        return "false alarm before confirmation" if seen.alerted_before else None
    if step.kind != "words" or seen.alerted_after:
        return None
    if seen.change is None:
        return "missed: no version"
    if seen.event is None:
        return f"not told: {seen.change.record.change_class}, {seen.change.record.material}"
    return f"not told: {seen.alert_reason}"


def print_rates(found: list[tuple[Step, Seen]]) -> None:
    by_group: dict[str, list[Seen]] = defaultdict(list)
    for step, seen in found:
        for group in groups_of(step):
            by_group[group].append(seen)
    print(f"{'steps':18}{'n':>6}{'version':>9}{'before':>9}{'after':>9}   aim (before, after)")
    for group in sorted(by_group):
        seen_all = by_group[group]
        versions = sum(seen.change is not None for seen in seen_all)
        before = sum(seen.alerted_before for seen in seen_all)
        after = sum(seen.alerted_after for seen in seen_all)
        total = len(seen_all)
        aim = ", ".join("-" if one is None else f"{one} %" for one in AIMS.get(group, ()))
        print(
            f"{group:18}{total:>6}{versions:>9}{before:>9}{after:>9}   "
            f"{100 * before / total:.2f} % {100 * after / total:.2f} %   ({aim or 'none missed'})"
        )


def print_cost(report: ImportReport) -> None:
    cpu = sum(report.cpu_seconds.values())
    print(f"\n{report.captures} captures in {report.seconds:.1f} s, {cpu:.1f} s of CPU:")
    print(f"{report.captures / cpu:.1f} captures a second per core (aim 60)")
    for stage, seconds in report.cpu_seconds.items():
        print(f"  {stage:12}{1000 * seconds / max(1, report.captures):7.2f} ms CPU per page")
    print(f"  {dict(report.outcomes.most_common())}")
    for problem in report.problems:
        print(f"  problem: {problem}")


def print_errors(found: list[tuple[Step, Seen]], path: Path, stream: TextIO) -> None:
    errors = [
        (error, step, seen) for step, seen in found if (error := is_error(step, seen)) is not None
    ]
    print(f"{len(errors)} steps to read", file=stream)
    for error, step, seen in sorted(errors, key=lambda one: (one[0], one[1].document)):
        folder = path / step.document
        print(f"\n[{step.kind}, {step.quality}] {error}: step {step.id}", file=stream)
        print(f"  {folder / step.earlier} -> {step.later}, {step.later_at}", file=stream)
        print(f"  {seen.told()}", file=stream)
        for line in _difference(seen):
            print(f"    {line}", file=stream)


def _difference(seen: Seen) -> Iterator[str]:
    if seen.change is None:
        return
    clauses = seen.change.record.clause_changes
    for clause in clauses[:_CLAUSES]:
        pieces = [
            f"{op}{_cut(text)}" if op != "=" else f"…{text[-30:]}" for op, text in clause.diff
        ]
        yield f"{clause.kind}: {' '.join(pieces)[: 4 * _EXCERPT]}"
    if len(clauses) > _CLAUSES:
        yield f"and {len(clauses) - _CLAUSES} more"


def _cut(text: str) -> str:
    return f"[{text}]" if len(text) <= _EXCERPT else f"[{text[:_EXCERPT]}…]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", type=Path, help="the folder with index.jsonl")
    parser.add_argument("--limit-documents", type=int, help="only the first so many")
    parser.add_argument("--errors", type=Path, help="write the errors here instead of stdout")
    parser.add_argument("--keep", type=Path, help="keep the database here; use it if it is there")
    parser.add_argument("--jobs", type=int, default=1, help="processes that read (1)")
    options = parser.parse_args()
    steps, captures = read_index(options.path, options.limit_documents)
    with tempfile.TemporaryDirectory(prefix="noise-") as folder:
        database = options.keep or Path(folder) / "noise.db"
        report = replay(database, captures, options.jobs)
        with open_database(database) as db:
            found = list(look_up(db, steps))
    print_rates(found)
    print_cost(report)
    if options.errors:
        with options.errors.open("w", encoding="utf-8") as stream:
            print_errors(found, options.path, stream)
        print(f"\nto read: {options.errors}")
    else:
        print()
        print_errors(found, options.path, sys.stdout)


if __name__ == "__main__":
    main()
