"""One database, on either engine: its connections, its transactions, and its errors in one line each."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
    TimeoutError,  # noqa: A004 - the pool's
)

from knowledge.errors import Unavailable
from knowledge.records.address import EXPECTED, describe, read_url, reason
from knowledge.records.columns import Cipher, put_cipher
from knowledge.records.turns import Turns

BUSY_MS = 5000
# How often a writer waits BUSY_MS for its turn: another process may be importing a large file.
_TURNS = 6


class Database:
    """Transactions for the floors above: `reading()` sees one state, `writing()` changes it as a whole."""

    def __init__(self, url: str, cipher: Cipher | None = None) -> None:
        self.cipher = cipher  # of personal text
        self.url = read_url(url)
        self.name = describe(self.url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(self.url)
        put_cipher(self.engine.dialect, cipher)
        # SQLite's writers of this process queue here, not at the file's door, where waiting is polling.
        self._turn = Turns() if self.sqlite else contextlib.nullcontext()

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database, unless it lives in memory."""
        database = self.url.database
        return Path(database) if self.sqlite and database and database != ":memory:" else None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database, whatever is written meanwhile."""
        with self.clear_errors(), self._connection("REPEATABLE READ") as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole or, when an exception leaves it, not at all."""
        with self.clear_errors(), self._turn, self._connection(None) as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """A writing transaction in which SQLite may replace tables that others refer to."""
        with self.clear_errors(), self._turn, self._connection(None) as connection:
            _foreign_keys(connection, on=False)
            try:
                with connection.begin():
                    yield connection
                    self._refuse_loose_ends(connection)
            finally:
                _foreign_keys(connection, on=True)

    @contextlib.contextmanager
    def clear_errors(self) -> Iterator[None]:
        """Turn what a driver raises into Unavailable; broken constraints stay what they are."""
        try:
            yield
        except (IntegrityError, DataError):
            raise
        except DBAPIError as error:
            raise Unavailable(f"{self.name}: {reason(error, self.url)}") from error
        except TimeoutError as error:
            raise Unavailable(f"{self.name}: every connection is busy") from error

    def backup_to(self, target: Path) -> None:
        """Copy an SQLite database, as it stands, into a file."""
        with self.clear_errors(), self._connection(None) as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            with contextlib.closing(sqlite3.connect(target)) as copy:
                source.backup(copy)

    def close(self) -> None:
        self.engine.dispose()

    def _connection(self, isolation: Literal["REPEATABLE READ"] | None) -> Connection:
        """A connection whose transactions are for writing, unless they ask for isolation."""
        connection = self.engine.connect()
        if self.sqlite:
            return connection.execution_options(agreement_write=isolation is None)
        return connection.execution_options(isolation_level=isolation) if isolation else connection

    def _refuse_loose_ends(self, connection: Connection) -> None:
        if self.sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise Unavailable(f"{self.name}: the new tables would not fit together; nothing was changed")


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite_engine(url)
        return create_engine(
            url,
            json_serializer=_json,
            json_deserializer=_from_json,
            pool_pre_ping=True,  # a restarted server must not cost a question
            connect_args={} if "connect_timeout" in url.query else {"connect_timeout": 10},
        )
    except (ArgumentError, NoSuchModuleError, ImportError, TypeError) as error:
        raise Unavailable(f"{describe(url)}: the address cannot be used; {EXPECTED}") from error


def _sqlite_engine(url: URL) -> Engine:
    # One connection for a database in memory: a second one would see another database.
    in_memory = url.database in (None, "", ":memory:")
    engine = create_engine(
        url,
        json_serializer=_json,
        json_deserializer=_from_json,
        poolclass=QueuePool,
        pool_size=1 if in_memory else 5,
        max_overflow=0 if in_memory else 10,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    if not in_memory:
        _create_once(engine)
    return engine


def _create_once(engine: Engine) -> None:
    """Only the first connection may create the file: one that is lost later must not be an empty one from then on."""
    seen = False

    @event.listens_for(engine, "connect")
    def _seen(_connection: sqlite3.Connection, _record: object) -> None:
        nonlocal seen
        seen = True

    @event.listens_for(engine, "do_connect")
    def _open(_dialect: object, _record: object, args: list[Any], options: dict[str, Any]) -> None:
        if seen:
            args[0] = f"{Path(args[0]).absolute().as_uri()}?mode=rw"
            options["uri"] = True


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _from_json(text: str) -> Any:
    # Most of a fact's columns are empty, and a million facts may be read at once.
    return {} if text == "{}" else [] if text == "[]" else json.loads(text)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions on its own, too late for reads and never with IMMEDIATE.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get("agreement_write", False):
        connection.exec_driver_sql("BEGIN")
        return
    for turns_left in reversed(range(_TURNS)):
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if not turns_left or "locked" not in str(error.orig):
                raise
        else:
            return


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    # Past SQLAlchemy, which would begin a transaction first; inside one this pragma does nothing.
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
