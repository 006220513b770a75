"""The events as digests need them, and what is told of an event as one short state."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from knowledge.dates import Span, parse_edtf
from knowledge.events import Agenda, Occurrence, upcoming
from knowledge.model import LANGS, Event

_LATEST = date(9000, 1, 1)


class Timetable:
    """All events of one revision."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = {event.id: event for event in events}

    def find(self, event: str) -> Event | None:
        return self.events.get(event)

    def between(self, first: date, last: date, topics: Collection[str] = ()) -> Agenda:
        """What takes place on any of these days, as far as one knows; of all topics if none is given."""
        return upcoming(self.events.values(), first, until=max(first, last), topics=topics)

    @cached_property
    def version(self) -> str:
        """Changes when anything of the events does."""
        return _digest([self.events[event] for event in sorted(self.events)])

    @cached_property
    def digest(self) -> str:
        """Changes when anything does that reminders or notices depend on."""
        return _digest([(event.id, event.topic, state_of(event)) for event in self.events.values()])


def state_of(event: Event) -> str:
    """What is told of the event's time and place, to be compared with what was told before."""
    when, rule, status = _parts(event)
    return "|".join((when, rule, *filter(None, (_place(event),)), status))


def same_states(event: Event) -> tuple[str, ...]:
    """The states that are no news to whoever was told them: also those that say nothing of a place."""
    when, rule, status = _parts(event)
    return tuple(dict.fromkeys((state_of(event), f"{when}|{rule}|{status}")))


def told_place(state: str) -> str:
    """A mark of the place that was told in that state; empty if none was."""
    _, _, *place, _ = state.split("|")
    return "".join(place)


def told_span(state: str) -> Span:
    """The time that was told in that state."""
    return parse_edtf(state.split("|", maxsplit=1)[0])


def told_cancelled(state: str) -> bool:
    return state.endswith("|cancelled")


def _parts(event: Event) -> tuple[str, str, str]:
    return event.when, _mark(event.rrule), "cancelled" if event.status == "cancelled" else ""


def _place(event: Event) -> str:
    """Only where the day is known: nobody travels to "some time in 2020"."""
    named = next((event.place[lang] for lang in LANGS if event.place.get(lang)), "")
    return _mark(" ".join(named.casefold().split())) if parse_edtf(event.when).exact else ""


def _mark(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest() if text else ""


def occurrence_of(event: Event) -> Occurrence:
    """The event at the time that it is entered with."""
    return Occurrence(event, parse_edtf(event.when), repeats=bool(event.rrule))


def begins(occurrence: Occurrence, home: str) -> datetime | None:
    """The moment, if the hour is known; wall time without an offset is that of `home`."""
    return occurrence.starts_at(ZoneInfo(home)) if isinstance(occurrence.span.lower, datetime) else None


def last_day(event: Event) -> date:
    """After it nothing of the event is to come; unknown for what repeats."""
    return date.max if event.rrule else parse_edtf(event.when).last_day


def end_of(day: date, home: str) -> datetime:
    """When that day is over, with a day's grace for other zones."""
    day = min(day, _LATEST)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(home)) + timedelta(days=2)


def _digest(values: list[object]) -> str:
    return hashlib.blake2b(repr(values).encode(), digest_size=16).hexdigest()
