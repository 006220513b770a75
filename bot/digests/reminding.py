"""Claiming due reminders, in the manner of digests: an indexed `next_reminder` per chat."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, or_, select, update

from bot.delivery import Draft, letters, outbox
from bot.digests import reminder
from bot.digests.reminder import Reminder
from bot.digests.timetable import Timetable
from bot.subscribers.rows import Subscriber, subscriber_of
from bot.subscribers.schedule import after_quiet
from bot.subscribers.settings import Schedule, Settings
from knowledge.model import Lang
from knowledge.records.schema import subscribers, watches
from knowledge.texts import Texts

_REMEMBERED = 512
# Without anything to remind of, events further away are looked for again so soon.
_LOOK_AGAIN = timedelta(days=20)
_Key = tuple[str, Schedule, tuple[str, ...], tuple[timedelta, ...], frozenset[str], datetime]


class Reminders:
    def __init__(self, texts: Mapping[Lang, Texts], home: str) -> None:
        self._texts, self._home = texts, home
        self._known: OrderedDict[_Key, list[Reminder]] = OrderedDict()

    def claim(
        self, connection: Connection, timetable: Timetable, now: datetime, limit: int
    ) -> tuple[int, int]:
        """How many chats had their turn, and how many reminders were written for them."""
        due = (
            select(subscribers)
            .where(subscribers.c.next_reminder <= now)
            .order_by(subscribers.c.next_reminder)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        chats = [subscriber_of(row) for row in connection.execute(due)]
        watched = _watched(connection, [chat.chat for chat in chats])
        drafts: list[Draft] = []
        turns: dict[datetime | None, list[int]] = defaultdict(list)
        for chat in chats:
            coming = self._coming(chat, watched.get(chat.chat, frozenset()), timetable)
            ripe = [one for one in coming if one.at <= now < one.over]
            drafts += self._drafts(connection, chat, reminder.only_the_nearest(ripe), now)
            turns[self._next_turn(chat.settings, coming, watched.get(chat.chat), now)].append(chat.chat)
        for turn, ids in turns.items():
            moved = update(subscribers).where(subscribers.c.chat.in_(ids)).values(next_reminder=turn)
            connection.execute(moved)
        return len(chats), outbox.write(connection, drafts)

    def forget(self) -> None:
        self._known.clear()

    def _coming(self, chat: Subscriber, watched: frozenset[str], timetable: Timetable) -> list[Reminder]:
        assert chat.next_reminder is not None
        settings = chat.settings
        key = (
            timetable.version,
            settings.schedule,
            settings.topics,
            settings.reminders,
            watched,
            chat.next_reminder,
        )
        if key not in self._known:
            found = reminder.reminders(settings, watched, timetable, self._home, chat.next_reminder)
            self._known[key] = found
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[key]

    def _next_turn(
        self, settings: Settings, coming: Sequence[Reminder], watched: Collection[str] | None, now: datetime
    ) -> datetime | None:
        if not settings.reminders and not watched:
            return None
        following = (one.at for one in coming if one.at > now)
        return min(now + _LOOK_AGAIN, next(following, now + _LOOK_AGAIN))

    def _drafts(
        self, connection: Connection, chat: Subscriber, due: Sequence[Reminder], now: datetime
    ) -> list[Draft]:
        settings = chat.settings
        zone, texts = settings.schedule.zone, self._texts[settings.language]
        if settings.paused_until is not None and settings.paused_until > now:
            return []
        drafts = []
        for one in due:
            at = after_quiet(settings.quiet, zone, now)
            left = reminder.time_left(one, at, zone)
            letter = letters.put(connection, reminder.compose(one.occurrence, left, texts, self._home))
            event = one.occurrence.event.id
            drafts.append(
                Draft(chat.chat, "reminder", event, one.period, letter, at, one.over, settings.silent)
            )
        return drafts


def plan_anew(connection: Connection, now: datetime) -> None:
    """The events have changed: everybody who is reminded of anything has their turn at once."""
    reminded = or_(
        subscribers.c.next_reminder > now,
        subscribers.c.next_reminder.is_(None) & exists().where(watches.c.chat == subscribers.c.chat),
    )
    active = subscribers.c.status == "active"
    connection.execute(update(subscribers).where(active, reminded).values(next_reminder=now))


def _watched(connection: Connection, chats: Sequence[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows: Any = connection.execute(select(watches.c.chat, watches.c.event).where(watches.c.chat.in_(chats)))
    for row in rows:
        found[row.chat].add(row.event)
    return {chat: frozenset(events) for chat, events in found.items()}
