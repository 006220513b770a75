"""The counter: subscribing, choosing and leaving, for whoever asks there. Synchronous."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from bot.browsing import Timetable
from bot.clock import Clock
from bot.delivery import Letter
from bot.digests import Ticker, state_of
from bot.subscribers import Frequency, Schedule, Settings, Subscriber, Subscribers
from bot.subscribing.awaiting import Awaiting
from bot.subscribing.changing import Given, changed, typed
from bot.subscribing.places import nearest_zone
from knowledge.model import Event, Lang
from knowledge.records import Records
from knowledge.records.schema import letter_events, outbox
from knowledge.records.schema import topics as topics_table


class Counter:
    """`home`: the zone of those who have chosen none."""

    def __init__(
        self, records: Records, subscribers: Subscribers, ticker: Ticker, clock: Clock, home: str
    ) -> None:
        self._database, self._subscribers, self._ticker = records.database, subscribers, ticker
        self._clock, self._home = clock, home
        self.awaiting = Awaiting(records)

    def now(self) -> datetime:
        return self._clock.now()

    def find(self, chat: int) -> Subscriber | None:
        """Who is subscribed, if only to reminders of single events; None for whoever has left."""
        known = self._subscribers.find(chat)
        return None if known is None or known.status == "left" else known

    def defaults(self, lang: Lang) -> Settings:
        return Settings(schedule=Schedule(zone=self._home), language=lang)

    def subscribe(self, chat: int, lang: Lang, person: int | None = None) -> Subscriber:
        """With the defaults; whoever has left comes back to what they had chosen."""
        known = self._subscribers.find(chat)
        settings = replace(known.settings, language=lang) if known else self.defaults(lang)
        if settings.schedule.frequency == "off":
            chosen = replace(settings.schedule, frequency="weekly")
            settings = replace(settings, schedule=chosen, reminders=self.defaults(lang).reminders)
        return self._save(chat, replace(settings, paused_until=None), person)

    def put(self, chat: int, setting: str, value: str, person: int | None = None) -> Subscriber | None:
        """Change one setting by a button; None if the chat is not subscribed. Raises Refused."""
        return self._change(chat, person, lambda settings: changed(settings, setting, value, self._given()))

    def write(self, chat: int, setting: str, text: str, person: int | None = None) -> Subscriber | None:
        """The same by typed words, which end the asking; what is refused may be typed again."""
        done = self._change(chat, person, lambda settings: typed(settings, setting, text, self._given()))
        self.awaiting.forget(chat)
        return done

    def locate(
        self, chat: int, latitude: float, longitude: float, person: int | None = None
    ) -> Subscriber | None:
        """The time zone of a place on the map."""
        return self.write(chat, "zone", nearest_zone(latitude, longitude), person)

    def speak(self, chat: int, lang: Lang) -> None:
        """Digests follow the language that is chosen for everything."""
        known = self.find(chat)
        if known and known.settings.language != lang:
            self._save(chat, replace(known.settings, language=lang), known.person)

    def leave(self, chat: int) -> bool:
        self.awaiting.forget(chat)
        return self._subscribers.leave(chat, self.now())

    def say_why(self, chat: int, reason: str) -> None:
        self._subscribers.say_why(chat, reason)

    def preview(self, chat: int, lang: Lang) -> Letter:
        """The digest as it would come now."""
        known = self.find(chat)
        return self._ticker.preview(known.settings if known else self.defaults(lang), self.now())

    def sample(self, lang: Lang) -> Letter:
        """The digest of somebody who has changed none of the settings, as it would come now."""
        return self._ticker.preview(self.defaults(lang), self.now())

    def recipients(self) -> Mapping[Lang, Mapping[Frequency, int]]:
        return self._subscribers.recipients()

    def watch(self, chat: int, event: Event, lang: Lang, *, on: bool) -> None:
        now = self.now()
        if on:
            self._subscribers.watch(chat, event.id, state_of(event), settings=self.defaults(lang), now=now)
        else:
            self._subscribers.unwatch(chat, event.id, now)

    def watches(self, chat: int, event: Event) -> bool:
        return event.id in self._subscribers.watched(chat)

    def gone(self, chat: int, reason: str) -> None:
        """The chat has blocked the bot or put it out."""
        if self.find(chat):
            self._subscribers.gone(chat, reason, self.now())

    def back(self, chat: int) -> None:
        self._subscribers.wake(chat, self.now())

    def migrated(self, old: int, new: int) -> None:
        self._subscribers.migrated(old, new)

    def told_in(self, chat: int, message: int, timetable: Timetable) -> tuple[Event, ...]:
        """The events of the letter that a message ended."""
        told = (
            select(letter_events.c.event)
            .join(outbox, outbox.c.letter == letter_events.c.letter)
            .where(outbox.c.chat == chat, outbox.c.message_id == message)
        )
        with self._database.reading() as connection:
            names = connection.execute(told).scalars().all()
        found = (timetable.find(name) for name in dict.fromkeys(names))
        return tuple(event for event in found if event)

    def topics(self) -> Collection[str]:
        with self._database.reading() as connection:
            return tuple(connection.execute(select(topics_table.c.id).order_by(topics_table.c.id)).scalars())

    def _given(self) -> Given:
        return Given(self.now(), self.topics())

    def _change(
        self, chat: int, person: int | None, change: Callable[[Settings], Settings]
    ) -> Subscriber | None:
        known = self.find(chat)
        if known is None:
            return None
        return self._save(chat, change(known.settings), person)

    def _save(self, chat: int, settings: Settings, person: int | None) -> Subscriber:
        return self._subscribers.save(chat, settings, now=self.now(), person=person)
