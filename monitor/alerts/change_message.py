"""A changed document as a message: the summary, the dates, each clause before and after, why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitor.alerts.message import Fit, Message, Section, SectionKind, Speech, moment, section
from monitor.alerts.model import ChangeAlert, ChangeContent, ClauseContent
from monitor.alerts.page_link import page_url
from monitor.alerts.runs import Line, Role, Run, Runs, Style, filled, joined, own_line, styled
from monitor.alerts.safe_text import clean, focus_diff, is_rtl, shorten
from monitor.alerts.wording import (
    category_words,
    date_words,
    fact_words,
    reason_words,
    severity_band,
    summary_words,
)
from storage.model import ClauseChangeKind, DateStatus, EventType

MOST_CLAUSES = 12
_FULL = 2  # clauses that get the whole room for their words
_LEAST = 80  # characters of a clause that is shown at all
_HEADINGS = 2
_LONGEST = 4_000  # characters of a diff; no chat shows more

_NOTES = {
    EventType.SILENT_CHANGE: "silent",
    EventType.DATE_CHANGED: "date_only",
    EventType.ROLLBACK: "rollback",
}
_GONE = "-"
_STYLES = {_GONE: Style.REMOVED, "+": Style.ADDED}


def tidied(alert: ChangeAlert) -> ChangeAlert:
    """Cleaned, and with no more than a message could show: every form is made from this."""
    change = alert.change
    left_out = replace(
        change.left_out,
        clause_changes=change.left_out.clause_changes
        + max(0, len(change.clause_changes) - MOST_CLAUSES),
    )
    clauses = tuple(_tidied(clause) for clause in change.clause_changes[:MOST_CLAUSES])
    return replace(alert, change=replace(change, clause_changes=clauses, left_out=left_out))


def _tidied(clause: ClauseContent) -> ClauseContent:
    cleaned = tuple((op, clean(text)) for op, text in clause.diff)
    diff = focus_diff(cleaned, _LONGEST)
    text = clause.after if clause.after is not None else clause.before
    return replace(
        clause,
        diff=diff,
        before=None,
        after=shorten(clean(text or ""), _LONGEST) if _is_bare_move(clause) else None,
        shortened=clause.shortened or diff != cleaned,
    )


def _is_bare_move(clause: ClauseContent) -> bool:
    return clause.kind is ClauseChangeKind.MOVED and clause.before == clause.after


def change_message(alert: ChangeAlert, language: str, fit: Fit) -> Message:
    """``alert`` as :func:`tidied` gives it."""
    speech = Speech.of(language, fit)
    words, change = speech.words, alert.change
    band = severity_band(change.severity)
    clauses = change.clause_changes[: fit.clauses]
    sections = [
        _overview(speech, alert),
        *(_clause(speech, clause, rank) for rank, clause in enumerate(clauses)),
        _parties(speech, change),
        _more(speech, alert, clauses),
    ]
    return Message(
        words=words,
        headline=words.say("titles", "change").format(
            severity=words.say("severities", band.name),
            event=words.say("events", alert.event.value),
        ),
        subject=speech.names(alert.source),
        colour=band.colour,
        band=band.name,
        sections=tuple(part for part in sections if part.lines),
        footer=_footer(speech, alert),
        url=page_url(alert.source),
    )


def _overview(speech: Speech, alert: ChangeAlert) -> Section:
    change, words = alert.change, speech.words
    note = _NOTES.get(alert.event)
    lines = [
        None if alert.event is EventType.DATE_CHANGED else _summary(speech, change),
        speech.line(_note(speech, note)) if note else None,
        speech.say("lines", "about", categories=category_words(words, change.categories))
        if change.categories
        else None,
        *_dates(speech, change),
    ]
    return section(SectionKind.OVERVIEW, *lines)


def _note(speech: Speech, name: str) -> Runs:
    return styled(filled(speech.words.say("lines", name)), Style.STRONG)


def _summary(speech: Speech, change: ChangeContent) -> Line | None:
    runs = summary_words(speech.words, change)
    if not any(one.text.strip() for one in runs):
        return None
    if len(runs) == 1:  # the analysis's own line, or one of our phrases
        return own_line(shorten(runs[0].text, speech.fit.summary))
    return speech.line(_capped(runs, speech.fit.summary))


def _capped(runs: Runs, limit: int) -> Runs:
    """As many runs as fit, the last one cut."""
    kept: list[Run] = []
    for one in runs:
        if len(one.text) > limit:
            kept.append(replace(one, text=shorten(one.text, limit)))
            break
        kept.append(one)
        limit -= len(one.text)
    return tuple(one for one in kept if one.text)


def _dates(speech: Speech, change: ChangeContent) -> Iterator[Line]:
    """Both dates; one line where neither is stated."""
    for name, date in (("effective", change.effective), ("updated", change.updated)):
        if date.status is not DateStatus.NONE or name == "effective":
            yield speech.say("lines", name, date=date_words(speech.words, date))


def _clause(speech: Speech, clause: ClauseContent, rank: int) -> Section:
    room = speech.fit.diff if rank < _FULL else max(_LEAST, speech.fit.diff // 2)
    facts = clause.facts[: speech.fit.facts]
    return section(
        SectionKind.CLAUSE,
        speech.line(_clause_heading(speech, clause), Role.HEADING),
        _quote(clause, room),
        *(speech.line(fact_words(speech.words, fact), Role.ITEM) for fact in facts),
    )


def _clause_heading(speech: Speech, clause: ClauseContent) -> Runs:
    words = speech.words
    path = [(speech.heading(text),) for text in clause.heading_path[-_HEADINGS:] if clean(text)]
    parts = [
        styled(category_words(words, clause.categories), Style.STRONG),
        (Run(text=words.say("kinds", clause.kind.value)),),
        joined(path, " › "),
    ]
    return joined((part for part in parts if part), " · ")


def _quote(clause: ClauseContent, room: int) -> Line | None:
    """The page's words, what went and what came marked, in the direction of the text.

    What went stands apart from it (isolated), so that the rest reads as it does on the page.
    """
    if _is_bare_move(clause) or not clause.diff:
        text = shorten(clause.after or "", room).strip()
        return own_line(text, Role.QUOTE) if text else None
    diff = [(op, text) for op, text in focus_diff(clause.diff, room) if text]
    if not any(text.strip() for _, text in diff):
        return None
    rtl = is_rtl("".join(text for _, text in diff))
    runs = tuple(
        Run(text=text, style=_STYLES.get(op, Style.PLAIN), isolated=op == _GONE, rtl=rtl)
        for op, text in diff
    )
    return Line(runs=runs, rtl=rtl, role=Role.QUOTE)


def _parties(speech: Speech, change: ChangeContent) -> Section:
    sides = (("added_parties", change.parties_added), ("removed_parties", change.parties_removed))
    lines = [
        speech.say("lines", name, names=_named(speech, names))
        for name, names in sides
        if names and speech.fit.parties
    ]
    return section(SectionKind.PARTIES, *lines)


def _named(speech: Speech, names: tuple[str, ...]) -> Runs:
    shown = [(speech.name(name),) for name in names[: speech.fit.parties]]
    more = len(names) - len(shown)
    listed = joined(shown, speech.words.list_separator)
    if not more:
        return listed
    rest = filled(speech.words.plural("more", more), n=str(more))
    return joined((listed, rest), " ")


def _more(speech: Speech, alert: ChangeAlert, shown: tuple[ClauseContent, ...]) -> Section:
    """What was left out, with the command that shows it."""
    change, command = alert.change, speech.command("diff", alert.source)
    left_out = change.left_out.clause_changes + len(change.clause_changes) - len(shown)
    if left_out:
        line = speech.count("more_clauses", left_out, Role.NOTE, command=command)
        return section(SectionKind.MORE, line)
    if any(_is_cut(clause, speech.fit.diff, rank) for rank, clause in enumerate(shown)):
        line = speech.say("lines", "shortened", Role.NOTE, command=command)
        return section(SectionKind.MORE, line)
    return section(SectionKind.MORE)


def _is_cut(clause: ClauseContent, diff: int, rank: int) -> bool:
    room = diff if rank < _FULL else max(_LEAST, diff // 2)
    return clause.shortened or sum(len(text) for _, text in clause.diff) > room


def _footer(speech: Speech, alert: ChangeAlert) -> tuple[Line, ...]:
    change, words = alert.change, speech.words
    reasons = reason_words(words, change, speech.fit.reasons)
    version = (
        filled(
            words.say("lines", "version_after"),
            version=str(alert.version),
            previous=str(alert.previous_version),
        )
        if alert.previous_version
        else filled(words.say("lines", "version"), version=str(alert.version))
    )
    parts = [
        version,
        filled(words.say("lines", "seen"), moment=moment(alert.captured_at)),
        filled(words.say("lines", "severity"), severity=str(change.severity)),
    ]
    lines = [speech.line(joined(parts, " · "), Role.NOTE)]
    if reasons:
        lines.insert(0, speech.say("lines", "why", Role.NOTE, reasons=reasons))
    return tuple(lines)
