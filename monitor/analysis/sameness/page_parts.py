"""Lines that a page shows around and within a document: lists of posts, votes, outages, controls.

The phrases stand per language in ``lexicons/page_parts.toml`` and are read together. Each of these
rules needs a phrase, a shape, and that nothing is said of rights, duties and data: what a clause
says in the place of such a line is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.sameness.consent_tools import is_promise_of_box
from monitor.analysis.sameness.promotion import Place, place_of, runs_of, says_nothing
from monitor.analysis.statements.finding import statements_in
from monitor.analysis.text.page_phrases import phrase_list
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.tokens import folded_line, words
from monitor.analysis.text.wording import is_heavy, legal_words
from storage.document import Block
from storage.model import BlockKind
from storage.patterns import late
from storage.trace_ids import is_trace_line

# Reading an attribute of an enum costs more.
_LIST_ITEM = BlockKind.LIST_ITEM
_TABLE_ROW = BlockKind.TABLE_ROW

_HEAD = 10  # words of the line that opens a part of the site
_PART = 200  # words of all that stands under it
_COUNT = 12  # words of a line that counts something
_AGE = 10  # words of a line that says how old a page is
_HINT = 5  # words that may stand beside a control's own
_NOTICE = 45  # words of what a site says about itself
_OFFER = 60  # words of an offer with all its lines
_LEGAL = 2  # words about rights, duties and data that make a clause
_LONGEST = 1_000  # letters of such a notice
_LABEL = 3  # words of a name of a page
_BARE = 8  # words of a line of bare numbers
_NUMBER = late(r"v?\d+(?:s|x|h|m)?|utc|gmt|cet|cest|am|pm")
_TEMPLATE = late(r"\{\{[^{}\n]{1,80}\}\}|\{%[^{}\n]{1,80}%\}|\$\{[^{}\n]{1,80}\}")
_STOPS = frozenset(".!?؟:;؛")
_ACTS = frozenset({"sell", "share", "retain", "collect", "transfer", "track"})
_LINKED = 0.8  # share of the letters that stand in links


def page_parts(edits: Iterable[Edit]) -> frozenset[Place]:
    """The blocks of all parts of the site that came or went: a heading with what is under it."""
    found: set[Place] = set()
    for run in runs_of(edits):
        for part in _parts(run):
            found.update(place_of(edit) for edit in part)
    return frozenset(found)


def is_page_line(edit: Edit) -> bool:
    """A line that is itself a part of the page, before and after."""
    if edit.block.kind is _TABLE_ROW:
        return False
    sides = [text for text in (edit.before, edit.after) if text is not None]
    if all(_is_said_by_a_machine(text) or is_trace_line(text) for text in sides):
        return True
    if is_clause(edit):
        return False
    if edit.is_whole:
        is_item = edit.block.kind is _LIST_ITEM
        return _is_line(sides[0], is_item=is_item) or (not edit.is_heading and _is_bare(sides[0]))
    return all(_is_line(text) or _is_promotion(text) for text in sides)


def is_under_head(edit: Edit) -> bool:
    """It stands under the heading of a part of the site, and says nothing of a document."""
    path = edit.clause.heading_path
    if edit.block.kind is _TABLE_ROW or not any(map(_heads_part, path)):
        return False
    return not is_clause(edit) or is_promise_of_box(edit, words(path[-1]))


@remembered
def _heads_part(heading: str) -> bool:
    return is_head(words(heading))


def is_head(line: tuple[str, ...]) -> bool:
    """The line opens a part of the site: "Keep reading", "What our customers say"."""
    if len(line) > _HEAD:
        return False
    found = _phrase(line, "head")
    return found > 1 or found == len(line) == 1


def is_clause(edit: Edit) -> bool:
    """Whether it speaks of rights, duties and data, before or after."""
    sides = [text for text in (edit.before, edit.after) if text is not None]
    most = max(map(legal_words, sides), default=0)
    if most >= _LEGAL or (most > 0 and not says_nothing(edit)):
        return True
    return any(_states(text, edit.clause.language) for text in sides)


def _states(text: str, language: str) -> bool:
    """A sentence that says what is done with data, or to what a reader agrees."""
    if text.rstrip()[-1:] not in _STOPS or len(text) > _LONGEST:
        return False
    if _phrase(words(text), "bond"):
        return True
    return any(statement.act in _ACTS for statement in statements_in(text, language))


def _parts(run: Sequence[Edit]) -> Iterator[list[Edit]]:
    """A numbered heading may look like a count: it opens a part where a head stands in it, too."""
    opens = any(is_head(words(_text(edit))) for edit in run)
    part: list[Edit] = []
    size = 0
    for edit in run:
        line = words(_text(edit))
        begins = (is_head(line) and not _is_named_item(edit, line)) or (
            opens and edit.is_heading and _is_count(line)
        )
        size += len(line)
        if part and (size > _PART or not _goes_on(part[0], edit, begins=begins)):
            yield part
            part = []
        if (part or begins) and not _is_apart(edit, part[:1]):
            size = size if part else len(line)
            part.append(edit)
    yield part
    if _is_offer(run):
        yield list(run)


def _is_named_item(edit: Edit, line: tuple[str, ...]) -> bool:
    """One word of a list: "News" may be what data are used for."""
    return edit.block.kind is _LIST_ITEM and len(line) == 1


def _goes_on(first: Edit, edit: Edit, *, begins: bool) -> bool:
    """Not a clause, and not under a heading that stands as high as that of the part."""
    if _is_apart(edit, [first]):
        return False
    if begins or not edit.is_heading or not first.is_heading or _is_link(edit.block):
        return True
    return edit.block.level > first.block.level


def _is_apart(edit: Edit, heads: Sequence[Edit]) -> bool:
    """``heads``: the edit that opens the part, if one does."""
    if edit.block.kind is _TABLE_ROW:
        return True
    if any(is_promise_of_box(edit, words(_text(head))) for head in heads):
        return False
    return is_clause(edit)


def _is_offer(run: Sequence[Edit]) -> bool:
    lines = [words(_text(edit)) for edit in run]
    if sum(map(len, lines)) > _OFFER or not any(_is_link(edit.block) for edit in run):
        return False
    if not any(_phrase(line, "offer") for line in lines):
        return False
    return not any(is_clause(edit) for edit in run)


def _is_link(block: Block) -> bool:
    linked = sum(link.end - link.start for link in block.links)
    return bool(block.links) and linked >= _LINKED * len(block.text)


def is_above_name(edit: Edit, names: tuple[int, int]) -> bool:
    """It stands above the name of the document, before and after: a menu, a banner, a path.

    ``names``: the blocks of the name in both versions.
    """
    longest = max(len(words(text)) for text in (edit.before, edit.after) if text is not None)
    if edit.block.kind is _TABLE_ROW or (longest > _LABEL and is_clause(edit)):
        return False
    return all(block < names[0] for block in edit.old) and all(
        block < names[1] for block in edit.new
    )


def are_links(edit: Edit) -> bool:
    """A line of nothing but links that became another such line."""
    before = edit.block_before
    if before is None or edit.is_whole or _TABLE_ROW in (before.kind, edit.block.kind):
        return False
    text = (edit.after or "").rstrip()
    if len(words(text)) > _NOTICE or text[-1:] in _STOPS or is_clause(edit):
        return False
    return _is_link(before) and _is_link(edit.block)


def _is_promotion(text: str) -> bool:
    line = words(text)
    return is_head(line) or (len(line) <= _OFFER and _phrase(line, "offer") > 0)


def _is_said_by_a_machine(text: str) -> bool:
    line = words(text[:_LONGEST])
    return len(line) <= _NOTICE and _phrase(line, "machine") > 0


def _is_bare(text: str) -> bool:
    """Numbers without what they count: a clock, a place in a film, a release; or a template."""
    if _TEMPLATE.search(text):
        return True
    line = words(text)
    return 0 < len(line) <= _BARE and all(map(_NUMBER.fullmatch, line))


def _is_line(text: str, *, is_item: bool = False) -> bool:
    line = words(text)
    if not line:
        return False
    if len(line) <= _NOTICE and _phrase(line, "notice"):
        return True
    if text.rstrip()[-1:] in _STOPS - {"!", "?", "؟"}:
        return False
    return _is_count(line) or _is_hint(line, is_item=is_item) or _is_age(line)


def _is_hint(line: tuple[str, ...], *, is_item: bool) -> bool:
    """One word of a control opens its line; in a list "Advertising" is what data are used for."""
    found = _phrase(line, "hint")
    if found > 1:
        return len(line) <= found + _HINT
    return found == 1 and not is_item and len(line) <= 1 + _HINT and _phrase(line[:1], "hint") == 1


def _is_age(line: tuple[str, ...]) -> bool:
    """How old the page is: "Updated 3 months ago"."""
    return len(line) <= _AGE and _phrase(line, "dated") > 0 and _phrase(line, "ago") > 0


def _is_count(line: tuple[str, ...]) -> bool:
    """A number with what it counts, and no more: "1,234 views", "4 min read"."""
    if len(line) > _COUNT or not any(word[0].isdigit() for word in line):
        return False
    if any(is_heavy(word) for word in line if not word[0].isdigit()):
        return False
    return _phrase(line, "count") > 0


def _text(edit: Edit) -> str:
    return edit.after if edit.after is not None else edit.before or ""


# --- the lists -------------------------------------------------------------------------------


def _phrase(line: tuple[str, ...], name: str) -> int:
    """How many words of ``line`` the longest phrase of a list has that stands in it; 0: none."""
    phrases = _phrases(name)
    folded = folded_line(line)
    if phrases.keys().isdisjoint(folded):  # nearly always
        return 0
    return max(
        (
            len(phrase)
            for at, word in enumerate(folded)
            for phrase in phrases.get(word, ())
            if folded[at : at + len(phrase)] == phrase
        ),
        default=0,
    )


@cache
def _phrases(name: str) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of a list as words, by their first one."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in phrase_list(name):
        found.setdefault(line[0], []).append(line)
    return found
