"""Broadcasts, from the draft to the last message. A broadcast that a crash broke off is gone on with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from bot.broadcasting.audience import Audience, Recipient
from bot.delivery import Draft, Letter, letters, outbox
from bot.delivery import Run as Words
from knowledge.model import Lang
from knowledge.records import Records
from knowledge.records.schema import broadcasts
from knowledge.records.schema import outbox as queue

LONGEST = 3500  # characters; a message holds 4096
BATCH = 1000
_WORTH_SENDING = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Broadcast:
    id: int
    person: int  # who says it
    text: str
    audience: Audience
    status: str  # draft, sending, sent, stopped
    total: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How many messages are where; `total` were meant to be sent."""

    broadcast: Broadcast
    sent: int
    failed: int
    waiting: int


class Broadcasts:
    def __init__(self, records: Records) -> None:
        self._database = records.database

    def draft(self, person: int, text: str, audience: Audience, now: datetime) -> Broadcast:
        row = {
            "at": now,
            "person": person,
            "text": text,
            "audience": audience.data(),
            "status": "draft",
            "total": 0,
        }
        with self._database.writing() as connection:
            key = connection.execute(insert(broadcasts), row).inserted_primary_key
            assert key is not None
            return _broadcast(_row(connection, key[0]))

    def find(self, number: int) -> Broadcast | None:
        with self._database.reading() as connection:
            row = _row(connection, number)
            return _broadcast(row) if row else None

    def address(self, number: int, audience: Audience) -> Broadcast | None:
        """Another audience for a draft; None if it is none any more."""
        with self._database.writing() as connection:
            drafted = broadcasts.c.id == number, broadcasts.c.status == "draft"
            changed = connection.execute(update(broadcasts).where(*drafted).values(audience=audience.data()))
            return _broadcast(_row(connection, number)) if changed.rowcount else None

    def count(self, audience: Audience) -> int:
        """How many would get it now."""
        with self._database.reading() as connection:
            return audience.count(connection)

    def send(self, number: int, now: datetime) -> Broadcast | None:
        """Confirmed: `tick` writes it down from now on. None if it is no draft (any more): it goes out once."""
        with self._database.writing() as connection:
            row = _row(connection, number)
            if row is None or row.status != "draft":
                return None
            total = Audience.of(row.audience).count(connection)
            values = {"status": "sending", "total": total, "at": now}
            connection.execute(update(broadcasts).where(broadcasts.c.id == number).values(values))
            return _broadcast(_row(connection, number))

    def stop(self, number: int) -> int | None:
        """What waits will not be sent: how much that was; None if it is not under way."""
        with self._database.writing() as connection:
            under_way = broadcasts.c.id == number, broadcasts.c.status.in_(("draft", "sending", "sent"))
            stopped = update(broadcasts).where(*under_way).values(status="stopped")
            if not connection.execute(stopped).rowcount:
                return None
            return connection.execute(
                delete(queue).where(*_messages(number), queue.c.status == "waiting")
            ).rowcount

    def progress(self, number: int) -> Progress | None:
        with self._database.reading() as connection:
            row = _row(connection, number)
            if row is None:
                return None
            grouped = select(queue.c.status, func.count()).where(*_messages(number)).group_by(queue.c.status)
            counts: Mapping[str, int] = {status: n for status, n in connection.execute(grouped)}  # noqa: C416 - typed rows
        done = _broadcast(row)
        sent = counts.get("sent", 0) + counts.get("unknown", 0)
        failed = counts.get("failed", 0) + counts.get("expired", 0)
        waiting = max(done.total - sent - failed, 0) if done.status in {"sending", "sent"} else 0
        return Progress(done, sent, failed, waiting)

    def tick(self, now: datetime) -> bool:
        """Write down the next batch of what is under way; True if there may be more. With nothing it is one query."""
        with self._database.reading() as connection:
            under_way = select(broadcasts.c.id).where(broadcasts.c.status == "sending").limit(1)
            number = connection.execute(under_way).scalar()
        if number is None:
            return False
        with self._database.writing() as connection:
            row = _row(connection, number)
            return row is not None and row.status == "sending" and _write_on(connection, row, now)


def _write_on(connection: Connection, row: Row[Any], now: datetime) -> bool:
    """The batch and how far it went are one transaction: nobody is left out or written to twice."""
    recipients = Audience.of(row.audience).after(connection, row.written, BATCH, now)
    if recipients:
        stored = {
            lang: letters.put(connection, _letter(row, lang, now)) for lang in {r.lang for r in recipients}
        }
        outbox.write(
            connection, [_draft(row.id, recipient, stored[recipient.lang]) for recipient in recipients]
        )
        values: dict[str, Any] = {"written": recipients[-1].chat}
    else:
        values = {"status": "sent"}
    connection.execute(update(broadcasts).where(broadcasts.c.id == row.id).values(values))
    return bool(recipients)


def _letter(row: Row[Any], lang: Lang, now: datetime) -> Letter:
    return Letter("broadcast", lang, ((Words(row.text),),), now + _WORTH_SENDING)


def _draft(number: int, recipient: Recipient, letter: str) -> Draft:
    return Draft(
        chat=recipient.chat,
        kind="broadcast",
        subject=str(number),
        period="once",
        letter=letter,
        not_before=recipient.not_before,
        expires_at=recipient.not_before + _WORTH_SENDING,
        silent=recipient.silent,
    )


def _messages(number: int) -> tuple[Any, ...]:
    return queue.c.kind == "broadcast", queue.c.subject == str(number)


def _row(connection: Connection, number: int) -> Row[Any] | None:
    return connection.execute(select(broadcasts).where(broadcasts.c.id == number)).first()


def _broadcast(row: Row[Any] | None) -> Broadcast:
    assert row is not None
    return Broadcast(row.id, row.person, row.text, Audience.of(row.audience), row.status, row.total, row.at)
