"""From bytes to text: which encoding a page really has, whatever its labels say.

Order of trust: byte order mark, the bytes themselves where they can only be UTF-8 or UTF-16, the
HTTP label, the label inside the document, the letters that a legacy code page would give. Labels
are often wrong in both directions for Arabic and Hebrew pages: UTF-8 labelled windows-1256, and
windows-1256 labelled UTF-8 or ISO-8859-1. Label names follow the WHATWG Encoding Standard where
Python knows another name or none.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALIASES = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "csiso88598i": "iso-8859-8",
    "logical": "iso-8859-8",
    "visual": "iso-8859-8",
    "dos-862": "cp862",
    "dos-720": "cp720",
    "asmo-708": "iso-8859-6",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "x-cp1256": "cp1256",
    "x-cp1255": "cp1255",
    "x-cp1252": "cp1252",
    "x-mac-arabic": "mac-arabic",
    "x-sjis": "shift_jis",
    "x-gbk": "gbk",
    "unicode": "utf-16-le",
    "utf8mb4": "utf-8",
    # WHATWG reads these labels as windows-1252
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
}
# Nearly a superset, by which pages really mean the bytes 80 to 9F: quotes and dashes.
_WIDER = {"iso8859-8": "cp1255", "iso8859-9": "cp1254", "iso8859-7": "cp1253"}
# Python codecs that decode but are no encodings of pages.
_NO_ENCODINGS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"))
_HEAD_BYTES = 4096
_SAMPLE_BYTES = 65536
_META = re.compile(
    rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE
)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{1,40})""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_WIDE_WORD = re.compile(r"\0(?<=[^\W_]\0)(?:[^\W_]\0){2}")  # from its first NUL on: few are tried
_WIDE_LETTER = re.compile(r"([^\0])\0")
_NOT_HIGH = bytes(range(0x80))
_NOT_UPPER = bytes(range(0xC0))  # below the letters of every legacy page
_CONTROLS = bytes(range(0x80, 0xA0))
_NOT_LETTER = bytes(code for code in range(0x80) if not chr(code).isalpha())
_MOSTLY_HIGH = 0.3  # share of high bytes among letters above which a text is not Latin
_FEW_ERRORS = 0.1  # broken UTF-8 sequences among high bytes, up to which it still is UTF-8
_ENOUGH = 10  # bytes of a script, below which nothing tells
# Encoding, its letters, the share of the upper bytes that must become such letters (Cyrillic pages
# would come close to Hebrew).
_SCRIPTS = (
    ("cp1256", re.compile("[\u0621-\u0652\u067e\u0686\u0698\u06af]"), 0.85),
    ("cp1255", re.compile("[\u05d0-\u05ea]"), 0.97),
)


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text of ``body`` and the name of the encoding that was used. Never raises."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    if wide := _wide_encoding(body):
        return body.decode(wide, "replace"), wide
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(body, content_type)
    label = _label(body, content_type)
    # Escape sequences of ISO-2022 are plain ASCII bytes, so the label must decide.
    if label and label.startswith("iso2022") and b"\x1b" in body:
        return body.decode(label, "replace"), label
    return text, "utf-8"


def _wide_encoding(body: bytes) -> str | None:
    """UTF-16 without a byte order mark: NUL in every other byte of the markup."""
    head = body[:_HEAD_BYTES]
    minimum = 8
    if len(head) < minimum or head.count(0) * 5 < len(head):
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    if even > 4 * odd:
        return "utf-16-be"
    return None


def without_wide_letters(text: str) -> str:
    """``text`` as browsers show it where letters of UTF-16 stand within a page of another encoding.

    Beside each Latin letter stands a NUL, which is no character of a page.
    """
    return _WIDE_LETTER.sub(r"\1", text) if _WIDE_WORD.search(text) else text


def _label(body: bytes, content_type: str | None) -> str | None:
    """The declared encoding under Python's name, or None for no label or an unknown one."""
    found = _HEADER.search(content_type) if content_type else None
    if found and (name := _python_name(found[1])):
        return name
    head = body[:_HEAD_BYTES]
    inside = _XML.search(head) or _META.search(head)
    return _python_name(inside[1].decode("ascii")) if inside else None


def _python_name(label: str) -> str | None:
    lowered = label.lower()
    try:
        name = codecs.lookup(_ALIASES.get(lowered, lowered)).name
        b"a".decode(name)
    except (LookupError, UnicodeError):
        return None
    return None if name in _NO_ENCODINGS else name


def _decode_legacy(body: bytes, content_type: str | None) -> tuple[str, str]:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    high = len(body.translate(None, _NOT_HIGH))
    if broken <= max(1, high * _FEW_ERRORS) and high > 2 * broken:
        return text, "utf-8"
    name = _legacy_name(body, _label(body, content_type))
    if name in _WIDER and len(body.translate(None, _CONTROLS)) < len(body):
        name = _WIDER[name]
    return body.decode(name, "replace"), name


def _legacy_name(body: bytes, label: str | None) -> str:
    """The label, where it names a legacy page of its own; else what the letters look like."""
    if label and label not in ("utf-8", "cp1252") and not label.startswith(("utf-16", "utf-32")):
        return label
    sample = body[: _SAMPLE_BYTES * 4]
    upper = sample.translate(None, _NOT_UPPER)
    for name, script, sure in _SCRIPTS:
        letters = len(script.findall(upper.decode(name, "replace")))
        if letters >= sure * len(upper) and _is_script(sample, upper):
            return name
    if len(upper) < len(sample.translate(None, _NOT_LETTER)) * _MOSTLY_HIGH:
        return "cp1252"
    best = from_bytes(body[:_SAMPLE_BYTES]).best()
    name = best.encoding if best is not None else "cp1252"
    return _python_name(name) or "cp1252"


def _is_script(sample: bytes, upper: bytes) -> bool:
    """Upper bytes stand in runs, as words do, not alone, as accents do."""
    if len(upper) < _ENOUGH:
        return False
    runs = sum(map(len, _RUN.findall(sample)))
    return runs * 2 > len(upper)


_RUN = re.compile(rb"[\xc0-\xff]{3,}")
