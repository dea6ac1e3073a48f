"""What the browser may reach: the proxy that it must use, asked as a browser asks it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from urllib.parse import urlsplit

import pytest
from support.site import Raw, Site

from crawler.addresses import policy_of
from crawler.rendering.proxy import GuardingProxy

HERE = ("127.0.0.1/32",)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.page("/script.js", "the text", headers={"Set-Cookie": "a=1"})
        yield site


@pytest.fixture
def canary() -> Iterator[Site]:
    """On an address of this machine that the policy does not allow."""
    with Site(host="127.0.0.9") as site:
        site.page("/", "secret")
        yield site


Ask = Callable[[bytes], Awaitable[bytes]]


def through(
    work: Callable[[Ask], Awaitable[None]],
    *,
    allow: tuple[str, ...] = HERE,
    max_bytes: int = 1_000_000,
) -> list[str]:
    """Do ``work`` with a proxy; returns the hosts that it refused."""
    refused: list[str] = []

    async def run() -> None:
        proxy = GuardingProxy(
            policy_of(allow), max_bytes=max_bytes, on_refused=lambda host, _: refused.append(host)
        )
        await proxy.start()
        parts = urlsplit(proxy.url)

        async def ask(request: bytes) -> bytes:
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            try:
                writer.write(request)
                async with asyncio.timeout(10):
                    return await reader.read()
            finally:
                writer.close()

        try:
            await work(ask)
        finally:
            await proxy.close()

    asyncio.run(run())
    return refused


def get(url: str, *, fields: str = "") -> bytes:
    return f"GET {url} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n{fields}\r\n".encode()


def connect(host: str, port: int) -> bytes:
    return f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()


def test_a_plain_request_goes_on_in_the_form_that_servers_expect(site: Site) -> None:
    async def work(ask: Ask) -> None:
        fields = "Proxy-Connection: keep-alive\r\nProxy-Authorization: Basic x\r\nX-Own: 1\r\n"
        answer = await ask(get(site.url("/script.js?v=1#part"), fields=fields))
        assert answer.startswith(b"HTTP/1.1 404 ")
        answer = await ask(get(site.url("/script.js"), fields=fields))
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.endswith(b"the text")

    assert through(work) == []
    assert [asked.path for asked in site.log] == ["/script.js?v=1", "/script.js"]
    sent = site.log[1].headers
    assert (sent["x-own"], sent["connection"]) == ("1", "close")
    assert not [name for name in sent if name.startswith("proxy")]


def test_a_tunnel_carries_bytes_as_they_are(site: Site) -> None:
    async def work(ask: Ask) -> None:
        inside = b"GET /script.js HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        answer = await ask(connect("127.0.0.1", site.port) + inside)
        established, _, rest = answer.partition(b"\r\n\r\n")
        assert established.startswith(b"HTTP/1.1 200 ")
        assert rest.endswith(b"the text")

    assert through(work) == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.9", "[::ffff:127.0.0.9]", "2130706441", "0x7f000009", "127.9", "0177.0.0.9"],
    ids=["plain", "mapped", "number", "hex", "short", "octal"],
)
def test_a_private_address_is_not_reached_in_any_spelling(canary: Site, host: str) -> None:
    async def work(ask: Ask) -> None:
        for request in (connect(host, canary.port), get(f"http://{host}:{canary.port}/")):
            assert (await ask(request)).startswith(b"HTTP/1.1 403 ")

    assert len(through(work)) == 2
    assert canary.log == []


def test_a_name_counts_by_what_it_resolves_to(site: Site) -> None:
    """The check is made on the very address that is then connected to."""

    async def work(ask: Ask) -> None:
        answer = await ask(get(f"http://localhost:{site.port}/script.js"))
        assert answer.startswith(b"HTTP/1.1 403 ")
        answer = await ask(connect("localhost", site.port))
        assert answer.startswith(b"HTTP/1.1 403 ")

    assert through(work, allow=()) == ["localhost", "localhost"]
    assert site.log == []

    async def allowed(ask: Ask) -> None:
        answer = await ask(get(f"http://localhost:{site.port}/script.js"))
        assert answer.startswith(b"HTTP/1.1 200 ")

    assert through(allowed, allow=("127.0.0.0/8", "::1/128")) == []


def test_a_redirect_to_a_private_address_is_the_browsers_to_ask_and_ours_to_refuse(
    site: Site, canary: Site
) -> None:
    site.redirect("/hop", canary.url("/"))

    async def work(ask: Ask) -> None:
        answer = await ask(get(site.url("/hop")))
        assert answer.startswith(b"HTTP/1.1 302 ")
        assert (await ask(get(canary.url("/")))).startswith(b"HTTP/1.1 403 ")

    assert through(work) == ["127.0.0.9"]
    assert canary.log == []


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"hello\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"CONNECT : HTTP/1.1\r\n\r\n",
        b"CONNECT 127.0.0.1:x HTTP/1.1\r\n\r\n",
        b"GET ftp://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"GET file:///etc/passwd HTTP/1.1\r\n\r\n",
        b"GET http://a:b@127.0.0.1/ HTTP/1.1\r\n\r\n",
        "GET http://127.0.0.1/\u05d0 HTTP/1.1\r\n\r\n".encode(),
        b"x" * 200_000,
    ],
    ids=["no http", "no url", "no host", "odd port", "ftp", "file", "password", "bytes", "long"],
)
def test_what_is_no_request_for_the_web_gets_nothing(request_bytes: bytes) -> None:
    async def work(ask: Ask) -> None:
        try:
            answer = await ask(request_bytes)
        except ConnectionError:
            answer = b""
        assert answer == b"" or answer.startswith(b"HTTP/1.1 403 ")

    through(work)


def test_a_name_that_does_not_exist_is_no_refusal() -> None:
    async def work(ask: Ask) -> None:
        answer = await ask(get("http://no-such-name.invalid/"))
        assert answer.startswith(b"HTTP/1.1 502 ")

    assert through(work) == []


def test_an_answer_without_end_is_cut(site: Site) -> None:
    site.behave("/endless", Raw([b"HTTP/1.1 200 OK\r\n\r\n"] + [b"x" * 1000] * 1000))

    async def work(ask: Ask) -> None:
        assert len(await ask(get(site.url("/endless")))) == 50_000

    through(work, max_bytes=50_000)
