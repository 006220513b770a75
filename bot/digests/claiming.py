"""Claiming due subscribers: in one transaction a digest goes into the outbox and `next_due` moves on."""

from __future__ import annotations

import random
from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, func, select, update

from bot.delivery import Draft, letters, outbox
from bot.digests import digest
from bot.digests.digest import Recipe
from bot.digests.timetable import Timetable
from bot.subscribers.schedule import LATEST, Claim, claim
from bot.subscribers.settings import Schedule
from knowledge.model import Lang
from knowledge.records.schema import letters as letters_table
from knowledge.records.schema import subscribers
from knowledge.texts import Texts

_REMEMBERED = 512  # composed digests; most subscribers get the same few
_RATE = 25.0  # messages a second that the sender will manage
_COUNT_AGAIN = timedelta(minutes=1)
_LONGEST_SPREAD = timedelta(minutes=15)
_COUNTED = int(_RATE * _LONGEST_SPREAD.total_seconds())
_COLUMNS = (
    *("chat", "language", "topics", "days_ahead", "when_nothing", "silent"),
    *("frequency", "hour", "minute", "weekday", "monthday", "zone"),
    *("sent_for", "last_letter", "next_due"),
)
_Alike = tuple[object, ...]  # what a letter is composed from, as it stands in the row


@dataclass(slots=True)
class Claimed:
    """What one batch came to."""

    subscribers: int = 0
    digests: int = 0
    skipped: int = 0


@dataclass(slots=True)
class _Moves:
    """Subscribers that move on in the same way: one statement for all of them."""

    chats: dict[tuple[datetime | None, date | None, str | None, int], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, row: Row[Any], found: Claim, letter: str | None) -> None:
        after = found.next_due, found.day or row.sent_for, letter or row.last_letter, found.skipped
        self.chats[after].append(row.chat)

    def store(self, connection: Connection) -> None:
        for (due, sent_for, letter, skipped), chats in self.chats.items():
            values = {"next_due": due, "sent_for": sent_for, "last_letter": letter}
            moved = update(subscribers).where(subscribers.c.chat.in_(chats)).values(values)
            connection.execute(moved.values(skipped=subscribers.c.skipped + skipped) if skipped else moved)


class Digests:
    """Composes what is claimed; the same recipe is composed and stored once."""

    def __init__(self, texts: Mapping[Lang, Texts], home: str) -> None:
        self._texts, self._home = texts, home
        self._known: OrderedDict[tuple[str, Recipe], str | None] = OrderedDict()
        self._spread: tuple[datetime, timedelta] | None = None

    def claim(self, connection: Connection, timetable: Timetable, now: datetime, limit: int) -> Claimed:
        """The longest due, at most `limit` of them. The caller's transaction is the one that holds it together."""
        due = (
            select(*(subscribers.c[name] for name in _COLUMNS))
            .where(subscribers.c.next_due <= now)
            .order_by(subscribers.c.next_due, subscribers.c.chat)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = connection.execute(due).all()
        spread = self._spread_of(connection, now) if len(rows) == limit else timedelta(0)
        done, moves, drafts = Claimed(len(rows)), _Moves(), []
        alike: dict[_Alike, str | None] = {}
        for row in rows:
            schedule = Schedule(row.frequency, row.hour, row.minute, row.weekday, row.monthday, row.zone)
            found = claim(schedule, row.next_due, now)
            done.skipped += found.skipped
            letter = None
            if found.day:
                key = (row.language, *row.topics, row.days_ahead, row.when_nothing, row.zone, row.last_letter)
                if key not in alike:
                    alike[key] = self._letter(connection, timetable, row, now)
                letter = alike[key]
            moves.add(row, found, letter)
            if letter and found.day:
                drafts.append(_draft(row, letter, found.day, now + spread * random.random()))
        done.digests = outbox.write(connection, drafts)
        moves.store(connection)
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

    def _letter(
        self, connection: Connection, timetable: Timetable, row: Row[Any], now: datetime
    ) -> str | None:
        # From today on, also where a late digest makes up for that of yesterday.
        day = now.astimezone(ZoneInfo(row.zone)).date()
        recipe = Recipe(
            lang=row.language,
            first=day,
            last=day + timedelta(days=row.days_ahead),
            topics=tuple(row.topics),
            before=row.last_letter,
            when_nothing=row.when_nothing,
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


def _draft(row: Row[Any], letter: str, day: date, at: datetime) -> Draft:
    return Draft(
        chat=row.chat,
        kind="digest",
        subject="digest",
        period=day.isoformat(),
        letter=letter,
        not_before=at,
        expires_at=at + LATEST,
        silent=row.silent,
    )
