"""The pages for people: portfolio, changes, dates, parties, search, alerts."""

from __future__ import annotations

from starlette.responses import Response

from monitor.report.recorded import told_rows
from monitor.report.words import Frame, brief_health, category_label, in_days
from monitor.timeline import days_until
from monitor.web.asking import Question, Slice
from monitor.web.queries import (
    PortfolioFilter,
    health_counts,
    known_tags,
    list_portfolio,
    service_name,
)
from monitor.web.reading import Reading
from monitor.web.site import page
from storage.folding import fold
from storage.history import HistoryFilter, list_current, list_history, recorded_categories
from storage.model import Category, Health
from storage.named_parties import PartyRecord, matching_names, most_named, parties_ever
from storage.passages import search_passages
from storage.sources import get_source
from storage.stated_dates import announcements

_HEALTHS = tuple(one.value for one in Health)
_LATEST = 8
_NAMES = 100  # parties on a page


def portfolio(asked: Reading) -> Response:
    """What is watched and how it is, with the latest changes above it."""
    question = asked.question
    part = question.slice()
    wanted = PortfolioFilter(
        words=question.text("q"),
        health=question.choice("health", _HEALTHS),
        tag=question.text("tag"),
        service=question.text("service"),
        removed=question.flag("removed"),
    )
    rows = list_portfolio(asked.db, wanted, part, asked.frame)
    latest = []
    if part.page == 1:
        known = HistoryFilter(changed=True, limit=_LATEST, service=wanted.service)
        latest = list_history(asked.db, known)
    return page(
        asked.request,
        "portfolio.html",
        rows=rows[: part.size],
        latest=list(zip(latest, told_rows(asked.db, latest, asked.frame), strict=True)),
        counts=[
            (brief_health(one, asked.frame), count)
            for one, count in health_counts(asked.db).items()
        ],
        tags=known_tags(asked.db),
        healths=[brief_health(one, asked.frame) for one in Health],
        service=service_name(asked.db, wanted.service) if wanted.service else None,
        wanted=wanted,
        turns=turns(question, part, len(rows)),
    )


def changes(asked: Reading) -> Response:
    """Changes of all sources, the latest first."""
    question = asked.question
    part, place = question.slice(), question.place()
    wanted = HistoryFilter(
        since=question.since(),
        until=place.until if place else question.until(),
        category=asked.category(),
        min_severity=question.number("min_severity", least=0, most=100),
        silent=True if question.flag("silent") else None,
        tag=question.text("tag"),
        service=question.text("service"),
        changed=True,
        limit=part.wanted,
        offset=place.skip if place else 0,
    )
    entries = list_history(asked.db, wanted)
    shown = entries[: part.size]
    seen = [entry.fetched_at for entry in shown]
    names = [*(one.value for one in Category), *recorded_categories(asked.db)]
    return page(
        asked.request,
        "changes.html",
        entries=list(zip(shown, told_rows(asked.db, shown, asked.frame), strict=True)),
        categories=[category_label(name, asked.frame) for name in names],
        wanted=wanted,
        question=question,
        turns={
            "before": question.address(before=None) if place else None,
            "after": question.after(seen) if len(entries) > part.size else None,
            "page": None,
        },
    )


def dates(asked: Reading) -> Response:
    """Announced days, and what the current versions state."""
    question = asked.question
    part = question.slice()
    today = question.now.date()
    shown = list_current(asked.db, limit=part.wanted, offset=part.offset)
    coming = announcements(asked.db, today=today.isoformat(), unless_held_for="")
    by_id = {one.source_id: get_source(asked.db, one.source_id) for one in coming}
    return page(
        asked.request,
        "dates.html",
        coming=[
            (one, by_id[one.source_id], in_days(days_until(one.on, today), asked.frame))
            for one in sorted(coming, key=lambda one: one.on)
        ]
        if part.page == 1
        else [],
        entries=shown[: part.size],
        turns=turns(question, part, len(shown)),
    )


def parties(asked: Reading) -> Response:
    """Who is named, by how many; of some name, by whom and since when."""
    question = asked.question
    words = question.text("q")
    part = question.slice(_NAMES)
    if words:
        wanted = " ".join(fold(words).split())
        names = matching_names(asked.db, lambda name: wanted in " ".join(fold(name).split()))
        names = names[: part.size]
        return page(
            asked.request,
            "parties.html",
            words=words,
            found=[
                (one, _named_as(one, asked.frame)) for one in parties_ever(asked.db, names=names)
            ],
        )
    most = most_named(asked.db, part.offset + part.wanted)[part.offset :]
    return page(
        asked.request,
        "parties.html",
        words=None,
        most=most[: part.size],
        turns=turns(question, part, len(most)),
    )


def search(asked: Reading) -> Response:
    """Passages that hold some words."""
    question = asked.question
    words, everything = question.text("q"), question.flag("all")
    part = question.slice(30)
    hits = []
    if words:
        hits = search_passages(
            asked.db,
            words,
            every_version=everything,
            source_id=None,
            limit=part.offset + part.wanted,
        )[part.offset :]
    return page(
        asked.request,
        "search.html",
        words=words,
        everything=everything,
        hits=hits[: part.size],
        turns=turns(question, part, len(hits)),
    )


def about(asked: Reading) -> Response:
    tables = {
        "documents": "sources",
        "versions_short": "versions",
        "changes": "changes",
        "alerts": "alerts",
    }
    counts = {
        name: asked.db.rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608  names of ours
        for name, table in tables.items()
    }
    return page(
        asked.request,
        "about.html",
        counts=counts,
        base=asked.base,
        categories=[category_label(one.value, asked.frame) for one in Category],
    )


def _named_as(party: PartyRecord, frame: Frame) -> list[str]:
    """Its roles, else what the clauses are about that name it."""
    if party.roles:
        return [frame.of("roles", role) for role in party.roles]
    return [category_label(name, frame).words for name in party.categories]


def turns(question: Question, part: Slice, found: int) -> dict[str, str | None]:
    """Links to the page before and after; None where there is none."""
    return {
        "before": question.address(page=part.page - 1) if part.page > 1 else None,
        "after": question.address(page=part.page + 1) if found > part.size else None,
        "page": str(part.page),
    }
