"""A second opinion on clause categories, for whoever asks for it: it changes nothing recorded.

Sentence embeddings (the extra ``semantic``) beside the shipped model; decision 22 says why they
are not more than that. Nothing here is imported before somebody asks.
"""

from __future__ import annotations

from monitor.second_opinion.changed import ChangeOpinions, opinions_of_change
from monitor.second_opinion.embedding import Embedder, installed_embedder
from monitor.second_opinion.head import Head, shipped_head
from monitor.second_opinion.opinions import (
    MOST_TEXTS,
    Adviser,
    Opinion,
    Opinions,
    second_opinions,
)

__all__ = [
    "MOST_TEXTS",
    "Adviser",
    "ChangeOpinions",
    "Embedder",
    "Head",
    "Opinion",
    "Opinions",
    "installed_adviser",
    "opinions_of_change",
    "second_opinions",
]


def installed_adviser() -> Adviser:
    """Raises OperationError where the extra is not installed or cannot run."""
    return Adviser(embedder=installed_embedder(), head=shipped_head())
