"""``clausewatch import``: captures from elsewhere become history."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.fact_words import count_words
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import note, print_json
from monitor.cli.terminal import shown
from storage.errors import OperationError

if TYPE_CHECKING:
    from monitor.importing import Captures, ImportReport
    from monitor.importing.replay import OnProgress

_WORTH_PROCESSES = 200  # captures; below that, starting them costs more than they save
_MOST_JOBS = 4

_jobs = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes that read pages (default: one per core for many captures, at most 4).",
)
_service = click.option("--service", help="Who published the pages, where the captures do not say.")
_type = click.option("--type", "terms_type", help="Which document it is, likewise.")
_json = click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")


@click.group(name="import")
def import_() -> None:
    """Replay captures from elsewhere, in time order, as if they had been fetched then.

    Nothing is fetched and nothing is sent: alerts that would have been sent are held, and listed
    by 'clausewatch alerts list --state held'. Importing twice adds nothing, and an import that was
    stopped goes on where it was.
    """


@import_.command("dir")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_service
@_type
@_jobs
@_json
@pass_invocation
def dir_command(
    invocation: Invocation,
    path: Path,
    service: str | None,
    terms_type: str | None,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Import a folder: captures.jsonl and the files that its rows name.

    A row is a JSON object with url, service, type, fetched_at and file, and may have status,
    content_type and headers.
    """
    from monitor.importing import read_folder  # noqa: PLC0415  pydantic, httpx, sqlite-utils

    captures = read_folder(path, service=service, terms_type=terms_type)
    _import(invocation, captures, jobs, as_json)


@import_.command("warc")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--url", "urls", multiple=True, help="Only this page; may be given several times.")
@_service
@_type
@_jobs
@_json
@pass_invocation
def warc_command(
    invocation: Invocation,
    files: tuple[Path, ...],
    urls: tuple[str, ...],
    service: str | None,
    terms_type: str | None,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Import the responses of WARC files that may be documents.

    A page that the watchlist has goes to its source; others are named by --service and --type, or
    by their host and path.
    """
    from monitor.importing import WarcOptions, read_warc  # noqa: PLC0415  as above

    options = WarcOptions(urls=urls, service=service, terms_type=terms_type)
    _import(invocation, read_warc(files, options), jobs, as_json)


def _import(invocation: Invocation, captures: Captures, jobs: int | None, as_json: bool) -> None:
    from monitor.config import load_watchlist  # noqa: PLC0415  as above
    from monitor.importing import Replay  # noqa: PLC0415  as above
    from monitor.tracking import Tracker  # noqa: PLC0415  as above

    watchlist = load_watchlist(invocation.watchlist_path)
    for warning in (*watchlist.warnings, *captures.warnings):
        note(f"clausewatch: {shown(warning)}")
    for reason, count in sorted(captures.skipped.items()):
        note(f"clausewatch: {count_words(count, 'record')} left out: {reason}")
    with Tracker(watchlist=watchlist) as tracker, _progress(len(captures)) as on_progress:
        replay = Replay(
            db=tracker.db,
            watchlist=watchlist,
            jobs=jobs or _usual_jobs(len(captures)),
            on_progress=on_progress,
        )
        report = replay.run(captures)
    report.problems += captures.damaged
    _print(report, captures, as_json)
    if report.problems:
        count = len(report.problems)
        captures_were = "captures were" if count > 1 else "capture was"
        raise OperationError(f"{count} {captures_were} not imported: {report.problems[0]}")


def _usual_jobs(captures: int) -> int:
    if captures < _WORTH_PROCESSES:
        return 1
    return min(_MOST_JOBS, len(os.sched_getaffinity(0)))


def _print(report: ImportReport, captures: Captures, as_json: bool) -> None:
    if as_json:
        print_json(report.as_json() | {"left_out": captures.skipped})
    else:
        outcomes = ", ".join(f"{count} {name}" for name, count in report.outcomes.most_common())
        click.echo(
            f"{count_words(report.captures, 'capture')} of {count_words(report.sources, 'source')}"
            + (f", {report.known} of them known before" if report.known else "")
            + (f": {outcomes}" if outcomes else "")
        )
        click.echo(
            f"{count_words(report.versions, 'new version')}; {count_words(report.held, 'alert')} "
            f"held (not sent: this is history), {report.waiting} waiting for a later capture"
        )
    note(f"{report.seconds:.1f} s, {report.captures_per_second:.0f} captures a second")


@contextmanager
def _progress(total: int) -> Iterator[OnProgress | None]:
    """A bar on stderr, on a terminal only."""
    if not sys.stderr.isatty() or not total:
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  only on a terminal
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns: list[Any] = [
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    ]
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("importing", total=total, speed="")

        def show(done: int, _: int, key: str) -> None:
            speed = bar.tasks[0].speed or 0.0
            bar.update(
                task, completed=done, description=shown(key)[:40], speed=f"{speed:.0f} a second"
            )

        yield show
