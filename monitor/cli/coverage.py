"""``clausewatch coverage``: for how much of a time it was known what the pages said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from monitor.cli.fact_words import count_words
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import end_option, seconds, start_option
from monitor.cli.output import note, print_lines
from monitor.cli.table import Column, Row, indented, print_table, terminal_width
from monitor.cli.terminal import shown
from monitor.patience import Patience
from storage.coverage import Coverage, Gap, Watching
from storage.database import Database
from storage.model import SourceState
from storage.sources import Source, list_sources, resolve_source
from storage.times import from_text, to_text, utc_now

_USUAL = timedelta(days=30)
_GAPS_SHOWN = 5
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_FIELDS = (
    *("source", "since", "until", "share", "verified_seconds", "looks", "good_looks"),
    *("longest_unseen_seconds", "longest_unseen_since", "longest_unseen_until", "gaps"),
)
_COLUMNS = (
    Column(title="SOURCE", whole=True),
    Column(title="VERIFIED"),
    Column(title="LOOKS"),
    Column(title="GAPS"),
    Column(title="UNSEEN FOR AT MOST"),
)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--since", callback=start_option, help="From then on; 30 days ago without it.")
@click.option("--until", callback=end_option, help="Until then; now without it.")
@click.option(
    "--below",
    type=click.FloatRange(0, 100),
    help="Only sources verified for less than this many per cent of the time.",
)
@table_forms
@pass_invocation
def coverage(
    invocation: Invocation,
    sources: tuple[str, ...],
    since: str | None,
    until: str | None,
    below: float | None,
    form: Form,
) -> None:
    """For how much of a time it was known what each SOURCE said, and why not for the rest.

    A look that showed the document is good until the next was due by the schedule of its source,
    with a tenth of that, at least a quarter of an hour, of patience, and no longer than until
    a look that did not show it. Without SOURCE: all that are
    watched. The least verified come first.
    """
    end = min(from_text(until) if until else utc_now(), utc_now())
    start = min(from_text(since) if since else end - _USUAL, end)
    with invocation.history() as db:
        found = _measured(db, sources, start.astimezone(UTC), end.astimezone(UTC))
    if below is not None:
        found = [one for one in found if (one[1].share or 0.0) * 100 < below]
    found.sort(key=lambda one: (1.0 if one[1].share is None else one[1].share, one[0].key))
    if form is not Form.TABLE:
        print_rows(form, _FIELDS, (_shape(source, one) for source, one in found))
        return
    if not found:
        note("nothing is watched, or nothing less than that")
        return
    print_table(_COLUMNS, [_row(source, one) for source, one in found])
    if sources:
        for source, one in found:
            print_lines(_gap_lines(source, one))
    print_lines(["", _total(found)])


def _measured(
    db: Database, names: tuple[str, ...], since: datetime, until: datetime
) -> list[tuple[Source, Coverage]]:
    chosen = [resolve_source(db, name) for name in names] or [
        source for source in list_sources(db) if source.state is not SourceState.REMOVED
    ]
    watching = Watching(db, since=since, until=until)
    patience = Patience(since=since - timedelta(days=366), until=until)
    return [(source, watching.coverage_of(source, patience.of(source))) for source in chosen]


def _shape(source: Source, one: Coverage) -> dict[str, Any]:
    return {
        "source": source.key,
        "since": _text(one.since),
        "until": _text(one.until),
        "share": None if one.share is None else round(one.share, 6),
        "verified_seconds": round(one.verified_seconds),
        "looks": one.looks,
        "good_looks": one.good_looks,
        "longest_unseen_seconds": round(one.unseen_seconds),
        "longest_unseen_since": _text(one.unseen_since),
        "longest_unseen_until": _text(one.unseen_until),
        "gaps": [
            {
                "since": _text(gap.since),
                "until": _text(gap.until),
                "seconds": round(gap.seconds),
                "why": _why(gap),
                "looks": [
                    {"outcome": met.outcome.value, "reason": met.reason, "looks": met.looks}
                    for met in gap.obstacles
                ],
            }
            for gap in one.gaps
        ],
    }


def _row(source: Source, one: Coverage) -> Row:
    worst = max(one.gaps, key=lambda gap: gap.seconds, default=None)
    cells = (
        source.key,
        _percent(one.share),
        f"{one.good_looks} of {one.looks}",
        str(len(one.gaps)) if one.gaps else "-",
        span_words(one.unseen_seconds),
    )
    why = f"the longest gap: {_why(worst)}" if worst else ""
    return Row(cells=cells, detail=why, style="" if (one.share or 0.0) >= 0.99 else "careful")  # noqa: PLR2004


def _gap_lines(source: Source, one: Coverage) -> Iterator[str]:
    longest = sorted(one.gaps, key=lambda gap: gap.seconds, reverse=True)[:_GAPS_SHOWN]
    if longest:
        yield ""
        yield f"{shown(source.key)}: not verified"
    for gap in sorted(longest, key=lambda gap: gap.since):
        line = f"{_text(gap.since)} to {_text(gap.until)} ({span_words(gap.seconds)}): {_why(gap)}"
        yield from indented(line, width=terminal_width(), indent="  ")
    if len(one.gaps) > len(longest):
        yield f"  and {len(one.gaps) - len(longest)} shorter gaps; --json has them all"


def _why(gap: Gap) -> str:
    if not gap.obstacles:
        return "nobody looked at it" if gap.others_ran else "clausewatch did not run"
    met = gap.obstacles[0]
    reason = f" ({shown(met.reason)})" if met.reason else ""
    more = len(gap.obstacles) - 1
    others = f", and {more} other outcome{'s' if more > 1 else ''}" if more else ""
    often = "once" if met.looks == 1 else f"{met.looks} times"
    return f"{met.outcome}{reason}, {often}{others}"


def _total(found: list[tuple[Source, Coverage]]) -> str:
    whole = sum((one.until - one.since).total_seconds() for _, one in found)
    verified = sum(one.verified_seconds for _, one in found)
    share = verified / whole if whole else None
    return f"{count_words(len(found), 'source')}, verified for {_percent(share)} of the time"


def _percent(share: float | None) -> str:
    """Cut, never rounded up: 100 % is nothing less."""
    return "-" if share is None else f"{int(share * 10_000 + 1e-6) / 100:.2f} %"


def span_words(length: float) -> str:
    """``3 d 4 h``, ``4 h 10 min``, ``12 min``; of seconds."""
    days, rest = divmod(round(length), _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _text(instant: datetime) -> str:
    return seconds(to_text(instant))
