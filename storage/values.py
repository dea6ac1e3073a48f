"""Values: what ``dataclass(frozen=True, slots=True, kw_only=True)`` makes, for a third of its cost.

A dataclass compiles each of its six methods by itself, about a millisecond per class: a command
that answers in a fifth of a second would spend a third of it on them. Here all values share their
methods but ``__init__``. To everybody else they are dataclasses: ``fields``, ``asdict`` and
``replace`` take them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")
_ASKED = object()  # stands for a default that is made anew for each value


@overload
def value(plain: type[T], /) -> type[T]: ...
@overload
def value(*, kw_only: bool) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(
    kw_only_default=True, frozen_default=True, eq_default=True, field_specifiers=(field,)
)
def value(
    plain: type[T] | None = None, /, *, kw_only: bool = True
) -> type[T] | Callable[[type[T]], type[T]]:
    """Decorates a class of annotated fields; knows no ``__post_init__`` and no inheritance.

    ``@value(kw_only=False)``: the fields may be given in their order.
    """
    if plain is None:
        return partial(_made, kw_only=kw_only)
    return _made(plain, kw_only=kw_only)


def _made(plain: type[T], *, kw_only: bool) -> type[T]:
    plain.__doc__ = plain.__doc__ or plain.__name__  # a dataclass would work one out, slowly
    made = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(plain)
    compared = [one.name for one in fields(made) if one.compare]  # type: ignore[arg-type]
    methods: dict[str, Callable[..., object]] = {
        "__init__": _init_of(made),
        "__repr__": _repr,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__getstate__": _state,
        "__setstate__": _restore,
        **_comparison(made, compared),
    }
    for name, method in methods.items():
        setattr(made, name, method)
    return made


def field_names(of: type[Any]) -> tuple[str, ...]:
    """The names of a value's fields, in order: what a row of a table has as columns."""
    names: tuple[str, ...] = of.__slots__
    return names


def _init_of(made: type[Any]) -> Callable[..., None]:
    """Source text is the only way to a function with these parameters that is as fast as theirs.

    Each slot is filled by itself: ``object.__setattr__`` would look for it by its name.
    """
    known: dict[str, Any] = {"_asked": _ASKED}
    parameters, lines = [], []
    for one in fields(made):
        parameters.append(one.name + _default(one, known))
        given = one.name
        if one.default_factory is not MISSING:
            given = f"_of_{one.name}() if {one.name} is _asked else {one.name}"
        known[f"_set_{one.name}"] = getattr(made, one.name).__set__
        lines.append(f" _set_{one.name}(self, {given})")
    keywords = "*, " if parameters and fields(made)[0].kw_only else ""
    source = f"def __init__(self, {keywords}{', '.join(parameters)}):\n" + "\n".join(lines)
    exec(source, known)  # noqa: S102  the names of fields, as dataclasses do
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _default(one: Field[Any], known: dict[str, Any]) -> str:
    known[f"_of_{one.name}"] = one.default_factory if one.default is MISSING else one.default
    if one.default_factory is not MISSING:
        return "=_asked"
    return "" if one.default is MISSING else f"=_of_{one.name}"


def _comparison(made: type[Any], names: list[str]) -> dict[str, Callable[..., object]]:
    contents = attrgetter(*names)

    def equal(self: object, other: object) -> object:
        return contents(self) == contents(other) if other.__class__ is made else NotImplemented

    def number(self: object) -> int:
        return hash(contents(self))

    return {"__eq__": equal, "__hash__": number}


def _repr(self: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
    return f"{self.__class__.__qualname__}({shown})"


def _refuse_to_set(_: object, name: str, __: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for one, content in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, content)
