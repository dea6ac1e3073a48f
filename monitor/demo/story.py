"""The demo from its first line to its last.

Everything a reader sees done is done by commands that the reader can type: they are handed in as
``run``. This module sets the stage around them: the site, the receivers, the two editions.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.cli.terminal import shown, wrap
from monitor.demo.chat import Paint, chat_lines
from monitor.demo.folder import RECEIVED, keep_received, make_folder
from monitor.demo.receiver import DemoReceiver, Received
from monitor.demo.site import DemoSite
from monitor.demo.texts import PAGES, Edition

_INDENT = "    "
_OWN = "watch/watchlist.toml"
_SIGNED_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the story is told. ``run`` takes a command's words after ``clausewatch``."""

    run: Callable[[Path, Sequence[str]], None]
    say: Callable[[str], None]  # a line for the reader
    progress: Callable[[str], None]  # a line about what is under way
    paint: Paint
    program: str  # how the reader calls the command
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the story came to."""

    watchlist: Path
    early: int  # messages before anything had changed
    in_chat: int
    signed: int
    refused: int

    @property
    def is_as_told(self) -> bool:
        """Everybody heard what is to be heard, once, signed, and nothing else."""
        expected = sum(page.alerted for page in PAGES)
        return (self.early, self.in_chat, self.signed, self.refused) == (0, expected, expected, 0)


def tell(stage: Stage, directory: Path) -> Ending:
    """Play the whole demo into ``directory``; raises UsageError when that is not possible."""
    with DemoSite() as site, DemoReceiver() as receiver:
        watchlist = make_folder(
            directory,
            site_url=site.base_url,
            chat_url=receiver.chat_url,
            webhook_url=receiver.webhook_url,
            secret=receiver.secret,
        )
        _first_look(stage, watchlist)
        early = len(receiver.chat)
        site.publish(Edition.SECOND)
        _second_look(stage, watchlist)
        _show_messages(stage, receiver)
        keep_received(directory, receiver.webhook)
    _ask(stage, watchlist)
    _what_next(stage, directory)
    return Ending(
        watchlist=watchlist,
        early=early,
        in_chat=len(receiver.chat),
        signed=len(receiver.webhook),
        refused=receiver.refused,
    )


def _first_look(stage: Stage, watchlist: Path) -> None:
    stage.progress("[1/4] first edition: fetching six pages of invented services")
    _title(stage, "1. The first look")
    stage.say("Six pages of invented services stand on this machine. They are listed in")
    stage.say(f"{watchlist}.")
    _command(stage, watchlist, "check")
    stage.say("")
    stage.say("Six first versions are kept, and nobody is told: there is nothing to compare")
    stage.say("them with yet.")


def _second_look(stage: Stage, watchlist: Path) -> None:
    stage.progress("[2/4] second edition: fetching again, comparing, delivering")
    _title(stage, "2. The publishers change their pages")
    for page in PAGES:
        stage.say(f"  {shown(page.service)}")
        for line in wrap(page.happening, stage.width - len(_INDENT)):
            stage.say(f"{_INDENT}{line}")
    _command(stage, watchlist, "check")


def _show_messages(stage: Stage, receiver: DemoReceiver) -> None:
    stage.progress("[3/4] what was delivered")
    _title(stage, f"3. What the chat shows: {len(receiver.chat)} messages")
    for message in receiver.chat:
        for line in chat_lines(
            message.payload, width=stage.width - len(_INDENT), paint=stage.paint
        ):
            stage.say(f"{_INDENT}{line}")
        stage.say("")
    stage.say(
        f"The webhook got the same {len(receiver.webhook)} alerts and checked their signatures. "
        "The first one:"
    )
    for line in _signed_request(receiver.webhook[:1]):
        stage.say(f"{_INDENT}{line}")


def _signed_request(messages: Sequence[Received]) -> list[str]:
    """Its headers and the beginning of what it says; the whole of it is kept in the folder."""
    lines: list[str] = []
    for message in messages:
        lines += [f"{name}: {message.headers[name]}" for name in _SIGNED_HEADERS]
        body = message.payload
        data = body["data"]
        shown = {key: data[key] for key in ("class", "material", "silent", "severity")}
        lines += [f"type: {body['type']}", f"data: {json.dumps(shown)[:-1]}, ...}}"]
    return lines


def _ask(stage: Stage, watchlist: Path) -> None:
    stage.progress("[4/4] asking the database")
    _title(stage, "4. Ask what was recorded")
    _command(stage, watchlist, "log", "--min-severity", "1")
    _command(stage, watchlist, "diff", "naseem/privacy-policy")
    stage.say("")
    stage.say("Two pages changed and nobody was told. Why not?")
    for page in PAGES:
        if not page.alerted:
            _command(stage, watchlist, "alerts", "why", page.key, "--limit", "1")


def _what_next(stage: Stage, directory: Path) -> None:
    _title(stage, "Type next")
    program, path = stage.program, shlex.quote(str(directory / "watchlist.toml"))
    stage.say(f"  export CLAUSEWATCH_WATCHLIST={path}")
    for words in (
        "diff larkspur",
        "diff tik-yarok",
        "show plover --clauses",
        "dates",
        "search 'sell your personal data'",
        "search שיווק",
        "alerts list",
        "--help",
    ):
        stage.say(f"  {program} {words}")
    stage.say("")
    stage.say("  What the webhook got, to try a signature check on:")
    stage.say(f"  {directory / RECEIVED}")
    stage.say("  For pages of your own:")
    stage.say(f"  mkdir watch && {program} --watchlist {_OWN} init")


def _command(stage: Stage, watchlist: Path, *words: str) -> None:
    stage.say("")
    stage.say(stage.paint(f"$ clausewatch {' '.join(words)}", "strong"))
    stage.run(watchlist, words)


def _title(stage: Stage, title: str) -> None:
    stage.say("")
    stage.say(stage.paint(title, "strong"))
    stage.say("")
