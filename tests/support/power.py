"""Power cuts: a file layer that remembers every write, and what a disk may hold after a cut.

    disk = Disk(folder)                      # an SQLite VFS over real files in ``folder``
    db = disk.open(folder / "x.db")          # a storage Database whose files go through it
    ... run storage code ...
    for at, image in disk.cuts(100, chance): # files as a cut after ``at`` events may leave them
        found = recover(elsewhere, image)

What was synced is there. Of what was written since, each write may have reached the disk or not,
in any order, and may be torn between two sectors of 512 bytes; so may truncations and deletions.
The index of the log (``-shm``) is memory and is gone.

The connection is one of apsw, whose VFS can be written in Python; it is dressed as one of the
standard library, with the same few methods and the same errors, so that the code under test is
ours and whole. The SQLite inside apsw is a newer one than the standard library's; what a cut left
is opened with the latter.
"""

from __future__ import annotations

import bisect
import contextlib
import hashlib
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

from storage.database import BUSY_TIMEOUT_SECONDS, Database

SECTOR = 512
_MADE_DURABLE_WITH_ITS_FOLDER = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL


@dataclass(frozen=True, slots=True)
class Write:
    file: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Delete:
    file: str


@dataclass(frozen=True, slots=True)
class Sync:
    """Of a file, and of its folder's entries where ``folder``."""

    file: str
    folder: bool


