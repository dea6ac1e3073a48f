"""The one model of a message: what is said first, what goes when there is no room, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.alert_data import alerts
from support.chat_limits import CHATS, problems

from monitor.alerts.catalogue import LANGUAGES
from monitor.alerts.composing import composer
from monitor.alerts.message import FITS, Fit, Message, SectionKind
from monitor.alerts.model import AlertContent, AlertSource, ChangeAlert, DigestAlert
from monitor.alerts.page_link import page_url
from monitor.alerts.rendering import render
from monitor.alerts.runs import Role, Style, plain_text
from monitor.alerts.safe_text import clean
from storage.model import EndpointKind, EventType

Load = Callable[[str], AlertContent]


def message(content: AlertContent, language: str = "en", fit: Fit = FITS[0]) -> Message:
    return composer(content, language)(fit)


def kinds(made: Message) -> list[str]:
    return [section.kind.value for section in made.sections]


def texts(made: Message, kind: SectionKind) -> list[str]:
    return [
        plain_text(line.runs)
        for section in made.sections
        if section.kind is kind
        for line in section.lines
    ]


def long_change(alert: Load, clauses: int) -> ChangeAlert:
    content = alert("english_changed")
    assert isinstance(content, ChangeAlert)
    first = content.change.clause_changes[0]
    repeated = tuple(
        replace(first, heading_path=(f"Part {rank}",), diff=(("+", f"word {rank} " * 400),))
        for rank in range(clauses)
    )
    return replace(content, change=replace(content.change, clause_changes=repeated))


def test_a_change_says_what_which_clause_who_and_why(alert: Load) -> None:
    made = message(alert("english_changed"))
    assert made.headline == "High: Policy changed"
    assert made.title.text == "High: Policy changed · Larch & Finch · Privacy Policy"
    assert kinds(made) == ["overview", *["clause"] * 4, "parties"]
    assert texts(made, SectionKind.PARTIES) == [
        "Newly named: \u2068Quartz Metrics Ltd\u2069",
        "No longer named: \u2068Oldham Data GmbH\u2069",
    ]
    assert [plain_text(line.runs) for line in made.footer] == [
        "Why: weaker protection (Sale), longer (Retention)",
        "version 4 (before: 3) · seen \u20682026-03-05 14:02 UTC\u2069 · severity 86 of 100",
    ]
    assert made.url == "https://larchfinch.example/legal/privacy?lang=en&v=2"


def test_the_words_of_a_clause_are_equal_removed_and_added_runs(alert: Load) -> None:
    made = message(alert("english_changed"), "ar")
    (quote,) = [line for line in made.sections[1].lines if line.role is Role.QUOTE]
    assert [(run.text, run.style) for run in quote.runs] == [
        ("We ", Style.PLAIN),
        ("do not", Style.REMOVED),
        ("may", Style.ADDED),
        (" sell personal data to <partners> & affiliates.", Style.PLAIN),
    ]
    assert made.rtl
    assert not quote.rtl


def test_only_what_went_is_isolated_in_the_direction_of_the_clause(alert: Load) -> None:
    """What came reads as it does on the page: "و" belongs to the word after it."""
    made = message(alert("arabic_silent"))
    (quote,) = [line for line in made.sections[1].lines if line.role is Role.QUOTE]
    assert quote.rtl
    assert [run.text for run in quote.runs if run.isolated] == ["لا نبيع"]
    assert {run.rtl for run in quote.runs} == {True}


def test_the_least_important_go_first_and_are_counted(alert: Load) -> None:
    content = long_change(alert, 30)
    shown = []
    for fit in FITS:
        made = message(content, fit=fit)
        headings = [
            line.runs[-1].text
            for section in made.sections
            if section.kind is SectionKind.CLAUSE
            for line in section.lines
            if line.role is Role.HEADING
        ]
        assert headings == [f"Part {rank}" for rank in range(len(headings))]
        (more,) = texts(made, SectionKind.MORE)
        assert more == (
            f"{30 - len(headings)} more clauses changed. All of them: "
            "\u2068clausewatch diff larch-finch/privacy-policy\u2069"
        )
        shown.append(len(headings))
    assert shown == sorted(shown, reverse=True)
    assert (shown[0], shown[-1]) == (12, 0)


def test_later_clauses_get_less_room(alert: Load) -> None:
    made = message(long_change(alert, 4))
    lengths = [
        len(line.text)
        for section in made.sections
        for line in section.lines
        if line.role is Role.QUOTE
    ]
    assert lengths[0] == lengths[1] > lengths[2] == lengths[3] > 0


def test_a_shortened_clause_says_how_to_see_all_of_it(alert: Load) -> None:
    (more,) = texts(message(long_change(alert, 2)), SectionKind.MORE)
    assert more.startswith("Shortened; the whole text: \u2068clausewatch diff larch-finch/")
    assert texts(message(alert("english_changed")), SectionKind.MORE) == []


def test_commands_are_to_be_copied(alert: Load) -> None:
    made = message(long_change(alert, 30))
    (code,) = [run for line in made.lines for run in line.runs if run.style is Style.CODE]
    assert code.text == "clausewatch diff larch-finch/privacy-policy"


def test_a_digest_counts_what_it_does_not_show(alert: Load) -> None:
    content = alert("digest")
    assert isinstance(content, DigestAlert)
    made = message(content, "he")
    assert made.headline == "תקציר יומי: 7 התראות"
    assert kinds(made) == [*["entry"] * 4, "more"]
    assert texts(made, SectionKind.MORE) == ["3 התראות נוספות: \u2068clausewatch alerts list\u2069"]
    few = message(content, "en", replace(FITS[0], entries=1))
    assert texts(few, SectionKind.MORE) == ["6 more alerts: \u2068clausewatch alerts list\u2069"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_date_is_said_once(language: str, alert: Load) -> None:
    content = alert("date_only")
    assert isinstance(content, ChangeAlert)
    assert content.event is EventType.DATE_CHANGED
    made = message(content, language)
    strong = [line.text for line in made.lines if line.runs[0].style is Style.STRONG]
    assert len(strong) == 1
    assert len(made.lines) == 3


@given(alerts(), st.sampled_from(LANGUAGES), st.sampled_from(FITS))
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_texts_of_runs_are_clean_and_deterministic(
    content: AlertContent, language: str, fit: Fit
) -> None:
    made = message(content, language, fit)
    lines = [made.title, *made.lines, *made.footer]
    for line in lines:
        assert line.runs
        for run in line.runs:
            assert clean(run.text) == run.text.replace("\u00a0", " ")  # French before a colon
    assert made == message(content, language, fit)


def source(url: str) -> AlertSource:
    return AlertSource(key="a/b", service="A", terms_type="B", url=url)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/p?q=1&r=2#s", "https://a.example/p?q=1&r=2#s"),
        (
            "https://a.example/الخصوصية",
            "https://a.example/" + "%D8%A7%D9%84%D8%AE%D8%B5%D9%88%D8%B5%D9%8A%D8%A9",
        ),
        ("https://שלום.example/x", "https://xn--9dbne9b.example/x"),
        (
            "https://a.example/(x)[y]<z>|'\"*_~`",
            "https://a.example/%28x%29%5By%5D%3Cz%3E%7C%27%22%2A_~%60",
        ),
        ("http://127.0.0.1:8080/p", "http://127.0.0.1:8080/p"),
        ("ftp://a.example/", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://user:pass@a.example/", ""),
        ("https://a.example:99999/", ""),
        ("https://a b.example/", ""),
        ("https://[::1/", ""),
        ("https://a.example/" + "x" * 1_000, ""),
        ("", ""),
    ],
    ids=lambda value: value[:24] or "empty",
)
def test_links_lead_to_web_pages_only(url: str, link: str) -> None:
    assert page_url(source(url)) == link


def test_a_page_without_a_web_address_has_no_link(alert: Load) -> None:
    content: Any = alert("english_changed")
    made = message(replace(content, source=source("data:text/html,x")))
    assert made.url == ""


@pytest.mark.parametrize("chat", CHATS)
def test_long_names_cost_no_clauses(chat: str, alert: Load) -> None:
    content: Any = alert("english_changed")
    long = replace(content.source, service="Larch & Finch " * 9, terms_type="Policy <b> " * 9)
    request = render(
        EndpointKind(chat),
        replace(content, source=long),
        delivery_id="msg_1",
        sent_at=datetime(2026, 3, 5, tzinfo=UTC),
        language="fr",
        chat="-1001",
    )
    assert problems(chat, request.body) == []
    assert "You may object at any time." in request.body.decode("utf-8")  # the last clause


@pytest.mark.parametrize("summary", ["\x00", " ", "\u202e\u2066"], ids=["control", "space", "bidi"])
def test_a_summary_of_nothing_is_no_line(summary: str, alert: Load) -> None:
    content: Any = alert("english_changed")
    made = message(replace(content, change=replace(content.change, summary=summary)))
    assert made.lines[0].text.startswith("About: ")
