"""Which way a text runs, and what its ``lang`` may say."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.alerts.safe_text import is_rtl

_RTL_LANGUAGES = frozenset({"ar", "he", "fa", "ur", "ps", "yi", "sd", "ug", "ckb", "dv"})


def direction_of(texts: Iterable[str]) -> str:
    """``rtl`` or ``ltr`` by most of the letters; ``auto`` where there are none to tell.

    Browsers go by the first letter alone, and an Arabic clause may begin with a Latin name.
    """
    whole = "".join(texts)
    if is_rtl(whole):
        return "rtl"
    return "ltr" if any(map(str.isalpha, whole)) else "auto"


def language_of(language: str, direction: str) -> str:
    """``language`` where it runs in that direction, else "": a wrong one is worse than none."""
    fits = (language in _RTL_LANGUAGES) == (direction == "rtl")
    return language if language and fits and language.isalnum() else ""
