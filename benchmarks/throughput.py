"""What a crawl costs, as ratios to a plain Scrapy spider that throws everything away.

    python benchmarks/throughput.py [--pages N] [--repeat R] [PATH]

A server in a process of its own serves the pages (generated ones of about 300 kB of HTML, or every
.html file under PATH) gzipped on several loopback hosts. In turn, each as one process and ``R``
times over: plain Scrapy fetching everything once and plain Scrapy asking with validators (304);
our crawling process for a first crawl, a round in which every page answers 304, and a round with
the same bytes and no validators. Counted is CPU time (user + system, os.wait4) of the crawling
process alone, start-up subtracted as measured with one page; never the server's. The median counts.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crawler.content_encoding import decode_body  # noqa: E402
from crawler.intake import Received, assess, record_page  # noqa: E402
from crawler.messages import CrawlJob, job_to_line  # noqa: E402
from storage.database import open_database  # noqa: E402
from storage.model import RunKind  # noqa: E402
from storage.runs import finish_run, start_run  # noqa: E402
from storage.sources import SourceDefinition, add_source, list_sources  # noqa: E402
from storage.times import to_text, utc_now  # noqa: E402

HOSTS = 20
SENTENCES = """
we may share collect use store your personal data information with partners providers
service account order address e-mail law consent purpose right access deletion period
cookies
"""
WORDS = SENTENCES.split()
LIMITS = {"first crawl": 2.1, "304": 1.5, "same bytes": 1.3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """CPU seconds of one process."""

    user: float
    system: float

    @property
    def total(self) -> float:
        return self.user + self.system


def generated_page(seed: int) -> str:
    """About 300 kB and 4,500 words, as real policy pages: most of it is scripts, styles, markup."""
    rng = random.Random(seed)
    parts = ["<!doctype html><html lang=en><head><meta charset=utf-8><title>Privacy</title>"]
    script = ";".join(f"var v{rng.randrange(10**9)}={rng.random()}" for _ in range(4500))
    style = "".join(
        f".c-{rng.randrange(10**6)}{{margin:{rng.randrange(99)}px}}" for _ in range(4000)
    )
    parts.append(f"<script>{script}</script><style>{style}</style></head><body>")
    entry = "<a href='/x' class='c-nav__link'>Menu entry</a>"
    parts.append(f"<nav>{entry * 200}</nav><main>")
    for section in range(25):
        parts.append(f"<h2 class='c-heading c-heading--{section}'>Section {section}</h2>")
        for number in range(5):
            text = " ".join(rng.choices(WORDS, k=36))
            link = f" <a href='/p/{rng.random()}'>more</a>" if number == 0 else ""
            parts.append(
                f"<div class='c-text-block c-text-block--wide' data-id='{rng.random()}'>"
                f"<p class='c-paragraph' style='margin:0'><span>{text}</span>{link}.</p></div>"
            )
    parts.append(
        "</main><footer>" + "<a href='/f'>Footer link</a>" * 60 + "</footer></body></html>"
    )
    return "".join(parts)


def load_pages(path: Path | None, count: int) -> list[bytes]:
    if path is None:
        return [generated_page(number).encode() for number in range(count)]
    files = sorted(path.rglob("*.htm*")) if path.is_dir() else [path]
    bodies = [file.read_bytes() for file in files[:count]]
    return [bodies[number % len(bodies)] for number in range(count)]


SERVER = """
import asyncio, sys, pickle, hashlib
pages, hosts, validators = pickle.load(sys.stdin.buffer)
async def serve(reader, writer):
    while line := await reader.readline():
        path = line.split(b" ")[1]
        asked = b""
        while (header := await reader.readline()) not in (b"\\r\\n", b""):
            if header.lower().startswith(b"if-none-match:"):
                asked = header[14:].strip()
        page = pages.get(path.lstrip(b"/").partition(b"?")[0])
        if page is None:
            writer.write(b"HTTP/1.1 404 Not Found\\r\\nContent-Length: 0\\r\\n\\r\\n")
        elif asked == page[1]:
            writer.write(b"HTTP/1.1 304 Not Modified\\r\\nETag: " + page[1] + b"\\r\\n\\r\\n")
        else:
            tag = b"" if b"?plain" in path else b"ETag: " + page[1] + b"\\r\\n"
            writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html; charset=utf-8\\r\\n"
                b"Content-Encoding: gzip\\r\\n" + tag)
            writer.write(b"Content-Length: %d\\r\\n\\r\\n" % len(page[0]) + page[0])
        await writer.drain()