Event = Write | Truncate | Delete | Sync


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A commit that returned, after ``events`` events; the fingerprint of what stood then."""

    events: int
    fingerprint: str


class Row(tuple[Any, ...]):  # noqa: SLOT001
    """As sqlite3.Row: by position and by name."""

    names: tuple[str, ...]

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)

    def keys(self) -> list[str]:
        return list(self.names)


class Connection:
    """An apsw connection dressed as one of sqlite3, as far as storage uses it."""

    def __init__(
        self,
        path: Path,
        vfs: str,
        *,
        committed: Callable[[apsw.Connection], None],
        is_only_checkpoint: Callable[[], bool],
    ) -> None:
        self.apsw = apsw.Connection(str(path), vfs=vfs)
        self.apsw.set_busy_timeout(int(BUSY_TIMEOUT_SECONDS * 1000))
        self.apsw.row_trace = _named
        self.row_factory: object = None  # rows have names anyway
        self._committed = committed
        self._is_only_checkpoint = is_only_checkpoint

    @property
    def in_transaction(self) -> bool:
        return self.apsw.in_transaction

    def execute(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> Cursor:
        try:
            with _dressed_errors():
                cursor = Cursor(self.apsw, self.apsw.execute(sql, parameters))
        except sqlite3.OperationalError:
            if sql != "COMMIT" or not self._is_only_checkpoint():
                raise
            # SQLite says nothing of it: the commit itself stands. Only apsw repeats what it heard.
            cursor = Cursor(self.apsw, self.apsw.cursor())
        if not self.apsw.in_transaction and not sql.lstrip().startswith(("SELECT", "PRAGMA")):
            self._committed(self.apsw)
        return cursor

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> Cursor:
        with _dressed_errors():
            return Cursor(self.apsw, self.apsw.executemany(sql, rows))

    def close(self) -> None:
        with contextlib.suppress(apsw.Error):  # SQLite says nothing of a last checkpoint either
            self.apsw.close()


@dataclass(slots=True)
class Cursor:
    connection: apsw.Connection
    cursor: apsw.Cursor
    rowcount: int = field(init=False)
    lastrowid: int = field(init=False)

    def __post_init__(self) -> None:
        self.rowcount = self.connection.changes()
        self.lastrowid = self.connection.last_insert_rowid()

    @property
    def description(self) -> tuple[Any, ...]:
        try:
            return self.cursor.get_description()
        except apsw.ExecutionCompleteError:
            return ()

    def fetchall(self) -> list[Any]:
        with _dressed_errors():
            return self.cursor.fetchall()

    def fetchone(self) -> Any:
        with _dressed_errors():
            return self.cursor.fetchone()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())


def _named(cursor: apsw.Cursor, values: tuple[Any, ...]) -> Row:
    row = Row(values)
    row.names = tuple(entry[0] for entry in cursor.get_description())
    return row


@contextlib.contextmanager
def _dressed_errors() -> Iterator[None]:
    try:
        yield
    except (apsw.FullError, apsw.IOError, apsw.BusyError, apsw.SQLError) as error:
        said = "database or disk is full" if isinstance(error, apsw.FullError) else str(error)
        said = "disk I/O error" if isinstance(error, apsw.IOError) else said
        raise sqlite3.OperationalError(said) from error
    except apsw.ConstraintError as error:
        raise sqlite3.IntegrityError(str(error)) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise sqlite3.DatabaseError(str(error)) from error


@dataclass
class Fault:
    """Fails writes number ``first`` to ``last`` (from 1), of all files together."""

    first: int
    last: int
    error: type[apsw.Error]
    writes: int = 0
    struck_checkpoint: bool = False  # only a checkpoint writes into the database file itself

    def strike(self, *, checkpoint: bool) -> None:
        self.writes += 1
        self.struck_checkpoint = False
        if self.first <= self.writes <= self.last:
            self.struck_checkpoint = checkpoint
            raise self.error("injected")


class Disk:
    """Files under one folder, written through a VFS that remembers. Close it to unregister."""

    def __init__(self, folder: Path, *, synchronous: str = "FULL", autocheckpoint: int = 1000):
        self.folder = folder
        self.events: list[Event] = []
        self._before = {file.name: file.read_bytes() for file in folder.iterdir()}
        self._fingerprint_before = ""
        self.acknowledged: list[Acknowledged] = []
        self.fault: Fault | None = None
        self._pragmas = (
            "PRAGMA journal_mode = WAL",
            f"PRAGMA synchronous = {synchronous}",
            "PRAGMA foreign_keys = ON",
            f"PRAGMA wal_autocheckpoint = {autocheckpoint}",
        )
        self._name = f"power-{id(self)}"
        self._vfs = _RecordingVfs(self._name, self)

    def open(self, path: Path) -> Database:
        """For writing; the schema is the caller's business."""
        if not self._fingerprint_before:
            with contextlib.closing(sqlite3.connect(path)) as plain:
                self._fingerprint_before = fingerprint(plain.execute)
        connection = Connection(
            path,
            self._name,
            committed=self._acknowledge,
            is_only_checkpoint=lambda: self.fault is not None and self.fault.struck_checkpoint,
        )
        try:
            for pragma in self._pragmas:
                connection.execute(pragma).fetchall()
        except BaseException:
            connection.close()
            raise
        return Database(connection, path)  # type: ignore[arg-type]

    def close(self) -> None:
        self._vfs.unregister()

    def _acknowledge(self, connection: apsw.Connection) -> None:
        if self.fault is None:
            found = fingerprint(connection.execute)
            self.acknowledged.append(Acknowledged(len(self.events), found))

    def cuts(self, count: int, chance: random.Random) -> Iterator[tuple[int, dict[str, bytes]]]:
        """``count`` cuts in order of time: how many events had happened, and what is left."""
        surface = _Surface(dict(self._before))
        done = 0
        for at in sorted(chance.choices(range(len(self.events) + 1), k=count)):
            for event in self.events[done:at]:
                surface.apply(event)
            done = at
            yield at, surface.image(chance)

    def states_at(self, at: int) -> list[str]:
        """What may stand after a cut: the last acknowledged commit, or the one under way."""
        done = bisect.bisect_right(self.acknowledged, at, key=lambda entry: entry.events)
        states = [self._fingerprint_before, *(entry.fingerprint for entry in self.acknowledged)]
        return states[done : done + 2]


