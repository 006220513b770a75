"""Who is told, and what they chose. Synchronous: the floors above cross to a thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, exists, func, or_, select, update

from bot.delivery import POLICIES, Kind
from bot.delivery import outbox as queue
from bot.subscribers.rows import Subscriber, settings_row, subscriber_of
from bot.subscribers.schedule import next_due
from bot.subscribers.settings import Frequency, Settings, check
from knowledge.model import Lang
from knowledge.records import Records
from knowledge.records.rows import Values
from knowledge.records.schema import feeds, subscribers, topics, watches
from knowledge.records.upserting import upsert

_BATCH = 500
# What is not sent during a pause, and what without digests.
_PAUSED: tuple[Kind, ...] = ("digest", "reminder")
_OFF: tuple[Kind, ...] = ("digest",)
# What only subscribers get.
_SUBSCRIBED: tuple[Kind, ...] = ("cancellation", "change", "reminder", "digest", "broadcast")
# A digest "sent" later than this after now comes from a clock that was turned back.
_TURNED_BACK = timedelta(days=2)
REASONS = ("often", "useless", "over", "other")  # what a person may answer when asked why they leave


@dataclass(frozen=True, slots=True)
class Statistics:
    """For the editors: how many of each status, why they sleep or left, and digests skipped as too late."""

    active: int
    sleeping: Mapping[str, int]
    left: Mapping[str, int]
    skipped: int


class Subscribers:
    def __init__(self, records: Records) -> None:
        self._database = records.database

    def find(self, chat: int) -> Subscriber | None:
        with self._database.reading() as connection:
            return _find(connection, chat)

    def save(self, chat: int, settings: Settings, *, now: datetime, person: int | None = None) -> Subscriber:
        """Subscribe, or change what was chosen. Refused, and nothing changed, if something in it is wrong."""
        with self._database.writing() as connection:
            check(settings, now=now, topics=connection.execute(select(topics.c.id)).scalars().all())
            known = _find(connection, chat)
            sent = known.sent_for if known and known.status != "left" else None
            row = {
                "chat": chat,
                "person": person,
                **settings_row(settings),
                "status": "active",
                "reason": None,
                "since": now,
                "skipped": 0,
                "next_due": next_due(settings, now, sent=_credible(sent, now)),
                "next_reminder": now,  # worked out with the next tick
            }
            keep = ["skipped", *(["since"] if known and known.status != "left" else [])]
            if known and person is None:
                keep.append("person")
            upsert(connection, subscribers, row, keep=keep)
            _hold_at_once(connection, chat, settings, now)
            found = _find(connection, chat)
        assert found is not None
        return found

    def recipients(self) -> Mapping[Lang, Mapping[Frequency, int]]:
        """How many get digests, by language and how often."""
        grouped = (
            select(subscribers.c.language, subscribers.c.frequency, func.count())
            .where(subscribers.c.status == "active", subscribers.c.next_due.is_not(None))
            .group_by(subscribers.c.language, subscribers.c.frequency)
            .order_by(subscribers.c.language)
        )
        found: dict[Lang, dict[Frequency, int]] = {}
        with self._database.reading() as connection:
            for lang, often, number in connection.execute(grouped):
                found.setdefault(lang, {})[often] = number
        return found

    def leave(self, chat: int, now: datetime) -> bool:
        """Unsubscribe: what is queued is not sent, a calendar not served. False if the chat was not subscribed."""
        with self._database.writing() as connection:
            left = _stop(connection, chat, "left", None, now)
            for table in (watches, feeds):
                connection.execute(delete(table).where(table.c.chat == chat))
            return left

    def say_why(self, chat: int, reason: str) -> None:
        """The answer to the one question that is asked of those who leave."""
        gone = subscribers.c.chat == chat, subscribers.c.status == "left"
        with self._database.writing() as connection:
            connection.execute(update(subscribers).where(*gone).values(reason=reason[:64]))

    def gone(self, chat: int, reason: str, now: datetime) -> None:
        """Telegram does not let us write there: sleep until it does."""
        with self._database.writing() as connection:
            _stop(connection, chat, "sleeping", reason[:64], now)

    def wake(self, chat: int, now: datetime) -> bool:
        """The chat can be written to again. False if it was not sleeping."""
        with self._database.writing() as connection:
            known = _find(connection, chat)
            if known is None or known.status != "sleeping":
                return False
            due = next_due(known.settings, now, sent=_credible(known.sent_for, now))
            values = {"status": "active", "reason": None, "next_due": due, "next_reminder": now}
            connection.execute(update(subscribers).where(subscribers.c.chat == chat).values(values))
            return True

    def migrated(self, old: int, new: int) -> None:
        """A group has another id now. If the new one has settings of its own, those stay."""
        with self._database.writing() as connection:
            for table in (subscribers, watches, feeds):
                known = exists().where(table.alias().c.chat == new)
                connection.execute(delete(table).where(table.c.chat == old, known))
                connection.execute(update(table).where(table.c.chat == old).values(chat=new))
            queue.move(connection, old, new)

    def watch(self, chat: int, event: str, state: str, *, settings: Settings, now: datetime) -> None:
        """Remind the chat of one event, told as `state`. `settings`: for a chat that has none yet."""
        with self._database.writing() as connection:
            known = _find(connection, chat)
            if known is None or known.status == "left":
                row = {"chat": chat, "person": None, **settings_row(settings), "status": "active"}
                row |= {"reason": None, "since": now, "skipped": 0, "next_due": None}
                upsert(connection, subscribers, {**row, "frequency": "off", "reminders": []})
            _remind_at_once(connection, chat, now)
            upsert(connection, watches, {"chat": chat, "event": event, "state": state, "since": now})

    def unwatch(self, chat: int, event: str, now: datetime) -> None:
        gone = watches.c.chat == chat, watches.c.event == event
        with self._database.writing() as connection:
            connection.execute(delete(watches).where(*gone))
            _remind_at_once(connection, chat, now)

    def watched(self, chat: int) -> frozenset[str]:
        with self._database.reading() as connection:
            found = connection.execute(select(watches.c.event).where(watches.c.chat == chat))
            return frozenset(found.scalars())

    def forget(self, person: int) -> None:
        """Erase what is kept about somebody: their own chat's subscription and queue; a group's stays, nameless."""
        with self._database.writing() as connection:
            queue.erase(connection, person)
            for table in (watches, feeds, subscribers):
                connection.execute(delete(table).where(table.c.chat == person))
            theirs = update(subscribers).where(subscribers.c.person == person)
            connection.execute(theirs.values(person=None))

    def of_person(self, person: int) -> tuple[Subscriber, ...]:
        """Their own subscription, and those that they set up for groups."""
        theirs = or_(subscribers.c.chat == person, subscribers.c.person == person)
        with self._database.reading() as connection:
            found = connection.execute(select(subscribers).where(theirs).order_by(subscribers.c.chat))
            return tuple(map(subscriber_of, found))

    def statistics(self) -> Statistics:
        grouped = select(
            subscribers.c.status, subscribers.c.reason, func.count(), func.sum(subscribers.c.skipped)
        ).group_by(subscribers.c.status, subscribers.c.reason)
        with self._database.reading() as connection:
            rows = [tuple(row) for row in connection.execute(grouped)]
        reasons = {
            status: {reason or "": number for kind, reason, number, _ in rows if kind == status}
            for status in ("active", "sleeping", "left")
        }
        skipped = sum(int(row[3]) for row in rows)
        return Statistics(sum(reasons["active"].values()), reasons["sleeping"], reasons["left"], skipped)

    def reschedule(self, now: datetime) -> int:
        """After the clock was turned: every active chat's next digest, reckoned from now; how many chats."""
        last, number = None, 0
        while True:
            with self._database.writing() as connection:
                active = select(subscribers).where(subscribers.c.status == "active")
                if last is not None:
                    active = active.where(subscribers.c.chat > last)
                rows = connection.execute(active.order_by(subscribers.c.chat).limit(_BATCH)).all()
                for row in rows:
                    _reschedule(connection, subscriber_of(row), now)
            if not rows:
                return number
            last, number = rows[-1].chat, number + len(rows)


