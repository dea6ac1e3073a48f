"""What is known of a page besides its text when it is judged."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Of a page with boxes that hang beside its message the message alone; folded."""

    lines: tuple[str, ...]
    titled: bool  # its heading names a document
    password_field: bool
    buttons: str
    over: bool = False  # in a dialog, over a page that says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSignals:
    """What the markup and the response tell besides the text; all False or "" for other formats."""

    scripts: bool = False
    password_field: bool = False
    refresh: bool = False  # a meta refresh, or a script that goes elsewhere; of TINY pages
    empty_root: bool = False  # an element into which a script would write the page; of TINY pages
    noscript: str = ""  # folded: what is shown where scripts do not run
    buttons: str = ""  # folded labels of the buttons
    said: str = ""  # folded: the text without menus and footers
    beside: str = ""  # folded: the same without the strip that asks for cookies, if there is one
    own: Own | None = None
    declares_another: bool = False  # by structured data: a product; of pages without a name
    headed: bool = False  # a heading names a document, and text stands under it
    listed: bool = False  # a list or a table under a heading; of TINY pages
    places: bool = False  # its links are names of countries; of BRIEF pages
    titled: bool = False  # the first heading names a document
    asked: bool = False  # a vendor's box that asks for consent has words; of pages without others
    vendor_mark: bool = False  # in the markup, of a vendor of bot checks; of BRIEF pages
    challenged: bool = False  # a header says that this is a bot check
    select_missed: bool = False
    unsaid: bool = False  # nothing but what it is called; of TINY pages
    leads_on: bool = False  # there are headlines or goods among them
    teasers: int = 0  # words in rows of goods, headlines or links, that say what other pages are
