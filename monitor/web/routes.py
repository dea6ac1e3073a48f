"""Every address there is, with who may read it. What is not listed here does not exist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.web import alert_pages, api, entering, feeds, pages, site, source_pages
from monitor.web.comparing import Comparer
from monitor.web.reading import Handler, Reading, reading
from monitor.web.routing import RouteReader
from monitor.web.settings import WebSettings
from monitor.web.shapes import API
from monitor.web.sharing import Shared


class Access(StrEnum):
    """Who may read an address when the server has a token."""

    OPEN = "open"  # says nothing of what is watched
    TOKEN = "token"  # noqa: S105  a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Exactly one of ``handler``, ``plain`` and ``sharing`` is set."""

    path: str
    access: Access = Access.TOKEN
    handler: Handler | None = None
    plain: Callable[[Request, WebSettings], Response] | None = None
    sharing: Callable[[Reading, Shared], Response] | None = None


_SOURCE = "/sources/{service}/{terms}"

ADDRESSES: tuple[Address, ...] = (
    Address(path=site.STYLE_PATH, access=Access.OPEN, plain=lambda _, __: site.style()),
    Address(path=site.SCRIPT_PATH, access=Access.OPEN, plain=lambda _, __: site.script()),
    Address(path=site.ICON_PATH, access=Access.OPEN, plain=lambda _, __: site.icon()),
    Address(path="/enter", access=Access.OPEN, plain=entering.enter),
    Address(path="/", handler=pages.portfolio),
    Address(path="/changes", handler=pages.changes),
    Address(path="/dates", handler=pages.dates),
    Address(path="/parties", handler=pages.parties),
    Address(path="/search", handler=pages.search),
    Address(path="/about", handler=pages.about),
    Address(path="/alerts", handler=alert_pages.alerts),
    Address(path="/alerts/{id}", sharing=alert_pages.alert_page),
    Address(path=_SOURCE, handler=source_pages.source_page),
    Address(path=f"{_SOURCE}/versions/{{number}}", handler=source_pages.version_page),
    Address(path=f"{_SOURCE}/changes/{{number}}", handler=source_pages.change_page),
    Address(path=f"{_SOURCE}/diff", sharing=source_pages.diff_page),
    Address(path="/feed.atom", handler=feeds.all_changes),
    Address(path="/services/{service}/feed.atom", handler=feeds.of_service),
    Address(path=f"{_SOURCE}/feed.atom", handler=feeds.of_source),
    Address(path="/categories/{category}/feed.atom", handler=feeds.of_category),
    Address(path=f"{API}/openapi.json", handler=api.openapi),
    Address(path=f"{API}/sources", handler=api.sources),
    Address(path=f"{API}{_SOURCE}", handler=api.source),
    Address(path=f"{API}{_SOURCE}/versions", handler=api.versions),
    Address(path=f"{API}{_SOURCE}/versions/{{number}}", handler=api.version),
    Address(path=f"{API}{_SOURCE}/changes/{{number}}", handler=api.change),
    Address(path=f"{API}{_SOURCE}/diff", sharing=api.diff),
    Address(path=f"{API}{_SOURCE}/parties", handler=api.source_parties),
    Address(path=f"{API}/changes", handler=api.changes),
    Address(path=f"{API}/dates", handler=api.dates),
    Address(path=f"{API}/parties", handler=api.parties),
    Address(path=f"{API}/search", handler=api.search),
    Address(path=f"{API}/alerts", handler=api.alerts),
    Address(path=f"{API}/alerts/{{id}}", handler=api.alert),
)


def make_routes(settings: WebSettings) -> list[Route]:
    shared = Shared(comparer=Comparer(settings.watchlist), routes=RouteReader(settings.watchlist))
    return [Route(one.path, _endpoint(one, settings, shared)) for one in ADDRESSES]


def open_paths() -> frozenset[str]:
    return frozenset(one.path for one in ADDRESSES if one.access is Access.OPEN)


def _endpoint(
    address: Address, settings: WebSettings, shared: Shared
) -> Callable[[Request], Response]:
    if address.handler is not None:
        return reading(address.handler, settings)
    if address.sharing is not None:
        sharing = address.sharing
        return reading(lambda asked: sharing(asked, shared), settings)
    plain = address.plain
    assert plain is not None
    return lambda request: plain(request, settings)
