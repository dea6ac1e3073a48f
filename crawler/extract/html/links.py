"""Link targets: resolved, without credentials, and compared without what trackers add to them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?:utm_[a-z_]+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid"
    r"|igsh|li_fat_id|mc_cid|mc_eid|_hsenc|_hsmi|__hs[a-z]+|hsctatracking|_ga|_gl|mkt_tok|vero_id"
    r"|oly_enc_id|oly_anon_id|s_cid|spm|scm|ref_src|ref_url|_branch_match_id|zanpid|srsltid"
    r"|sessionid|session_id|sid|phpsessid|jsessionid|cb|_|nonce|visitor_id|wickedid|epik)",
    re.IGNORECASE,
)
_UNSAFE = re.compile(r"[\s<>()\\\x00-\x1f\x7f]")
_SESSION_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_LONGEST = 4096  # characters; a longer target is data, not an address
_KNOWN = 1024  # targets whose comparable form is remembered: pages repeat them


_PLAIN = re.compile(r"https?://[a-z0-9.-]{1,253}(?:/[^\s<>()\\\x00-\x1f\x7f]*)?")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]{1,253}(?=[/?#]|$)")


class Resolver:
    """Resolves the targets of one page against its address (and ``<base>``)."""

    def __init__(self, url: str | None, base: str | None = None) -> None:
        self.base = _joined(url or "", base) if base else (url or "")
        origin = _ORIGIN.match(self.base)
        self._origin = origin[0] if origin else None
        self._known: dict[str, str | None] = {}

    def resolve(self, target: str) -> str | None:
        """An http(s) or mailto address that is safe to show, or None."""
        if target not in self._known:
            self._known[target] = self._resolve(target)
        return self._known[target]

    def _resolve(self, target: str) -> str | None:
        target = target.strip()
        if not target or len(target) > _LONGEST or target[0] == "#":
            return None
        if _PLAIN.fullmatch(target):
            return target
        if self._origin and target[0] == "/" and target[:2] != "//" and "/." not in target:
            return self._origin + _quoted(target)
        lowered = target[:8].lower()
        if not lowered.startswith(("http://", "https://", "mailto:")):
            target = _joined(self.base, target)
        return _safe(target)


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError:
        return ""


def _safe(target: str) -> str | None:
    try:
        parts = urlsplit(target)
        host = parts.hostname
        port = parts.port
    except ValueError:
        return None
    if parts.scheme == "mailto":
        address = parts.path.strip()
        return "mailto:" + _quoted(address) if "@" in address else None
    if parts.scheme not in ("http", "https") or not host:
        return None
    if "@" in parts.netloc or any(character.isupper() for character in parts.netloc):
        host = f"[{host}]" if ":" in host else host
        parts = parts._replace(netloc=f"{host}:{port}" if port else host)
    return _quoted(urlunsplit(parts))


def _quoted(href: str) -> str:
    return _UNSAFE.sub(lambda found: quote(found.group(), safe=""), href)


@lru_cache(maxsize=_KNOWN)
def comparable(href: str) -> str:
    """``href`` without fragment, tracking parameters, session ids and a closing slash."""
    if "?" not in href and "#" not in href and ";" not in href:
        return href.rstrip("/").removeprefix("https:").removeprefix("http:")
    parts: SplitResult = urlsplit(href)
    kept = "&".join(
        pair
        for pair in parts.query.split("&")
        if pair and not _TRACKING.fullmatch(pair.partition("=")[0])
    )
    path = _SESSION_PATH.sub("", parts.path).rstrip("/")
    return f"//{parts.netloc}{path}?{kept}" if parts.netloc else f"{parts.path}?{kept}"


def decoded_email(encoded: str) -> str:
    """The address in Cloudflare's ``data-cfemail`` (hex; the first byte is the key), or ""."""
    try:
        raw = bytes.fromhex(encoded)
    except ValueError:
        return ""
    text = bytes(byte ^ raw[0] for byte in raw[1:]).decode("utf-8", "replace") if raw else ""
    return text if "@" in text else ""