def _find(connection: Connection, chat: int) -> Subscriber | None:
    row = connection.execute(select(subscribers).where(subscribers.c.chat == chat)).first()
    return None if row is None else subscriber_of(row)


def _stop(connection: Connection, chat: int, status: str, reason: str | None, now: datetime) -> bool:
    values: Values = {"status": status, "reason": reason, "next_due": None, "next_reminder": None}
    there = update(subscribers).where(subscribers.c.chat == chat, subscribers.c.status != "left")
    if status == "left":
        values["since"] = now
    stopped = connection.execute(there.values(values)).rowcount > 0
    # Whoever leaves still wants to hear what they asked for in person; whoever cannot be written to cannot.
    queue.drop(connection, chat, kinds=_SUBSCRIBED if status == "left" else tuple(POLICIES))
    return stopped


def _hold_at_once(connection: Connection, chat: int, settings: Settings, now: datetime) -> None:
    """A pause, and digests switched off, hold at once: for what waits already, too."""
    if settings.paused_until and settings.paused_until > now:
        queue.drop(connection, chat, kinds=_PAUSED)
    elif settings.schedule.frequency == "off":
        queue.drop(connection, chat, kinds=_OFF)


def _remind_at_once(connection: Connection, chat: int, now: datetime) -> None:
    sooner = or_(subscribers.c.next_reminder.is_(None), subscribers.c.next_reminder > now)
    there = subscribers.c.chat == chat, subscribers.c.status == "active"
    connection.execute(update(subscribers).where(*there, sooner).values(next_reminder=now))


def _reschedule(connection: Connection, known: Subscriber, now: datetime) -> None:
    sent = _credible(known.sent_for, now)
    values = {
        "sent_for": sent,
        "next_due": next_due(known.settings, now, sent=sent),
        "next_reminder": now,
    }
    connection.execute(update(subscribers).where(subscribers.c.chat == known.chat).values(values))


def _credible(sent: date | None, now: datetime) -> date | None:
    return None if sent is None or sent > (now + _TURNED_BACK).date() else sent
