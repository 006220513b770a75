"""Calendar addresses, on both engines: made, shown, renewed, taken back, gone with the subscription."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from databases import new_records
from mailing import CONCERT, DAY, FAIR, HOUR, MONDAY, TOUR, record
from sqlalchemy import select

from bot.feeds import Calendars, Feeds
from bot.subscribers import Settings, Subscribers
from knowledge.records import Records
from knowledge.records.schema import feeds as table

KEY = b"k" * 32


class Clock:
    def __init__(self) -> None:
        self.time = MONDAY

    def now(self) -> datetime:
        return self.time


class Desk:
    def __init__(self, records: Records) -> None:
        self.records, self.clock = records, Clock()
        self.feeds = Feeds(records, KEY)
        self.subscribers = Subscribers(records)
        self.calendars = Calendars(records, self.feeds, ZoneInfo("Asia/Almaty"), self.clock.now)

    def choose(self, chat: int = 7, **chosen: object) -> None:
        self.subscribers.save(chat, Settings(**chosen), now=self.clock.now())

    def read(self, secret: str) -> icalendar.Calendar:
        calendar = self.calendars.open(secret)
        assert calendar
        return icalendar.Calendar.from_ical(calendar.body)


@pytest.fixture
def desk(url: str) -> Iterator[Desk]:
    with new_records(url) as records:
        record(records, CONCERT, FAIR, TOUR)
        desk = Desk(records)
        desk.choose()
        yield desk


def titles(calendar: icalendar.Calendar) -> list[str]:
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


def test_an_address_is_made_shown_and_taken_back(desk: Desk) -> None:
    assert desk.feeds.find(7) is None
    made = desk.feeds.make(7, MONDAY)
    assert len(made.secret) == 43
    assert desk.feeds.find(7) == made
    assert len(titles(desk.read(made.secret))) == 3
    assert desk.feeds.revoke(7)
    assert not desk.feeds.revoke(7)
    assert desk.calendars.open(made.secret) is None
    assert desk.feeds.find(7) is None


def test_a_new_address_makes_the_old_one_useless(desk: Desk) -> None:
    old, new = desk.feeds.make(7, MONDAY), desk.feeds.make(7, MONDAY + HOUR)
    assert old.secret != new.secret
    assert desk.calendars.open(old.secret) is None
    assert desk.calendars.open(new.secret)


def test_the_database_does_not_hold_the_secret(desk: Desk) -> None:
    secret = desk.feeds.make(7, MONDAY).secret
    with desk.records.database.reading() as connection:
        (row,) = connection.execute(select(table)).all()
    assert secret not in str(row)
    assert desk.calendars.open(row.digest) is None


def test_with_another_key_an_address_works_on_but_is_not_shown(desk: Desk) -> None:
    secret = desk.feeds.make(7, MONDAY).secret
    renewed = Feeds(desk.records, b"another")
    found = renewed.find(7)
    assert found
    assert found.secret == ""
    assert renewed.opened(secret, MONDAY) == 7


def test_it_follows_topics_and_language(desk: Desk) -> None:
    secret = desk.feeds.make(7, MONDAY).secret
    assert titles(desk.read(secret)) == ["Theatre tour", "Exchange concert", "Book fair"]
    desk.choose(topics=("books",), language="ru")
    assert titles(desk.read(secret)) == ["Книжная ярмарка"]


def test_it_ends_with_the_subscription(desk: Desk) -> None:
    secret = desk.feeds.make(7, MONDAY).secret
    desk.subscribers.leave(7, MONDAY)
    assert desk.calendars.open(secret) is None
    desk.choose()
    assert desk.calendars.open(secret) is None


def test_whoever_is_forgotten_has_no_address(desk: Desk) -> None:
    secret = desk.feeds.make(7, MONDAY).secret
    desk.subscribers.forget(7)
    assert desk.feeds.opened(secret, MONDAY) is None


def test_who_blocked_the_bot_still_has_a_calendar(desk: Desk) -> None:
    secret = desk.feeds.make(7, MONDAY).secret
    desk.subscribers.gone(7, "blocked", MONDAY)
    assert desk.calendars.open(secret)


def test_it_moves_with_a_group(desk: Desk) -> None:
    desk.choose(-5)
    secret = desk.feeds.make(-5, MONDAY).secret
    desk.subscribers.migrated(-5, -1005)
    assert desk.feeds.opened(secret, MONDAY) == -1005


def test_that_it_is_read_is_noted_once_an_hour(desk: Desk) -> None:
    secret = desk.feeds.make(7, MONDAY).secret
    for after in (0, 10, 50):
        desk.feeds.opened(secret, MONDAY + after * HOUR / 60)
    assert desk.feeds.find(7).last_read == MONDAY
    desk.feeds.opened(secret, MONDAY + HOUR)
    assert desk.feeds.find(7).last_read == MONDAY + HOUR


def test_the_tag_stays_until_something_changes(desk: Desk) -> None:
    secret = desk.feeds.make(7, MONDAY).secret
    first = desk.calendars.open(secret)
    desk.clock.time += HOUR
    assert desk.calendars.open(secret) == first
    record(desk.records, replace(CONCERT, status="cancelled"), now=MONDAY + HOUR)
    second = desk.calendars.open(secret)
    assert second.tag != first.tag
    assert second.modified == MONDAY + HOUR
    assert desk.calendars.open(secret) == second


def test_calendars_of_one_second_have_dates_of_their_own(desk: Desk) -> None:
    """Who goes by the date alone must see that other topics were chosen."""
    secret = desk.feeds.make(7, MONDAY).secret
    first = desk.calendars.open(secret)
    desk.choose(topics=("books",))
    assert desk.calendars.open(secret).modified > first.modified


def test_what_is_long_over_is_left_out(desk: Desk) -> None:
    secret = desk.feeds.make(7, MONDAY).secret
    desk.clock.time += 386 * DAY
    assert titles(desk.read(secret)) == ["Theatre tour"]
