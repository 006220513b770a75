"""What was chosen, in words: a rhythm, a time zone, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_day_names

from bot.browsing import Catalogue, in_language
from bot.subscribers import Frequency, Quiet, Settings
from handlers.words import OWN_NAMES
from knowledge.model import Lang
from knowledge.texts import Texts

LOCALES: dict[Lang, str] = {"en": "en_GB", "ru": "ru", "kk": "kk"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages are made from."""

    settings: Settings
    texts: Texts
    catalogue: Catalogue
    now: datetime


def city(zone: str, lang: Lang) -> str:
    """The zone by its city in that language, as people know it."""
    info = Locale(lang).time_zones.get(zone, {})
    return str(info.get("city") or zone.rsplit("/", 1)[-1].replace("_", " "))


def summary(desk: Desk) -> Sequence[tuple[str, str]]:
    settings, texts = desk.settings, desk.texts
    rows = [
        (texts.gettext("Digest"), rhythm(settings, texts)),
        (texts.gettext("Time zone"), zone_now(desk, settings.schedule.zone)),
        (texts.gettext("Topics"), topic_names(desk)),
        (texts.gettext("Looking ahead"), days_name(settings.days_ahead, texts)),
        (texts.gettext("Reminders"), lead_names(settings, texts)),
        (texts.gettext("Change notices"), switch_name(settings.changes, texts)),
        (texts.gettext("Quiet hours"), quiet_name(settings.quiet, texts)),
        (texts.gettext("Without a sound"), switch_name(settings.silent, texts)),
        (texts.gettext("Say so when nothing is coming up"), switch_name(settings.when_nothing, texts)),
        (texts.gettext("Language"), OWN_NAMES[settings.language]),
    ]
    paused = settings.paused_until
    if paused is not None and paused > desk.now:
        until = paused.astimezone(ZoneInfo(settings.schedule.zone)).date()
        rows.append(("⏸ " + texts.gettext("Paused until"), texts.date(until)))
    return rows


def rhythm(settings: Settings, texts: Texts) -> str:
    """Weekly, Monday, 09:00."""
    schedule = settings.schedule
    if schedule.frequency == "off":
        return frequency_name("off", texts)
    at = f"{schedule.hour:02}:{schedule.minute:02}"
    day = {
        "weekly": weekday_name(schedule.weekday, texts.lang),
        "monthly": texts.gettext("day {n} of the month").format(n=schedule.monthday),
    }.get(schedule.frequency, "")
    return ", ".join(filter(None, (frequency_name(schedule.frequency, texts), day, at)))


def frequency_name(frequency: Frequency, texts: Texts) -> str:
    names = {
        "daily": texts.gettext("daily"),
        "weekly": texts.gettext("weekly"),
        "monthly": texts.gettext("monthly"),
        "off": texts.pgettext("digest", "off"),
    }
    return names[frequency]


def weekday_name(number: int, lang: Lang) -> str:
    return str(get_day_names("wide", "stand-alone", locale=LOCALES[lang])[number])


def zone_now(desk: Desk, zone: str) -> str:
    return f"{city(zone, desk.texts.lang)} ({desk.now.astimezone(ZoneInfo(zone)):%H:%M})"


def topic_names(desk: Desk) -> str:
    topics = desk.catalogue.base.topics
    chosen = [
        in_language(topics[name].title, desk.texts.lang) for name in desk.settings.topics if name in topics
    ]
    return "; ".join(chosen) or desk.texts.gettext("all topics")


def days_name(number: int, texts: Texts) -> str:
    if number % 7 == 0 and number < 70:
        return texts.ngettext("{n} week", "{n} weeks", number // 7).format(n=number // 7)
    return texts.ngettext("{n} day", "{n} days", number).format(n=number)


def lead_name(lead: timedelta, texts: Texts) -> str:
    minutes = int(lead.total_seconds() // 60)
    if minutes % 1440 == 0:
        return texts.ngettext("{n} day before", "{n} days before", minutes // 1440).format(n=minutes // 1440)
    if minutes % 60 == 0:
        return texts.ngettext("{n} hour before", "{n} hours before", minutes // 60).format(n=minutes // 60)
    return texts.ngettext("{n} minute before", "{n} minutes before", minutes).format(n=minutes)


def lead_names(settings: Settings, texts: Texts) -> str:
    return ", ".join(lead_name(lead, texts) for lead in settings.reminders) or texts.pgettext(
        "reminders", "none"
    )


def switch_name(on: bool, texts: Texts) -> str:
    return texts.pgettext("switch", "on") if on else texts.pgettext("switch", "off")


def quiet_name(quiet: Quiet | None, texts: Texts) -> str:
    return f"{quiet.start:%H:%M}–{quiet.end:%H:%M}" if quiet else texts.pgettext("quiet hours", "none")
