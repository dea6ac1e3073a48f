"""Results of pure functions of a text, remembered: successive versions share nearly all blocks.

What is remembered is bounded by the letters of the texts it was made of, so that neither endless
short texts nor a few endless ones can fill the memory. The results are shared by everybody who asks
for the same: they are values, or must be read and never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar, TypeVarTuple
from weakref import WeakSet

LETTERS = 1_500_000  # two versions of the longest policies that we know, and some
_ENTRY = 100  # letters that an entry counts beside its text
_MISSING = object()

T = TypeVar("T")
Rest = TypeVarTuple("Rest")


class Remembered(Generic[T, *Rest]):
    """``function`` with the results of its latest calls, told by text and hashable arguments.

    Two generations: what was asked for since the older began is kept; when the younger holds half
    of ``letters`` it becomes the older, and the older goes.
    """

    def __init__(self, function: Callable[[str, *Rest], T], letters: int = LETTERS) -> None:
        self.__wrapped__ = function
        self.__doc__ = function.__doc__
        self._half = letters // 2
        self._young: dict[Hashable, T] = {}
        self._old: dict[Hashable, T] = {}
        self._letters = 0
        _ALL.add(self)

    def __call__(self, text: str, *rest: *Rest) -> T:
        key: Hashable = (text, *rest) if rest else text
        try:
            return self._young[key]
        except KeyError:
            pass
        found = self._old.get(key, _MISSING)
        if found is _MISSING:
            found = self.__wrapped__(text, *rest)
        size = len(text) + _ENTRY
        if size <= self._half:
            if self._letters + size > self._half:
                self._old, self._young, self._letters = self._young, {}, 0
            self._young[key] = found  # type: ignore[assignment]
            self._letters += size
        return found  # type: ignore[return-value]

    @property
    def letters(self) -> int:
        """How much is remembered, in letters of text; never more than may be."""
        texts = [key[0] if isinstance(key, tuple) else key for key in {*self._young, *self._old}]
        return sum(len(str(text)) + _ENTRY for text in texts)

    def forget(self) -> None:
        self._young, self._old, self._letters = {}, {}, 0


_ALL: WeakSet[Remembered] = WeakSet()  # type: ignore[type-arg]


def remembered(function: Callable[[str, *Rest], T]) -> Remembered[T, *Rest]:
    """Decorates a pure function whose first argument is the text. It takes no keywords."""
    return Remembered(function)


def forget_all() -> None:
    """Everything that was remembered anywhere: what follows is worked out from the text."""
    for one in list(_ALL):
        one.forget()
