"""The quality gate over generated pages: what each kind is called, in each of six languages.

    python benchmarks/gate.py [--pages 200] [--kinds challenge,soft_404] [--languages ar,en]

The pages are those of the tests (`tests/support/gate_pages.py`), composed from their families of
texts; the same at every run. Each is read, judged and compared as a live fetch is; a page that
is let through would be a version, and an alert too where another version stood before. Documents
that look suspicious follow: none may be held. Ends with 1 if a page passed, a document was held,
or a kind has fewer than 95 in 100 right reasons in a language.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.gate_pages import (  # type: ignore[import-not-found] # noqa: E402
    BAD,
    GOOD,
    LANGUAGES,
    GatePage,
    bad_pages,
    good_pages,
)

from crawler.extract import PreviousText, Quality, extract, judge_against  # noqa: E402
from storage.model import SourceRules  # noqa: E402

RIGHT = 0.95
HTML = "text/html; charset=utf-8"


@dataclass(slots=True)
class Tally:
    pages: int = 0
    right: int = 0
    versions: int = 0
    alerts: int = 0
    held: int = 0

    def show(self, kind: str, language: str) -> str:
        share = f"{100 * self.right / self.pages:6.1f} %" if self.pages else ""
        return (
            f"{kind:16} {language:3} {self.pages:6} {share:>9} {self.versions:9}"
            f" {self.alerts:7} {self.held:6}"
        )


def judged(page: GatePage) -> Quality:
    rules = SourceRules(language=page.asked)
    read = extract(page.body, content_type=page.content_type, rules=rules, headers=page.headers)
    return judge_against(read, previous(page.previous) if page.previous else None)


def previous(body: bytes) -> PreviousText:
    read = extract(body, content_type=HTML)
    return PreviousText(
        words=read.words, comparison_text=read.comparison.text, title=read.document.title
    )


def bad(kind: str, language: str, count: int) -> Tally:
    tally = Tally()
    for page in bad_pages(kind, language, count):
        quality = judged(page)
        tally.pages += 1
        tally.right += quality.reasons == page.reasons
        tally.versions += quality.ok
        tally.alerts += quality.ok and page.previous is not None
    return tally


def good(kind: str, language: str, count: int) -> Tally:
    tally = Tally()
    for body in good_pages(kind, language, count):
        quality = judge_against(extract(body, content_type=HTML), None)
        tally.pages += 1
        tally.right += quality.ok
        tally.held += not quality.ok
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=200, help="of each kind and language")
    parser.add_argument("--kinds", default=",".join([*BAD, *GOOD]))
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    args = parser.parse_args()
    started = time.process_time()
    failed = pages = 0
    print(f"{'kind':16} {'':3} {'pages':>6} {'right':>9} {'versions':>9} {'alerts':>7} {'held':>6}")
    for kind in args.kinds.split(","):
        for language in args.languages.split(","):
            tally = (bad if kind in BAD else good)(kind, language, args.pages)
            print(tally.show(kind, language), flush=True)
            pages += tally.pages
            failed += bool(tally.versions or tally.held or tally.right < RIGHT * tally.pages)
    spent = time.process_time() - started
    print(f"\n{pages} pages, {1000 * spent / max(pages, 1):.1f} ms of CPU each; {failed} below aim")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
