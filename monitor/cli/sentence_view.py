"""What became of one sentence: the JSON of `blame SOURCE SENTENCE`, and the same for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.blame import SentenceHistory, SentenceStretch
from monitor.cli.moments import seconds
from monitor.cli.output import paint
from monitor.cli.table import indented
from monitor.cli.terminal import shown
from monitor.cli.word_diff import diff_lines, text_lines
from storage.folding import fold
from storage.sources import Source
from storage.wordings import ClauseStep, DatedVersion

Shape = dict[str, Any]
SENTENCE_FIELDS = (
    *("source", "service", "type", "asked", "sentence", "similarity", "first_version"),
    *("first_seen_at", "effective_on", "updated_on", "last_version", "last_seen_at", "current"),
)
_INDENT = "  "
_WORD = re.compile(r"\w+")


def sentence_shape(
    source: Source,
    asked: str,
    history: SentenceHistory | None,
    dated: Mapping[int, DatedVersion],
) -> Shape:
    """The JSON; ``sentence`` is null where no version ever held anything like it."""
    return {
        "source": source.key,
        "service": source.service,
        "type": source.terms_type,
        "asked": asked,
        "sentence": history.sentence if history else None,
        "similarity": round(history.similarity, 2) if history else 0,
        "stretches": [
            _stretch_shape(one, dated, source) for one in (history.stretches if history else ())
        ],
        "steps": [_step_shape(step, dated) for step in (history.steps if history else ())],
    }


def _stretch_shape(
    stretch: SentenceStretch, dated: Mapping[int, DatedVersion], source: Source
) -> Shape:
    first = dated[stretch.first]
    last = dated[stretch.last] if stretch.last is not None else None
    gone = dated.get(last.number + 1) if last else None
    verified = source.last_verified_at or dated[max(dated)].captured_at
    return {
        "first_version": first.number,
        "first_seen_at": seconds(first.captured_at),
        "effective_on": first.effective_on,
        "updated_on": first.updated_on,
        "last_version": last.number if last else None,
        "last_seen_at": seconds(last.captured_at if last else verified),
        "current": last is None,
        "came": stretch.came.kind.value if stretch.came else None,
        "went": stretch.went.kind.value if stretch.went else None,
        "went_version": stretch.last + 1 if stretch.last is not None else None,
        "went_at": seconds(gone.captured_at) if gone else None,
    }


def _step_shape(step: ClauseStep, dated: Mapping[int, DatedVersion]) -> Shape:
    version = dated[step.version]
    return {
        "version": step.version,
        "captured_at": seconds(version.captured_at),
        "effective_on": version.effective_on,
        "updated_on": version.updated_on,
        "kind": step.kind.value,
        "heading_path": list(step.heading_path),
        "before": step.before,
        "after": step.after,
        "diff": [list(part) for part in step.diff],
    }


def sentence_rows(shape: Shape) -> Iterator[Shape]:
    """One for each stretch, for CSV."""
    for stretch in shape["stretches"]:
        yield shape | stretch


def sentence_lines(shape: Shape, *, width: int) -> Iterator[str]:
    """For people: what the page says, when it stood, and how its clause changed."""
    yield paint(shown(shape["source"]), "strong")
    if shape["similarity"] < 1:
        yield f"nothing says just that; {shape['similarity']:.0%} alike:"
    elif _words(shape["asked"]) != _words(shape["sentence"]):
        # What follows holds for the part: its sentence may be younger, or say the opposite.
        yield from text_lines(shape["asked"], width=width, indent=_INDENT)
        still = any(stretch["current"] for stretch in shape["stretches"])
        yield "these words, now part of:" if still else "these words, last part of:"
    yield from text_lines(shape["sentence"], width=width, indent=_INDENT)
    yield ""
    for stretch in shape["stretches"]:
        yield from indented(_stretch_words(stretch), width=width, indent="")
    for step in shape["steps"]:
        yield ""
        yield from _step_lines(step, width=width)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _stretch_words(stretch: Shape) -> str:
    stated = stretch["updated_on"] or stretch["effective_on"]
    dated = f", which states {stated}" if stated else ""
    first, last = stretch["first_version"], stretch["last_version"]
    since = f"version {first} ({stretch['first_seen_at'][:10]}{dated})"
    if stretch["current"]:
        return f"stands since {since}"
    stood = since if first == last else f"{since} to version {last}"
    went = f" ({stretch['went_at'][:10]})" if stretch["went_at"] else ""
    how = "in" if first == last else "from"
    return f"stood {how} {stood}; gone with version {stretch['went_version']}{went}"


def _step_lines(step: Shape, *, width: int) -> Iterator[str]:
    yield paint(f"version {step['version']} ({step['captured_at'][:10]}): {step['kind']}", "strong")
    if step["heading_path"]:
        path = " > ".join(step["heading_path"])
        yield from (paint(line, "faint") for line in indented(path, width=width, indent=_INDENT))
    if step["before"] is not None and step["after"] is not None and step["diff"]:
        yield from diff_lines(step["diff"], width=width, indent=_INDENT)
    elif step["after"] is not None:
        yield from text_lines(step["after"], width=width, indent="  + ", style="added")
    else:
        yield from text_lines(step["before"] or "", width=width, indent="  - ", style="removed")
