"""The calendar behind an address: the events of the subscriber's topics, in their language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.feeds.feeds import Feeds
from bot.subscribers import Subscribers
from knowledge.events.calendar import render_calendar
from knowledge.model import Lang
from knowledge.records import Records
from knowledge.records.rows import topics_where

_LOOKS_BACK = timedelta(days=366)
_MOST = 2000  # events; if there are more, those that began first are left out
_REMEMBERED, _TOLD = 64, 10_000
_REFRESH = timedelta(hours=1)
_Key = tuple[int, date, Lang, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Calendar:
    body: bytes
    tag: str  # changes when the body does
    modified: datetime  # whole seconds


class Calendars:
    """`home`: the zone of wall times on record. Synchronous: the floors above cross to a thread."""

    def __init__(self, records: Records, feeds: Feeds, home: ZoneInfo, now: Callable[[], datetime]) -> None:
        self._records, self._feeds, self._home, self._now = records, feeds, home, now
        self._subscribers = Subscribers(records)
        self._made: dict[_Key, tuple[bytes, str]] = {}
        self._told: dict[int, Calendar] = {}

    def open(self, secret: str) -> Calendar | None:
        """What a phone gets at the address with this secret; None if there is no such address."""
        now = self._now()
        chat = self._feeds.opened(secret, now)
        known = None if chat is None else self._subscribers.find(chat)
        if known is None or known.status == "left":
            return None
        settings = known.settings
        body, tag = self._calendar(settings.language, settings.topics, now.astimezone(self._home).date())
        return self._dated(known.chat, body, tag, now)

    def _calendar(self, lang: Lang, topics: tuple[str, ...], today: date) -> tuple[bytes, str]:
        key = self._records.revision(), today, lang, topics
        made = self._made.get(key)
        if made is None:
            body = self._render(lang, topics, today)
            made = body, hashlib.blake2b(body, digest_size=16).hexdigest()
            # Made anew, not changed: several threads may be here.
            self._made = dict([*self._made.items(), (key, made)][-_REMEMBERED:])
        return made

    def _render(self, lang: Lang, topics: tuple[str, ...], today: date) -> bytes:
        events = self._records.events(start=today - _LOOKS_BACK, topics=topics)
        changed = self._records.history("event", limit=1)
        with self._records.database.reading() as connection:
            titles = {topic.id: topic.title for topic in topics_where(connection)}
        return render_calendar(
            events[-_MOST:],
            lang=lang,
            zone=self._home,
            # Not the present: what has not changed since must look the same.
            now=changed[0].at if changed else datetime(1970, 1, 1, tzinfo=self._home),
            topics=titles,
            refresh=_REFRESH,
        )

    def _dated(self, chat: int, body: bytes, tag: str, now: datetime) -> Calendar:
        """Dated by when this chat was first given it, and no two of its calendars alike: it may have chosen anew."""
        told = self._told.get(chat)
        if told is None or told.tag != tag:
            modified = now.replace(microsecond=0)
            if told is not None:
                modified = max(modified, told.modified + timedelta(seconds=1))
            if len(self._told) >= _TOLD:
                self._told = {}
            told = self._told[chat] = Calendar(body, tag, modified)
        return told
