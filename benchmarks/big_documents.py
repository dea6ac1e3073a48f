"""The largest and the nastiest documents that big_cases.py compares: an old and a new of each.

All of it is invented: lines of the written examples with made-up words among them, and rows of
whatever costs a careless reader dearly.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

SEGMENTS = Path(__file__).resolve().parent / "segments"

_SIZE = 710_000  # bytes: the longest policy that we know
_LETTERS = 700_000
LANGUAGES = ("ar", "de", "en", "es", "fr", "he")
_ALPHABETS = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "he": "אבגדהוזחטיכלמנסעפצקרשת"}
_LATIN = ("bdfgklmnprstvz", "aeiou")

Pair = tuple[str, str]


class Writer:
    """Text that nobody wrote: lines of the written examples, every fifth word made up."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._lines = {language: _lines_of(language) for language in LANGUAGES}

    def word(self, language: str = "en") -> str:
        draw = self._random
        if language in _ALPHABETS:
            return "".join(draw.choices(_ALPHABETS[language], k=draw.randint(3, 7)))
        return "".join(draw.choice(part) for _ in range(draw.randint(2, 4)) for part in _LATIN)

    def line(self, language: str) -> str:
        words = self._random.choice(self._lines[language]).split()
        return " ".join(
            self.word(language) if self._random.random() < 0.2 else word for word in words
        )

    def paragraph(self, language: str) -> str:
        return " ".join(self.line(language) for _ in range(self._random.randint(1, 5)))

    def policy(self, size: int = _SIZE) -> list[str]:
        """Paragraphs, headings and lists of so many bytes in six languages, one after another."""
        blocks: list[str] = []
        for language in LANGUAGES:
            left = size // len(LANGUAGES)
            while left > 0:
                block = self._block(language, len(blocks))
                blocks.append(block)
                left -= len(block.encode()) + 2
        return blocks

    def _block(self, language: str, place: int) -> str:
        if place % 9 == 0:
            return f"## {self.line(language)}"
        if place % 9 > 6:
            return f"- {self.line(language)}"
        return self.paragraph(language)

    def touched(self, text: str) -> str:
        """``text`` with another word in its middle."""
        words = text.split(" ")
        words[len(words) // 2 if len(words) > 2 else -1] = self.word()
        return " ".join(words)

    def shuffled(self, blocks: Sequence[str]) -> list[str]:
        return self._random.sample(blocks, len(blocks))


def _lines_of(language: str) -> list[str]:
    lines = (SEGMENTS / f"{language}.txt").read_text("utf-8").splitlines()
    return [line.removesuffix(" #") for line in lines if line and not line.startswith("=")]


def _markdown(blocks: Sequence[str]) -> str:
    return "\n\n".join(blocks)


# --- whole policies --------------------------------------------------------------------------


def rewritten() -> Pair:
    return _markdown(Writer(1).policy()), _markdown(Writer(2).policy())


def rewritten_html() -> Pair:
    return _html(Writer(1).policy()), _html(Writer(2).policy())


def _html(blocks: Sequence[str]) -> str:
    tags = {"#": "h2", "-": "li"}
    body = (f"<{tags.get(one[0], 'p')}>{one.lstrip('#- ')}" for one in blocks)
    return f"<!doctype html><title>Policy</title><body><main>{' '.join(body)}</main>"


def word_of_each() -> Pair:
    writer = Writer(1)
    blocks = writer.policy()
    return _markdown(blocks), _markdown([writer.touched(block) for block in blocks])


def reordered() -> Pair:
    writer = Writer(1)
    blocks = writer.policy()
    return _markdown(blocks), _markdown(writer.shuffled(blocks))


def first_third_gone() -> Pair:
    blocks = Writer(1).policy()
    return _markdown(blocks), _markdown(blocks[len(blocks) // 3 :])


def new_lines() -> Pair:
    return _short_lines(1), _short_lines(2)


def _short_lines(seed: int, count: int = 30_000) -> str:
    writer = Writer(seed)
    return _markdown([" ".join(writer.word() for _ in range(4)) for _ in range(count)])


def equal_lines() -> Pair:
    lines = ["We keep your data for 30 days."] * 30_000
    return _markdown(lines), _markdown([*lines[:15_000], "We sell your data.", *lines[15_000:]])


def lines_repeated_and_changed() -> Pair:
    return (
        _markdown(["We keep your data for 30 days."] * 30_000),
        _markdown(["We keep your data for 60 days."] * 30_000),
    )


def one_paragraph_one_word() -> Pair:
    writer = Writer(1)
    text = _one_paragraph(writer)
    return text, writer.touched(text)


def one_paragraph_rewritten() -> Pair:
    return _one_paragraph(Writer(1)), _one_paragraph(Writer(2))


def one_paragraph_every_ninth_word() -> Pair:
    writer = Writer(1)
    text = _one_paragraph(writer)
    words = text.split(" ")
    return text, " ".join(word if at % 9 else writer.word() for at, word in enumerate(words))


def _one_paragraph(writer: Writer) -> str:
    return " ".join(block.lstrip("#- ") for block in writer.policy(_LETTERS))


# --- tables and lists ------------------------------------------------------------------------


def table_with_a_column() -> Pair:
    rows = _rows(20_000)
    countries = ("Germany", "Ireland", "United States", "Israel")
    wider = [[*row, countries[at % 4] if at else "Country"] for at, row in enumerate(rows)]
    return _table(rows), _table(wider)


def table_shuffled() -> Pair:
    head, *rows = _rows(5_000)
    return _table([head, *rows]), _table([head, *Writer(3).shuffled(rows)])


def _rows(count: int) -> list[list[str]]:
    writer = Writer(1)
    some = ([_company(writer), writer.line("en"), f"{at % 90} days"] for at in range(count))
    return [["Company", "Purpose", "Kept"], *some]


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def _company(writer: Writer) -> str:
    return f"{writer.word().title()} {writer.word().title()} Ltd"


def deep_lists() -> Pair:
    return _nested("30 days"), _nested("24 months")


def _nested(period: str, depth: int = 500) -> str:
    writer = Writer(1)
    items = "".join(f"<ul><li>{writer.line('en')} We keep it for {period}." for _ in range(depth))
    return f"<!doctype html><title>Policy</title><body><main>{items}</main>"


def deep_markdown_lists() -> Pair:
    writer = Writer(1)
    lines = [f"{'  ' * depth}- {writer.line('en')}" for depth in range(500)]
    return "\n".join(lines), "\n".join(map(writer.touched, lines))


# --- one thing after another -----------------------------------------------------------------


def _in_a_row(piece: Callable[[int], str], *, between: str = " ", count: int = 200_000) -> Pair:
    text = between.join(piece(place) for place in range(count))
    half = len(text) // 2
    cut = text.find(between, half) if between else half
    return text, f"{text[:cut]} not 7 {text[cut:]}"


def _in_lines(piece: Callable[[int], str], count: int = 200_000) -> Pair:
    """The same, so many to a paragraph, every tenth of which is changed."""
    pieces = (piece(place) for place in range(count))
    lines = [", ".join(line) for line in iter(lambda: list(islice(pieces, 40)), [])]
    changed = [line if at % 10 else f"{line} and not 7" for at, line in enumerate(lines)]
    return _markdown(lines), _markdown(changed)


def _date(place: int) -> str:
    return f"{place % 28 + 1}.{place % 12 + 1}.{2000 + place % 25}"


def _written_date(place: int) -> str:
    months = ("January", "février", "März", "junio", "يناير", "בינואר")
    return f"{place % 28 + 1} {months[place % 6]} {2000 + place % 25}"


def _period(place: int) -> str:
    units = ("days", "mois", "Jahre", "semanas", "يومًا", "ימים")
    return f"{place % 90} {units[place % 6]}"


def _names(count: int) -> Callable[[int], str]:
    writer = Writer(1)
    names = [_company(writer) for _ in range(count)]
    return lambda place: names[place % count]


def _all_languages_deny(place: int) -> str:
    return ("not", "nicht", "ne pas", "no", "لا", "לא")[place % 6]


_ROWS: dict[str, Callable[[], Pair]] = {
    "digits": lambda: _in_a_row(lambda place: str(place % 10)),
    "digits without spaces": lambda: _in_a_row(lambda place: str(place % 10), between=""),
    "dates": lambda: _in_a_row(_date),
    "dates in paragraphs": lambda: _in_lines(_date),
    "written dates": lambda: _in_a_row(_written_date, count=60_000),
    "written dates in paragraphs": lambda: _in_lines(_written_date),
    "periods": lambda: _in_a_row(_period, count=90_000),
    "periods in paragraphs": lambda: _in_lines(_period),
    "party names": lambda: _in_a_row(_names(200_000), count=30_000),
    "party names in paragraphs": lambda: _in_lines(_names(200_000)),
    "a party a line": lambda: _lists_of(_names(100_000), 100_000),
    "known parties": lambda: _in_lines(lambda place: ("Google Ads", "Meta", "Stripe")[place % 3]),
    "spaces": lambda: _in_a_row(lambda place: "a" if place % 999 == 0 else " " * 5),
    "commas": lambda: _in_a_row(lambda _: ",", between="", count=_LETTERS),
    "comma, comma": lambda: _in_a_row(lambda _: ",", count=_LETTERS // 2),
    "and and and": lambda: _in_a_row(lambda _: "and", count=_LETTERS // 4),
    "parentheses": lambda: _in_a_row(lambda _: "(", between="", count=_LETTERS),
    "closed parentheses": lambda: _in_a_row(lambda _: "(a)", count=_LETTERS // 4),
    "brackets": lambda: _in_a_row(lambda _: "[a](", between="", count=_LETTERS // 4),
    "dots": lambda: _in_a_row(lambda _: ".", between="", count=_LETTERS),
    "dot dot dot": lambda: _in_a_row(lambda _: ". .", count=_LETTERS // 4),
    "quotes": lambda: _in_a_row(lambda place: "\"'“”«»"[place % 6], count=_LETTERS // 2),
    "bidi marks": lambda: _in_a_row(
        lambda place: "\u200f\u202bא\u202c\u2067a\u2069\u200e\u2068"[place % 9],
        between="",
        count=_LETTERS,
    ),
    "combining marks": lambda: _in_a_row(lambda _: "e\u0301\u0302", count=_LETTERS // 4),
    "one letter with marks": lambda: _in_a_row(lambda _: "\u0301", between="", count=_LETTERS),
    "one word": lambda: _in_a_row(lambda _: "a", between="", count=_LETTERS),
    "one Arabic word": lambda: _in_a_row(lambda _: "ب", between="", count=_LETTERS // 2),
    "capitals": lambda: _in_a_row(lambda _: "Aa Bb", count=_LETTERS // 6),
    "hyphens": lambda: _in_a_row(lambda _: "a-", between="", count=_LETTERS // 2),
    "addresses": lambda: _in_a_row(lambda _: "a@b.", between="", count=_LETTERS // 4),
    "slashes": lambda: _in_a_row(lambda _: "1/1/", between="", count=_LETTERS // 4),
    "amounts": lambda: _in_a_row(lambda place: f"${place}.00", count=90_000),
    "not not not": lambda: _in_a_row(lambda _: "not", count=100_000),
    "not in six languages": lambda: _in_a_row(_all_languages_deny, count=100_000),
    "tatweel": lambda: _in_a_row(lambda _: "ـ", between="", count=_LETTERS // 2),
    "words with tatweel": lambda: _in_a_row(lambda _: "بـــيـــانات", count=_LETTERS // 20),
    "Hebrew points": lambda: _in_a_row(lambda _: "אָּ", count=_LETTERS // 6),
    "only Hebrew points": lambda: _in_a_row(lambda _: "ָּ", between="", count=_LETTERS // 4),
    "laws": lambda: _in_a_row(lambda place: f"Art. {place % 99} (1) lit. f", count=_LETTERS // 20),
    "headings": lambda: (
        _markdown([f"{'#' * (at % 6 + 1)} {at} Data" for at in range(30_000)]),
        _markdown([f"{'#' * (at % 6 + 1)} {at} Rights" for at in range(30_000)]),
    ),
}


def _lists_of(piece: Callable[[int], str], count: int) -> Pair:
    lines = [f"- {piece(place)}" for place in range(count)]
    return "\n".join(lines), "\n".join(lines[:: -1 if count % 2 else 1][: count - count // 3])


def of_files(folder: Path) -> dict[str, Callable[[], Pair]]:
    """The same of real documents: the Markdown files under ``folder``, shuffled and joined."""

    def taken(files: list[Path]) -> str:
        text = ""
        while len(text.encode()) < _SIZE:
            if not files:
                raise SystemExit(f"{folder}: less than twice {_SIZE} bytes of Markdown files")
            text += files.pop().read_text("utf-8", errors="replace") + "\n\n"
        return text.encode()[:_SIZE].decode(errors="ignore")

    def shuffled() -> list[Path]:
        files = sorted(folder.rglob("*.md"))
        random.Random(1).shuffle(files)
        return files

    def rewritten_for_others() -> Pair:
        files = shuffled()
        return taken(files), taken(files)

    def touched_everywhere() -> Pair:
        text, writer = taken(shuffled()), Writer(2)
        return text, "\n\n".join(map(writer.touched, text.split("\n\n")))

    return {
        "files, rewritten": rewritten_for_others,
        "files, one word of each paragraph": touched_everywhere,
    }


CASES: dict[str, Callable[[], Pair]] = {
    "rewritten": rewritten,
    "rewritten, HTML": rewritten_html,
    "one word of each paragraph": word_of_each,
    "reordered": reordered,
    "first third gone": first_third_gone,
    "30,000 new lines": new_lines,
    "30,000 equal lines": equal_lines,
    "30,000 equal lines changed": lines_repeated_and_changed,
    "one paragraph, one word": one_paragraph_one_word,
    "one paragraph, every 9th word": one_paragraph_every_ninth_word,
    "one paragraph, rewritten": one_paragraph_rewritten,
    "20,000 rows, a new column": table_with_a_column,
    "5,000 rows shuffled": table_shuffled,
    "lists 500 deep, HTML": deep_lists,
    "lists 500 deep": deep_markdown_lists,
    **_ROWS,
}
