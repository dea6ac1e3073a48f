"""Values are dataclasses to everybody who meets them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace

import pytest

from storage.values import field_names, value


@value
class Parcel:
    """What is sent."""

    number: int
    contents: dict[str, str] = field(default_factory=dict)
    note: str = ""
    guess: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """The same as a dataclass."""

    number: int
    contents: dict[str, str] = field(default_factory=dict)
    note: str = ""
    guess: int = field(default=0, compare=False)


@value
class Note:
    text: str


@value(kw_only=False)
class Place:
    line: int
    column: int = 0


def test_it_is_what_a_dataclass_of_the_same_fields_is() -> None:
    mine, plain = Parcel(number=3, note="x"), Plain(number=3, note="x")
    assert is_dataclass(mine)
    assert asdict(mine) == asdict(plain)
    assert repr(mine) == repr(plain).replace("Plain", "Parcel")
    assert [one.name for one in fields(Parcel)] == [one.name for one in fields(Plain)]
    assert field_names(Parcel) == ("number", "contents", "note", "guess")
    assert Parcel.__doc__ == "What is sent."


def test_equal_contents_make_equal_values_of_one_class() -> None:
    assert Parcel(number=3, guess=1) == Parcel(number=3, guess=2)
    assert Parcel(number=3) != Parcel(number=4)
    other: object = Plain(number=3)
    assert Parcel(number=3) != other
    assert len({Note(text="a"), Note(text="a"), Note(text="b")}) == 2


def test_defaults_that_are_made_are_made_anew() -> None:
    assert Parcel(number=1).contents is not Parcel(number=1).contents


@pytest.mark.parametrize("name", ["number", "unknown"])
def test_it_cannot_be_changed(name: str) -> None:
    parcel = Parcel(number=1)
    with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
        setattr(parcel, name, 2)
    with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
        delattr(parcel, name)


def test_fields_may_be_given_in_their_order_where_the_class_says_so() -> None:
    assert Place(3, 4) == Place(line=3, column=4)
    assert Place(3).column == 0
    match Place(3, 4):
        case Place(line, column):
            assert (line, column) == (3, 4)


def test_fields_are_named_and_none_is_left_out() -> None:
    with pytest.raises(TypeError, match="number"):
        Parcel()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Parcel(1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Parcel(number=1, colour="red")  # type: ignore[call-arg]


def test_it_is_replaced_copied_and_sent_to_other_processes() -> None:
    parcel = Parcel(number=1, contents={"a": "b"})
    assert replace(parcel, number=2) == Parcel(number=2, contents={"a": "b"})
    assert copy.deepcopy(parcel) == parcel
    assert pickle.loads(pickle.dumps(parcel)) == parcel
