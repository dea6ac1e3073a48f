"""Pages in a real browser, by the real crawling process. Skipped where no Chromium is installed."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.site import Asked, Behaviour, Site, Stall

from crawler.messages import job_to_line
from crawler.rendering.evidence import MARK
from crawler.rendering.finding import find_browser
from storage.database import Database, open_readonly
from storage.fetches import Fetch
from storage.model import Outcome, SourceRules
from storage.snapshots import Snapshot, get_snapshot, snapshot_body
from storage.sources import resolve_source
from storage.versions import versions_of

from .conftest import Watch

MISSING = find_browser(None).missing
pytestmark = [
    pytest.mark.skipif(MISSING is not None, reason=f"no real rendering: {MISSING}"),
    pytest.mark.xdist_group("browser"),  # one browser at a time
]

CLAUSES = "".join(
    f"<p>{number}. We may share your personal information with partner {number} for {number + 2} "
    "months, and you have the right to object to this at any time.</p>"
    for number in range(12)
)
ARABIC = "".join(
    f"<p>{number}. قد نشارك معلوماتك الشخصية مع الشريك {number} لمدة {number + 2} شهرا، ويحق لك "
    "الاعتراض على ذلك في أي وقت.</p>"
    for number in range(12)
)


def app(script: str, *, beside: str = "") -> str:
    """A page whose text is all made by its script; ``R`` is the root, ``CLAUSES`` its text."""
    return (
        f"<!DOCTYPE html><html><head><title>Orchard</title></head><body><div id=root></div>{beside}"
        f"<script>const R=document.getElementById('root');const CLAUSES=`<h1>Privacy Policy</h1>"
        f"{CLAUSES}`;const add=(html)=>R.insertAdjacentHTML('beforeend',html);{script}</script>"
        "</body></html>"
    )


TWO_STEPS = """R.textContent='Loading…';
setTimeout(()=>{R.innerHTML=CLAUSES},800);
setTimeout(()=>fetch('/more').then((r)=>r.text()).then((t)=>add(`<h2>Contact</h2><p>${t}</p>`)),1600);
"""
CLOCK = """R.innerHTML=CLAUSES+'<p id=c></p>';setInterval(()=>{
document.getElementById('c').textContent='Current time '+new Date().toTimeString().slice(0,8)},100);
"""
RESTLESS = """R.innerHTML=CLAUSES+'<p id=c></p>';let n=0;setInterval(()=>{
document.getElementById('c').textContent='apples '.repeat(++n%40)},100);"""
# Its thread is busy for ever, as in for(;;); and costs whoever runs the test nothing.
ENDLESS = """R.innerHTML=CLAUSES;setTimeout(()=>{for(;;){const x=new XMLHttpRequest();
try{x.open('GET','/never',false);x.send()}catch{}}},100);"""
PARTS = """R.innerHTML=CLAUSES+'<div style=height:4000px></div><p id=end></p>';
alert('one');confirm('two');window.open('/popup');
const host=document.createElement('orchard-terms');R.append(host);
host.attachShadow({mode:'open'}).innerHTML='<section><slot name=first></slot>'+
'<p>We keep what is in the shadow for thirty days.</p></section>';
host.innerHTML='<p>A paragraph that no slot takes is kept all the same.</p>'+
'<p slot=first>A paragraph for the slot comes first.</p>';
new IntersectionObserver((seen)=>{if(seen[0].isIntersecting)
document.getElementById('end').textContent='This clause arrives when it is scrolled to.'})
.observe(document.getElementById('end'));"""
ABOUT = """add(`<p>Shown to ${navigator.language} in
${Intl.DateTimeFormat().resolvedOptions().timeZone} on ${innerWidth} by ${innerHeight} for
${navigator.userAgent} on this machine.</p>`);"""
CHANGE, CHANGED = "R.innerHTML=CLAUSES", "R.innerHTML=CLAUSES.replace('12 months',months)"


def reaching(canary: Site, hop: str) -> tuple[str, str]:
    """A script and markup that try to reach a private address in many ways."""
    url = canary.url("/secret")
    script = f"""R.innerHTML=CLAUSES;
    for(const u of ['{url}','{hop}','http://[::ffff:127.0.0.9]:{canary.port}/secret'])
      fetch(u).then((r)=>r.text()).then((t)=>add('<p>REACHED '+t+'</p>')).catch(()=>{{}});
    new WebSocket('{url.replace("http", "ws")}');navigator.sendBeacon('{url}');
    new EventSource('{url}');
    const pc=new RTCPeerConnection({{iceServers:[{{urls:'stun:127.0.0.9:{canary.port}'}},
      {{urls:'turn:127.0.0.9:{canary.port}?transport=tcp',username:'a',credential:'b'}}]}});
    pc.createDataChannel('x');pc.createOffer().then((o)=>pc.setLocalDescription(o));"""
    beside = (
        f'<link rel=preconnect href="{url}"><link rel=dns-prefetch href="{url}">'
        f'<link rel=stylesheet href="{url}"><img src="{url}"><iframe src="{url}"></iframe>'
        f'<script src="{url}"></script><object data="{url}"></object>'
    )
    return script, beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a crawl left."""

    watch: Watch
    site: Site
    fetches: dict[str, Fetch]

    def html(self, name: str, number: int = 1) -> str:
        """The body of a version's snapshot, without the scripts."""
        body = snapshot_body(*self._snapshot(name, number)).decode()
        return re.sub(r"<script.*?</script>", "", body, flags=re.DOTALL)

    def headers(self, name: str) -> dict[str, str]:
        return dict(self._snapshot(name, 1)[1].headers)

    def _snapshot(self, name: str, number: int) -> tuple[Database, Snapshot]:
        db = open_readonly(self.watch.path)
        version = versions_of(db, resolve_source(db, f"{name}/page").id)[number - 1]
        return db, get_snapshot(db, version.snapshot_id)


