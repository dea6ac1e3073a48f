"""Which visits may be made at all, judged before anything is asked of anybody.

What refuses the others is recorded as their outcome without Scrapy, which takes half a second to
start, and five to notice that a run without requests is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.addresses import policy_of
from crawler.items import Failed
from crawler.messages import CrawlJob
from crawler.recorder import Recorder
from crawler.rendering.finding import find_browser
from crawler.verdicts import Refused
from crawler.visit import Rendering, Visit, require_allowed
from storage.model import Outcome
from storage.times import to_text, utc_now


def admitted(job: CrawlJob, visits: Iterable[Visit], recorder: Recorder) -> Iterator[Visit]:
    """The visits that may begin; the others are given to ``recorder``."""
    for visit in visits:
        try:
            require_allowed(visit.url, policy_of(job.allow_private))
            _require_browser(visit, job.chromium)
        except Refused as refused:
            failed = Failed(visit=visit, refused=refused, finished_at=to_text(utc_now()))
            recorder.record(failed, _nobody_waits)
        else:
            yield visit


def _require_browser(visit: Visit, chromium: str | None) -> None:
    """Raises Refused where the watchlist wants a browser and there is none.

    A plain fetch instead would give versions that differ by the machine they were made on.
    """
    if visit.rendering is not Rendering.ALWAYS:
        return
    missing = find_browser(chromium).missing
    if missing is None:
        return
    if visit.source.rules.js is True:
        raise Refused(Outcome.SUSPECT, f"no_browser: {missing}")
    visit.rendering = Rendering.IF_SHELL


def _nobody_waits(needs_browser: bool) -> None:
    """The recorder writes what it was given before it closes."""
    assert not needs_browser, "nothing was received that a browser could show"
