"""What the quality gate calls texts in words that no example has, kind by kind and language.

    python benchmarks/gate_words.py [--kinds soft_404,login_wall] [--wrong FILE]

`benchmarks/gate_words/LANGUAGE_KIND.txt` holds what sites of many sorts say when they do not show
the document, a text a line, written apart from the examples of the gate and not to be copied into
them. Each stands alone on a page, with what its kind asks for (a field, a button, a script), and is
judged at a first look, and after a document was seen. A page that is let through would be a
version. The first column of a language is the share of right reasons at a first look, the second
after a document. FILE gets the texts with other reasons, to be read.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from html import escape
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crawler.extract import PreviousText, Quality, extract, judge_against  # noqa: E402

TEXTS = Path(__file__).resolve().parent / "gate_words"
LANGUAGES = ("ar", "de", "en", "es", "fr", "he")
KINDS = ("challenge", "consent_wall", "login_wall", "soft_404", "error_page", "empty_shell")
HTML = "text/html; charset=utf-8"
_ASKS = {
    "login_wall": "<form><input type=password></form>",
    "consent_wall": "<button>OK</button>",
    "empty_shell": '<div id="app"></div><script src="/app.js"></script>',
}
_LAW = "You have the right to erase your personal data under this agreement, clause {}."


def page(kind: str, text: str) -> bytes:
    """``text`` up to its first stop as the heading, the rest under it."""
    head, _, rest = text.partition(". ")
    inner = f"<h1>{escape(head)}</h1><p>{escape(rest)}</p>{_ASKS.get(kind, '')}"
    return f"<!doctype html><title>Havnet</title><main>{inner}</main>".encode()


def document() -> PreviousText:
    name = "Terms of Service"
    clauses = "".join(f"<p>{_LAW.format(number)}</p>" for number in range(30))
    read = extract(f"<title>{name}</title><h1>{name}</h1>{clauses}".encode(), content_type=HTML)
    return PreviousText(words=read.words, comparison_text=read.comparison.text, title=name)


def judged(kind: str, texts: list[str]) -> Iterator[tuple[str, Quality, Quality]]:
    before = document()
    for text in texts:
        read = extract(page(kind, text), content_type=HTML)
        yield text, judge_against(read, None), judge_against(read, before)


def texts_of(kind: str, language: str) -> list[str]:
    return (TEXTS / f"{language}_{kind}.txt").read_text("utf-8").splitlines()


def measure(kind: str, wrong: TextIO | None) -> Counter[str]:
    """Prints the line of a kind."""
    total: Counter[str] = Counter()
    shares: list[str] = []
    for language in LANGUAGES:
        found: Counter[str] = Counter()
        for text, first, after in judged(kind, texts_of(kind, language)):
            said = {"first": first, "after": after}
            found["texts"] += 1
            for name, quality in said.items():
                found[name] += quality.reasons == (kind,)
                found[f"{name} passed"] += quality.ok
            if wrong and after.reasons != (kind,):
                reason = ", ".join(after.reasons) or "passed"
                print(f"{kind} {language} {reason}: {text}", file=wrong)
        shares.append(" ".join(f"{_share(found, name):5.1f}" for name in ("first", "after")))
        total += found
    shares.append(" ".join(f"{_share(total, name):5.1f}" for name in ("first", "after")))
    passed = f"{total['first passed']:7}{total['after passed']:7}"
    print(f"{kind:13}{total['texts']:6}  {'  '.join(shares)}{passed}", flush=True)
    return total


def _share(found: Counter[str], name: str) -> float:
    return 100 * found[name] / max(1, found["texts"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kinds", default=",".join(KINDS), help="some of them, by comma")
    parser.add_argument("--wrong", type=Path, metavar="FILE", help="texts with other reasons")
    options = parser.parse_args()
    names = "  ".join(f"{language:^11}" for language in (*LANGUAGES, "all"))
    print(f"{'kind':13}{'texts':>6}  {names} passed at first, after")
    total: Counter[str] = Counter()
    with options.wrong.open("w", encoding="utf-8") if options.wrong else nullcontext() as wrong:
        for kind in options.kinds.split(","):
            total += measure(kind, wrong)
    first, after = (_share(total, name) for name in ("first", "after"))
    print(f"all: {first:.1f} % right at a first look, {after:.1f} % after a document")


if __name__ == "__main__":
    main()
