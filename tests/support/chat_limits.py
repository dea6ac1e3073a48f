"""What chats accept, from their documentation: ``problems(kind, body)`` says what one would refuse
or, worse, obey.

Written against the documents, not against our renderers: a fake chat answers with it, and the
tests of the renderers ask it. Sources stand at each chat.
"""

from __future__ import annotations

import html.parser
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

FROM_PAGES = re.compile("[\u061c\u202a-\u202e\u2066\u2067]|[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_JOINER = "\u2060"


def problems(kind: str, body: bytes) -> list[str]:
    """What is wrong with a request body for a chat; empty when nothing is."""
    try:
        value = json.loads(body.decode("utf-8"))
    except ValueError as error:
        return [f"no JSON in UTF-8: {error}"]
    found = list(_CHECKS[kind](value, body))
    for text in strings(value):
        if FROM_PAGES.search(text):
            found.append(f"a control of the page: {text!r}")
        if not balanced(text):
            found.append(f"isolates that do not match: {text!r}")
    return found


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for part in value for text in strings(part)] if isinstance(value, list) else []


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def balanced(text: str) -> bool:
    """Isolates opened and closed in each paragraph; ends of paragraphs close them all."""
    depth = 0
    for character in text:
        if character == "\n" and depth:
            return False
        depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
        if depth < 0:
            return False
    return depth == 0


def _size(name: str, size: int, least: int, most: int) -> Iterator[str]:
    if not least <= size <= most:
        yield f"{name} is {size} long, not {least} to {most}"


# --- Slack: docs.slack.dev, Block Kit reference and "Formatting message text" -------------------


def _slack(value: Any, body: bytes) -> Iterator[str]:
    yield from _size("message", units(body.decode("utf-8")), 1, 10_000)
    blocks = [*value["blocks"], *value["attachments"][0]["blocks"]]
    yield from _size("blocks", len(blocks), 1, 50)
    for block in blocks:
        text = block.get("text") or block["elements"][0]
        yield from _size(block["type"], units(text["text"]), 1, _SLACK_TEXTS[block["type"]])
    for text in strings(value):
        if re.search(r"(?i)<[!@#]|@(channel|here|everyone)", text):
            yield f"a mention: {text!r}"
        if re.search(r"&(?!amp;|lt;|gt;)", text):
            yield f"an ampersand that is not escaped: {text!r}"
        for link in re.findall(r"<[^>]*>?", text):
            if not re.fullmatch(r"<https?://[^<>| ]+\|[^<>|@]+>", link):
                yield f"a link of the page's: {link!r}"


_SLACK_TEXTS = {"header": 150, "section": 3_000, "context": 3_000}


# --- Discord: docs.discord.com, "Message Resource", "Webhook Resource" --------------------------

_OWN_LINK = re.compile(r"(?<![\\])\[[^\[\]\\]+\]\(https?://[!-'*-~]+\)")


def _discord(value: Any, body: bytes) -> Iterator[str]:
    if value["allowed_mentions"] != {"parse": []}:
        yield "mentions are allowed"
    embeds = value["embeds"]
    yield from _size("embeds", len(embeds), 1, 10)
    total = 0
    for embed in embeds:
        yield from _size("title", units(embed["title"]), 1, 256)
        yield from _size("description", units(embed["description"]), 1, 4_096)
        if not 0 <= embed["color"] <= 0xFFFFFF:
            yield "no colour"
        total += units(embed["title"]) + units(embed["description"])
        yield from _markdown(embed["description"], r"\\[\\_|\[\]<@:]", escapes_colon=True)
    yield from _size("embeds together", total, 1, 6_000)


def _markdown(text: str, escape: str, *, escapes_colon: bool) -> Iterator[str]:
    """Signs that mean something and are neither escaped nor ours."""
    lines = text.split("\n")
    for line in lines:
        start = re.sub(r"^(> |-# )", "", line)
        if re.match(r"[#>+-]|\d+[.)]", start):
            yield f"a line begins with the page's markup: {line!r}"
    rest = re.sub(r"`[^`\n]*`", "", text)
    rest = _OWN_LINK.sub("", re.sub(escape, " ", rest))  # a space: neighbours do not meet
    rest = re.sub(r"\*\*|~~", "", rest)
    if re.search(r"[*_~`|\[\]]", rest) or (escapes_colon and re.search("[<@]|://", rest)):
        yield f"live markup: {rest!r}"
    for line in lines:
        if line.count("**") % 2 or line.count("~~") % 2 or line.count("`") % 2:
            yield f"marks that do not match: {line!r}"


