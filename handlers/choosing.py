"""The settings of a subscription as a page with buttons, and a page for each setting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names

from bot.browsing import Page, in_language, record_key
from bot.digests import wording
from bot.subscribers import FREQUENCIES, Quiet, Subscriber
from handlers.callbacks import Leave, OpenSettings, Press, Preview, Put, Stay, Subscribe
from handlers.chosen import (
    LOCALES,
    Desk,
    city,
    days_name,
    frequency_name,
    lead_name,
    quiet_name,
    rhythm,
    summary,
    zone_now,
)
from handlers.feeding import OpenFeed
from handlers.markup import lines, plain
from handlers.rendering import titled
from handlers.view import Button, Rows, View, column, pager
from handlers.words import OWN_NAMES
from knowledge.model import LANGS
from knowledge.texts import Texts

TOPICS = 8  # to a page
_CITIES = (
    "Asia/Almaty",
    "Asia/Aqtobe",
    "Europe/Moscow",
    "Europe/Kaliningrad",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Vladivostok",
    "Europe/London",
)
_LEADS = (30, 14, 7, 3, 1)  # days
_SHORT_LEADS = (120, 30)  # minutes
_PAUSES = (7, 14, 30)  # days


def settings_view(desk: Desk, subscriber: Subscriber) -> View:
    texts = desk.texts
    asleep = plain(texts.gettext("Telegram did not let me write here; any change below wakes me."))
    told = lines(plain(f"{label}: {value}") for label, value in summary(desk))
    text = titled(
        "⚙️ " + texts.gettext("Settings"),
        asleep if subscriber.status == "sleeping" else (),
        told,
        plain(next_line(desk, subscriber)),
    )
    return View(text, (*_pairs(_entries(desk)), *_last_rows(texts)))


def offer_view(desk: Desk) -> View:
    """What subscribing would bring, before it is done."""
    texts = desk.texts
    text = titled(
        texts.gettext("Subscribe to what is coming up"),
        plain(texts.gettext("I will send you the events ahead, remind you and tell you of changes:")),
        lines(plain(f"• {label}: {value}") for label, value in summary(desk)[:4]),
        plain(texts.gettext("All of this can be changed at any time.")),
    )
    buttons = (
        Button("✅ " + texts.gettext("Subscribe"), Subscribe()),
        Button("⚙️ " + texts.gettext("Subscribe and adjust"), Subscribe(1)),
    )
    return View(text, column(buttons))


def subscribed_view(desk: Desk, subscriber: Subscriber) -> View:
    texts = desk.texts
    text = titled("✅ " + texts.gettext("You are subscribed."), plain(next_line(desk, subscriber)))
    preview = Button("👀 " + texts.gettext("Preview now"), Preview())
    return View(text, ((_to_settings(texts), preview),))


def next_line(desk: Desk, subscriber: Subscriber) -> str:
    """When the next digest comes."""
    texts, due = desk.texts, subscriber.next_due
    if due is None:
        return texts.gettext("No digests come; reminders and change notices do, if they are on.")
    zone = subscriber.settings.schedule.zone
    local = due.astimezone(ZoneInfo(zone))
    day = format_date(local.date(), "EEEE, d MMMM", locale=LOCALES[texts.lang])
    when = texts.gettext("{day} at {time} ({zone})").format(
        day=day, time=f"{local:%H:%M}", zone=city(zone, texts.lang)
    )
    return texts.gettext("The next digest: {when}.").format(when=when)


def screen_view(desk: Desk, screen: str, page: int = 0) -> View | None:
    """The page of one setting; None if there is no such setting."""
    draw = _SCREENS.get(screen)
    if draw is None:
        return None
    title, hint, rows = draw(desk, page)
    return View(titled(title, plain(hint)), (*rows, (_back(desk.texts),)))


def refused_view(texts: Texts, reason: str) -> View:
    return View(plain(reason), ((_to_settings(texts),),))


def _entries(desk: Desk) -> Iterable[Button]:
    """The buttons of the page: to the page of a setting, or straight to its other state."""
    settings, texts = desk.settings, desk.texts

    def switch(label: str, setting: str, on: bool) -> Button:
        return Button(f"{'☑️' if on else '⬜️'} {label}", Put(setting, "0" if on else "1"))

    yield Button("🗓 " + texts.gettext("How often"), OpenSettings("frequency"))
    yield Button("🕘 " + texts.gettext("Hour"), OpenSettings("hour"))
    yield Button("🌍 " + texts.gettext("Time zone"), OpenSettings("zone"))
    yield Button("🏷 " + texts.gettext("Topics"), OpenSettings("topic"))
    yield Button("🔭 " + texts.gettext("Looking ahead"), OpenSettings("ahead"))
    yield Button("⏰ " + texts.gettext("Reminders"), OpenSettings("lead"))
    yield Button("🌙 " + texts.gettext("Quiet hours"), OpenSettings("quiet"))
    yield Button("⏸ " + texts.gettext("Pause"), OpenSettings("pause"))
    yield switch(texts.gettext("Change notices"), "changes", settings.changes)
    yield switch(texts.gettext("Without a sound"), "silent", settings.silent)
    yield switch(texts.gettext("“Nothing coming up”"), "nothing", settings.when_nothing)
    yield Button("🌐 " + texts.gettext("Language"), OpenSettings("lang"))
    yield Button("📆 " + texts.gettext("Calendar link"), OpenFeed())


def _last_rows(texts: Texts) -> Rows:
    preview = Button("👀 " + texts.gettext("Preview now"), Preview())
    return ((preview, Button(texts.gettext("Unsubscribe"), Leave())),)


def _to_settings(texts: Texts) -> Button:
    return Button("⚙️ " + texts.gettext("Settings"), OpenSettings(fresh=1))


def _back(texts: Texts) -> Button:
    return Button(texts.gettext("« Settings"), OpenSettings())


def _pairs(buttons: Iterable[Button], size: int = 2) -> Rows:
    every = tuple(buttons)
    return tuple(every[start : start + size] for start in range(0, len(every), size))


def _option(label: str, press: Press, *, chosen: bool) -> Button:
    return Button(f"✓ {label}" if chosen else label, press)


Drawn = tuple[str, str, Rows]


def _frequency_screen(desk: Desk, _page: int) -> Drawn:
    schedule, texts = desk.settings.schedule, desk.texts
    often = (
        _option(
            wording.capital(frequency_name(one, texts)),
            Put("frequency", one),
            chosen=one == schedule.frequency,
        )
        for one in FREQUENCIES
    )
    further: Rows = ()
    if schedule.frequency == "weekly":
        short = get_day_names("abbreviated", "stand-alone", locale=LOCALES[texts.lang])
        days = (
            _option(str(short[day]), Put("weekday", str(day)), chosen=day == schedule.weekday)
            for day in range(7)
        )
        further = _pairs(days, 4)
    elif schedule.frequency == "monthly":
        days = (
            _option(str(day), Put("monthday", str(day)), chosen=day == schedule.monthday)
            for day in (1, 5, 10, 15, 20, 25, 28, 31)
        )
        further = _pairs(days, 4)
    hint = texts.gettext("How often shall the digest come?")
    return texts.gettext("How often"), hint, (*_pairs(often), *further)


def _hour_screen(desk: Desk, _page: int) -> Drawn:
    schedule, texts = desk.settings.schedule, desk.texts
    hours = (
        _option(f"{hour:02}:00", Put("hour", str(hour)), chosen=(hour, 0) == (schedule.hour, schedule.minute))
        for hour in range(6, 22)
    )
    hint = texts.gettext("When shall it come? Now: {now}. Choose an hour, or write one, for example 09:30.")
    return texts.gettext("Hour"), hint.format(now=rhythm(desk.settings, texts)), _pairs(hours, 4)


def _zone_screen(desk: Desk, _page: int) -> Drawn:
    schedule, texts = desk.settings.schedule, desk.texts
    cities = [
        _option(city(zone, texts.lang), Put("zone", zone), chosen=zone == schedule.zone) for zone in _CITIES
    ]
    cities.insert(1, Button(texts.gettext("Astana"), Put("zone", "Asia/Almaty")))
    hint = texts.gettext(
        "Now: {now}. Choose a city, write any other or a zone like Europe/Berlin, or send your location."
    )
    return texts.gettext("Time zone"), hint.format(now=zone_now(desk, schedule.zone)), _pairs(cities)


def _topic_screen(desk: Desk, number: int) -> Drawn:
    texts, chosen = desk.texts, desk.settings.topics
    topics = tuple(desk.catalogue.base.topics.values())
    page = Page.of(topics, number, TOPICS)
    every = _option(
        wording.capital(texts.gettext("all topics")), Put("topic", "all", page.number), chosen=not chosen
    )
    rows = column(
        _option(
            in_language(topic.title, texts.lang),
            Put("topic", record_key(topic.id), page.number),
            chosen=topic.id in chosen,
        )
        for topic in page.items
    )
    around = tuple(OpenSettings("topic", page.number + step) for step in (-1, 1))
    hint = texts.gettext("Which topics shall I tell you of? Choose as many as you like.")
    turn = pager(page.number, page.pages, around, Stay())
    return texts.gettext("Topics"), hint, ((every,), *rows, *turn)


def _ahead_screen(desk: Desk, _page: int) -> Drawn:
    texts, days = desk.texts, desk.settings.days_ahead
    options = (
        _option(days_name(number, texts), Put("ahead", str(number)), chosen=number == days)
        for number in (7, 14, 28, 56, 90, 180, 365, 730)
    )
    hint = texts.gettext("How far shall a digest look ahead? Choose, or write a number of days.")
    return texts.gettext("Looking ahead"), hint, _pairs(options)


def _lead_screen(desk: Desk, _page: int) -> Drawn:
    texts, chosen = desk.texts, desk.settings.reminders
    known = {
        *(timedelta(days=days) for days in _LEADS),
        *(timedelta(minutes=m) for m in _SHORT_LEADS),
        *chosen,
    }
    options = [
        _option(
            lead_name(lead, texts), Put("lead", str(int(lead.total_seconds() // 60))), chosen=lead in chosen
        )
        for lead in sorted(known, reverse=True)
    ]
    options.append(_option(texts.gettext("No reminders"), Put("lead", "off"), chosen=not chosen))
    hint = texts.gettext("When shall I remind you of an event? Choose several, or write them: 7d, 1d, 2h.")
    return texts.gettext("Reminders"), hint, _pairs(options)


def _quiet_screen(desk: Desk, _page: int) -> Drawn:
    texts, quiet = desk.texts, desk.settings.quiet
    usual = (
        Quiet(time(21), time(9)),
        Quiet(time(22), time(7)),
        Quiet(time(23), time(8)),
        Quiet(time(0), time(7)),
    )
    options = [
        _option(quiet_name(one, texts), Put("quiet", f"{one.start:%H%M}-{one.end:%H%M}"), chosen=one == quiet)
        for one in usual
    ]
    options.append(_option(texts.gettext("No quiet hours"), Put("quiet", "off"), chosen=quiet is None))
    hint = texts.gettext(
        "Reminders and change notices wait for the end of quiet hours. Choose, or write them: 22:30-06:30."
    )
    return texts.gettext("Quiet hours"), hint, _pairs(options)


def _pause_screen(desk: Desk, _page: int) -> Drawn:
    texts, until = desk.texts, desk.settings.paused_until
    options = [Button(days_name(days, texts), Put("pause", str(days))) for days in _PAUSES]
    hint = texts.gettext("Nothing comes during a pause. For how long? Or write the day it ends: 2019-12-31.")
    if until is not None and until > desk.now:
        options.append(Button("▶️ " + texts.gettext("End the pause"), Put("pause", "off")))
        day: date = until.astimezone(ZoneInfo(desk.settings.schedule.zone)).date()
        hint = " ".join((texts.gettext("Paused until"), f"{texts.date(day)}.", hint))
    return texts.gettext("Pause"), hint, _pairs(options)


def _lang_screen(desk: Desk, _page: int) -> Drawn:
    texts, chosen = desk.texts, desk.settings.language
    options = tuple(_option(OWN_NAMES[lang], Put("lang", lang), chosen=lang == chosen) for lang in LANGS)
    return texts.gettext("Language"), texts.gettext("In which language shall I write?"), (options,)


_SCREENS: Mapping[str, Callable[[Desk, int], Drawn]] = {
    "frequency": _frequency_screen,
    "hour": _hour_screen,
    "zone": _zone_screen,
    "topic": _topic_screen,
    "ahead": _ahead_screen,
    "lead": _lead_screen,
    "quiet": _quiet_screen,
    "pause": _pause_screen,
    "lang": _lang_screen,
}
# After these a choice is made and the whole page is shown again; on the others one may choose further.
CLOSING = frozenset({"hour", "zone", "ahead", "quiet", "pause", "changes", "silent", "nothing", "lang"})
SCREEN_OF: Mapping[str, str] = {"weekday": "frequency", "monthday": "frequency"}
