"""The quality gate over generated pages: every kind in six languages, and documents beside them.

A part of them is looked at here; all 200 of each kind and language with ``-m soak``.
"""

from __future__ import annotations

import time

import pytest
from support.gate_pages import BAD, GOOD, LANGUAGES, GatePage, bad_pages, good_pages

from crawler.extract import Extraction, PreviousText, Quality, extract, judge_against
from storage.model import SourceRules

FEW = 8
MANY = 200
SECONDS = 5.0
RIGHT = 0.95  # share of the pages that must be called what they are
KINDS = [
    pytest.param(kind, language, id=f"{kind}-{language}") for kind in BAD for language in LANGUAGES
]
DOCUMENTS = [
    pytest.param(kind, language, id=f"{kind}-{language}") for kind in GOOD for language in LANGUAGES
]


def _previous(body: bytes) -> PreviousText:
    read = extract(body, content_type="text/html; charset=utf-8")
    return PreviousText(
        words=read.words, comparison_text=read.comparison.text, title=read.document.title
    )


def _read(page: GatePage) -> Extraction:
    rules = SourceRules(language=page.asked)
    return extract(page.body, content_type=page.content_type, rules=rules, headers=page.headers)


def _judge(page: GatePage) -> Quality:
    return judge_against(_read(page), _previous(page.previous) if page.previous else None)


def _check(kind: str, language: str, count: int, least: float) -> None:
    pages = list(bad_pages(kind, language, count))
    judged = [(page, _judge(page)) for page in pages]
    passed = [page.body.decode()[-600:] for page, quality in judged if quality.ok]
    assert passed == []
    right = sum(quality.reasons == page.reasons for page, quality in judged)
    wrong = [quality.reasons for page, quality in judged if quality.reasons != page.reasons]
    assert right >= least * count, wrong


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_none_passes_and_nearly_all_are_called_what_they_are(kind: str, language: str) -> None:
    _check(kind, language, FEW, (FEW - 1) / FEW)


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_none_of_many_passes(kind: str, language: str) -> None:
    _check(kind, language, MANY, RIGHT)


@pytest.mark.parametrize(("kind", "language"), DOCUMENTS)
def test_no_document_is_refused(kind: str, language: str) -> None:
    for body in good_pages(kind, language, FEW):
        read = extract(body, content_type="text/html; charset=utf-8")
        assert read.quality.ok, (read.quality.reasons, read.comparison.text[:300])


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "language"), DOCUMENTS)
def test_none_of_many_documents_is_refused(kind: str, language: str) -> None:
    refused = [
        read.comparison.text[:300]
        for body in good_pages(kind, language, MANY)
        if not (read := extract(body, content_type="text/html; charset=utf-8")).quality.ok
    ]
    assert refused == []


@pytest.mark.parametrize(
    "header",
    [
        ("cf-mitigated", "challenge"),
        ("CF-Mitigated", "challenge"),
        ("x-amzn-waf-action", "captcha"),
        ("x-kpsdk-ct", "0f1"),
    ],
    ids=lambda header: header[0],
)
def test_a_header_says_that_a_page_without_words_is_a_bot_check(header: tuple[str, str]) -> None:
    page = b"<html><head><title>shop.example</title></head><body><p>One thing first.</p></body>"
    assert extract(page, headers=(header,)).quality.reasons == ("challenge",)
    assert extract(page, headers=(("server", "cloudflare"),)).quality.ok


def test_a_document_behind_a_vendor_of_bot_checks_is_read() -> None:
    body = next(iter(good_pages("short", "en", 1)))
    guarded = (("server", "cloudflare"), ("set-cookie", "__cf_bm=a"), ("x-datadome", "protected"))
    assert extract(body, headers=guarded).quality.ok


@pytest.mark.parametrize("letter", ["a", "א", "ب", "é"])
def test_a_word_without_end_costs_no_more_than_its_length(letter: str) -> None:
    page = f"<title>x</title><p>Page not found {letter * 1_000_000}</p>".encode()
    began = time.process_time()
    assert extract(page).quality.reasons == ("soft_404",)
    assert time.process_time() - began < SECONDS
