"""The watchlist: what people write down to be watched, and whom to tell.

Importing this package loads nearly nothing; the model, pydantic, tomlkit and the rest come in with
the first use, so that query commands start fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from monitor.config.errors import SecretUnavailable, WatchlistError
from monitor.config.paths import DEFAULT_WATCHLIST, database_path, find_watchlist_path
from monitor.config.secrets import resolve_secret
from monitor.config.slugs import slug

if TYPE_CHECKING:
    from monitor.config.cron import next_fire_at
    from monitor.config.editing import append_source, template_text, write_template
    from monitor.config.loading import load_categories, load_watchlist, parse_watchlist
    from monitor.config.model import (
        Anomaly,
        CategoryTerms,
        Endpoint,
        Rate,
        Route,
        Settings,
        Source,
        Watchlist,
        source_rules,
    )
    from monitor.config.unlisting import remove_source

__all__ = [
    "DEFAULT_WATCHLIST",
    "Anomaly",
    "CategoryTerms",
    "Endpoint",
    "Rate",
    "Route",
    "SecretUnavailable",
    "Settings",
    "Source",
    "Watchlist",
    "WatchlistError",
    "append_source",
    "database_path",
    "find_watchlist_path",
    "load_categories",
    "load_watchlist",
    "next_fire_at",
    "parse_watchlist",
    "remove_source",
    "resolve_secret",
    "slug",
    "source_rules",
    "template_text",
    "write_template",
]

_LATE = {
    "Anomaly": "model",
    "CategoryTerms": "model",
    "Endpoint": "model",
    "Rate": "model",
    "Route": "model",
    "Settings": "model",
    "Source": "model",
    "Watchlist": "model",
    "append_source": "editing",
    "load_categories": "loading",
    "load_watchlist": "loading",
    "next_fire_at": "cron",
    "parse_watchlist": "loading",
    "remove_source": "unlisting",
    "source_rules": "model",
    "template_text": "editing",
    "write_template": "editing",
}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
