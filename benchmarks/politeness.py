"""How polite a large crawl is, by the log of the servers.

    python benchmarks/politeness.py [--hosts N] [--pages N] [--delay SECONDS]

One server plays N hosts with invented names (127.0.9.x, resolved by tests/support/fake_dns), each
with a robots.txt and P pages: some ask for a Crawl-delay, some deny pages, some answer 429 or 503
with Retry-After, some close connections, some have redirects and validators. The real crawling
process runs over all pages twice. Then every request in the log is judged: none against robots.txt
or before it was read, none sooner than the delay or Crawl-delay after the one before it to that
host, none within Retry-After, never two at a time at one host, none without our name and contact,
and in the second run none for a page with validators without them. Exits 1 on any.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAKE_DNS = ROOT / "tests" / "support" / "fake_dns"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.pages import policy  # noqa: E402

from crawler.runner import CrawlJob, ProcessRunner  # noqa: E402
from storage.database import open_database  # noqa: E402
from storage.model import RunKind  # noqa: E402
from storage.runs import finish_run, start_run  # noqa: E402
from storage.sources import SourceDefinition, add_source, list_sources  # noqa: E402
from storage.times import to_text, utc_now  # noqa: E402

AGENT = "clausewatch/0.1 (+watch@example.org)"
CRAWL_DELAY = 0.5
RETRY_AFTER = 3
TOLERANCE = 0.01  # seconds: the server's clock reads when it has the request, not when it was sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A request: when it was there, when its answer had left, and what was answered."""

    host: str
    path: str
    began: float
    ended: float
    status: int
    agent: str
    etag: str | None


@dataclass(slots=True)
class Server:
    """Plays every host, by the Host header."""

    entries: list[Entry] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    port: int = 0

    def start(self) -> None:
        listener = socket.create_server(("127.0.9.1", 0), backlog=512)
        self.port = listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as reader:
            while line := reader.readline().decode("latin-1").strip():
                began = time.monotonic()
                path = line.split(" ")[1]
                headers: dict[str, str] = {}
                while entry := reader.readline().decode("latin-1").strip():
                    name, _, value = entry.partition(":")
                    headers[name.lower()] = value.strip()
                host = headers["host"].partition(":")[0]
                status, head, body = answer(host, path, headers)
                length = b"" if status == 304 else b"Content-Length: %d\r\n" % len(body)
                connection.sendall(b"HTTP/1.1 %d X\r\n%s%s\r\n" % (status, length, head) + body)
                self._log(host, path, began, status, headers)
                if kind_of(host) == "closing":
                    return

    def _log(
        self, host: str, path: str, began: float, status: int, headers: dict[str, str]
    ) -> None:
        with self.lock:
            self.entries.append(
                Entry(
                    host=host,
                    path=path,
                    began=began,
                    ended=time.monotonic(),
                    status=status,
                    agent=headers.get("user-agent", ""),
                    etag=headers.get("if-none-match"),
                )
            )


KINDS = ("plain", "delayed", "denying", "limited", "closing", "moving", "failing", "dated")


def host_name(number: int) -> str:
    return f"{KINDS[number % len(KINDS)]}-{number}.example"


def kind_of(host: str) -> str:
    return host.partition("-")[0]


def answer(host: str, path: str, headers: dict[str, str]) -> tuple[int, bytes, bytes]:
    kind = kind_of(host)
    if path == "/robots.txt":
        return answer_robots(kind)
    number = int(path.rpartition("-")[2])
    html = b"Content-Type: text/html; charset=utf-8\r\n"
    body = policy(extra=f"Part {number} of {host}.", repeat=2).encode()
    if kind == "limited" and number == 2:
        return 429, b"Retry-After: %d\r\n" % RETRY_AFTER, b""
    if kind == "moving" and path.startswith("/page"):
        return 302, b"Location: /moved-%d\r\n" % number, b""
    if kind == "failing" and number % 2:
        return 502, html, b"later"
    if kind == "dated":
        etag = f'"{number}"'
        head = html + f"ETag: {etag}\r\n".encode()
        return (304, head, b"") if headers.get("if-none-match") == etag else (200, head, body)
    return 200, html, body


