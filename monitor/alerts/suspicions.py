"""Why a page is not the document, in words: what the gate says in one is a name of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.alerts.catalogue import Words


def in_words(reason: str, words: Words | None = None) -> str:
    """``challenge, wrong_language: advice`` in sentences; any other reason as it stands.

    Without ``words`` of a language in English, behind the names, which docs/operating.md lists.
    """
    names, colon, advice = reason.partition(": ")
    if " " in names.replace(", ", ""):  # a sentence already
        return reason
    from monitor.alerts.catalogue import words_of  # noqa: PLC0415  few questions need it

    catalogue = words or words_of("en")
    said = [catalogue.find("suspicions", name) for name in names.split(", ")]
    told = ", ".join(one for one in said if one)
    if None in said:
        return reason
    told = told if words else f"{names}: {told}"
    return f"{told}; {advice}" if colon else told
