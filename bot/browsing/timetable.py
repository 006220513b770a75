"""The events as one leafs through them: what is coming, what is over, by month and by topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.dates.edtf import month
from knowledge.events import Occurrence, past, upcoming, within
from knowledge.model import Event
from knowledge.passages import record_key

Tense = Literal["upcoming", "past"]
TENSES: tuple[Tense, ...] = ("upcoming", "past")

_LONGEST_ID = 62  # of a deep link's 64 characters two say that it is an event's
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]+")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which events are shown: those of a topic (by its `record_key`) or a month ("2020-05"), or all."""

    tense: Tense = "upcoming"
    narrowed: str = ""

    @property
    def month(self) -> str:
        return self.narrowed if _MONTH.fullmatch(self.narrowed) else ""


class Timetable:
    """All events of one state of the records; they are found by their id or its `record_key`."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = tuple(events)
        self._keys = {record_key(event.id): event for event in self.events}
        self._ids = {event.id: event for event in self.events}

    def find(self, name: str) -> Event | None:
        return self._ids.get(name) or self._keys.get(name)

    def all(self, tense: Tense, today: date) -> tuple[Occurrence, ...]:
        """By time, days before what is vague; what is over, the latest first."""
        found = upcoming(self.events, today) if tense == "upcoming" else past(self.events, today)
        return tuple(found)

    def chosen(self, choice: Choice, today: date) -> tuple[Occurrence, ...]:
        found = self.all(choice.tense, today)
        if choice.month:
            span = month(*map(int, choice.month.split("-")))
            shown = {one.key for one in within(self.events, span) if one.exact or _in_one_month(one)}
            return tuple(one for one in found if one.key in shown)
        if choice.narrowed:
            return tuple(one for one in found if record_key(one.event.topic) == choice.narrowed)
        return found

    def months(self, tense: Tense, today: date) -> tuple[str, ...]:
        """The months in which something is known to begin."""
        found = self.all(tense, today)
        named = {f"{one.span.first_day:%Y-%m}" for one in found if one.exact or _in_one_month(one)}
        return tuple(sorted(named, reverse=tense == "past"))

    def topics(self, tense: Tense, today: date) -> tuple[tuple[str, int], ...]:
        """The ids of the topics that have events, with how many, the most first."""
        counts: dict[str, int] = {}
        for one in self.all(tense, today):
            counts[one.event.topic] = counts.get(one.event.topic, 0) + 1
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def occurrence(self, event: Event, today: date) -> Occurrence:
        """The next time of an event, or the last one if it is over."""
        coming = tuple(upcoming([event], today, most=1)) or tuple(past([event], today, most=1))
        return coming[0]


class Timetables:
    """The timetable of the records as they are now; read anew when their revision has risen."""

    def __init__(self, load: Callable[[], tuple[Event, ...]], revision: Callable[[], int]) -> None:
        self._load, self._revision = load, revision
        self._now: tuple[int, Timetable] | None = None

    def timetable(self) -> Timetable:
        revision, known = self._revision(), self._now
        if known is None or known[0] != revision:
            known = self._now = revision, Timetable(self._load())
        return known[1]


def link_name(event: str) -> str:
    """The event's name in a deep link (`/start e_…`): its id where Telegram can carry it, else its key."""
    short = len(event) <= _LONGEST_ID and _PLAIN_ID.fullmatch(event)
    return f"e_{event if short else record_key(event)}"


def _in_one_month(one: Occurrence) -> bool:
    first, last = one.span.first_day, one.span.last_day
    return (first.year, first.month) == (last.year, last.month)
