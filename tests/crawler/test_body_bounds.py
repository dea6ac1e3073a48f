"""Bodies with far more parts than a policy has are not read."""

from __future__ import annotations

import pytest
from support.pages import policy

from crawler.body_bounds import MAX_LINES, MAX_TAGS, require_readable
from crawler.verdicts import Refused
from storage.model import Outcome


@pytest.mark.parametrize(
    "body",
    [
        b"",
        policy().encode(),
        b"<p>a" * MAX_TAGS,
        b"a\n" * MAX_LINES,
        b"%PDF-1.7\n" + b"<\n" * (MAX_LINES + 1),
    ],
    ids=["empty", "policy", "many tags", "many lines", "pdf"],
)
def test_readable(body: bytes) -> None:
    require_readable(body)


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"<b>" * (MAX_TAGS + 1), "100,000 tags"), (b"\n" * (MAX_LINES + 1), "200,000 lines")],
    ids=["tags", "lines"],
)
def test_too_much_to_read(body: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as caught:
        require_readable(body)
    assert caught.value.outcome is Outcome.TOO_LARGE
