"""Insert, or update what is there: one statement, so that two writers do not meet in between."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.records.rows import Values


def upsert(connection: Connection, table: Table, values: Values, *, keep: Collection[str] = ()) -> None:
    """Put `values` into the row of their primary key; columns named in `keep` are set in a new row only."""
    statement = _statement(connection.dialect.name, table, tuple(values), tuple(keep))
    connection.execute(statement, dict(values))


def upsert_all(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """The same for many rows with the same columns; of two with one key the later counts."""
    if rows:
        statement = _statement(connection.dialect.name, table, tuple(rows[0]), ())
        connection.execute(statement, [dict(row) for row in rows])


@lru_cache(maxsize=64)
def _statement(dialect: str, table: Table, names: tuple[str, ...], keep: tuple[str, ...]) -> Executable:
    """Built once for each shape: building it takes longer than running it."""
    keys = [column.name for column in table.primary_key]
    inserting = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    fresh = {name: inserting.excluded[name] for name in names if name not in keys and name not in keep}
    statement: Executable = inserting.on_conflict_do_update(index_elements=keys, set_=fresh)
    return statement
