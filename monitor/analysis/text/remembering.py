"""Results of pure functions of a text, remembered: successive versions share nearly all blocks.

What is remembered is bounded by the letters of the texts it was made of, so that neither endless
short texts nor a few endless ones can fill the memory. The results are shared by everybody who asks
for the same: they are values, or must be read and never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar, TypeVarTuple
from weakref import WeakSet

LETTERS = 3_000_000  # two versions of the longest policies that we know, twice
_LONGER = 2 * LETTERS
_ENTRY = 100  # letters that an entry counts beside its text
_MISSING = object()

T = TypeVar("T")
Rest = TypeVarTuple("Rest")


class Remembered(dict[Hashable, T], Generic[T, *Rest]):
    """``function`` with the results of its latest calls, told by text and hashable arguments.

    Two generations: what was asked for since the older began is kept; when the younger holds half
    of ``letters`` it becomes the older, and the older goes. It is itself the table of the younger,
    so that to find a result again costs one look into it.
    """

    def __init__(self, function: Callable[[str, *Rest], T], letters: int = LETTERS) -> None:
        super().__init__()
        self.__wrapped__ = function
        self.__doc__ = function.__doc__
        self._half = letters // 2
        self._old: dict[Hashable, T] = {}
        self._letters = 0
        _ALL.add(self)

    __hash__ = object.__hash__  # type: ignore[assignment]  # each is itself, whatever it holds

    def __call__(self, text: str, *rest: *Rest) -> T:
        return self[(text, *rest) if rest else text]

    def __missing__(self, key: Hashable) -> T:
        found = self._old.get(key, _MISSING)
        if isinstance(key, tuple):
            if found is _MISSING:
                found = self.__wrapped__(*key)
            size = len(key[0]) + _ENTRY
        else:
            if found is _MISSING:
                found = self.__wrapped__(key)  # type: ignore[call-arg, arg-type]
            size = len(key) + _ENTRY  # type: ignore[arg-type]
        letters = self._letters + size
        if letters > self._half:
            return self._kept_anew(key, found, size)
        self[key] = found  # type: ignore[assignment]
        self._letters = letters
        return found  # type: ignore[return-value]

    def _kept_anew(self, key: Hashable, found: Any, size: int) -> T:
        """The younger generation is full: it becomes the older."""
        if size <= self._half:
            self._old, self._letters = dict(self), size
            self.clear()
            self[key] = found
        kept: T = found
        return kept

    @property
    def letters(self) -> int:
        """How much is remembered, in letters of text; never more than may be."""
        texts = [key[0] if isinstance(key, tuple) else key for key in {*self, *self._old}]
        return sum(len(str(text)) + _ENTRY for text in texts)

    def forget(self) -> None:
        self.clear()
        self._old, self._letters = {}, 0


class _OfText(Remembered[T]):
    """The same of a function of nothing but a text, which is most of them: calling is looking."""

    __call__ = dict.__getitem__  # type: ignore[assignment]


_ALL: WeakSet[Remembered] = WeakSet()  # type: ignore[type-arg]


def remembered(function: Callable[[str, *Rest], T]) -> Remembered[T, *Rest]:
    """Decorates a pure function whose first argument is the text. It takes no keywords."""
    return _remembered(function, LETTERS)


def remembered_longer(function: Callable[[str, *Rest], T]) -> Remembered[T, *Rest]:
    """The same, until twice as much was asked for: what both versions of a long policy need."""
    return _remembered(function, _LONGER)


def _remembered(function: Callable[[str, *Rest], T], letters: int) -> Remembered[T, *Rest]:
    alone = function.__code__.co_argcount == 1
    return _OfText(function, letters) if alone else Remembered(function, letters)  # type: ignore[return-value]


def forget_all() -> None:
    """Everything that was remembered anywhere: what follows is worked out from the text."""
    for one in list(_ALL):
        one.forget()
