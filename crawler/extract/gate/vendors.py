"""Vendors of bot checks, by the headers of a response and the marks in their pages.

Cloudflare, DataDome, HUMAN (PerimeterX), Akamai, Imperva, AWS WAF, Kasada, Sucuri, DDoS-Guard,
hCaptcha, reCAPTCHA, Turnstile, F5, Radware, Queue-it, Vercel, Fastly, SiteGround, Anubis. Most of
their marks are on normal pages, too: a mark makes a page suspicious that has hardly any words, a
header that says "challenge" does alone.
"""

from __future__ import annotations

from crawler.extract.signals import CHALLENGE_MARKS, CHECK_MARKS

Headers = tuple[tuple[str, str], ...]

# Header and what its value holds; "" for any value. Only those that no normal page carries.
_CHALLENGES = (
    ("cf-mitigated", "challenge"),
    ("cf-chl-bypass", ""),
    ("x-amzn-waf-action", ""),
    ("x-sucuri-block", ""),
    ("x-kpsdk-ct", ""),
    ("x-datadome", "block"),
    ("x-datadome", "challenge"),
    ("x-dd-b", ""),
    ("x-vercel-mitigated", ""),
    ("sg-captcha", ""),
    ("x-px-blocked", ""),
    ("x-queueit-connector", "redirect"),
)


def is_challenge(headers: Headers) -> bool:
    """Whether a header of the response says that its body is a bot check."""
    return any(
        name.lower() == known and part in value.lower()
        for name, value in headers
        for known, part in _CHALLENGES
    )


def is_check(source: str) -> bool:
    """Whether the lower-case ``source`` of a page is one that only a bot check has."""
    return any(mark in source for mark in CHECK_MARKS)


def has_mark(source: str) -> bool:
    """Whether the lower-case ``source`` of a page has a mark of these vendors."""
    return any(mark in source for mark in CHALLENGE_MARKS)