# --- Microsoft Teams: learn.microsoft.com, adaptivecards.io schema 1.5 --------------------------

_TEAMS_INLINE = {"type", "text", "weight", "color", "strikethrough", "fontType", "size", "isSubtle"}


def _teams(value: Any, body: bytes) -> Iterator[str]:
    yield from _size("message", len(body), 1, 28_000)
    (attachment,) = value["attachments"]
    if value["type"] != "message" or attachment["contentType"] != (
        "application/vnd.microsoft.card.adaptive"
    ):
        yield "not the envelope of a workflow"
    card = attachment["content"]
    if (card["type"], card["version"]) != ("AdaptiveCard", "1.5"):
        yield "no adaptive card 1.5"
    if type(card["rtl"]) is not bool:
        yield "no direction"
    if "entities" in card.get("msteams", {}):
        yield "mentions"
    for action in card.get("actions", []):
        if action["type"] != "Action.OpenUrl" or not re.match("https?://", action["url"]):
            yield f"an action that opens no page: {action}"
    yield from _teams_items(card["body"])


def _teams_items(items: list[Any]) -> Iterator[str]:
    for item in items:
        if item["type"] == "Container":
            yield from _size("items", len(item["items"]), 1, 1_000)
            yield from _teams_items(item["items"])
        elif item["type"] == "RichTextBlock":  # TextBlock reads Markdown and {{DATE(...)}}
            yield from _size("inlines", len(item["inlines"]), 1, 10_000)
            for run in item["inlines"]:
                if run["type"] != "TextRun" or not set(run) <= _TEAMS_INLINE or not run["text"]:
                    yield f"no plain run of text: {run}"
        else:
            yield f"an element that reads markup: {item['type']}"


# --- Google Chat: developers.google.com/workspace/chat ------------------------------------------


def _google_chat(value: Any, body: bytes) -> Iterator[str]:
    yield from _size("message", len(body), 1, 32_000)
    if re.search(r"<users/|<http", value["fallbackText"]):
        yield "a mention or a link in the fallback"
    (card,) = value["cardsV2"]
    widgets = [one for part in card["card"]["sections"] for one in part["widgets"]]
    yield from _size("widgets", len(widgets), 1, 100)
    for widget in widgets:
        text = widget["textParagraph"]["text"]
        yield from _size("text", len(text), 1, 32_000)
        yield from _tags(
            text, {"b": set(), "s": set(), "font": {"color"}, "a": {"href"}, "br": set()}
        )
        if re.search(r"(?<![^\W_])@(?=\w)", text):
            yield f"a mention: {text!r}"


# --- Mattermost: developers.mattermost.com, "Message attachments" -------------------------------


def _mattermost(value: Any, body: bytes) -> Iterator[str]:
    if value.get("text"):
        yield "text outside of the attachment has its links previewed"
    (attachment,) = value["attachments"]
    yield from _size("text", len(attachment["text"]), 1, 16_383)
    yield from _size("fallback", len(attachment["fallback"]), 1, 4_000)
    if not re.fullmatch("#[0-9a-f]{6}", attachment["color"]):
        yield "no colour"
    yield from _markdown(attachment["text"], r"\\[\\_|\[\]]", escapes_colon=False)
    for text in (attachment["text"], attachment["fallback"]):
        outside = _OWN_LINK.sub("", re.sub(r"`[^`\n]*`", "", text))
        if re.search(rf"(?<![^\W_])@(?![{_JOINER}\s]|$)", outside):
            yield f"a mention: {outside!r}"
        if re.search(r"\w://|\bwww\.", outside, re.IGNORECASE):
            yield f"a link of the page's: {outside!r}"
        if re.search(r":[A-Za-z0-9_+-]+:", outside):
            yield f"an emoji by name: {outside!r}"


