"""Opening the base: records, index and assistant of one set of settings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.settings import Settings
from knowledge.assistant import Assistant
from knowledge.index import Index
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs
from knowledge.records import Records

SHIPPED = "shipped"  # who applied the packs that come with the program


@dataclass(frozen=True)
class Base:
    """What answers are made from."""

    records: Records
    index: Index
    assistant: Assistant


@contextmanager
def opened(settings: Settings, now: Callable[[], datetime]) -> Iterator[Base]:
    """The base of the settings; a database that did not exist yet is filled with the shipped packs."""
    records = records_of(settings)
    try:
        if records.to_be_filled():
            fill(records, now())
        index = Index(index_path(settings), records)
        yield Base(records, index, Assistant(lambda: index.base))
    finally:
        records.close()


def records_of(settings: Settings, *, migrate: bool = True) -> Records:
    """The records of the settings. Raises Unavailable."""
    return Records.open(settings.database_url, migrate=migrate, secret=settings.secret)


def fill(records: Records, now: datetime) -> None:
    """Apply the shipped packs. One that is broken off is begun anew when the database is next opened."""
    for path in shipped_packs():
        records.apply(read_pack(path), actor=SHIPPED, now=now)
    records.set_filled()


def index_path(settings: Settings) -> Path:
    """`INDEX_PATH`, or a file beside the SQLite database, or one in the working folder named after the address."""
    if settings.index_path:
        return settings.index_path
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(f"{url.database}.index")
    return Path(f"agreement-{hashlib.sha256(settings.database_url.encode()).hexdigest()[:12]}.index")
