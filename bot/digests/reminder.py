"""Reminders: when they are due, and what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.delivery import Letter, Run
from bot.digests import wording
from bot.digests.timetable import Timetable, begins, end_of, state_of
from bot.subscribers.schedule import slot
from bot.subscribers.settings import LONGEST_LEAD, Settings
from knowledge.events import Occurrence
from knowledge.texts import Texts

_DAY = timedelta(days=1)
# For what is watched by somebody who has chosen no reminders.
WATCHED_LEADS = (_DAY,)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of one occurrence; after `over` it is worthless."""

    occurrence: Occurrence
    lead: timedelta
    at: datetime
    over: datetime

    @property
    def period(self) -> str:
        minutes = int(self.lead.total_seconds() // 60)
        return f"{minutes}|{self.occurrence.span.first_day}|{state_of(self.occurrence.event)}"


def reminders(
    settings: Settings, watched: Collection[str], timetable: Timetable, home: str, since: datetime
) -> list[Reminder]:
    """All that are due at `since` or later, by time, as far as the longest lead and a month can tell."""
    first = since.date() - _DAY
    soon = timetable.between(first, first + LONGEST_LEAD + timedelta(days=35)).exact
    found = [
        reminder
        for occurrence in soon
        if not occurrence.cancelled and occurrence.span.first_day >= first
        for reminder in _of(occurrence, _leads(occurrence, settings, watched), settings, home)
        if reminder.at >= since
    ]
    return sorted(found, key=lambda reminder: (reminder.at, reminder.occurrence.event.id))


def only_the_nearest(due: Sequence[Reminder]) -> list[Reminder]:
    """Of several reminders of one occurrence that are due together (after a pause, say) the last."""
    nearest = {
        (reminder.occurrence.event.id, reminder.occurrence.span.first_day): reminder for reminder in due
    }
    return list(nearest.values())


def _leads(occurrence: Occurrence, settings: Settings, watched: Collection[str]) -> tuple[timedelta, ...]:
    if occurrence.event.id in watched:
        return settings.reminders or WATCHED_LEADS
    if settings.schedule.frequency == "off" and not settings.reminders:
        return ()
    wanted = not settings.topics or occurrence.event.topic in settings.topics
    return settings.reminders if wanted else ()


def _of(
    occurrence: Occurrence, leads: Collection[timedelta], settings: Settings, home: str
) -> Iterator[Reminder]:
    beginning = begins(occurrence, home)
    for lead in leads:
        if beginning is not None:
            yield Reminder(occurrence, lead, beginning - lead, beginning)
        elif lead % _DAY == timedelta(0):
            # Without an hour of its own, the person's hour: so many days before.
            day = occurrence.span.first_day
            over = slot(settings.schedule, day) if lead else end_of(day, home)
            yield Reminder(occurrence, lead, slot(settings.schedule, day - lead), over)


def compose(occurrence: Occurrence, left: timedelta | int, texts: Texts, home: str) -> Letter:
    """`left`: the days until then, or the time if it is less than a day."""
    how_soon = Run(f"⏰ {_how_soon(left, texts)}", "bold")
    return Letter(
        "reminder",
        texts.lang,
        ((how_soon, Run("\n"), *wording.card(occurrence, texts)),),
        until=end_of(occurrence.span.last_day, home),
        states={occurrence.event.id: state_of(occurrence.event)},
    )


def time_left(reminder: Reminder, sent: datetime, zone: str) -> timedelta | int:
    """As it is when the reminder arrives: it may have had to wait for the end of quiet hours."""
    on_time = sent - reminder.at < timedelta(minutes=10)
    if reminder.lead < _DAY and on_time:
        return reminder.lead
    today: date = sent.astimezone(ZoneInfo(zone)).date()
    return max(0, (reminder.occurrence.span.first_day - today).days)


def _how_soon(left: timedelta | int, texts: Texts) -> str:
    if isinstance(left, timedelta):
        minutes = int(left.total_seconds() // 60)
        if minutes % 60:
            return texts.ngettext("In {n} minute", "In {n} minutes", minutes).format(n=minutes)
        hours = minutes // 60
        return texts.ngettext("In {n} hour", "In {n} hours", hours).format(n=hours)
    if left == 0:
        return texts.gettext("Today")
    if left == 1:
        return texts.gettext("Tomorrow")
    return texts.ngettext("In {n} day", "In {n} days", left).format(n=left)
