"""Subscribers as rows of the table, and rows as subscribers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Row

from bot.subscribers.settings import Quiet, Schedule, Settings
from knowledge.records.rows import Values

Status = Literal["active", "sleeping", "left"]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat that subscribed once. `sleeping`: Telegram does not let us write there."""

    chat: int
    settings: Settings
    status: Status
    since: datetime
    person: int | None = None  # who set it up, where the chat is a group
    reason: str | None = None
    sent_for: date | None = None
    last_letter: str | None = None
    next_due: datetime | None = None
    next_reminder: datetime | None = None
    skipped: int = 0


def settings_row(settings: Settings) -> Values:
    schedule, quiet = settings.schedule, settings.quiet
    return {
        "language": settings.language,
        "frequency": schedule.frequency,
        "hour": schedule.hour,
        "minute": schedule.minute,
        "weekday": schedule.weekday,
        "monthday": schedule.monthday,
        "zone": schedule.zone,
        "topics": list(settings.topics),
        "days_ahead": settings.days_ahead,
        "reminders": [int(lead.total_seconds() // 60) for lead in settings.reminders],
        "changes": settings.changes,
        "quiet_from": _minutes(quiet.start) if quiet else None,
        "quiet_until": _minutes(quiet.end) if quiet else None,
        "silent": settings.silent,
        "when_nothing": settings.when_nothing,
        "paused_until": settings.paused_until,
    }


def settings_of(row: Row[Any]) -> Settings:
    quiet = None if row.quiet_from is None else Quiet(_time(row.quiet_from), _time(row.quiet_until))
    return Settings(
        schedule=Schedule(row.frequency, row.hour, row.minute, row.weekday, row.monthday, row.zone),
        topics=tuple(row.topics),
        days_ahead=row.days_ahead,
        reminders=tuple(timedelta(minutes=lead) for lead in row.reminders),
        changes=row.changes,
        quiet=quiet,
        silent=row.silent,
        language=row.language,
        paused_until=row.paused_until,
        when_nothing=row.when_nothing,
    )


def subscriber_of(row: Row[Any]) -> Subscriber:
    return Subscriber(
        chat=row.chat,
        settings=settings_of(row),
        status=row.status,
        since=row.since,
        person=row.person,
        reason=row.reason,
        sent_for=row.sent_for,
        last_letter=row.last_letter,
        next_due=row.next_due,
        next_reminder=row.next_reminder,
        skipped=row.skipped,
    )


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
