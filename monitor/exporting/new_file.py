"""A file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from storage.errors import OperationError


@contextmanager
def new_file(path: Path, *, replace: bool = False) -> Iterator[BinaryIO]:
    """Write ``path``; it gets its name once everything is on the disk.

    Raises OperationError where there is a file already (unless ``replace``) or none can be made.
    """
    if path.exists() and not replace:
        raise OperationError(f"{path} exists already: name another file, or give --force")
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as stream:
            beside = Path(stream.name)
            try:
                yield cast("BinaryIO", stream)
                stream.flush()
                os.fsync(stream.fileno())
                beside.chmod(0o644 & ~_umask())
                beside.replace(path)
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise OperationError(
            f"cannot write {path}: {error.strerror or error}; check the folder and the free space"
        ) from error


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
