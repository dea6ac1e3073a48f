from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborNode

from crawler.extract.essence import Essences
from crawler.extract.markup import parse
from crawler.extract.tree import NEVER

# What stands in real pages, and all by which parsers have ever been surprised.
FRAGMENTS = tuple(
    """
    <!--> | <!---> | <!--x--!> | <!--<!--> | <!-- a <b> --><p> | <!-- | --> | --!> | <!-
    <script>a</script> | <script>"<b>x</b>"</script> | <script><!--<script></script>--></script>
    <script><!-- a --></script> | <SCRIPT>z</SCRIPT> | <script> | </script> | </Script >
    </script x>
    <script/> | <script src="a>b">q</script> | <script role=heading>q</script> | <style>a<b</style>
    <style> | </style> | <STYLE> | <svg> | </svg> | <svg/> | <svg><path d="M1"/></svg>
    <math> | </math>
    <svg><style>a<p>b</style></svg> | <svg><title>t</title></svg> | <svg><script>1<2</script></svg>
    <math><mi> | <![CDATA[ | <![CDATA[ x ]]> | ]]> | <plaintext> | <xmp> | </xmp> | <xmp>a</xmp>
    <textarea> | </textarea> | <textarea><p></textarea> | <title> | </title> | <title>T</title>
    <select> | </select> | <option>o | <select><style>a<p>b</style></select>
    <template> | </template>
    <table> | </table> | <tr> | <td> | </td> | <caption> | <noscript> | </noscript>
    <noscript><p>x</p></noscript> | <iframe> | </iframe> | <iframe><p></iframe>
    <iframe srcdoc="<script>1</script>">x</iframe> | <head> | </head>
    <body class=x> | <html class=y>
    </body> | </html> | <meta charset=utf-8> | <meta name=a content="<b>"> | <link rel=x href=y>
    <base href="http://e.example/"> | <a href=/x> | </a> | <a href=y/> | <p class="x" data-y='>'>
    <p> | </p> | <div id="cookie-banner"> | <div id=mount_1> | </div> | <div>
    <div class="a" class="b">
    " | ' | > | < | </ | </p | <p | = | / | -- | &lt;b&gt; | <input type=hidden value=x>
    <input value=y type=button> | <div role=dialog> | <frameset> | <noframes> | </noframes>
    <noframes>q</noframes> | <foreignObject> | </foreignObject> | <foreignObject><p></foreignObject>
    <foreignObject><div></div></foreignObject> | <desc> | </desc> | <font color=x> | <form> | <h1>
    <h1>Head</h1> | <button>b</button> | text | <o:p> | <my-tag a b=c> | <?xml a?> | </br>
    </ p> | </>
    <b> | </b> | <li> | <ul> | <a\tHREF="q" ID=z> | <p\x0bclass=x> | <br/> | <p a="1"b="2">
    <pre>
    <img src="x" alt="<p>"> | <a href="<!--"> | <p title="<script>"> | <p title="-->"> | <image>
    """.replace(" | ", "\n").split("\n")
)
STARTS = (
    "",
    "<!doctype html><html><head><meta charset=utf-8><title>Terms</title>",
    "<!doctype html><html><head><script>1</script><title>Terms</title></head><body>",
)
_SCRIPT = "<script></script>"


def _essence(page: str) -> str | None:
    found = Essences().find(page.encode())
    return b"".join(found).decode() if found is not None else None


def _seen(page: str) -> list[tuple[object, ...]]:
    """All of a page that reading could look at, node by node."""
    root = parse(page).root
    return list(_nodes(root)) if root is not None else []


def _nodes(root: LexborNode) -> Iterator[tuple[object, ...]]:
    waiting = [(root, 0, False)]
    while waiting:
        node, depth, in_head = waiting.pop()
        tag = node.tag or ""
        text = node.text_content or "" if tag == "-text" else ""
        if in_head and (tag in ("meta", "link", "script", "style", "-comment")):
            continue
        if in_head and tag == "-text" and not text.strip():
            continue
        yield depth, tag, text, *_attributes(node, tag)
        child = None if tag == "script" else node.last_child
        while child is not None:
            waiting.append((child, depth + 1, in_head or tag == "head"))
            child = child.prev


def _attributes(node: LexborNode, tag: str) -> Iterator[tuple[str, str | None]]:
    if tag.startswith("-"):
        return
    kept = {"role", "aria-level", "aria-modal"}
    if tag not in NEVER:
        kept |= {"class", "value"}
    if tag == "a":
        kept |= {"href"}
    for name in sorted(kept):
        if name in node.attrs:
            yield name, node.attrs[name]


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(STARTS), st.lists(st.sampled_from(FRAGMENTS), max_size=10))
def test_the_essence_of_a_page_is_a_page_in_which_the_same_is_seen(
    start: str, fragments: list[str]
) -> None:
    page = start + "".join(fragment.strip(" ") for fragment in fragments)
    essence = _essence(page)
    if essence is not None:
        # Scripts of the head are told of at the end.
        assert _seen(essence) in (_seen(page), _seen(page + _SCRIPT))


PAGE = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Terms</title>{head}</head>"
    "<body><!-- top --><div class='main'>{body}<p>We share your address.</p></div></body></html>"
)


def _differ(one: dict[str, str], other: dict[str, str]) -> bool:
    first = _essence(PAGE.format(**{"head": "", "body": ""} | one))
    second = _essence(PAGE.format(**{"head": "", "body": ""} | other))
    assert first is not None
    assert second is not None
    return first != second


