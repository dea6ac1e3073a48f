"""``clausewatch diff``: what changed between two versions, clause by clause."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from monitor.alerts.catalogue import LANGUAGES
from monitor.change_shape import Shape
from monitor.cli.change_view import change_lines
from monitor.cli.completing import complete_category, complete_reference
from monitor.cli.diff_stat import clauses_of, stat_lines
from monitor.cli.exits import CHANGE_FOUND
from monitor.cli.history_filters import check_category
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.link_diff import LinkChange, diff_links, link_lines, links_shape
from monitor.cli.moments import seconds, start_option
from monitor.cli.output import note, paint, print_json, print_lines
from monitor.cli.pager import PagedCommand
from monitor.cli.table import terminal_width
from monitor.cli.terminal import display_width, shown
from monitor.cli.version_pair import (
    VersionPair,
    choose_pair,
    compare_pair,
    linked_blocks,
    links_seen_at,
)
from monitor.cli.written import note_written
from monitor.history_shapes import pair_shape
from storage.database import Database
from storage.errors import UsageError
from storage.model import ChangeClass
from storage.times import to_text, utc_now
from storage.whole_file import new_file


@click.command(cls=PagedCommand)
@click.argument("source", shell_complete=complete_reference)
@click.argument("versions", required=False)
@click.option(
    "--since",
    callback=start_option,
    metavar="DATE",
    help="From what stood at its beginning to now.",
)
@click.option(
    "--category",
    metavar="NAME",
    shell_complete=complete_category,
    help="Only changed clauses of this category.",
)
@click.option("--words", is_flag=True, help="Show every word of a changed clause.")
@click.option("--stat", is_flag=True, help="Count the changed clauses, do not show them.")
@click.option("--links", is_flag=True, help="Show the links that lead elsewhere instead.")
@click.option("--html", is_flag=True, help="Write a page of HTML that stands alone.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="Of our own words in that page; else English."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write that page here; without it, to stdout.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.option("--exit-code", is_flag=True, help="Exit with 3 when there is a change.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def diff(
    invocation: Invocation,
    /,
    source: str,
    versions: str | None,
    *,
    since: str | None,
    category: str | None,
    words: bool,
    stat: bool,
    links: bool,
    html: bool,
    language: str | None,
    output: Path | None,
    force: bool,
    exit_code: bool,
    as_json: bool,
) -> None:
    """What changed between two versions of SOURCE, clause by clause.

    \b
    diff SOURCE             the latest change
    diff SOURCE@3           the change that led to version 3
    diff SOURCE@1..3        from version 1 to version 3; also: diff SOURCE 1..3
    diff SOURCE@2024-01..   from what stood at the end of January to now
    """  # noqa: D301  click marks what it must not wrap with the character \b
    _check_forms(links=links, stat=stat, html=html, as_json=as_json, category=category)
    _check_page(html=html, language=language, output=output, force=force)
    with invocation.history() as db:
        check_category(db, category)
        pair = choose_pair(db, source, versions, since)
        if links:
            moved = diff_links(*linked_blocks(db, pair))
            found = bool(moved)
        else:
            recorded, change = compare_pair(db, pair, invocation.own_terms)
            change = clauses_of(change, category)
            found = change["class"] != ChangeClass.NONE and (
                category is None or bool(change["clause_changes"])
            )
            page = _page(db, pair, change, language or "en", recorded=recorded) if html else None
    if links:
        _show_links(pair, moved, as_json=as_json)
    elif as_json:
        print_json(pair_shape(pair.source, pair.old, pair.new) | {"recorded": recorded} | change)
    elif page is not None:
        _write_page(page, output, replace=force)
    elif stat:
        print_lines([*_title(pair), *stat_lines(change, width=terminal_width())])
    else:
        _show_change(pair, change, since=since, whole=words)
    if exit_code and found:
        click.get_current_context().exit(CHANGE_FOUND)


def _check_forms(
    *, links: bool, stat: bool, html: bool, as_json: bool, category: str | None
) -> None:
    if links and (category is not None or stat or html):
        raise UsageError("--links shows links; leave out --category, --stat and --html")
    if sum((stat, html, as_json)) > 1:
        raise UsageError("choose one of --stat, --html and --json")


def _check_page(*, html: bool, language: str | None, output: Path | None, force: bool) -> None:
    if not html and (language or output or force):
        raise UsageError("--language, --output and --force are for the page of --html")
    if html and output is None and sys.stdout.isatty():
        raise UsageError("name a file: clausewatch diff SOURCE --html --output diff.html")


def _write_page(page: str, output: Path | None, *, replace: bool) -> None:
    if output is None:
        click.echo(page, nl=False)
        return
    with new_file(output, replace=replace) as stream:
        stream.write(page.encode("utf-8", "replace"))
    note_written(output)


def _page(db: Database, pair: VersionPair, change: Shape, language: str, *, recorded: bool) -> str:
    from monitor.report import diff_page  # noqa: PLC0415  a template engine
    from monitor.report.comparing import comparison_page  # noqa: PLC0415

    if pair.old.id == pair.new.id:
        raise UsageError(_nothing_between(pair, None))
    return diff_page(
        comparison_page(
            db,
            pair.source,
            pair.old,
            pair.new,
            change,
            made_at=to_text(utc_now()),
            recorded=recorded,
            language=language,
        )
    )


def _show_links(pair: VersionPair, moved: tuple[LinkChange, ...], *, as_json: bool) -> None:
    if as_json:
        seen = {"links_seen_at": links_seen_at(pair), "links": links_shape(moved)}
        print_json(pair_shape(pair.source, pair.old, pair.new) | seen)
        return
    print_lines([*_title(pair), f"links as they were seen at {links_seen_at(pair)}"])
    if not moved:
        note("no link was added, removed or led elsewhere")
    print_lines(link_lines(moved))


def _show_change(pair: VersionPair, change: Shape, *, since: str | None, whole: bool) -> None:
    print_lines(_title(pair))
    if pair.old.id == pair.new.id:
        note(_nothing_between(pair, since))
        return
    print_lines(change_lines(change, width=terminal_width(), whole=whole))


def _title(pair: VersionPair) -> Iterator[str]:
    """One line, or two where the name leaves no room for the versions."""
    old, new = pair.old, pair.new
    if old.id == new.id:
        ends = f"{new.number} ({seconds(new.fetched_at)})"
    else:
        is_one_day = old.fetched_at[:10] == new.fetched_at[:10]
        # Their days alone would not tell them apart.
        before, after = (
            seconds(one.fetched_at) if is_one_day else one.fetched_at[:10] for one in (old, new)
        )
        ends = f"{old.number} ({before}) -> {new.number} ({after})"
    name, versions = shown(pair.source.key), f"version {ends}"
    line = f"{name}  {versions}"
    lines = [line] if display_width(line) <= terminal_width() else [name, f"  {versions}"]
    return (paint(one, "strong") for one in lines)


def _nothing_between(pair: VersionPair, since: str | None) -> str:
    number = pair.new.number
    if pair.new.previous_version_id is None:
        return f"version {number} is the first: there is nothing before it to compare it with"
    if since is not None:
        return f"nothing changed since {seconds(since)}: version {number} stood then and stands now"
    return f"version {number} is both ends: there is nothing to compare"
