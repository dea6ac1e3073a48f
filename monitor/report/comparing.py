"""Any two versions of a source as a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monitor.report.changes import MOST_CLAUSES, change_view
from monitor.report.model import ChangeView, DiffPage
from monitor.report.recorded import change_context, source_view
from storage.database import Database
from storage.sources import Source
from storage.versions import Version

_COMPARED_NOW = "These two versions do not follow each other: they were compared for this page."


def compared_change(
    db: Database,
    old: Version,
    new: Version,
    shape: Mapping[str, Any],
    *,
    language: str = "",
    most: int | None = MOST_CLAUSES,
) -> ChangeView:
    """The view of a comparison; ``shape`` is the JSON of `compare`."""
    context = change_context(db, old, new)
    return change_view(shape, replace(context, language=language, most=most))


def comparison_page(
    db: Database,
    source: Source,
    old: Version,
    new: Version,
    shape: Mapping[str, Any],
    *,
    made_at: str,
    recorded: bool = True,
) -> DiffPage:
    """What `diff --html` writes, whole: give it to :func:`monitor.report.diff_page`."""
    return DiffPage(
        title=f"{source.service}: {source.terms_type}",
        made_at=made_at,
        source=source_view(source),
        change=compared_change(db, old, new, shape, language=source.language or "", most=None),
        notes=() if recorded else (_COMPARED_NOW,),
    )
