"""Whether pages can be rendered here, and what is missing if not. Imports no browser."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec

VARIABLE = "CLAUSEWATCH_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_INSTALL = "pip install 'clausewatch[js]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """Exactly one of ``path`` and ``missing`` is set; ``missing`` says what to do about it."""

    path: str | None = None
    missing: str | None = None


@lru_cache(maxsize=8)
def find_browser(configured: str | None) -> Browser:
    """The Chromium to use: the configured one, else that of the environment, else an installed one.

    A path that was asked for and cannot be run is an error, not a reason to take another.
    """
    if find_spec("scrapy_playwright") is None:
        return Browser(missing=f"it needs a browser: {_INSTALL}, and install Chromium")
    for where, path in (("chromium", configured), (VARIABLE, os.environ.get(VARIABLE))):
        if path:
            return _asked_for(where, path)
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        return Browser(
            missing="it needs a browser: install Chromium, or name yours in the watchlist "
            '(chromium = "/path")'
        )
    return Browser(path=found)


def _asked_for(where: str, path: str) -> Browser:
    if os.access(path, os.X_OK) and os.path.isfile(path):  # noqa: PTH113  a text all the way
        return Browser(path=path)
    return Browser(missing=f"it needs a browser: {where} names none that can be run here")
