"""The one spider: a visit per source, each ending in exactly one item."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure
from w3lib.url import safe_url_string

from crawler.addresses import AddressPolicy, policy_of
from crawler.content_encoding import ACCEPTED
from crawler.failures import refusal_for
from crawler.hosts import Hosts
from crawler.items import Failed, Page
from crawler.recorder import Recorder
from crawler.rendering.document import PageMoved
from crawler.rendering.evidence import rendered_headers, without_mark
from crawler.verdicts import (
    CONDITION_REFUSED,
    REDIRECTS,
    Answer,
    Refused,
    is_worth_another_try,
    require_document,
)
from crawler.visit import MAX_TRIES, Rendering, Visit
from storage.model import Outcome
from storage.times import to_text, utc_now

# No cookies are kept, no Referer is sent, and <meta http-equiv="refresh"> is not followed: a page
# that only refreshes to another is not the document, and the quality gate says so.
_ACCEPT = "text/html,application/xhtml+xml,text/markdown;q=0.8,text/plain;q=0.8,*/*;q=0.5"
_HOP_PRIORITY = 10  # what was begun is ended first

Output = Request | Page | Failed


class PolicySpider(Spider):
    """Started with visits that may be made, what is known of their hosts, and what records them.

    The rest comes from the settings.
    """

    name = "policy"

    def __init__(
        self, *, visits: list[Visit], hosts: Hosts, recorder: Recorder, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self._visits = visits
        self.hosts = hosts
        self.recorder = recorder

    async def start(self) -> AsyncIterator[Output]:
        for visit in self._visits:
            try:
                output: Output = self._request(visit)
            except ValueError:
                output = _failed(visit, _unreadable("the URL cannot be read: check it"))
            yield output

    def read(self, response: Response) -> Iterator[Output]:
        """A response of whatever status."""
        request = response.request
        assert request is not None
        visit: Visit = request.meta["visit"]
        try:
            if response.status in REDIRECTS:
                cookies = _values(response, "Set-Cookie")
                visit.follow(_location(response), cookies, self._policy)
                yield self._request(visit)
                return
            require_document(_answer(request, response))
        except Refused as refused:
            if request.meta["conditional"] and refused.http_status in CONDITION_REFUSED:
                visit.validators = None
                yield self._request(visit)
                return
            yield self._again_or_failed(visit, refused)
        except ValueError:
            yield _failed(visit, _unreadable("the page redirects to something that is no URL"))
        else:
            page = _page(visit, response)
            rendered = visit.rendering is Rendering.ALWAYS and _is_html(page)
            yield self.render(page) if rendered else page

    def render(self, page: Page) -> Request:
        """Have a page that was received rendered, as a part of its visit.

        A request like others: robots.txt and the pause of the host hold, since the scripts will
        ask the host for more.
        """
        return Request(
            page.url,
            callback=self.read_rendered,
            errback=self.fail,
            meta={"visit": page.visit, "budget": page.visit.budget, "page": page},
            priority=_HOP_PRIORITY,
            dont_filter=True,
        )

    def read_rendered(self, response: Response) -> Iterator[Output]:
        """What the browser made of a page; it is rendered once only."""
        request = response.request
        assert request is not None
        page: Page = request.meta["page"]
        page.visit.rendering = Rendering.NEVER
        yield replace(
            page,
            headers=rendered_headers(page.headers, request.meta["browser"]),
            body=response.body,
            finished_at=to_text(utc_now()),
        )

    def fail(self, failure: Failure) -> Iterator[Output]:
        """No response, for whatever reason."""
        visit: Visit = failure.request.meta["visit"]  # type: ignore[attr-defined]
        assert failure.value is not None
        if isinstance(failure.value, PageMoved):
            yield self._moved(visit, failure.value)
            return
        yield self._again_or_failed(visit, refusal_for(failure.value))

    def _moved(self, visit: Visit, moved: PageMoved) -> Output:
        """A script went to another page: as a redirect, under the same rules."""
        try:
            visit.follow(moved.url, [], self._policy)
            return self._request(visit)
        except Refused as refused:
            return _failed(visit, refused)
        except ValueError:
            return _failed(visit, _unreadable("the page moves to something that is no URL"))

    def _again_or_failed(self, visit: Visit, refused: Refused) -> Output:
        """One more try where that may help; it is the same fetch, with one row.

        What was never sent failed on robots.txt, which had its second try already.
        """
        was_sent = visit.budget.first_sent_at is not None
        may_try = was_sent and visit.tries < MAX_TRIES and visit.budget.seconds_left > 0
        if may_try and is_worth_another_try(refused):
            visit.tries += 1
            return self._request(visit)
        return _failed(visit, refused)

    def _request(self, visit: Visit) -> Request:
        conditional = visit.conditional_headers()
        headers = {
            "User-Agent": self.settings["USER_AGENT"],
            "Accept": _ACCEPT,
            "Accept-Language": visit.accept_language(),
            "Accept-Encoding": ACCEPTED,
            **conditional,
        }
        cookies = visit.cookie_header()
        if cookies:
            headers["Cookie"] = cookies
        return Request(
            visit.url,
            callback=self.read,
            errback=self.fail,
            # Validators and cookies came as bytes that may be no UTF-8: give them back unchanged.
            headers={name: value.encode("latin-1", "replace") for name, value in headers.items()},
            meta={"visit": visit, "budget": visit.budget, "conditional": bool(conditional)},
            priority=_HOP_PRIORITY if visit.seen or visit.tries > 1 else 0,
            dont_filter=True,
        )

    @property
    def _policy(self) -> AddressPolicy:
        return policy_of(tuple(self.settings.getlist("ALLOW_PRIVATE")))


def _answer(request: Request, response: Response) -> Answer:
    return Answer(
        status=response.status,
        retry_after=_value(response, "Retry-After"),
        was_conditional=request.meta["conditional"],
        now=utc_now(),
    )


def _page(visit: Visit, response: Response) -> Page:
    return Page(
        visit=visit,
        url=response.url,
        http_status=response.status,
        headers=without_mark(
            tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, values in response.headers.items()
                for value in values
            )
        ),
        body=response.body,
        finished_at=to_text(utc_now()),
    )


def _is_html(page: Page) -> bool:
    """Other documents are read as they are. Without a label it is left to the browser."""
    labels = page.header_values("content-type")
    return not labels or "html" in labels[-1].lower()


def _failed(visit: Visit, refused: Refused) -> Failed:
    return Failed(visit=visit, refused=refused, finished_at=to_text(utc_now()))


def _unreadable(reason: str) -> Refused:
    """Libraries differ in what they take for a URL; what one of them refuses is not asked for."""
    return Refused(Outcome.ADDRESS_REFUSED, reason)


def _location(response: Response) -> str | None:
    """As browsers read it: UTF-8 where it is, other characters percent-encoded."""
    value = response.headers.get("Location")
    return None if value is None else safe_url_string(value.strip())


def _value(response: Response, name: str) -> str | None:
    values = _values(response, name)
    return values[-1] if values else None


def _values(response: Response, name: str) -> list[str]:
    return [value.decode("latin-1") for value in response.headers.getlist(name)]
