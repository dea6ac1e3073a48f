"""What an import did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """``known`` captures were recorded before. Seconds: ``seconds`` of the clock on the wall,
    ``cpu_seconds`` of each stage over all processes.

    ``held`` counts alerts that would have been sent, ``waiting`` those of which no later capture
    says whether they would.
    """

    captures: int = 0
    known: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    sources: int = 0
    versions: int = 0
    held: int = 0
    waiting: int = 0
    seconds: float = 0.0
    cpu_seconds: dict[str, float] = field(
        default_factory=lambda: {"read": 0.0, "record": 0.0, "understand": 0.0}
    )
    problems: list[str] = field(default_factory=list)

    @property
    def captures_per_second(self) -> float:
        return self.captures / self.seconds if self.seconds else 0.0

    def as_json(self) -> dict[str, Any]:
        return {
            "captures": self.captures,
            "already_known": self.known,
            "sources": self.sources,
            "outcomes": dict(self.outcomes.most_common()),
            "new_versions": self.versions,
            "alerts_held": self.held,
            "alerts_waiting_for_confirmation": self.waiting,
            "seconds": round(self.seconds, 2),
            "captures_per_second": round(self.captures_per_second, 1),
            "cpu_seconds": {name: round(spent, 2) for name, spent in self.cpu_seconds.items()},
            "problems": self.problems,
        }
