"""The invented services of the demo: which page stands where, and its two editions.

The texts are data files under ``pages``. What happens between the first and the second edition is
said by ``happening``; ``expected`` is what a reader should hear of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files


class Edition(StrEnum):
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One watched page. ``file`` is its name in both folders of ``pages``."""

    key: str
    service: str
    terms_type: str
    language: str
    path: str
    file: str
    tags: tuple[str, ...]
    happening: str  # what its publisher does between the editions
    alerted: bool  # whether anybody should hear of it

    @property
    def content_type(self) -> str:
        kind = "markdown" if self.file.endswith(".md") else "html"
        return f"text/{kind}; charset=utf-8"

    def body(self, edition: Edition) -> bytes:
        return files("monitor.demo").joinpath("pages", edition, self.file).read_bytes()


PAGES = (
    Page(
        key="larkspur/privacy-policy",
        service="Larkspur Notes",
        terms_type="Privacy Policy",
        language="en",
        path="/larkspur/privacy",
        file="larkspur-privacy.html",
        tags=("notebook",),
        happening='"we do not sell" becomes "we may sell", 30 days become 24 months, '
        "an advertiser is named; both dates move",
        alerted=True,
    ),
    Page(
        key="naseem/privacy-policy",
        service="نسيم توصيل",
        terms_type="Privacy Policy",
        language="ar",
        path="/naseem/privacy",
        file="naseem-privacy.html",
        tags=("delivery",),
        happening="Arabic: sharing with advertisers is no longer denied, "
        "30 days become 24 months; the date moves",
        alerted=True,
    ),
    Page(
        key="tik-yarok/privacy-policy",
        service="תיק ירוק",
        terms_type="Privacy Policy",
        language="he",
        path="/tik-yarok/privacy",
        file="tik-yarok-privacy.html",
        tags=("health",),
        happening="Hebrew: handing data on for marketing is now allowed, 30 days become "
        "24 months; the date stays: a silent change",
        alerted=True,
    ),
    Page(
        key="plover/sub-processor-list",
        service="Plover Mail",
        terms_type="Sub-processor List",
        language="en",
        path="/plover/subprocessors.md",
        file="plover-subprocessors.md",
        tags=("mail",),
        happening="Markdown: one more company in the table; the date moves",
        alerted=True,
    ),
    Page(
        key="quillon/terms-of-service",
        service="Quillon Cycle Hire",
        terms_type="Terms of Service",
        language="en",
        path="/quillon/terms",
        file="quillon-terms.html",
        tags=("mobility",),
        happening="other bytes only: a build number, a nonce, a script",
        alerted=False,
    ),
    Page(
        key="tamber/cookie-policy",
        service="Tamber Radio",
        terms_type="Cookie Policy",
        language="en",
        path="/tamber/cookies",
        file="tamber-cookies.html",
        tags=("radio",),
        happening='"Page not found", but with status 200',
        alerted=False,
    ),
)
