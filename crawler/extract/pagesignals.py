"""What the markup of a page tells the quality gate; looked at on short pages only."""

from __future__ import annotations

from crawler.extract.html import Page
from crawler.extract.normalise import fold_words
from crawler.extract.quality import PageSignals

_LONGEST = 700  # words: a longer page is judged by its text alone
_SOURCE = 400_000  # characters of source that are searched for marks
_MOST_BUTTONS = 200
_LONGEST_LABEL = 60  # characters


def page_signals(page: Page, source: str, words: int) -> PageSignals:
    """The signals of ``page``; of a long page only whether its ``select`` rule was found."""
    if words > _LONGEST:
        return PageSignals(select_missed=not page.select_found)
    parser = page.parser
    return PageSignals(
        scripts=parser.css_first("script") is not None,
        password_field=parser.css_first("input[type=password]") is not None,
        refresh=_refreshes(page),
        marks=source[:_SOURCE].lower(),
        buttons=_button_labels(page),
        select_missed=not page.select_found,
    )


def _refreshes(page: Page) -> bool:
    node = page.parser.css_first("meta[http-equiv=refresh i]")
    if node is None:
        return False
    return "url" in (node.attributes.get("content") or "").lower()


def _button_labels(page: Page) -> str:
    labels = [
        fold_words(node.text() or node.attributes.get("value") or "")
        for node in page.parser.css("button,[role=button],input[type=submit]")[:_MOST_BUTTONS]
    ]
    return " " + "  ".join(label for label in labels if len(label) <= _LONGEST_LABEL) + " "
