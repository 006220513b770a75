"""One setting at a time: what a button carries, or what a person types, made into settings. Refused otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, cast

from bot.browsing import record_key
from bot.subscribers import Quiet, Refused, Settings, pause_end, read_day, read_leads, read_time, read_zone
from bot.subscribers.refusing import N_
from knowledge.model import Lang

_HYPHENS = re.compile(r"\s*[-–—]\s*")
_DAYS = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Given:
    """What a change may depend on."""

    now: datetime
    topics: Collection[str]


def changed(settings: Settings, setting: str, value: str, given: Given) -> Settings:
    """What the button says, put into the settings."""
    change = SETTINGS.get(setting)
    if change is None:
        raise _unknown(setting)
    try:
        return change(settings, value, given)
    except ValueError:
        raise _unknown(value) from None


def typed(settings: Settings, setting: str, text: str, given: Given) -> Settings:
    """The same for words that somebody typed."""
    return TYPED[setting](settings, text, given)


def _unknown(value: str) -> Refused:
    return Refused(N_("I do not understand this: {value}."), value=value[:64])


def _schedule(settings: Settings, **changes: Any) -> Settings:
    return replace(settings, schedule=replace(settings.schedule, **changes))


def _time(settings: Settings, text: str, _given: Given) -> Settings:
    moment = read_time(text)
    return _schedule(settings, hour=moment.hour, minute=moment.minute)


def _topic(settings: Settings, key: str, given: Given) -> Settings:
    """Switches one topic; all of them chosen is as good as none."""
    if key == "all":
        return replace(settings, topics=())
    topic = next((one for one in given.topics if record_key(one) == key), None)
    if topic is None:
        raise Refused(N_("There is no such topic: {value}."), value=key)
    chosen = {one for one in settings.topics if one in given.topics} ^ {topic}
    return replace(settings, topics=() if chosen == set(given.topics) else tuple(sorted(chosen)))


def _lead(settings: Settings, minutes: str, _given: Given) -> Settings:
    """Switches one reminder; "off" takes all away."""
    if minutes == "off":
        return replace(settings, reminders=())
    leads = set(settings.reminders) ^ {timedelta(minutes=int(minutes))}
    return replace(settings, reminders=tuple(sorted(leads, reverse=True)))


def _typed_leads(settings: Settings, text: str, _given: Given) -> Settings:
    return replace(settings, reminders=read_leads(text))


def _quiet(settings: Settings, text: str, _given: Given) -> Settings:
    if text == "off":
        return replace(settings, quiet=None)
    ends = _HYPHENS.split(text.strip()[:64])
    if len(ends) != 2:
        raise Refused(N_("Write quiet hours as 22:00-07:00."))
    return replace(settings, quiet=Quiet(_moment(ends[0]), _moment(ends[1])))


def _moment(text: str) -> time:
    return read_time(f"{text[:2]}:{text[2:]}" if re.fullmatch(r"\d{4}", text) else text)


def _pause(settings: Settings, text: str, given: Given) -> Settings:
    """So many days, or until a day; "off" ends it."""
    if text == "off":
        return replace(settings, paused_until=None)
    if _DAYS.fullmatch(text.strip()):
        return replace(settings, paused_until=given.now + timedelta(days=int(text)))
    return replace(settings, paused_until=pause_end(read_day(text), settings.schedule.zone))


def _ahead(settings: Settings, text: str, _given: Given) -> Settings:
    if not _DAYS.fullmatch(text.strip()):
        raise Refused(N_("Write a number of days, for example 28."))
    return replace(settings, days_ahead=int(text))


def _zone(settings: Settings, text: str, _given: Given) -> Settings:
    return _schedule(settings, zone=read_zone(text))


Change = Callable[[Settings, str, Given], Settings]

SETTINGS: Mapping[str, Change] = {
    "frequency": lambda settings, value, _: _schedule(settings, frequency=value),
    "weekday": lambda settings, value, _: _schedule(settings, weekday=int(value)),
    "monthday": lambda settings, value, _: _schedule(settings, monthday=int(value)),
    "hour": lambda settings, value, _: _schedule(settings, hour=int(value), minute=0),
    "zone": _zone,
    "topic": _topic,
    "ahead": _ahead,
    "lead": _lead,
    "changes": lambda settings, value, _: replace(settings, changes=value == "1"),
    "silent": lambda settings, value, _: replace(settings, silent=value == "1"),
    "nothing": lambda settings, value, _: replace(settings, when_nothing=value == "1"),
    "quiet": _quiet,
    "lang": lambda settings, value, _: replace(settings, language=cast("Lang", value)),
    "pause": _pause,
}
# What can be typed while its screen is open.
TYPED: Mapping[str, Change] = {
    "hour": _time,
    "zone": _zone,
    "place": _zone,  # a place on the map was asked for, and a city was typed
    "ahead": _ahead,
    "lead": _typed_leads,
    "quiet": _quiet,
    "pause": _pause,
}
