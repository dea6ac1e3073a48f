"""What hosts asked of us, and how often they were asked, in one run.

A host that answers 429, or 503 with Retry-After, is left alone for as long as it says, whichever
page it said it about: a short while is waited for, the visits of a long one end as rate limited. No
host gets more than a budget of requests (robots.txt, redirects and second tries included); what is
left over is for the next run. The pause between two requests to a host holds between runs, too.

Hosts of this machine are asked on: nobody else's server is there to spare.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from crawler.addresses import is_loopback
from crawler.verdicts import Refused, rate_limit_of
from storage.database import Database
from storage.model import Outcome, RunKind
from storage.runs import get_run
from storage.times import from_text, to_text

MAX_PAUSE_SECONDS = 10.0
_EARLIER_RUNS = 50
_BY_CLOCK = (RunKind.SCHEDULED, RunKind.CONFIRM)


class Hosts:
    """``resting`` maps hosts to the seconds that they asked for in earlier runs, ``asked_ago`` to
    those since an earlier run asked them last.
    """

    def __init__(
        self,
        *,
        budget: int,
        resting: Mapping[str, float] | None = None,
        asked_ago: Mapping[str, float] | None = None,
    ) -> None:
        self._budget = budget
        now = time.monotonic()
        self._asked_at = {host: now - seconds for host, seconds in (asked_ago or {}).items()}
        self._asked: Counter[str] = Counter()
        self._rests_until: dict[str, float] = {}
        for host, seconds in (resting or {}).items():
            self._rest(host, seconds)

    async def admit(self, host: str) -> None:
        """Return when a request may be sent; raises Refused when not in this run."""
        left = self._rests_until.get(host, 0.0) - time.monotonic()
        if 0 < left <= MAX_PAUSE_SECONDS:
            await asyncio.sleep(left)
        elif left > 0 and not is_loopback(host):
            raise _resting(left)
        self._asked[host] += 1
        if self._asked[host] > self._budget and not is_loopback(host):
            raise Refused(
                Outcome.INTERRUPTED,
                f"this run asked the host {self._budget:,} times; the rest is for the next one",
            )

    def asked_at(self, host: str) -> float | None:
        """When a request to the host ended last, by the monotonic clock; also in earlier runs."""
        return self._asked_at.get(host)

    def was_asked(self, host: str) -> None:
        """A request to the host ended now."""
        self._asked_at[host] = time.monotonic()

    def hear(self, host: str, status: int, retry_after: str | None, now: datetime) -> None:
        """An answer of the host, to whatever request."""
        limit = rate_limit_of(status, retry_after, now)
        if limit is not None:
            wait = limit.retry_after_seconds
            # 429 alone names no time: as good as the rest of the run.
            self._rest(host, math.inf if wait is None else wait)

    def _rest(self, host: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        self._rests_until[host] = max(until, self._rests_until.get(host, 0.0))


def _resting(left: float) -> Refused:
    wait = math.ceil(left) if math.isfinite(left) else None
    when = f" for {wait} s more" if wait else ""
    return Refused(
        Outcome.RATE_LIMITED,
        f"the host asked for fewer requests at another page: it is left alone{when}",
        retry_after_seconds=wait,
    )


def resting_hosts(db: Database, run_id: int, *, now: datetime) -> dict[str, float]:
    """Hosts whose Retry-After, heard in an earlier run, has not passed; seconds left.

    None for a run that a person asked for: they may know better.
    """
    run = get_run(db, run_id)
    if run is None or run.kind not in _BY_CLOCK:
        return {}
    rows = db.rows(
        "SELECT sources.url AS url, fetches.final_url AS final_url, "
        "fetches.finished_at AS heard_at, fetches.retry_after_seconds AS seconds "
        "FROM sources JOIN fetches ON fetches.id = (SELECT id FROM fetches AS latest "
        "WHERE latest.source_id = sources.id ORDER BY started_at DESC, id DESC LIMIT 1) "
        "WHERE sources.last_outcome = ? AND fetches.retry_after_seconds > 0",
        (Outcome.RATE_LIMITED,),
    )
    found: dict[str, float] = {}
    for row in rows:
        host = host_of(row["final_url"] or row["url"])
        heard_at = from_text(row["heard_at"]).astimezone(UTC)
        left = row["seconds"] - (now - heard_at).total_seconds()
        if left > 0:
            found[host] = max(left, found.get(host, 0.0))
    return found


def asked_hosts(db: Database, run_id: int, *, now: datetime, within: float) -> dict[str, float]:
    """Hosts that earlier runs asked not long ago; seconds since, of those within that many.

    Nothing is kept for it: the looks themselves tell.
    """
    rows = db.rows(
        "SELECT sources.url AS url, fetches.final_url AS final_url, "
        "fetches.finished_at AS asked_at "
        "FROM (SELECT id FROM runs WHERE id < ? AND kind <> ? ORDER BY id DESC LIMIT ?) AS earlier "
        "JOIN fetches ON fetches.run_id = earlier.id "
        "JOIN sources ON sources.id = fetches.source_id "
        "WHERE fetches.finished_at > ? AND fetches.outcome <> ?",
        (
            *(run_id, RunKind.IMPORT, _EARLIER_RUNS),
            *(to_text(now - timedelta(seconds=within)), Outcome.INTERRUPTED),
        ),
    )
    found: dict[str, float] = {}
    for row in rows:
        ago = max((now - from_text(row["asked_at"])).total_seconds(), 0.0)
        for url in (row["url"], row["final_url"] or row["url"]):
            host = host_of(url)
            found[host] = min(ago, found.get(host, ago))
    return found


def host_of(url: str) -> str:
    """As hosts are told apart here: in lower case, without the dot that may end a name."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
