"""``clausewatch compare``: what changed between two documents."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import click

from monitor.cli.change_view import change_lines
from monitor.cli.exits import CHANGE_FOUND
from monitor.cli.invocation import Invocation
from monitor.cli.jsonl import answer_lines, encoded, optional_text, text_of
from monitor.cli.output import print_json, print_lines
from monitor.cli.page import FORMATS, STDIN, Page, load_file, parse_day, parse_format
from monitor.cli.second_opinion import (
    add_to_comparison,
    print_second_opinion,
    second_opinion_option,
    wanted_adviser,
)
from monitor.cli.table import indented, terminal_width
from storage.errors import UsageError
from storage.model import ChangeClass

if TYPE_CHECKING:
    from monitor.analysis import ExtraTerms
    from monitor.analysis.model import Comparison
    from monitor.second_opinion import Adviser


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), default="auto", help="What it is."
)
@click.option("--old-seen-on", metavar="DATE", help="The day the old one was seen.")
@click.option("--new-seen-on", metavar="DATE", help="The day the new one was seen.")
@click.option("--language", help="A hint, such as ar.")
@click.option("--region", help="A country, such as US: how it writes day and month.")
@click.option("--words", is_flag=True, help="Show every word of a changed clause.")
@second_opinion_option
@click.option("--exit-code", is_flag=True, help="Exit with 3 when there is a change.")
@click.option("--jsonl", type=click.File("rb"), help="Answer a file (or -) of JSON lines instead.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def compare(
    ctx: click.Context,
    /,
    old: str | None,
    new: str | None,
    words: bool,
    second_opinion: bool,
    exit_code: bool,
    jsonl: IO[bytes] | None,
    as_json: bool,
    **known: Any,
) -> None:
    """What changed from file OLD to file NEW (one of them may be - for stdin).

    With --jsonl each line is {"id", "old", "new"} and may have "format", "old_seen_on",
    "new_seen_on".
    """
    extra = ctx.ensure_object(Invocation).own_terms()
    if jsonl is not None and old is None:
        adviser = wanted_adviser(second_opinion)
        answer_lines(jsonl, lambda request: _answer(request, extra, adviser))
        return
    if jsonl is not None or old is None or new is None:
        raise UsageError("name two files, or --jsonl with a file of lines")
    if old == new == STDIN:
        raise UsageError("only one of the two can be stdin")
    adviser = wanted_adviser(second_opinion)
    comparison, shape = _compared(
        _page(old, known["old_seen_on"], known),
        _page(new, known["new_seen_on"], known),
        extra,
        adviser,
    )
    if as_json:
        print_json(shape)
    else:
        width = terminal_width()
        print_lines(indented(comparison.summary, width=width, indent=""))
        print_lines(change_lines(shape, width=width, whole=words))
        print_second_opinion(shape)
    if exit_code and comparison.change_class is not ChangeClass.NONE:
        ctx.exit(CHANGE_FOUND)


def _page(name: str, seen_on: str | None, known: dict[str, Any]) -> Page:
    body, content_type = load_file(name)
    return Page(
        body=body,
        format=known["format_name"],
        content_type=content_type,
        seen_on=parse_day(seen_on),
        language=known["language"],
        region=known["region"],
    )


def _compared(
    old: Page, new: Page, extra: tuple[ExtraTerms, ...], adviser: Adviser | None
) -> tuple[Comparison, dict[str, Any]]:
    """The comparison, and its JSON."""
    from monitor.analysis.shapes import comparison_json  # noqa: PLC0415  0.2 s
    from monitor.cli.reading import compare_readings, read_page  # noqa: PLC0415  extraction

    before = read_page(old, extra=extra)
    after = read_page(new, earlier=before, extra=extra)
    comparison = compare_readings(before, after)
    shape = comparison_json(comparison)
    add_to_comparison(shape, before.analysis, after.analysis, comparison, adviser)
    return comparison, shape


def _answer(
    request: dict[str, Any], extra: tuple[ExtraTerms, ...], adviser: Adviser | None
) -> dict[str, Any]:
    format_name = parse_format(request.get("format"))
    language = optional_text(request, "lang")
    old, new = (
        Page(
            body=encoded(text_of(request, side)),
            format=format_name,
            seen_on=parse_day(request.get(f"{side}_seen_on")),
            language=language,
        )
        for side in ("old", "new")
    )
    return _compared(old, new, extra, adviser)[1]
