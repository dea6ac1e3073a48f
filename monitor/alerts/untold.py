"""Why an alert was told to nobody, or not yet: the reasons that are recorded, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.alerts.catalogue import Words

CONFIRMATION = "confirmation"
IMPORT = "import"
ANOMALY = "anomaly"
FLAPPING = "flapping"
BY_TURNS = "by turns"  # never recorded: what a confirmation waits for (monitor.alerts.calm)
NO_ROUTE = "no route matches"
WENT_BACK = "the next fetch showed the old text again"
MOVED_ON = "the text changed again before this return could be called a rollback"
NOBODY_WAS_TOLD = "the page went back before anybody was told of the change"
RECOVERED_FIRST = "the page could be read again before anybody was told that it could not"
DROPPED_BY_HAND = "dropped with all alerts of its run, of which too much had changed at once"
REASONS = (
    *(CONFIRMATION, IMPORT, ANOMALY, FLAPPING, BY_TURNS, NO_ROUTE, WENT_BACK, MOVED_ON),
    *(NOBODY_WAS_TOLD, RECOVERED_FIRST, DROPPED_BY_HAND),
)


def untold_words(reason: str, words: Words | None = None) -> str:
    """A recorded reason as part of a sentence, in English without ``words``.

    What an earlier program recorded, or somebody else, is told as it stands in the database.
    """
    from monitor.alerts.catalogue import words_of  # noqa: PLC0415  few questions need it

    return (words or words_of("en")).find("untold", reason) or reason
