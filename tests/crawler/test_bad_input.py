"""Every bad answer ends in its typed outcome, and none of them touches another source.

One crawl over all of them: that is the point, and it starts one process.
"""

from __future__ import annotations

import gzip
import itertools
import logging
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from support.pages import policy
from support.site import Asked, Behaviour, Raw, Reply, Reset, Site, Stall

from storage.fetches import Fetch
from storage.model import Outcome

from .conftest import Watch

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
FIFTY_MEGABYTES = 50_000_000


class Lines(logging.Handler):
    """Everything that was logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += record.getMessage() + "\n"


class Hostile:
    """Sites, each on a loopback address of its own where it must not hold up the others."""

    def __init__(self, stack: ExitStack, watch: Watch) -> None:
        self._stack = stack
        self._watch = watch
        self._hosts = (f"127.0.1.{number}" for number in range(1, 255))
        self.main = stack.enter_context(Site())
        self.sites: dict[str, Site] = {}
        self.log = Lines()

    def source(self, name: str, url: str) -> None:
        self._watch.add(f"{name}/page", url)

    def behave(self, name: str, behaviour: Behaviour) -> None:
        """A source of the main site."""
        self.main.behave(f"/{name}", behaviour)
        self.source(name, self.main.url(f"/{name}"))

    def alone(self, name: str, *, robots: Behaviour | None = None) -> Site:
        """A site of its own with one good page, which the source asks for."""
        site = self._stack.enter_context(Site(host=next(self._hosts)))
        if robots is not None:
            site.behave("/robots.txt", robots)
        site.page("/page", policy())
        self.source(name, site.url("/page"))
        self.sites[name] = site
        return site

    def secure(self, name: str, context: ssl.SSLContext, *, host: str = "localhost") -> None:
        site = self._stack.enter_context(Site(name=host, tls=context))
        site.page("/page", policy())
        self.source(name, site.url("/page"))


def server_context(authority: trustme.CA, host: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    return context


def nameless_context(authority: trustme.CA) -> ssl.SSLContext:
    """A trusted chain to a certificate that only has a common name, as years ago."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.load_pem_x509_certificate(authority.cert_pem.bytes())
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(_signing_key(authority), hashes.SHA256())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with trustme.Blob(certificate.public_bytes(Encoding.PEM)).tempfile() as file:
        with Path(file).open("ab") as stream:
            stream.write(key.private_bytes(*plain))
        context.load_cert_chain(file)
    return context


