"""Where the links of a document lead, without what changes on every visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from storage.document import Block

_TRACKING = frozenset(
    {"gclid", "fbclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref", "yclid", "_ga", "_gl"}
)


def link_targets(blocks: Iterable[Block]) -> Counter[str]:
    """Targets with their number; fragments and tracking parameters do not count."""
    found = (link_target(link.href) for block in blocks for link in block.links)
    return Counter(target for target in found if target)


def link_target(href: str) -> str:
    """``href`` without what only tracks and without its fragment."""
    try:
        parts = urlsplit(href)
    except ValueError:  # a bracketed host that is none
        return href
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _TRACKING and not name.lower().startswith("utm_")
    ]
    return urlunsplit(parts._replace(query=urlencode(query), fragment=""))
