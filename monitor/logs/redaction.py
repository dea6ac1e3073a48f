"""Secrets taken out of whatever is said, so that no call site has to remember.

Two ways, because each misses what the other finds: every secret that this process resolved is
known (:func:`learn_secret`, called where references are resolved), with the forms that it takes on
its way; and the usual shapes of webhook addresses, tokens and passwords are known by their look.
"""

from __future__ import annotations

import base64
import binascii
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from storage.patterns import late

MARK = "[redacted]"
_SHORTEST = 6  # a shorter one would black out ordinary words
_TOKEN = re.compile(r"(?=.*\d)[\w.:~-]{16,}")  # of a path: what is no word

# Each group is kept and what follows it is taken out. None of them can backtrack far: no part
# that repeats can match what follows it.
_SHAPES = late(
    r"""
      (hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/)[^\s"'<>\\]+
    | (discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/)[^\s"'<>\\]+
    | (api\.telegram\.org/(?:file/)?bot)[^\s"'<>\\/]+
    | (chat\.googleapis\.com/v1/spaces/)[^\s"'<>\\]+
    | (webhook\.office\.com/)[^\s"'<>\\]+
    | (\.(?:logic\.azure|powerplatform|powerautomate)\.com(?::\d{1,5})?/)[^\s"'<>\\]+
    | (/hooks/)[a-z0-9]{20,40}\b
    | (hc-ping\.com/)[^\s"'<>\\]+
    | (\b(?:whsec_))[A-Za-z0-9+/=_-]+
    | (\b(?:xox[a-z]|xapp|syt|mct|glpat|ghp|gho|ghs)[-_])[A-Za-z0-9_.-]{6,}
    | (\bgithub_pat_)[A-Za-z0-9_]{6,}
    | (\b)\d{6,12}:[A-Za-z0-9_-]{30,}
    | (\bbearer\ +)[A-Za-z0-9._~+/=-]{16,}
    | (\bauthorization["']?\ *[:=]\ *["']?)[^\s"',;]+(?:\ [^\s"',;]+)?
    | (://)[^\s/?\#"'<>\\]{1,200}@
    | ([?&](?:access_token|api_?key|auth|key|pass(?:word|wd)?|secret|sig(?:nature)?|token)=)
      [^\s&\#"'<>\\]+
    """,
    re.VERBOSE | re.IGNORECASE,
)


class _Known:
    """The secrets of this process: whoever resolves one says so, whoever writes asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._secrets: set[str] = set()
        self._forms: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def learn(self, secret: str) -> None:
        if secret in self._secrets:
            return
        with self._lock:
            self._secrets.add(secret)
            self._forms.update(form for form in _forms_of(secret) if len(form) >= _SHORTEST)
            self._pattern = None

    def without(self, text: str) -> str:
        if not self._forms:
            return text
        pattern = self._pattern
        if pattern is None:  # many are learnt before anything is said
            with self._lock:
                longest_first = sorted(self._forms, key=len, reverse=True)
                pattern = self._pattern = re.compile("|".join(map(re.escape, longest_first)))
        return pattern.sub(MARK, text)


_known = _Known()  # of the whole process, as the logging that it serves


def learn_secret(secret: str) -> None:
    """From now on this is taken out of whatever this process says, in all its usual forms."""
    _known.learn(secret)


def learn_proxies(environ: Mapping[str, str]) -> None:
    """The passwords in the addresses of proxies, which libraries may repeat."""
    for name, value in environ.items():
        if name.lower().endswith("_proxy") and "@" in value:
            for part in _userinfo(value):
                learn_secret(part)


def redacted(text: str) -> str:
    """``text`` without secrets; takes time linear in its length."""
    return _SHAPES.sub(_kept, _known.without(text))


def _kept(found: re.Match[str]) -> str:
    """What begins a shape says what was there."""
    beginning = next((group for group in found.groups() if group is not None), "")
    end = "@" if beginning == "://" else ""
    return f"{beginning}{MARK}{end}"


def _forms_of(secret: str) -> Iterator[str]:
    """As it is, percent-encoded, and its telling parts: libraries cut addresses up."""
    for part in (secret, *_parts_of(secret)):
        yield part
        yield quote(part, safe="")
        yield quote(part)
        yield part.replace("/", "\\/")  # as some write JSON


def _parts_of(secret: str) -> Iterator[str]:
    if secret.startswith("whsec_"):
        key = secret.removeprefix("whsec_")
        yield key
        yield from _decoded(key)
    if "://" not in secret:
        return
    yield from _userinfo(secret)
    try:
        parts = urlsplit(secret)
    except ValueError:
        return
    if len(parts.path) > len("/services/"):
        yield f"{parts.path}?{parts.query}" if parts.query else parts.path
        yield parts.path
        yield from filter(_TOKEN.fullmatch, parts.path.split("/"))
    yield from (value for _, value in parse_qsl(parts.query))


def _userinfo(url: str) -> Iterable[str]:
    userinfo, at, _ = url.partition("://")[2].partition("/")[0].rpartition("@")
    password = userinfo.partition(":")[2]
    parts = (userinfo, password, unquote(password))  # what logs in is not percent-encoded
    return [part for part in parts if at and part]


def _decoded(key: str) -> Iterator[str]:
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return
    yield raw.hex()
    if raw.isascii():
        yield raw.decode("ascii")
