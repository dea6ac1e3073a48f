"""The vocabulary of clausewatch as values: closed sets and the records that cross module borders.

Pure: imports nothing but the standard library. Instants are UTC text of fixed width
(``2026-03-05T14:07:09.123456Z``, see :mod:`storage.times`), calendar dates are ISO text cut to the
stated precision (``2026-03-05``, ``2026-03``, ``2026``), durations are seconds, digests are
SHA-256 in lower-case hex. ``None`` means unknown or not stated, never error.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, Self

from storage.values import value


class Outcome(StrEnum):
    """How one attempt to fetch a source ended. Exactly one per source and run."""

    NEW_VERSION = "new_version"  # a version was recorded (first, update or a return)
    UNCHANGED = "unchanged"  # other bytes, same comparison text, links and structure
    COSMETIC = "cosmetic"  # same comparison text; reason says links_only or formatting
    SAME_BODY = "same_body"  # the very bytes of the last good fetch
    NOT_MODIFIED = "not_modified"  # 304
    SUSPECT = "suspect"  # read, but the quality gate refused it; reason says why
    UNSUPPORTED = "unsupported"  # a content type that cannot be read (PDF, images, binary)
    EMPTY = "empty"  # no bytes in the body
    HTTP_ERROR = "http_error"  # a status that is neither success nor 304 (see http_status)
    RATE_LIMITED = "rate_limited"  # 429, or 503 with Retry-After: honoured
    ROBOTS_DENIED = "robots_denied"
    ADDRESS_REFUSED = "address_refused"  # not a public address and not in allow_private
    REDIRECT_LOOP = "redirect_loop"  # too many hops, or a hop without a place to go
    TOO_LARGE = "too_large"
    TIMED_OUT = "timed_out"
    DNS_ERROR = "dns_error"
    TLS_ERROR = "tls_error"
    CONNECTION_ERROR = "connection_error"  # refused, reset, cut short
    PROTOCOL_ERROR = "protocol_error"  # not HTTP, or headers beyond bounds
    EXTRACT_ERROR = "extract_error"  # our own extraction failed; the body is kept
    INTERRUPTED = "interrupted"  # the run was stopped or killed before this source ended

    @property
    def is_good(self) -> bool:
        """The document was seen and could be read."""
        return self in _GOOD

    @property
    def is_neutral(self) -> bool:
        """Says nothing about the health of the source."""
        return self in (Outcome.INTERRUPTED, Outcome.RATE_LIMITED)


_GOOD = frozenset(
    {
        Outcome.NEW_VERSION,
        Outcome.UNCHANGED,
        Outcome.COSMETIC,
        Outcome.SAME_BODY,
        Outcome.NOT_MODIFIED,
    }
)


class SourceState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"  # by a person
    REMOVED = "removed"  # no longer in the watchlist; its history stays


class Health(StrEnum):
    """What the latest fetches say about a source."""

    UNKNOWN = "unknown"  # never fetched
    OK = "ok"
    SUSPECT = "suspect"  # something was read, but not the document
    FAILING = "failing"  # could not be read
    BROKEN = "broken"  # suspect or failing so often that people were told


class RunKind(StrEnum):
    CHECK = "check"  # asked for by a person
    SCHEDULED = "scheduled"  # by the daemon's clock
    CONFIRM = "confirm"  # a second look at fresh changes
    ADD = "add"  # the first fetch of `clausewatch add`
    IMPORT = "import"  # captures from elsewhere, replayed


class RunState(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"  # stopped, killed or past its deadline


class VersionKind(StrEnum):
    FIRST = "first"
    UPDATE = "update"
    TECHNICAL = "technical"  # our extraction changed, or the rules of the source did


class ChangeClass(StrEnum):
    NONE = "none"
    SUBSTANTIVE = "substantive"  # words changed (a typo is substantive with material none)
    DATE_ONLY = "date_only"
    LINKS_ONLY = "links_only"
    FORMATTING = "formatting"
    REORDERED = "reordered"
    FLAP = "flap"
    ROLLBACK = "rollback"
    TECHNICAL = "technical"


class Material(StrEnum):
    NONE = "none"
    MINOR = "minor"
    MATERIAL = "material"


class DateStatus(StrEnum):
    NONE = "none"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    APPEARED = "appeared"
    DISAPPEARED = "disappeared"


class ClauseChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MODIFIED = "modified"
    MOVED = "moved"
    RENAMED = "renamed"


class Category(StrEnum):
    """The clause categories; ``OTHER`` always stands alone.

    The members are those that come with the program. A watchlist may name others:
    ``Category("biometrics")`` is such a one, equal to its name and no member.
    """

    SHARING = "sharing"
    SALE = "sale"
    COLLECTION = "collection"
    USE = "use"
    RETENTION = "retention"
    RIGHTS = "rights"
    SECURITY = "security"
    COOKIES = "cookies"
    TRANSFERS = "transfers"
    CHILDREN = "children"
    LEGAL_BASIS = "legal_basis"
    CONTACT = "contact"
    POLICY_CHANGES = "policy_changes"
    SUBPROCESSORS = "subprocessors"
    GOV_DISCLOSURE = "gov_disclosure"
    DISPUTE = "dispute"
    OTHER = "other"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str) or not value:
            return None
        named = str.__new__(cls, value)
        named._name_ = named._value_ = value
        return named

    @property
    def is_built_in(self) -> bool:
        return self.value in type(self)._value2member_map_


class EventType(StrEnum):
    POLICY_CHANGED = "policy.changed"
    DATE_CHANGED = "policy.date_changed"
    SILENT_CHANGE = "policy.silent_change"
    EFFECTIVE_SOON = "policy.effective_soon"
    ROLLBACK = "policy.rollback"
    SOURCE_BROKEN = "source.broken"
    SOURCE_RECOVERED = "source.recovered"
    RUN_ANOMALOUS = "run.anomalous"
    DELIVERY_DEAD = "delivery.dead"  # to the fallback of an endpoint
    DIGEST = "digest"


class AlertState(StrEnum):
    PENDING = "pending"  # deliveries are under way
    HELD = "held"  # the reason says what it waits for
    DELIVERED = "delivered"
    DEAD = "dead"  # no endpoint took it; can be replayed
    DROPPED = "dropped"  # the reason says why nobody was told


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class DeliveryMode(StrEnum):
    """When an alert is told, the most immediate first."""

    NOW = "now"
    BATCH = "batch"  # with all that comes up within a few minutes
    DAILY = "daily"
    WEEKLY = "weekly"


class AttemptOutcome(StrEnum):
    DELIVERED = "delivered"
    RETRY = "retry"
    THROTTLED = "throttled"  # too much at once: everything for this receiver waits
    DISABLED = "disabled"  # the receiver said it is gone for good
    REFUSED = "refused"  # the receiver will never take this payload


class EndpointKind(StrEnum):
    WEBHOOK = "webhook"
    SLACK = "slack"
    DISCORD = "discord"
    TEAMS = "teams"
    GOOGLE_CHAT = "google-chat"
    MATTERMOST = "mattermost"
    TELEGRAM = "telegram"
    MATRIX = "matrix"
    APPRISE = "apprise"  # whatever Apprise can reach; an extra
    EMAIL = "email"


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    QUOTE = "quote"


@value
class SourceRules:
    """What a watchlist says about reading a source; its digest is part of every version."""

    select: tuple[str, ...] = ()  # CSS: read only these elements
    remove: tuple[str, ...] = ()  # CSS: drop these elements first
    ignore: tuple[str, ...] = ()  # regular expressions cut out of the comparison text
    language: str | None = None  # ISO 639-1; a page in another language is suspect
    js: bool | Literal["auto"] = "auto"  # "auto": rendered when plain HTTP yields only a shell


@value
class FactChange:
    """A fact that moved: ``fact`` is a quantity kind, an act (``sell``), or ``party``.

    ``direction`` is longer, shorter, higher, lower, broader, narrower, weaker, stronger or changed.
    """

    fact: str
    before: str | None
    after: str | None
    direction: str


@value
class ClauseChange:
    """``diff`` is [op, text] with op ``=``, ``-`` or ``+``; both sides can be rebuilt from it."""

    kind: ClauseChangeKind
    categories: tuple[Category, ...]
    heading_path: tuple[str, ...]
    before: str | None
    after: str | None
    diff: tuple[tuple[str, str], ...]
    facts: tuple[FactChange, ...] = ()
    language: str = ""
    weight: int = 0  # 0-100: how much this one change matters, for ordering and shortening


@value
class DateChange:
    """What became of a stated date; values are ISO, cut to the stated precision."""

    status: DateStatus
    old: str | None
    new: str | None