def _signing_key(authority: trustme.CA) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(authority.private_key_pem.bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def endless() -> Iterator[bytes]:
    yield OK + b"\r\n"
    for _ in range(FIFTY_MEGABYTES // 50_000):
        yield b"x" * 50_000


def add_statuses(hostile: Hostile) -> None:
    for status in (204, 401, 404, 410, 500, 503, 999):
        hostile.behave(f"status-{status}", Reply(status=status, body=b"<p>no</p>"))
    soon = (("Retry-After", "120"),)
    hostile.behave("limited", Reply(status=429, headers=soon))
    hostile.behave("busy", Reply(status=503, headers=soon))
    date = format_datetime(datetime.now(UTC) + timedelta(days=30), usegmt=True)
    hostile.behave("limited-until", Reply(status=429, headers=(("Retry-After", date),)))
    hostile.behave("not-modified", Reply(status=304))
    hostile.behave("part", Reply(status=206, body=b"<p>half</p>"))


def add_bodies(hostile: Hostile) -> None:
    html = ("Content-Type", "text/html; charset=utf-8")
    hostile.behave("empty", Reply(headers=(html,)))
    png = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
    hostile.behave("binary", Reply(headers=(("Content-Type", "image/png"),), body=png))
    hostile.behave("cut", Raw([OK + b"Content-Length: 90000\r\n\r\n<p>half a page"]))
    chunked = OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>ha\r\n"
    hostile.behave("cut-chunked", Raw([chunked]))
    hostile.behave(
        "large", Raw([OK + b"Content-Length: %d\r\n\r\n" % FIFTY_MEGABYTES, b"x" * 1000])
    )
    hostile.behave("endless", Raw(endless()))
    bomb = gzip.compress(bytes(FIFTY_MEGABYTES), compresslevel=1)
    packed = ("Content-Encoding", "gzip")
    hostile.behave("bomb", Reply(headers=(html, packed), body=bomb))
    hostile.behave("packed", Reply(headers=(html, packed), body=gzip.compress(policy().encode())))
    damaged = gzip.compress(policy().encode())[:-30]
    hostile.behave("packed-cut", Reply(headers=(html, packed), body=damaged))
    unknown = ("Content-Encoding", "rot13")
    hostile.behave("packed-oddly", Reply(headers=(html, unknown), body=b"<c>"))
    arabic = policy("ar").encode("cp1256", "ignore")
    hostile.behave("wrong-charset", Reply(headers=(html,), body=arabic))
    malformed = policy().replace("</p>", "").replace("</h2>", "</b></div>").encode()
    hostile.behave("malformed", Reply(headers=(html,), body=malformed))


def add_redirects(hostile: Hostile) -> None:
    targets = {
        "loop": "/loop",
        "nowhere": "",
        "to-file": "file:///etc/passwd",
        "to-data": "data:text/html,<p>hello</p>",
        "to-private": "http://10.0.0.1/",
        "to-private-mapped": "http://[::ffff:10.0.0.1]/",
        "to-private-hex": "http://0x0a000001/",
        "to-metadata": "http://169.254.169.254/latest/meta-data/",
        "to-userinfo": "http://admin:secret@127.0.0.1/",
        "moved": "/there",
        "moved-arabic": "/سياسة الخصوصية",
    }
    for name, target in targets.items():
        raw = target.encode().decode("latin-1")  # as servers send it: UTF-8, unescaped
        hostile.behave(name, Reply(status=302, headers=(("Location", raw),)))
    hostile.main.page(quote("/سياسة الخصوصية"), policy("ar"))
    hostile.main.page("/there", policy())
    for hop in range(20):
        hostile.main.redirect(f"/chain-{hop}", f"/chain-{hop + 1}")
    hostile.source("chain", hostile.main.url("/chain-0"))
    hostile.main.script("/cookies", _cookie_wall)
    hostile.source("cookies", hostile.main.url("/cookies"))


def _cookie_wall(asked: Asked) -> Behaviour:
    if asked.headers.get("cookie") == "seen=yes":
        return Reply(headers=(("Content-Type", "text/html"),), body=policy().encode())
    headers = (("Location", "/cookies"), ("Set-Cookie", "seen=yes; Path=/; HttpOnly"))
    return Reply(status=302, headers=headers)


def add_protocol(hostile: Hostile) -> None:
    hostile.behave("not-http", Raw([b"220 mail.example.org ESMTP ready\r\n\r\n"]))
    hostile.behave("http-0.9", Raw([b"<html><p>no status line at all</p></html>\n\n"]))
    many = b"".join(b"X-%d: y\r\n" % number for number in range(50_000))
    hostile.behave("many-headers", Raw([OK, many, b"\r\n<p>page</p>"]))
    hostile.behave("long-header", Raw([OK + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n<p>page</p>"]))
    interim = b"HTTP/1.1 103 Early Hints\r\n\r\n" * 5000
    hostile.behave("endless-interim", Raw([interim]))
    hostile.behave("negative-length", Raw([OK + b"Content-Length: -5\r\n\r\n<p>page</p>"]))
    two = b"Content-Length: 5\r\nContent-Length: 9\r\n"
    hostile.behave("two-lengths", Raw([OK + two + b"\r\n<p>page</p>"]))
    hostile.behave("odd-transfer", Raw([OK + b"Transfer-Encoding: zip\r\n\r\n<p>page</p>"]))
    hostile.behave("reset", Reset(OK))
    hostile.alone("slow-head").behave("/page", Stall())
    hostile.alone("slow-body").behave("/page", Stall(OK + b"\r\n<p>the first words"))


def add_robots(hostile: Hostile) -> None:
    def text(body: bytes, status: int = 200) -> Reply:
        return Reply(status=status, headers=(("Content-Type", "text/plain"),), body=body)

    hostile.alone("robots-denied", robots=text(b"User-agent: *\nDisallow: /\n"))
    own = b"User-agent: *\nDisallow: /\n\nUser-agent: ClauseWatch\nDisallow: /admin\n"
    hostile.alone("robots-allowed-to-us", robots=text(own))
    hostile.alone("robots-fault", robots=text(b"", 500))
    hostile.alone("robots-limited", robots=Reply(status=429, headers=(("Retry-After", "60"),)))
    hostile.alone("robots-forbidden", robots=text(b"", 403))
    hostile.alone("robots-slow", robots=Stall())
    hostile.alone("robots-html", robots=text(b"<!doctype html><pre>\nDisallow: /\n</pre>"))
    huge = b"User-agent: *\nDisallow: /admin\n" + b"# filler\n" * 300_000 + b"Disallow: /page\n"
    hostile.alone("robots-huge", robots=text(huge))
    away = Reply(status=301, headers=(("Location", "/rules"),))
    moved = hostile.alone("robots-moved", robots=away)
    moved.behave("/rules", text(b"User-agent: *\nDisallow: /page\n"))
    delayed = hostile.alone("delayed", robots=text(b"User-agent: *\nCrawl-delay: 0.3\n"))
    for number in (1, 2):
        delayed.page(f"/more-{number}", policy())
        hostile.source(f"delayed-{number}", delayed.url(f"/more-{number}"))


def add_addresses(hostile: Hostile, trusted: trustme.CA) -> None:
    hostile.source("closed-port", "http://127.0.2.1:9/")
    hostile.source("no-such-name", f"http://{'a' * 64}.example/")
    hostile.source("private", "http://10.1.2.3/")
    hostile.source("private-v6", "http://[fd00::1]/")
    hostile.source("odd-spelling", "http://2130706433/")
    hostile.source("userinfo", "http://me:secret@127.0.0.1/")
    hostile.source("other-scheme", "ftp://127.0.0.1/privacy")
    hostile.source("tls-to-plain", hostile.main.url("/there").replace("http:", "https:"))
    hostile.secure("tls-trusted", server_context(trusted, "localhost"))
    hostile.secure("tls-other-host", server_context(trusted, "elsewhere.example"))
    hostile.secure("tls-no-host", nameless_context(trusted))
    hostile.secure("tls-self-made", server_context(trustme.CA(), "localhost"))


@pytest.fixture(scope="module")
def crawled(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[dict[str, Fetch], Hostile, Watch]]:
    folder = tmp_path_factory.mktemp("hostile")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    watch = Watch(folder)
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
        hostile = Hostile(stack, watch)
        for add in (add_statuses, add_bodies, add_redirects, add_protocol, add_robots):
            add(hostile)
        add_addresses(hostile, authority)
        hostile.source("good-1", hostile.main.url("/there"))
        hostile.source("good-2", hostile.main.url("/there"))
        hostile.source("token", hostile.main.url("/private?token=s3cret"))
        logging.getLogger().addHandler(hostile.log)
        fetches = watch.crawl()
        logging.getLogger().removeHandler(hostile.log)
        yield fetches, hostile, watch


EXPECTED = {
    "status-204": (Outcome.HTTP_ERROR, "no document"),
    "status-401": (Outcome.HTTP_ERROR, "login"),
    "status-404": (Outcome.HTTP_ERROR, "gone: check the URL"),
    "status-410": (Outcome.HTTP_ERROR, "gone for good: check the URL"),
    "status-500": (Outcome.HTTP_ERROR, "fault"),
    "status-503": (Outcome.HTTP_ERROR, "fault"),
    "status-999": (Outcome.HTTP_ERROR, "no browsers"),
    "limited": (Outcome.RATE_LIMITED, "120 s"),
    "busy": (Outcome.RATE_LIMITED, "120 s"),
    "limited-until": (Outcome.RATE_LIMITED, "604800 s"),
    "not-modified": (Outcome.PROTOCOL_ERROR, "304"),
    "part": (Outcome.PROTOCOL_ERROR, "a part of the page"),
    "empty": (Outcome.EMPTY, "empty"),
    "binary": (Outcome.UNSUPPORTED, ""),
    "cut": (Outcome.CONNECTION_ERROR, "before the page was complete"),
    "cut-chunked": (Outcome.CONNECTION_ERROR, "before the page was complete"),
    "large": (Outcome.TOO_LARGE, "1,000,000 bytes"),
    "endless": (Outcome.TOO_LARGE, "max_body"),
    "bomb": (Outcome.TOO_LARGE, "unpacked"),
    "packed": (Outcome.NEW_VERSION, ""),
    "packed-cut": (Outcome.CONNECTION_ERROR, "ended early"),
    "packed-oddly": (Outcome.PROTOCOL_ERROR, "rot13"),
    "wrong-charset": (Outcome.NEW_VERSION, ""),
    "malformed": (Outcome.NEW_VERSION, ""),
    "loop": (Outcome.REDIRECT_LOOP, "circle"),
    "nowhere": (Outcome.REDIRECT_LOOP, "where to"),
    "to-file": (Outcome.ADDRESS_REFUSED, "file:"),
    "to-data": (Outcome.ADDRESS_REFUSED, "data:"),
    "to-private": (Outcome.ADDRESS_REFUSED, "allow_private"),
    "to-private-mapped": (Outcome.ADDRESS_REFUSED, ": 10.0.0.1 is"),
    "to-private-hex": (Outcome.ADDRESS_REFUSED, "odd spelling"),
    "to-metadata": (Outcome.ADDRESS_REFUSED, "169.254.169.254"),
    "to-userinfo": (Outcome.ADDRESS_REFUSED, "password"),
    "moved": (Outcome.NEW_VERSION, ""),
    "moved-arabic": (Outcome.NEW_VERSION, ""),
    "chain": (Outcome.REDIRECT_LOOP, "more than 8"),
    "cookies": (Outcome.NEW_VERSION, ""),
    "not-http": (Outcome.PROTOCOL_ERROR, "HTTP"),
    "http-0.9": (Outcome.PROTOCOL_ERROR, "HTTP"),
    "many-headers": (Outcome.PROTOCOL_ERROR, "headers"),
    "long-header": (Outcome.PROTOCOL_ERROR, "headers"),
    "endless-interim": (Outcome.PROTOCOL_ERROR, "headers"),
    "negative-length": (Outcome.PROTOCOL_ERROR, "contradict"),
    "two-lengths": (Outcome.PROTOCOL_ERROR, "contradict"),
    "odd-transfer": (Outcome.PROTOCOL_ERROR, "contradict"),
    "reset": (Outcome.CONNECTION_ERROR, "closed the connection"),
    "slow-head": (Outcome.TIMED_OUT, "in time"),
    "slow-body": (Outcome.TIMED_OUT, "in time"),
    "robots-denied": (Outcome.ROBOTS_DENIED, "robots.txt"),
    "robots-allowed-to-us": (Outcome.NEW_VERSION, ""),
    "robots-fault": (Outcome.ROBOTS_DENIED, "500"),
    "robots-limited": (Outcome.RATE_LIMITED, "robots.txt"),
    "robots-forbidden": (Outcome.NEW_VERSION, ""),
    "robots-slow": (Outcome.TIMED_OUT, "robots.txt"),
    "robots-html": (Outcome.NEW_VERSION, ""),
    "robots-huge": (Outcome.NEW_VERSION, ""),
    "robots-moved": (Outcome.ROBOTS_DENIED, "robots.txt"),
    "delayed": (Outcome.NEW_VERSION, ""),
    "delayed-1": (Outcome.NEW_VERSION, ""),
    "delayed-2": (Outcome.NEW_VERSION, ""),
    "closed-port": (Outcome.CONNECTION_ERROR, "refuses connections"),
    "no-such-name": (Outcome.DNS_ERROR, "name"),
    "private": (Outcome.ADDRESS_REFUSED, "allow_private"),
    "private-v6": (Outcome.ADDRESS_REFUSED, "allow_private"),
    "odd-spelling": (Outcome.ADDRESS_REFUSED, "odd spelling"),
    "userinfo": (Outcome.ADDRESS_REFUSED, "password"),
    "other-scheme": (Outcome.ADDRESS_REFUSED, "http"),
    "tls-to-plain": (Outcome.TLS_ERROR, "TLS"),
    "tls-trusted": (Outcome.NEW_VERSION, ""),
    "tls-other-host": (Outcome.TLS_ERROR, "host name mismatch"),
    "tls-no-host": (Outcome.TLS_ERROR, "names no host"),
    "tls-self-made": (Outcome.TLS_ERROR, "certificate"),
    "token": (Outcome.HTTP_ERROR, "404"),
    "good-1": (Outcome.NEW_VERSION, ""),
    "good-2": (Outcome.NEW_VERSION, ""),
}

Crawled = tuple[dict[str, Fetch], Hostile, Watch]


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_ends_in_its_outcome(crawled: Crawled, name: str, expected: tuple[Outcome, str]) -> None:
    fetch = crawled[0][f"{name}/page"]
    outcome, words = expected
    assert (fetch.outcome, words in (fetch.reason or "")) == (outcome, True), fetch


def test_every_source_is_expected_here(crawled: Crawled) -> None:
    assert {key.partition("/")[0] for key in crawled[0]} == set(EXPECTED)


def test_progress_is_what_was_recorded(crawled: Crawled) -> None:
    fetches, _, watch = crawled
    told = {line.source_key: (line.outcome, line.reason) for line in watch.progress}
    assert told == {key: (fetch.outcome, fetch.reason) for key, fetch in fetches.items()}


@pytest.mark.parametrize(
    ("name", "seconds"), [("limited", 120), ("busy", 120), ("limited-until", 604_800)]
)
def test_retry_after_is_kept(crawled: Crawled, name: str, seconds: int) -> None:
    assert crawled[0][f"{name}/page"].retry_after_seconds == seconds


def test_final_url_is_where_redirects_end(crawled: Crawled) -> None:
    fetches, hostile, _ = crawled
    assert fetches["moved/page"].final_url == hostile.main.url("/there")


def test_a_fault_is_tried_twice_and_a_refusal_once(crawled: Crawled) -> None:
    main = crawled[1].main
    tries = {status: len(main.asked(f"/status-{status}")) for status in (404, 410, 500, 503)}
    assert tries == {404: 1, 410: 1, 500: 2, 503: 2}


def test_robots_with_a_fault_is_tried_twice(crawled: Crawled) -> None:
    assert len(crawled[1].sites["robots-fault"].asked("/robots.txt")) == 2


@pytest.mark.parametrize("name", ["robots-denied", "robots-fault", "robots-slow", "robots-moved"])
def test_nothing_is_asked_against_robots(crawled: Crawled, name: str) -> None:
    assert crawled[1].sites[name].asked("/page") == []


def test_robots_is_asked_once_per_site(crawled: Crawled) -> None:
    assert len(crawled[1].main.asked("/robots.txt")) == 1


def test_crawl_delay_is_kept(crawled: Crawled) -> None:
    times = [asked.at for asked in crawled[1].sites["delayed"].log]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(gaps) == 3
    assert min(gaps) > 0.29


def test_requests_are_honest_and_carry_no_trace_of_others(crawled: Crawled) -> None:
    asked = crawled[1].main.asked("/there")[0].headers
    assert asked["user-agent"] == "clausewatch/0.1 (+watch@example.org)"
    assert not {"cookie", "referer", "if-none-match", "authorization"} & set(asked)


def test_one_request_per_host_at_a_time(crawled: Crawled) -> None:
    """All sources of the main site went over few connections, one after the other."""
    log = crawled[1].main.log
    assert [asked.at for asked in log] == sorted(asked.at for asked in log)


def test_memory_stays_bounded_by_the_page_limit(crawled: Crawled) -> None:
    fetches = crawled[0]
    kept = [fetch.body_size or 0 for fetch in fetches.values()]
    assert max(kept) <= 1_000_000


def test_the_log_holds_no_urls(crawled: Crawled) -> None:
    assert "s3cret" not in crawled[1].log.text
    assert "http:" not in crawled[1].log.text


def test_no_traceback_for_a_certificate(crawled: Crawled) -> None:
    assert "verifying" not in crawled[1].log.text
    assert "Traceback" not in crawled[1].log.text
