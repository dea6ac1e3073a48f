"""A watchlist is read with every default, or refused with every problem at once."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path

import pytest

from monitor.config import Anomaly, Watchlist, source_rules
from storage.model import Category, EndpointKind, EventType, SourceRules

Load = Callable[[str], Watchlist]
Problems = Callable[[str], tuple[str, ...]]

FULL = """
[clausewatch]
database = "data/watch.db"
contact = "privacy-watch@example.org"
timeout = "20s"
delay = "0.5s"
max_body = "2MB"
allow_private = ["127.0.0.0/8", "fd00::/8"]
anomaly = { share = 0.5, at_least = 4 }

[[source]]
service = "شركة المدار"
type = "سياسة الخصوصية"
url = "https://almadar.example/ar/privacy"
every = "12h"
tags = ["vendor", "bank"]
language = "ar"
region = "SA"
select = "main"
remove = ["nav", ".related"]
ignore = 'آخر دخول: .*'
js = true
confirm = false
keep = "all"

[[source]]
service = "Orchard & Pine"
type = "Sub-processor List"
url = "https://orchard.example/subprocessors"
cron = "0  6 * * mon"

[[route]]
to = ["legal", "system", "legal"]
categories = ["sharing", "retention"]
min_severity = 40
tags = "vendor"
services = ["شركة المدار"]
types = ["سياسة الخصوصية"]
languages = ["ar"]
events = ["policy.changed", "source.broken"]
classes = ["substantive"]

[[endpoint]]
name = "legal"
kind = "slack"
url = "env:LEGAL_SLACK_WEBHOOK"

