"""Where a database is, and what went wrong there, in words that never hold its password."""

from __future__ import annotations

import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from knowledge.errors import Unavailable

EXPECTED = "expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
# What SQLite says, and what to say.
_SQLITE = {
    "file is not a database": "this file is not a database",
    "disk image is malformed": "the database is damaged; restore a backup",
    "unable to open database file": "the file cannot be opened; is its folder there, and writable?",
    "readonly database": "the database may only be read; nothing can be stored in it",
    "is locked": "another program keeps the database locked",
    "disk is full": "the disk is full",
    "disk I/O error": "the disk cannot be read or written",
}


def read_url(text: str) -> URL:
    """The address as SQLAlchemy takes it; PostgreSQL's short forms get the driver that is installed."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise Unavailable(f"the database's address cannot be read; {EXPECTED}") from None
    if url.drivername not in _DRIVERS:
        raise Unavailable(f"the database's address begins with an unknown word; {EXPECTED}")
    if "@" in (url.host or "") + (url.database or "") and url.drivername.startswith("postgres"):
        # Else a part of the password would pass for the host and be shown as such.
        raise Unavailable("the database's address cannot be read; in a password write @ as %40")
    return url.set(drivername=_DRIVERS[url.drivername])


def describe(url: URL) -> str:
    """What messages call the database."""
    if url.get_backend_name() == "sqlite":
        return url.database or "the database in memory"
    host = url.host or "localhost"
    return f"PostgreSQL database {url.database or ''} at {host}{f':{url.port}' if url.port else ''}"


def reason(error: DBAPIError, url: URL) -> str:
    """One line for what the driver says."""
    said = str(error.orig)
    for sign, words in _SQLITE.items():
        if url.get_backend_name() == "sqlite" and sign in said:
            return words
    fatal = re.search(r"(?:FATAL|ERROR): *(.+)", said)
    line = fatal.group(1) if fatal else (said.strip().splitlines() or ["no reason given"])[0]
    return line.replace(url.password, "***") if isinstance(url.password, str) and url.password else line
