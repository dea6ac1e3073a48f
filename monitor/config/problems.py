"""What pydantic found, said to the person who writes the watchlist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

_TYPES = {
    "string_type": 'write a text in "quotes"',
    "bool_type": "write true or false",
    "int_type": "write a whole number, without quotes",
    "float_type": "write a number, without quotes",
    "tuple_type": 'write a list such as ["one", "two"]',
    "model_type": "write a table such as { key = value }",
    "model_attributes_type": "write a table such as { key = value }",
    "too_short": "name at least one",
}


def table_problems(model: type[BaseModel], error: ValidationError) -> list[str]:
    """``key: what to write`` for each error, in the order of the keys."""
    return [
        _problem(model, details)
        for details in error.errors(include_url=False, include_context=True, include_input=True)
    ]


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'every'?`` or nothing."""
    by_folded = {name.casefold(): str(name) for name in known}  # repr of an enum names its class
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f"; did you mean {by_folded[close[0]]!r}?" if close else ""


def quoted(name: str) -> str:
    """A name in a message: printable, short."""
    return repr(name if len(name) <= 40 else f"{name[:39]}…")  # noqa: PLR2004


def _problem(model: type[BaseModel], details: Mapping[str, Any]) -> str:
    location = tuple(details["loc"])
    if details["type"] == "extra_forbidden":
        return _unknown_key(model, location)
    where = _where(location)
    match details["type"]:
        case "missing":
            return f"{where}: is missing"
        case "value_error":
            return f"{where}: {details['ctx']['error']}"
        case "enum" | "literal_error":
            return f"{where}: {_not_in_set(details)}"
        case kind if kind in _TYPES:
            return f"{where}: {_TYPES[kind]}"
        case _:
            return f"{where}: {details['msg'].lower()}"


def _where(location: tuple[int | str, ...]) -> str:
    """``categories[2]``; list places count from 1."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
    return text


def _unknown_key(model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    known: Iterable[str] = _written_keys(model)
    for part in location[:-1]:
        known = _keys_of(model, str(part))
    key = str(location[-1])
    return f"{_where(location[:-1])}{'.' if location[:-1] else ''}{key}: unknown key" + (
        nearest(key, known) or f" (known: {', '.join(known)})"
    )


def _keys_of(model: type[BaseModel], field: str) -> list[str]:
    """The keys of a table inside a table."""
    found = model.model_fields.get(field)
    default = found.default if found else None
    return _written_keys(type(default)) if isinstance(default, BaseModel) else []


def _written_keys(model: type[BaseModel]) -> list[str]:
    """The keys as people write them: ``from`` is no name in Python."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _not_in_set(details: Mapping[str, Any]) -> str:
    expected = str(details["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
    known = expected.split(", ")
    value = details["input"]
    hint = nearest(value, known) if isinstance(value, str) else ""
    return f"not one of {', '.join(known)}{hint}"