@pytest.mark.parametrize(
    ("part", "one", "other"),
    [
        ("head", "<script nonce=a>1</script>", "<script nonce=b>2 < 3</script><script>4</script>"),
        ("head", '<meta name=csrf content="a">', '<meta name=csrf content="b"><link rel=x>'),
        ("head", "<style>p{}</style>", "<style>a > b{}</style>"),
        ("head", "<!-- served by a -->", "<!-- served by b <p> -->"),
        ("body", "<script>a</script>", '<script id=x>"<p>b</p>"</script>'),
        ("body", "<!--[if IE]><p>a</p><![endif]-->", "<!-- <script>b</script> -->"),
        ("body", "<input type=hidden value=a>", "<input value='b' type=hidden id=c>"),
        ("body", "<img src=a.png>", '<img src="b.png" srcset="c 2x">'),
        ("body", "<p data-id=1 style='top:0'>x", "<p data-id=2 id=y>x"),
        ("body", "<div id=mount_1>x</div>", "<div id=mount_2>x</div>"),
        ("body", '<svg><path d="M1"/></svg>', '<svg width="3"><path d="M2"/></svg>'),
        ("body", '<p data-html="<b>1</b>">x', '<p data-html="<i>2</i> < 3">x'),
        (
            "body",
            "<svg><foreignObject><div style=a></div></foreignObject></svg>",
            "<svg><foreignObject x=1><div></div></foreignObject></svg>",
        ),
        (
            "body",
            '<a class="__cf_email__" data-cfemail="0061406264">x</a>',
            '<a class="__cf_email__" data-cfemail="0160416365">x</a>',
        ),
    ],
)
def test_what_is_not_looked_at_changes_nothing(part: str, one: str, other: str) -> None:
    assert not _differ({part: one}, {part: other})


@pytest.mark.parametrize(
    ("part", "one", "other"),
    [
        ("head", "<title>A</title>", "<title>B</title>"),
        ("head", "<base href=/a>", "<base href=/b>"),
        ("head", "", "We"),
        ("head", "<meta name=a>", "<div name=a>"),
        ("head", "<noscript><style>a</style></noscript>", "<noscript><style>b</style></noscript>"),
        ("head", "", "<script>1</script>"),
        ("body", "<p>a", "<p>b"),
        ("body", "<p>a ", "<p>a"),
        ("body", "a < b", "a << b"),
        ("body", "<a href=/a>x</a>", "<a href=/b>x</a>"),
        ("body", "<p class=a>", "<p class=b>"),
        ("body", "<div id=cookie-banner>", "<div id=banner>"),
        ("body", "<section id=a&#32;klaro>", "<section id=b>"),
        ("body", "<div role=dialog>", "<div>"),
        ("body", "<img role=dialog>", "<img>"),
        ("body", "<script role=dialog></script>", "<script></script>"),
        ("body", "<input type=submit value=Accept>", "<input type=submit value=Deny>"),
        ("body", "<input type=hidden role=button value=a>", "<input type=hidden role=button>"),
        ("body", "<input type=password>", "<input type=text>"),
        ("body", "<font color=red>", "<font>"),
        ("body", "<style>a</style>", "<style>b</style>"),
        ("body", "<noscript>a</noscript>", "<noscript>b</noscript>"),
        ("body", "<textarea>a</textarea>", "<textarea>b</textarea>"),
        ("body", "<!-- a -->", ""),
        ("body", "<script></script>", ""),
        ("body", "<a data-cfemail=0061406264>x</a>", "<a data-cfemail=0062406264>x</a>"),
    ],
)
def test_what_is_looked_at_is_part_of_it(part: str, one: str, other: str) -> None:
    assert _differ({part: one}, {part: other})


@pytest.mark.parametrize(
    "construct",
    [
        "<!--><p>a-->",
        "<!---><p>a-->",
        "<!-- a --!><p>b-->",
        "<!-- never closed <p>a",
        "<script><!--<script></script><p>a--></script>",
        "<script>never closed",
        "<script>a</script b>",
        "<SCRIPT>a<p></SCRIPT>",
        "<svg><script>a</script></svg>",
        "<svg><math></svg><script>a</script>",
        "<svg><style>a<p>b</style></svg>",
        "<svg><![CDATA[<p>]]></svg>",
        "<svg><foreignObject><p></foreignObject></svg>",
        "<select><style>a<p>b</style></select>",
        "<select><template></select>",
        "<plaintext>",
        "<frameset>",
        "<xmp><p></xmp>",
        "<textarea><p></textarea>",
        "<iframe><p></iframe>",
        "<title><p></title>",
        "<p a=1 a=2>",
        '<p a"b>',
        "<p a=b'c>",
        "<p a='never closed>",
        "</ p>",
        "</>",
        "<p \x00>",
        "<p",
    ],
)
def test_nothing_is_claimed_of_what_is_written_unusually(construct: str) -> None:
    assert _essence(PAGE.format(head="", body=construct)) is None


def test_a_page_that_parsing_cuts_has_no_essence() -> None:
    assert _essence("<p>" * 12_001) is None
    assert _essence(f"<script>{'<' * 12_001}</script>") is None
    assert _essence(f"<p {'a=1 ' * 20_000}>") is None


def test_attributes_that_rules_name_are_looked_at() -> None:
    named = Essences(frozenset((b"data-id", b"id")))
    first, second = (
        named.find(f"<head><meta data-id={n}></head><p id=a{n} data-x={n}>x".encode())
        for n in (1, 2)
    )
    assert first == (b"<head><meta data-id=1></head><p id=a1>x",)
    assert second != first


def test_it_is_found_again_of_what_was_remembered() -> None:
    essences = Essences()
    page = PAGE.format(head="<script>1</script>", body="<p id=a>x<!-- <script> --><svg></svg>")
    first = essences.find(page.encode())
    assert essences.find(page.encode()) == first == Essences().find(page.encode())
