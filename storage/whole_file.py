"""Files that appear whole or not at all, whatever becomes of the process that writes them.

What is not whole yet stands in a folder of its own beside the file, ``NAME.clausewatch-part``. Its
writer holds a lock on it, which the kernel frees with the process: a folder that nobody holds was
left over by one that was killed, and is removed when the next one writes into the same place.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from storage.errors import OperationError

PART = ".clausewatch-part"
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EMLINK})
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})


@contextmanager
def new_file(path: Path, *, replace: bool = False) -> Iterator[BinaryIO]:
    """Write ``path``; it gets its name once everything is on the disk.

    A pipe or a terminal (``/dev/stdout``) gets what is written at once. Raises OperationError where
    there is a file already (unless ``replace``) or none can be made.
    """
    try:
        target = path.resolve()  # a link stays one, and leads to the new file
        found = _mode_of(target)
        if found is not None and (stat.S_ISFIFO(found) or stat.S_ISCHR(found)):
            with target.open("wb") as stream:
                yield stream
            return
        _refuse(path, found, replace=replace)
        with part_beside(target) as part:
            with part.open("wb") as stream:
                yield stream
            if found is not None:
                part.chmod(stat.S_IMODE(found))
            give_name(part, target, replace=replace)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise OperationError(
            f"cannot write {path}: {error.strerror or error}; check the folder and the free space"
        ) from error


@contextmanager
def part_beside(target: Path) -> Iterator[Path]:
    """Where to write what :func:`give_name` will make ``target``; goes in the end, if it is there.

    Whatever else is put beside it in its folder goes with it. Raises OSError, and OperationError
    where another process is writing the same file.
    """
    _clear(target.parent)
    folder = target.with_name(f"{target.name}{PART}")
    held = _enter(folder)
    try:
        _empty(held)  # where locks are unknown: what a killed process left
        yield folder / target.name
    finally:
        with suppress(OSError):
            _remove(folder, held)
        os.close(held)


def give_name(part: Path, target: Path, *, replace: bool) -> None:
    """Put the part on the disk, then give it its name; also the name is there after a power cut.

    Raises OSError; FileExistsError where there is a file of this name, unless ``replace``.
    """
    _sync(part)
    if replace:
        part.replace(target)
    else:
        _name_new(part, target)
    try:
        _sync(target.parent)
    except OSError as error:
        if error.errno not in _NO_SYNC:  # not every file system knows how to with folders
            raise


def _name_new(part: Path, target: Path) -> None:
    try:
        target.hardlink_to(part)  # fails where somebody made it meanwhile, as a rename does not
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        part.rename(target)


def _mode_of(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _refuse(path: Path, found: int | None, *, replace: bool) -> None:
    if found is not None and not stat.S_ISREG(found):
        what = "is a folder" if stat.S_ISDIR(found) else "is no file"
        raise OperationError(f"cannot write {path}: it {what}; name a file")
    if found is not None and not replace:
        raise _exists(path)


def _exists(path: Path) -> OperationError:
    return OperationError(f"{path} exists already: name another file, or give --force")


def _enter(folder: Path) -> int:
    """A descriptor of the folder, made where there is none, that holds the lock on it."""
    while True:
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            continue  # whoever had it has just removed it
        if _is_ours(held) and _lock(held) is not False and _is_still(folder, held):
            return held
        is_still, is_ours = _is_still(folder, held), _is_ours(held)
        os.close(held)
        if is_still:
            by = "another process" if is_ours else "somebody else"
            raise OperationError(
                f"{folder} belongs to {by} that writes this file, too: name another file"
            )


def _lock(descriptor: int) -> bool | None:
    """None where the file system has no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is_ours(descriptor: int) -> bool:
    """Of a folder that somebody else made, the contents could be exchanged under our hands."""
    return os.fstat(descriptor).st_uid == os.geteuid()


def _is_still(folder: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(folder.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _clear(parent: Path) -> None:
    """Remove what killed processes left in this folder."""
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if entry.name.endswith(PART) and entry.is_dir(follow_symlinks=False):
                with suppress(OSError):
                    _clear_one(Path(entry.path))


def _clear_one(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if _is_ours(held) and _lock(held):
            _remove(folder, held)
    finally:
        os.close(held)


def _remove(folder: Path, descriptor: int) -> None:
    _empty(descriptor)
    folder.rmdir()


def _empty(descriptor: int) -> None:
    for name in os.listdir(descriptor):  # by descriptor: never of another folder
        os.unlink(name, dir_fd=descriptor)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