SETTINGS = {
    "timeout_seconds": 40.0,
    "deadline_seconds": 200.0,
    "allow_private": ("127.0.0.1/32",),
    "max_body_bytes": 100_000,
}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Seen, Site]]:
    """One crawl of difficult pages, and a private site that they try to reach."""
    watch = Watch(tmp_path_factory.mktemp("once"))
    with Site() as site, Site(host="127.0.0.9") as canary:
        canary.page("/secret", "the secret", headers={"Access-Control-Allow-Origin": "*"})
        site.redirect("/hop", canary.url("/secret"))
        site.page("/plain", f"<title>Privacy Policy</title><h1>Privacy Policy</h1>{CLAUSES}")
        site.page("/robots.txt", "User-agent: *\nDisallow: /closed\n", content_type="text/plain")
        script, beside = reaching(canary, "/hop")
        pages = {
            "parts": app(PARTS + ABOUT, beside="<iframe src=/plain></iframe>"),
            "reaching": app(script, beside=beside),
            "moved": app("setTimeout(()=>{location.href='/plain'},200)"),
            "closing": app("location.replace('/closed')"),
            "going": app("location.replace('/gone')"),
            "large": app("R.innerHTML=CLAUSES.repeat(100)"),
        }
        for name, page in pages.items():
            site.page(f"/{name}", page)
            watch.add(f"{name}/page", site.url(f"/{name}"), language="en", region="IE")
        site.page("/steps", app(TWO_STEPS), etag='"1"')
        site.page("/more", "Write to privacy@orchard.example")
        site.page("/clock", app(CLOCK))
        site.page("/arabic", f"<title>Privacy Policy</title><h1>Privacy Policy</h1>{ARABIC}")
        watch.add("steps/page", site.url("/steps"), language="en")
        watch.add("clock/page", site.url("/clock"))
        watch.add("always/page", site.url("/arabic"), rules=SourceRules(js=True))
        fetches = watch.crawl(**SETTINGS)
        yield Seen(watch=watch, site=site, fetches=fetches), canary


