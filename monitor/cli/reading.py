"""Documents outside the database, read and understood for `inspect` and `compare`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from crawler.extract import Extraction, Format, extract
from monitor.analysis import ExtraTerms, analyse, blocks_read, compare
from monitor.analysis.model import Analysis, Comparison
from monitor.analysis.shapes import inspection_json
from monitor.cli.page import Page
from storage.model import ChangeClass, Material

_SUMMARIES = {
    ChangeClass.NONE: "No change",
    ChangeClass.LINKS_ONLY: "Only links lead elsewhere",
    ChangeClass.FORMATTING: "Only the layout changed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    extraction: Extraction
    analysis: Analysis


def read_page(
    page: Page, *, earlier: Reading | None = None, extra: tuple[ExtraTerms, ...] = ()
) -> Reading:
    """Extract and analyse; ``earlier`` is an older version, which helps to read dates.

    ``extra`` are terms of the watchlist.

    Raises ExtractError.
    """
    extraction = extract(
        page.body,
        content_type=page.content_type,
        url=page.url,
        format=None if page.format == "auto" else Format(page.format),
    )
    analysis = analyse(
        extraction.document,
        seen_on=page.seen_on,
        language=page.language,
        region=page.region,
        earlier=(earlier.analysis.dates,) if earlier else (),
        extra=extra,
    )
    return Reading(extraction=extraction, analysis=analysis)


def inspection_shape(reading: Reading) -> dict[str, Any]:
    """The JSON of `inspect`; ``notes`` only where there are any."""
    quality = reading.extraction.quality
    notes = reading.extraction.notes
    if blocks_read(reading.analysis.document) < len(reading.analysis.document.blocks):
        notes = (*notes, "read_in_part")
    shape = inspection_json(
        reading.analysis,
        text_sha256=reading.extraction.comparison.digest,
        markdown=reading.extraction.markdown,
        quality_ok=quality.ok,
        quality_reasons=quality.reasons,
    )
    return shape | {"notes": list(notes)} if notes else shape


def compare_readings(old: Reading, new: Reading) -> Comparison:
    """The comparison, with the class that a fetch would have been given.

    Where the comparison texts are equal (with or without masks) there is no new version, so there
    is no change of words either: only links, layout, or nothing.
    """
    comparison = compare(old.analysis, new.analysis)
    if not _same_text(old.extraction, new.extraction):
        return comparison
    found = _cosmetic_class(old.extraction, new.extraction)
    if comparison.change_class is found:
        return comparison
    return replace(
        comparison,
        change_class=found,
        material=Material.NONE,
        silent=False,
        severity=0,
        reasons=(),
        categories=(),
        clause_changes=(),
        parties_added=(),
        parties_removed=(),
        summary=_SUMMARIES[found],
    )


def _same_text(old: Extraction, new: Extraction) -> bool:
    one, other = old.comparison, new.comparison
    return one.digest == other.digest or one.masked_digest == other.masked_digest


def _cosmetic_class(old: Extraction, new: Extraction) -> ChangeClass:
    if old.links_digest != new.links_digest:
        return ChangeClass.LINKS_ONLY
    if old.structure_digest != new.structure_digest:
        return ChangeClass.FORMATTING
    return ChangeClass.NONE