async def main():
    servers = [await asyncio.start_server(serve, host, 0) for host in hosts]
    print(*(s.sockets[0].getsockname()[1] for s in servers), flush=True)
    await asyncio.sleep(1e9)
asyncio.run(main())
"""

PLAIN = """
import json, sys, scrapy
from scrapy.crawler import AsyncCrawlerProcess
job = json.load(sys.stdin)
class Plain(scrapy.Spider):
    name = "plain"
    async def start(self):
        for url, tag in job:
            headers = {"If-None-Match": tag} if tag else {}
            yield scrapy.Request(url, headers=headers, dont_filter=True,
                                 meta={"handle_httpstatus_all": True})
    def parse(self, response):
        return None
process = AsyncCrawlerProcess({"CONCURRENT_ITEMS": 1, "LOG_LEVEL": "ERROR",
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False, "METAREFRESH_ENABLED": False})  # pages must not lead elsewhere
process.crawl(Plain)
process.start()
"""


class Server:
    """The pages on several hosts; ``urls`` in the order of the pages."""

    def __init__(self, bodies: list[bytes]) -> None:
        import pickle  # noqa: PLC0415  to our own child only

        pages = {
            b"%d" % number: (gzip.compress(body, 6), b'"%s"' % _digest(body))
            for number, body in enumerate(bodies)
        }
        hosts = [f"127.0.0.{number}" for number in range(1, HOSTS + 1)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        pickle.dump((pages, hosts, True), self._process.stdin)
        self._process.stdin.close()
        ports = self._process.stdout.readline().split()
        origins = [f"http://{host}:{int(port)}" for host, port in zip(hosts, ports, strict=True)]
        self.urls = [f"{origins[number % HOSTS]}/{number}" for number in range(len(bodies))]
        self.tags = [page[1].decode() for page in pages.values()]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest()[:16].encode()


def run_plain(urls: list[str], tags: list[str | None]) -> Spent:
    return _run([sys.executable, "-c", PLAIN], json.dumps(list(zip(urls, tags, strict=True))))


class Crawl:
    """Our crawling process over one database."""

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self.path = folder / "bench.db"
        now = to_text(utc_now())
        with open_database(self.path) as db, db.transaction():
            for number, url in enumerate(urls):
                key = f"service-{number}/privacy"
                definition = SourceDefinition(
                    key=key, service=key, service_slug=key, terms_type="Privacy Policy", url=url
                )
                add_source(db, definition, now=now)

    def round(self, expected: str) -> Spent:
        now = to_text(utc_now())
        with open_database(self.path) as db, db.transaction():
            ids = [source.id for source in list_sources(db)]
            run_id = start_run(db, RunKind.CHECK, ids, now=now)
        spent = _run(
            [sys.executable, "-P", "-m", "crawler"], job_to_line(self._job(run_id)), hold=True
        )
        with open_database(self.path) as db, db.transaction():
            finish_run(db, run_id, now=now)
            rows = db.rows(
                "SELECT outcome, count(*) AS n FROM fetches WHERE run_id = ? GROUP BY outcome",
                (run_id,),
            )
        outcomes = {row["outcome"]: row["n"] for row in rows}
        if outcomes.get(expected, 0) < 0.95 * len(ids):
            print(f"  not what was meant to be measured: {outcomes}", file=sys.stderr)
        return spent

    def _job(self, run_id: int) -> CrawlJob:
        return CrawlJob(
            database=self.path,
            run_id=run_id,
            user_agent="clausewatch/bench (+nobody)",
            timeout_seconds=60.0,
            delay_seconds=0.0,
            max_body_bytes=20_000_000,
            allow_private=("127.0.0.0/8",),
            deadline_seconds=3600.0,
        )


def _run(command: list[str], stdin: str, *, hold: bool = False) -> Spent:
    """Run to the end; ``hold`` keeps stdin open till then."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stdin is not None
    process.stdin.write(stdin)
    process.stdin.flush()
    if not hold:
        process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if hold:
        process.stdin.close()
    if process.returncode:
        raise SystemExit(f"{command[:3]} failed with {process.returncode}")
    return Spent(user=usage.ru_utime, system=usage.ru_stime)


