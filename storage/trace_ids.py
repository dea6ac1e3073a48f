"""Lines with a token that is new with every request: "Ray ID: 8c2f...", "Reference #18.5f2c...".

Servers and consent tools print them for their support; no document has them. A label must stand
right before the token, in one of six languages, and little else in the line.
"""

from __future__ import annotations

import re

from storage.patterns import late

_LONGEST = 120  # letters of such a line
_BESIDE = 8  # words that may stand in it besides label, token and numbers
_WHAT = (
    r"(?:ray|consent|request|session|trace|event|incident|correlation|visitor|support|error"
    r"|reference)"
)
_LABEL = (
    rf"(?:{_WHAT}[\s\-]?id"
    r"|(?:error[\s\-])?(?:reference|référence|referencia|referenz)\s?(?=\#)"
    r"|(?:id|identifiant)\s(?:de\s(?:la\s)?|du\s|d['’])(?:consentement|requête|demande|session|suivi)"
    r"|(?:einwilligungs|zustimmungs|anfrage|anforderungs|sitzungs|vorgangs|referenz)[\s\-]?"
    r"(?:id|kennung|nummer)"
    r"|(?:id|identificador)\s(?:de\s(?:la\s)?|del\s)(?:consentimiento|solicitud|petición|sesión)"
    r"|معر[ّ]?ف\s(?:ال)?(?:موافقة|طلب|جلسة)|(?:الرقم\sالمرجعي|رقم\sالمرجع)"
    r"|מזהה\s(?:ה?הסכמה|ה?בקשה|ה?פנייה|הפעלה|שיחה)|מספר\s(?:אסמכתא|הפניה))"
)
_TRACE = late(
    rf"(?<![^\W_]){_LABEL}\s{{0,2}}[:#=]?\s{{0,2}}\#?\s?"
    r"(?=[\w+/=.\-]{0,100}\d)(?P<token>[\w+/=.\-]{8,120})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = ("id", "#", "kennung", "nummer", "identif", "معر", "مرجع", "מזהה", "אסמכתא", "הפניה")


def is_trace_line(text: str) -> bool:
    """A short line with such a token, that says nothing else."""
    if len(text) > _LONGEST:
        return False
    lowered = text.lower()
    if not any(sign in lowered for sign in _SIGNS):
        return False
    found = _TRACE.search(text)
    if found is None:
        return False
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return len(_WORD.findall(rest)) <= _BESIDE
