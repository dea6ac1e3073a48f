"""Policies in three scripts, an embedder of two numbers, and a head for it."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.analysis import analyse
from monitor.analysis.clauses.classifier import CATEGORIES
from monitor.analysis.model import Analysis
from monitor.second_opinion import Adviser, Head
from storage.document import Document, from_markdown
from storage.model import Category

ENGLISH = """# Privacy policy

## How long we keep data

We keep account data for 30 days after you leave.

## Sharing

We share your data with advertisers.

- advertisers
- hosting companies
"""
ARABIC = """# سياسة الخصوصية

## مشاركة البيانات

لا نبيع بياناتك الشخصية لأي طرف ثالث.

نحتفظ ببياناتك لمدة 30 يومًا.
"""
HEBREW = """# מדיניות פרטיות

## שיתוף מידע

אנו משתפים מידע עם מפרסמים.

אנו שומרים את המידע במשך 30 ימים.
"""
POLICIES = {"en": ENGLISH, "ar": ARABIC, "he": HEBREW}
LOUD = 1_000


class Embedder:
    """Two numbers: how often the first and the second word stand in a text. It notes its calls."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.calls: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        self.calls.append(list(texts))
        return [[float(text.count(word)) for word in self.words] for text in texts]

    @property
    def texts(self) -> list[str]:
        return [text for call in self.calls for text in call]


def head(*loud: Category, share: float = 1.0) -> Head:
    """Says as the shipped model does, and each of ``loud`` where its number is not zero."""
    return Head(
        weights=tuple(tuple(LOUD if name is of else 0 for of in loud) for name in CATEGORIES),
        scale=0.02,
        floor=-6.0,
        shares=(share,) * len(CATEGORIES),
        biases=(0.0,) * len(CATEGORIES),
    )


def adviser(share: float = 1.0) -> Adviser:
    """Whatever says "account" is security to it, whatever says "advertisers" a sale."""
    return Adviser(
        embedder=Embedder("account", "advertisers"),
        head=head(Category.SECURITY, Category.SALE, share=share),
    )


def read(markdown: str) -> Analysis:
    return analyse(document(markdown))


def document(markdown: str) -> Document:
    return Document(blocks=tuple(from_markdown(markdown)))
