"""An empty database on each engine, for the services: as for the records themselves."""

from __future__ import annotations

import contextlib
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1] / "knowledge" / "records"))
from postgres_server import PrivateServer, binaries

ENGINES = ("sqlite", "postgresql")


@contextlib.contextmanager
def server() -> Iterator[str | None]:
    """The address of a PostgreSQL server of our own; None where PostgreSQL is not installed."""
    found = binaries()
    if found is None:
        yield None
        return
    with PrivateServer(found) as running:
        yield running.url


@contextlib.contextmanager
def schema_in(address: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        try:
            yield f"{address}{'&' if '?' in address else '?'}options=-csearch_path%3D{name}"
        finally:
            connection.execute(f"DROP SCHEMA {name} CASCADE")
