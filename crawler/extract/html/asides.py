"""What stands aside within a document and is part of it: footnotes, and clauses in a dialog.

A ``<footer>`` or a dialog belongs to the site nearly always: dates of a post, who wrote it, what
asks for consent or an address. Inside an article or a section, beside text of this, it may hold
sentences of the document.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawler.extract.html.inline import clean

_AROUND = frozenset(("article", "section"))
_ELSEWHERE = frozenset(("main", "body", "html", "aside", "nav", "header", "footer", "dialog"))
_CONTROLS = "form,input,nav,iframe,select,textarea,video"
_WORDED = 4  # words of a sentence
_MOST = 4_000  # characters; more is no aside
_ENDS = (".", "!", "。", "۔")
_NAMES = re.compile(
    r"meta|byline|entry|post|site|page|global|share|social|related|comment|author|newsletter"
    r"|subscri|signup|login|cookie|consent|gdpr|banner|promo|cta|nav|menu|widget|toast|survey"
    r"|feedback|copyright|legal-footer",
    re.IGNORECASE,
)
_OF_THE_SITE = re.compile(
    r"©|\(c\)|copyright|cookie|newsletter|javascript|all rights reserved|posted (?:in|on|by)"
    r"|tous droits réservés|alle rechte vorbehalten|todos los derechos|galletas|témoins"
    r"|infolettre|boletín|abonn|subscri|suscríb|sign in|log in|se connecter|anmelden"
    r"|الحقوق محفوظة|ملفات تعريف الارتباط|الكوكيز|النشرة|اشترك"
    r"|כל הזכויות|עוגיות|ניוזלטר|הירשמו|הרשמה",
    re.IGNORECASE,
)


def is_of_document(node: LexborNode) -> bool:
    """Whether a footer or a dialog holds sentences of the article or section around it."""
    attributes = node.attrs
    if _NAMES.search(f"{attributes.get('id') or ''} {attributes.get('class') or ''}"):
        return False
    around = _around(node)
    if around is None or node.css_first(_CONTROLS) is not None:
        return False
    text = clean(node.text(separator=" "))
    if not _is_prose(text) or _OF_THE_SITE.search(text):
        return False
    linked = sum(len(clean(link.text())) for link in node.css("a"))
    beside = len(clean(around.text(separator=" "))) - len(text)
    return 2 * linked <= len(text) <= 2 * beside


def _around(node: LexborNode) -> LexborNode | None:
    """The article or section that it stands in, where that is the nearest part of the page."""
    parent = node.parent
    while parent is not None and parent.tag not in _ELSEWHERE:
        if parent.tag in _AROUND:
            return parent
        parent = parent.parent
    return None


def _is_prose(text: str) -> bool:
    return len(text) <= _MOST and text.endswith(_ENDS) and text.count(" ") >= _WORDED - 1
