"""Databases for the tests: SQLite files, and a PostgreSQL server with a schema for each test.

The server is the one of TEST_POSTGRES_URL or, where PostgreSQL is installed, one of our own: in a temporary
folder, behind a Unix socket, ended by its id.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from postgres_server import PrivateServer, binaries

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


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    with Records.open(url) as opened:
        yield opened
