"""Events as a calendar file: RFC 5545, by the icalendar library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vRecur

from knowledge.dates import Span, parse_edtf, render_span
from knowledge.events.recurrence import repetitions
from knowledge.events.tables import table
from knowledge.model import LANGS, Event, Lang, Text

PRODUCT = "-//agreement-bot//events//EN"
_STATUS = {"planned": "TENTATIVE", "cancelled": "CANCELLED"}  # all others: CONFIRMED


def render_calendar(
    events: Iterable[Event],
    *,
    lang: Lang,
    zone: ZoneInfo,
    now: datetime,
    name: str = "",
    topics: Mapping[str, Text] | None = None,
    refresh: timedelta | None = None,
) -> bytes:
    """The events in one calendar, in the language of whoever gets it; equal arguments give equal bytes.

    `zone` is that of the wall times on record. What is vague ("2020") becomes an all-day span that blocks nobody's
    time, with the date as it is on record in its text. `topics`: their titles, for CATEGORIES. `refresh`: how often
    a program that keeps the calendar up to date should look again (RFC 7986, 5.7).
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name or table("labels")[lang]["calendar"])
    calendar.add("x-wr-timezone", zone.key)
    if refresh is not None:
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", icalendar.vDuration(refresh))
    made = [_component(event, lang, zone, now, topics or {}) for event in events]
    timed = [component for component in made if isinstance(component.decoded("dtstart"), datetime)]
    if timed:
        calendar.add_component(_timezone(zone, [component.decoded("dtstart") for component in timed]))
    for component in made:
        calendar.add_component(component)
    written: bytes = calendar.to_ical()
    return written


def uid_of(event: Event) -> str:
    """The UID by which calendars know the event for good."""
    return event.uid or f"{event.id}@agreement-bot"


def _component(
    event: Event, lang: Lang, zone: ZoneInfo, now: datetime, topics: Mapping[str, Text]
) -> icalendar.Event:
    span = parse_edtf(event.when)
    component = icalendar.Event()
    component.add("uid", uid_of(event))
    component.add("sequence", event.sequence)
    component.add("dtstamp", now.astimezone(UTC))
    component.add("summary", said(event.title, lang))
    component.add("status", _STATUS.get(event.status, "CONFIRMED"))
    _add_time(component, event, span, zone)
    description = "\n\n".join(_paragraphs(event, span, lang))
    if description:
        component.add("description", description)
    for field, text in (("location", event.place), ("categories", topics.get(event.topic, {}))):
        if said(text, lang):
            component.add(field, said(text, lang))
    return component


def said(text: Text, lang: Lang) -> str:
    """The text in a language or, if it is lacking, in another; empty if there is none."""
    return next((text[one] for one in (lang, *LANGS) if text.get(one)), "")


def _paragraphs(event: Event, span: Span, lang: Lang) -> list[str]:
    labels = table("labels")[lang]
    parts = [said(event.description, lang)]
    if not span.exact:
        parts.append(labels["vague"].format(when=render_span(span, lang)))
    parts.append(said(event.note, lang))
    return [part for part in parts if part]


def _add_time(component: icalendar.Event, event: Event, span: Span, zone: ZoneInfo) -> None:
    first, last = span.lower or span.upper, span.upper or span.lower
    assert first is not None
    assert last is not None
    if isinstance(first, datetime) and isinstance(last, datetime):
        start = _zoned(first, zone)
        component.add("dtstart", start)
        if last != first:
            component.add("dtend", _zoned(last, zone))
        _add_times(component, event.rrule, span, start, zone)
        return
    # Days; DTEND is the day after the last one. What is open has only the day that is known.
    component.add("dtstart", span.first_day if span.lower is not None else span.last_day)
    if span.lower is not None and span.upper is not None and span.last_day < date.max:
        component.add("dtend", span.last_day + timedelta(days=1))
    if not span.exact:
        component.add("transp", "TRANSPARENT")
    if event.rrule:
        component.add("rrule", _rule(event.rrule, lambda until: until.date()))


def _add_times(component: icalendar.Event, rule: str, span: Span, start: datetime, zone: ZoneInfo) -> None:
    if not rule:
        return
    assert isinstance(span.lower, datetime)
    if span.lower.utcoffset() in (None, start.utcoffset()):
        known = span.lower.tzinfo or zone
        component.add("rrule", _rule(rule, lambda until: _zoned(until, known).astimezone(UTC)))
        return
    # Told by the clock of elsewhere: its days may not be the days here, so that each is written out.
    for repetition in repetitions(rule, span, date.min, date.max):
        assert isinstance(repetition.lower, datetime)
        component.add("rdate", _zoned(repetition.lower, zone))


def _rule(text: str, until: Any) -> vRecur:
    """The rule with UNTIL of the kind that DTSTART has, as RFC 5545 wants it."""
    rule: vRecur = vRecur.from_ical(text.removeprefix("RRULE:").upper())
    if "UNTIL" in rule:
        end = rule["UNTIL"][0]
        if not isinstance(end, datetime):
            end = datetime(end.year, end.month, end.day, 23, 59, 59)  # noqa: DTZ001 - wall time
        rule["UNTIL"] = [until(end)]
    return rule


def _zoned(moment: datetime, zone: Any) -> datetime:
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _timezone(zone: ZoneInfo, starts: list[datetime]) -> icalendar.Timezone:
    """The zone's rules for the years that matter, a few on for what repeats."""
    first, last = min(starts).year, max(starts).year
    return icalendar.Timezone.from_tzinfo(
        zone, first_date=date(max(first - 1, 1970), 1, 1), last_date=date(min(last + 5, 9999), 1, 1)
    )
