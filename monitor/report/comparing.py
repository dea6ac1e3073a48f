"""Any two versions of a source as a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monitor.report.changes import MOST_CLAUSES, change_view
from monitor.report.model import ChangeView, DiffPage
from monitor.report.recorded import change_context, source_view
from monitor.report.words import ENGLISH, Frame, frame_of
from storage.database import Database
from storage.sources import Source
from storage.versions import Version


def compared_change(
    db: Database,
    old: Version,
    new: Version,
    shape: Mapping[str, Any],
    *,
    language: str = "",
    most: int | None = MOST_CLAUSES,
    frame: Frame = ENGLISH,
) -> ChangeView:
    """The view of a comparison; ``shape`` is that of `compare`, ``language`` of the document."""
    context = change_context(db, old, new, frame=frame)
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
    language: str = "en",
) -> DiffPage:
    """What `diff --html` writes, whole: give it to :func:`monitor.report.diff_page`.

    ``language`` is that of the frame.
    """
    frame = frame_of(language)
    spoken = source.language or ""
    return DiffPage(
        title=f"{source.service}: {source.terms_type}",
        made_at=made_at,
        source=source_view(source, frame=frame),
        change=compared_change(db, old, new, shape, language=spoken, most=None, frame=frame),
        notes=() if recorded else (frame.say("compared_now"),),
        language=language,
    )
