"""What 100,000 sources cost while none of them is due, and what choosing the due ones costs.

    python benchmarks/schedule.py [--sources N] [--small N] [PATH]

Makes a watchlist of ``N`` invented sources (three documents per service) and its database under
``PATH`` (default: a temporary folder), then does what the daemon does: reads the watchlist, takes
it over into the database twice (the second time nothing changed), finishes what an earlier pass
left, and ticks: with nothing due, and with 200 due. The same with ``--small`` sources, each size in
a process of its own, so that its memory is its own. Times are wall-clock, the best of 20 ticks;
memory is the peak of the whole process. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from monitor.config import load_watchlist  # noqa: E402
from monitor.tracking import Tracker  # noqa: E402

DUE = 200
TICKS = 20
LIMITS = {"idle tick, ms": 1.0, "memory, MB": 300.0}
FLAT = 3.0  # times the small schedule's, for ticks of a few milliseconds
LATER = "2999-01-01T00:00:00.000000Z"


def write_watchlist(folder: Path, sources: int) -> Path:
    lines = ["[clausewatch]", 'database = "schedule.db"', 'contact = "watch@larkfield.example"']
    for number in range(sources):
        service, document = divmod(number, 3)
        lines += ["[[source]]", f'service = "Service {service}"', f'type = "Terms {document}"']
        lines.append(f'url = "https://service-{service}.example/terms/{document}"')
    path = folder / "watchlist.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def best_tick(tracker: Tracker, due: int) -> float:
    """Milliseconds of what a tick asks before it crawls; ``due`` sources answer."""
    db = tracker.db
    with db.transaction():
        db.execute("UPDATE sources SET next_check_at = ?", (LATER,))
        db.execute("UPDATE sources SET next_check_at = created_at WHERE id <= ?", (due,))

    def tick() -> None:
        tracker.remind()
        if len(tracker.due()) != due:
            raise SystemExit(f"{due} sources should be due")

    return min(seconds(tick) for _ in range(TICKS)) * 1000


def measure(folder: Path, sources: int) -> dict[str, float]:
    path = write_watchlist(folder, sources)
    figures: dict[str, float] = {}
    began = time.perf_counter()
    watchlist = load_watchlist(path)
    figures["reading the watchlist, s"] = time.perf_counter() - began
    for which in ("new", "known"):
        tracker = Tracker(watchlist=watchlist)
        figures[f"taking it over, {which}, s"] = seconds(tracker.__enter__)
        if which == "new":
            tracker.__exit__()
    figures["finishing an earlier pass, s"] = seconds(tracker.resume)
    figures["idle tick, ms"] = best_tick(tracker, 0)
    figures[f"tick with {DUE} due, ms"] = best_tick(tracker, DUE)
    tracker.__exit__()
    figures["memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def measure_apart(folder: Path, sources: int) -> dict[str, float]:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("schedule.db*"):
        old.unlink()
    command = [sys.executable, __file__, "--only", str(sources), str(folder)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: dict[str, float] = json.loads(answer)
    return figures


def report(small: int, large: int, folder: Path) -> int:
    sizes = {size: measure_apart(folder / str(size), size) for size in (small, large)}
    print(f"{'':32}{small:>10}{large:>10}")
    for name in sizes[large]:
        print(f"{name:32}{sizes[small][name]:>10.3f}{sizes[large][name]:>10.3f}")
    wrong = [name for name, limit in LIMITS.items() if sizes[large][name] >= limit]
    name = f"tick with {DUE} due, ms"
    if sizes[large][name] > FLAT * sizes[small][name]:
        wrong.append(name)
    print("above its limit: " + ", ".join(wrong) if wrong else "every limit is kept")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sources", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    parser.add_argument("path", type=Path, nargs="?")
    given = parser.parse_args()
    if given.only:
        print(json.dumps(measure(given.path, given.only)))
        return 0
    if given.path:
        return report(given.small, given.sources, given.path)
    with tempfile.TemporaryDirectory() as folder:
        return report(given.small, given.sources, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
