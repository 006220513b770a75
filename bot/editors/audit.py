"""What needs a right, done or refused: for owners to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from knowledge.records import Records
from knowledge.records.schema import audit

_LONGEST_DETAIL = 500  # characters


@dataclass(frozen=True, slots=True)
class Attempt:
    """`action` is a command or the name of a button; `person` is empty for nobody in particular."""

    at: datetime
    person: int | None
    chat: int | None
    action: str
    allowed: bool
    detail: str = ""


class Audit:
    def __init__(self, records: Records) -> None:
        self._database = records.database

    def note(self, attempt: Attempt) -> None:
        row = {
            "at": attempt.at,
            "person": attempt.person,
            "chat": attempt.chat,
            "action": attempt.action[:64],
            "allowed": attempt.allowed,
            "detail": attempt.detail[:_LONGEST_DETAIL].replace("\x00", "") or None,
        }
        with self._database.writing() as connection:
            connection.execute(insert(audit), row)

    def latest(self, limit: int = 20) -> tuple[Attempt, ...]:
        """The latest first."""
        found = select(audit).order_by(audit.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return tuple(
                Attempt(row.at, row.person, row.chat, row.action, row.allowed, row.detail or "")
                for row in connection.execute(found)
            )
