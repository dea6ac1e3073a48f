"""Consent tools: boxes that sites hang into a page to ask about cookies, by their names.

Vendors have names of their own; a box of such a name is never a part of a document. What sites
build themselves is called by what it is ("cookie-bar"). A document may be called so, too: such a
box goes only where it is not in the main part, and more of the page stands outside of it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

_VENDORS = re.compile(
    r"onetrust-(?:consent-sdk|banner-sdk|pc-sdk)|cybotcookiebotdialog\w*|didomi-host|usercentrics-\S+"
    r"|cmpbox2?|cmpwrapper|qc-cmp2-\S+|qc-cmp-ui-container|truste-consent-track|truste_\S+"
    r"|consent_blackbar"
    r"|hs-eu-cookie-confirmation|hs-banner-parent|iubenda-cs-banner|tarteaucitronroot|axeptio_\S+"
    r"|cookie-law-info-bar|cookie-notice|borlabscookiebox|klaro|cmplz-cookiebanner-container"
    r"|moove_gdpr_cookie_\S+|cookiescript_injected\w*|cookiefirst-root|termly-code-snippet-support"
    r"|shopify-pc__banner\S*|transcend-consent-manager|ketch-consent\S*|trustarc-\S+"
    r"|sp_message_container\S*"
    r"|cky-(?:consent-container|modal|overlay)|cc-window|osano-cm-window|evidon-banner|orejime-\S+"
    r"|cookie-banner|cookie-consent|cookiebanner|cookieconsent|cookie-consent-banner"
    r"|cookie_banner|gdpr-banner"
    r"|ccc|ccc-(?:panel|overlay|notify)|stcm-\S+|silktide-\S+|ch2|ch2-\S+|fides-\S+"
    r"|sqs-cookie-banner\S*|eu-cookie-compliance-\S+|cli-modal|clisettingspopup|ez-cookie-\S+"
    r"|consent-banner-root|avia-cookie-consent|wpcc-container|coi-banner\S*|cookiehub-\S+"
    r"|cmplz-(?:cookiebanner|manage-consent)\S*|fc-consent-root|cookiebar|cookie-bar",
    re.IGNORECASE,
)
_ASKED = ("cookie", "consent", "gdpr", "rgpd", "dsgvo", "ccpa", "lgpd")
_BOX = re.compile(
    r"banner|(?:^|[-_])(?:bar|strip|stripe|law|ui)(?:$|[-_])|popup|pop-up|popin|modal|dialog|overlay"
    r"|toast|snackbar|infobar|drawer"
)
_NOTE = re.compile(r"notice|notification|message|alert|prompt|disclaimer|layer|wall|consent")
# What a dialog calls itself to its readers.
_ASKS = re.compile(
    r"cookie|consent|einwilligung|témoins|galletas|gdpr|rgpd|dsgvo"
    r"|ملفات تعريف الارتباط|الكوكيز|עוגיות",
    re.IGNORECASE,
)
_CHOICE = 2  # buttons: to accept, and to refuse or to choose; a text has one that closes it
_LONGEST_NAME = 80
_LONGEST_NAMES = 2_000  # characters of all names of a box
_NAMES_KNOWN = 1024  # boxes whose names are remembered: a site gives the same to many
_LONGEST_TITLE = 200
_SHORT_NOTE = 800  # characters: what is only called a notice is no longer than that

LEAST_LEFT = 1_000  # characters of a document beside a box that asks about cookies
BOXES = frozenset(("div", "section", "aside"))
DEEPEST = 3  # depth below the body to which such tools hang themselves


def is_vendors(node: LexborNode) -> bool:
    """The box has a name that only a vendor's tool has."""
    return _are_vendors(_names(node))


def is_asking_box(tag: str, node: LexborNode | None, size: int) -> bool:
    """The element is called like a box that asks about cookies; ``size``: its characters."""
    if "-" in tag:
        return any(word in tag for word in _ASKED)  # an element that a site made up
    if tag not in BOXES or node is None:
        return False
    return _are_asking(_names(node), is_short=size <= _SHORT_NOTE)


def is_asking_dialog(node: LexborNode) -> bool:
    """A dialog, by its role, that names cookies or consent in its title and gives a choice."""
    title = node.attrs.get("aria-label")
    if not title:
        heading = node.css_first("h1,h2,h3,h4,[role=heading]")
        title = heading.text() if heading is not None else ""
    if not _ASKS.search(title[:_LONGEST_TITLE]):
        return False
    return len(node.css("button,[role=button]")) >= _CHOICE


def _names(node: LexborNode) -> str:
    attributes = node.attributes  # all of them at once: to ask for one that is not there takes long
    if not attributes:
        return ""
    return f"{attributes.get('id') or ''} {attributes.get('class') or ''}"[:_LONGEST_NAMES]


@lru_cache(maxsize=_NAMES_KNOWN)
def _are_vendors(names: str) -> bool:
    return any(map(_VENDORS.fullmatch, names.split()))


@lru_cache(maxsize=_NAMES_KNOWN)
def _are_asking(names: str, *, is_short: bool) -> bool:
    return any(_is_asking(name[:_LONGEST_NAME].lower(), is_short) for name in names.split())


def _is_asking(name: str, is_short: bool) -> bool:
    if not any(word in name for word in _ASKED):
        return False
    return bool(_BOX.search(name)) or (is_short and bool(_NOTE.search(name)))
