"""An alert as a Slack message: Block Kit inside its limits, and nothing in it can ping anyone.

Sources: docs.slack.dev, "Block Kit" (header 150, section 3,000, 50 blocks) and "Formatting
message text" (escape ``& < >``). Lengths are counted as Slack counts them, in UTF-16 units, after
escaping; the whole message stays under 10,000.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from monitor.alerts.model import (
    AlertContent,
    AlertSource,
    AnomalyAlert,
    ChangeAlert,
    ChangeContent,
    ClauseContent,
    DeadLetterAlert,
    DigestAlert,
    HealthAlert,
    ReminderAlert,
    RenderedRequest,
    TestAlert,
)
from monitor.alerts.safe_text import (
    FSI,
    PDI,
    Diff,
    clean,
    focus_diff,
    isolate,
    paragraph,
    shorten,
    shorten_start,
    starting_mark,
)
from monitor.alerts.wording import (
    EVENT_WORDS,
    KIND_WORDS,
    category_words,
    date_words,
    fact_words,
    severity_band,
)
from storage.model import ClauseChangeKind, EventType

HEADER_LIMIT = 150
SECTION_LIMIT = 3_000
BLOCK_LIMIT = 50
MESSAGE_LIMIT = 9_900  # of the whole JSON text

_CLAUSES = 12
_DIFF_LIMITS = (1_600, 900, 500, 280)  # tried in turn, until the message is small enough
_NAME_LIMIT = 48  # two of them, and the words before, make a header
_SUMMARY_LIMIT = 400
_HEADING_LIMIT = 80
_PARTIES = 10
_PARTY_LIMIT = 60
_URL_LIMIT = 1_000
_FACTS = 4
_FACT_LIMIT = 120
_OK_COLOUR = "#1e8449"

_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        # Slack has no escape for its own marks; these look the same and mean nothing to it.
        "*": "∗",
        "~": "∼",
        "`": "ˋ",
    }
)
_PINGS = re.compile(r"@(?=channel|here|everyone)", re.IGNORECASE)
_SPACES = re.compile(" {2,}")
_WORD_JOINER = "\u2060"


def units(text: str) -> int:
    """UTF-16 units, as Slack counts; additive over characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _escaped_units(text: str) -> int:
    return units(text.translate(_ESCAPES))


def _safe(text: str) -> str:
    """A page's text that Slack will show as it is."""
    return _PINGS.sub(f"@{_WORD_JOINER}", text.translate(_ESCAPES))


def _short(text: str, limit: int) -> str:
    return _safe(shorten(clean(text), limit, _escaped_units))


def _run(text: str, limit: int) -> str:
    """A page's words inside a line of ours."""
    cleaned = shorten(clean(text), limit, _escaped_units)
    return _safe(isolate(cleaned))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """``title`` and ``lines`` are ready for Slack; each line becomes one section."""

    title: str
    colour: str
    lines: Sequence[str]
    footer: str


def render_slack(content: AlertContent) -> RenderedRequest:
    """The message to post to an incoming webhook."""
    match content:
        case ChangeAlert():
            body = _fitting_change(content)
        case HealthAlert():
            body = _body(_health(content))
        case ReminderAlert():
            body = _body(_reminder(content))
        case AnomalyAlert():
            body = _body(_anomaly(content))
        case DigestAlert():
            body = _body(_digest(content))
        case DeadLetterAlert():
            body = _body(_dead_letter(content))
        case TestAlert():
            body = _body(_test(content))
    return RenderedRequest(body=body, headers=(("content-type", "application/json"),))


def _fitting_change(alert: ChangeAlert) -> bytes:
    """With as many clauses, and as much of each, as there is room for."""
    shown = min(len(alert.change.clause_changes), _CLAUSES)
    for limit in _DIFF_LIMITS:
        body = _body(_change(alert, shown, limit))
        if _fits(body):
            return body
    while shown and not _fits(body):
        shown -= 1
        body = _body(_change(alert, shown, _DIFF_LIMITS[-1]))
    return body


def _fits(body: bytes) -> bool:
    return units(body.decode("utf-8")) <= MESSAGE_LIMIT