@pytest.fixture(scope="module")
def stubborn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """Pages that take all the time there is."""
    watch = Watch(tmp_path_factory.mktemp("stubborn"))
    with Site() as site:
        site.page("/restless", app(RESTLESS))
        site.page("/endless", app(ENDLESS))
        site.behave("/never", Stall())
        for name in ("restless", "endless"):
            watch.add(f"{name}/page", site.url(f"/{name}"), language="en")
        yield Seen(watch=watch, site=site, fetches=watch.crawl(**SETTINGS | {"timeout_seconds": 8}))


@pytest.fixture
def seen(once: tuple[Seen, Site]) -> Seen:
    return once[0]


@pytest.fixture(scope="module")
def twice(once: tuple[Seen, Site]) -> tuple[Seen, Seen, list[str]]:
    """That crawl, another one of some of its pages, and the paths that the second asked for."""
    first, _ = once
    watch, site = first.watch, first.site
    site.page("/clock", app("const months='30 months';" + CLOCK.replace(CHANGE, CHANGED)))
    before = len(site.log)
    again = [f"{name}/page" for name in ("steps", "clock", "always")]
    second = Seen(watch=watch, site=site, fetches=watch.crawl(only=again, **SETTINGS))
    return first, second, [asked.path for asked in site.log[before:]]


def outcome(seen: Seen, name: str) -> Outcome:
    return seen.fetches[f"{name}/page"].outcome


Twice = tuple[Seen, Seen, list[str]]


def test_a_page_that_fills_in_in_steps_is_whole(twice: Twice) -> None:
    first, _, _ = twice
    assert outcome(first, "steps") is Outcome.NEW_VERSION
    html = first.html("steps")
    assert "partner 11 for 13 months" in html
    assert "Write to privacy@orchard.example" in html
    assert "Loading" not in html


def test_two_renderings_are_equal_and_the_second_begins_in_the_browser(twice: Twice) -> None:
    _, second, asked = twice
    assert outcome(second, "steps") is Outcome.SAME_BODY
    assert asked.count("/steps") == 1


def test_the_snapshot_says_that_it_was_rendered(twice: Twice) -> None:
    headers = twice[0].headers("steps")
    assert headers[MARK].startswith("chromium/")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "ETag" not in headers


def test_a_clock_does_not_keep_a_page_from_settling(twice: Twice) -> None:
    assert outcome(twice[0], "clock") is Outcome.NEW_VERSION


def test_a_changed_page_is_a_new_version(twice: Twice) -> None:
    assert outcome(twice[1], "clock") is Outcome.NEW_VERSION
    assert "for 30 months" in twice[1].html("clock", 2)


def test_a_page_without_scripts_can_be_rendered_too(twice: Twice) -> None:
    first, second, _ = twice
    assert outcome(first, "always") is Outcome.NEW_VERSION
    assert first.headers("always")[MARK].startswith("chromium/")
    assert "مع الشريك 11" in first.html("always")
    assert outcome(second, "always") is Outcome.SAME_BODY


def test_a_page_that_never_settles_is_no_version(stubborn: Seen) -> None:
    fetch = stubborn.fetches["restless/page"]
    assert fetch.outcome is Outcome.SUSPECT
    assert (fetch.reason or "").startswith("not_settled: ")


def test_a_page_that_never_ends_its_script_is_given_up(stubborn: Seen) -> None:
    assert outcome(stubborn, "endless") is Outcome.TIMED_OUT


@pytest.mark.parametrize(
    "words",
    [
        "partner 11 for 13 months",
        "what is in the shadow for thirty days",
        "A paragraph that no slot takes",
        "This clause arrives when it is scrolled to.",
        '<div src="/plain">',
    ],
    ids=["text", "shadow", "unslotted", "lazy", "frame"],
)
def test_all_parts_of_a_page_are_in_its_snapshot(seen: Seen, words: str) -> None:
    assert outcome(seen, "parts") is Outcome.NEW_VERSION
    assert words in seen.html("parts")


def test_a_slot_holds_what_it_was_given(seen: Seen) -> None:
    html = seen.html("parts")
    assert html.index("comes first.") < html.index("what is in the shadow")
    assert html.count("comes first.") == 1


