"""Names in Arabic and Hebrew script, where no capital letter shows them.

They are told by what stands around: a company word in front, a form behind (``בע"מ``), or the
column of a table that names recipients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.analysis.parties.cards import may_name
from monitor.analysis.parties.names import NameBook
from monitor.analysis.text.matching import word_forms
from monitor.analysis.text.tokens import folded_word
from monitor.analysis.text.words import Words, split_words
from storage.patterns import late

_COMPANY_REACH = 3  # words between a company word and בע"מ
_SCRIPT = re.compile("[\u0590-\u06ff]")
# "شركة ميسر للمدفوعات": what the company does follows its name. Words in "-ة" and "-ى" agree with
# "company" and describe it ("subsidiary", "other"); so do the nouns of its trade.
_FOR = late(
    r"(?<![\u0621-\u064a])[\u0648\u0628\u0644]{0,2}\u0634\u0631\u0643\u0629 "
    r"((?:[\u0621-\u064a]{2,12}[\u0621-\u0628\u062a-\u0648\u064a] ){1,2})"
    r"\u0644\u0644[\u0621-\u064a]{3,}"
)
_TRADES = frozenset(
    """تأمين نقل توصيل شحن دفع اتصالات طيران تحليل استضافة بيانات محاماة تدقيق تسويق خدمات حلول
    غير ذات من في على إلى عن مع أو لا هي التي الأم""".split()  # noqa: SIM905 - a list of words
)


def name_in_cell(cell: str, book: NameBook) -> str | None:
    """The name that a cell of a column of recipients is."""
    if not _SCRIPT.match(cell):
        return None
    name = _bare(cell.partition("(")[0].strip(" .,"), book)
    return name if may_name(name) and not book.is_taken(split_words(name)) else None


def _bare(cell: str, book: NameBook) -> str:
    """Without the word for a company in front, and what it does or its form behind."""
    found = _FOR.match(cell)
    if found:
        return found[1].strip()
    parts = cell.split()
    if len(parts) > 1 and folded_word(parts[0]) in book.company_words:
        del parts[0]
    if len(parts) > 1 and folded_word(parts[-1]) in book.company_ends:
        del parts[-1]
    return " ".join(parts)


def companies(text: str, words: Words, book: NameBook) -> Iterator[str]:
    """``חברת X Y בע"מ``, ``X Y בע"מ`` and ``شركة X للمدفوعات``."""
    if text.isascii():
        return
    yield from _with_end(words, book)
    for found in _FOR.finditer(text):
        name = found[1].strip()
        if _TRADES.isdisjoint(name.split()):
            yield name


def _with_end(words: Words, book: NameBook) -> Iterator[str]:
    ends = book.ends_among(words.distinct)
    if not ends:
        return
    for place, word in enumerate(words.texts):
        if word not in ends or not place:
            continue
        first = max(0, place - 2)
        for before in range(place - 1, max(-1, place - 2 - _COMPANY_REACH), -1):
            if not book.company_words.isdisjoint(word_forms(words.texts[before])):
                first = before + 1
                break
        if first < place:
            yield words.between(first, place - 1)
