"""Bringing a database to the schema of this program: under a lock, with a copy taken first on SQLite."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from knowledge.errors import Unavailable
from knowledge.records.database import BUSY_MS, Database
from knowledge.records.schema import VERSION, metadata

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "schema_version"
# Any number will do, as long as nobody else's is the same.
_LOCK = 7_164_203_859_112_019
# Alembic's operations work on one context per process.
_one_at_a_time = threading.Lock()


def prepare(database: Database, *, migrate: bool) -> bool:
    """Make the database ready to use, or raise Unavailable with what hinders it. True: it was made just now.

    A database that is up to date costs one query, and Alembic is not loaded.
    """
    _check_file(database, create=migrate)
    with database.reading() as connection:
        found = stored_version(connection, database)
    if found == VERSION:
        _write_ahead(database)
        return False
    if not migrate:
        raise Unavailable(f"{database.name}: its tables are not those of this program yet; migrate it first")
    _write_ahead(database)
    with _one_at_a_time, database.rebuilding() as connection:
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        # Asked again under the lock: another process may have been first.
        found = stored_version(connection, database)
        if found == VERSION:
            return False
        if found and database.file:
            database.backup_to(backup_file(database.file))
        _upgrade(connection)
        return found is None


def stored_version(connection: Connection, database: Database) -> str | None:
    """The schema that the database has; None for an empty one. Unavailable if it is not one of ours."""
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE in tables:
        found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
        if found is not None and not re.fullmatch(r"\d{4}", found):
            raise Unavailable(f"{database.name}: this is not a database of this program")
        if found is not None and found > VERSION:
            raise Unavailable(
                f"{database.name}: a newer version of this program made it"
                f" (schema {found}, this one knows {VERSION}); update the program"
            )
        return found
    foreign = tables if database.sqlite else tables & set(metadata.tables)
    if foreign:
        raise Unavailable(f"{database.name}: this is a database of another program")
    return None


def backup_file(file: Path) -> Path:
    """Where the copy goes that is taken before a migration to this program's schema."""
    return file.with_name(f"{file.name}.before-{VERSION}")


def _check_file(database: Database, *, create: bool) -> None:
    """SQLite says "unable to open" to everything; here is why."""
    file = database.file
    if file is None:
        return
    if file.is_dir():
        raise Unavailable(f"{database.name}: this is a folder, not a database")
    if file.exists():
        # Its folder too: the journals stand beside the file.
        if not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
            raise Unavailable(f"{database.name}: the file or its folder is read-only")
    elif not create:
        raise Unavailable(f"{database.name}: there is no such database")
    elif not file.parent.is_dir():
        raise Unavailable(f"{database.name}: there is no folder {file.parent}")


def _write_ahead(database: Database) -> None:
    """Readers and the writer do not wait for one another; the file remembers it."""
    if database.file is None:
        return
    with database.clear_errors(), database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        deadline = time.monotonic() + BUSY_MS / 1000
        while True:
            try:
                driver.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                # SQLite does not wait by itself here, when two processes open a new file at once.
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise Unavailable(f"{database.name}: {error}") from error
                time.sleep(0.01)
            else:
                return


def _upgrade(connection: Connection) -> None:
    from alembic.config import Config  # noqa: PLC0415 - slow to load, and rarely needed
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    scripts = ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS)])
    with EnvironmentContext(
        Config(),
        scripts,
        fn=lambda revision, _context: scripts._upgrade_revs("head", revision),  # noqa: SLF001 - as alembic.command does
        destination_rev="head",
    ) as environment:
        environment.configure(connection=connection, version_table=VERSION_TABLE, render_as_batch=True)
        environment.run_migrations()
