"""Why an alert was told to nobody, or not yet: the reasons that are recorded, and their words."""

from __future__ import annotations

CONFIRMATION = "confirmation"
IMPORT = "import"
ANOMALY = "anomaly"
FLAPPING = "flapping"
BY_TURNS = "by turns"  # never recorded: what a confirmation waits for (monitor.alerts.calm)
NO_ROUTE = "no route matches"
WENT_BACK = "the next fetch showed the old text again"
MOVED_ON = "the text changed again before this return could be called a rollback"
NOBODY_WAS_TOLD = "the page went back before anybody was told of the change"

_WORDS = {
    CONFIRMATION: "it waits until a later fetch still shows the new text ('clausewatch check')",
    IMPORT: "what an import brings is told to nobody",
    ANOMALY: "unusually much changed in its run: 'clausewatch alerts release' sends it, "
    "'clausewatch alerts drop' does not",
    FLAPPING: "the page broke again soon after it had recovered: told if it stays so",
    BY_TURNS: "the page shows texts by turns: told once this one has stood for a week",
    NO_ROUTE: "no [[route]] of the watchlist takes it",
}


def untold_words(reason: str) -> str:
    """A recorded reason as part of a sentence; most stand in the database as they are told."""
    return _WORDS.get(reason, reason)
