"""``clausewatch stats``: how much changed, how often, how silently."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.completing import complete_reference
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import end_option, start_option
from monitor.cli.output import note
from monitor.cli.pager import PagedCommand
from monitor.cli.source_names import resolve_named
from monitor.cli.table import Column, Row, print_table
from storage.statistics import Count, Group, count_by

_SORTS = {
    "changes": lambda one: -one.changes,
    "silent": lambda one: -one.silent,
    "severity": lambda one: -(one.max_severity or 0),
    "name": lambda one: one.name,
}


@click.command(cls=PagedCommand)
@click.argument("source", required=False, shell_complete=complete_reference)
@click.option(
    "--by",
    type=click.Choice([one.value for one in Group]),
    help="What is counted by [service; of one SOURCE: month].",
)
@click.option(
    "--since",
    callback=start_option,
    metavar="DATE",
    help="Versions from this date on, or of the last 7d, 2w.",
)
@click.option("--until", callback=end_option, metavar="DATE", help="Up to and with this date.")
@click.option("--sort", type=click.Choice(list(_SORTS)), help="What comes first [name].")
@click.option("--limit", type=click.IntRange(1), help="At most so many lines.")
@table_forms
@pass_invocation
def stats(
    invocation: Invocation,
    /,
    source: str | None,
    *,
    by: str | None,
    since: str | None,
    until: str | None,
    sort: str | None,
    limit: int | None,
    form: Form,
) -> None:
    """Versions, changes, silent ones, their severity, and how long texts stood in the mean.

    Of all sources, or of one.
    """
    group = Group(by) if by else Group.MONTH if source else Group.SERVICE
    with invocation.history() as db:
        source_id = resolve_named(db, source).id if source else None
        counts = count_by(db, group, source_id=source_id, since=since, until=until)
    if sort is not None:
        counts.sort(key=_SORTS[sort])
    counts = counts[:limit]
    if form is not Form.TABLE:
        print_rows(form, _FIELDS, (_shape(group, one) for one in counts))
    elif counts:
        print_table(_columns(group), [_row(group, one) for one in counts])
    else:
        note("no version lies there")


_FIELDS = (
    *("by", "name", "sources", "versions", "changes", "material", "minor", "silent"),
    *("max_severity", "mean_severity", "mean_days"),
)


def _shape(group: Group, count: Count) -> dict[str, Any]:
    return {
        "by": group.value,
        "name": count.name,
        "sources": count.sources,
        "versions": count.versions,
        "changes": count.changes,
        "material": count.material,
        "minor": count.minor,
        "silent": count.silent,
        "max_severity": count.max_severity,
        "mean_severity": _rounded(count.mean_severity),
        "mean_days": _rounded(count.mean_days),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


_COUNTED = ("SOURCES", "VERSIONS", "CHANGES", "MATERIAL", "SILENT", "SEV", "DAYS")


def _columns(group: Group) -> tuple[Column, ...]:
    by_source = group is Group.SOURCE  # whose keys are there to be copied
    name = Column(title=group.value.upper(), flexible=not by_source, whole=by_source)
    counted = _COUNTED[1:] if by_source else _COUNTED
    return (name, *(Column(title=title, right=True) for title in counted))


def _row(group: Group, count: Count) -> Row:
    mean = _rounded(count.mean_days)
    return Row(
        cells=(
            count.name,
            *(() if group is Group.SOURCE else (str(count.sources),)),
            str(count.versions),
            str(count.changes),
            str(count.material),
            str(count.silent),
            "-" if count.max_severity is None else str(count.max_severity),
            "-" if mean is None else f"{mean:g}",
        )
    )
