"""What a snapshot of a rendered page says of itself. Pure."""

from __future__ import annotations

from storage.snapshots import Headers

MARK = "X-Clausewatch-Rendered"  # never a server's: theirs of this name are dropped on receipt

# They describe the bytes of the response, which are not the bytes of the rendered page.
_OF_THE_BYTES = frozenset(
    {
        "accept-ranges",
        "content-digest",
        "content-encoding",
        "content-length",
        "content-md5",
        "content-type",
        "digest",
        "etag",
        "last-modified",
        "repr-digest",
        "trailer",
        "transfer-encoding",
        MARK.lower(),
    }
)


def rendered_headers(received: Headers, browser: str) -> Headers:
    """The headers of the document as received, made true for what ``browser`` made of it."""
    kept = tuple((name, value) for name, value in received if name.lower() not in _OF_THE_BYTES)
    return (*kept, ("Content-Type", "text/html; charset=utf-8"), (MARK, browser))


def without_mark(received: Headers) -> Headers:
    """A server does not get to say that we rendered its page."""
    return tuple(entry for entry in received if entry[0].lower() != MARK.lower())


def is_rendered(headers: Headers) -> bool:
    return any(name == MARK for name, _ in headers)
