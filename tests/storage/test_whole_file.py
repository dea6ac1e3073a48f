"""A file gets its name when it is whole; what is under way stays, what was left over goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.errors import OperationError
from storage.whole_file import PART, give_name, new_file, part_beside


def test_it_appears_when_it_is_whole(tmp_path: Path) -> None:
    with new_file(tmp_path / "a") as stream:
        stream.write(b"whole")
        assert not (tmp_path / "a").exists()
    assert (tmp_path / "a").read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_an_error_midway_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")

    def fail() -> None:
        with new_file(tmp_path / "a", replace=True) as stream:
            stream.write(b"half")
            raise ValueError("midway")

    with pytest.raises(ValueError, match="midway"):
        fail()
    assert (tmp_path / "a").read_text() == "old"
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_two_that_write_at_once(tmp_path: Path) -> None:
    """Of one name the second is told; another name in the same folder disturbs neither."""
    with new_file(tmp_path / "a") as first:
        first.write(b"first")
        with pytest.raises(OperationError, match="writes this file, too"), new_file(tmp_path / "a"):
            pass
        with new_file(tmp_path / "b") as second:
            second.write(b"second")
    assert (tmp_path / "a").read_bytes() == b"first"
    assert (tmp_path / "b").read_bytes() == b"second"


def test_a_file_that_somebody_made_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    def write() -> None:
        with new_file(tmp_path / "a") as stream:
            stream.write(b"ours")
            (tmp_path / "a").write_text("theirs")

    with pytest.raises(OperationError, match="exists already"):
        write()
    assert (tmp_path / "a").read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_text("old")
    (tmp_path / "a").symlink_to("real/a")
    with new_file(tmp_path / "a", replace=True) as stream:
        stream.write(b"new")
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "real" / "a").read_text() == "new"


def test_only_what_was_left_over_in_folders_of_ours_goes(tmp_path: Path) -> None:
    dear = tmp_path / "dear"
    dear.mkdir()
    (dear / "kept").write_text("dear to somebody")
    (tmp_path / f"linked{PART}").symlink_to(dear)
    (tmp_path / f"a file{PART}").write_text("somebody's")
    left = tmp_path / f"left{PART}"
    left.mkdir()
    (left / "left").write_text("half")
    with part_beside(tmp_path / "new") as part:
        part.write_text("new")
        give_name(part, tmp_path / "new", replace=False)
    assert not left.exists()
    assert {path.name for path in tmp_path.iterdir()} == {
        "dear",
        "new",
        f"linked{PART}",
        f"a file{PART}",
    }
    assert (dear / "kept").exists()


@pytest.mark.parametrize(("name", "said"), [("folder", "it is a folder"), ("no/a", "No such file")])
def test_what_cannot_be_written_is_told(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OperationError, match=said), new_file(tmp_path / name, replace=True):
        pass
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_who_may_read_it_is_as_of_every_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    with new_file(tmp_path / "a"):
        pass
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert (tmp_path / "a").stat().st_nlink == 1
