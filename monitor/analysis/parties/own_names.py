"""Whose document it is: the names of the controller and of its products, which are no parties."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from monitor.analysis.parties.names import NAME, NameBook, capitalised, split_folded
from monitor.analysis.text.words import split_words
from storage.document import Block
from storage.patterns import late

_OWN_BLOCKS = 12  # a policy says at its beginning whose it is
_TITLE_WORDS = 14
_SAID_WITHIN = 32  # characters between a name and ("we", "us")
_LONGEST_SAID = 120
_MOST_OWN = 20  # no honest controller has more names
_VERY_OFTEN = 10  # blocks, and
_LARGE_SHARE = 0.2  # of all blocks: then it is the controller's even where it is a known name
_OFTEN = 4  # blocks: a name at the beginning and so often is the controller's
_SAID_BARE = 2  # words of a remark without quotation marks: "hereinafter we"
_JOINTS = frozenset(("or", "and", "ou", "et", "oder", "und", "o", "y", "או", "أو"))  # "we or us"
_SHORT = 3  # letters of what may be a word behind a name
_BEFORE = 140  # letters in front of a name that are read
_QUOTED = re.compile(
    "[\"\u201c\u201d\u201e\u201f\u00ab\u2018'][^\"\u201c\u201d\u00ab\u00bb\u2019']{1,40}[\"\u201c\u201d\u00bb\u2019']"
)
_DEFINES = late(  # in brackets, as a block far below begins to speak of us
    r"\((?:[^()]{0,60}[\s\"\u201c\u201d\u201e\u00ab\u2018'])?"
    r"(?:[Ww]e|[Uu]s|[Nn]ous|[Ww]ir|[Uu]ns|[Nn]osotros|نحن|אנחנו|אנו)[\"\u201c\u201d\u00bb\u2019',)\s]"
)
_OUR_PRODUCTS = late(
    r"(?:\b[Oo]ur (?:other |own |online )?"
    r"(?:services|products|apps|applications|websites|sites|platforms|brands)"
    r"|\b[Nn]os (?:autres )?(?:services|produits|applications|sites|plateformes|marques)"
    r"|\b[Uu]nsere[rnm]? (?:\w+en )?"
    r"(?:Dienste?n?|Produkte?n?|Apps|Anwendungen|Websites|Plattformen|Marken)"
    r"|\b[Nn]uestr[oa]s (?:otr[oa]s )?"
    r"(?:servicios|productos|aplicaciones|sitios|plataformas|marcas)"
    r"|(?:خدماتنا|منتجاتنا|تطبيقاتنا|مواقعنا|منصاتنا)"
    r"|(?:שירותים|מוצרים|אפליקציות|אתרים|מותגים|פלטפורמות) שלנו|שירותינו|מוצרינו|אתרינו)"
    r",? \(?(?:such as|like|including|tels que|telles que|comme|wie|etwa|como|tales como"
    r"|مثل|ومنها|כגון|כמו|לרבות) "
    r"(?:(?:[^\W\d_a-zß-ÿ][\w.&'’-]*|and|or|et|ou|und|oder|y|o),? ){0,8}[וו]?-?$"
)


def own_names(blocks: Sequence[Block], book: NameBook, service: str = "") -> frozenset[str]:
    """Folded names of the controller, whose ``service`` it is.

    It stands in the title, or is said to be "we", or is no known name and stands in the first
    blocks and in many others.
    """
    found: set[str] = set()
    found.update(_frequent(blocks, book))
    for index, block in enumerate(blocks):
        text = block.text
        if index >= _OWN_BLOCKS and not ("(" in text and _DEFINES.search(text)):
            continue
        titled = index <= 1 and _is_title(text, book)
        for name in capitalised(text):
            if titled or _is_we(text[name.end : name.end + _LONGEST_SAID], book):
                found.update(_bare(name.stated, book))
    own = set(sorted(found, key=len)[:_MOST_OWN])
    if service:
        parts = split_folded(service)
        own.add(" ".join(parts))
        ends = (" ".join(parts[at:]) for at in range(1, len(parts)))
        own.update(end for end in ends if _is_product(end, book))
    return frozenset(own)


def products(blocks: Sequence[Block], own: Collection[str], book: NameBook) -> frozenset[str]:
    """What the names of the controller are followed by, where that is no known name: folded.

    By itself, too, it is a product: "Drive" where "Acme Drive" stands.
    """
    firsts = {name.partition(" ")[0] for name in own}
    stated = {name.stated for block in blocks for name in capitalised(block.text)}
    found = {one for one in stated if one.partition(" ")[0].casefold() in firsts and " " in one}
    return frozenset(
        folded.removeprefix(f"{name} ")
        for folded in {" ".join(split_folded(one)) for one in found}
        for name in own
        if folded.startswith(f"{name} ") and _is_product(folded.removeprefix(f"{name} "), book)
    )


def _is_product(folded: str, book: NameBook) -> bool:
    telling = book.telling(folded)
    return bool(telling) and len(folded) > _SHORT and not book.known_names(split_words(folded))


def is_our_product(text: str, name: str) -> bool:
    """Whether it is named among products of the speaker: "our services such as Acme"."""
    at = text.find(name)
    return at > 0 and _OUR_PRODUCTS.search(text[max(0, at - _BEFORE) : at]) is not None


def _frequent(blocks: Sequence[Block], book: NameBook) -> Iterator[str]:
    in_blocks: dict[str, set[int]] = {}
    for index, block in enumerate(blocks):
        for name in capitalised(block.text):
            if name.stated in in_blocks:
                in_blocks[name.stated].add(index)
            elif index < _OWN_BLOCKS:
                in_blocks[name.stated] = {index}
    for stated, places in in_blocks.items():
        if len(places) < _OFTEN or not book.telling(stated):
            continue
        # A known name is a party, unless it stands all over the text.
        everywhere = len(places) >= max(_VERY_OFTEN, len(blocks) * _LARGE_SHARE)
        if everywhere or not book.known_names(split_words(stated)):
            yield from _bare(stated, book)


def is_own(folded: str, own: frozenset[str]) -> bool:
    """Whether a name is the controller's or begins with it ("Acme Analytics" of Acme)."""
    return any(
        folded == known or folded.startswith(f"{known} ") or known.startswith(f"{folded} ")
        for known in own
    )


def _is_title(text: str, book: NameBook) -> bool:
    if text.count(" ") >= _TITLE_WORDS or text.endswith((".", ":")):
        return False
    return any(part in book.title_words for part in split_folded(text))


def _is_we(tail: str, book: NameBook) -> bool:
    """``("we", "us")`` behind a name, ``(hereinafter we)``; not ``(our processor)``."""
    opened = tail.find("(")
    if not 0 <= opened <= _SAID_WITHIN or NAME.match(tail[:opened].strip()):
        return False
    inside = tail[opened : tail.find(")", opened) + 1 or len(tail)]
    said = split_folded(inside)
    if book.own_words.isdisjoint(said):
        return False
    if said[-1] in book.own_words and (len(said) <= _SAID_BARE or _JOINTS.issuperset(said[1:-1])):
        return True
    return any(not book.own_words.isdisjoint(split_folded(one)) for one in _QUOTED.findall(inside))


def _bare(name: str, book: NameBook) -> Iterator[str]:
    kept = [
        part
        for part in split_folded(book.without_form(name)[0])
        if part not in book.policy_words and part not in book.generic
    ]
    if kept:
        yield " ".join(kept)
