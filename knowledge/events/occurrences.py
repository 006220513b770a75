"""What happens when: events as the single times at which they take place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from knowledge.dates import Span, parse_edtf
from knowledge.errors import InvalidInput
from knowledge.events.recurrence import repetitions
from knowledge.model import Event


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time at which an event takes place; `span` is as precise as it is known, and no more."""

    event: Event
    span: Span
    repeats: bool = False  # one of several of its event

    @property
    def exact(self) -> bool:
        """Whether the day is known; what is vague belongs into a list of its own."""
        return self.span.exact

    @property
    def cancelled(self) -> bool:
        return self.event.status == "cancelled"

    @property
    def key(self) -> str:
        """Names this occurrence for good, wherever it is moved to in its series: the event and its day."""
        return f"{self.event.id}@{self.span.first_day.isoformat()}" if self.repeats else self.event.id

    def starts_at(self, zone: tzinfo) -> datetime | None:
        """The instant of its beginning: wall time is of `zone`, a day begins at midnight. None if it is vague."""
        if not self.exact or self.span.lower is None:
            return None
        return _instant(self.span.lower, zone)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What was found, in order; the two are never mixed, for "some time in 2020" has no place among days."""

    exact: tuple[Occurrence, ...] = ()
    vague: tuple[Occurrence, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.exact or self.vague)

    def __iter__(self) -> Iterator[Occurrence]:
        """The days first, then what is vague."""
        yield from self.exact
        yield from self.vague

    def __len__(self) -> int:
        return len(self.exact) + len(self.vague)


def upcoming(
    events: Iterable[Event],
    start: date,
    *,
    days: int | None = None,
    until: date | None = None,
    topics: Collection[str] = (),
    today: date | None = None,
    most: int = 1000,
) -> Agenda:
    """What takes place from `start` on: for so many `days` (1: that day alone) or `until` a day, included.

    Vague times count as long as a day of theirs may still come. Topics: all, if none is given. `today`: what was
    over before it, cancelled or not, is left out even if `start` is earlier. Cancelled events are there, marked
    by their status: those who wait for one want to know. At most `most` of each sort.
    """
    last = _last_day(start, days, until)
    first = max(start, today) if today is not None else start
    return _agenda(events, first, last, topics, most)


def past(
    events: Iterable[Event],
    end: date,
    *,
    days: int | None = None,
    topics: Collection[str] = (),
    most: int = 1000,
) -> Agenda:
    """What was over before `end`, the latest first; `days`: of so many days before it."""
    first = _back(end, days) if days is not None else date.min
    if end == date.min:
        return Agenda()
    found = _agenda(events, first, end - timedelta(days=1), topics, most=None)
    exact, vague = (
        tuple(sorted((one for one in part if one.span.last_day < end), key=_latest, reverse=True)[:most])
        for part in (found.exact, found.vague)
    )
    return Agenda(exact, vague)


def within(events: Iterable[Event], span: Span, *, topics: Collection[str] = ()) -> Agenda:
    """What shares a day with `span`."""
    return _agenda(events, span.first_day, span.last_day, topics, most=None)


def _agenda(
    events: Iterable[Event], first: date, last: date, topics: Collection[str], most: int | None
) -> Agenda:
    found = sorted(
        (
            occurrence
            for event in events
            if not topics or event.topic in topics
            for occurrence in occurrences(event, first, last)
        ),
        key=lambda occurrence: (occurrence.span.order, occurrence.event.id),
    )
    exact = tuple(occurrence for occurrence in found if occurrence.exact)
    vague = tuple(occurrence for occurrence in found if not occurrence.exact)
    return Agenda(exact[:most], vague[:most])


def occurrences(event: Event, first: date, last: date) -> Iterator[Occurrence]:
    """The times of one event that touch a day from `first` to `last`, in order."""
    if first > last:
        return
    for span in repetitions(event.rrule, parse_edtf(event.when), first, last):
        yield Occurrence(event, span, repeats=bool(event.rrule))


def _last_day(start: date, days: int | None, until: date | None) -> date:
    if days is not None and until is not None:
        raise InvalidInput("either a number of days or a last day, not both")
    if until is not None:
        if until < start:
            raise InvalidInput(f"{until} is before {start}")
        return until
    if days is None:
        return date.max
    if days < 1:
        raise InvalidInput("the number of days must be 1 or more")
    return start + timedelta(days=min(days - 1, (date.max - start).days))


def _back(end: date, days: int) -> date:
    if days < 1:
        raise InvalidInput("the number of days must be 1 or more")
    return end - timedelta(days=min(days, (end - date.min).days))


def _latest(occurrence: Occurrence) -> tuple[date, date, str]:
    return (occurrence.span.last_day, occurrence.span.first_day, occurrence.event.id)


def _instant(bound: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(bound, datetime):
        return datetime.combine(bound, time(), zone)
    return bound if bound.tzinfo is not None else bound.replace(tzinfo=zone)
