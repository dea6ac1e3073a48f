"""One HTML page with previews of every chat's message, to be looked at.

    python benchmarks/chat_previews.py OUT.html [--language ar] [--case english_changed]

Draws the payloads that would be sent, roughly as each chat would: colour bar, bold, strike,
right-to-left. Alerts are those of tests/golden/alerts. Chromium makes pictures of it:

    chromium --headless=new --no-sandbox --screenshot=OUT.png --window-size=2300,3000 OUT.html
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.alerts.html_message import render_html
from monitor.alerts.model import AlertContent
from monitor.alerts.rendering import render
from monitor.alerts.stored import alert_from_data
from storage.model import EndpointKind

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "alerts"
CASES = (
    "english_changed",
    "arabic_silent",
    "hebrew_silent",
    "date_only",
    "effective_soon",
    "source_broken",
    "run_anomalous",
    "digest",
)
LANGUAGES = ("en", "ar", "he")
STYLE = """
body{margin:12px;font:14px/1.45 system-ui,Arial,sans-serif;background:#f3f4f6;color:#1d1c1d}
h1{font-size:18px;margin:14px 0 6px} .row{display:flex;gap:10px;align-items:flex-start}
.chat{flex:1 1 0;min-width:0;background:#fff;border:1px solid #d5d8dc;border-radius:6px;padding:8px;
overflow-wrap:anywhere} .chat>b.name{display:block;color:#8a8f98;font-size:11px;margin-bottom:4px}
.bar{border-inline-start:4px solid;padding-inline-start:8px} .head{font-weight:800;font-size:15px}
.small{color:#696f77;font-size:12px} .p{margin:0 0 8px} del{color:#777} code{background:#8883}
.discord{background:#313338;color:#dbdee1} .discord .bar{background:#2b2d31;padding:8px}
.discord a{color:#00a8fc} .plaintext{unicode-bidi:plaintext;text-align:start}
blockquote{margin:2px 0;padding-inline-start:8px;border-inline-start:3px solid #9aa0a6}
.attention{background:#f9d6d5}.warning{background:#fbe9c6}.accent{background:#d9e8fb}
.good{background:#dff3e3}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", action="append", choices=["en", "ar", "he", "fr", "de", "es"])
    parser.add_argument("--case", action="append", choices=CASES)
    options = parser.parse_args()
    rows = [
        _row(case, language)
        for case in options.case or CASES
        for language in options.language or LANGUAGES
    ]
    page = f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{''.join(rows)}"
    options.out.write_text(page, encoding="utf-8")
    print(f"{options.out}: {len(rows)} rows of {len(DRAWN)} chats")


def _row(case: str, language: str) -> str:
    stored = json.loads((GOLDEN / case / "alert.json").read_text(encoding="utf-8"))
    content = alert_from_data(stored["event"], stored["created_at"], stored["data"])
    chats = "".join(_chat(kind, content, language) for kind in DRAWN)
    page = re.sub("(?s)^.*<body[^>]*>|</body>.*$", "", render_html(content, language))
    way = "rtl" if language in ("ar", "he") else "ltr"
    mail = f'<div class="chat" dir={way}><b class=name>mail</b>{page}</div>'
    return f"<h1>{case} in {language}</h1><div class=row>{chats}{mail}</div>"


def _chat(kind: str, content: AlertContent, language: str) -> str:
    request = render(
        EndpointKind(kind),
        content,
        delivery_id="msg_preview",
        sent_at=datetime(2026, 3, 5, tzinfo=UTC),
        language=language,
        chat="-1001",
    )
    drawn = DRAWN[kind](json.loads(request.body))
    size = f"{kind} · {len(request.body):,} bytes"
    return f'<div class="chat {kind}"><b class=name>{size}</b>{drawn}</div>'


def _bar(colour: str, inner: str, direction: str = "auto") -> str:
    return f'<div class=bar dir={direction} style="border-color:{colour}">{inner}</div>'


def _slack(value: dict[str, Any]) -> str:
    head = f"<div class=head dir=auto>{value['text']}</div>"
    attachment = value["attachments"][0]
    parts = []
    for block in attachment["blocks"]:
        small = block["type"] == "context"
        text = (block["elements"][0] if small else block["text"])["text"]
        parts.append(f'<div class="p {"small" if small else ""}" dir=auto>{_mrkdwn(text)}</div>')
    return head + _bar(attachment["color"], "".join(parts), "ltr")


def _mrkdwn(text: str) -> str:
    text = re.sub(r"^>(.*)$", r"<blockquote dir=auto>\1</blockquote>", text, flags=re.MULTILINE)
    text = re.sub(r"<(https?://[^|>]*)\|([^>]*)>", r'<a href="\1">\2</a>', text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*\n]+?)\*(?![\w*])", r"<b>\1</b>", text)
    text = re.sub(r"(?<![\w~])~(?=\S)([^~\n]+?)~(?![\w~])", r"<del>\1</del>", text)
    text = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", text)
    return re.sub("(?<!/blockquote>)\n(?!<blockquote)", "<br>", text)


def _markdown(text: str) -> str:
    """The inline part of Discord's and Mattermost's Markdown; backslashes hide signs."""
    text = re.sub(r"`([^`\n]+)`", lambda found: f"\0c{found[1]}\0/c", text)
    text = re.sub(r"\\([^a-zA-Z0-9\s])", lambda found: f"\0{ord(found[1])};", text)
    text = html.escape(text, quote=False)
    text = re.sub(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)", r'<a href="\2">\1</a>', text)
    text = re.sub(r"\*\*([\s\S]+?)\*\*(?!\*)", r"<b>\1</b>", text)
    text = re.sub(r"~~(?=\S)([\s\S]*?\S)~~", r"<del>\1</del>", text)
    text = text.replace("\0c", "<code>").replace("\0/c", "</code>")
    return re.sub("\0(\\d+);", lambda found: html.escape(chr(int(found[1]))), text)


def _discord(value: dict[str, Any]) -> str:
    embed = value["embeds"][0]
    lines = []
    for line in embed["description"].split("\n"):
        drawn = _markdown(re.sub("^(> |-# )", "", line))
        if line.startswith("> "):
            lines.append(f"<blockquote class=plaintext>{drawn}</blockquote>")
        else:
            small = "small" if line.startswith("-# ") else ""
            lines.append(f'<div class="plaintext {small}">{drawn or "&nbsp;"}</div>')
    head = f"<div class='head plaintext'>{html.escape(embed['title'])}</div>"
    return _bar(f"#{embed['color']:06x}", head + "".join(lines), "ltr")


def _mattermost(value: dict[str, Any]) -> str:
    attachment = value["attachments"][0]
    parts = [
        f"<div class=p dir=auto>{_markdown(part).replace(chr(10), '<br>')}</div>"
        for part in attachment["text"].split("\n\n")
    ]
    return _bar(attachment["color"], "".join(parts), "ltr")


def _teams(value: dict[str, Any]) -> str:
    card = value["attachments"][0]["content"]
    way = "rtl" if card["rtl"] else "ltr"
    actions = "".join(
        f'<a href="{html.escape(action["url"])}">[ {action["title"]} ]</a>'
        for action in card.get("actions", ())
    )
    return f"<div dir={way}>{''.join(map(_teams_item, card['body']))}{actions}</div>"


def _teams_item(item: dict[str, Any]) -> str:
    if item["type"] == "Container":
        way = {True: "dir=rtl", False: "dir=ltr", None: ""}[item.get("rtl")]
        inner = "".join(map(_teams_item, item["items"]))
        return f'<div class="p {item.get("style", "")}" {way}>{inner}</div>'
    return f"<div>{''.join(map(_teams_run, item['inlines']))}</div>"


def _teams_run(run: dict[str, Any]) -> str:
    text = html.escape(run["text"])
    text = f"<b>{text}</b>" if run.get("weight") == "Bolder" else text
    text = f"<del>{text}</del>" if run.get("strikethrough") else text
    text = f"<code>{text}</code>" if run.get("fontType") == "Monospace" else text
    colour = {"Good": "#1d6f42", "Attention": "#a93226"}.get(run.get("color", ""), "inherit")
    small = "small" if run.get("isSubtle") else ""
    return f'<span class="{small}" style="color:{colour}">{text}</span>'


def _google_chat(value: dict[str, Any]) -> str:
    sections = value["cardsV2"][0]["card"]["sections"]
    return "<hr>".join(
        "".join(f"<div dir=auto>{one['textParagraph']['text']}</div>" for one in part["widgets"])
        for part in sections
    )


def _telegram(value: dict[str, Any]) -> str:
    lines = value["text"].replace("<blockquote>", "<blockquote dir=auto>").split("\n")
    return "".join(f"<div class=plaintext>{line or '&nbsp;'}</div>" for line in lines)


def _matrix(value: dict[str, Any]) -> str:
    drawn = re.sub("<(p|blockquote)>", r"<\1 dir=auto>", value["formatted_body"])
    return f"<div dir=auto>{drawn}</div>"


DRAWN: dict[str, Callable[[dict[str, Any]], str]] = {
    "slack": _slack,
    "discord": _discord,
    "teams": _teams,
    "google-chat": _google_chat,
    "mattermost": _mattermost,
    "telegram": _telegram,
    "matrix": _matrix,
}

if __name__ == "__main__":
    main()