def _body(message: _Message) -> bytes:
    """Title outside, the rest inside an attachment, because only attachments have a colour."""
    title = message.title
    blocks = [_section(line) for line in message.lines if line]
    value: dict[str, Any] = {
        "text": title,
        "blocks": [{"type": "header", "text": {"type": "plain_text", "text": title}}],
        "attachments": [
            {
                "color": message.colour,
                "fallback": title,
                "blocks": [*blocks, {"type": "context", "elements": [_text(message.footer)]}],
            }
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _section(line: str) -> dict[str, Any]:
    return {"type": "section", "text": _text(line)}


def _text(line: str) -> dict[str, Any]:
    """``verbatim``: Slack is not to look for links and names in what a page says."""
    return {"type": "mrkdwn", "text": line, "verbatim": True}


# --- the messages ----------------------------------------------------------------------------


def _change(alert: ChangeAlert, shown: int, limit: int) -> _Message:
    change = alert.change
    band = severity_band(change.severity)
    clauses = [_clause(clause, limit) for clause in change.clause_changes[:shown]]
    left_out = change.left_out.clause_changes + len(change.clause_changes) - shown
    more = f"_and {left_out} more: `clausewatch diff {_key(alert.source)}`_" if left_out else ""
    previous = f" (before: {alert.previous_version})" if alert.previous_version else ""
    return _Message(
        title=f"{band.word}: {EVENT_WORDS[alert.event]} · {_names(alert.source)}",
        colour=band.colour,
        lines=[_overview(alert), *clauses, _parties(change), more],
        footer=f"{_link(alert.source)} · version {alert.version}{previous} · "
        f"seen {_moment(alert.captured_at)} · severity {change.severity} of 100",
    )


def _overview(alert: ChangeAlert) -> str:
    change = alert.change
    lines = [_own_line(change.summary, _SUMMARY_LIMIT)] if change.summary else []
    if alert.event is EventType.SILENT_CHANGE:
        lines.append("*The text changed and its stated date did not.*")
    if change.categories:
        lines.append(f"About: {category_words(change.categories)}")
    lines.append(f"In effect: {_safe(clean(date_words(change.effective)))}")
    lines.append(f"Updated: {_safe(clean(date_words(change.updated)))}")
    return "\n".join(lines)


def _own_line(text: str, limit: int) -> str:
    """A page's words as a line of their own, in their own direction."""
    cleaned = shorten(clean(text), limit, _escaped_units)
    return f"{starting_mark(cleaned)}{_safe(cleaned)}"


def _clause(clause: ClauseContent, limit: int) -> str:
    title = f"*{category_words(clause.categories)}* · {KIND_WORDS[clause.kind]}"
    path = " › ".join(_run(heading, _HEADING_LIMIT) for heading in clause.heading_path[-2:])
    lines = [f"{title} · {path}" if path else title, _word_diff(clause, limit)]
    facts = (_short(fact_words(fact), _FACT_LIMIT) for fact in clause.facts[:_FACTS])
    return "\n".join([*lines, *(f"• {fact}" for fact in facts)])


def _word_diff(clause: ClauseContent, limit: int) -> str:
    """Old words struck through, new words bold, in one paragraph of the text's direction."""
    if clause.kind is ClauseChangeKind.MOVED and clause.before == clause.after:
        return _own_line(clause.after or "", limit)
    diff = [(op, clean(text)) for op, text in clause.diff]
    while True:
        line = paragraph(_joined(focus_diff(diff, limit, _escaped_units)))
        if units(line) <= _DIFF_LIMITS[0] or limit < 1:
            return line
        limit //= 2  # many short words: the marks take more room than they


def _joined(diff: Diff) -> str:
    """One line. Slack sees a mark only where it stands tight round words and apart from others."""
    line = ""
    for op, text in diff:
        words = text.strip()
        if op == "=" or not words:
            tight = line.endswith(("*", "~")) and text[:1].isalnum()
            line += f"{' ' if tight else ''}{_safe(text)}"
            continue
        mark = "*" if op == "+" else "~"
        apart = text[:1] == " " or line[-1:].isalnum() or line.endswith(("*", "~"))
        marked = _safe(f"{FSI}{starting_mark(words)}{words}{PDI}")
        line += f"{' ' if apart else ''}{mark}{marked}{mark}{' ' if text[-1:] == ' ' else ''}"
    return _SPACES.sub(" ", line)


def _parties(change: ChangeContent) -> str:
    lines = []
    for label, names in (("New", change.parties_added), ("Gone", change.parties_removed)):
        if names:
            listed = ", ".join(_run(name, _PARTY_LIMIT) for name in names[:_PARTIES])
            more = len(names) - _PARTIES
            lines.append(f"*{label}*: {listed}" + (f" and {more} more" if more > 0 else ""))
    return "\n".join(lines)


def _health(alert: HealthAlert) -> _Message:
    broken = alert.event is EventType.SOURCE_BROKEN
    lines = []
    if broken:
        why = f" ({_short(alert.reason, _SUMMARY_LIMIT)})" if alert.reason else ""
        outcome = _short(alert.outcome or "unknown", _NAME_LIMIT)
        lines.append(
            f"{alert.bad_fetches} fetches in a row did not give the document: {outcome}{why}"
        )
        lines.append(
            "Changes cannot be seen until it can be read again. "
            f"Look at it with `clausewatch sources test {_key(alert.source)}`."
        )
    if alert.last_verified_at:
        lines.append(f"Last seen {_moment(alert.last_verified_at)}")
    return _Message(
        title=f"{EVENT_WORDS[alert.event]} · {_names(alert.source)}",
        colour=severity_band(alert.severity).colour if broken else _OK_COLOUR,
        lines=["\n".join(lines)],
        footer=f"{_link(alert.source)} · {_moment(alert.captured_at)}",
    )


def _reminder(alert: ReminderAlert) -> _Message:
    more = (
        f"First stated {_moment(alert.first_stated_at)}. "
        f"`clausewatch timeline {_key(alert.source)}` has every date that it stated."
    )
    return _Message(
        title=f"{EVENT_WORDS[EventType.EFFECTIVE_SOON]} · {_names(alert.source)}",
        colour=severity_band(alert.severity).colour,
        lines=[f"*{_own_line(alert.summary, _SUMMARY_LIMIT)}*\n{more}"],
        footer=f"{_link(alert.source)} · version {alert.version} · {_moment(alert.captured_at)}",
    )


def _anomaly(alert: AnomalyAlert) -> _Message:
    what = (
        f"{alert.changed} of {alert.checked} pages changed in one run: more often a fault than "
        f"news. {alert.held} alerts are held (`clausewatch alerts list --state held`)."
    )
    return _Message(
        title=EVENT_WORDS[EventType.RUN_ANOMALOUS],
        colour=severity_band(alert.severity).colour,
        lines=[what],
        footer=f"run {alert.run} · {_moment(alert.captured_at)}",
    )


def _digest(alert: DigestAlert) -> _Message:
    lines = [
        f"*{_names(entry.source)}* · {EVENT_WORDS[entry.event]}\n{_own_line(entry.summary, 160)}"
        for entry in alert.entries[:_CLAUSES]
    ]
    left_out = alert.left_out + len(alert.entries) - len(lines)
    return _Message(
        title=EVENT_WORDS[EventType.DIGEST],
        colour=severity_band(alert.severity).colour,
        lines=[*lines, f"_and {left_out} more_" if left_out else ""],
        footer=f"{_moment(alert.since)} – {_moment(alert.until)}",
    )


def _dead_letter(alert: DeadLetterAlert) -> _Message:
    about = f" · {_names(alert.source)}" if alert.source else ""
    how = f"{alert.attempts} attempts; {_short(alert.reason, _SUMMARY_LIMIT)}"
    lines = [
        f"{_short(alert.endpoint, _NAME_LIMIT)} never took this message ({how}).",
        _own_line(alert.summary, _SUMMARY_LIMIT) if alert.summary else "",
        f"`clausewatch alerts show {alert.alert}` has all of it.",
    ]
    return _Message(
        title=f"{EVENT_WORDS[EventType.DELIVERY_DEAD]}: {EVENT_WORDS[alert.told]}{about}",
        colour=severity_band(alert.severity).colour,
        lines=["\n".join(line for line in lines if line)],
        footer=f"alert {alert.alert} · {_moment(alert.captured_at)}",
    )


def _test(alert: TestAlert) -> _Message:
    return _Message(
        title="clausewatch: a test",
        colour=_OK_COLOUR,
        lines=[f"Alerts for {_run(alert.endpoint, _NAME_LIMIT)} arrive here."],
        footer=_moment(alert.created_at),
    )


# --- parts -----------------------------------------------------------------------------------


def _names(source: AlertSource) -> str:
    return f"{_run(source.service, _NAME_LIMIT)} · {_run(source.terms_type, _NAME_LIMIT)}"


def _key(source: AlertSource) -> str:
    return _safe(shorten_start(clean(source.key), 2 * _NAME_LIMIT, _escaped_units))


def _link(source: AlertSource) -> str:
    """``<url|host>``, with everything that could end the link encoded."""
    url = quote(_ascii_host(clean(source.url)), safe=":/?#[]@!$&'()+,;=%")
    if units(url) > _URL_LIMIT or not url.startswith(("http://", "https://")):
        return _run(source.url, _NAME_LIMIT)
    return f"<{url.replace('&', '&amp;')}|the page>"


def _ascii_host(url: str) -> str:
    """With the host in its ASCII form, as far as that can be made."""
    try:
        host = urlsplit(url).hostname or ""
        return url if host.isascii() else url.replace(host, host.encode("idna").decode(), 1)
    except (ValueError, UnicodeError):
        return url


def _moment(instant: str) -> str:
    """``2026-03-05 14:07 UTC``."""
    return f"{clean(instant)[:16].replace('T', ' ')} UTC"
