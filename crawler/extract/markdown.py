"""Other people's Markdown to blocks: rendered to HTML, then read like any page.

One reader of blocks for both keeps tables, nested lists, bold headings and HTML inside Markdown
the same. Front matter gives the title. MDX imports and JSX tags, and the fences of admonitions,
are not text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from crawler.extract.html.content import Content, whole
from crawler.extract.html.inline import clean
from crawler.extract.html.links import Resolver
from crawler.extract.html.markup import parse
from crawler.extract.html.page import blocks_of
from crawler.extract.html.segments import DATE_LINE
from crawler.extract.html.tree import NEVER, flatten
from crawler.extract.text import text_blocks
from storage.document import Block, Document
from storage.model import BlockKind

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_TOML_FRONT_MATTER = re.compile(r"\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"""^title[ \t]*[:=][ \t]*(.+?)[ \t]*$""", re.MULTILINE | re.IGNORECASE)
_MDX = re.compile(r"^(?:import\s.{1,300}|export\s.{1,300})$", re.MULTILINE)
_ADMONITION = re.compile(r"^[ \t]*:::.*$", re.MULTILINE)
_COMMENT = re.compile(
    r"^[ \t]*(?:\{/\*.{0,2000}?\*/\}|\[//\]: # .*|\[comment\]: .*)$", re.MULTILINE
)
_QUOTED = r"[ \t]{0,3}(?:>[ \t]?){0,5}"
_ORDERED = re.compile(rf"{_QUOTED}\d{{1,9}}[.)][ \t]")
_DATE_LINE = re.compile(rf"^{_QUOTED}{DATE_LINE.pattern}[ \t]*$", re.MULTILINE)
_ANCHOR = re.compile(r"[ \t]*\{#[\w-]{1,100}\}[ \t]*$", re.MULTILINE)
_LARGEST = 1_500_000  # characters: more is read as plain text
_MOST_LINES = 20_000
_LONGEST_LINE = 20_000  # characters: inline parsing may cost the square of a line
_DEEPEST = 60  # open quotes, lists and items; what lies deeper would be lost
_QUOTES, _INDENT = 25, 50  # marks of quotes in a row, and white space before an item: too deep
_TOO_DEEP = re.compile(
    rf"(?:>[ \t]?){{{_QUOTES}}}|^[ \t]{{{_INDENT},}}(?:[-*+]|\d{{1,9}}[.)])[ \t]", re.MULTILINE
)
_SPACES = " " * _INDENT


def read_markdown(text: str, *, url: str | None, mdx: bool = False) -> Document:
    """The document in ``text``; its title is that of the front matter, or the first heading."""
    title, body = split_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    if _is_beyond_markdown(body):
        return Document(title=title, blocks=text_blocks(body))
    if mdx or "\nimport " in body or body.startswith("import "):
        body = _MDX.sub("", body)
    body = _without_extensions(_with_dates(body))
    page = parse(_renderer().render(body))
    root = page.body or page.root
    if root is None:
        return Document(title=title)
    content = Content(trees=(whole(flatten(root, NEVER)),))
    blocks = tuple(blocks_of(content, Resolver(url)))
    return Document(title=title or _first_heading(blocks), blocks=blocks)


def _without_extensions(body: str) -> str:
    """Without what Markdown does not know: comments, admonitions, anchors.

    Each is looked for where its own marks are: the patterns are tried at every line.
    """
    if "{/*" in body or "[//]" in body or "[comment]" in body:
        body = _COMMENT.sub("", body)
    if ":::" in body:
        body = _ADMONITION.sub("\n", body)
    return _ANCHOR.sub("", body) if "{#" in body else body


def _with_dates(body: str) -> str:
    """Lone lines such as ``20. Juni 2017`` with the dot escaped: they open no list."""
    if _DATE_LINE.search(body) is None:
        return body
    lines = body.split("\n")
    filled = [index for index, line in enumerate(lines) if line.strip()]
    items = {index for index in filled if _ORDERED.match(lines[index])}
    for before, index, after in zip([-1, *filled], filled, [*filled[1:], -1], strict=False):
        lone = before not in items and after not in items
        if lone and _DATE_LINE.fullmatch(lines[index]):
            lines[index] = lines[index].replace(".", "\\.", 1)
    return "\n".join(lines)


def _is_beyond_markdown(body: str) -> bool:
    """Too large or too deep for a Markdown parser to read in bounded time and without loss."""
    if len(body) > _LARGEST:
        return True
    may_be_deep = "\t" in body or _SPACES in body or body.count(">") >= _QUOTES
    if may_be_deep and _TOO_DEEP.search(body):
        return True
    lines = body.split("\n")
    return len(lines) > _MOST_LINES or max(map(len, lines)) > _LONGEST_LINE


def split_front_matter(text: str) -> tuple[str | None, str]:
    """The title in the front matter (None without one) and the text after it."""
    found = _FRONT_MATTER.match(text) or _TOML_FRONT_MATTER.match(text)
    if found is None:
        return None, text
    stated = _TITLE.search(found[1])
    title = clean(stated[1].strip("\"'")) if stated else ""
    return title or None, text[found.end() :]


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"maxNesting": _DEEPEST, "html": True})
    return renderer.enable(["table", "strikethrough"])


def _first_heading(blocks: tuple[Block, ...]) -> str | None:
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            return block.text
    return None
