"""Where the API stands."""

from __future__ import annotations

from monitor.web.site import source_path

API = "/api/v1"


def api_path(key: str, *rest: str) -> str:
    return f"{API}{source_path(key, *rest)}"
