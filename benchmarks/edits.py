"""Edits of one sentence in the documents of real pages: each must be seen as a change.

    python benchmarks/edits.py PATH [--edits 1000] [--seed N]

PATH is a folder of histories: a folder of HTML files per document. For every edit a page is drawn,
and from it a sentence in a text of at least four words that a reader would call a part of the
document; by tags, roles and the names of consent tools alone, not by what extraction chooses. The
sentence is removed, altered in one word, or followed by another one; the page is read before and
after. An edit is seen when both digests of the comparison text differ, with masks and without.
Those that are not are printed, to be read: the sentence may stand in what is no document after
all. Pages that the quality gate refuses are passed over.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crawler.extract import Extraction, extract  # noqa: E402
from storage.errors import ExtractError  # noqa: E402

# The name of a document (h1) is no clause: it is masked, and has tests of its own.
NOT_DOCUMENT = re.compile(
    r"h1|head|nav|footer|header|aside|dialog|script|style|noscript|template|svg|math|canvas|iframe"
    r"|object|audio|video|picture|map|button|select|option|textarea|form|label|title"
)
ROLES = re.compile(
    r"navigation|banner|contentinfo|complementary|dialog|alertdialog|search|menu|menubar|button"
    r"|tablist|alert|status"
)
FURNITURE = re.compile(
    r"cookie|consent|onetrust|ot-sdk|didomi|usercentrics|cmp|gdpr|truste|iubenda|osano|cky-|banner"
    r"|popup|modal|newsletter|subscribe|breadcrumb|(?:^|[-_ ])(?:nav|menu|footer|header|sidebar)",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?؟。]+(?:[.!?؟。]+|$)")
ID = re.compile(r"\b[0-9a-f]{16,}\b")  # of the visit: masked, as it should be
WORD = re.compile(r"[^\W\d_]{3,}")
LEAST_WORDS = 4
ADDED = (
    " The registrar of lighthouses keeps a copy of every letter.",
    " يحتفظ أمين المنارة بنسخة من كل رسالة.",
    " שומר המגדלור מחזיק עותק של כל מכתב.",
    " Le gardien du phare conserve une copie de chaque lettre.",
)
OTHER_WORD = "lighthouse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    kind: str
    sentence: str
    place: str  # tags with their names, innermost first
    before: Extraction
    after: Extraction

    @property
    def is_seen(self) -> bool:
        old, new = self.before.comparison, self.after.comparison
        return old.digest != new.digest and old.masked_digest != new.masked_digest


def read(html: str) -> Extraction:
    return extract(html.encode("utf-8", "replace"), content_type="text/html; charset=utf-8")


def texts_of_document(page: LexborHTMLParser) -> list[LexborNode]:
    """The texts of at least four words in what a reader would call the document."""
    if page.body is None:
        return []
    return [
        node
        for node in page.body.traverse(include_text=True)
        if node.tag == "-text"
        and len((node.text_content or "").split()) >= LEAST_WORDS
        and not any(is_furniture(element) for element in ancestors(node))
    ]


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.tag not in ("body", "html"):
        yield parent
        parent = parent.parent


def is_furniture(element: LexborNode) -> bool:
    attributes = element.attributes
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return (
        NOT_DOCUMENT.fullmatch(element.tag or "") is not None
        or ROLES.fullmatch(attributes.get("role") or "") is not None
        or attributes.get("aria-modal") == "true"
        or FURNITURE.search(names) is not None
    )


def edited(text: str, chance: random.Random) -> tuple[str, str, str] | None:
    """The kind of the edit, the sentence, and the text after it."""
    sentences = [
        found
        for found in SENTENCE.finditer(text)
        if len(WORD.findall(found[0])) >= LEAST_WORDS and not ID.search(found[0])
    ]
    if not sentences:
        return None
    found = chance.choice(sentences)
    kind = chance.choice(("removed", "added", "altered"))
    if kind == "removed":
        return kind, found[0], text[: found.start()] + text[found.end() :]
    if kind == "added":
        return kind, found[0], text[: found.end()] + chance.choice(ADDED) + text[found.end() :]
    word = chance.choice(list(WORD.finditer(found[0])))
    start = found.start() + word.start()
    return kind, found[0], text[:start] + OTHER_WORD + text[start + len(word[0]) :]


def try_edit(source: bytes, chance: random.Random) -> Edit | None:
    """An edit of a page, or None for a page that is no document."""
    page = LexborHTMLParser(source)
    texts = texts_of_document(page)
    if not texts or page.html is None:
        return None
    try:
        before = read(page.html)
    except ExtractError:
        return None
    if not before.quality.ok:
        return None
    node = chance.choice(texts)
    made = edited(node.text_content or "", chance)
    if made is None:
        return None
    kind, sentence, text = made
    place = " < ".join(
        f"{element.tag}.{element.attributes.get('class') or element.attributes.get('id') or ''}"
        for element in ancestors(node)
    )
    node.replace_with(text)
    return Edit(
        kind=kind,
        sentence=sentence.strip(),
        place=place,
        before=before,
        after=read(page.html or ""),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", type=Path, help="the folder with a folder per document")
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    folders = sorted(folder for folder in options.path.iterdir() if folder.is_dir())
    done, passed, unseen = Counter[str](), 0, 0
    while done.total() < options.edits:
        file = chance.choice(sorted(chance.choice(folders).iterdir()))
        edit = try_edit(file.read_bytes(), chance)
        if edit is None:
            passed += 1
            if passed > 10 * options.edits:
                sys.exit("nearly no page here holds a document")
            continue
        done[edit.kind] += 1
        if not edit.is_seen:
            unseen += 1
            print(f"\nnot seen: {edit.kind}, {file}")
            print(f"  {edit.sentence[:300]}")
            print(f"  in {edit.place[:400]}")
    print(f"\n{done.total()} edits ({dict(done)}), {unseen} not seen; {passed} pages passed over")


if __name__ == "__main__":
    main()