# --- Telegram: core.telegram.org/bots/api, "sendMessage", "HTML style" --------------------------

_TELEGRAM_TAGS = {"b": set(), "s": set(), "code": set(), "blockquote": set(), "a": {"href"}}


def _telegram(value: Any, body: bytes) -> Iterator[str]:
    if not value["chat_id"]:
        yield "no chat"
    if value["parse_mode"] != "HTML" or value["link_preview_options"] != {"is_disabled": True}:
        yield "other modes"
    text = value["text"]
    yield from _tags(text, _TELEGRAM_TAGS)
    shown = _visible(text)
    parsed = html.unescape(re.sub("<[^>]*>", "", text))
    yield from _size("text after entities parsing", units(parsed.strip()), 1, 4_096)
    yield from _size("entities", len(re.findall("<[a-z]", text)), 0, 100)
    if re.search(r"&(?!amp;|lt;|gt;|quot;)", text):
        yield f"an entity that Telegram does not know: {text!r}"
    if re.search(rf"(?<![^\W_])@(?![{_JOINER}\s]|$)", shown) or re.search(r"(?<!\S)/\w", shown):
        yield f"a mention or a command: {shown!r}"


# --- Matrix: spec.matrix.org, Client-Server API -------------------------------------------------

_MATRIX_TAGS = {
    "p": set(),
    "br": set(),
    "strong": set(),
    "del": set(),
    "code": set(),
    "blockquote": set(),
    "a": {"href"},
    "font": {"color", "data-mx-color"},
}


def _matrix(value: Any, body: bytes) -> Iterator[str]:
    yield from _size("content", len(body), 1, 64_000)  # the rest of 65,536 is the event's
    if value["m.mentions"] != {}:
        yield "mentions"
    if (value["msgtype"], value["format"]) != ("m.text", "org.matrix.custom.html"):
        yield "another kind of message"
    yield from _size("body", len(value["body"]), 1, 64_000)
    yield from _tags(value["formatted_body"], _MATRIX_TAGS)
    formatted = _visible(value["formatted_body"])
    for text in (value["body"].rpartition("\n")[0], formatted):  # the last line may be our link
        mention = re.search(rf"(?<![^\W_])@(?![{_JOINER}\s]|$)", text)
        if mention or re.search(r"[a-z]://", text, re.IGNORECASE):
            yield f"a mention or a link of the page's: {text!r}"


def _visible(text: str) -> str:
    """What a reader sees: words of two blocks do not touch, those of two inline tags do."""
    apart = re.sub("</?(?:p|br|blockquote)>", "\n", text)
    return html.unescape(re.sub("<[^>]*>", "", apart))


class _Tags(html.parser.HTMLParser):
    """Tags in the order of the text; says what is not allowed or not closed."""

    def __init__(self, allowed: dict[str, set[str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.allowed = allowed
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag not in self.allowed or names != self.allowed[tag]:
            self.found.append(f"a tag that is not allowed: {tag} {attrs}")
        for name, value in attrs:
            if name == "href" and not re.fullmatch("https?://[!#-;=?-~]+", value or ""):
                self.found.append(f"a link that leads elsewhere: {value!r}")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.found.append(f"a tag closed out of turn: {tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"a comment: {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"a declaration: {decl!r}")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"a declaration: {data!r}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"an instruction: {data!r}")


def _tags(text: str, allowed: dict[str, set[str]]) -> Iterator[str]:
    parser = _Tags(allowed)
    parser.feed(text)
    parser.close()
    yield from parser.found
    if parser.open:
        yield f"tags that stay open: {parser.open}"
    if re.search(r"&(?![a-z]+;)", text):
        yield f"an ampersand that is not escaped: {text!r}"


_CHECKS: dict[str, Callable[[Any, bytes], Iterator[str]]] = {
    "slack": _slack,
    "discord": _discord,
    "teams": _teams,
    "google-chat": _google_chat,
    "mattermost": _mattermost,
    "telegram": _telegram,
    "matrix": _matrix,
}
CHATS = tuple(_CHECKS)
