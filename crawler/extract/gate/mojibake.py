"""Text that was decoded wrongly: letters of one script that stand for bytes of another."""

from __future__ import annotations

import re

_LEAST = 5  # of them, and
_SHARE = 0.003  # of the characters
_HIGH = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# UTF-8 read as Latin: the first byte of a letter, then one that no word has there.
_LATIN = re.compile(
    rf"[ÃÂ][{_HIGH}]|â€[{_HIGH}]|â\u0080[\u0080-\u00bf]|[ØÙ][{_HIGH}]|×[{_HIGH}]|Ã[©¨ªîû]"
)
# In no language; the last with the control characters gone that stood behind it.
_QUOTES = re.compile(rf"[âג]€[{_HIGH}]|â\u0080[\u0080-\u00bf]|‚Ä[ôúùìîò¶]|â(?=[\s¦.,;:!?)])")
_INSIDE = re.compile(r"[a-zß-ÿ][ÃÂ]")  # a capital within a word
_MAC = re.compile(r"√[©®†ß°¢£§•¶ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈]|‚Ä[ôúùìîò¶]")
# Latin of the Macintosh or of DOS read as that of Windows, or the other way round: signs, or
# capitals, between small letters.
_MAC_LETTERS = "‰ˆ¸ﬂ‡"
_SIGNS = "¡¢£¤¥¦¨ª¬¯°±"
_BUT_SIGNS_OR_CAPITALS = bytes(
    set(range(256)).difference(_SIGNS.encode("latin-1"), range(0xC0, 0xDF))
)
_STRANGE_IN_WORD = re.compile(f"[a-z][{_MAC_LETTERS}{_SIGNS}À-ÖØ-Þ][a-zﬂ]")
_ACCENT_RUN = re.compile(r"[À-ÖØ-öø-ÿ]{4,}")
_LOST_LETTER = re.compile(r"[a-zà-ÿ]\?{1,2}[a-zà-ÿ]")
_LOST_WORDS = re.compile(r"\?{3,}(?: \?{2,})+")
# Arabic, Hebrew or Greek read as Cyrillic, and the like: capitals within the words.
_CAPITAL_INSIDE = re.compile("[\u0430-\u045f][\u0400-\u042f]|[\u03ac-\u03ce][\u0386-\u03ab]")
# Letters of two scripts within a word: Latin ones and those that stood for their accents.
_TWO_SCRIPTS = re.compile("[a-z][\u0370-\u04ff]|[\u0370-\u04ff][a-z]", re.IGNORECASE)
# UTF-8 read as the Hebrew or the Arabic code page: what stands for its first byte, after or before
# a Latin letter. Real words of these languages stand beside Latin ones, but in their own text.
_LATIN_IN_HEBREW_OR_ARABIC = re.compile("[A-Za-z][\u05b2\u05b3آأ]|[\u05b2\u05b3آأ].[A-Za-z]")
# UTF-8 read as the Cyrillic code page: quotes and dashes, and spaces that do not break.
_QUOTES_IN_CYRILLIC = re.compile(r"вЂ.|(?<=[\w.,;:])В(?=\s)")
_FIRST_BYTES_OF_LATIN = ("\u05b2", "\u05b3", "آ", "أ", "ג€")
# UTF-8 read as an East Asian code page: its signs between the letters of a Latin word.
_SIGN_IN_WORD = re.compile(
    "[A-Za-z][\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff61-\uff9f]{1,3}[a-z]"
)
_OF_SIGNS = range(0xE3, 0xF0)  # as below
# In UTF-8 each of those begins with one of these bytes.
_OF_TWO = range(0xCD, 0xD4)
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]")
# Of Chinese and Japanese text a tenth is of these; of letters read two by two as such, hardly one.
_COMMON_SIGNS = re.compile("[的一是不了人在有我他这這中大来來上个個国國、。,。のをにはがでしとる]")
_COMMON_SHARE = 0.03
_FINAL_FIRST = re.compile(r"\b[םןץףך][א-ת]")
_FINAL_LAST = re.compile(r"[א-ת][םןץףך]\b")
_ARABIC = re.compile("[\u0600-\u06ff]")
_ARABIC_FIRST_BYTES = re.compile("[طظ×]")  # of UTF-8 read as the Arabic code page
_HEBREW = re.compile("[\u05b0-\u05f4]")
_HEBREW_FIRST_BYTES = re.compile("[\u05f3\u05f4]")  # the same of the Hebrew one
_FIRST_BYTE_SHARE = 0.3
_LEAST_LETTERS = 60
_ENOUGH = 4000  # characters
# Tables of other scripts, with which UTF-8 is read by mistake: tried the other way round.
_TABLES = ("cp1251", "cp1253", "cp1250", "koi8_r", "mac_roman", "cp437", "cp850", "cp1254")
# What these tables make of the first byte of an accented Latin letter.
_FIRST_OF_ACCENTED = "ĂГ├Γ"
_HEBREW_TO_ARABIC = re.compile("[\u0590-\u06ff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_TRIED = 2000  # characters
_LETTERS_TRIED = 240
# Words that every text in Hebrew or Arabic has.
_COMMON = {
    "cp1255": (" של ", " את ", " על ", " לא ", " או ", " זה "),
    "cp1256": (" في ", " من ", " على ", " أو ", " إلى ", " عن "),
}
_LEAST_COMMON = 3
_GLANCE = 16  # letters; most tables do not even have these
_LEAST_TRIED = 20
_NOT_OF_TABLE = 0.3  # share of the letters: some bytes became spaces, or nothing
_TELLING = ("Ã", "Â", "â€", "â\u0080", "â ", "Ø", "Ù", "×", "√", "‚Ä")
_FEWEST = 2
_SAMPLE = 20_000  # characters
_ACCENTED = 0.15  # share of letters beyond ASCII


def is_mojibake(text: str) -> bool:
    """Whether much of ``text`` was decoded with the wrong table, or lost its letters."""
    sample = text[:_SAMPLE]
    if _is_much(2 * sample.count("\ufffd") + _lost(sample), sample):
        return True
    if sample.isascii():
        return False
    is_other = _is_of_another_table if _is_mostly_beyond_ascii(sample) else _is_latin_garbled
    if is_other(sample):
        return True
    if _has_two(sample) and _is_much(len(_TWO_SCRIPTS.findall(sample)), sample):
        return True
    telling = sum(sample.count(sign) for sign in _TELLING if sign[0] in sample)
    return telling >= _FEWEST and _has_broken_letters(sample)


def _is_latin_garbled(sample: str) -> bool:
    """Text in Latin letters whose accents, quotes or spaces were read with another table."""
    if any(map(sample.__contains__, _FIRST_OF_ACCENTED)) and _is_utf8_in_disguise(sample):
        return True
    if _has_any(sample, _OF_SIGNS) and _is_much(len(_SIGN_IN_WORD.findall(sample)), sample):
        return True
    if ("вЂ" in sample or "В" in sample) and _is_much(
        2 * len(_QUOTES_IN_CYRILLIC.findall(sample)), sample
    ):
        return True
    if _may_have_strange_words(sample) and _is_much(len(_STRANGE_IN_WORD.findall(sample)), sample):
        return True
    if not any(map(sample.__contains__, _FIRST_BYTES_OF_LATIN)):
        return False
    broken = len(_LATIN_IN_HEBREW_OR_ARABIC.findall(sample)) + 2 * len(_QUOTES.findall(sample))
    return _is_much(broken, sample)


def _may_have_strange_words(sample: str) -> bool:
    if any(map(sample.__contains__, _MAC_LETTERS)):
        return True
    raw = sample.encode("latin-1", "ignore")
    return len(raw.translate(None, _BUT_SIGNS_OR_CAPITALS)) >= _LEAST


def _has_broken_letters(sample: str) -> bool:
    broken = len(_LATIN.findall(sample)) + len(_MAC.findall(sample))
    broken += len(_INSIDE.findall(sample))
    return _is_much(broken + 2 * len(_QUOTES.findall(sample)), sample)


def _is_mostly_beyond_ascii(text: str) -> bool:
    """Far more than the accents of a language in Latin letters."""
    return len(text.encode("utf-8", "surrogatepass")) - len(text) > len(text) * _ACCENTED


def _is_of_another_table(text: str) -> bool:
    if _is_of_first_bytes(text, _ARABIC, _ARABIC_FIRST_BYTES):
        return True
    if _is_of_first_bytes(text, _HEBREW, _HEBREW_FIRST_BYTES):
        return True
    if (
        _is_read_as_greek_or_cyrillic(text)
        or _is_read_in_pairs(text)
        or _is_utf8_in_disguise(text)
        or _is_backwards(text)
    ):
        return True
    if _has_two(text) and _is_much(len(_CAPITAL_INSIDE.findall(text)), text):
        return True
    return _is_much(4 * len(_ACCENT_RUN.findall(text)), text)


def _is_read_as_greek_or_cyrillic(text: str) -> bool:
    """Bytes of a Hebrew or Arabic page that were read with such a table: turned back, words."""
    if not _has_two(text):
        return False
    sample = text[:_ENOUGH]
    turned = (sample.encode(table, "ignore") for table in ("cp1251", "cp1253"))
    return any(
        sum(word in raw.decode(table, "ignore") for word in words) >= _LEAST_COMMON
        for raw in turned
        for table, words in _COMMON.items()
    )


def _is_backwards(text: str) -> bool:
    """Hebrew in the order of its letters on the screen: words begin with what ends words."""
    sample = text[:_ENOUGH]
    first, last = len(_FINAL_FIRST.findall(sample)), len(_FINAL_LAST.findall(sample))
    return first >= _LEAST and first > 2 * last


def _is_read_in_pairs(text: str) -> bool:
    """Bytes read two by two: signs of which hardly one is used."""
    signs = len(_IDEOGRAPHS.findall(text))
    return signs >= _LEAST_LETTERS and len(_COMMON_SIGNS.findall(text)) < signs * _COMMON_SHARE


def _is_utf8_in_disguise(text: str) -> bool:
    """Whether the letters beyond ASCII, as bytes of another table, are text in UTF-8.

    Words of a language never are: in UTF-8 a letter's first byte differs from its second.
    """
    first = _BEYOND_ASCII.search(text[:_TRIED])
    if first is None or _HEBREW_TO_ARABIC.match(first[0]):
        return False  # what the tables below make of bytes is in other scripts
    letters = "".join(_BEYOND_ASCII.findall(text[:_TRIED]))[:_LETTERS_TRIED]
    return len(letters) >= _LEAST_TRIED and any(_reads_as(letters, table) for table in _TABLES)


def _reads_as(letters: str, table: str) -> bool:
    if len(letters[:_GLANCE].encode(table, "ignore")) < _GLANCE // 2:
        return False
    most = len(letters) * _NOT_OF_TABLE
    raw = letters.encode(table, "ignore")
    if len(raw) < len(letters) - most:
        return False
    meant = raw.decode("utf-8", "ignore")
    return len(meant.encode()) >= len(raw) - most


def _has_two(text: str) -> bool:
    """Whether there are Greek or Cyrillic letters at all: a fiftieth of the time of a search."""
    return _has_any(text, _OF_TWO)


def _has_any(text: str, first_bytes: range) -> bool:
    return any(map(text.encode("utf-8", "surrogatepass").__contains__, first_bytes))


def _lost(text: str) -> int:
    if text.count("?") < _FEWEST:
        return 0
    runs: list[str] = _LOST_WORDS.findall(text)
    return len(_LOST_LETTER.findall(text)) + sum(3 + run.count(" ") for run in runs)


def _is_much(count: int, text: str) -> bool:
    return count >= _LEAST and count > len(text) * _SHARE


def _is_of_first_bytes(text: str, script: re.Pattern[str], first: re.Pattern[str]) -> bool:
    sample = text[:_ENOUGH]
    letters = len(script.findall(sample))
    return letters >= _LEAST_LETTERS and len(first.findall(sample)) > letters * _FIRST_BYTE_SHARE
