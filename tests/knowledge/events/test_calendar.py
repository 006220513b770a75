from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.dates import parse_edtf
from knowledge.events import check_rule, occurrences
from knowledge.events.calendar import render_calendar, uid_of
from knowledge.model import LANGS, Event
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs

ALMATY = ZoneInfo("Asia/Almaty")
NOW = datetime(2019, 11, 20, 9, tzinfo=UTC)
CONCERT = Event(
    "concert",
    "concerts",
    {"en": "Concert; with, signs\\", "ru": "Концерт " * 20, "kk": "Концерт"},
    "2020-05-09T19:00",
    place={"en": "Astana Opera"},
    description={"en": "Line one\nline two"},
    sequence=3,
)


def read(*events: Event, lang="en", zone: ZoneInfo = ALMATY) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(render_calendar(events, lang=lang, zone=zone, now=NOW))


def one(event: Event, **more) -> icalendar.Event:
    (found,) = read(event, **more).walk("VEVENT")
    return found


def test_a_concert() -> None:
    calendar = read(CONCERT)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Almaty"
    assert event["UID"] == "concert@agreement-bot" == uid_of(CONCERT)
    assert event["SEQUENCE"] == 3
    assert event["SUMMARY"] == CONCERT.title["en"]
    assert event["DESCRIPTION"] == CONCERT.description["en"]
    assert event["LOCATION"] == "Astana Opera"
    assert event["STATUS"] == "TENTATIVE"
    assert event.decoded("DTSTART") == datetime(2020, 5, 9, 19, tzinfo=ALMATY)
    assert event.decoded("DTSTAMP") == NOW
    assert "DTEND" not in event


def test_lines_are_short_and_end_as_they_must() -> None:
    text = render_calendar([CONCERT], lang="ru", zone=ALMATY, now=NOW)
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert one(CONCERT, lang="ru")["SUMMARY"] == CONCERT.title["ru"]


@pytest.mark.parametrize(
    ("when", "first", "after"),
    [
        ("2020", date(2020, 1, 1), date(2021, 1, 1)),
        ("2020-Q2", date(2020, 4, 1), date(2020, 7, 1)),
        ("2020-02", date(2020, 2, 1), date(2020, 3, 1)),
        ("2020/2021", date(2020, 1, 1), date(2022, 1, 1)),
    ],
)
def test_vague_dates_are_spans_of_whole_days(when: str, first: date, after: date) -> None:
    event = one(replace(CONCERT, when=when))
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (first, after)
    assert event["TRANSP"] == "TRANSPARENT"
    assert "Date on record: " in event["DESCRIPTION"]


def test_days_are_not_vague() -> None:
    event = one(replace(CONCERT, when="2020-05-09/2020-05-12"))
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2020, 5, 9), date(2020, 5, 13))
    assert "TRANSP" not in event
    assert not read(replace(CONCERT, when="2020-05-09")).walk("VTIMEZONE")


def test_open_intervals_have_the_day_that_is_known() -> None:
    assert one(replace(CONCERT, when="2020-05-09/..")).decoded("DTSTART") == date(2020, 5, 9)
    assert one(replace(CONCERT, when="../2020-05")).decoded("DTSTART") == date(2020, 5, 31)


def test_times_with_an_offset_are_told_by_the_zone() -> None:
    event = one(replace(CONCERT, when="2020-05-09T19:00+03:00/2020-05-09T21:30+03:00"))
    assert event.decoded("DTSTART") == datetime(2020, 5, 9, 22, tzinfo=ALMATY)
    assert event.decoded("DTEND") == datetime(2020, 5, 10, 0, 30, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("status", "said"),
    [("confirmed", "CONFIRMED"), ("moved", "CONFIRMED"), ("held", "CONFIRMED"), ("cancelled", "CANCELLED")],
)
def test_status(status, said: str) -> None:
    assert one(replace(CONCERT, status=status))["STATUS"] == said


def test_until_is_of_the_kind_that_the_beginning_has() -> None:
    timed = one(replace(CONCERT, rrule="FREQ=WEEKLY;UNTIL=20200530"))
    assert timed["RRULE"]["UNTIL"] == [datetime(2020, 5, 30, 17, 59, 59, tzinfo=UTC)]
    daily = one(replace(CONCERT, when="2020-05-09", rrule="FREQ=WEEKLY;UNTIL=20200530T120000Z"))
    assert daily["RRULE"]["UNTIL"] == [date(2020, 5, 30)]


def test_what_repeats_by_a_clock_elsewhere_is_written_out() -> None:
    event = one(replace(CONCERT, when="2020-05-09T22:00+00:00", rrule="FREQ=WEEKLY;BYDAY=SA;COUNT=3"))
    assert "RRULE" not in event
    days = [part.dt for dates in event["RDATE"] for part in dates.dts]
    assert days == [datetime(2020, 5, day, 4, tzinfo=ALMATY) for day in (10, 17, 24)]


@pytest.mark.parametrize("lang", LANGS)
def test_the_shipped_events_are_read_back_whole(lang) -> None:
    events = [event for path in shipped_packs() for event in read_pack(path).events]
    assert len(events) == 5
    calendar = read(*events, lang=lang)
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    for event in events:
        component = found[uid_of(event)]
        assert component["SUMMARY"] == event.title[lang]
        assert event.description[lang] in component["DESCRIPTION"]
        assert component.decoded("DTSTART") == date(2020, 1, 1)
    assert not calendar.errors


def test_equal_events_give_equal_bytes() -> None:
    made = [render_calendar([CONCERT], lang="kk", zone=ALMATY, now=NOW) for _ in range(2)]
    assert made[0] == made[1]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200)
whens = st.sampled_from(
    ["2020", "2020-05-09", "2020-05-09T19:00", "2020-05-09T19:00Z", "2020-05/..", "2020/2021"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(Event, st.uuids().map(str), st.just("t"), st.fixed_dictionaries({"en": texts}), whens),
        max_size=4,
    )
)
def test_whatever_is_written_is_read_back(events: list[Event]) -> None:
    found = read(*events).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in found] == [event.title["en"] for event in events]
    assert [str(event["UID"]) for event in found] == [uid_of(event) for event in events]


def test_occurrences_are_the_days_of_the_rule() -> None:
    weekly = replace(CONCERT, rrule="FREQ=WEEKLY;COUNT=4")
    check_rule(weekly.rrule, parse_edtf(weekly.when))
    days = [found.span.first_day for found in occurrences(weekly, date(2020, 5, 1), date(2020, 5, 20))]
    assert days == [date(2020, 5, 9) + timedelta(weeks=week) for week in range(2)]


@pytest.mark.parametrize(
    "zone", ["Asia/Almaty", "Europe/Dublin", "America/St_Johns", "Africa/Casablanca", "UTC"]
)
@pytest.mark.parametrize(
    "when", ["1000-01-01T00:00Z", "1950-05-09T19:00", "9998-12-31T23:59Z", "2020-03-29T01:30"]
)
def test_every_zone_and_year_can_be_written(zone: str, when: str) -> None:
    assert one(replace(CONCERT, when=when), zone=ZoneInfo(zone)).decoded("DTSTART")
