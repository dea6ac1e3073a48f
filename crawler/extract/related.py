"""Lists of other pages inside the content ("Related articles"): they turn over by themselves.

A heading of that meaning goes together with what stands under it, when all of that is links.
"""

from __future__ import annotations

from crawler.extract.normalise import fold_words
from storage.document import Block
from storage.model import BlockKind

_HEADINGS = frozenset(
    fold_words(heading)
    for heading in (
        "related articles", "related content", "related posts", "related pages", "related topics", "related links",
        "related", "read more", "read next", "you may also like", "you might also like", "more articles",
        "latest news", "latest posts", "recent posts", "recent articles", "recommended articles", "popular articles",
        "articles in this section", "recently viewed articles", "recommended reading", "trending articles", "see also",
        "articles associés", "articles similaires", "articles récents", "articles connexes", "à lire aussi", "voir aussi",
        "lire aussi", "contenus associés", "derniers articles", "sur le même sujet",
        "verwandte artikel", "ähnliche artikel", "verwandte beiträge", "ähnliche beiträge", "neueste beiträge", "siehe auch",
        "verwandte themen", "das könnte sie auch interessieren", "das könnte dich auch interessieren", "weitere artikel",
        "artículos relacionados", "contenido relacionado", "entradas recientes", "ver también", "véase también",
        "también te puede interesar", "artículos recientes", "temas relacionados",
        "مقالات ذات صلة", "مواضيع ذات صلة", "المقالات ذات الصلة", "اقرأ أيضا", "اقرأ أيضًا", "أحدث المقالات", "قد يعجبك أيضا",
        "روابط ذات صلة", "صفحات ذات صلة", "مقالات مشابهة", "انظر أيضا",
        "מאמרים קשורים", "כתבות קשורות", "פוסטים קשורים", "מאמרים נוספים", "קראו גם", "אולי יעניין אותך", "ראה גם", "ראו גם",
        "פוסטים אחרונים", "תכנים קשורים", "נושאים קשורים", "קישורים קשורים",
    )
)  # fmt: skip


def without_related(blocks: list[Block]) -> list[Block]:
    """``blocks`` without lists of related pages."""
    kept: list[Block] = []
    index = 0
    while index < len(blocks):
        end = _related_end(blocks, index) if _opens_related(blocks[index]) else index
        if end > index + 1:
            index = end
            continue
        kept.append(blocks[index])
        index += 1
    return kept


def _opens_related(block: Block) -> bool:
    return len(block.text) <= 60 and fold_words(block.text) in _HEADINGS  # noqa: PLR2004


def _related_end(blocks: list[Block], start: int) -> int:
    """The index after the last block in a row that is nothing but one link."""
    index = start + 1
    while index < len(blocks) and _is_link(blocks[index]):
        index += 1
    return index


def _is_link(block: Block) -> bool:
    return (
        len(block.links) == 1 and block.links[0].end - block.links[0].start >= len(block.text) - 2
    )
