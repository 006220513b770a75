"""What people type into the settings: times, days and lead times, in three languages. One clear reason if not."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.subscribers.refusing import N_, Refused
from bot.subscribers.settings import LONGEST_LEAD, SHORTEST_LEAD

_TIME = re.compile(r"(\d{1,2})(?:[:.hч ]\s?(\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_LEAD = re.compile(r"(\d{1,4})\s*([^\W\d_]+)")
_UNITS = {
    **dict.fromkeys(("w", "week", "weeks", "н", "нед", "неделя", "недели", "недель", "апта"), 7 * 24 * 60),
    **dict.fromkeys(("d", "day", "days", "д", "день", "дня", "дней", "к", "күн"), 24 * 60),
    **dict.fromkeys(("h", "hour", "hours", "ч", "час", "часа", "часов", "с", "сағ", "сағат"), 60),
    **dict.fromkeys(("m", "min", "minute", "minutes", "м", "мин", "минута", "минуты", "минут"), 1),
}
_LONGEST = 64


def read_time(text: str) -> time:
    """9, 09:00, 9.30, 9 pm."""
    found = _TIME.fullmatch(text.strip()[:_LONGEST])
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (-1, 0)
    if found and found[3]:
        hour = -1 if not 1 <= hour <= 12 else hour % 12 + (12 if found[3].casefold() == "pm" else 0)
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        raise Refused(N_("There is no such time of day: {value}."), value=_shown(text))
    return time(hour, minute)


def read_day(text: str) -> date:
    """2019-11-04 or 04.11.2019."""
    stripped = text.strip()[:_LONGEST]
    if found := _ISO_DAY.fullmatch(stripped):
        year, month, day = map(int, found.groups())
    elif found := _DOTTED_DAY.fullmatch(stripped):
        day, month, year = map(int, found.groups())
    else:
        raise Refused(N_("Write the day as 2019-11-04 or 04.11.2019."))
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused(N_("There is no such day: {value}."), value=_shown(text)) from None


def pause_end(day: date, zone: str) -> datetime:
    """A pause until a day ends as that day begins."""
    try:
        return datetime.combine(day, time(), ZoneInfo(zone))
    except (OverflowError, ValueError):
        raise Refused(N_("There is no such day: {value}."), value=day.isoformat()) from None


def read_leads(text: str) -> tuple[timedelta, ...]:
    """7d, 1d, 2h; 7 дней, 1 день, 2 часа; 7 күн. Longest first; Refused for what cannot be read or is too long."""
    leads = {_lead(part) for part in re.split(r"[,;\n]+", text[:_LONGEST]) if part.strip()}
    return tuple(sorted(leads, reverse=True))


def _lead(text: str) -> timedelta:
    found = _LEAD.fullmatch(text.strip())
    minutes = _UNITS.get(found[2].casefold()) if found else None
    if found is None or minutes is None:
        raise Refused(N_("Write reminders as 7d, 1d, 2h."))
    lead = timedelta(minutes=int(found[1]) * minutes)
    if not SHORTEST_LEAD <= lead <= LONGEST_LEAD:
        raise Refused(N_("A reminder can come from 15 minutes to 60 days before an event."))
    return lead


def _shown(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
