"""Whom to write unasked, and how they like it: their language, their quiet hours, and whether at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.subscribers.rows import settings_of
from bot.subscribers.schedule import after_quiet
from knowledge.model import Lang
from knowledge.records.schema import people, subscribers


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person in their private chat. `corrections`: they want to hear that what they were told is not so any more."""

    person: int
    language: Lang | None  # None: that of their question
    not_before: datetime
    silent: bool = False
    corrections: bool = True


def addressees(connection: Connection, persons: Collection[int], now: datetime) -> dict[int, Addressee]:
    """Those who can be written to; whoever blocked the bot or was forgotten is left out."""
    known = select(people).where(people.c.id.in_(sorted(persons)), people.c.blocked.is_(False))
    settings = {
        row.chat: settings_of(row)
        for row in connection.execute(select(subscribers).where(subscribers.c.chat.in_(sorted(persons))))
    }
    found = {}
    for row in connection.execute(known):
        own = settings.get(row.id)
        found[row.id] = Addressee(
            person=row.id,
            language=row.language,
            not_before=after_quiet(own.quiet, own.schedule.zone, now) if own else now,
            silent=bool(own and own.silent),
            corrections=row.corrections and (own is None or own.changes),
        )
    return found
