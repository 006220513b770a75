"""Events as pages to leaf through, by month and by topic, and a card for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.browsing import Catalogue, Choice, Page, Tense, Timetable, in_language, record_key
from bot.digests import wording
from handlers.callbacks import ALL, NarrowEvents, SendEvent, ShowEvent, ShowEvents, Stay, Watch
from handlers.markup import Rich, bold, italic, lines, plain, quotation, struck
from handlers.rendering import source_line, titled
from handlers.view import Button, Rows, View, column, pager
from knowledge.dates.edtf import month
from knowledge.events import Occurrence
from knowledge.matching.compose import used
from knowledge.model import Event, EventStatus
from knowledge.texts import Texts

EVENTS, CHOICES = 6, 8  # to a page


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the pages are made from, on the day they are looked at."""

    timetable: Timetable
    catalogue: Catalogue
    texts: Texts
    today: date


def events_view(shelf: Shelf, press: ShowEvents) -> View:
    choice = Choice(press.tense, "" if press.narrowed == ALL else press.narrowed)
    page = Page.of(shelf.timetable.chosen(choice, shelf.today), press.page, EVENTS)
    here = ShowEvents(press.tense, press.narrowed, page.number)
    around = tuple(ShowEvents(press.tense, press.narrowed, page.number + step) for step in (-1, 1))
    buttons = column(_opening(shelf, one, here) for one in page.items)
    turn = pager(page.number, page.pages, around, Stay())
    body = _listed(shelf, page.items) if page.items else plain(_nothing(shelf.texts, press.tense))
    text = titled(_title(shelf, press.tense), bold(_narrowed(shelf, choice)), body)
    return View(text, (*buttons, *turn, *_elsewhere(shelf, press)))


def narrowing_view(shelf: Shelf, press: NarrowEvents) -> View:
    """The months, or the topics, that have events."""
    if press.way == "month":
        found = [(name, _month(shelf, name)) for name in shelf.timetable.months(press.tense, shelf.today)]
        asked = shelf.texts.gettext("Choose a month:")
    else:
        counted = shelf.timetable.topics(press.tense, shelf.today)
        found = [(record_key(topic), f"{_topic(shelf, topic)} · {count}") for topic, count in counted]
        asked = shelf.texts.gettext("Choose a topic:")
    page = Page.of(found, press.page, CHOICES)
    buttons = column(Button(label, ShowEvents(press.tense, name)) for name, label in page.items)
    around = tuple(NarrowEvents(press.tense, press.way, page.number + step) for step in (-1, 1))
    back = ((Button(shelf.texts.gettext("« All events"), ShowEvents(press.tense)),),)
    text = titled(_title(shelf, press.tense), plain(asked))
    return View(text, (*buttons, *pager(page.number, page.pages, around, Stay()), *back))


def event_view(shelf: Shelf, event: Event, press: ShowEvent, *, watched: bool) -> View:
    """The card of an event."""
    texts, key = shelf.texts, record_key(event.id)
    one = shelf.timetable.occurrence(event, shelf.today)
    file = Button("📅 " + texts.gettext("Calendar file"), SendEvent(key))
    back = ShowEvents(press.tense, press.narrowed, press.page)
    rows: Rows = ((file, *_bell(shelf, one, watched=watched)),)
    return View(card(shelf, one), (*rows, (Button(texts.gettext("« All events"), back),)))


def card(shelf: Shelf, one: Occurrence) -> Rich:
    event, texts = one.event, shelf.texts
    title = wording.said(event.title, texts.lang) or event.id
    return lines(
        [
            struck(title) if one.cancelled else bold(title),
            lines(plain(line) for line in _particulars(shelf, one)),
            plain(in_language(event.description, texts.lang)),
            italic(_note(event, texts)),
            *_sources(shelf, event),
        ],
        between="\n\n",
    )


def status_name(status: EventStatus, texts: Texts) -> str:
    names = {
        "planned": texts.gettext("planned"),
        "confirmed": texts.gettext("confirmed"),
        "moved": texts.gettext("moved"),
        "cancelled": texts.gettext("cancelled"),
        "held": texts.gettext("held"),
    }
    return names[status]


def line_of(shelf: Shelf, one: Occurrence) -> Rich:
    """An event on one line: when, what, where."""
    texts = shelf.texts
    when = wording.capital(wording.period(one.span, texts.lang))
    title = wording.said(one.event.title, texts.lang) or one.event.id
    place = wording.said(one.event.place, texts.lang)
    mark = f" · {status_name(one.event.status, texts)}" if one.event.status in _TELLING else ""
    named = struck(title) if one.cancelled else plain(title)
    return (*plain(f"• {when} — "), *named, *plain(f" · {place}" if place else ""), *italic(mark))


