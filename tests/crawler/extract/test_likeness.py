"""Pages in words that no example has: what they are like, and documents beside them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from support.gate_pages import LANGUAGES

import crawler.extract.gate
from crawler.extract import Extraction, PreviousText, extract, judge_against
from crawler.extract.gate.furniture import is_furniture
from crawler.extract.gate.likeness import counted, examples
from crawler.extract.normalise import fold_words

ROOT = Path(crawler.extract.gate.__file__).parent
UNSEEN: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parents[2] / "support" / "gate_unseen.toml").read_text("utf-8")
)
WALLS = [kind for kind in UNSEEN if kind != "document"]
RIGHT = 0.9  # share of the walls of strangers that are called what they are
LAW = "You have the right to erase your personal data under this agreement, clause {}. "


def _page(kind: str, text: str) -> Extraction:
    head, _, rest = text.partition(". ")
    form = "<input type=password>" if kind == "login_wall" else ""
    root = '<div id="app"></div>' if kind == "empty_shell" else ""
    inner = f"<h1>{head}</h1><p>{rest}</p>" if kind == "document" else f"<p>{text}</p>"
    button = "<button>OK</button>" if kind == "consent_wall" else ""
    return extract(
        f"<title>Havnet</title><main>{inner}{form}{button}</main>{root}<script></script>".encode(),
        content_type="text/html; charset=utf-8",
    )


def _previous(text: str) -> PreviousText:
    read = extract(f"<title>Terms of Service</title><h1>Terms of Service</h1>{text}".encode())
    return PreviousText(
        words=read.words, comparison_text=read.comparison.text, title=read.document.title
    )


OLD = _previous("".join(f"<p>{LAW.format(number)}</p>" for number in range(30)))


def test_the_words_of_strangers_are_in_no_example() -> None:
    known = (ROOT / "examples.toml").read_text("utf-8")
    texts = [text for languages in UNSEEN.values() for each in languages.values() for text in each]
    assert [text for text in texts if text in known] == []


def test_the_counts_are_those_of_the_examples(request: pytest.FixtureRequest) -> None:
    counts = counted((ROOT / "examples.toml").read_text("utf-8"))
    if request.config.getoption("--update-golden"):
        (ROOT / "counts.bin").write_bytes(counts)
    # Not compared by pytest: a diff of so many numbers takes a minute.
    is_same = (ROOT / "counts.bin").read_bytes() == counts
    assert is_same, "count anew with pytest --update-golden"


def test_walls_in_the_words_of_strangers_are_called_what_they_are() -> None:
    judged = [
        (kind, judge_against(_page(kind, text), OLD).reasons, text)
        for kind in WALLS
        for language in LANGUAGES
        for text in UNSEEN[kind][language]
    ]
    wrong = [each for each in judged if each[1] != (each[0],)]
    assert len(wrong) <= (1 - RIGHT) * len(judged), wrong


@pytest.mark.parametrize("kind", WALLS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wall_becomes_a_version(kind: str, language: str) -> None:
    judged = [judge_against(_page(kind, text), OLD) for text in UNSEEN[kind][language]]
    assert [quality for quality in judged if quality.ok or quality.lifts_after] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_look_at_a_short_document_is_accepted(language: str) -> None:
    read = [_page("document", text) for text in UNSEEN["document"][language]]
    assert [each.quality.reasons for each in read] == [(), ()]


def test_words_that_no_example_has_tell_nothing() -> None:
    assert set(examples().weigh("qwxz zzyq").values()) == {0.0}


def test_what_is_left_of_a_document_is_a_collapse_though_it_sounds_like_a_wall() -> None:
    birth = "When you open an account we ask for your name and your date of birth. "
    old = _previous(f"<p>{birth}</p>" + "".join(f"<p>{LAW.format(n)}</p>" for n in range(30)))
    torn = f"<title>Terms of Service</title><h1>Terms of Service</h1><p>{birth}</p>".encode()
    assert judge_against(extract(torn), old).reasons == ("collapsed",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Home Products Pricing Contact", True),
        ("Privacy Policy | Terms of Service | © 2025 Havnet. All rights reserved.", True),
        ("Datenschutz AGB Impressum", True),
        ("سياسة الخصوصية الشروط والأحكام جميع الحقوق محفوظة", True),
        ("מדיניות פרטיות תנאי שימוש כל הזכויות שמורות", True),
        ("We keep your data for as long as the law asks us to.", False),
        ("Page not found", False),
        ("", False),
    ],
)
def test_labels_of_other_pages_are_furniture(text: str, *, expected: bool) -> None:
    assert is_furniture(fold_words(text)) is expected
