"""Insert, or update what is there: one statement, so that two writers do not meet in between."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.records.rows import Values


def upsert(connection: Connection, table: Table, values: Values, *, keep: Collection[str] = ()) -> None:
    """Put `values` into the row of their primary key; columns named in `keep` are set in a new row only."""
    keys = [column.name for column in table.primary_key]
    fresh = {name: value for name, value in values.items() if name not in keys and name not in keep}
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(table).values(values).on_conflict_do_update(keys, set_=fresh))
    else:
        connection.execute(
            postgresql.insert(table).values(values).on_conflict_do_update(index_elements=keys, set_=fresh)
        )
