"""``clausewatch verify``: check a bundle of evidence, offline."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.output import note, paint, print_json, print_lines
from monitor.cli.table import indented, terminal_width
from monitor.cli.terminal import shown

_NOT_PROVED = (
    "not vouched for by it: facts.json, changes/ and fetches.csv, which are clausewatch's reading "
    "and log; README.txt; and the service, type and address that the manifest gives the source"
)
_NO_HEAD = (
    "whether the chain itself is the one of that time shows only --head, with a digest that was "
    "noted then"
)


@click.command()
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option(
    "--head", metavar="SHA256", help="A digest of the chain that was noted at some earlier time."
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def verify(ctx: click.Context, bundle: Path, head: str | None, *, as_json: bool) -> None:
    """Check BUNDLE: every file, the chain, and every version against both.

    Needs neither a watchlist nor a database nor a network. Exits with 1 when something is wrong,
    also when BUNDLE is damaged or no bundle.
    """
    from monitor.exporting.bundle_check import check_bundle  # noqa: PLC0415  it reads pages

    report = check_bundle(bundle, head=head.strip().lower() if head else None)
    if as_json:
        print_json(report.shape())
    else:
        numbers, count = ", ".join(map(str, report.versions)), len(report.versions)
        print_lines(
            [
                paint(shown(report.source), "strong"),
                f"versions: {numbers}",
                f"texts that their bytes gave once more: {report.read_again} of {count}",
                f"entries of the chain: {report.entries}",
                f"head of the chain: {report.head or 'none'}",
            ]
        )
        if report.vouched is not None:
            vouched = ", ".join(map(str, report.vouched)) or "none"
            click.echo(f"vouched for by the digest that was noted: {vouched}")
        for problem in report.problems:
            note(f"clausewatch: {shown(problem)}")
        for remark in report.remarks:
            note(f"clausewatch: {shown(remark)}")
        if report.ok:
            click.echo(paint("bodies, headers and texts are as the chain recorded them", "good"))
            print_lines(indented(_NOT_PROVED, width=terminal_width(), indent=""))
            if head is None:
                print_lines(indented(_NO_HEAD, width=terminal_width(), indent=""))
        else:
            click.echo(paint("something is wrong", "alarm"))
    if not report.ok:
        ctx.exit(1)
