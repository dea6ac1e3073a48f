"""Where the watchlist and its database are, found with the standard library alone."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitor.config.errors import WatchlistError

DEFAULT_WATCHLIST = "watchlist.toml"
DEFAULT_DATABASE = "clausewatch.db"
ENVIRONMENT_VARIABLE = "CLAUSEWATCH_WATCHLIST"

_MOST_BYTES = 32_000_000  # 100,000 sources with all their keys take 20 million
Stamp = tuple[int, int, int]  # modified at, in nanoseconds; bytes; inode


def find_watchlist_path(explicit: str | Path | None, environ: Mapping[str, str]) -> Path:
    """The path given on the command line, else of the environment, else ``./watchlist.toml``.

    Whether a file is there shows when it is read.
    """
    return Path(explicit or environ.get(ENVIRONMENT_VARIABLE) or DEFAULT_WATCHLIST).expanduser()


def database_path(path: Path) -> Path:
    """The database that a watchlist names, absolute; relative ones start at the watchlist.

    Reads nothing else of the watchlist, so a query works even while a source in it is wrong.
    Raises WatchlistError when the file cannot be read at all.
    """
    settings = read_toml(path).get("clausewatch", {})
    name = settings.get("database", DEFAULT_DATABASE) if isinstance(settings, dict) else None
    if not isinstance(name, str) or not name:
        raise WatchlistError((f'{path.name}: clausewatch: database: write a path in "quotes"',))
    return resolve_database(path, name)


def resolve_database(path: Path, name: str) -> Path:
    return (path.absolute().parent / Path(name).expanduser()).resolve()


def stamp_of(path: Path) -> Stamp | None:
    """By which another content of the file is known; None where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of the file; raises WatchlistError saying what to do."""
    return parse_toml(read_text(path), path)


def read_text(path: Path) -> str:
    """The text of a watchlist, which is a file of a size that people and programs write."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # it may never end, or begin
            raise WatchlistError((f"{path}: is no regular file: write the watchlist into one",))
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            problem = f"is larger than {_MOST_BYTES:,} bytes: no watchlist is"
            raise WatchlistError((f"{path}: {problem}",))
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        problem = "no such file: 'clausewatch init' writes one, --watchlist names another"
        raise WatchlistError((f"{path}: {problem}",)) from None
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not UTF-8: save the file as UTF-8"
        raise WatchlistError((f"{path.name}: {problem}",)) from None
    except OSError as error:
        problem = f"cannot be read: {error.strerror or 'unknown error'}"
        raise WatchlistError((f"{path}: {problem}",)) from None


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WatchlistError((f"{path.name}: not valid TOML: {error}",)) from None
    except RecursionError:
        raise WatchlistError((f"{path.name}: not valid TOML: nested too deeply",)) from None
