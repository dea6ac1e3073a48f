"""A watchlist as values: read, checked, with every default filled in.

Durations are seconds, sizes are bytes, texts are as the person wrote them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from crawler.addresses import AddressPolicy, Network
from monitor.alerts.windows import Window
from monitor.config.paths import Stamp
from storage.model import Category, ChangeClass, EndpointKind, EventType, Material, SourceRules
from storage.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """Hold alerts when this share of a run's sources, and so many, changed at once."""

    share: float = 0.3
    at_least: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The ``[clausewatch]`` table. ``database`` is absolute; ``anomaly`` None is off.

    ``host_budget``: requests that a host gets at most in a run. ``keep_log_seconds``: how long
    looks that said nothing new are remembered, None for good.

    ``remind_days``: so many days before an effective date people are reminded, the longest first.
    """

    database: Path
    contact: str | None = None
    timeout_seconds: float = 30.0
    delay_seconds: float = 2.0  # between two requests to one host; loopback hosts: none
    max_body_bytes: int = 10_000_000
    allow_private: tuple[Network, ...] = ()
    host_budget: int = 1_000
    keep_log_seconds: float | None = None
    anomaly: Anomaly | None = field(default_factory=Anomaly)
    remind_days: tuple[int, ...] = (30, 7, 1)
    metrics_address: tuple[str, int] | None = None  # host and port of /healthz and /metrics
    heartbeat_reference: str | None = None  # asked at intervals while all is well
    chromium: str | None = None  # an absolute path; None takes an installed one

    @property
    def user_agent(self) -> str:
        """Says honestly who asks, and whom to write to."""
        return f"clausewatch/{__version__}" + (f" (+{self.contact})" if self.contact else "")

    @property
    def address_policy(self) -> AddressPolicy:
        return AddressPolicy(allow_private=self.allow_private)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One ``[[source]]``. Exactly one of ``every_seconds`` and ``cron`` is set.

    ``cron`` has five fields, or six with a time zone last (see :mod:`monitor.config.cron`).
    ``confirm_seconds`` None means that alerts wait for no second look. ``keep`` is ``versions``
    or ``all``. ``remind_days`` None means those of the settings, () none.
    """

    key: str
    service: str
    service_slug: str
    terms_type: str
    url: str
    language: str | None = None
    region: str | None = None
    every_seconds: int | None = 86_400
    cron: str | None = None
    tags: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    js: bool | Literal["auto"] = "auto"
    confirm_seconds: int | None = 3_600
    keep: str = "versions"
    remind_days: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryTerms:
    """One ``[[category]]``: terms for a category, of the program or of the person's own.

    ``terms`` are (language, terms). ``weight`` from 0 to 100: what a change of such a clause counts
    towards severity; only for a category of one's own.
    """

    name: str
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    weight: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One ``[[route]]``: an empty condition holds for every alert; all conditions must hold.

    ``material`` is the least that a change must mean.

    ``window`` says when its alerts are told. From the severity ``urgent`` on they are told at once,
    whatever the hour. ``write_in`` is the language of the words around what pages say.
    """

    to: tuple[str, ...]
    categories: tuple[Category, ...] = ()
    min_severity: int | None = None
    tags: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    events: tuple[EventType, ...] = ()
    classes: tuple[ChangeClass, ...] = ()
    material: Material | None = None
    except_categories: tuple[Category, ...] = ()
    except_tags: tuple[str, ...] = ()
    except_services: tuple[str, ...] = ()
    except_types: tuple[str, ...] = ()
    except_events: tuple[EventType, ...] = ()
    window: Window = field(default_factory=Window)
    urgent: int | None = None
    write_in: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most so many messages within any window of so many seconds."""

    messages: int
    window_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One ``[[endpoint]]``. References are ``env:NAME`` or ``file:PATH``, resolved on delivery.

    ``chat`` is Telegram's; ``room`` and ``token_reference`` are Matrix's; ``to`` and ``sender`` are
    mail addresses. ``fallback`` names the endpoint that is told of what this one never took.
    """

    name: str
    kind: EndpointKind
    url_reference: str
    secret_references: tuple[str, ...] = ()
    cloudevents: bool = False
    chat: str | None = None
    room: str | None = None
    token_reference: str | None = None
    to: tuple[str, ...] = ()
    sender: str | None = None
    rate: Rate | None = None
    fallback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """Everything one ``watchlist.toml`` says. ``warnings`` are for people: nothing is refused."""

    path: Path
    settings: Settings
    sources: tuple[Source, ...] = ()
    routes: tuple[Route, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    categories: tuple[CategoryTerms, ...] = ()
    warnings: tuple[str, ...] = ()
    read_as: Stamp | None = None  # the state of the file that was read; None: of no file

    @property
    def base_dir(self) -> Path:
        """Where ``file:`` references and a relative database start from."""
        return self.path.parent

    def endpoint(self, name: str) -> Endpoint | None:
        return next((endpoint for endpoint in self.endpoints if endpoint.name == name), None)

    def remind_days(self, key: str) -> tuple[int, ...]:
        """The leads of a source, the longest first; () where it is not to be reminded of."""
        source = self.source(key)
        own = source.remind_days if source else None
        return self.settings.remind_days if own is None else own

    def source(self, key: str) -> Source | None:
        return next((source for source in self.sources if source.key == key), None)


def source_rules(source: Source) -> SourceRules:
    """What extraction needs to know of a source."""
    return SourceRules(
        select=source.select,
        remove=source.remove,
        ignore=source.ignore,
        language=source.language,
        js=source.js,
    )