def test_pop_ups_ask_for_nothing(seen: Seen) -> None:
    assert seen.site.asked("/popup") == []


def test_a_private_address_is_not_reached_by_what_a_page_asks(once: tuple[Seen, Site]) -> None:
    seen, canary = once
    assert outcome(seen, "reaching") is Outcome.NEW_VERSION
    assert seen.site.asked("/hop") != []
    assert canary.log == []
    assert "REACHED" not in seen.html("reaching")


def test_where_a_script_leads_is_asked_for_by_the_crawler(seen: Seen) -> None:
    assert outcome(seen, "moved") is Outcome.NEW_VERSION
    assert seen.fetches["moved/page"].final_url == seen.site.url("/plain")


def test_robots_and_answers_count_where_a_script_leads(seen: Seen) -> None:
    assert outcome(seen, "closing") is Outcome.ROBOTS_DENIED
    assert seen.site.asked("/closed") == []
    assert seen.fetches["going/page"].http_status == 404


def test_a_rendered_page_beyond_bounds_is_too_large(seen: Seen) -> None:
    assert outcome(seen, "large") is Outcome.TOO_LARGE


def test_a_page_is_looked_at_as_its_readers_would(seen: Seen) -> None:
    html = seen.html("parts")
    assert "Shown to en-IE in" in html
    assert "UTC on 1366 by 768" in html


def test_every_request_is_honest_about_who_asks(seen: Seen) -> None:
    agents = {asked.headers.get("user-agent") for asked in seen.site.log}
    assert agents == {"clausewatch/0.1 (+watch@example.org)"}
    languages = {asked.headers.get("accept-language") for asked in seen.site.asked("/hop")}
    assert languages == {"en-IE,en;q=0.9,*;q=0.1"}


@pytest.mark.parametrize("ending", ["killed", "hung up"])
def test_the_browser_does_not_outlive_the_crawl(tmp_path: Path, ending: str) -> None:
    reached = threading.Event()

    def stall(_: Asked) -> Behaviour:
        reached.set()
        return Stall()

    watch = Watch(tmp_path)
    with Site() as site:
        site.page("/page", app("fetch('/text')"))
        site.script("/text", stall)
        watch.add("page/page", site.url("/page"))
        line = job_to_line(watch.job(watch.plan(), timeout_seconds=30.0))
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "crawler"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdin is not None
            child.stdin.write(line)
            child.stdin.flush()
            assert reached.wait(30)
            begun = [os.pidfd_open(process) for process in descendants(child.pid)]
            assert len(begun) >= 3
            if ending == "killed":
                child.send_signal(signal.SIGKILL)
            else:
                child.stdin.close()
            child.wait(10)
        assert have_ended(begun, seconds=10.0)


def descendants(process: int) -> list[int]:
    """All processes that ``process`` began, directly or not."""
    found: list[int] = []
    waiting = [process]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            children = [int(word) for word in task.read_text().split()]
            found += children
            waiting += children
    return found


def have_ended(processes: list[int], *, seconds: float) -> bool:
    """Whether all of these process descriptors end in time; closes them."""
    left = set(processes)
    try:
        while left:
            ended, _, _ = select.select(left, [], [], seconds)
            if not ended:
                return False
            left -= set(ended)
    finally:
        for process in processes:
            os.close(process)
    return True


def test_a_browser_that_cannot_be_started_is_the_sources_problem(
    watch: Watch, tmp_path: Path
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    with Site() as site:
        site.page("/page", app("R.innerHTML=CLAUSES"))
        site.page("/plain", f"<h1>Privacy Policy</h1>{CLAUSES}")
        watch.add("page/page", site.url("/page"))
        watch.add("plain/page", site.url("/plain"))
        found = watch.crawl(chromium=str(broken), timeout_seconds=5.0)
    assert found["plain/page"].outcome is Outcome.NEW_VERSION
    fetch = found["page/page"]
    assert fetch.outcome is Outcome.SUSPECT
    assert (fetch.reason or "").startswith("no_browser: ")
