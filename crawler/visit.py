"""One attempt to fetch one source: the mutable thread through its requests.

A visit has a few requests at most: the page, redirects, a second try. They share one budget of
time, so that a chain of slow hops ends as soon as one slow page does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.addresses import AddressPolicy, AddressRefused, check_url
from crawler.verdicts import Refused
from storage.model import Outcome
from storage.sources import Source

MAX_HOPS = 8
MAX_TRIES = 2
_MAX_COOKIES = 32
_MAX_COOKIE_BYTES = 4096
_MAX_VALIDATOR = 1024  # characters: servers refuse requests whose headers are longer than they like
_LANGUAGE_WHEN_UNKNOWN = "en"


class Budget:
    """Seconds that requests may still take. Waiting for politeness costs nothing."""

    __slots__ = ("first_sent_at", "seconds_left")

    def __init__(self, seconds: float) -> None:
        self.seconds_left = seconds
        self.first_sent_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes a request conditional, word for word, and the one URL it belongs to."""

    url: str
    etag: str | None
    last_modified: str | None

    def headers(self) -> dict[str, str]:
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {
            name: value for name, value in headers.items() if value and len(value) <= _MAX_VALIDATOR
        }


class Rendering(StrEnum):
    """Whether a page is rendered in a browser."""

    NEVER = "never"
    IF_SHELL = "if_shell"  # when what came reads like a page that needs JavaScript
    ALWAYS = "always"  # asked for, or the current version was made so


@dataclass(slots=True, kw_only=True, eq=False)
class Visit:
    """``url`` is the one to ask next; ``seen`` are those asked, with the cookies they got."""

    source: Source
    validators: Validators | None
    budget: Budget
    url: str
    rendering: Rendering = Rendering.IF_SHELL
    tries: int = 1
    seen: list[tuple[str, str]] = field(default_factory=list)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def conditional_headers(self) -> dict[str, str]:
        """Validators belong to a URL: another one on the way is asked without."""
        if self.validators is None or urldefrag(self.url)[0] != self.validators.url:
            return {}
        return self.validators.headers()

    def cookie_header(self) -> str:
        """The cookies that this very chain of redirects set for the host; never kept."""
        jar = self.cookies.get(_origin(self.url), {})
        return "; ".join(f"{name}={value}" for name, value in jar.items())

    def accept_language(self) -> str:
        """The language of the source first, since many sites choose the document by it."""
        language, region = self.source.language, self.source.region
        if not language:
            return _LANGUAGE_WHEN_UNKNOWN
        if region and region.isascii() and region.isalnum():
            return f"{language}-{region},{language};q=0.9,*;q=0.1"
        return f"{language},*;q=0.1"

    def locale(self) -> str:
        """As browsers name it."""
        return self.accept_language().partition(",")[0]

    def follow(self, location: str | None, set_cookies: list[str], policy: AddressPolicy) -> None:
        """Go on to where a redirect leads; raises Refused when it leads nowhere allowed."""
        self.seen.append((self.url, self.cookie_header()))
        self._keep_cookies(set_cookies)
        url = _target(self.url, location)
        require_allowed(url, policy, redirected=True)
        if len(self.seen) > MAX_HOPS:
            raise Refused(
                Outcome.REDIRECT_LOOP,
                f"more than {MAX_HOPS} redirects: give the URL where the page ends up",
            )
        self.url = url
        if (url, self.cookie_header()) in self.seen:
            raise Refused(
                Outcome.REDIRECT_LOOP,
                "the redirects go round in a circle: open the URL in a browser, the site may "
                "want cookies or a choice of country first",
            )

    def _keep_cookies(self, set_cookies: list[str]) -> None:
        jar = self.cookies.setdefault(_origin(self.url), {})
        for line in set_cookies[:_MAX_COOKIES]:
            name, equals, value = line.partition(";")[0].strip().partition("=")
            if equals and name and len(jar) < _MAX_COOKIES and len(line) <= _MAX_COOKIE_BYTES:
                jar[name] = value


def require_allowed(url: str, policy: AddressPolicy, *, redirected: bool = False) -> None:
    """Raises Refused for a URL that must not be requested, whatever it resolves to."""
    scheme = url.partition(":")[0].strip().lower()
    if redirected and scheme not in ("http", "https"):
        raise Refused(
            Outcome.ADDRESS_REFUSED,
            f"the page redirects to a {scheme[:20]}: address, which is not followed",
        )
    try:
        check_url(url, policy)
    except AddressRefused as refusal:
        start = "the page redirects to a refused address: " if redirected else ""
        raise Refused(Outcome.ADDRESS_REFUSED, start + refusal.reason) from None


def _target(base: str, location: str | None) -> str:
    if not location or not location.strip():
        raise Refused(Outcome.REDIRECT_LOOP, "the page redirects without saying where to")
    try:
        return urljoin(base, location.strip())
    except ValueError:
        raise Refused(
            Outcome.REDIRECT_LOOP, "the page redirects to something that is no URL"
        ) from None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