[[endpoint]]
name = "system"
kind = "webhook"
url = "file:secrets/url"
secret = ["env:NEW_SECRET", "env:OLD_SECRET"]
"""


def test_everything_that_can_be_written_is_read(load: Load, tmp_path: Path) -> None:
    watchlist = load(FULL)
    settings = watchlist.settings
    assert settings.database == tmp_path / "data" / "watch.db"
    assert settings.contact == "privacy-watch@example.org"
    assert (settings.timeout_seconds, settings.delay_seconds) == (20.0, 0.5)
    assert settings.max_body_bytes == 2_000_000
    assert settings.allow_private == (ip_network("127.0.0.0/8"), ip_network("fd00::/8"))
    assert settings.address_policy.allows("127.0.0.1")
    assert settings.anomaly == Anomaly(share=0.5, at_least=4)

    madar, orchard = watchlist.sources
    assert madar.key == "شركة-المدار/سياسة-الخصوصية"
    assert (madar.every_seconds, madar.cron, madar.confirm_seconds) == (43_200, None, None)
    assert (madar.tags, madar.region, madar.keep) == (("vendor", "bank"), "SA", "all")
    assert source_rules(madar) == SourceRules(
        select=("main",),
        remove=("nav", ".related"),
        ignore=("آخر دخول: .*",),
        language="ar",
        js=True,
    )
    assert orchard.key == "orchard-pine/sub-processor-list"
    assert (orchard.every_seconds, orchard.cron) == (None, "0 6 * * mon")

    (route,) = watchlist.routes
    assert route.to == ("legal", "system")
    assert route.categories == (Category.SHARING, Category.RETENTION)
    assert route.events == (EventType.POLICY_CHANGED, EventType.SOURCE_BROKEN)
    assert (route.min_severity, route.tags) == (40, ("vendor",))
    assert watchlist.warnings == ()

    system = watchlist.endpoint("system")
    assert system is not None
    assert (system.kind, system.url_reference) == (EndpointKind.WEBHOOK, "file:secrets/url")
    assert system.secret_references == ("env:NEW_SECRET", "env:OLD_SECRET")
    assert watchlist.source(orchard.key) is orchard
    assert watchlist.endpoint("nobody") is None


@pytest.mark.parametrize(
    ("written", "js"), [("true", True), ("false", False), ('"auto"', "auto")], ids=str
)
def test_rendering_is_asked_for_forbidden_or_left_to_the_page(
    load: Load, written: str, js: object
) -> None:
    text = '[clausewatch]\nchromium = "/opt/chromium/chrome"\n[[source]]\nservice = "A"\n'
    watchlist = load(f'{text}type = "Terms"\nurl = "http://a.example/"\njs = {written}\n')
    assert watchlist.settings.chromium == "/opt/chromium/chrome"
    assert source_rules(watchlist.sources[0]).js == js


def test_defaults_of_a_source(load: Load) -> None:
    (source,) = load('[[source]]\nservice = "A"\ntype = "Terms"\nurl = "http://a.example/"').sources
    assert (source.every_seconds, source.cron) == (86_400, None)
    assert (source.confirm_seconds, source.keep, source.js) == (3_600, "versions", "auto")
    assert source_rules(source) == SourceRules()


@pytest.mark.parametrize("text", ["", "[clausewatch]\n", '\ufeff[clausewatch]\ndatabase = "x"\n'])
def test_a_watchlist_without_sources_is_valid(load: Load, text: str) -> None:
    assert load(text).sources == ()


def test_every_problem_is_reported_at_once(problems: Problems) -> None:
    found = problems(
        """
        [clausewatch]
        databse = "x"
        [[source]]
        service = "Acme"
        type = "Privacy Policy"
        url = "https://acme.example/"
        [[source]]
        service = "Basalt"
        url = "https://basalt.example/"
        keep = "some"
        evry = "1h"
        [[route]]
        to = "legl"
        [[endpoint]]
        name = "legal"
        kind = "slack"
        url = "env:X"
        """
    )
    assert found == (
        "watchlist.toml: clausewatch: databse: unknown key; did you mean 'database'?",
        "watchlist.toml: source[2] 'Basalt': type: is missing",
        "watchlist.toml: source[2] 'Basalt': keep: not one of versions, all",
        "watchlist.toml: source[2] 'Basalt': evry: unknown key; did you mean 'every'?",
        "watchlist.toml: route[1]: to: no endpoint is called 'legl'; did you mean 'legal'?",
    )


def source_with(line: str) -> str:
    return f'[[source]]\nservice = "A"\ntype = "Terms"\nurl = "https://a.example/"\n{line}\n'


WRONG_SOURCE_LINES = [
    ('every = "2y"', "every: write a duration"),
    ("every = 60", "every: write a duration"),
    ('every = "0s"', "every: write a duration from 1s"),
    ('every = "1h"\ncron = "0 6 * * mon"', "cron: write either every or cron"),
    ('cron = "0 6 * * 1"', "cron: write weekdays by name"),
    ('cron = "0 6 * * 0-4"', "cron: write weekdays by name"),
    ('cron = "0 6 * *"', "cron: write five fields"),
    ('cron = "61 6 * * *"', "cron: not a cron line"),
    ('cron = "0 0 30 feb *"', "cron: this day never comes"),
    ('cron = "0 6 * * mon Europe/Atlantis"', "cron: no time zone is called"),
    ("confirm = true", "confirm: write a duration"),
    ('confirm = "soon"', "confirm: write a duration"),
    ('keep = "everything"', "keep: not one of versions, all"),
    ('js = "yes"', 'js: write true, false or "auto"'),
    ("js = 1", 'js: write true, false or "auto"'),
    ("tags = 3", "tags: write a list"),
    ("tags = [3]", "tags[1]: write a name"),
    ('select = "p >"', "select[1]: write a CSS selector"),
    ('remove = ["nav", ""]', "remove[2]: write a CSS selector"),
    ('ignore = "("', "ignore[1]: not a regular expression"),
    ('language = "Arabic"', "language: write an ISO 639 code"),
    ('region = "sa"', "region: write a country code"),
    ('key = "Acme/Terms"', "key: write a key"),
    ('key = "acme"', "key: write a key"),
    ('frequency = "1h"', "frequency: unknown key (known: service"),
]


@pytest.mark.parametrize(
    ("line", "problem"), WRONG_SOURCE_LINES, ids=[line for line, _ in WRONG_SOURCE_LINES]
)
def test_what_is_wrong_in_a_source_is_said(problems: Problems, line: str, problem: str) -> None:
    (found,) = problems(source_with(line))
    assert found.startswith(f"watchlist.toml: source[1] 'A': {problem}")


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "ftp://a.example/", "https://", "https://u:p@a.example/", "https://[::1"],
)
def test_urls_that_no_source_can_have(problems: Problems, url: str) -> None:
    (found,) = problems(f'[[source]]\nservice = "A"\ntype = "T"\nurl = "{url}"')
    assert found.startswith("watchlist.toml: source[1] 'A': url: ")


WRONG_SETTINGS = [
    ('timeout = "30"', "timeout: write a duration"),
    ('timeout = "0s"', "timeout: write a duration from 1s to 10m"),
    ('max_body = "10"', "max_body: write a size"),
    ('max_body = "1B"', "max_body: write a size from 1kB"),
    ("database = 3", "database: write a name"),
    ('contact = "الخصوصية"', "contact: write a mail or web address"),
    ('chromium = "chromium"', "chromium: write the whole path"),
    ("chromium = true", "chromium: write the whole path"),
    ('allow_private = ["10.0.0.1/8"]', 'allow_private[1]: has bits beyond its prefix: write "10.'),
    ('allow_private = ["0.0.0.0/0"]', "allow_private[1]: this is every address"),
    ('allow_private = ["localhost"]', "allow_private[1]: write a network"),
    ("anomaly = { share = 3 }", "anomaly.share: "),
    ("anomaly = { shar = 0.3 }", "anomaly.shar: unknown key; did you mean 'share'?"),
    ("anomaly = true", "anomaly: write a table"),
]


@pytest.mark.parametrize(
    ("line", "problem"), WRONG_SETTINGS, ids=[line for line, _ in WRONG_SETTINGS]
)
def test_what_is_wrong_in_the_settings_is_said(problems: Problems, line: str, problem: str) -> None:
    (found,) = problems(f"[clausewatch]\n{line}")
    assert found.startswith(f"watchlist.toml: clausewatch: {problem}")


def test_the_anomaly_brake_can_be_taken_off(load: Load) -> None:
    assert load("[clausewatch]\nanomaly = false").settings.anomaly is None
    assert load("").settings.anomaly == Anomaly(share=0.3, at_least=20)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[clausewatch\n", "not valid TOML: "),
        ("[sources]\n", "unknown table 'sources'; did you mean 'source'?"),
        ('[source]\nservice = "A"\n', "source: write each one under [[source]]"),
        ("endpoint = 3\n", "endpoint: write each one under [[endpoint]]"),
        ("clausewatch = 3\n", "clausewatch: write it as a table: [clausewatch]"),
    ],
    ids=["syntax", "unknown-table", "single-bracket", "no-table", "settings-no-table"],
)
def test_what_is_wrong_in_the_file_is_said(problems: Problems, text: str, problem: str) -> None:
    assert problems(text)[0].startswith(f"watchlist.toml: {problem}")


@pytest.mark.parametrize(
    "line",
    [
        'url = "https://hooks.slack.example/services/T0/B0/s3cret"',
        'url = "s3cret"',
        'url = "env:s3cret-with-dashes"',
        'url = "env:X"\nsecret = "whsec_s3cret"',
        'url = "env:X"\nsecret = ["env:OK", "whsec_s3cret"]',
        'url = "env:X"\nwebhook = "https://hooks.example/s3cret"',
    ],
    ids=["url", "word", "bad-reference", "secret", "secret-in-list", "unknown-key"],
)
def test_a_literal_secret_is_refused_and_not_repeated(problems: Problems, line: str) -> None:
    found = problems(f'[[endpoint]]\nname = "e"\nkind = "webhook"\n{line}')
    assert found
    assert "s3cret" not in "".join(found)


def test_a_literal_secret_is_refused_with_the_reason(problems: Problems) -> None:
    (found,) = problems(
        '[[endpoint]]\nname = "legal"\nkind = "slack"\nurl = "https://hooks.slack.example/x"'
    )
    assert "a secret must not stand in the watchlist" in found
    assert '"env:NAME"' in found


def warnings_of(load: Load, text: str) -> str:
    return "\n".join(load(f'[clausewatch]\ncontact = "a@b.example"\n{text}').warnings)


ENDPOINT = '[[endpoint]]\nname = "e"\nkind = "slack"\nurl = "env:X"\n'


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (source_with(""), "nobody is told"),
        (ENDPOINT, "endpoint 'e': no route leads to it"),
        (ENDPOINT.replace("slack", "webhook"), "deliveries are not signed"),
        (f'{ENDPOINT}[[route]]\nto = "e"\nmin_severity = 5\n', "none takes source.broken"),
        (f'{source_with("")}{ENDPOINT}[[route]]\nto = "e"\ntags = "x"\n', "no source has 'x'"),
        (f'{source_with("")}{ENDPOINT}[[route]]\nto = "e"\nservices = "B"\n', "has 'B'"),
    ],
    ids=["no-route", "no-route-to", "unsigned", "no-broken", "tag", "service"],
)
def test_what_silently_would_not_happen_is_a_warning(load: Load, text: str, warning: str) -> None:
    assert warning in warnings_of(load, text)


def test_a_sound_watchlist_has_no_warnings(load: Load) -> None:
    text = f'{source_with("")}{ENDPOINT}[[route]]\nto = "e"\nservices = ["a"]\ntypes = "TERMS"\n'
    assert warnings_of(load, text) == ""


def test_a_missing_contact_is_a_warning(load: Load) -> None:
    assert "contact" in load("").warnings[0]
