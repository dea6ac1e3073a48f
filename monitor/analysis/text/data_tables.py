"""Tables of words as the data files hold them: TOML, of which they need very little.

The files have tables of texts and of lists of texts, a fact a line. To read just that takes a tenth
of the time of a TOML parser, which was a twentieth of a comparison with start-up. Whatever is
written otherwise is left to the parser, so every TOML file is read as it says.
"""

from __future__ import annotations

import json
import tomllib
from typing import Any

_FENCE = '"""'
_SIGN = " = "


class _OtherwiseError(Exception):
    """The file is not written that plainly."""


def parse_table(source: str) -> dict[str, Any]:
    """What ``tomllib.loads`` gives. Raises its error where ``source`` is no TOML."""
    try:
        return _plainly(source)
    except _OtherwiseError:
        return tomllib.loads(source)


def _plainly(source: str) -> dict[str, Any]:
    if "\r" in source:
        raise _OtherwiseError
    data: dict[str, Any] = {}
    table, at = data, 0
    while at < len(source):
        line, at = _until(source, "\n", at)
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            table = _new_table(data, line)
            continue
        key, sign, said = line.partition(_SIGN)
        name = _key(key)
        if not sign or name in table:
            raise _OtherwiseError
        if said == _FENCE:
            said, at = _until(source, _FENCE + "\n", at)
            table[name] = _bare(said, _FENCE)
        elif said == "[":
            said, at = _until(source, "\n]\n", at)
            table[name] = _value(f"[{said.removesuffix(',')}]")
        else:
            table[name] = _value(said)
    return data


def _until(source: str, end: str, start: int) -> tuple[str, int]:
    """What stands before the next ``end``, and where to go on."""
    place = source.find(end, start)
    if place < 0:
        raise _OtherwiseError
    return source[start:place], place + len(end)


def _new_table(data: dict[str, Any], line: str) -> dict[str, Any]:
    name = _key(line[1:-1])
    if line[-1] != "]" or name in data:
        raise _OtherwiseError
    table: dict[str, Any] = {}
    data[name] = table
    return table


def _key(said: str) -> str:
    bare = said.replace("_", "").replace("-", "")
    if bare.isalnum() and bare.isascii():
        return said
    if said[:1] == '"' == said[-1:]:
        return _bare(said[1:-1], '"')
    raise _OtherwiseError


def _bare(said: str, end: str) -> str:
    """A text that stands as it is, up to its ``end``."""
    if "\\" in said or end in said:
        raise _OtherwiseError
    return said


def _value(said: str) -> str | list[str]:
    """A text or a list of texts: there TOML and JSON are written alike, but for single quotes."""
    if said[:1] == "'" == said[-1:] and len(said) > 1:
        return _bare(said[1:-1], "'")
    if "\\" in said.replace('\\"', ""):  # the two do not escape the same
        raise _OtherwiseError
    try:
        found = json.loads(said)
    except ValueError:
        raise _OtherwiseError from None
    texts = found if isinstance(found, list) else [found]
    if not all(isinstance(one, str) for one in texts):
        raise _OtherwiseError
    value: str | list[str] = found
    return value
