"""``clausewatch diff``: what changed between two versions, clause by clause."""

from __future__ import annotations

import click

from monitor.cli.change_view import Shape, change_lines
from monitor.cli.exits import CHANGE_FOUND
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.link_diff import LinkChange, diff_links, link_lines, links_shape
from monitor.cli.moments import end_option
from monitor.cli.output import note, paint, print_json, print_lines
from monitor.cli.table import terminal_width
from monitor.cli.terminal import shown
from monitor.cli.version_pair import (
    VersionPair,
    choose_pair,
    compare_pair,
    linked_blocks,
    pair_shape,
)
from storage.model import ChangeClass


@click.command()
@click.argument("source")
@click.argument("versions", required=False)
@click.option(
    "--since", callback=end_option, metavar="DATE", help="From the version that stood then to now."
)
@click.option("--words", is_flag=True, help="Show every word of a changed clause.")
@click.option("--links", is_flag=True, help="Show the links that lead elsewhere instead.")
@click.option("--exit-code", is_flag=True, help="Exit with 3 when there is a change.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def diff(
    invocation: Invocation,
    source: str,
    versions: str | None,
    since: str | None,
    words: bool,
    links: bool,
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
    with invocation.history() as db:
        pair = choose_pair(db, source, versions, since)
        if links:
            moved = diff_links(*linked_blocks(db, pair))
            found = bool(moved)
        else:
            recorded, change = compare_pair(db, pair)
            found = change["class"] != ChangeClass.NONE
    if links:
        _show_links(pair, moved, as_json=as_json)
    elif as_json:
        print_json(pair_shape(pair) | {"recorded": recorded} | change)
    else:
        _show_change(pair, change, whole=words)
    if exit_code and found:
        click.get_current_context().exit(CHANGE_FOUND)


def _show_links(pair: VersionPair, moved: tuple[LinkChange, ...], *, as_json: bool) -> None:
    if as_json:
        print_json(pair_shape(pair) | {"links": links_shape(moved)})
        return
    print_lines([_title(pair)])
    if not moved:
        note("no link leads elsewhere")
    print_lines(link_lines(moved))


def _show_change(pair: VersionPair, change: Shape, *, whole: bool) -> None:
    print_lines([_title(pair)])
    if pair.old.id == pair.new.id:
        note("there is only this version: nothing to compare it with")
        return
    print_lines(change_lines(change, width=terminal_width(), whole=whole))


def _title(pair: VersionPair) -> str:
    old, new = pair.old, pair.new
    return paint(
        f"{shown(pair.source.key)}  version {old.number} ({old.fetched_at[:10]}) "
        f"-> {new.number} ({new.fetched_at[:10]})",
        "strong",
    )
