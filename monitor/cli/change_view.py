"""One change: the JSON shape that `compare`, `diff` and alerts share, and that shape for people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from monitor.change_shape import Shape
from monitor.cli.fact_words import PARTY, fact_words
from monitor.cli.output import paint
from monitor.cli.table import indented
from monitor.cli.terminal import shown
from monitor.cli.word_diff import diff_lines, text_lines
from storage.model import ChangeClass, Material

ALARMING = 60  # severity from which a line is painted
WORDING = "wording only"  # substantive, and means what it meant
_INDENT = "  "
_WHOLE = {"added": ("+ ", "added"), "removed": ("- ", "removed")}


def change_lines(change: Shape, *, width: int, whole: bool = False) -> Iterator[str]:
    """A change for people; ``whole`` shows the unchanged words of a clause too, however many."""
    yield paint(verdict(change), "alarm" if change["severity"] >= ALARMING else "strong")
    for reason in _told_once(change):
        yield from indented(f"- {reason}", width=width, indent=_INDENT)
    for name in ("effective", "updated"):
        if change[name]["status"] != "none":
            yield f"{_INDENT}{name} date {_date_words(change[name])}"
    for sign, names in (("+", change["parties"]["added"]), ("-", change["parties"]["removed"])):
        if names:
            yield from indented(f"parties {sign} {', '.join(names)}", width=width, indent=_INDENT)
    for clause in change["clause_changes"]:
        yield ""
        yield from _clause_lines(clause, width=width, whole=whole)


_COUNTED = re.compile(
    r"(?P<about>[a-z -]+): (?P<count>\d{1,6}) clauses? (?:added|removed|reworded)"
)
_DATED = ("effective date ", "updated date ", "the text changed but no stated date did")


def _told_once(change: Shape) -> Iterator[str]:
    """The reasons without what lines of their own say: dates, silence, parties, counted facts."""
    reasons: list[str] = change["reasons"]
    parties = {f"{name} added" for name in change["parties"]["added"]}
    parties |= {f"{name} removed" for name in change["parties"]["removed"]}
    is_party = [reason.partition(": ")[2] in parties for reason in reasons]
    explained = Counter(
        reason.partition(":")[0].split(", ")[0]
        for reason in reasons
        if ": " in reason and not _COUNTED.fullmatch(reason)
    )
    for reason, said in zip(reasons, is_party, strict=True):
        counted = _COUNTED.fullmatch(reason)
        if said or reason.startswith(_DATED):
            continue
        if counted and int(counted["count"]) <= explained[counted["about"]]:
            continue
        yield reason


def verdict(change: Shape) -> str:
    """One line: class, material, severity, silence."""
    parts = [*meaning_words(change), f"severity {change['severity']}"]
    if change["silent"]:
        parts.append("silent (no stated date moved)")
    return " · ".join(parts)


def meaning_words(change: Shape) -> list[str]:
    """The class of a change and what it means: ``material``, ``minor`` or that it means nothing."""
    change_class, material = change["class"], change["material"]
    if material != Material.NONE:
        return [change_class, material]
    match change_class:
        case ChangeClass.NONE:
            return ["the same text"]
        case ChangeClass.DATE_ONLY:
            return [change_class]
        case ChangeClass.SUBSTANTIVE:
            return [WORDING, "no meaning changed"]
        case _:
            return [change_class, "no meaning changed"]


def _date_words(date: Shape) -> str:
    match date["status"]:
        case "unchanged":
            return f"unchanged ({date['new']})"
        case "changed":
            return f"changed: {date['old']} -> {date['new']}"
        case "appeared":
            return f"appeared: {date['new']}"
        case _:
            return f"disappeared: {date['old']}"


def _clause_lines(clause: Shape, *, width: int, whole: bool) -> Iterator[str]:
    yield paint(f"{clause['kind']} · {', '.join(clause['categories'])}", "strong")
    if clause["heading_path"]:
        path = " > ".join(shown(heading) for heading in clause["heading_path"])
        yield f"{_INDENT}{paint(path, 'faint')}"
    yield from _text_of(clause, width=width, whole=whole)
    for fact in clause["facts"]:
        if fact["fact"] != PARTY:  # the line of parties has it, and the text shows it
            yield f"{_INDENT}{paint(fact_words(fact), 'careful')}"


def _text_of(clause: Shape, *, width: int, whole: bool) -> Iterator[str]:
    before, after = clause["before"], clause["after"]
    if clause["kind"] in _WHOLE:
        sign, style = _WHOLE[clause["kind"]]
        text = before if after is None else after
        yield from text_lines(text or "", width=width, indent=_INDENT + sign, style=style)
    elif any(op != "=" for op, _ in clause["diff"]):
        yield from diff_lines(clause["diff"], width=width, indent=_INDENT, whole=whole)
    else:  # moved as it was
        yield from text_lines(after or before or "", width=width, indent=_INDENT)
