"""Claiming due subscribers: in one transaction a digest goes into the outbox and `next_due` moves on."""

from __future__ import annotations

import json
import random
from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Text, bindparam, cast, func, select, update

from bot.delivery import Draft, letters, outbox
from bot.digests import digest
from bot.digests.digest import Recipe
from bot.digests.timetable import Timetable
from bot.subscribers.schedule import LATEST, Claim, claim
from bot.subscribers.settings import Frequency, Schedule
from knowledge.model import Lang
from knowledge.records.schema import letters as letters_table
from knowledge.records.schema import subscribers
from knowledge.texts import Texts

_REMEMBERED = 512  # composed digests; most subscribers get the same few
_RATE = 25.0  # messages a second that the sender will manage
_COUNT_AGAIN = timedelta(minutes=1)
_LONGEST_SPREAD = timedelta(minutes=15)
_COUNTED = int(_RATE * _LONGEST_SPREAD.total_seconds())


class _Alike(NamedTuple):
    """What those share who are told the same and move on in the same way, as it stands in their rows."""

    topics: str  # JSON
    language: Lang
    days_ahead: int
    when_nothing: bool
    frequency: Frequency
    hour: int
    minute: int
    weekday: int
    monthday: int
    zone: str
    sent_for: date | None
    last_letter: str | None
    next_due: datetime


# Built once: making a statement takes longer than the database does with it.
_DUE = (
    select(
        *(subscribers.c.chat, subscribers.c.silent, cast(subscribers.c.topics, Text)),
        *(subscribers.c[name] for name in _Alike._fields[1:]),
    )
    .where(subscribers.c.next_due <= bindparam("now"))
    # By nothing else: sorting all who are due at the same minute, for each batch anew, took half of the time.
    .order_by(subscribers.c.next_due)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_MOVED = (
    update(subscribers)
    .where(subscribers.c.chat.in_(bindparam("chats", expanding=True)))
    .values(
        next_due=bindparam("due"),
        sent_for=bindparam("day"),
        last_letter=bindparam("told"),
        skipped=subscribers.c.skipped + bindparam("more"),
    )
)


@dataclass(slots=True)
class Claimed:
    """What one batch came to."""

    subscribers: int = 0
    digests: int = 0
    skipped: int = 0


class Digests:
    """Composes what is claimed; the same recipe is composed and stored once."""

    def __init__(self, texts: Mapping[Lang, Texts], home: str) -> None:
        self._texts, self._home = texts, home
        self._known: OrderedDict[tuple[str, Recipe], str | None] = OrderedDict()
        self._spread: tuple[datetime, timedelta] | None = None

    def claim(self, connection: Connection, timetable: Timetable, now: datetime, limit: int) -> Claimed:
        """The longest due, at most `limit` of them. The caller's transaction is the one that holds it together."""
        rows = connection.execute(_DUE, {"now": now, "most": limit}).all()
        spread = self._spread_of(connection, now) if len(rows) == limit else timedelta(0)
        groups: dict[tuple[Any, ...], list[tuple[int, bool]]] = defaultdict(list)
        for row in rows:
            groups[row[2:]].append((row[0], row[1]))
        done, drafts = Claimed(len(rows)), list[Draft]()
        moved: dict[tuple[datetime | None, date | None, str | None, int], list[int]] = defaultdict(list)
        for key, chats in groups.items():
            one = _Alike(*key)
            found = _claim(one, now)
            letter = self._letter(connection, timetable, one, now) if found.day else None
            done.skipped += found.skipped * len(chats)
            after = found.next_due, found.day or one.sent_for, letter or one.last_letter, found.skipped
            moved[after] += [chat for chat, _silent in chats]
            if letter and found.day:
                drafts += [_draft(chat, letter, found.day, now, spread) for chat in chats]
        done.digests = outbox.write(connection, drafts)
        for (due, day, told, more), ids in moved.items():
            connection.execute(_MOVED, {"chats": ids, "due": due, "day": day, "told": told, "more": more})
        return done

    def _spread_of(self, connection: Connection, now: datetime) -> timedelta:
        """Counted once for a minute's batches."""
        if self._spread is None or not timedelta(0) <= now - self._spread[0] < _COUNT_AGAIN:
            self._spread = now, _spread(connection, now)
        return self._spread[1]

    def forget(self) -> None:
        """The transaction was not kept, so what it stored is not there."""
        self._known.clear()

    def again(self, connection: Connection, timetable: Timetable, plain: Mapping[str, Any]) -> str | None:
        """The letter of a recipe as of now: for digests that wait while the events change."""
        return self._compose(connection, timetable, Recipe.read(plain))

    def _letter(self, connection: Connection, timetable: Timetable, one: _Alike, now: datetime) -> str | None:
        # From today on, also where a late digest makes up for that of yesterday.
        day = now.astimezone(ZoneInfo(one.zone)).date()
        recipe = Recipe(
            lang=one.language,
            first=day,
            last=day + timedelta(days=one.days_ahead),
            topics=tuple(json.loads(one.topics)),
            before=one.last_letter,
            when_nothing=one.when_nothing,
        )
        return self._compose(connection, timetable, recipe)

    def _compose(self, connection: Connection, timetable: Timetable, recipe: Recipe) -> str | None:
        key = timetable.version, recipe
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        told = _told(connection, recipe.before)
        composed = digest.compose(recipe, timetable, self._texts[recipe.lang], self._home, told)
        self._known[key] = letters.put(connection, composed) if composed else None
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return self._known[key]


def _told(connection: Connection, letter: str | None) -> Mapping[str, str] | None:
    there = select(letters_table.c.id).where(letters_table.c.id == letter)
    if letter is None or connection.execute(there).first() is None:
        return None
    return letters.states_of(connection, letter)


def _spread(connection: Connection, now: datetime) -> timedelta:
    """How long the sender will be busy with all that is due: nobody need be the first."""
    due = select(subscribers.c.chat).where(subscribers.c.next_due <= now).limit(_COUNTED).subquery()
    number = connection.execute(select(func.count()).select_from(due)).scalar_one()
    return min(_LONGEST_SPREAD, timedelta(seconds=number / _RATE))


def _claim(one: _Alike, now: datetime) -> Claim:
    schedule = Schedule(one.frequency, one.hour, one.minute, one.weekday, one.monthday, one.zone)
    return claim(schedule, one.next_due, now)


def _draft(chat: tuple[int, bool], letter: str, day: date, now: datetime, spread: timedelta) -> Draft:
    at = now + spread * random.random()
    return Draft(
        chat=chat[0],
        kind="digest",
        subject="digest",
        period=day.isoformat(),
        letter=letter,
        not_before=at,
        expires_at=at + LATEST,
        silent=chat[1],
    )
