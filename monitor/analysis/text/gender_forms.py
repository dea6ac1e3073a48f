"""Forms that name women and men at once, read as the plain plural that they stand for.

"Nutzer*innen", "Nutzerinnen und Nutzer", "utilisateur·rice·s", "usuarios y usuarias",
"המשתמשים והמשתמשות", "المستخدمون والمستخدمات" speak of the same people as the masculine does.
What was gathered from such a form begins with :data:`STEM`, for its ending cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from storage.patterns import late

STEM = "\u2020"  # in front of a word of which only the beginning counts

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str] | str]

_SHARED = 3  # letters that the two words of a pair share at least
_DE_ARTICLE = r"(?:(?:der|die|das|den|dem|des|ein\w{0,2}|unser\w{0,2}|ihr\w{0,2}|jed\w{2})\s)"
_FR_ARTICLE = r"(?:l['’]|(?:les?|la|aux?|des?|du|de la|à la|une?|nos|vos)\s)"
_ES_ARTICLE = r"(?:(?:el|la|los|las|del|de la|de los|de las|al?|un[ao]?s?)\s)"


def without_gender(text: str, language: str) -> str:
    """``text`` with such forms as one word each."""
    for pattern, replacement in _RULES.get(language, ()):
        text = pattern.sub(replacement, text)
    return text


def _german_pair(found: re.Match[str]) -> str:
    """``Kundinnen und Kunden``: the second word where it is of the first."""
    return _masculine(found, "woman", "man", f"{found['article'] or ''}{STEM}{found['woman']}")


def _german_pair_turned(found: re.Match[str]) -> str:
    return _masculine(found, "woman", "man", f"{STEM}{found['woman']}")


def _masculine(found: re.Match[str], one: str, other: str, said: str) -> str:
    return said if _related(found[one], found[other]) else found[0]


def _related(one: str, other: str) -> bool:
    shortest = min(len(one), len(other)) - 1
    length = max(_SHARED, min(shortest, len(one) - 2))
    here, there = (word.lower().translate(_PLAIN) for word in (one, other))
    return here[:length] == there[:length]


_PLAIN = str.maketrans("äöüé", "aoue")


def _romance_pair(first: str, second: str, endings: tuple[tuple[str, str], ...]) -> bool:
    """One is the feminine of the other, by its ending."""
    here, there = first.lower(), second.lower()
    return any(
        man and man.endswith(his) and woman == man[: len(man) - len(his)] + hers
        for man, woman in ((here, there), (there, here))
        for his, hers in endings
    )


_FR_ENDINGS = (
    ("", "e"), ("s", "es"), ("teur", "trice"), ("teurs", "trices"), ("eur", "euse"),
    ("eurs", "euses"), ("en", "enne"), ("ens", "ennes"), ("er", "ère"), ("ers", "ères"),
    ("eux", "euses"), ("if", "ive"), ("ifs", "ives"), ("el", "elle"), ("els", "elles"),
    ("tous", "toutes"),
)  # fmt: skip
_ES_ENDINGS = (("o", "a"), ("os", "as"), ("or", "ora"), ("ores", "oras"), ("es", "as"), ("e", "a"))


def _french(found: re.Match[str]) -> str:
    return _of_pair(found, _FR_ENDINGS)


def _spanish(found: re.Match[str]) -> str:
    return _of_pair(found, _ES_ENDINGS)


def _of_pair(found: re.Match[str], endings: tuple[tuple[str, str], ...]) -> str:
    first, second = found["one"], found["other"]
    if first.lower() == second.lower():  # "les clientes y los clientes"
        return f"{found['before'] or ''}{first}"
    if not _romance_pair(first, second, endings):
        return found[0]
    is_first = any(second.lower().endswith(hers) for _, hers in endings) and len(second) >= len(
        first
    )
    if is_first:
        return f"{found['before'] or ''}{first}"
    return f"{found['between'] or found['before'] or ''}{second}"


def _dotted(found: re.Match[str]) -> str:
    """``client·e·s``: the masculine, in the plural where the form is."""
    is_plural = bool(found["plural"]) or found["hers"].endswith("s")
    stem = found["stem"]
    return f"{stem}s" if is_plural and not stem.endswith(("s", "x")) else stem


_AR = "[\u0621-\u064a]"
_RULES: dict[str, tuple[_Rule, ...]] = {
    "de": (
        (late(r"(\w{2,40}?)(?:[*:_·]|/-?)[iI]nn(?:en)?\b"), rf"{STEM}\1"),
        (late(r"\b([A-ZÄÖÜ][a-zäöüß]{2,40})Innen\b"), rf"{STEM}\1"),
        (late(r"\b(\w{3,40})\(inn?en\)"), rf"{STEM}\1"),
        (
            late(
                rf"(?i)(?P<first>{_DE_ARTICLE})?\b(?P<woman>\w{{3,40}}?)in(?:nen)?\s"
                rf"(?:und|oder|bzw\.|sowie|/)\s(?P<article>{_DE_ARTICLE})?(?P<man>\w{{3,40}})\b"
            ),
            lambda found: _masculine(
                found,
                "woman",
                "man",
                f"{found['article'] or found['first'] or ''}{STEM}{found['woman']}",
            ),
        ),
        (
            late(
                r"(?i)\b(?P<man>\w{3,40})\s(?:und|oder|bzw\.|sowie|/)\s"
                rf"{_DE_ARTICLE}?(?P<woman>\w{{3,40}}?)in(?:nen)?\b"
            ),
            _german_pair_turned,
        ),
    ),
    "fr": (
        (
            late(
                r"(?i)\b(?P<stem>\w{2,40})(?:[·•⋅‧.](?P<hers>trice|rice|euse|enne|ère|ne|le|te|ve|se|e|"
                r"tes|es)(?:[·•⋅‧.]?(?P<plural>s))?|\((?:e|ne|le|rice|trice)\)(?P<s>s?))(?!\w|[.·]\w)"
            ),
            lambda found: _dotted(found) if found["hers"] else f"{found['stem']}{found['s'] or ''}",
        ),
        (
            late(
                rf"(?i)(?P<before>{_FR_ARTICLE})?\b(?P<one>\w{{3,40}})\s(?:et|ou)\s"
                rf"(?P<between>{_FR_ARTICLE})?(?P<other>\w{{3,40}})\b"
            ),
            _french,
        ),
    ),
    "es": (
        (late(r"(?i)\b(\w{3,40}?)(?:o/a|o\(a\)|@|x)(s)\b"), r"\1o\2"),
        (late(r"(?i)\b(\w{3,40}?o)/a\b"), r"\1"),
        (late(r"(?i)\b(\w{3,40}?(?:os|es))/as\b"), r"\1"),
        (
            late(
                rf"(?i)(?P<before>{_ES_ARTICLE})?\b(?P<one>\w{{4,40}})\s[yo]\s"
                rf"(?P<between>{_ES_ARTICLE})?(?P<other>\w{{4,40}})\b"
            ),
            _spanish,
        ),
        (
            late(r"(?i)\bde la persona (usuari|interesad|afectad|consumidor)a\b"),
            lambda found: f"del {found[1]}{'' if found[1].endswith('r') else 'o'}",
        ),
        (
            late(r"(?i)\b(?:las personas) (usuari|interesad|afectad|consumidor)as\b"),
            lambda found: f"los {found[1]}{'es' if found[1].endswith('r') else 'os'}",
        ),
    ),
    "he": (
        (late(r"([א-ת]{2,20})(?:[/.](?:ות|ת|ית|ה|י|ו|ים|ם))+(?![א-ת])"), rf"{STEM}\1"),
        (late(r"(?<![א-ת])([א-ת]{2,20})ים ו\1ות(?![א-ת])"), r"\1ים"),
        (late(r"(?<![א-ת])([א-ת]{2,20})ות ו\1ים(?![א-ת])"), r"\1ים"),
    ),
    "ar": (
        (late(rf"({_AR}{{3,20}})(?:/ة|\(ة\)|/ات)"), r"\1"),
        (
            late(
                rf"(?<!{_AR})((?:لل|[وف]?[بك]?ال)?)({_AR}{{3,20}}?)(ون|ين) و(?:ال|لل)?\2ات(?!{_AR})"
            ),
            r"\1\2\3",
        ),
    ),
}
