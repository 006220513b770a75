"""Databases for the tests: SQLite files, and a PostgreSQL server with a schema for each test.

The migrations run once for each engine; other tests get a copy of what they made.
The server is the one of TEST_POSTGRES_URL or, where PostgreSQL is installed, one of our own: in a temporary
folder, behind a Unix socket, ended by its id.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from postgres_server import PrivateServer, binaries
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from knowledge.records import Records


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
    elif found := binaries():
        with PrivateServer(found) as server:
            yield server.url
    else:
        pytest.skip("neither TEST_POSTGRES_URL nor an installed PostgreSQL")


@contextlib.contextmanager
def schema_in(server: str) -> Iterator[str]:
    """An address behind which there is an empty database, as far as one can see there."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        try:
            yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"
        finally:
            connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    with schema_in(postgres_server) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/agreement.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """An empty database on each engine."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@contextlib.contextmanager
def new_records(url: str) -> Iterator[Records]:
    """The records of an empty database, with the tables in it."""
    if url.startswith("sqlite:"):
        shutil.copy(Path(_migrated_file().name) / "new.db", make_url(url).database or "")
    elif _statements:
        with psycopg.connect(url) as connection:
            for statement, parameters in _statements:
                connection.execute(statement, parameters)
    else:
        _statements.extend(_heard(url))
    with Records.open(url) as opened:
        yield opened


@cache
def _migrated_file() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory()
    Records.open(f"sqlite:///{folder.name}/new.db").close()
    return folder


# What the migrations tell PostgreSQL, once they have run.
_statements: list[tuple[Any, Any]] = []


def _heard(url: str) -> list[tuple[Any, Any]]:
    """Run the migrations, and note what they say."""
    heard: list[tuple[Any, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if not statement.lstrip().upper().startswith("SELECT"):
            heard.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        Records.open(url).close()
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    return heard


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    with new_records(url) as opened:
        yield opened
