"""What a server of a large history spends on its pages; run by history.py."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE_LIMIT = 0.2  # seconds
SOURCE = "service-0001/privacy-policy"  # whose pages are asked for
PAGES = (
    ("portfolio", "/"),
    ("changes", "/changes"),
    ("changes of a category", "/changes?category=sharing&since=2025-01-01"),
    ("dates", "/dates"),
    ("parties", "/parties"),
    ("parties of a name", "/parties?q=an"),
    ("search", "/search?q=retention"),
    ("search of all versions", "/search?q=365&all=1"),
    ("alerts", "/alerts"),
    ("an alert", "/alerts/{alert}"),
    ("a source", f"/sources/{SOURCE}"),
    ("a version", f"/sources/{SOURCE}/versions/2"),
    ("a change", f"/sources/{SOURCE}/changes/3"),
    ("two versions, compared", f"/sources/{SOURCE}/diff?from=2&to={{last}}"),
    ("feed", "/feed.atom"),
    ("feed of a source", f"/sources/{SOURCE}/feed.atom"),
    ("feed of a category", "/categories/sharing/feed.atom"),
    ("API: changes", "/api/v1/changes"),
    ("API: sources", "/api/v1/sources"),
    ("API: versions", f"/api/v1/sources/{SOURCE}/versions"),
    ("API: parties", "/api/v1/parties?name=an"),
    ("API: alerts", "/api/v1/alerts"),
)


def report_pages(
    watchlist: Path, versions: int, alert: int, repeat: int, most_megabytes: int
) -> None:
    """The server's CPU time for a page: the first answer it gives, and the median of the next."""
    print(f"{'PAGE':<28}{'FIRST s':>8}{'CPU s':>8}{'kB':>10}")
    with serving(watchlist) as (base, process):
        for name, address in PAGES:
            looks: list[float] = []
            size = 0
            url = base + address.format(last=versions - 1, alert=alert)
            for _ in range(repeat + 1):
                before = cpu_of(process)
                with urllib.request.urlopen(url) as answer:
                    size = len(answer.read())
                looks.append(cpu_of(process) - before)
            again = statistics.median(looks[1:])
            missed = " MISSED" if max(looks[0], again) > PAGE_LIMIT else ""
            told = f"{name:<28}{looks[0]:>8.3f}{again:>8.3f}{size / 1024:>10.1f}"
            print(f"{told}         {PAGE_LIMIT} s{missed}")
        print(f"server: {peak_of(process):.0f} MB at most (aim {most_megabytes})")


@contextmanager
def serving(watchlist: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server as people start it, and its address."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "monitor.cli",
            "--watchlist",
            str(watchlist),
            "serve",
            "--port",
            "0",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://[0-9.:]+", said)
        assert found, said
        yield found.group(), process
    finally:
        process.terminate()
        process.wait(20)


def cpu_of(process: subprocess.Popen[str]) -> float:
    """Seconds in all its threads so far, in steps of a hundredth (proc(5), fields 14 and 15)."""
    after_name = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def peak_of(process: subprocess.Popen[str]) -> float:
    """Megabytes that were in memory at once (proc(5), VmHWM)."""
    told = Path(f"/proc/{process.pid}/status").read_text("ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024
