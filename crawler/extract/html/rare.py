"""What few pages have and only attributes tell, asked of the parser in one question.

A question goes through all elements of a page, and most pages answer it with nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_STRUCK_TAGS = ("del", "s", "strike")
_STRUCK_STYLE = "line-through"
_ROLES = ("heading", "dialog", "alertdialog")
_HIDDEN_MAIL = "data-cfemail"  # Cloudflare's
_QUESTION = ",".join(
    [
        *_STRUCK_TAGS,
        f"[style*='{_STRUCK_STYLE}']",
        *(f"[role={role}]" for role in _ROLES),
        "[aria-modal=true]",
        f"[{_HIDDEN_MAIL}]",
    ]
)


@dataclass(frozen=True, slots=True)
class Rare:
    """In the order of the page. ``emails``: addresses are hidden behind codes."""

    struck: list[LexborNode]
    with_role: list[LexborNode]
    emails: bool


def rare_nodes(page: LexborHTMLParser) -> Rare:
    """What is struck out, what is a heading or a dialog by its role, and hidden addresses."""
    struck: list[LexborNode] = []
    with_role: list[LexborNode] = []
    emails = False
    root = page.body or page.root
    for node in root.css(_QUESTION) if root is not None else ():
        attributes = node.attributes
        if node.tag in _STRUCK_TAGS or _STRUCK_STYLE in (attributes.get("style") or ""):
            struck.append(node)
        if attributes.get("role") in _ROLES or attributes.get("aria-modal") == "true":
            with_role.append(node)
        emails = emails or _HIDDEN_MAIL in attributes
    return Rare(struck, with_role, emails)
