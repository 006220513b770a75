"""Change notices: who was told something that is not so any more. Compared by state, so that only the newest counts.

Whatever happened in between, a chat gets a notice if what it was told last of an event differs from what holds
now. An event that was moved twice, or moved and moved back, is one notice or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    and_,
    case,
    delete,
    func,
    literal,
    select,
    union_all,
    update,
)

from bot.delivery import Draft, letters, outbox
from bot.delivery.kinds import NOTICES
from bot.delivery.outbox import TOLD
from bot.digests import notice
from bot.digests.claiming import Digests
from bot.digests.timetable import Timetable, end_of, last_day, occurrence_of, same_states, state_of
from bot.subscribers.rows import subscriber_of
from bot.subscribers.schedule import after_quiet
from knowledge.model import Event, Lang
from knowledge.records.database import Database
from knowledge.records.rows import events_where
from knowledge.records.schema import events as events_table
from knowledge.records.schema import letter_events, subscribers, watches
from knowledge.records.schema import letters as letters_table
from knowledge.records.schema import outbox as queue
from knowledge.texts import Texts

_BATCH = 500
_LEAST = timedelta(days=2)  # that a notice is worth sending, however soon the event is over


class Notices:
    def __init__(self, database: Database, digests: Digests, texts: Mapping[Lang, Texts], home: str) -> None:
        self._database, self._digests = database, digests
        self._texts, self._home = texts, home

    def plan(self, timetable: Timetable, now: datetime) -> int:
        """Write the notices that are due, and compose anew what waits; how many. Doing it twice changes nothing."""
        with self._database.reading() as connection:
            known = (_standing(connection, timetable, name) for name in _told_of(connection, now))
            changed = [event for event in known if event is not None and _differs(connection, event)]
        return sum(self._notify(timetable, event, now) for event in changed)

    def _notify(self, timetable: Timetable, event: Event, now: datetime) -> int:
        with self._database.writing() as connection:
            self._renew(connection, timetable, event)
            stale = queue.c.kind.in_((*NOTICES, "reminder")), queue.c.subject == event.id
            connection.execute(delete(queue).where(*stale, queue.c.status == "waiting"))
        if end_of(last_day(event), self._home) <= now:
            return 0
        with self._database.reading() as connection:
            told = _told_otherwise(connection, event)
        number = 0
        for start in range(0, len(told), _BATCH):
            with self._database.writing() as connection:
                number += self._write(connection, event, dict(told[start : start + _BATCH]), now)
        return number

    def _write(
        self,
        connection: Connection,
        event: Event,
        told: Mapping[int, str],
        now: datetime,
    ) -> int:
        wanted = subscribers.c.chat.in_(list(told)), subscribers.c.changes, subscribers.c.status == "active"
        occurrence = occurrence_of(event)
        drafts = []
        for row in connection.execute(select(subscribers).where(*wanted)):
            settings = subscriber_of(row).settings
            texts = self._texts[settings.language]
            letter = notice.compose(occurrence, told[row.chat], texts, self._home)
            at = max(now, settings.paused_until or now)
            drafts.append(
                Draft(
                    chat=row.chat,
                    kind=letter.kind,
                    subject=event.id,
                    period=f"{event.version}|{state_of(event)}",
                    letter=letters.put(connection, letter),
                    not_before=after_quiet(settings.quiet, settings.schedule.zone, at),
                    expires_at=max(end_of(last_day(event), self._home), now + _LEAST),
                    silent=settings.silent,
                )
            )
        return outbox.write(connection, drafts)

    def _renew(self, connection: Connection, timetable: Timetable, event: Event) -> None:
        """Digests that wait and tell of the event are composed anew, or dropped if nothing is left of them."""
        waiting = (
            select(letter_events.c.letter)
            .join(queue, queue.c.letter == letter_events.c.letter)
            .where(letter_events.c.event == event.id, _is_news(letter_events.c.state, event))
            .where(queue.c.status == "waiting", queue.c.part == 0, queue.c.kind == "digest")
        )
        stale = select(letters_table.c.id, letters_table.c.recipe).where(letters_table.c.id.in_(waiting))
        for old, recipe in connection.execute(stale).all():
            if recipe is not None:
                _replace(connection, old, self._digests.again(connection, timetable, recipe))


def _told_of(connection: Connection, now: datetime) -> Sequence[str]:
    """Events that letters which still matter told of, or that somebody watches."""
    told = (
        select(letter_events.c.event)
        .join(letters_table, letters_table.c.id == letter_events.c.letter)
        .where(letters_table.c.until > now)
    )
    return list(connection.execute(told.union(select(watches.c.event))).scalars())


def _standing(connection: Connection, timetable: Timetable, name: str) -> Event | None:
    """The event as it is to be told: one that was taken back is cancelled for those who have heard of it."""
    known = timetable.find(name)
    if known is not None:
        return known
    taken_back = events_table.c.id == name, events_table.c.retracted
    found = next(iter(events_where(connection, and_(*taken_back))), None)
    return None if found is None else replace(found, status="cancelled")


def _is_news(state: ColumnElement[str], event: Event) -> ColumnElement[bool]:
    return state.not_in(same_states(event))


def _differs(connection: Connection, event: Event) -> bool:
    told = select(letter_events.c.letter).where(
        letter_events.c.event == event.id, _is_news(letter_events.c.state, event)
    )
    seen = select(watches.c.event).where(watches.c.event == event.id, _is_news(watches.c.state, event))
    return any(connection.execute(one.limit(1)).first() is not None for one in (told, seen))


def _told_otherwise(connection: Connection, event: Event) -> list[tuple[int, str]]:
    """Chats with the state that they were told last, where it is not what holds."""
    # What is in flight is told just now, later than all that is finished.
    at = case((queue.c.status == "leased", literal("9")), else_=queue.c.finished_at.cast(String))
    letters_told = (
        select(queue.c.chat, letter_events.c.state, at.label("at"), queue.c.id.label("number"))
        .join(letter_events, letter_events.c.letter == queue.c.letter)
        .where(letter_events.c.event == event.id, queue.c.status.in_(TOLD))
    )
    watching = select(
        watches.c.chat, watches.c.state, watches.c.since.cast(String).label("at"), literal(0).label("number")
    ).where(watches.c.event == event.id)
    every = union_all(letters_told, watching).subquery()
    newest = func.row_number().over(
        partition_by=every.c.chat, order_by=(every.c.at.desc(), every.c.number.desc())
    )
    ranked = select(every.c.chat, every.c.state, newest.label("rank")).subquery()
    wanted = select(ranked.c.chat, ranked.c.state).where(ranked.c.rank == 1, _is_news(ranked.c.state, event))
    return [(row.chat, row.state) for row in connection.execute(wanted.order_by(ranked.c.chat))]


def _replace(connection: Connection, old: str, new: str | None) -> None:
    waiting: Any = (queue.c.letter == old, queue.c.status == "waiting", queue.c.part == 0)
    if new is None:
        connection.execute(delete(queue).where(*waiting))
    elif new != old:
        chats = select(queue.c.chat).where(*waiting)
        theirs = subscribers.c.last_letter == old, subscribers.c.chat.in_(chats)
        connection.execute(update(subscribers).where(*theirs).values(last_letter=new))
        connection.execute(update(queue).where(*waiting).values(letter=new))
