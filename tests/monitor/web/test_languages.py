"""The pages in the language of their readers, whole: no word of ours is left in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from selectolax.lexbor import LexborHTMLParser
from support.history import History
from support.markup import dead_fragments, doubled_ids, live_parts, outline, parsed, skipped_levels
from support.policies import publish
from support.web import Web

from monitor.alerts.catalogue import LANGUAGES
from monitor.alerts.untold import REASONS
from monitor.report.words import ENGLISH, frame_of
from monitor.web.language import OWN_NAMES
from storage.database import open_readonly
from storage.deliveries import Attempt, deliveries_of, record_attempt
from storage.model import AlertState, AttemptOutcome, DeliveryState, EventType, Health

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((ROOT / "monitor").glob("report/templates/**/*.html")) + sorted(
    (ROOT / "monitor").glob("web/templates/*.html")
)
PAGES = (
    "/",
    "/?health=broken&removed=1",
    "/changes?silent=1",
    "/changes?category=retention",
    "/dates",
    "/parties",
    "/parties?q=fernhollow",
    "/search?q=personal+data&all=1",
    "/search?q=nowhere",
    "/about",
    "/alerts",
    "/alerts/1",
    "/alerts/5",
    "/sources/marl/privacy-policy",
    "/sources/salam/privacy-policy",
    "/sources/orchard/terms",
    "/sources/marl/privacy-policy/versions/3",
    "/sources/tapuz/privacy-policy/changes/2",
    "/sources/marl/privacy-policy/diff?from=1&to=3",
    "/nothing",
    "/?page=x",
)
# What is the same in every language.
NAMES = {"clausewatch", "UTC", "Atom", "JSON", "SHA", "OpenAPI", "HTTP", "lang"}
COMMANDS = {"check", "run", "alerts", "retry", "release", "drop", "diff", "route", "sources"}
# Of pages that are quoted in a line of ours, and codes of languages.
QUOTED = {"messages", "March", "May", "en", "ar", "he"}
ROUTES = """
[[endpoint]]
name = "legal"
kind = "slack"
url = "env:LEGAL"
[[route]]
to = ["legal"]
min_severity = 99
tags = ["vendor"]
categories = ["sale"]
except_events = ["run.anomalous"]
[[route]]
to = ["legal"]
"""
# Keys and values of the watchlist.
KEYS = set(re.findall("[a-z]+", ROUTES)) | {"subprocessors", "use", "source", "broken"}
QUOTES = ".words, .path, .rows, .document"
SHOWN = ("aria-label", "title", "placeholder", "alt", "label")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_template_has_a_word_of_its_own(path: Path) -> None:
    tree = Environment().parse(path.read_text("utf-8"))
    texts = [found.data for found in tree.find_all(nodes.TemplateData)]
    bare = re.sub(r"<[^>]*>?|^[^<]*>", " ", "\0".join(texts).replace("\0", "")).split()
    assert {word for word in bare if re.search(r"[^\W\d_]{2}", word)} <= NAMES | {
        "/api/v1",
        'lang=""',
    }
    labels = re.findall(rf"(?:{'|'.join(SHOWN)})=\"([^\"]*)", "\0".join(texts))
    assert {text for text in labels if re.search(r"[^\W\d_]{2}", text)} <= {"2026-03, 7d"}
    said = {found.value for found in tree.find_all(nodes.Const) if isinstance(found.value, str)}
    assert [text for text in said if re.search(r"[A-Z]|[a-z] [a-z]", text)] == []


def test_every_member_of_a_closed_set_has_its_word() -> None:
    assert set(ENGLISH.table["brief_health"]) == set(Health)
    assert set(ENGLISH.table["alert_states"]) == set(ENGLISH.table["alerts"]) == set(AlertState)
    assert set(ENGLISH.table["attempts"]) == set(AttemptOutcome)
    assert set(ENGLISH.words.table["deliveries"]) == set(DeliveryState)
    assert set(ENGLISH.table["statuses"]) == set(ENGLISH.table["problems"])
    assert tuple(OWN_NAMES) == LANGUAGES


@pytest.fixture(scope="module")
def strangers(published: Path) -> set[str]:
    return names_in(published)


def names_in(folder: Path) -> set[str]:
    """The words of names that stand in a history: they are not ours to translate."""
    with open_readonly(folder / "clausewatch.db") as db:
        found = [
            str(value)
            for question in (
                "SELECT key, terms_type, url, tags FROM sources",
                "SELECT name FROM services",
                "SELECT name FROM parties",
                "SELECT name FROM endpoints",
                "SELECT title FROM versions",
            )
            for row in db.rows(question)
            for value in row
        ]
    return set(re.findall(r"[A-Za-z]{2,}", " ".join(found)))


def own_words(page: LexborHTMLParser) -> Iterator[str]:
    """Texts and labels of a page but for what is quoted."""
    for node in page.css(f"head, code, del, ins, [lang=en]:not(html), .languages, {QUOTES}"):
        node.decompose()
    yield page.body.text(separator=" ") if page.body else ""
    for node in page.css("*"):
        yield from (value or "" for name, value in node.attributes.items() if name in SHOWN)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_page_speaks_one_language(
    web: Web, strangers: set[str], language: str, path: str
) -> None:
    html = web.ask(path, Accept_Language=language).text
    assert f'<html lang="{language}" dir="rtl">' in html
    assert doubled_ids(html) == dead_fragments(html) == skipped_levels(html) == []
    assert outline(html).count(1) == 1
    assert live_parts(html.replace('<script src="/', '<script data-src="/')) == []
    english = set(re.findall(r"[A-Za-z]{2,}", " ".join(own_words(parsed(html)))))
    asked = set(re.findall(r"[a-z]+", path))
    assert english - strangers - asked - NAMES - COMMANDS - QUOTED == set()


@pytest.mark.parametrize("language", ["fr", "de", "es"])
def test_pages_in_other_latin_letters(web: Web, language: str) -> None:
    for path in ("/", "/alerts/1", "/sources/marl/privacy-policy", "/about"):
        html = web.ask(path, Accept_Language=language).text
        assert f'<html lang="{language}" dir="ltr">' in html
        words = " ".join(own_words(parsed(html)))
        assert not re.search(r"\b(the|changed|Show|Latest|severity|stated|none)\b", words)


@pytest.mark.parametrize(
    ("path", "headers", "language"),
    [
        ("/", {}, "en"),
        ("/", {"Accept_Language": "he-IL,he;q=0.9,en;q=0.8"}, "he"),
        ("/", {"Accept_Language": "iw"}, "he"),
        ("/", {"Accept_Language": "pt, fr;q=0.4, ar;q=0.7"}, "ar"),
        ("/", {"Accept_Language": "ar;q=0, *"}, "en"),
        ("/", {"Accept_Language": "ar;q=x, de;q=2, ;;,=,"}, "en"),
        ("/", {"Accept_Language": "fr", "Cookie": "clausewatch_language=es"}, "es"),
        ("/", {"Accept_Language": "fr", "Cookie": "clausewatch_language=xx"}, "fr"),
        ("/?lang=de", {"Accept_Language": "fr", "Cookie": "clausewatch_language=es"}, "de"),
        ("/?lang=tlh", {"Accept_Language": "fr"}, "fr"),
    ],
)
def test_whose_language_it_is(web: Web, path: str, headers: dict[str, str], language: str) -> None:
    answer = web.ask(path, **headers)
    assert f'<html lang="{language}"' in answer.text
    assert answer.headers["vary"] == "Accept-Language, Cookie"


def test_what_was_asked_for_is_remembered(web: Web) -> None:
    assert "set-cookie" not in web.ask("/").headers
    assert "set-cookie" not in web.ask("/?lang=tlh").headers
    cookie = web.ask("/changes?lang=ar&silent=1").headers["set-cookie"]
    assert cookie.startswith("clausewatch_language=ar;")
    assert "samesite=lax" in cookie.lower()
    assert "set-cookie" not in web.ask("/feed.atom?lang=ar").headers
    assert "set-cookie" not in web.ask("/api/v1/sources?lang=ar").headers


def test_every_page_leads_to_itself_in_the_other_languages(web: Web) -> None:
    page = parsed(web.ask("/changes?silent=1&lang=fr").text)
    links = {node.attributes["hreflang"]: node for node in page.css(".languages a")}
    assert tuple(links) == LANGUAGES
    assert links["he"].attributes["href"] == "/changes?silent=1&lang=he"
    assert [code for code, node in links.items() if "aria-current" in node.attributes] == ["fr"]


def test_a_token_is_not_carried_on(closed: Web) -> None:
    page = closed.ask("/enter?token=not-the-one&lang=ar").text
    assert "not-the-one" not in page
    assert frame_of("ar").say("wrong_token") in page


def test_feeds_speak_the_language_of_their_address(web: Web) -> None:
    arabic = web.ask("/feed.atom?lang=ar", Accept_Language="fr").text
    assert 'xml:lang="ar"' in arabic
    assert "dir=&#34;rtl&#34;" in arabic
    assert frame_of("ar").say("silence") in arabic
    assert 'xml:lang="en"' in web.ask("/feed.atom", Accept_Language="fr").text
    page = parsed(web.ask("/", Accept_Language="he").text)
    link = page.css_first("link[type='application/atom+xml']")
    assert link.attributes["href"] == "/feed.atom?lang=he"


def test_the_api_stays_as_it_is(web: Web) -> None:
    assert web.ask("/api/v1/changes", Accept_Language="ar").body == web.ask("/api/v1/changes").body


@pytest.mark.parametrize("language", ["ar", "he"])
def test_what_became_of_an_alert_is_told_whole(tmp_path: Path, language: str) -> None:
    """Every state, every reason, what the routes say, and attempts with their errors."""
    with History(tmp_path, endpoints=(("legal", "slack"), ("ops", "webhook"))) as history:
        publish(history)
        history.watchlist.write_text(ROUTES)
        source = history.source("orchard/terms")
        version = history.version(source, "# Terms", at="2026-03-01T10:00:00Z")
        told = [
            history.alert(version, None, event=EventType.SOURCE_BROKEN, state=state, reason=reason)
            for state in (AlertState.HELD, AlertState.DROPPED)
            for reason in REASONS
        ]
        told.append(
            history.alert(
                version,
                None,
                event=EventType.RUN_ANOMALOUS,
                endpoints=("legal", "ops"),
                body={"run": 1, "checked": 9, "changed": 8, "held": 7},
            )
        )
        first, _ = deliveries_of(history.db, told[-1])
        at = "2026-03-02T10:00:00.000000Z"
        attempt = Attempt(
            delivery_id=first.id,
            number=1,
            started_at=at,
            finished_at=at,
            outcome=AttemptOutcome.RETRY,
            http_status=503,
            error="no room",
        )
        with history.db.transaction():
            record_attempt(history.db, attempt, state=DeliveryState.PENDING, next_attempt_at=at)
    with Web(tmp_path) as web:
        for path in ("/alerts", "/alerts/1", f"/alerts/{told[0]}", f"/alerts/{told[-1]}"):
            page = parsed(web.ask(path, Accept_Language=language).text)
            english = set(re.findall(r"[A-Za-z]{2,}", " ".join(own_words(page))))
            assert english - names_in(tmp_path) - NAMES - COMMANDS - QUOTED - KEYS == set(), path
