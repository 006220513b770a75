"""What a subscriber chose: when to be told, of what, and how."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal, get_args

from bot.subscribers.refusing import N_, Refused
from bot.subscribers.zones import is_zone
from knowledge.model import LANGS, Lang

Frequency = Literal["daily", "weekly", "monthly", "off"]
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)
MOST_DAYS_AHEAD = 730
MOST_REMINDERS = 5
LONGEST_LEAD, SHORTEST_LEAD = timedelta(days=60), timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local wall time; `weekday` (Monday is 0) is for weekly, `monthday` for monthly digests.

    A month that is too short for `monthday` has its digest on its last day.
    """

    frequency: Frequency = "weekly"
    hour: int = 9
    minute: int = 0
    weekday: int = 0
    monthday: int = 1
    zone: str = "Asia/Almaty"


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `start` until `end`, which may be on the next day, nothing but the digest comes."""

    start: time
    end: time

    def holds(self, moment: time) -> bool:
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True)
class Settings:
    schedule: Schedule = field(default_factory=Schedule)
    topics: tuple[str, ...] = ()  # none: all
    days_ahead: int = 28
    reminders: tuple[timedelta, ...] = (timedelta(days=1),)  # longest first
    changes: bool = True
    quiet: Quiet | None = None
    silent: bool = False
    language: Lang = "en"
    paused_until: datetime | None = None
    when_nothing: bool = False  # whether to be told that nothing is coming up


def check(settings: Settings, *, now: datetime, topics: Collection[str]) -> Settings:
    """The same, in good order, or Refused with the first thing that is wrong; `topics` are those there are."""
    _check_schedule(settings.schedule)
    if settings.language not in LANGS:
        raise Refused(N_("I do not speak this language: {value}."), value=settings.language)
    for topic in settings.topics:
        if topic not in topics:
            raise Refused(N_("There is no such topic: {value}."), value=topic)
    if not 1 <= settings.days_ahead <= MOST_DAYS_AHEAD:
        raise Refused(N_("I can look from 1 to {most} days ahead."), most=MOST_DAYS_AHEAD)
    _check_reminders(settings.reminders)
    if settings.quiet and settings.quiet.start == settings.quiet.end:
        raise Refused(N_("Quiet hours need an end that differs from their start."))
    _check_pause(settings.paused_until, now)
    return settings


def _check_schedule(schedule: Schedule) -> None:
    if schedule.frequency not in FREQUENCIES:
        raise Refused(N_("A digest can come daily, weekly, monthly or not at all."))
    if not (0 <= schedule.hour <= 23 and 0 <= schedule.minute <= 59):
        raise Refused(
            N_("There is no such time of day: {value}."), value=f"{schedule.hour}:{schedule.minute:02}"
        )
    if not 0 <= schedule.weekday <= 6:
        raise Refused(N_("There is no such day of the week."))
    if not 1 <= schedule.monthday <= 31:
        raise Refused(N_("There is no such day of the month: {value}."), value=schedule.monthday)
    if not is_zone(schedule.zone):
        raise Refused(N_("I do not know this time zone: {value}."), value=schedule.zone[:64])


def _check_reminders(reminders: tuple[timedelta, ...]) -> None:
    if len(reminders) > MOST_REMINDERS:
        raise Refused(N_("At most {most} reminders for an event."), most=MOST_REMINDERS)
    if not all(SHORTEST_LEAD <= lead <= LONGEST_LEAD for lead in reminders):
        raise Refused(N_("A reminder can come from 15 minutes to 60 days before an event."))
    if list(reminders) != sorted(set(reminders), reverse=True):
        raise Refused(N_("Each reminder once, the earliest first."))


def _check_pause(until: datetime | None, now: datetime) -> None:
    if until is None:
        return
    if until <= now:
        raise Refused(N_("This day is over already."))
    if until - now > LONGEST_PAUSE:
        raise Refused(N_("A pause can last two years at most."))
