"""Pages that only a comparison speaks against: one look they are held, no longer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.captures import KEY, LONGER, POLICY, World, at

from storage.fetches import fetches_of_source
from storage.model import EventType, VersionKind
from storage.sources import resolve_source
from storage.versions import versions_of

HOME = "<html><head><title>Larkfield Tools</title></head><body><main>" + "".join(
    f"<h2>{name}</h2><p>Plan your {name} with ease, see who is free on Monday and print the sheet "
    "for the wall. Workshops from Leeds to Lisbon love how little time it takes.</p>"
    for name in ("bench", "lathe", "paint shop", "saw", "delivery van", "team")
)
FRENCH = """<html lang="fr"><head><title>Politique de confidentialité</title></head><body><main>
<h1>Politique de confidentialité de Larkfield Tools</h1>
<p>Larkfield Tools édite des logiciels pour les petits ateliers. Cette politique décrit ce que nous
faisons des données personnelles des utilisateurs de nos services et les droits que vous avez.</p>
<h2>Données collectées</h2><p>Nous collectons votre nom, votre adresse et les pages que vous
consultez sur notre site, pour vous fournir le service et pour la facturation.</p>
<h2>Vos droits</h2><p>Vous pouvez demander une copie de vos données ou leur suppression dans les
conditions prévues par la loi, et retirer votre consentement pour le traitement.</p></main>"""
REWRITTEN = """<html lang="en"><head><title>Larkfield</title></head><body><main>
<h1>Data at Larkfield</h1>
<p>When somebody signs up, personal information such as an address reaches our processors under a
written agreement, pursuant to applicable law. Third parties never receive it without consent.</p>
<p>The controller is Larkfield Holdings. Its liability is limited as far as statutory provisions
permit. Disclosure to authorities requires a court order in the governing jurisdiction.</p>
<p>Retention of billing records lasts seven years, since tax laws oblige every merchant to do so;
collected telemetry is erased after six weeks, consent records after ten.</p></main>"""
MANUAL = """<html lang="en"><head><title>Pump P4</title></head><body><main><h1>Pump P4</h1>
<p>Whoever opens the housing must close the valve before, under the conditions of this warranty. The
four screws are loosened crosswise, and the seal may not be bent. We are not liable for rotors that
were cleaned with petrol, and the customer agrees to use water only.</p>
<p>If the pump runs but no water comes, look whether air is in the hose. If it hums and does not
turn, the rotor is blocked: switch it off at once.</p></main>"""
WALL = (
    "<html><head><title>Larkfield</title></head><body><p>We use cookies to make your visit better. "
    "Choose which cookies you want.</p><button>Accept all</button></body></html>"
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def outcomes(world: World) -> list[tuple[str, str | None]]:
    """Oldest look first."""

    def ask(tracker: Any) -> list[tuple[str, str | None]]:
        source = resolve_source(tracker.db, KEY)
        looks = fetches_of_source(tracker.db, source.id, 100)
        return [(look.outcome, look.reason) for look in reversed(looks)]

    found: list[tuple[str, str | None]] = world.ask(ask)
    return found


def versions(world: World) -> list[tuple[str, str]]:
    """Kind and day of each."""

    def ask(tracker: Any) -> Iterator[tuple[str, str]]:
        source = resolve_source(tracker.db, KEY)
        for version in versions_of(tracker.db, source.id):
            yield version.kind, version.fetched_at[:10]

    return list(world.ask(lambda tracker: list(ask(tracker))))


def told(world: World) -> list[str]:
    return [alert.event for alert in world.alerts() if alert.state == "held"]


def test_a_rewrite_is_held_once_and_stands_since_it_was_first_seen(world: World) -> None:
    world.load((at(1), POLICY), (at(2), REWRITTEN), (at(3), REWRITTEN), (at(4), REWRITTEN))
    assert outcomes(world)[1] == ("suspect", "other_page")
    assert [outcome for outcome, _ in outcomes(world)[2:]] == ["new_version", "same_body"]
    assert versions(world) == [("first", "2026-03-01"), ("update", "2026-03-02")]
    assert [alert.captured_at[:10] for alert in world.alerts()] == ["2026-03-02"]
    assert told(world) == [EventType.SILENT_CHANGE]


def test_the_order_of_imports_does_not_matter_for_a_rewrite(world: World) -> None:
    world.load((at(1), POLICY), (at(3), REWRITTEN))
    world.load((at(2), REWRITTEN))
    assert versions(world) == [("first", "2026-03-01"), ("update", "2026-03-02")]


def test_a_held_look_that_is_not_seen_again_leaves_no_version(world: World) -> None:
    days = [POLICY, REWRITTEN, POLICY, REWRITTEN, POLICY]
    world.load(*((at(day), page) for day, page in enumerate(days, 1)))
    assert versions(world) == [("first", "2026-03-01")]
    assert told(world) == []


def test_a_failure_between_two_looks_does_not_make_them_wait(world: World) -> None:
    world.load((at(1), POLICY), (at(2), REWRITTEN), (at(3), WALL), (at(4), REWRITTEN))
    assert versions(world)[1:] == [("update", "2026-03-02")]


def test_a_lost_document_is_never_a_version_and_is_told_as_broken(world: World) -> None:
    world.load((at(1), POLICY), *((at(day), HOME) for day in range(2, 9)))
    assert set(outcomes(world)[1:]) == {("suspect", "other_page")}
    assert versions(world) == [("first", "2026-03-01")]
    assert told(world) == [EventType.SOURCE_BROKEN]
    assert world.alerts()[0].body["reason"] == "other_page"


def test_a_document_that_is_back_has_recovered(world: World) -> None:
    days = [POLICY, HOME, HOME, HOME, POLICY]
    world.load(*((at(day), page) for day, page in enumerate(days, 1)))
    assert told(world) == [EventType.SOURCE_BROKEN, EventType.SOURCE_RECOVERED]
    assert versions(world) == [("first", "2026-03-01")]


def test_a_text_in_another_language_begins_anew_and_changes_no_clause(world: World) -> None:
    days = [POLICY, FRENCH, FRENCH, FRENCH, POLICY, POLICY, FRENCH, FRENCH]
    world.load(*((at(day), page) for day, page in enumerate(days, 1)))
    assert outcomes(world)[1] == ("suspect", "wrong_language")
    assert [kind for kind, _ in versions(world)] == [VersionKind.FIRST] * 4
    assert [outcome for outcome, _ in outcomes(world)].count("suspect") == 1
    assert told(world) == []


def test_with_a_language_rule_another_language_is_refused_for_good(world: World) -> None:
    world.head += (
        '[[source]]\nservice = "Larkfield"\ntype = "Privacy Policy"\n'
        'url = "https://larkfield.example/privacy"\nevery = "1d"\nlanguage = "en"\n'
    )
    world.load((at(1), POLICY), *((at(day), FRENCH) for day in range(2, 8)))
    assert set(outcomes(world)[1:]) == {("suspect", "wrong_language")}
    assert [kind for kind, _ in versions(world)] == [VersionKind.FIRST]


def test_the_document_that_comes_after_a_first_look_at_something_else_is_no_change(
    world: World,
) -> None:
    world.load((at(1), MANUAL), (at(2), POLICY), (at(3), POLICY), (at(4), MANUAL), (at(5), POLICY))
    assert [outcome for outcome, _ in outcomes(world)] == [
        "new_version",
        "new_version",
        "same_body",
        "suspect",
        "same_body",
    ]
    assert [kind for kind, _ in versions(world)] == [VersionKind.FIRST, VersionKind.FIRST]
    assert told(world) == []


def test_a_home_page_at_the_first_look_is_no_first_version(world: World) -> None:
    world.load((at(1), HOME), (at(2), POLICY), (at(3), POLICY), (at(4), HOME), (at(5), POLICY))
    looks = outcomes(world)
    assert looks[0] == ("suspect", "other_page")
    assert [outcome for outcome, _ in looks[1:]] == [
        "new_version",
        "same_body",
        "suspect",
        "same_body",
    ]
    assert versions(world) == [(VersionKind.FIRST, "2026-03-02")]
    assert told(world) == []


def test_a_home_page_that_stays_is_recorded_in_the_end(world: World) -> None:
    world.load(*((at(day), HOME) for day in range(1, 7)))
    assert [outcome for outcome, _ in outcomes(world)][:3] == ["suspect"] * 3
    assert [kind for kind, _ in versions(world)] == [VersionKind.FIRST]


def test_a_torn_off_page_is_accepted_only_after_people_were_told(world: World) -> None:
    whole = POLICY.replace("</main>", POLICY_TAIL + "</main>")
    torn = whole[: whole.index("<h2>How long we keep it")]
    world.load((at(1), whole), *((at(day), torn) for day in range(2, 7)))
    assert outcomes(world)[1:4] == [("suspect", "collapsed")] * 3
    assert EventType.SOURCE_BROKEN in told(world)
    assert versions(world)[1:] == [("update", "2026-03-02")]


POLICY_TAIL = "".join(
    f"<h2>Part {number}</h2><p>In part {number} the controller explains which personal data of the "
    f"{group} are processed, for which purposes, and which rights the law gives to each of the "
    f"{group}, among them access, correction and deletion of the data at any time.</p>"
    for number, group in enumerate(
        ["customers", "visitors", "applicants", "suppliers", "partners", "members", "guests"] * 3
    )
)


LISTED = "<h1>{title}</h1><table><tr><th>{head}</th></tr>{rows}</table>"
NAMES = "Andale Cloud", "Brightwater Mail", "Corvid Analytics", "Dunmore Hosting", "Elmwood Pay"


def _list_of(title: str, head: str, country: str, intro: str) -> str:
    rows = "".join(
        f"<tr><td>{name} {number} Limited Partnership Holdings</td><td>{country}</td></tr>"
        for name in NAMES
        for number in range(4)
    )
    body = LISTED.format(title=title, head=head, rows=rows)
    return f"<html><head><title>{title}</title></head><body><main>{body}<p>{intro}</p></main>"


ENGLISH_LIST = _list_of(
    "Sub-processors",
    "Company and place",
    "United States of America",
    "We use these processors to "
    "provide our services. They process personal data only under a written agreement with us, and "
    "we tell our customers before we add one to this list, so that they can object to it." * 2,
)
GERMAN_LIST = _list_of(
    "Unterauftragsverarbeiter",
    "Firma und Ort",
    "Vereinigte Staaten",
    "Wir setzen diese Unterauftragsverarbeiter ein, um unsere Dienste zu erbringen. Sie "
    "verarbeiten personenbezogene "
    "Daten nur im Rahmen eines Vertrags mit uns, und wir unterrichten unsere Kunden vorab." * 2,
)


def test_a_list_of_names_in_another_language_changes_nothing_either(world: World) -> None:
    pages = [ENGLISH_LIST, GERMAN_LIST, GERMAN_LIST, GERMAN_LIST, ENGLISH_LIST, ENGLISH_LIST]
    world.load(*((at(day), page) for day, page in enumerate(pages, 1)))
    assert told(world) == []


SOURCE = LONGER.replace("<p>", "&lt;p&gt;").replace("</p>", "&lt;/p&gt;")


def test_a_page_that_shows_its_source_is_held_for_two_looks(world: World) -> None:
    pages = [POLICY, SOURCE, SOURCE, POLICY, SOURCE, SOURCE, SOURCE, SOURCE]
    world.load(*((at(day), page) for day, page in enumerate(pages, 1)))
    assert outcomes(world)[1] == ("suspect", "markup_shown")
    assert versions(world) == [("first", "2026-03-01"), ("update", "2026-03-05")]
    assert told(world) == [EventType.SILENT_CHANGE]


def test_a_page_that_shows_the_source_of_the_same_text_is_unchanged(world: World) -> None:
    shown = POLICY.replace("<p>", "&lt;p&gt;").replace("</p>", "&lt;/p&gt;")
    world.load((at(1), POLICY), (at(2), shown))
    assert [outcome for outcome, _ in outcomes(world)][1:] in (["unchanged"], ["cosmetic"])
