"""When the next digest is due: by the wall clock of the subscriber's zone, whatever that clock does."""

from __future__ import annotations

import calendar
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.subscribers.settings import Quiet, Schedule, Settings

LATEST = timedelta(hours=36)  # a digest that is later than this is skipped
_DAY = timedelta(days=1)
# Slots older than this are not counted one by one.
_COUNTED = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a due subscriber gets: the digest of one `day` or none, and when it is their turn again."""

    day: date | None
    skipped: int
    next_due: datetime | None


def next_due(settings: Settings, after: datetime, *, sent: date | None = None) -> datetime | None:
    """The first moment later than `after`; None if digests are off.

    A wall time that the clock leaps over moves forward by the leap, one that comes twice counts the first
    time. `sent` is the local day of the last digest: none follows on the same day, whatever the zone has
    become meanwhile. During a pause there are none.
    """
    if settings.paused_until is not None and settings.paused_until > after:
        after = settings.paused_until - timedelta(microseconds=1)
    return next_slot(settings.schedule, after, sent)


@functools.lru_cache(maxsize=4096)
def next_slot(schedule: Schedule, after: datetime, sent: date | None = None) -> datetime | None:
    if schedule.frequency == "off":
        return None
    # The slot of yesterday may have been moved past midnight.
    first = after.astimezone(ZoneInfo(schedule.zone)).date() - _DAY
    if sent is not None:
        first = max(first, sent + _DAY)
    return next(at for day in _days(schedule, first) if (at := slot(schedule, day)) > after)


def slot(schedule: Schedule, day: date) -> datetime:
    """The moment of that local day, in UTC."""
    # PEP 495: with fold=0 a missing time is read with the offset before the leap, a doubled one is the first.
    wall = datetime.combine(day, time(schedule.hour, schedule.minute), ZoneInfo(schedule.zone))
    return wall.astimezone(UTC)


@functools.lru_cache(maxsize=4096)
def day_of(schedule: Schedule, at: datetime) -> date:
    """The local day that the slot `at` belongs to."""
    today = at.astimezone(ZoneInfo(schedule.zone)).date()
    yesterday = today - _DAY
    return yesterday if slot(schedule, today) != at and slot(schedule, yesterday) == at else today


@functools.lru_cache(maxsize=4096)
def claim(schedule: Schedule, due: datetime, now: datetime) -> Claim:
    """Of the slots from `due` until `now` the last one, unless it is too late for that, too."""
    skipped, at = 0, due
    if now - due > _COUNTED:
        at = next_slot(schedule, now - _COUNTED) or due
    while (later := next_slot(schedule, at, day_of(schedule, at))) is not None and later <= now:
        skipped, at = skipped + 1, later
    day = day_of(schedule, at)
    following = next_slot(schedule, now, day)
    return Claim(None, skipped + 1, following) if now - at > LATEST else Claim(day, skipped, following)


def after_quiet(quiet: Quiet | None, zone: str, at: datetime) -> datetime:
    """`at`, or the end of the quiet hours that it falls into."""
    local = at.astimezone(ZoneInfo(zone))
    if quiet is None or not quiet.holds(local.time()):
        return at
    day = local.date() if local.time() < quiet.end else local.date() + _DAY
    return datetime.combine(day, quiet.end, ZoneInfo(zone)).astimezone(UTC)


def _days(schedule: Schedule, first: date) -> Iterator[date]:
    if schedule.frequency == "monthly":
        yield from (day for day in _monthly(schedule.monthday, first) if day >= first)
        return
    step = _DAY if schedule.frequency == "daily" else 7 * _DAY
    wait = 0 if schedule.frequency == "daily" else (schedule.weekday - first.weekday()) % 7
    day = first + wait * _DAY
    while True:
        yield day
        day += step


def _monthly(monthday: int, first: date) -> Iterator[date]:
    year, month = first.year, first.month
    while True:
        yield date(year, month, min(monthday, calendar.monthrange(year, month)[1]))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
