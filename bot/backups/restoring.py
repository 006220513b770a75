"""A copy put back: all of it in one transaction, after what was there has been copied itself."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Integer, Row, Table, func, select, text, update

from bot.backups.copying import Contents, make, pour, verify
from knowledge.errors import Unavailable
from knowledge.records import Records
from knowledge.records.schema import metadata, state


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and the file with what had been there, if it was anything."""

    contents: Contents
    before: Path | None


def restore(
    url: str,
    file: Path,
    *,
    now: datetime,
    keep_in: Path,
    secret: str | None = None,
    verify_rows: bool = False,
) -> Restored:
    """Make the database at `url` what the copy in `file` says; a running bot answers from it within seconds.

    `keep_in`: the folder for a copy of what is there now. `secret`: what personal text in the copy is sealed with, and
    in the database afterwards. `verify_rows`: compare every row afterwards.
    Raises InvalidInput if the copy is no good; then, as after any error, nothing is changed.
    """
    contents = verify(file)
    with tempfile.TemporaryDirectory() as folder:
        # A copy of the copy: bringing it to this program's tables must not change the original.
        fresh = Path(folder) / "copy.db"
        shutil.copyfile(file, fresh)
        with (
            Records.open(f"sqlite:///{fresh}", secret=secret) as source,
            Records.open(url, secret=secret) as target,
        ):
            before = _kept(target, keep_in / f"before-restore-{now:%Y%m%d-%H%M%S}.db")
            _replace(source, target)
            if verify_rows:
                _compare(source, target)
    return Restored(contents, before)


def _kept(target: Records, file: Path) -> Path | None:
    counts = target.counts()
    if not (counts.facts or counts.people or counts.questions or counts.events):
        return None
    make(target.database, file)
    return file


def _replace(source: Records, target: Records) -> None:
    revision = max(source.revision(), target.revision()) + 1
    with source.database.reading() as reading, target.database.rebuilding() as writing:
        pour(reading, writing)
        # Indexes of what was here before have nothing to do with what is here now.
        writing.execute(update(state).values(revision=revision, restored=revision, filled=True))
        if not target.database.sqlite:
            _count_on(writing)


def _count_on(connection: Connection) -> None:
    """PostgreSQL numbers new rows from where it was, not from the rows that came with their numbers."""
    for table in metadata.sorted_tables:
        (key, *more) = table.primary_key.columns
        if more or not isinstance(key.type, Integer) or key.autoincrement is False:
            continue
        highest = connection.execute(select(func.coalesce(func.max(key), 0))).scalar_one()
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        if connection.execute(select(sequence)).scalar():
            connection.execute(select(func.setval(sequence, highest + 1, text("false"))))


def _compare(source: Records, target: Records) -> None:
    """Unavailable if a row is not as it is in the copy."""
    with source.database.reading() as one, target.database.reading() as other:
        for table in metadata.sorted_tables:
            if table is state:
                continue
            for expected, found in zip(_rows(one, table), _rows(other, table), strict=False):
                if tuple(expected) != tuple(found):
                    raise Unavailable(f"{target.database.name}: a row of {table.name} is not as in the copy")


def _rows(connection: Connection, table: Table) -> Iterator[Row[tuple[object, ...]] | tuple[()]]:
    """In the order of the key, as this program sorts it; then one that is empty, so that lengths count."""
    rows = list(connection.execute(select(table)))
    keys = [list(table.columns).index(column) for column in table.primary_key.columns]
    yield from sorted(rows, key=lambda row: tuple(str(row[key]) for key in keys))
    yield ()
