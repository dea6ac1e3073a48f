"""Amounts of money and percentages as a text states them, in digits and in words.

``14,99 $ CA``, ``Fr. 20.–``, ``zwölf Euro``, ``5 %``, ``cinq pour cent``, ``عشرة بالمئة``. What
several countries call their money stays what it is called, where nothing says whose it is: "$".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice

from monitor.analysis.quantities.measures import Measured, read_measures
from monitor.analysis.quantities.numbers import numerals
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import closest_language, read_data
from monitor.analysis.text.matching import word_forms
from monitor.analysis.text.words import Words, split_words
from storage.folding import fold
from storage.values import value

AMOUNT = "amount"
FEE = "fee"
PERCENTAGE = "percentage"
MONEY = frozenset({AMOUNT, FEE})
DOLLAR = "$"
PERCENT_UNITS = frozenset({"%", "percentage points"})

_MOST = 400  # per text
_WINDOW = (14, 8)  # words before an amount and behind it that say what it is for
_SPACES = " \u00a0\u202f\u2009"
_EXACT = 4  # letters of a word that is no beginning of others
_CURRENCY_SIGN = re.compile(r"[$\u20ac\u00a3\u00a5\u20aa\u20b9\u20ba]")
# Without one of these, and without a word for a currency, nothing is looked for: a sign, or
# letters that stand tight at a digit.
_SIGN = re.compile(r"[$\u20ac\u00a3\u00a5\u20aa\u20b9\u20ba%\u066a\uff05]")
_TIGHT = re.compile(r"\d[^\W\d_]{2}|[^\W\d_]{2}\d")
_DIGIT = re.compile(r"\d")
_WHOLE = rf"\d{{1,9}}(?:[.,\u066c'\u2019{_SPACES}]\d{{3}}){{0,3}}"
_NUMBER = rf"{_WHOLE}(?:[.,\u066b]\d{{1,2}})?(?!\d)(?:[.,][-\u2013\u2014]{{1,2}})?"
_OF_A_SHARE = r"\d{1,4}(?:[.,\u066b]\d{1,4})?(?!\d)"
# "Mo.-Fr. 9-17 Uhr" is no price, nor is "Fr. 12.3.": what stands around a day of the week.
_DAY_BEFORE = re.compile(r"[-\u2013/][ \u00a0]?$|\b(?:bis|und|\u00e0|au)[ \u00a0]$")
_HOURS_BEHIND = re.compile(
    r"(?:[.:]\d|[ \u00a0]?(?:Uhr|h\b|bis\b|[-\u2013][ \u00a0]?\d)|\.?[ \u00a0]"
    r"(?:Jan|Feb|M\u00e4r|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)|\.\d)"
)


@value(kw_only=False)
class Stated:
    """``value`` of ``unit`` (a currency, ``%``) from ``start`` to ``end`` of a text."""

    start: int
    end: int
    unit: str
    value: float


class _Tables:
    def __init__(self) -> None:
        data = parse_table(read_data("money.toml"))
        currencies = parse_table(read_data("quantities/currencies.toml"))
        self.codes = _by_spelling(currencies)
        self.shares = _by_spelling(data["percent"])
        self.scales = {word: float(many) for word, many in _by_spelling(data["scales"]).items()}
        self.duals = _by_spelling(data["duals"])
        self.kinds = {name: tuple(fold(said).split()) for name, said in data["kinds"].items()}
        # "$ US" and "$ CAN" have a sign, and their letters are words of every second sentence.
        self.words = _last_words(
            one
            for one in (*self.codes, *self.shares, *self.duals)
            if not _CURRENCY_SIGN.search(one)
        )
        self._signs, self._shares = _any_of(self.codes), _any_of(self.shares)
        self.dollars = {code: said.split("|") for code, said in data["dollars"].items()}

    # Compiled when a text asks for them: most state no price.

    @cached_property
    def digits(self) -> re.Pattern[str]:
        """An amount in digits, its currency before or behind it."""
        scale = rf"(?:[{_SPACES}](?P<{{}}>{_any_of(self.scales)}))?"
        return re.compile(
            rf"(?<!\w)(?P<before>{self._signs})[{_SPACES}]?(?P<first>{_NUMBER})"
            rf"{scale.format('times')}"
            rf"|(?<![\w.,])(?P<second>{_NUMBER}){scale.format('scale')}[{_SPACES}]?"
            rf"(?P<after>{self._signs})(?!\w)",
            re.IGNORECASE,
        )

    @cached_property
    def parts(self) -> re.Pattern[str]:
        """A percentage in digits."""
        return re.compile(
            rf"(?<![\w.,])(?P<number>{_OF_A_SHARE})[{_SPACES}]?(?P<share>{self._shares})(?!\w)"
            rf"|(?<!\w)[%\u066a](?P<behind>{_OF_A_SHARE})",
            re.IGNORECASE,
        )

    @cached_property
    def names(self) -> re.Pattern[str]:
        """The name of a currency or of a percentage, behind a number in words."""
        return re.compile(
            rf"(?<!\w)(?:(?:(?P<scale>{_any_of(self.scales)})[{_SPACES}]?)?(?P<sign>{self._signs})"
            rf"|(?P<share>{self._shares}))(?!\w)",
            re.IGNORECASE,
        )


@cache
def _tables() -> _Tables:
    return _Tables()


def _by_spelling(table: dict[str, str]) -> dict[str, str]:
    written = {word.replace("_", " "): key for key, said in table.items() for word in said.split()}
    return {fold(word): key for word, key in written.items()} | written


def _last_words(spelled: Iterable[str]) -> frozenset[str]:
    """As they may stand in a text: without one of them no currency is written out."""
    last = [found[-1] for one in spelled if (found := split_words(one).texts)]
    return frozenset(
        way(word) for word in last if len(word) > 1 for way in (str, str.capitalize, str.upper)
    )


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def stated_in(text: str, language: str) -> list[Stated]:
    """Every amount and percentage, in the order of the text; of too many the first."""
    words = split_words(text)
    spelled = not _tables().words.isdisjoint(words.distinct)
    mixed = [word for word in words.distinct if not word.isalpha()]  # those with digits among them
    if not (spelled or any(map(_TIGHT.search, mixed)) or _SIGN.search(text)):
        return []
    has_digits = any(map(_DIGIT.search, mixed))
    found = list(islice(in_digits(text), _MOST)) if has_digits else []
    if spelled and len(found) < _MOST:
        found += _in_words(words, language, {one.end for one in found})
    return sorted(found[:_MOST], key=lambda one: one.start)


def in_digits(text: str) -> Iterator[Stated]:
    """Those whose number stands in digits, amounts first."""
    tables = _tables()
    for found in tables.digits.finditer(text):
        sign = fold(found["before"] or found["after"])
        if sign == "fr." and _is_a_day(text, found):
            continue
        number = _number(found["first"] or found["second"])
        scale = found["times"] or found["scale"]
        times = tables.scales[fold(scale)] if scale else 1.0
        yield Stated(*found.span(), tables.codes[sign], number * times)
    for found in tables.parts.finditer(text):
        unit = tables.shares[fold(found["share"])] if found["share"] else "%"
        yield Stated(*found.span(), unit, _decimal(found["number"] or found["behind"]))


def _is_a_day(text: str, found: re.Match[str]) -> bool:
    if found["before"] is None:
        return False
    before = text[max(0, found.start() - 8) : found.start()]
    return bool(_DAY_BEFORE.search(before) or _HOURS_BEHIND.match(text, found.end()))


def _number(written: str) -> float:
    digits = re.sub(r"[^\d.,\u066b]", "", fold(written)).replace("\u066b", ".").rstrip(".,")
    cents = re.search(r"[.,](\d{1,2})$", digits)
    whole = re.sub(r"\D", "", digits[: cents.start()] if cents else digits)
    return float(f"{whole or 0}.{cents[1] if cents else 0}")


def _decimal(written: str) -> float:
    return float(re.sub(r"[,\u066b]", ".", fold(written)))


# --- numbers in words ---------------------------------------------------------------------------


def _in_words(words: Words, language: str, taken: set[int]) -> Iterator[Stated]:
    tables, text = _tables(), words.source
    for place, word in enumerate(words.texts):
        if (unit := tables.duals.get(fold(word))) is not None:
            yield Stated(words.starts[place], words.end(place), unit, 2.0)
    names = [one for one in tables.names.finditer(text) if one.end() not in taken]
    if not names:
        return
    vocabulary = numerals(closest_language(language))
    if not vocabulary.speaks_in(words):
        return
    ends = {
        words.end(one.last): one
        for one in read_measures(words, vocabulary.roles(words))
        if not one.unit
    }
    for found in names:
        name = "sign" if found["sign"] else "share"
        measured = _before(text, found.start(name), ends)  # "mil euros"
        scale = None if measured else found["scale"]
        measured = measured or _before(text, found.start(), ends)
        if measured is None:
            continue
        unit = (tables.codes if found["sign"] else tables.shares)[fold(found[name])]
        times = tables.scales[fold(scale)] if scale else 1.0
        yield Stated(words.starts[measured.first], found.end(), unit, measured.value * times)


def _before(text: str, start: int, ends: dict[int, Measured]) -> Measured | None:
    """The number that ends right before ``start``: "zwölf Euro", "twelve (12) euros"."""
    end = start
    while end and start - end < 3 and text[end - 1] in f"{_SPACES})":  # noqa: PLR2004
        end -= 1
    return ends.get(end) if end < start else None


# --- what it is for, and whose dollars ------------------------------------------------------------


def kind_of(stated: Stated, words: Words) -> str:
    """``fee`` where its sentence says that somebody pays for what they get, else ``amount``."""
    if stated.unit in PERCENT_UNITS:
        return PERCENTAGE
    place = bisect_right(words.starts, stated.start) - 1
    sentences = words.sentences
    own = {
        sentences[max(0, place)],
        sentences[max(0, bisect_right(words.starts, stated.end - 1) - 1)],
    }
    if fold(words.source[stated.start : stated.start + 3]) == "fr.":  # its stop ends no sentence
        own.add(max(own) - 1)
    near = range(max(0, place - _WINDOW[0]), min(len(sentences), place + _WINDOW[1]))
    around = [words.texts[at] for at in near if sentences[at] in own]
    if not _any_begins(around, FEE) or _any_begins(around, "other"):
        return AMOUNT
    return FEE


def _any_begins(words: Sequence[str], name: str) -> bool:
    beginnings = _tables().kinds[name]
    longer = tuple(one for one in beginnings if len(one) > _EXACT)
    return any(
        form in beginnings or form.startswith(longer) for word in words for form in word_forms(word)
    )


def says_free(text: str) -> bool:
    """Whether something costs nothing: "free of charge", "sans frais", "ohne Kosten"."""
    kinds = _tables().kinds
    words = split_words(text)
    folded = [set(word_forms(word)) for word in words.texts]
    for place, forms in enumerate(folded):
        if not forms.isdisjoint(kinds["free"]):
            return True
        behind = folded[place + 1] if place + 1 < len(folded) else set[str]()
        if not forms.isdisjoint(kinds["without"]) and any(form in kinds[FEE] for form in behind):
            return True
    return False


def dollars_of(texts: Iterable[str]) -> str:
    """Whose dollars are those of a document: of the one country that it names, else ``$``."""
    named: set[str] = set()
    for text in texts:
        named.update(code for code, names in _tables().dollars.items() if _names_one(text, names))
        if len(named) > 1:
            break
    return named.pop() if len(named) == 1 else DOLLAR


def _names_one(text: str, countries: Sequence[str]) -> bool:
    """A word of the text begins with one: looking for all at once takes ten times as long."""
    return any(name in text and re.search(rf"(?<!\w){re.escape(name)}", text) for name in countries)


def are_dollars(unit: str) -> bool:
    return unit == DOLLAR or unit in _tables().dollars
