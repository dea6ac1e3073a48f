"""What to call a page of which nothing but its URL is known."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

# Words of URLs -> the name of the document (terms types of Open Terms Archive).
_TYPES = {
    "subprocessor": "Sub-processor List",
    "sub-processor": "Sub-processor List",
    "cookie": "Cookies Policy",
    "tracker": "Trackers Policy",
    "privacy": "Privacy Policy",
    "datenschutz": "Privacy Policy",
    "confidentialit": "Privacy Policy",
    "privacidad": "Privacy Policy",
    "خصوصية": "Privacy Policy",
    "פרטיות": "Privacy Policy",
    "data-processing": "Data Processor Agreement",
    "/dpa": "Data Processor Agreement",
    "acceptable-use": "Acceptable Use Policy",
    "terms": "Terms of Service",
    "términ": "Terms of Service",
    "termin": "Terms of Service",
    "condicion": "Terms of Service",
    "nutzungsbeding": "Terms of Service",
    "/cgu": "Terms of Service",
    "شروط": "Terms of Service",
    "תנאי": "Terms of Service",
    "tos": "Terms of Service",
    "conditions": "Terms of Service",
    "agb": "Terms of Service",
    "legal": "Terms of Service",
}
_DEFAULT_TYPE = "Privacy Policy"


def guess_service(url: str) -> str:
    """The host, without ``www.``."""
    try:
        host = urlsplit(url).hostname or url
    except ValueError:
        return url
    return host.removeprefix("www.")


def guess_type(url: str) -> str:
    """The name of the document by the words of its URL."""
    lowered = unquote(url).lower()
    return next((name for word, name in _TYPES.items() if word in lowered), _DEFAULT_TYPE)