def measure(urls: list[str], tags: list[str]) -> Iterator[tuple[str, Spent]]:
    """One pass over all runs, in turn."""
    unasked: list[str | None] = [None] * len(urls)
    yield "plain", run_plain(urls, unasked)
    yield "plain 304", run_plain(urls, list(tags))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        crawl = Crawl(Path(folder), urls)
        yield "first crawl", crawl.round("new_version")
        yield "304", crawl.round("not_modified")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        crawl = Crawl(Path(folder), [f"{url}?plain" for url in urls])
        crawl.round("new_version")
        yield "same bytes", crawl.round("same_body")


def collect(urls: list[str], tags: list[str], repeat: int) -> dict[str, list[Spent]]:
    found: dict[str, list[Spent]] = {}
    for _ in range(repeat):
        for name, spent in measure(urls, tags):
            found.setdefault(name, []).append(spent)
    return found


def report(full: dict[str, list[Spent]], start: dict[str, list[Spent]], pages: int) -> None:
    def per_thousand(name: str) -> float:
        spent = statistics.median(run.total for run in full[name])
        base = statistics.median(run.total for run in start[name])
        return (spent - base) * 1000 / max(1, pages - 1)

    cost = {name: per_thousand(name) for name in full}
    print(
        f"{'':14}{'CPU s per 1,000 pages':>24}{'ratio':>8}{'aim':>6}{'system':>9}{'start-up':>10}"
    )
    for name, runs in full.items():
        against = cost["plain 304"] if "304" in name else cost["plain"]
        system = statistics.median(run.system / run.total for run in runs)
        aim = f"{LIMITS[name]:.1f}" if name in LIMITS else ""
        begin = statistics.median(run.total for run in start[name])
        print(
            f"{name:14}{cost[name]:>24.2f}{cost[name] / against:>8.2f}{aim:>6}{system:>8.0%}"
            f"{begin:>9.2f}s"
        )


def report_stages(bodies: list[bytes]) -> None:
    """Where the work of a first crawl goes, done here page by page without a network."""
    sample = bodies[:: max(1, len(bodies) // 100)]
    packed = [gzip.compress(body, 6) for body in sample]
    stages: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        crawl = Crawl(Path(folder), [f"http://127.0.0.1/{n}" for n in range(len(sample))])
        with open_database(crawl.path) as db:
            sources = list_sources(db)
            now = to_text(utc_now())
            with db.transaction():
                run_id = start_run(db, RunKind.CHECK, [source.id for source in sources], now=now)
            for source, body, wire in zip(sources, sample, packed, strict=True):
                with _timed(stages, "unpacking"):
                    decode_body(wire, ["gzip"], len(body))
                with _timed(stages, "hashing and extraction"):
                    page = assess(source, _received(run_id, body, now))
                with _timed(stages, "recording (zstd, SQLite, a commit each)"), db.transaction():
                    record_page(db, page)
    print("\nof a first crawl, CPU s per 1,000 pages, single-threaded:")
    for name, seconds in stages.items():
        print(f"  {name:42}{seconds / len(sample) * 1000:8.2f}")


@contextmanager
def _timed(stages: dict[str, float], name: str) -> Iterator[None]:
    began = time.process_time()
    yield
    stages[name] = stages.get(name, 0.0) + time.process_time() - began


def _received(run_id: int, body: bytes, now: str) -> Received:
    return Received(
        run_id=run_id,
        started_at=now,
        finished_at=now,
        url="http://127.0.0.1/",
        http_status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", nargs="?", type=Path, help="a folder of .html files, or one file")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    bodies = load_pages(options.path, options.pages)
    sizes = [len(body) for body in bodies]
    print(f"{len(bodies)} pages, median {statistics.median(sizes) / 1000:.0f} kB of HTML, gzipped")
    server = Server(bodies)
    try:
        began = time.monotonic()
        start = collect(server.urls[:1], server.tags[:1], options.repeat)
        full = collect(server.urls, server.tags, options.repeat)
        report(full, start, len(bodies))
        report_stages(bodies)
        print(f"{options.repeat} runs of each, medians, {time.monotonic() - began:.0f} s in all")
    finally:
        server.close()


if __name__ == "__main__":
    main()
