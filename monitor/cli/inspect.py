"""``clausewatch inspect``: what is understood of one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.jsonl import answer_lines, encoded, optional_text, text_of
from monitor.cli.output import paint, print_json, print_lines
from monitor.cli.page import FORMATS, Page, load_file, parse_day, parse_format
from monitor.cli.second_opinion import (
    add_to_inspection,
    print_second_opinion,
    second_opinion_option,
    wanted_adviser,
)
from monitor.cli.show import note_lines, print_clauses
from monitor.cli.terminal import shown
from monitor.units import amount_words
from storage.errors import UsageError

if TYPE_CHECKING:
    from monitor.analysis import ExtraTerms
    from monitor.second_opinion import Adviser

_SCHEMES = ("http://", "https://")


@click.command()
@click.argument("document", metavar="[FILE|URL|-]", required=False)
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), default="auto", help="What it is."
)
@click.option("--url", help="Where a file came from: its links start there.")
@click.option("--seen-on", metavar="DATE", help="The day it was seen: helps to read its dates.")
@click.option("--language", help="A hint, such as ar.")
@click.option("--region", help="A country, such as US: how it writes day and month.")
@second_opinion_option
@click.option("--jsonl", type=click.File("rb"), help="Answer a file (or -) of JSON lines instead.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def inspect(
    invocation: Invocation,
    /,
    document: str | None,
    format_name: str,
    second_opinion: bool,
    jsonl: IO[bytes] | None,
    as_json: bool,
    **known: Any,
) -> None:
    """What is understood of a file, a page or stdin: dates, clauses, parties, quantities.

    With --jsonl each line is {"id", "text"} and may have "format", "lang", "url", "seen_on".
    """
    if (document is None) == (jsonl is None):
        raise UsageError("name one file, URL or - for stdin; or --jsonl with a file of lines")
    adviser = wanted_adviser(second_opinion)
    if jsonl is not None:
        extra = invocation.own_terms()
        answer_lines(jsonl, lambda request: _answer(request, extra, adviser))
        return
    assert document is not None
    page = _page(invocation, document, format_name, known)
    shape = _shape(page, invocation.own_terms(), adviser)
    if as_json:
        print_json(shape)
        return
    print_lines(_lines(shape))
    print_clauses(shape["clauses"])
    print_second_opinion(shape)


def _answer(
    request: dict[str, Any], extra: tuple[ExtraTerms, ...], adviser: Adviser | None
) -> dict[str, Any]:
    page = Page(
        body=encoded(text_of(request, "text")),
        format=parse_format(request.get("format")),
        url=optional_text(request, "url"),
        seen_on=parse_day(request.get("seen_on")),
        language=optional_text(request, "lang"),
    )
    return _shape(page, extra, adviser)


def _shape(page: Page, extra: tuple[ExtraTerms, ...], adviser: Adviser | None) -> dict[str, Any]:
    from monitor.cli.reading import inspection_shape, read_page  # noqa: PLC0415  extraction

    reading = read_page(page, extra=extra)
    shape = inspection_shape(reading)
    add_to_inspection(shape, reading.analysis, adviser)
    return shape


def _page(invocation: Invocation, document: str, format_name: str, known: dict[str, Any]) -> Page:
    seen_on = parse_day(known["seen_on"])
    if document.startswith(_SCHEMES):
        from monitor.cli.one_look import look_at  # noqa: PLC0415  starts the crawling process

        page = look_at(document, invocation)
        seen_on = seen_on or page.seen_on
        body, content_type, url = page.body, page.content_type, known["url"] or page.url
    else:
        (body, content_type), url = load_file(document), known["url"]
    return Page(
        body=body,
        format=format_name,
        content_type=content_type,
        url=url,
        seen_on=seen_on,
        language=known["language"],
        region=known["region"],
    )


def _lines(shape: dict[str, Any]) -> Iterator[str]:
    quality = shape["quality"]
    if not quality["ok"]:
        reasons = ", ".join(quality["reasons"])
        yield paint(f"this does not look like the document: {reasons}", "alarm")
    yield from note_lines(shape.get("notes", ()))
    yield f"title:      {shown(shape['title'] or 'none')}"
    languages = ", ".join(shape["languages"]) or "unknown"
    yield f"languages:  {languages} ({shape['direction']}), {shape['words']} words"
    for name, label in (("effective_on", "effective:"), ("updated_on", "updated:")):
        date = shape[name]
        yield f"{label:<12}{_date_words(date)}"
    if shape["parties"]:
        yield f"parties:    {', '.join(shown(party['name']) for party in shape['parties'])}"
    if shape["quantities"]:
        found = (
            f"{one['kind']} {amount_words(one['value'], one['unit'])}"
            for one in shape["quantities"]
        )
        yield f"quantities: {', '.join(dict.fromkeys(map(shown, found)))}"
    yield ""


def _date_words(date: dict[str, Any] | None) -> str:
    if date is None:
        return "not stated"
    doubt = "; day and month could be the other way round" if date["ambiguous"] else ""
    return f"{date['value']} ({shown(date['text'])}{doubt})"
