"""One file with everything in it: an SQLite database, whichever engine it was taken from."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select

from knowledge.errors import InvalidInput, Unavailable
from knowledge.records import Records
from knowledge.records.database import Database
from knowledge.records.migrating import prepare, stored_version
from knowledge.records.schema import metadata

BATCH = 1000  # rows that are copied at a time


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds: rows by table, and the version of their schema."""

    schema: str
    rows: Mapping[str, int]

    @property
    def facts(self) -> int:
        return self.rows.get("facts", 0)


def make(database: Database, target: Path) -> Contents:
    """Copy the database, as it stands at one moment, into the file `target`, and open it to see that it is whole.

    Writers are not held up. InvalidInput if there is such a file already; Unavailable if it cannot be written.
    """
    if target.exists():
        raise InvalidInput("there is such a file already; nothing was written", file=str(target))
    try:
        with _part_of(target) as part:
            _copy(database, part)
            contents = verify(part)
            part.replace(target)
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Unavailable(f"the copy cannot be written to {target}: {reason}") from error
    return contents


def verify(file: Path) -> Contents:
    """What is in a copy. InvalidInput if it is none, or damaged."""
    if not file.is_file():
        raise InvalidInput("there is no such file", file=str(file))
    with file.open("rb") as opened:
        if not opened.read(16).startswith(b"SQLite format 3"):
            raise InvalidInput("this is not a copy of a database", file=str(file))
    database = Database(f"sqlite:///{file}")
    try:
        with database.reading() as connection:
            return _contents(connection, database)
    except Unavailable as error:
        raise InvalidInput(f"the copy cannot be used: {error}", file=str(file)) from error
    finally:
        database.close()


def _contents(connection: Connection, database: Database) -> Contents:
    broken = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken != "ok" or loose is not None:
        raise Unavailable(f"it is damaged ({broken if broken != 'ok' else 'rows refer to missing ones'})")
    version = stored_version(connection, database)
    if version is None:
        raise Unavailable("it is empty")
    there = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
    tables = [metadata.tables[name] for name in there if name in metadata.tables]
    return Contents(version, {table.name: _count(connection, table) for table in tables})


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _copy(database: Database, part: Path) -> None:
    if database.sqlite:
        database.backup_to(part)
    else:
        part.unlink()
        copied = Records(Database(f"sqlite:///{part}", database.cipher))
        prepare(copied.database, migrate=True)
        with copied, database.reading() as source, copied.database.rebuilding() as sink:
            pour(source, sink)
    with contextlib.closing(sqlite3.connect(part)) as connection:
        # One file, without journals beside it.
        connection.execute("PRAGMA journal_mode=DELETE")


def pour(source: Connection, sink: Connection) -> None:
    """Replace all rows of `sink` by those of `source`; both have this program's tables."""
    for table in reversed(metadata.sorted_tables):
        sink.execute(table.delete())
    for table in metadata.sorted_tables:
        rows = source.execution_options(stream_results=True).execute(select(table))
        for batch in rows.mappings().partitions(BATCH):
            sink.execute(insert(table), [dict(row) for row in batch])


@contextlib.contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """A file beside the target; gone afterwards unless it was moved there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)