def answer_robots(kind: str) -> tuple[int, bytes, bytes]:
    text = b"Content-Type: text/plain\r\n"
    if kind == "delayed":
        return 200, text, f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\n".encode()
    if kind == "denying":
        rules = b"User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /page\nAllow: /page-1"
        return 200, text, rules
    return 404, text, b""


def crawl(database: Path, delay: float, *, first: bool, urls: list[str]) -> Counter[str]:
    with open_database(database) as db, db.transaction():
        now = to_text(utc_now())
        if first:
            for number, url in enumerate(urls):
                key = f"service-{number}/policy"
                add_source(
                    db,
                    SourceDefinition(
                        key=key,
                        url=url,
                        service=f"Service {number}",
                        service_slug=f"service-{number}",
                        terms_type="Privacy Policy",
                    ),
                    now=now,
                )
        run_id = start_run(db, RunKind.CHECK, [one.id for one in list_sources(db)], now=now)
    job = CrawlJob(
        database=database,
        run_id=run_id,
        user_agent=AGENT,
        timeout_seconds=30.0,
        delay_seconds=delay,
        max_body_bytes=10_000_000,
        allow_private=("127.0.0.0/8",),
        deadline_seconds=600.0,
    )
    outcomes: Counter[str] = Counter()
    ProcessRunner().run(
        job,
        stop=threading.Event(),
        on_progress=lambda line: outcomes.update([line.outcome.value]),
    )
    with open_database(database) as db, db.transaction():
        finish_run(db, run_id, now=to_text(utc_now()))
    return outcomes


def judge(entries: list[Entry], delay: float, *, second: bool) -> Counter[str]:
    """Impolite requests by kind."""
    found: Counter[str] = Counter()
    by_host: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.began):
        by_host[entry.host].append(entry)
    for host, asked in by_host.items():
        least = max(delay, CRAWL_DELAY if kind_of(host) == "delayed" else 0.0)
        found["robots.txt not read first"] += asked[0].path != "/robots.txt"
        found["robots.txt read again"] += sum(e.path == "/robots.txt" for e in asked) - 1
        rests_until = 0.0
        for before, entry in zip([None, *asked], asked, strict=False):
            if before is not None:
                found["two at a time"] += entry.began < before.ended - TOLERANCE
                found["sooner than the delay"] += entry.began - before.began < least - TOLERANCE
            found["within Retry-After"] += entry.began < rests_until - TOLERANCE
            if entry.status == 429:
                rests_until = entry.began + RETRY_AFTER
        found["against robots.txt"] += sum(map(is_denied, asked))
    found["without name and contact"] += sum(entry.agent != AGENT for entry in entries)
    if second:
        pages = [e for e in entries if kind_of(e.host) == "dated" and e.path != "/robots.txt"]
        found["without its validators"] += sum(e.status != 304 for e in pages)
    return found


def is_denied(entry: Entry) -> bool:
    denied = kind_of(entry.host) == "denying" and entry.path.startswith("/page")
    return denied and not entry.path.startswith("/page-1")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hosts", type=int, default=100)
    options.add_argument("--pages", type=int, default=1000)
    options.add_argument("--delay", type=float, default=0.2)
    chosen = options.parse_args()
    server = Server()
    server.start()
    hosts = [host_name(number) for number in range(chosen.hosts)]
    urls = [
        f"http://{hosts[number % len(hosts)]}:{server.port}/page-{number // len(hosts)}"
        for number in range(chosen.pages)
    ]
    impolite = 0
    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder) / "names.json"
        names.write_text(json.dumps({host: [["127.0.9.1"]] for host in hosts}))
        os.environ |= {"CLAUSEWATCH_TEST_NAMES": str(names), "PYTHONPATH": str(FAKE_DNS)}
        for number in (1, 2):
            began = time.monotonic()
            outcomes = crawl(
                Path(folder) / "clausewatch.db", chosen.delay, first=number == 1, urls=urls
            )
            entries, server.entries = server.entries, []
            found = judge(entries, chosen.delay, second=number == 2)
            impolite += found.total()
            print(
                f"run {number}: {len(entries)} requests to {len(hosts)} hosts in "
                f"{time.monotonic() - began:.0f} s; {dict(outcomes)}"
            )
            for kind, count in found.items():
                print(f"  {count:5}  {kind}")
    print(f"{impolite} impolite requests")
    return 1 if impolite else 0


if __name__ == "__main__":
    sys.exit(main())
