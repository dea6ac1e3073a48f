"""Any alert as a message in a language: the front of the message makers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import assert_never

from monitor.alerts.catalogue import words_of
from monitor.alerts.change_message import change_message, tidied
from monitor.alerts.event_messages import (
    anomaly_message,
    dead_letter_message,
    digest_message,
    health_message,
    reminder_message,
    test_message,
)
from monitor.alerts.message import FITS, Fit, Message
from monitor.alerts.model import (
    AlertContent,
    AnomalyAlert,
    ChangeAlert,
    DeadLetterAlert,
    DigestAlert,
    HealthAlert,
    ReminderAlert,
    TestAlert,
)
from monitor.alerts.runs import plain_text
from monitor.alerts.wording import summary_words

Composer = Callable[[Fit], Message]


def composer(content: AlertContent, language: str) -> Composer:
    """Makes the message to any fit; what all forms share is worked out once."""
    make: Composer
    match content:
        case ChangeAlert():
            make = partial(change_message, tidied(content), language)
        case HealthAlert():
            make = partial(health_message, content, language)
        case ReminderAlert():
            make = partial(reminder_message, content, language)
        case AnomalyAlert():
            make = partial(anomaly_message, content, language)
        case DigestAlert():
            make = partial(digest_message, content, language)
        case DeadLetterAlert():
            make = partial(dead_letter_message, content, language)
        case TestAlert():
            make = partial(test_message, content, language)
        case _:
            assert_never(content)
    return make


def same_elsewhere(names: Sequence[str], more: int, language: str) -> str:
    """``the same in a/privacy, b/privacy and 2 more``: for an entry that stands for several."""
    words = words_of(language)
    listed = words.list_separator.join(names)
    if more:
        listed = f"{listed} {words.plural('more', more).format(n=more)}"
    return words.say("digests", "same_in").format(names=listed)


def summary_of(content: AlertContent, language: str) -> str:
    """What an alert says, in one line of this language: for an entry of a digest."""
    if isinstance(content, ChangeAlert):
        return plain_text(summary_words(words_of(language), content.change))
    message = composer(content, language)(FITS[0])
    return plain_text(message.lines[0].runs) if message.lines else message.headline