class _RecordingVfs(apsw.VFS):
    def __init__(self, name: str, disk: Disk) -> None:
        self._disk = disk
        super().__init__(name, "")

    def xOpen(  # noqa: N802  SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None:
            return apsw.VFSFile("", name, flags)  # a temporary file
        is_new = not Path(path).exists()
        assert name is not None
        return _RecordingFile(self._disk, path, name, flags, is_new)

    def xDelete(self, name: str, sync_folder: bool) -> None:  # noqa: N802
        super().xDelete(name, sync_folder)
        file = Path(name).name
        self._disk.events.append(Delete(file))
        if sync_folder:
            self._disk.events.append(Sync("", folder=True))


class _RecordingFile(apsw.VFSFile):
    def __init__(
        self,
        disk: Disk,
        path: str,
        name: str | apsw.URIFilename,
        flags: list[int],
        is_new: bool,
    ) -> None:
        self._disk = disk
        self._file = Path(path).name
        self._is_database = bool(flags[0] & apsw.SQLITE_OPEN_MAIN_DB)
        # As in SQLite's own layer: the first sync of a new journal or log syncs the folder too.
        self._folder_too = is_new and bool(flags[0] & _MADE_DURABLE_WITH_ITS_FOLDER)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        if self._disk.fault is not None:
            self._disk.fault.strike(checkpoint=self._is_database)
        super().xWrite(data, offset)
        self._disk.events.append(Write(self._file, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        super().xTruncate(size)
        self._disk.events.append(Truncate(self._file, size))

    def xSync(self, flags: int) -> None:  # noqa: N802
        # Not passed on: what a cut leaves is worked out from what was asked for.
        self._disk.events.append(Sync(self._file, folder=self._folder_too))
        self._folder_too = False


@dataclass
class _Surface:
    """What is durable of each file, and what was done since and may be lost."""

    durable: dict[str, bytes] = field(default_factory=dict)
    unsynced: dict[str, list[Write | Truncate]] = field(default_factory=dict)
    undeleted: dict[str, bytes] = field(default_factory=dict)  # deleted, but not for sure

    def apply(self, event: Event) -> None:
        match event:
            case Write(file) | Truncate(file):
                self.unsynced.setdefault(file, []).append(event)
            case Delete(file):
                if file in self.durable:
                    self.undeleted[file] = self.durable.pop(file)
                self.unsynced.pop(file, None)
            case Sync(file, folder):
                if folder:
                    self.undeleted.clear()
                if file in self.unsynced or file in self.durable:
                    content = bytearray(self.durable.get(file, b""))
                    for change in self.unsynced.pop(file, ()):
                        _change(content, change)
                    self.durable[file] = bytes(content)

    def image(self, chance: random.Random) -> dict[str, bytes]:
        """One of the many things that may be left."""
        resurrected = {file: data for file, data in self.undeleted.items() if chance.random() < 0.5}
        files = resurrected | self.durable
        keep = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for file, changes in self.unsynced.items():
            content = bytearray(files.get(file, b""))
            for change in changes:
                if chance.random() < keep:
                    _change(content, change)
                elif isinstance(change, Write) and chance.random() < 0.3:
                    for part in _torn(change, chance):
                        _change(content, part)
            if content or file in files:
                files[file] = bytes(content)
        return files


def _change(content: bytearray, change: Write | Truncate) -> None:
    match change:
        case Write(_, offset, data):
            content.extend(bytes(max(0, offset - len(content))))
            content[offset : offset + len(data)] = data
        case Truncate(_, size):
            content.extend(bytes(max(0, size - len(content))))
            del content[size:]


def _torn(write: Write, chance: random.Random) -> Iterator[Write]:
    """Some sectors of a write: those before a point, or any."""
    starts = [write.offset]
    first = (write.offset // SECTOR + 1) * SECTOR
    starts += range(first, write.offset + len(write.data), SECTOR)
    in_order = chance.random() < 0.5
    point = chance.randrange(len(starts) + 1)
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else write.offset + len(write.data)
        if number < point if in_order else chance.random() < 0.5:
            yield Write(write.file, start, write.data[start - write.offset : end - write.offset])


def fingerprint(rows: Callable[[str], Iterable[Sequence[object]]]) -> str:
    """Of everything that stands in a database."""
    digest = hashlib.sha256()
    names = [
        str(row[0])
        for row in rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    ]
    for name in names:
        digest.update(name.encode())
        for row in rows(f'SELECT * FROM "{name}"'):
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """What SQLite makes of the files that a cut left."""

    is_whole: bool
    fingerprint: str


def recover(folder: Path, image: dict[str, bytes], name: str = "x.db") -> Found:
    """Lay the files down and open them with the standard library's SQLite."""
    for old in folder.iterdir():
        old.unlink()
    for file, content in image.items():
        (folder / file).write_bytes(content)
    connection = sqlite3.connect(folder / name, isolation_level=None)
    try:
        said = connection.execute("PRAGMA integrity_check").fetchall()
        dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
        return Found(said == [("ok",)] and not dangling, fingerprint(connection.execute))
    except sqlite3.DatabaseError:
        return Found(is_whole=False, fingerprint="")
    finally:
        connection.close()
