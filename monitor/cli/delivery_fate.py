"""What became of a delivery, or what it waits for and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from monitor.alerts.catalogue import Words, words_of
from monitor.alerts.windows import DAYS, Window, end_of_quiet, quiet_from_text
from monitor.cli.fact_words import count_words
from monitor.cli.moments import seconds
from monitor.config.units import duration_words
from storage.database import Database
from storage.deliveries import Attempt, Delivery, attempts_of, find_delivery
from storage.gathering import gathered_alerts, waiting_deliveries
from storage.model import DeliveryMode, DeliveryState
from storage.times import from_text, to_text, utc_now

_MOMENT = timedelta(seconds=1)
_WAITS = {  # the same in a word or two
    "window": "batch",
    "daily": "daily digest",
    "weekly": "weekly digest",
    "quiet": "quiet times",
    "rate": "rate",
}


def fate_of(db: Database, delivery: Delivery, *, now: datetime) -> dict[str, Any]:
    """The delivery as plain values; ``waits_for`` names what is said of it, None at its end.

    Of what was gathered: the fate of the digest, whose alert is ``digest``.
    """
    teller = delivery
    if delivery.gathered_in is not None:
        teller = find_delivery(db, delivery.gathered_in) or delivery
    attempts = attempts_of(db, delivery.id)
    waits_for = _waits_for(db, teller, now) if teller.state is DeliveryState.PENDING else None
    ahead = waits_for not in (None, "now", "disabled", "paused") and teller.next_attempt_at
    return {
        "endpoint": delivery.endpoint,
        "state": delivery.state.value,
        "attempts": teller.attempts,
        "delivery": delivery.id,
        "mode": delivery.mode.value,
        "language": delivery.language,
        "waits_for": waits_for,
        "waits_until": seconds(teller.next_attempt_at or "") if ahead else None,
        "finished_at": seconds(delivery.finished_at) if delivery.finished_at else None,
        "digest": teller.alert_id if teller is not delivery else None,
        "told_with": len(gathered_alerts(db, teller.alert_id)) - 1 if teller is not delivery else 0,
        "last_error": _error(attempts[-1]) if attempts else None,
    }


def fate_words(
    fate: dict[str, Any], words: Words | None = None, moment: Callable[[str], str] = str
) -> str:
    """One sentence on a fate, in English without ``words``; ``moment`` writes its instants."""
    words = words or words_of("en")
    first = [f"{fate['endpoint']}: {words.say('deliveries', fate['state'])}"]
    if fate["finished_at"]:
        first.append(moment(fate["finished_at"]))
    if fate["attempts"] > 1 or (fate["attempts"] and fate["last_error"]):
        first.append(words.plural("after_attempts", fate["attempts"]).format(n=fate["attempts"]))
    if fate["last_error"]:
        first.append(f"({fate['last_error']})")
    parts = [first]
    if fate["digest"]:
        parts.append([words.say("fates", "digest").format(n=fate["digest"])])
        if fate["told_with"]:
            others = words.plural("with_others", fate["told_with"])
            parts[-1].append(others.format(n=fate["told_with"]))
    if fate["waits_for"]:
        until = moment(fate["waits_until"]) if fate["waits_until"] else ""
        parts.append([words.say("fates", fate["waits_for"]).format(until=until)])
    return words.list_separator.join(" ".join(part) for part in parts)


def window_words(window: Window) -> str:
    """``daily at 08:00; quiet 22:00-07:00 (Europe/Berlin)``."""
    match window.mode:
        case DeliveryMode.NOW:
            words = "at once"
        case DeliveryMode.BATCH:
            words = f"in a batch, within {duration_words(window.within_seconds)}"
        case DeliveryMode.DAILY:
            words = f"daily at {window.at:%H:%M}"
        case DeliveryMode.WEEKLY:
            words = f"weekly on {DAYS[window.on]} at {window.at:%H:%M}"
    if window.quiet.times:
        words += f"; quiet {', '.join(window.quiet.times)}"
    has_hours = window.quiet.times or window.mode in (DeliveryMode.DAILY, DeliveryMode.WEEKLY)
    return f"{words} ({window.quiet.zone})" if has_hours else words


def waiting_json(db: Database) -> list[dict[str, Any]]:
    """What waits for a window, a digest or the end of quiet times now, the soonest first."""
    return [
        {
            "endpoint": waiting.endpoint,
            "waits_for": _waiting_for(waiting.mode, has_quiet=waiting.has_quiet),
            "until": seconds(waiting.until),
            "deliveries": waiting.deliveries,
        }
        for waiting in waiting_deliveries(db, now=to_text(utc_now()))
    ]


def waiting_line(waiting: list[dict[str, Any]]) -> str:
    """The same for people."""
    parts = (
        f"{one['endpoint']}: {count_words(one['deliveries'], 'alert')} until {one['until']}"
        f" ({_WAITS[one['waits_for']]})"
        for one in waiting
    )
    return (
        f"waiting: {'; '.join(parts)}; a running 'clausewatch run' sends them then, "
        "or the next 'clausewatch check' after it"
    )


def _waits_for(db: Database, delivery: Delivery, now: datetime) -> str:
    endpoint = db.row(
        "SELECT paused_at, disabled_at FROM endpoints WHERE name = ?", (delivery.endpoint,)
    )
    if endpoint and endpoint["paused_at"]:
        return "paused"
    if endpoint and endpoint["disabled_at"]:
        return "disabled"
    planned = from_text(delivery.next_attempt_at) if delivery.next_attempt_at else now
    return "now" if planned <= now else _waits_until(delivery, planned)


def _waits_until(delivery: Delivery, planned: datetime) -> str:
    quiet = quiet_from_text(delivery.quiet)
    if end_of_quiet(quiet, planned - _MOMENT) == planned:
        return "quiet"
    if delivery.attempts:
        return "retry"
    return _waiting_for(delivery.mode, has_quiet=False)


def _waiting_for(mode: DeliveryMode, *, has_quiet: bool) -> str:
    match mode:
        case DeliveryMode.DAILY | DeliveryMode.WEEKLY:
            return mode.value
        case DeliveryMode.BATCH:
            return "window"
        case DeliveryMode.NOW:
            return "quiet" if has_quiet else "rate"


def _error(attempt: Attempt) -> str | None:
    if attempt.error is None:
        return None
    return f"HTTP {attempt.http_status}" if attempt.http_status else attempt.error
