"""Alerts about other things than a change, as messages: a page's health, days to come, digests."""

from __future__ import annotations

from monitor.alerts.message import Fit, Message, Section, SectionKind, Speech, moment, section
from monitor.alerts.model import (
    AlertSource,
    AnomalyAlert,
    DeadLetterAlert,
    DigestAlert,
    DigestEntry,
    HealthAlert,
    ReminderAlert,
    TestAlert,
)
from monitor.alerts.page_link import page_url
from monitor.alerts.runs import Line, Role, Run, Runs, Style, filled, joined, own_line, run, styled
from monitor.alerts.safe_text import clean, shorten
from monitor.alerts.suspicions import in_words
from monitor.alerts.wording import GOOD_COLOUR, category_words, day_words, severity_band
from storage.model import EventType

_GOOD = "good"
_REASON_LIMIT = 160
_PERIODS = frozenset({"batch", "daily", "weekly"})


def health_message(alert: HealthAlert, language: str, fit: Fit) -> Message:
    speech = Speech.of(language, fit)
    broken = alert.event is EventType.SOURCE_BROKEN
    band = severity_band(alert.severity)
    seen = alert.last_verified_at
    lines = [
        _bad_fetches(speech, alert) if broken else speech.say("health", "recovered"),
        speech.say("health", "advice", command=speech.command("sources test", alert.source))
        if broken
        else None,
        speech.say("health", "last_seen", moment=moment(seen)) if seen else None,
    ]
    return Message(
        words=speech.words,
        headline=_headline(speech, alert.event, band.name if broken else None),
        subject=speech.names(alert.source),
        colour=band.colour if broken else GOOD_COLOUR,
        band=band.name if broken else _GOOD,
        sections=(section(SectionKind.OVERVIEW, *lines),),
        footer=(_seen(speech, alert.captured_at),),
        url=page_url(alert.source),
    )


def _bad_fetches(speech: Speech, alert: HealthAlert) -> Line:
    outcome = alert.outcome or "unknown"
    known = speech.words.find("outcomes", outcome)
    said: Runs = (Run(text=known) if known else speech.name(outcome),)
    if alert.reason:
        reason = run(
            shorten(
                clean(in_words(alert.reason, speech.words)), min(_REASON_LIMIT, speech.fit.summary)
            )
        )
        said = (*said, Run(text=" ("), reason, Run(text=")"))
    return speech.count("bad_fetches", alert.bad_fetches, outcome=said)


def reminder_message(alert: ReminderAlert, language: str, fit: Fit) -> Message:
    speech = Speech.of(language, fit)
    words, band = speech.words, severity_band(alert.severity)
    when = words.plural("in_days", alert.days_left).format(n=alert.days_left)
    day = day_words(words, alert.effective_on)
    effect = filled(words.say("reminders", "takes_effect"), date=day, when=when)
    first = speech.say("reminders", "first_stated", moment=moment(alert.first_stated_at))
    command = speech.command("timeline", alert.source)
    version = filled(words.say("lines", "version"), version=str(alert.version))
    return Message(
        words=words,
        headline=_headline(speech, EventType.EFFECTIVE_SOON, band.name),
        subject=speech.names(alert.source),
        colour=band.colour,
        band=band.name,
        sections=(
            section(
                SectionKind.OVERVIEW,
                speech.line(styled(effect, Style.STRONG)),
                first,
                speech.say("reminders", "timeline", Role.NOTE, command=command),
            ),
        ),
        footer=(
            speech.line(joined((version, _moment_of(speech, alert.captured_at)), " · "), Role.NOTE),
        ),
        url=page_url(alert.source),
    )


def anomaly_message(alert: AnomalyAlert, language: str, fit: Fit) -> Message:
    speech = Speech.of(language, fit)
    band = severity_band(alert.severity)
    command = speech.command("alerts list --state held")
    return Message(
        words=speech.words,
        headline=_headline(speech, EventType.RUN_ANOMALOUS, band.name),
        subject=(),
        colour=band.colour,
        band=band.name,
        sections=(
            section(
                SectionKind.OVERVIEW,
                speech.count("changed_pages", alert.changed, checked=str(alert.checked)),
                speech.count("held", alert.held, command=command),
            ),
        ),
        footer=(
            speech.line(
                joined(
                    (
                        filled(speech.words.say("anomalies", "run"), run=str(alert.run)),
                        _moment_of(speech, alert.captured_at),
                    ),
                    " · ",
                ),
                Role.NOTE,
            ),
        ),
    )


