"""Edits that change no meaning, and why: what a page does to its text without its author.

Each rule gives a plain word that is shown as a reason. What no rule knows is meaningful: a rule
must be narrow, for what it takes away nobody is told about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.clauses.classifier import decide_odds, weigh_text
from monitor.analysis.dates import date_spans
from monitor.analysis.facts.answers import answers_otherwise
from monitor.analysis.quantities.finding import quantities_in
from monitor.analysis.sameness.banners import is_banner, is_dated_news, says_what_is_done
from monitor.analysis.sameness.editions import VERSION, is_edition
from monitor.analysis.sameness.page_parts import (
    are_links,
    is_above_name,
    is_clause,
    is_page_line,
    is_under_head,
)
from monitor.analysis.sameness.promotion import is_foreign, is_site_notice, place_of, says_nothing
from monitor.analysis.sameness.rewording import (
    COPYRIGHT,
    DATE,
    HIDDEN_MAIL,
    NAVIGATION,
    hunks_reason,
    outside,
)
from monitor.analysis.sameness.surroundings import Surroundings, block_key
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.tokens import words
from monitor.analysis.text.wording import (
    is_call,
    is_date_label,
    is_document_name,
    is_heavy,
    is_legal,
    is_light,
    is_navigation,
    is_negation,
    is_pointer,
    is_widget,
    without_asides,
)
from storage.document import Block
from storage.model import BlockKind, Category
from storage.patterns import late

PUNCTUATION = "punctuation"
ADVERTISEMENT = "advertisement"
SITE_PART = "part of the site"
SITE_NOTICE = "notice of the site"
# What the page says besides the document: a date in it is of a post or a notice.
OF_THE_SITE = frozenset({ADVERTISEMENT, NAVIGATION, SITE_NOTICE, SITE_PART})

_SHORT = 12  # words of a line that can be furniture or a date line
_LINKED = 0.8  # share of the letters that stand in links
_CONTENTS = 3  # headings in a row that make a line a table of contents
_REST = 5  # and a word in so many that may stand beside them
_MENU = 400  # letters of a line of page names
_GREETING = 25  # words of a line above the document
_STRANGE = 3  # words of a line that states a date, besides labels and the document's name
_PAGE = 6  # words of such a name
_COUNTS = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})?\s+[a-zß-öø-ÿ]")
_AT = late(r"\s?[\[({<]\s?(?:at|@|ät|arroba|arobase|a|כרוכית|שטרודל)\s?[\])}>]\s?", re.IGNORECASE)
_DOT = late(r"\s?[\[({<]\s?(?:dot|punkt|point|punto|\.)\s?[\])}>]\s?", re.IGNORECASE)
_ICON = late(  # the names of such a font have an underscore, or are words of a text
    r"(?:open_in_new|open_in_full|expand_more|expand_less|unfold_more|chevron_(?:right|left)"
    r"|arrow_(?:forward|back|upward|downward|outward|right|left|drop_down|drop_up)(?:_ios)?"
    r"|keyboard_arrow_(?:down|up|right|left)|content_copy|file_download|more_(?:vert|horiz)"
    r"|check_circle|info_outline|help_outline|add_circle|remove_circle|north_east)"
)
_MARKS = 6  # marks of footnotes that one block can have
_FOOTNOTE = re.compile(
    r"(?<=[^\W\d_])[⁰¹²³⁴-⁹]{1,2}"
    r"|(?:(?<=[^\W\d_])|(?<=[^\W\d_][.!?؟,;:)”»\"]))\\?\[\d{1,2}\\?\]"
    r"|(?<=[^\W\d_][.!?؟,;:)”»\"])\d{1,2}(?=\s|$)"
)
_BETWEEN_PAGES = late(r"\s[|•·/›»–—-]\s|\n")
_POINTER = 16  # words of a line that points elsewhere
_ENDS = (".", "!", "。")
_RECIPIENTS = frozenset({Category.SHARING, Category.SALE, Category.SUBPROCESSORS})
_SHARES = late(r"share|intent/|/submit\?|pin/create|wa\.me/|send\?|mailto:\?", re.IGNORECASE)
_SAYS_LITTLE = frozenset({Category.OTHER, Category.CONTACT})
_BROKEN = re.compile(r"\]\(https?:")
# Of a link that the page's Markdown got wrong: the address, or the name that stands for it.
_TARGET = re.compile(r"\]\([^)\n]{0,200}\)|\]\[[^\]\n]{0,80}\]")


def plain_reason(edit: Edit, around: Surroundings) -> str | None:
    """Why the edit means nothing where that shows at a glance: no word of it is new, or gone."""
    if not edit.hunks:
        return PUNCTUATION
    return _repetition(edit, *_said_by(edit), around) if edit.is_whole else None


def cosmetic_reason(edit: Edit, around: Surroundings) -> str | None:
    """Why the edit means nothing, or ``None`` when it does mean something.

    Of edits without a plain reason.
    """
    if edit.is_whole:
        return _furnishing(edit, *_said_by(edit), around)
    if answers_otherwise(edit) and not _is_in_widget(edit):
        return None
    if reason := _reworded_block(edit, around):
        return reason
    return None if _turns(edit) else hunks_reason(edit, around)


def _turns(edit: Edit) -> bool:
    """A negation was put in, or taken out, and nothing else there: no button called "No"."""
    return any(
        bool(hunk.removed) != bool(hunk.added)
        and all(map(is_negation, (*hunk.removed, *hunk.added)))
        for hunk in edit.hunks
    )


def _reworded_block(edit: Edit, around: Surroundings) -> str | None:
    if _is_renumbered(edit):
        return "numbering"
    if _is_in_widget(edit) or _is_pointer_put_in(edit) or _is_menu_line(edit):
        return NAVIGATION
    if written_otherwise := _written_otherwise(edit):
        return written_otherwise
    if _is_greeting(edit) or is_page_line(edit):
        return SITE_NOTICE
    if _is_date_line(edit, around):
        return DATE
    return NAVIGATION if are_links(edit) or is_above_name(edit, around.names) else None


def _written_otherwise(edit: Edit) -> str | None:
    if is_edition(edit):
        return VERSION
    if _is_hidden_mail(edit):
        return "hidden e-mail address"
    if _is_icon(edit):
        return "icon text"
    if _is_footnote_mark(edit):
        return "footnote mark"
    if _is_broken_link(edit):
        return "name of a link"
    before, after = (without_asides(words(text or "")) for text in (edit.before, edit.after))
    return "name of a link" if before == after else None


def _is_hidden_mail(edit: Edit) -> bool:
    """The same addresses, written for people only: "privacy [at] nordwind [dot] example"."""
    if "@" not in f"{edit.before}{edit.after}":
        return False
    before, after = (_AT.sub("@", text or "") for text in (edit.before, edit.after))
    return words(_DOT.sub(".", before)) == words(_DOT.sub(".", after))


def _is_icon(edit: Edit) -> bool:
    """The name of a picture that a font draws, as text: "Learn more open_in_new"."""
    if "_" not in f"{edit.before}{edit.after}":
        return False
    before, after = (_ICON.sub("", text or "") for text in (edit.before, edit.after))
    return words(before) == words(after)


def _is_broken_link(edit: Edit) -> bool:
    """A link whose Markdown was shown to readers, and is not, or the other way round."""
    before, after = edit.before or "", edit.after or ""
    if not any(sign in text for sign in ("](", "][") for text in (before, after)):
        return False
    return words(_TARGET.sub("]", before)) == words(_TARGET.sub("]", after))


def _is_footnote_mark(edit: Edit) -> bool:
    """A small number set behind a word or its stop was put in, or taken out: "our partners.2"."""
    if edit.size > _MARKS or not any(map(_ends_in_digit, (*edit.removed, *edit.added))):
        return False
    before, after = edit.before or "", edit.after or ""
    bare = words(_FOOTNOTE.sub("", before)), words(_FOOTNOTE.sub("", after))
    return bare[0] == words(after) or words(before) == bare[1]


def _ends_in_digit(word: str) -> bool:
    return word[-1:].isdigit()


def _is_renumbered(edit: Edit) -> bool:
    """A bare number before a small letter counts something: "30 days" is no section."""
    before, after = edit.before or "", edit.after or ""
    if block_key(before) != block_key(after):
        return False
    return edit.is_heading or not (_COUNTS.match(before) and _COUNTS.match(after))


def _said_by(edit: Edit) -> tuple[str, tuple[str, ...]]:
    """The text of a block that came or went, and its words."""
    text = edit.after if edit.after is not None else edit.before
    assert text is not None
    if "](" in text or "][" in text:
        text = _TARGET.sub(" ", text)
    return text, words(text)


def _repetition(edit: Edit, text: str, line: tuple[str, ...], around: Surroundings) -> str | None:
    """Words that the document says elsewhere anyway, or that say nothing."""
    key = block_key(text)
    if not line:
        return "empty"
    if key in around.resettled:
        return None
    if not edit.is_heading and (key in around.headings or _is_contents(line, around)):
        return "table of contents"
    if key in around.old_keys and key in around.new_keys:
        return "repeated text"
    if place_of(edit) in around.split_blocks:
        return "split text"
    return "icon text" if key in around.furniture else None


def _furnishing(edit: Edit, text: str, line: tuple[str, ...], around: Surroundings) -> str | None:
    """What the page puts around the text of the document."""
    if _is_navigation(edit, line):
        return NAVIGATION
    if place_of(edit) in around.promoted and not is_clause(edit):
        return ADVERTISEMENT
    if place_of(edit) in around.parts:
        return SITE_PART
    if is_foreign(edit, around.spoken) or is_site_notice(edit, line) or is_page_line(edit):
        return SITE_NOTICE
    if HIDDEN_MAIL.search(text) and len(line) <= _SHORT:
        return "hidden e-mail address"
    return _dating(edit, text, line, around)


def _is_navigation(edit: Edit, line: tuple[str, ...]) -> bool:
    if is_navigation(line) or _is_menu(edit, line) or _is_in_widget(edit):
        return True
    return _is_pointer(edit, line) or _is_teaser(edit) or _is_menu_line(edit)


def _dating(edit: Edit, text: str, line: tuple[str, ...], around: Surroundings) -> str | None:
    if _is_date_line(edit, around):
        return DATE
    if is_banner(edit, line, text, around):
        return "banner"
    if COPYRIGHT.search(text) and len(line) <= _SHORT:
        return "copyright line"
    is_above = is_above_name(edit, around.names) and not is_dated_news(edit, line, text)
    return NAVIGATION if is_above else None


def _is_contents(line: Sequence[str], around: Surroundings) -> bool:
    """A line that is several headings in a row, with or without their numbers."""
    if around.starts.keys().isdisjoint(line):  # nearly always
        return False
    at = matched = 0
    rest = 0
    while at < len(line):
        found = next(
            (
                one
                for one in around.starts.get(line[at], ())
                if tuple(line[at : at + len(one)]) == one
            ),
            None,
        )
        if found:
            matched += 1
            at += len(found)
        else:
            rest += not line[at].isdigit()
            at += 1
            if rest * _REST > len(line):
                return False
    return matched >= _CONTENTS


def _is_in_widget(edit: Edit) -> bool:
    if any(map(_heads_widget, edit.clause.heading_path)):
        return True
    return is_under_head(edit)


@remembered  # many blocks stand under one heading
def _heads_widget(heading: str) -> bool:
    return is_widget(words(heading))


def _is_menu(edit: Edit, line: Sequence[str]) -> bool:
    """A line that is nothing but links, outside tables: no recipient in a list, no sentence."""
    block = edit.block
    if not block.links or block.kind is BlockKind.TABLE_ROW or len(line) > _SHORT:
        return False
    if block.text.endswith(_ENDS) and len(line) > _CONTENTS and _is_weighty(edit, line):
        return False
    if block.kind is BlockKind.LIST_ITEM and _is_among_recipients(edit):
        return any(_SHARES.search(link.href) for link in block.links)
    linked = sum(link.end - link.start for link in block.links)
    return linked >= _LINKED * len(block.text)


def _is_weighty(edit: Edit, line: Sequence[str]) -> bool:
    return any(map(is_heavy, line)) or not says_nothing(edit)


def _is_among_recipients(edit: Edit) -> bool:
    """Its heading is about those who are given data: names there are linked, too."""
    path = edit.clause.heading_path
    if not path or not _RECIPIENTS.intersection(edit.clause.categories):
        return False
    said = decide_odds(weigh_text(path[-1], edit.clause.language, heading=True))
    return not _RECIPIENTS.isdisjoint(said)


def _is_menu_line(edit: Edit) -> bool:
    """Names of pages in a row, most of them links: "Terms | Privacy | Cookies"."""
    return all(
        _lists_pages(text, edit.block) for text in (edit.before, edit.after) if text is not None
    )


def _lists_pages(text: str, block: Block) -> bool:
    if block.kind is BlockKind.TABLE_ROW or len(text) > _MENU or not block.links:
        return False
    pages = [words(part) for part in _BETWEEN_PAGES.split(text)]
    if len(pages) < _CONTENTS or not all(0 < len(page) <= _PAGE for page in pages):
        return False
    return sum(map(is_document_name, pages)) * 2 >= len(pages)


def _is_pointer(edit: Edit, line: tuple[str, ...]) -> bool:
    if len(line) > _POINTER or not _SAYS_LITTLE.issuperset(edit.clause.categories):
        return False
    return is_pointer(line)


def _is_pointer_put_in(edit: Edit) -> bool:
    """A sentence by itself that was put in, or taken out, and only points elsewhere."""
    if len(edit.hunks) != 1:
        return False
    (hunk,) = edit.hunks
    sentence = hunk.removed or hunk.added
    if (hunk.removed and hunk.added) or len(sentence) > _POINTER:
        return False
    return is_pointer(sentence)


def _is_teaser(edit: Edit) -> bool:
    """The rest of a link around several blocks, which only pictures of news are."""
    text = edit.after or edit.before or ""
    return edit.clause.categories == (Category.OTHER,) and bool(_BROKEN.search(text))


def _is_greeting(edit: Edit) -> bool:
    """A line above the document that says nothing of rights and duties, however it changes."""
    if edit.clause.heading_path or edit.is_heading or edit.block.kind is not BlockKind.PARAGRAPH:
        return False
    return all(
        _is_idle(words(text)) for text in (edit.before, edit.after) if text is not None
    ) and says_nothing(edit)


def _is_idle(line: tuple[str, ...]) -> bool:
    return len(line) <= _GREETING and is_call(line) and not any(map(is_legal, line))


def _is_date_line(edit: Edit, around: Surroundings) -> bool:
    """A short line that says nothing but a date: its labels may change with it."""
    return all(
        _says_only_a_date(edit, text, (is_new, block) in around.dated)
        for text, is_new, blocks in ((edit.before, False, edit.old), (edit.after, True, edit.new))
        if text is not None
        for block in blocks[:1]
    )


def _says_only_a_date(edit: Edit, text: str, is_dated: bool) -> bool:
    if len(text) > 40 * _SHORT:
        return False
    spans = date_spans(text)
    rest = outside(text, spans)
    if not spans or len(rest) > _SHORT:
        return False
    strange = [word for word in rest if not (is_date_label(word) or is_light(word))]
    if not strange or not is_dated:
        return not strange
    if says_what_is_done(edit, text) or quantities_in(text, edit.clause.language):
        return False
    unnamed = [word for word in strange if not is_document_name((word,))]
    return len(rest) <= _SHORT // 2 or len(unnamed) <= _STRANGE
