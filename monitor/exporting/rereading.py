"""Reading the bytes in a bundle once more, to see whether they still give the recorded text.

Selectors and patterns are somebody else's here, and some keep a processor busy for years. So where
a bundle has any, its bytes are read in a process of their own, which is given so long and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from crawler.extract import Format, comparison_text, extract
from storage.document import from_markdown
from storage.errors import ClauseWatchError
from storage.model import SourceRules

_SECONDS = 20.0  # for one version


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What to read, and what it gave: ``text_digest`` of the words, and the text itself.

    ``text`` is looked at where the digest does not fit: a version that was moved to an earlier
    capture has a text that may differ in what changes with every look, as the time of day.
    """

    body: bytes
    content_type: str | None
    url: str
    format: Format
    rules: SourceRules
    text_digest: str
    text: bytes | None


class Rereader:
    """Says of one version after another whether its bytes give its text."""

    def __init__(self, rules: SourceRules, *, seconds: float = _SECONDS) -> None:
        self._is_apart = bool(rules.select or rules.remove or rules.ignore)
        self._seconds = seconds
        self._is_given_up = False
        self._process: SpawnProcess | None = None
        self._connection: Connection[object, object] | None = None

    def close(self) -> None:
        if self._process and self._connection:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._connection.close()
            self._process = self._connection = None

    def gives(self, wanted: Reread) -> bool | str:
        """Whether it does, or in words why that cannot be told. It is tried no more after one
        that took too long: the next would too.
        """
        if not self._is_apart:
            return gives_text(wanted)
        if self._is_given_up:
            return "its bytes were not read again, for those of another took too long"
        if self._connection is None:
            self._start()
        connection = self._connection
        assert connection is not None
        try:
            connection.send(wanted)
            if connection.poll(self._seconds):
                found = connection.recv()
                assert isinstance(found, bool | str)
                return found
            self._is_given_up = True
            reason = f"reading its bytes takes more than {self._seconds:.0f} seconds"
        except (EOFError, OSError):
            reason = "its bytes cannot be read"
        self.close()
        return reason

    def _start(self) -> None:
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        process = context.Process(target=_answer, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        self._process = process


def gives_text(wanted: Reread) -> bool | str:
    """Whether the bytes give the text, or why they cannot be read."""
    try:
        extraction = extract(
            wanted.body,
            content_type=wanted.content_type,
            url=wanted.url,
            format=wanted.format,
            rules=wanted.rules,
        )
    except ClauseWatchError as error:
        return f"its bytes cannot be read ({error})"
    if extraction.comparison.digest == wanted.text_digest:
        return True
    if wanted.text is None:
        return False
    blocks = from_markdown(wanted.text.decode("utf-8", "replace"))
    recorded = comparison_text(blocks, wanted.rules.ignore)
    return extraction.comparison.masked_digest == recorded.masked_digest


def _answer(connection: Connection[object, object]) -> None:
    """The process apart: one answer for each question, until nobody asks."""
    try:
        while True:
            wanted = connection.recv()
            assert isinstance(wanted, Reread)
            connection.send(gives_text(wanted))
    except (EOFError, OSError, KeyboardInterrupt):
        return
