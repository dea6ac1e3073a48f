"""The values that understanding gives. Everything in them can be shown to a reader as evidence.

``block`` is always the index of a block in the document's ``blocks``.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from storage.document import Document
from storage.model import (
    BlockKind,
    Category,
    ChangeClass,
    ClauseChange,
    DateChange,
    FactChange,
    Material,
)
from storage.values import value

__all__ = [
    "Analysis",
    "Clause",
    "ClauseChange",
    "Comparison",
    "DateChange",
    "Direction",
    "FactChange",
    "OwnCategory",
    "Party",
    "Polarity",
    "Quantity",
    "StatedDate",
    "StatedDates",
    "Statement",
]


class Direction(StrEnum):
    LTR = "ltr"
    RTL = "rtl"
    MIXED = "mixed"


@value
class StatedDate:
    """A date that the document states about itself.

    ``value`` is ISO cut to ``precision`` (day, month, year). ``calendar`` is gregorian, hijri,
    hebrew or jalali (``value`` is always Gregorian). ``label`` are the words that made it this
    date ("" for a bare date), ``text`` the exact words of the date. ``ambiguous``: day and month
    could be read either way and nothing decided.
    """

    value: str
    precision: str
    calendar: str
    label: str
    text: str
    block: int
    ambiguous: bool = False


@value
class StatedDates:
    effective_on: StatedDate | None = None
    updated_on: StatedDate | None = None


@value
class OwnCategory:
    """A category that a person's own terms gave a clause, with the words found.

    ``lent``: a heading or an opening line has the words, and is the evidence. ``weight`` from 0 to
    1 is how loud they want a change of it to be; None leaves that to the category.
    """

    category: Category
    evidence: tuple[str, ...]
    weight: float | None = None
    lent: bool = False


@value
class Clause:
    """A block with its categories; never without one (``other`` stands alone).

    ``evidence`` maps each category to the words that decided, as they stand in the text (a heading
    that lent its category is given as ``"heading: …"``). ``own`` are those among the categories
    that terms of the watchlist gave.
    """

    block: int
    kind: BlockKind
    heading_path: tuple[str, ...]
    language: str
    text: str
    categories: tuple[Category, ...]
    evidence: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: tuple[OwnCategory, ...] = ()


@value
class Party:
    """A named recipient, processor or tracker. ``name`` is normalised for matching over time.

    ``role`` and ``country`` as :class:`monitor.analysis.parties.roles.Standing` has them, None
    where the text does not state them.
    """

    name: str
    blocks: tuple[int, ...]
    categories: tuple[Category, ...]
    role: str | None = None
    country: str | None = None


@value
class Quantity:
    """A number with a unit and what it governs.

    ``kind`` is retention, age, deadline, notice, fee (an amount that is paid for what one gets),
    amount, percentage or period (a length of time that governs none of those). ``unit`` is minute,
    hour, day, business day, week, month, year, unlimited (with a value of 1: kept without an end),
    ``%``, percentage points, a currency code, or what several countries call theirs (``$``).
    """

    kind: str
    value: float
    unit: str
    text: str
    block: int


class Polarity(StrEnum):
    """What a statement says about an act such as selling or sharing."""

    DENIES = "denies"  # do not, never, لا نبيع, אינם מוכרים
    MAY = "may"  # may, might, قد, עשויים
    AFFIRMS = "affirms"  # do, will, must


@value
class Statement:
    """One act that a block denies, allows or affirms, e.g. ``sell`` denied by "do not sell"."""

    act: str  # sell share collect use retain transfer track consent
    polarity: Polarity
    text: str
    block: int


@value
class Analysis:
    """Everything understood about one document."""

    document: Document
    languages: tuple[str, ...]  # ISO 639-1, most words first
    direction: Direction
    words: int
    dates: StatedDates
    clauses: tuple[Clause, ...]  # one per block, in order
    parties: tuple[Party, ...]
    quantities: tuple[Quantity, ...]
    statements: tuple[Statement, ...]


@value
class Comparison:
    """Two versions compared. ``categories`` are those whose meaning-bearing text changed."""

    change_class: ChangeClass
    material: Material
    silent: bool
    severity: int  # 0-100
    reasons: tuple[str, ...]
    effective: DateChange
    updated: DateChange
    categories: tuple[Category, ...]
    clause_changes: tuple[ClauseChange, ...]  # most important first
    parties_added: tuple[str, ...]
    parties_removed: tuple[str, ...]
    summary: str  # one line in plain words
