"""What requests share: comparisons and routes are kept from one to the next."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.web.comparing import Comparer
from monitor.web.routing import RouteReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Safe to be used by several threads."""

    comparer: Comparer
    routes: RouteReader
