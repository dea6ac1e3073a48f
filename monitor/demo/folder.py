"""The folder that the demo leaves: a watchlist, its secrets, and a database to query."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from monitor.demo.receiver import Received
from monitor.demo.texts import PAGES, Page
from storage.errors import UsageError
from storage.whole_file import new_file

WATCHLIST = "watchlist.toml"
MARKER = ".clausewatch-demo"  # says that the folder is ours to replace
RECEIVED = "received.json"  # what the webhook got
_SECRETS = ("chat-url", "webhook-url", "webhook-secret")
_DATABASE = "clausewatch.db"

_HEAD = """\
# Written by 'clausewatch demo'. The pages stood on a site that lived as long as the demo did.

[clausewatch]
database = "clausewatch.db"
contact = "demo@clausewatch.example"
timeout = "10s"
allow_private = ["127.0.0.0/8"]  # the demo's site and its receiver are on this machine
"""

_TAIL = """
[[route]]
to = ["chat", "audit"]  # with only this, a route takes every alert

[[endpoint]]
name = "chat"
kind = "slack"
url = "file:chat-url"

[[endpoint]]
name = "audit"
kind = "webhook"
url = "file:webhook-url"
secret = "file:webhook-secret"
"""


def make_folder(
    directory: Path, *, site_url: str, chat_url: str, webhook_url: str, secret: str
) -> Path:
    """Write the folder, in place of an earlier demo's, and return the path of its watchlist.

    Raises UsageError for a folder that holds something else, or that cannot be written.
    """
    try:
        _clear(directory)
        directory.mkdir(parents=True, exist_ok=True)
        (directory / MARKER).write_text("made by 'clausewatch demo'; remove it at will\n", "utf-8")
        for name, value in zip(_SECRETS, (chat_url, webhook_url, secret), strict=True):
            _write_secret(directory / name, value)
        watchlist = directory / WATCHLIST
        watchlist.write_text(_watchlist(site_url), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"cannot write to {directory}: {error.strerror}; name another folder with --directory"
        ) from error
    return watchlist


def keep_received(directory: Path, messages: Sequence[Received]) -> None:
    """Write the deliveries down, headers and exact bodies, for a signature check of one's own."""
    kept = [
        {"headers": message.headers, "body": message.body.decode("utf-8")} for message in messages
    ]
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    with new_file(directory / RECEIVED, replace=True) as stream:
        stream.write(f"{text}\n".encode())


def _clear(directory: Path) -> None:
    """Take away what an earlier demo left, and nothing that it did not."""
    if not directory.exists():
        return
    if not (directory / MARKER).is_file() and any(directory.iterdir()):
        raise UsageError(
            f"{directory} exists and is not a demo's; "
            "name another folder with --directory, or move this one away"
        )
    for path in _our_files(directory):
        path.unlink(missing_ok=True)


def _our_files(directory: Path) -> Iterator[Path]:
    yield directory / WATCHLIST
    yield directory / RECEIVED
    yield from (directory / name for name in _SECRETS)
    yield from sorted(directory.glob(f"{_DATABASE}*"))


def _write_secret(path: Path, value: str) -> None:
    path.touch(mode=0o600)
    path.write_text(f"{value}\n", encoding="utf-8")


def _watchlist(site_url: str) -> str:
    return _HEAD + "".join(_source(page, site_url) for page in PAGES) + _TAIL


def _source(page: Page, site_url: str) -> str:
    tags = ", ".join(f'"{tag}"' for tag in page.tags)
    return f"""
[[source]]
service = "{page.service}"
type = "{page.terms_type}"
key = "{page.key}"
url = "{site_url}{page.path}"
language = "{page.language}"
tags = [{tags}]
"""
