"""The rules of a robots.txt for one user agent (RFC 9309). Pure, and linear for hostile files.

Matching is Protego's. It would take quadratic time over a file that names thousands of agents, so
only the groups that concern us reach it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protego import Protego

MAX_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB are read, the rest may be ignored
MAX_CRAWL_DELAY_SECONDS = 60.0  # longer ones would keep a run from ever ending; taken as this

_PRODUCT_TOKEN = re.compile(r"[a-z_-]*", re.ASCII)
_AGENT_FIELDS = frozenset({"user-agent", "useragent", "user agent"})
_SITE_WIDE_FIELDS = frozenset({"sitemap", "host"})
_MAX_LINE = 2048


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """``token`` is the product token of our user agent, in lower case."""

    _rules: Protego | None
    _token: str

    def allows(self, url: str) -> bool:
        return self._rules is None or self._rules.can_fetch(url, self._token)

    @property
    def crawl_delay_seconds(self) -> float | None:
        """Seconds between two requests that the site asks for, bounded."""
        delay = self._rules.crawl_delay(self._token) if self._rules else None
        return None if delay is None else min(delay, MAX_CRAWL_DELAY_SECONDS)


def allow_everything(token: str) -> RobotsRules:
    return RobotsRules(None, token)


def parse_robots(body: bytes, token: str) -> RobotsRules:
    """Read the first 512 KiB. A web page served as robots.txt holds no rules and allows all."""
    text = body[:MAX_BYTES].decode("utf-8-sig", errors="replace")
    if text.lstrip()[:1] == "<":
        return allow_everything(token)
    lines = list(_groups_for(text.splitlines(), token))
    return RobotsRules(Protego.parse("\n".join(lines)) if lines else None, token)


def product_token(user_agent: str) -> str:
    """``clausewatch`` of ``clausewatch/1.0 (+mail)``."""
    return user_agent.partition("/")[0].strip().lower()


def _groups_for(lines: Iterable[str], token: str) -> Iterator[str]:
    """The groups for us and for everybody, their agent lines made uniform."""
    agents: set[str] = set()
    in_heading = False
    for line in lines:
        field, _, value = line[:_MAX_LINE].partition("#")[0].partition(":")
        name = field.strip().lower()
        if name in _AGENT_FIELDS:
            if not in_heading:
                agents = set()
                in_heading = True
            agent = _agent(value)
            if agent in (token, "*") and agent not in agents:
                agents.add(agent)
                yield f"User-agent: {agent}"
        elif name and name not in _SITE_WIDE_FIELDS:
            in_heading = False
            if agents:
                yield f"{name}:{value}"


def _agent(value: str) -> str:
    text = value.strip().lower()
    if text == "*":
        return text
    match = _PRODUCT_TOKEN.match(text)
    return match.group() if match else ""