_TELLING = frozenset({"moved", "cancelled"})


def _particulars(shelf: Shelf, one: Occurrence) -> Sequence[str]:
    event, texts = one.event, shelf.texts
    told = [
        f"📅 {wording.capital(wording.period(one.span, texts.lang))}",
        "" if one.exact else texts.gettext("The record names no exact day."),
        "🔁 " + texts.gettext("Repeats; this is the nearest time.") if one.repeats else "",
        "📍 "
        + " · ".join(filter(None, (in_language(event.place, texts.lang), wording.side(event.side, texts)))),
        f"🏷 {_topic(shelf, event.topic)}",
        f"{'❌' if one.cancelled else '▫️'} {wording.capital(status_name(event.status, texts))}",
    ]
    return [line for line in told if line]


def _note(event: Event, texts: Texts) -> str:
    """What is not the record's word says so, whether its author thought of it or not."""
    note, label = in_language(event.note, texts.lang), texts.gettext("General knowledge, not from the record")
    if not note:
        return ""
    return f"ℹ️ {note}" if note.startswith(label) else f"ℹ️ {label}: {note}"


def _sources(shelf: Shelf, event: Event) -> tuple[Rich, Rich]:
    profiles = shelf.catalogue.base.profiles
    facts = [profiles[name].fact for name in event.facts if name in profiles]
    quoted = used(facts, shelf.catalogue.base, shelf.texts.lang)
    return quotation("\n".join(fact.text for fact in quoted)), source_line(quoted, shelf.texts)


def _bell(shelf: Shelf, one: Occurrence, *, watched: bool) -> tuple[Button, ...]:
    key, texts = record_key(one.event.id), shelf.texts
    if watched:
        return (Button("🔕 " + texts.gettext("No reminder"), Watch(key, 0)),)
    if one.cancelled or one.span.last_day < shelf.today:
        return ()
    return (Button("🔔 " + texts.gettext("Remind me"), Watch(key, 1)),)


def _opening(shelf: Shelf, one: Occurrence, here: ShowEvents) -> Button:
    title = wording.said(one.event.title, shelf.texts.lang) or one.event.id
    return Button(title, ShowEvent(record_key(one.event.id), here.tense, here.narrowed, here.page))


def _listed(shelf: Shelf, items: Sequence[Occurrence]) -> Rich:
    """Lines under the month that they belong to; what has no exact day under a heading of its own."""
    groups = groupby(items, key=lambda one: _heading(shelf, one))
    return lines(
        (lines([bold(heading), *(line_of(shelf, one) for one in group)]) for heading, group in groups),
        between="\n\n",
    )


def _heading(shelf: Shelf, one: Occurrence) -> str:
    if not one.exact:
        return shelf.texts.gettext("Without an exact day")
    return _month(shelf, f"{one.span.first_day:%Y-%m}")


def _month(shelf: Shelf, name: str) -> str:
    return wording.capital(wording.period(month(*map(int, name.split("-"))), shelf.texts.lang))


def _topic(shelf: Shelf, topic: str) -> str:
    known = shelf.catalogue.base.topics.get(topic)
    return in_language(known.title, shelf.texts.lang) if known else topic


def _title(shelf: Shelf, tense: Tense) -> str:
    texts = shelf.texts
    return texts.gettext("Upcoming events") if tense == "upcoming" else texts.gettext("Past events")


def _narrowed(shelf: Shelf, choice: Choice) -> str:
    if choice.month:
        return _month(shelf, choice.month)
    topics = shelf.catalogue.base.topics
    return next((_topic(shelf, topic) for topic in topics if record_key(topic) == choice.narrowed), "")


def _nothing(texts: Texts, tense: Tense) -> str:
    if tense == "upcoming":
        return texts.gettext("Nothing is coming up on the record.")
    return texts.gettext("There are no past events on the record.")


def _elsewhere(shelf: Shelf, press: ShowEvents) -> Rows:
    """To other choices; only those that lead somewhere."""
    texts, tense = shelf.texts, press.tense
    other: Tense = "past" if tense == "upcoming" else "upcoming"
    narrow = (
        Button("🗓 " + texts.gettext("By month"), NarrowEvents(tense, "month"))
        if shelf.timetable.months(tense, shelf.today)
        else None,
        Button("🏷 " + texts.gettext("By topic"), NarrowEvents(tense, "topic"))
        if shelf.timetable.topics(tense, shelf.today)
        else None,
    )
    over = (
        Button(texts.gettext("« All events"), ShowEvents(tense)) if press.narrowed != ALL else None,
        Button(_title(shelf, other), ShowEvents(other)) if shelf.timetable.all(other, shelf.today) else None,
    )
    rows = (tuple(button for button in row if button) for row in (narrow, over))
    return tuple(row for row in rows if row)
