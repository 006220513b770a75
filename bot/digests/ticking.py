"""One tick: what is due goes into the outbox, in bounded batches, each a transaction of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from bot.delivery import Letter
from bot.digests import digest, reminding
from bot.digests.claiming import Claimed, Digests
from bot.digests.digest import Recipe
from bot.digests.noticing import Notices
from bot.digests.reminding import Reminders
from bot.digests.timetable import Timetable
from bot.subscribers.settings import Settings
from knowledge.model import Event, Lang
from knowledge.records import Records
from knowledge.records.schema import planning, state, subscribers
from knowledge.records.upserting import upsert
from knowledge.texts import Texts

BATCH = 300  # so few that whoever else wants to write waits for milliseconds

Load = Callable[[], tuple[Event, ...]]


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did; `more`: it should be called again at once."""

    claimed: int = 0
    digests: int = 0
    reminders: int = 0
    notices: int = 0
    skipped: int = 0
    more: bool = False


class Ticker:
    """Synchronous; the floors above call it in a thread. `home` is the zone of wall times without an offset."""

    def __init__(
        self,
        records: Records,
        load: Load,
        texts: Mapping[Lang, Texts],
        home: str,
        *,
        batch: int = BATCH,
    ) -> None:
        self._database, self._load = records.database, load
        self._texts, self._home, self._batch = texts, home, batch
        self._digests, self._reminders = Digests(texts, home), Reminders(texts, home)
        self._notices = Notices(self._database, self._digests, texts, home)
        self._timetable: tuple[int, Timetable] | None = None

    def tick(self, now: datetime) -> Ticked:
        """At most one batch of digests and one of reminders. With nothing due it costs one query."""
        with self._database.reading() as connection:
            due, reminder, revision, planned = _peek(connection)
        notices = 0 if planned == revision else self._plan(revision, now)
        digests = due is not None and due <= now
        reminders = planned != revision or (reminder is not None and reminder <= now)
        if not digests and not reminders:
            return Ticked(notices=notices)
        timetable, claimed, chats, written = self._timetable_of(revision), Claimed(), 0, 0
        if digests:
            with self._claiming() as connection:
                claimed = self._digests.claim(connection, timetable, now, self._batch)
        if reminders:
            with self._claiming() as connection:
                chats, written = self._reminders.claim(connection, timetable, now, self._batch)
        return Ticked(
            claimed=claimed.subscribers,
            digests=claimed.digests,
            skipped=claimed.skipped,
            reminders=written,
            notices=notices,
            more=self._batch in (chats, claimed.subscribers),
        )

    def preview(self, settings: Settings, now: datetime) -> Letter:
        """The digest as it would come now, whatever there is to tell; nothing is stored."""
        today = now.astimezone(ZoneInfo(settings.schedule.zone)).date()
        last = today + timedelta(days=settings.days_ahead)
        recipe = Recipe(settings.language, today, last, settings.topics, when_nothing=True)
        texts = self._texts[settings.language]
        with self._database.reading() as connection:
            timetable = self._timetable_of(_peek(connection)[2])
        letter = digest.compose(recipe, timetable, texts, self._home, None)
        assert letter is not None
        return letter

    def _plan(self, revision: int, now: datetime) -> int:
        """The records have changed. What is planned anew only counts as planned when all of it is written."""
        timetable = self._timetable_of(revision)
        with self._database.reading() as connection:
            known = connection.execute(select(planning.c.digest)).scalar()
        notices = 0
        if known != timetable.digest:
            notices = self._notices.plan(timetable, now)
        with self._database.writing() as connection:
            if known != timetable.digest:
                reminding.plan_anew(connection, now)
            upsert(connection, planning, {"id": 1, "revision": revision, "digest": timetable.digest})
        return notices

    def _timetable_of(self, revision: int) -> Timetable:
        if self._timetable is None or self._timetable[0] != revision:
            self._timetable = revision, Timetable(self._load())
        return self._timetable[1]

    @contextlib.contextmanager
    def _claiming(self) -> Iterator[Connection]:
        try:
            with self._database.writing() as connection:
                yield connection
        except BaseException:
            self._digests.forget()
            self._reminders.forget()
            raise


def _peek(connection: Connection) -> tuple[datetime | None, datetime | None, int, int | None]:
    due = select(func.min(subscribers.c.next_due)).scalar_subquery()
    reminder = select(func.min(subscribers.c.next_reminder)).scalar_subquery()
    planned = select(planning.c.revision).scalar_subquery()
    row = connection.execute(select(due, reminder, state.c.revision, planned)).one()
    return row[0], row[1], row[2], row[3]
