from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import InvalidInput
from knowledge.events import past, upcoming
from knowledge.model import Event

YEAR = Event("year", "plans", {"en": "Year"}, "2020")
GALA = Event("gala", "concerts", {"en": "Gala"}, "2020-05-09T19:00")
FAIR = Event("fair", "fairs", {"en": "Fair"}, "2020-05-04", rrule="FREQ=WEEKLY;COUNT=5")
TOUR = Event("tour", "theatre", {"en": "Tour"}, "2020-05-08/2020-05-20", status="cancelled")
EVENTS = (YEAR, GALA, FAIR, TOUR)
DAY = date(2020, 5, 9)


def test_days_and_vague_dates_are_kept_apart() -> None:
    agenda = upcoming(EVENTS, DAY, days=7)
    assert [found.key for found in agenda.exact] == ["tour", "gala", "fair@2020-05-11"]
    assert [found.event.id for found in agenda.vague] == ["year"]
    assert [found.cancelled for found in agenda.exact] == [True, False, False]
    assert len(agenda) == 4


def test_bounds_are_included() -> None:
    assert [found.key for found in upcoming(EVENTS, date(2020, 5, 11), until=date(2020, 5, 11)).exact] == [
        "tour",
        "fair@2020-05-11",
    ]
    assert upcoming(EVENTS, date(2020, 5, 20), days=1).exact[0].key == "tour"
    assert not upcoming(EVENTS, date(2021, 1, 1))
    assert upcoming(EVENTS, date.min, until=date.max)


def test_what_is_over_is_left_out() -> None:
    agenda = upcoming(EVENTS, date(2020, 5, 1), days=31, today=date(2020, 5, 10))
    assert "gala" not in [found.event.id for found in agenda]


def test_topics_and_most() -> None:
    assert [found.event.id for found in upcoming(EVENTS, DAY, topics={"concerts"})] == ["gala"]
    assert len(upcoming(EVENTS, date(2020, 5, 1), most=2).exact) == 2


def test_the_past_is_told_from_its_end() -> None:
    agenda = past(EVENTS, date(2020, 5, 19))
    assert [found.key for found in agenda.exact] == [
        "fair@2020-05-18",
        "fair@2020-05-11",
        "gala",
        "fair@2020-05-04",
    ]
    assert agenda.vague == ()
    assert [found.key for found in past(EVENTS, date(2020, 5, 19), days=8).exact] == [
        "fair@2020-05-18",
        "fair@2020-05-11",
    ]
    assert [found.event.id for found in past(EVENTS, date(2021, 1, 1)).vague] == ["year"]
    assert not past(EVENTS, date.min)


@pytest.mark.parametrize(
    "more", [{"days": 0}, {"days": -1}, {"days": 1, "until": DAY}, {"until": date(2020, 5, 8)}]
)
def test_nonsense_is_refused(more) -> None:
    with pytest.raises(InvalidInput):
        upcoming(EVENTS, DAY, **more)


def test_instants() -> None:
    almaty = ZoneInfo("Asia/Almaty")
    gala, fair = upcoming((GALA, FAIR), date(2020, 5, 9), days=3).exact
    assert gala.starts_at(almaty) == datetime(2020, 5, 9, 13, tzinfo=UTC)
    assert fair.starts_at(almaty) == datetime(2020, 5, 11, tzinfo=almaty)
    (year,) = upcoming((YEAR,), DAY).vague
    assert year.starts_at(almaty) is None
    (moscow,) = upcoming((replace(GALA, when="2020-05-09T19:00+03:00"),), DAY).exact
    assert moscow.starts_at(almaty) == datetime(2020, 5, 9, 16, tzinfo=UTC)


@given(st.dates(date(2019, 1, 1), date(2021, 12, 31)), st.integers(1, 400))
def test_past_and_future_share_nothing_and_miss_nothing(day: date, days: int) -> None:
    every = {found.key for found in upcoming(EVENTS, date.min)}
    ahead = {found.key for found in upcoming(EVENTS, day)}
    behind = {found.key for found in past(EVENTS, day)}
    assert ahead | behind == every
    assert not ahead & behind
    near = {found.key for found in upcoming(EVENTS, day, days=days)}
    far = {found.key for found in upcoming(EVENTS, day + timedelta(days=days))}
    assert near | far == ahead
