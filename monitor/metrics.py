"""The state of the database as Prometheus metrics, read when somebody asks.

Needs the ``metrics`` extra. Labels are closed sets of ours; nothing of a page is in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.database import open_readonly
from storage.figures import Figures, read_figures
from storage.model import AlertState, Health, Outcome
from storage.times import Clock, from_text, to_text

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_PREFIX = "clausewatch"


def render_metrics(database: Path, clock: Clock) -> bytes:
    """Metrics in the text format of Prometheus. Raises StorageError."""
    with open_readonly(database) as db:
        figures = read_figures(db, now=to_text(clock()))
    registry = CollectorRegistry()
    registry.register(_Snapshot(figures))
    return generate_latest(registry)


class _Snapshot(Collector):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        figures = self._figures
        yield _by_label(
            "sources", "Sources by health.", "health", Health, figures.sources_by_health
        )
        yield _by_label("alerts", "Alerts by state.", "state", AlertState, figures.alerts_by_state)
        words = "Fetches by outcome, of runs that began within a day."
        yield _by_label("fetches_last_day", words, "outcome", Outcome, figures.fetches_of_a_day)
        yield CounterMetricFamily(
            f"{_PREFIX}_versions", "Versions recorded.", value=figures.versions
        )
        yield _gauge("deliveries_pending", "Deliveries under way.", figures.deliveries_pending)
        yield _gauge("sources_due", "Sources whose time has come.", figures.due)
        yield _gauge("held_runs", "Runs held because too much changed.", figures.held_runs)
        yield _gauge("database_bytes", "Size of the database file.", figures.database_bytes)
        instants = (
            (
                "oldest_due",
                "Since when the source that waits longest is due.",
                figures.oldest_due_at,
            ),
            (
                "oldest_verified",
                "When the document that was seen least recently was seen.",
                figures.oldest_verified_at,
            ),
            ("last_run_started", "When the latest run began.", figures.last_run_started_at),
        )
        for name, words, instant in instants:
            if instant is not None:
                seconds = from_text(instant).timestamp()
                yield _gauge(f"{name}_timestamp_seconds", words, seconds)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{_PREFIX}_{name}", words, value=value)


def _by_label(
    name: str,
    words: str,
    label: str,
    members: type[Health | AlertState | Outcome],
    counts: dict[str, int],
) -> Metric:
    """Every member is there, also with 0: an alarm on a missing series never goes off."""
    family = GaugeMetricFamily(f"{_PREFIX}_{name}", words, labels=[label])
    for member in members:
        family.add_metric([member.value], counts.get(member.value, 0))
    return family
