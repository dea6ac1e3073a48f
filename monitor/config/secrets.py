"""Secrets stand in a watchlist only as references; what they stand for is read on delivery."""

from __future__ import annotations

import logging
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.config.errors import SecretUnavailable
from monitor.logs.redaction import learn_secret

if TYPE_CHECKING:  # every command would wait for the whole model
    from monitor.config.model import Watchlist

logger = logging.getLogger(__name__)

_ENV = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)", re.ASCII)
_FILE = re.compile(r"file:([^\x00-\x1f]+)")
_MAX_BYTES = 16_384
_REFUSED_MODE = stat.S_IROTH | stat.S_IWOTH | stat.S_IWGRP


def check_reference(value: object) -> str:
    """The reference itself; raises ValueError, which never repeats a secret written out."""
    if isinstance(value, str) and (_ENV.fullmatch(value) or _FILE.fullmatch(value)):
        return value
    how = '"env:NAME" (an environment variable) or "file:PATH" (a file with mode 600)'
    if isinstance(value, str) and value.startswith(("env:", "file:")):
        raise ValueError(f"not a reference to a secret: write {how}")
    raise ValueError(
        "a secret must not stand in the watchlist, which is shared and reviewed like code: "
        f"write {how} and put the secret there"
    )


def resolve_secret(reference: str, base_dir: Path, environ: Mapping[str, str] | None = None) -> str:
    """The secret behind ``env:NAME`` or ``file:PATH`` (relative to ``base_dir``), on one line.

    Raises SecretUnavailable, whose message names the reference and what to do.
    """
    if found := _ENV.fullmatch(reference):
        value = (os.environ if environ is None else environ).get(found[1], "")
        return _learnt(_one_line(value, f"environment variable {found[1]}"))
    if found := _FILE.fullmatch(reference):
        return _learnt(_one_line(_read(base_dir / Path(found[1]).expanduser()), f"file {found[1]}"))
    raise SecretUnavailable("not a reference to a secret: write env:NAME or file:PATH")


def learn_secrets(watchlist: Watchlist, environ: Mapping[str, str] | None = None) -> None:
    """Those that are in this process already: what stands in files is learnt when it is read."""
    references = [watchlist.settings.heartbeat_reference]
    for endpoint in watchlist.endpoints:
        references += [endpoint.url_reference, endpoint.token_reference]
        references += endpoint.secret_references
    for reference in references:
        found = _ENV.fullmatch(reference or "")
        value = (os.environ if environ is None else environ).get(found[1], "") if found else ""
        if value.strip():
            learn_secret(value.strip())


def unavailable_secrets(watchlist: Watchlist) -> Iterator[str]:
    """A warning for each endpoint whose secrets this process cannot read now."""
    for endpoint in watchlist.endpoints:
        references = (endpoint.url_reference, endpoint.token_reference, *endpoint.secret_references)
        try:
            for reference in filter(None, references):
                resolve_secret(reference, watchlist.base_dir)
        except SecretUnavailable as error:
            yield (
                f"{watchlist.path.name}: endpoint {endpoint.name!r}: {error}; what is meant for it "
                "waits until then"
            )


def _learnt(secret: str) -> str:
    learn_secret(secret)
    return secret


def _one_line(value: str, where: str) -> str:
    secret = value.strip()
    if not secret:
        raise SecretUnavailable(f"{where} is not set or empty: put the secret there")
    if any(character.isspace() or not character.isprintable() for character in secret):
        raise SecretUnavailable(f"{where} holds more than one line or word")
    return secret


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            _check_mode(path, mode)
            return file.read(_MAX_BYTES).decode("utf-8")
    except UnicodeDecodeError:
        raise SecretUnavailable(f"file {path} is not UTF-8 text") from None
    except OSError as error:
        raise SecretUnavailable(f"file {path} cannot be read: {error.strerror}") from None


def _check_mode(path: Path, mode: int) -> None:
    if mode & _REFUSED_MODE:
        raise SecretUnavailable(
            f"file {path} can be read or written by others than its owner: chmod 600 it"
        )
    if mode & stat.S_IRGRP:
        logger.warning("secret file %s can be read by its group: chmod 600 is safer", path)
