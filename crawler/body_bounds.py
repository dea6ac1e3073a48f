"""What may be read: a body of few bytes can be a document of millions of parts. Pure.

Memory and time of reading grow with the parts, not with the bytes: ten megabytes of ``<p>a`` would
take more than a gigabyte and half a minute. The bounds are ten times what the largest of thousands
of real policy pages has.
"""

from __future__ import annotations

from crawler.verdicts import Refused
from storage.model import Outcome

MAX_TAGS = 100_000
MAX_LINES = 200_000
HEAVY_BYTES = 1_000_000  # from here on, one at a time is read


def require_readable(body: bytes) -> None:
    """Raises Refused (TOO_LARGE). PDF has bounds of its own, and counts parts otherwise."""
    if body.startswith(b"%PDF"):
        return
    for mark, most, name in ((b"<", MAX_TAGS, "tags"), (b"\n", MAX_LINES, "lines")):
        if len(body) > most and body.count(mark) > most:
            raise Refused(
                Outcome.TOO_LARGE,
                f"the page has more than {most:,} {name}: no policy has; check the URL",
            )
