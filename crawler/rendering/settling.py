"""When a page that builds itself has come to rest.

What counts is the text that a version would be made of, with its masks: a clock that ticks does not
keep a page from settling, and a step of building it that only changes attributes does not either.
A page is looked at a few times a second; it has settled when nothing changed for a while and
nothing is being loaded. Two brakes: what still reads like a shell is given longer, since a page
may think before it asks for its text; and a page that never stops loading (it polls, or holds
a request open) is taken when its text stood for that longer time.

Pure but for the waiting, which is passed in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

LOOK_SECONDS = 0.25
STEADY_SECONDS = 1.0  # four looks: longer than the steps in which pages fill in
PATIENCE_SECONDS = 5.0
LEAST_STEADY_SECONDS = 3 * LOOK_SECONDS  # what must have stood when time is up


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """``text`` is a digest; ``is_shell``: still no document; ``is_quiet``: nothing is loading."""

    text: str
    is_shell: bool
    is_quiet: bool


class Tab(Protocol):
    """A page in a browser, as far as settling needs it."""

    async def look(self) -> Look: ...

    async def scroll(self) -> bool:
        """To the bottom, once; False when there was nothing to scroll."""


class Settling:
    """The looks so far. Seconds are of any clock that only goes forward."""

    def __init__(self, now: float) -> None:
        self._text: str | None = None
        self._since = now
        self._now = now

    def take(self, look: Look, now: float) -> bool:
        """Whether the page has settled."""
        self._now = now
        if look.text != self._text:
            self._text = look.text
            self._since = now
        calm = look.is_quiet and not look.is_shell
        return self.steady_seconds >= (STEADY_SECONDS if calm else PATIENCE_SECONDS)

    @property
    def steady_seconds(self) -> float:
        """How long the text has stood."""
        return self._now - self._since


async def settle(
    tab: Tab,
    *,
    seconds: float,
    now: Callable[[], float],
    sleep: Callable[[float], Awaitable[object]],
) -> bool:
    """Wait until the page has settled, scroll it down once, and wait again.

    False when its text still changed when the time was up.
    """
    until = now() + seconds
    settling = Settling(now())
    scrolled = False
    while True:
        if settling.take(await tab.look(), now()):
            if scrolled or not await tab.scroll():
                return True
            scrolled = True
            settling = Settling(now())
        if now() + LOOK_SECONDS > until:
            return settling.steady_seconds >= LEAST_STEADY_SECONDS
        await sleep(LOOK_SECONDS)
