"""What is worked out of an object at first use, and kept on it.

As ``functools.cached_property``, without its lock: up to Python 3.11 every first use pays for that,
which is more than most of what is kept costs to work out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801  used as a decorator, like the one it stands for
    """``@once`` in front of a method without arguments; the object has a ``__dict__``."""

    def __init__(self, function: Callable[[Any], T]) -> None:
        self.__doc__ = function.__doc__
        self._function = function
        self._name = function.__name__

    @overload
    def __get__(self, instance: None, owner: type) -> once[T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> once[T] | T:
        """Asked only for what the object does not have yet."""
        if instance is None:
            return self
        found = instance.__dict__[self._name] = self._function(instance)
        return found
