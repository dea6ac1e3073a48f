from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.extract import Extraction, KnownPages, extract
from storage.model import SourceRules

WORDS = "We share your address with partners who deliver your orders and never sell it. "
LONG = f"<h2>Sharing</h2>{f'<p id=p>{WORDS * 20}</p>' * 10}"
SHORT = f"<h2>Sharing</h2>{f'<p>{WORDS * 4}</p>' * 4}"
PAD = f"<!-- {'-x' * 6_000} -->"
URL = "https://nimbus.example/terms"


def _page(token: str, *, text: str = LONG, title: str = "<title>Terms</title>") -> bytes:
    return (
        f"<!doctype html><html><head>{title}<script nonce={token}>t='{token}'</script></head>"
        f"<body data-t={token}>{text}{PAD}<input type=hidden value={token}></body></html>"
    ).encode()


class _Looks:
    """Looks at one source, each read with and without knowledge of those before."""

    def __init__(self, **options: object) -> None:
        self.known = KnownPages()
        self._options = {"url": URL, "content_type": "text/html"} | options

    def read(self, body: bytes, **options: object) -> tuple[Extraction, bool]:
        """What was read, and whether an earlier look told it."""
        before = self.known.answered
        given = self._options | options
        found = extract(body, known=self.known, **given)  # type: ignore[arg-type]
        assert found == extract(body, **given)  # type: ignore[arg-type]
        return found, self.known.answered > before

    def is_known(self, *bodies: bytes, **options: object) -> bool:
        """Whether the last of some looks was known by the others."""
        self.read(_page("first"))
        return [self.read(body, **options)[1] for body in bodies][-1]


def test_a_page_in_which_only_tokens_changed_is_not_read_again() -> None:
    looks = _Looks()
    assert [looks.read(_page(f"t{n}"))[1] for n in range(4)] == [False, False, True, True]
    assert looks.known.answered == 2


def test_another_text_is_read() -> None:
    assert not _Looks().is_known(_page("a"), _page("b", text=LONG.replace("never", "often")))


def test_a_text_that_returns_is_known() -> None:
    changed = _page("b", text=LONG.replace("never", "often"))
    assert _Looks().is_known(_page("a"), changed, _page("c"))


@pytest.mark.parametrize(
    "options",
    [
        {"url": "https://nimbus.example/de/terms"},
        {"rules": SourceRules(ignore=("orders",))},
        {"rules": SourceRules(language="ar")},
        {"rules": SourceRules(remove=("h2",))},
    ],
    ids=["address", "ignored", "language", "removed"],
)
def test_a_page_is_known_only_as_the_same_source(options: dict[str, object]) -> None:
    looks = _Looks()
    assert looks.is_known(_page("a"), _page("b"))
    other = [looks.read(_page(token), **options)[1] for token in "cde"]
    assert other == [False, False, True]


def test_a_page_is_known_only_without_the_header_of_a_bot_check() -> None:
    looks = _Looks()
    challenge = (("cf-mitigated", "challenge"),)
    assert looks.is_known(_page("a"), _page("b"))
    other = [looks.read(_page(token), headers=challenge)[1] for token in "cd"]
    assert other == [False, True]


@pytest.mark.parametrize(
    ("selector", "known"),
    [
        ("body", True),
        ("p:not(.x), h2", True),
        ("[data-t]", False),  # it changes from look to look
        ("p:lexbor-contains('address')", False),
        ("p:empty, body", False),
    ],
)
def test_what_rules_select_by_is_looked_at(selector: str, known: bool) -> None:
    looks = _Looks(rules=SourceRules(select=(selector,)))
    for token in "ab":
        looks.read(_page(token))
    assert looks.read(_page("c"))[1] is known


@pytest.mark.parametrize(
    ("page", "known"),
    [
        ({"text": SHORT}, True),
        ({"text": "<h2>Sharing</h2>" + WORDS}, False),
        ({"text": SHORT + "<h1>Terms<script>a</script></h1>"}, False),
        ({"text": SHORT + "<noscript><script>a</script></noscript>"}, False),
        ({"text": LONG + "<h1>Terms<script>a</script></h1>"}, True),
        ({"text": LONG + "<h1>Terms<script>a</script></h1>", "title": ""}, False),
        ({"title": ""}, True),
    ],
    ids=[
        "short",
        "tiny",
        "script in a heading",
        "script in noscript",
        "script in a heading of a long page",
        "script in the title",
        "no title",
    ],
)
def test_of_short_pages_more_is_asked(page: dict[str, str], known: bool) -> None:
    assert _Looks().is_known(_page("a", **page), _page("b", **page)) is known


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.decode().encode("utf-16"),
        lambda body: b"\xef\xbb\xbf" + body,
        lambda body: body.replace(b"deliver", b"d\xe9livre"),
        lambda body: body.replace(b"deliver", b"deli\x00ver"),
        lambda body: body.replace(PAD.encode(), b""),
        lambda body: body.replace(b"</body>", b"<plaintext>"),
    ],
    ids=["UTF-16", "byte order mark", "Latin", "NUL", "small", "unusual markup"],
)
def test_of_some_pages_nothing_is_claimed(change: Callable[[bytes], bytes]) -> None:
    text = WORDS * 60
    assert not _Looks().is_known(*(change(_page(token, text=text)) for token in "abc"))


def test_a_source_whose_pages_are_always_new_is_seldom_tried() -> None:
    looks = _Looks()
    for n in range(60):
        looks.read(_page("a", text=LONG.replace("orders", f"orders {n}")))
    known = [looks.read(_page(f"b{n}"))[1] for n in range(20)]
    assert not known[0]
    assert known[-1]
