"""Who has a calendar address. Only the digest of its secret is kept: a copy of the database opens none."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from knowledge.records import Records
from knowledge.records.schema import feeds

PATH = "/calendar/{secret}.ics"
# A phone asks every few minutes; that it still does is worth writing down once an hour.
_READ_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Feed:
    """`secret` is empty if it was made with another key: it is still served, but cannot be shown any more."""

    chat: int
    since: datetime
    secret: str
    last_read: datetime | None = None


class Feeds:
    """The secret is made from a key that is not in the database, the chat, and the moment it was asked for."""

    def __init__(self, records: Records, key: bytes) -> None:
        self._database, self._key = records.database, key

    def find(self, chat: int) -> Feed | None:
        with self._database.reading() as connection:
            row = connection.execute(select(feeds).where(feeds.c.chat == chat)).first()
        return None if row is None else self._feed(row)

    def make(self, chat: int, now: datetime) -> Feed:
        """A new secret for the chat; the one that it had is worth nothing from now on."""
        secret = self._secret(chat, now)
        with self._database.writing() as connection:
            forget(connection, chat)
            connection.execute(insert(feeds), {"digest": _digest(secret), "chat": chat, "since": now})
        return Feed(chat, now, secret)

    def revoke(self, chat: int) -> bool:
        """False if there was nothing to revoke."""
        with self._database.writing() as connection:
            return forget(connection, chat)

    def opened(self, secret: str, now: datetime) -> int | None:
        """The chat whose secret this is, and a note that its calendar was read; None if it is nobody's."""
        digest = _digest(secret)
        with self._database.reading() as connection:
            row = connection.execute(select(feeds).where(feeds.c.digest == digest)).first()
        if row is None:
            return None
        if row.last_read is None or not timedelta(0) <= now - row.last_read < _READ_AGAIN:
            with self._database.writing() as connection:
                connection.execute(update(feeds).where(feeds.c.digest == digest).values(last_read=now))
        return int(row.chat)

    def _feed(self, row: Row[Any]) -> Feed:
        secret = self._secret(row.chat, row.since)
        known = hmac.compare_digest(_digest(secret), row.digest)
        return Feed(row.chat, row.since, secret if known else "", row.last_read)

    def _secret(self, chat: int, since: datetime) -> str:
        made = hmac.digest(self._key, f"{chat} {since.timestamp():.6f}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(made).decode().rstrip("=")


def forget(connection: Connection, chat: int) -> bool:
    """In the caller's transaction; whether there was one."""
    return connection.execute(delete(feeds).where(feeds.c.chat == chat)).rowcount > 0


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