def digest_message(alert: DigestAlert, language: str, fit: Fit) -> Message:
    """Entries most severe first; the digest's own entries were counted when it was stored."""
    speech = Speech.of(language, fit)
    words, band = speech.words, severity_band(alert.severity)
    shown = alert.entries[: fit.entries]
    total = len(alert.entries) + alert.left_out
    period = words.say("digests", alert.period if alert.period in _PERIODS else "batch")
    count = words.plural("alerts", total).format(n=total)
    left_out = total - len(shown)
    more = speech.count("more_entries", left_out, Role.NOTE, command=speech.command("alerts list"))
    between = filled(
        words.say("digests", "between"), since=moment(alert.since), until=moment(alert.until)
    )
    return Message(
        words=words,
        headline=words.say("digests", "title").format(period=period, count=count),
        subject=(),
        colour=band.colour,
        band=band.name,
        sections=(
            *(_entry(speech, entry) for entry in shown),
            *((section(SectionKind.MORE, more),) if left_out else ()),
        ),
        footer=(speech.line(between, Role.NOTE),),
    )


def _entry(speech: Speech, entry: DigestEntry) -> Section:
    words = speech.words
    band = severity_band(entry.severity)
    head = joined(
        (
            (Run(text=_headline(speech, entry.event, band.name), style=Style.STRONG),),
            _entry_names(speech, entry.source),
        ),
        " · ",
    )
    summary = shorten(clean(entry.summary), speech.fit.summary)
    about = category_words(words, entry.categories)
    return section(
        SectionKind.ENTRY,
        speech.line(head, Role.HEADING),
        own_line(summary) if summary.strip() else None,
        speech.say("lines", "about", categories=about) if about and not summary.strip() else None,
    )


def _entry_names(speech: Speech, source: AlertSource) -> Runs:
    return speech.names(source) or (speech.name(source.key),)


def dead_letter_message(alert: DeadLetterAlert, language: str, fit: Fit) -> Message:
    speech = Speech.of(language, fit)
    words, band = speech.words, severity_band(alert.severity)
    reason = run(shorten(clean(alert.reason), speech.fit.summary))
    summary = shorten(clean(alert.summary), speech.fit.summary)
    command = run(f"clausewatch alerts show {alert.alert}", Style.CODE)
    numbered = filled(words.say("dead_letters", "alert"), alert=str(alert.alert))
    return Message(
        words=words,
        headline=words.say("dead_letters", "title").format(
            event=words.say("events", EventType.DELIVERY_DEAD.value),
            told=words.say("events", alert.told.value),
        ),
        subject=speech.names(alert.source) if alert.source else (),
        colour=band.colour,
        band=band.name,
        sections=(
            section(
                SectionKind.OVERVIEW,
                speech.count(
                    "lost", alert.attempts, endpoint=speech.name(alert.endpoint), reason=reason
                ),
                own_line(summary) if summary.strip() else None,
                speech.say("dead_letters", "show", Role.NOTE, command=command),
            ),
        ),
        footer=(
            speech.line(
                joined((numbered, _moment_of(speech, alert.captured_at)), " · "), Role.NOTE
            ),
        ),
        url=page_url(alert.source) if alert.source else "",
    )


def test_message(alert: TestAlert, language: str, fit: Fit) -> Message:
    speech = Speech.of(language, fit)
    return Message(
        words=speech.words,
        headline=speech.words.say("titles", "test"),
        subject=(),
        colour=GOOD_COLOUR,
        band=_GOOD,
        sections=(
            section(
                SectionKind.OVERVIEW,
                speech.say("tests", "arrives", endpoint=speech.name(alert.endpoint)),
            ),
        ),
        footer=(speech.line((moment(alert.created_at),), Role.NOTE),),
    )


test_message.__test__ = False  # type: ignore[attr-defined]  # for pytest: this is no test


def _headline(speech: Speech, event: EventType, band: str | None) -> str:
    said = speech.words.say("events", event.value)
    if band is None:
        return said
    severity = speech.words.say("severities", band)
    return speech.words.say("titles", "change").format(severity=severity, event=said)


def _moment_of(speech: Speech, instant: str) -> Runs:
    return filled(speech.words.say("lines", "seen"), moment=moment(instant))


def _seen(speech: Speech, instant: str) -> Line:
    return speech.line(_moment_of(speech, instant), Role.NOTE)
