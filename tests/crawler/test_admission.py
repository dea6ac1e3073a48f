"""What may not be asked for at all is an outcome at once, and needs no crawler."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from crawler.admission import admitted
from crawler.messages import Progress, job_to_line
from crawler.planning import plan_visits
from crawler.recorder import Recorder
from storage.errors import StorageError
from storage.model import Outcome
from storage.times import utc_now

from .conftest import Watch

REFUSED = {
    "loopback/page": "http://127.0.0.1:9/",
    "credentials/page": "https://me:secret@example.org/",
    "file/page": "file:///etc/passwd",
}


def test_the_others_go_on(watch: Watch) -> None:
    for key, url in REFUSED.items():
        watch.add(key, url)
    watch.add("public/page", "https://example.org/privacy")
    job = watch.job(watch.plan(), allow_private=())
    visits = plan_visits(job.database, job.run_id, seconds_each=1.0, now=utc_now())
    told: list[Progress] = []
    failures: list[StorageError] = []
    recorder = Recorder(job, report=told.append, give_up=failures.append)
    going = list(admitted(job, visits, recorder))
    recorder.close()
    assert [visit.source.key for visit in going] == ["public/page"]
    fetches = watch.fetches(job.run_id)
    assert {key: fetch.outcome for key, fetch in fetches.items()} == dict.fromkeys(
        REFUSED, Outcome.ADDRESS_REFUSED
    )
    assert {line.source_key for line in told} == set(REFUSED)
    assert not failures


def test_a_run_of_nothing_else_starts_no_crawler(watch: Watch) -> None:
    watch.add("loopback/page", REFUSED["loopback/page"])
    job = replace(watch.job(watch.plan()), allow_private=())
    code = (
        "import sys, crawler.process as process; code = process.main(); "
        "print(code, [m for m in ('scrapy', 'twisted') if m in sys.modules], file=sys.stderr); "
        "process.leave(code)"
    )
    command = [sys.executable, "-c", code]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stderr=pipe, text=True) as crawling:
        assert crawling.stdin is not None
        assert crawling.stderr is not None
        crawling.stdin.write(job_to_line(job))
        crawling.stdin.flush()  # and left open: its end would mean that the parent is gone
        said = crawling.stderr.read()
    assert said.splitlines()[-1] == "0 []"
    assert watch.fetches(job.run_id)["loopback/page"].outcome is Outcome.ADDRESS_REFUSED
