"""A place to import into, and captures of an invented policy to import."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor.config import load_watchlist
from monitor.importing import ImportReport, Replay, read_folder
from monitor.tracking import Tracker
from storage.alerts import Alert, AlertFilter, list_alerts
from storage.history import HistoryEntry, HistoryFilter, list_history

KEY = "larkfield/privacy-policy"
HEAD = '[clausewatch]\ndatabase = "cw.db"\n'
POLICY = """<html lang="en"><head><title>Privacy Policy - Larkfield Tools</title></head><body><main>
<h1>Privacy Policy of Larkfield Tools</h1>
<p>Last updated: 3 January 2026</p>
<p>Larkfield Tools makes planning software for small workshops. This policy says what we do with
the data of the people who use our site and our programs, and what you can ask of us.</p>
<h2>What we collect</h2>
<p>We collect your name, your e-mail address and the pages that you visit on our site.</p>
<h2>Sharing your data</h2>
<p>We do not sell your personal data. We share it with the payment company that you choose.</p>
<h2>How long we keep it</h2>
<p>We keep your account data for 30 days after you close your account.</p>
<h2>Your rights</h2>
<p>You may ask us for a copy of your data, correct it or have it deleted at any time.</p>
</main><footer>Contact us</footer></body></html>
"""
SOLD = POLICY.replace("We do not sell your personal data.", "We may sell your personal data.")
LONGER = POLICY.replace("30 days", "24 months")
BOTH = SOLD.replace("30 days", "24 months")
DATED = SOLD.replace("3 January 2026", "20 February 2026")
MISSING = (
    "<html><head><title>404 Not Found</title></head><body><h1>Page not found</h1></body></html>"
)


def at(day: int, hour: int = 10) -> str:
    """An instant of March 2026."""
    return f"2026-03-{day:02}T{hour:02}:00:00Z"


@dataclass
class World:
    """A folder with a watchlist, a database and captures to import."""

    folder: Path
    head: str = HEAD
    count: int = 0
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def watchlist(self) -> Path:
        path = self.folder / "watchlist.toml"
        path.write_text(self.head, encoding="utf-8")
        return path

    def write(self, captures: Iterable[tuple[str, str | bytes]], **known: Any) -> Path:
        """A new folder of captures: (instant, page) each; ``known`` goes into every row."""
        self.count += 1
        folder = self.folder / f"captures-{self.count}"
        folder.mkdir()
        rows = []
        for number, (instant, page) in enumerate(captures):
            name = f"{number:03}.html"
            body = page if isinstance(page, bytes) else page.encode()
            (folder / name).write_bytes(body)
            row = {
                "url": "https://larkfield.example/privacy",
                "service": "Larkfield",
                "type": "Privacy Policy",
                "fetched_at": instant,
                "file": name,
            }
            rows.append(json.dumps(row | known))
        (folder / "captures.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return folder

    def load(self, *captures: tuple[str, str | bytes], jobs: int = 1, **known: Any) -> ImportReport:
        """Import these captures."""
        found = read_folder(self.write(captures, **known))
        watchlist = load_watchlist(self.watchlist)
        with Tracker(watchlist=watchlist) as tracker:
            return Replay(db=tracker.db, watchlist=watchlist, jobs=jobs).run(found)

    def ask(self, question: Callable[[Tracker], Any]) -> Any:
        with Tracker(watchlist=load_watchlist(self.watchlist)) as tracker:
            return question(tracker)

    def history(self) -> list[HistoryEntry]:
        """Oldest first."""
        found: list[HistoryEntry] = self.ask(lambda one: list_history(one.db, HistoryFilter()))
        return found[::-1]

    def classes(self) -> list[str | None]:
        return [entry.change_class for entry in self.history()]

    def alerts(self) -> list[Alert]:
        """Oldest capture first."""
        found: list[Alert] = self.ask(lambda one: list_alerts(one.db, AlertFilter()))
        return found[::-1]
