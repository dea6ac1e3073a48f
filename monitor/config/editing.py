"""Writing watchlists: the template, and a source added at the end.

A source is appended as text, so every byte that a person wrote stays, and the whole file is
checked before it replaces the old one.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import tomlkit

from monitor.config.errors import WatchlistError
from monitor.config.loading import label_of, parse_watchlist
from monitor.config.model import Source
from monitor.config.paths import parse_toml, read_text
from storage.whole_file import give_name, part_beside

TomlValue = str | int | bool | list[str]


def template_text() -> str:
    """The commented watchlist that ``clausewatch init`` writes; valid, with no source."""
    return files("monitor.config").joinpath("template.toml").read_text(encoding="utf-8")


def write_template(path: Path) -> None:
    """Write the template to a path where nothing is; raises WatchlistError else."""
    there = WatchlistError((f"{path}: is there already: it is left as it is",))
    if os.path.lexists(path):
        raise there
    try:
        with part_beside(path) as part:
            part.write_text(template_text(), encoding="utf-8")
            give_name(part, path, replace=False)
    except FileExistsError:
        raise there from None
    except OSError as error:
        raise WatchlistError((f"{path}: cannot be written: {error.strerror}",)) from None


def append_source(path: Path, entry: Mapping[str, TomlValue]) -> Source:
    """Add a ``[[source]]`` with the keys of ``entry`` and return it as read back.

    Raises WatchlistError, with the file untouched, when the file or the entry is wrong (problems of
    the entry begin with its key) or the page stands there already. Two processes that append at
    once wait for each other.
    """
    target = path.resolve()
    with locked(target):
        raw = raw_text(target)
        text = raw + _snippet(entry, raw)
        *others, source = _with_entry(text.removeprefix("\ufeff"), path, entry)
        _refuse_twin(others, source, path)
        replace_file(target, text.encode("utf-8"))
    return source


def _with_entry(text: str, path: Path, entry: Mapping[str, TomlValue]) -> tuple[Source, ...]:
    """The sources of ``text``, whose last one is the entry."""
    try:
        return parse_watchlist(text, path).sources
    except WatchlistError as error:
        place = len(parse_toml(text, path)["source"])
        label = label_of("source", place, dict(entry), "service")
        prefix = f"{path.name}: {label}: "
        raise WatchlistError(
            tuple(problem.removeprefix(prefix) for problem in error.problems)
        ) from None


def _refuse_twin(others: Iterable[Source], source: Source, path: Path) -> None:
    """One page under two keys would be fetched, and told of, twice; two parts of it are two."""
    for other in others:
        if _page_of(other) == _page_of(source):
            problem = (
                f"{path.name}: {source.url} stands there already as {other.key}: "
                f"'clausewatch check {other.key}' fetches it"
            )
            raise WatchlistError((problem,))


def _page_of(source: Source) -> tuple[object, ...]:
    parts = urlsplit(source.url)
    return parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, source.select


def raw_text(path: Path) -> str:
    """With its line endings and byte order mark, so that they are kept."""
    read_text(path)  # says what is wrong
    return path.read_bytes().decode("utf-8")


def _snippet(entry: Mapping[str, TomlValue], before: str) -> str:
    table = tomlkit.table()
    for key, value in entry.items():
        table.add(key, value)
    sources = tomlkit.aot()
    sources.append(table)
    document = tomlkit.document()
    document.add("source", sources)
    text = f"\n{tomlkit.dumps(document).strip()}\n"
    if before and not before.endswith("\n"):
        text = f"\n{text}"
    return text.replace("\n", "\r\n") if "\r\n" in before else text


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One writer per folder; the lock goes with the process."""
    try:
        descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise WatchlistError((f"{path}: cannot be read: {error.strerror}",)) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """All or nothing, also through a power cut; keeps the file's mode."""
    try:
        with part_beside(path) as part:
            part.write_bytes(content)
            part.chmod(path.stat().st_mode & 0o7777)
            give_name(part, path, replace=True)
    except OSError as error:
        raise WatchlistError((f"{path}: cannot be written: {error.strerror}",)) from None
