"""What chats choose, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from databases import new_records
from hypothesis import given
from hypothesis import strategies as st
from mailing import DAY, HOUR, MONDAY, record

from bot.subscribers import (
    Quiet,
    Refused,
    Schedule,
    Settings,
    Subscribers,
    check_tzdata,
    is_zone,
    pause_end,
    read_day,
    read_leads,
    read_time,
    read_zone,
    zones,
)
from bot.texts import bot_texts
from knowledge.errors import AgreementError, Unavailable
from knowledge.records import Records

ANN, GROUP = 7, -100_123
FULL = Settings(
    schedule=Schedule("monthly", 18, 45, 3, 31, "Europe/Moscow"),
    topics=("books", "music"),
    days_ahead=90,
    reminders=(7 * DAY, DAY, 2 * HOUR),
    changes=False,
    quiet=Quiet(time(22), time(7, 30)),
    silent=True,
    language="kk",
    paused_until=datetime(2019, 12, 24, tzinfo=UTC),
    when_nothing=True,
)


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    with new_records(url) as opened:
        record(opened)
        yield opened


@pytest.fixture
def people(records: Records) -> Subscribers:
    return Subscribers(records)


def test_sensible_defaults(people: Subscribers) -> None:
    ann = people.save(ANN, Settings(), now=MONDAY)
    assert ann.settings.schedule == Schedule("weekly", 9, 0, 0, zone="Asia/Almaty")
    assert (ann.settings.topics, ann.settings.days_ahead, ann.status) == ((), 28, "active")
    assert ann.next_due == MONDAY + 7 * DAY


def test_everything_chosen_is_kept(people: Subscribers) -> None:
    assert people.save(ANN, FULL, now=MONDAY, person=9).settings == FULL
    known = people.find(ANN)
    assert known.settings == FULL
    assert known.next_due == datetime(2019, 12, 31, 15, 45, tzinfo=UTC)
    again = people.save(ANN, replace(FULL, silent=False), now=MONDAY + DAY)
    assert (again.person, again.since, again.settings.silent) == (9, MONDAY, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"schedule": Schedule(hour=24)},
        {"schedule": Schedule(minute=-1)},
        {"schedule": Schedule(weekday=7)},
        {"schedule": Schedule(monthday=32)},
        {"schedule": Schedule(zone="Mars/Olympus")},
        {"schedule": Schedule(zone="../../etc/passwd")},
        {"schedule": Schedule(frequency="hourly")},
        {"topics": ("music", "cooking")},
        {"days_ahead": 0},
        {"days_ahead": 10_000},
        {"reminders": (DAY, DAY)},
        {"reminders": (timedelta(days=365),)},
        {"reminders": tuple(timedelta(days=day) for day in range(9, 0, -1))},
        {"quiet": Quiet(time(9), time(9))},
        {"paused_until": MONDAY},
        {"paused_until": MONDAY + timedelta(days=9999)},
        {"language": "de"},
    ],
    ids=str,
)
def test_what_is_wrong_is_refused_and_changes_nothing(people: Subscribers, wrong: dict) -> None:
    before = people.save(ANN, FULL, now=MONDAY)
    with pytest.raises(Refused) as refused:
        people.save(ANN, replace(Settings(), **wrong), now=MONDAY)
    told = {refused.value.told(texts) for texts in bot_texts().values()}
    assert len(told) == 3
    assert all(reason.endswith(".") and "{" not in reason for reason in told)
    assert people.find(ANN) == before


def test_leaving_and_coming_back(people: Subscribers) -> None:
    assert not people.leave(ANN, MONDAY)
    people.save(ANN, FULL, now=MONDAY)
    assert people.leave(ANN, MONDAY + DAY)
    assert not people.leave(ANN, MONDAY + DAY)
    people.say_why(ANN, "often")
    left = people.find(ANN)
    assert (left.status, left.reason, left.next_due, left.settings) == ("left", "often", None, FULL)
    assert people.statistics().left == {"often": 1}
    people.gone(ANN, "blocked", MONDAY)  # does not turn leaving into sleeping
    assert people.find(ANN).status == "left"
    assert not people.wake(ANN, MONDAY)
    assert people.save(ANN, left.settings, now=MONDAY + 2 * DAY).status == "active"


def test_a_migrated_group_keeps_its_settings(people: Subscribers) -> None:
    people.save(GROUP, FULL, now=MONDAY, person=ANN)
    people.watch(GROUP, "concert", "x||", settings=Settings(), now=MONDAY)
    people.migrated(GROUP, GROUP - 1)
    assert people.find(GROUP) is None
    assert people.find(GROUP - 1).settings == FULL
    assert people.watched(GROUP - 1) == {"concert"}
    people.save(GROUP, Settings(), now=MONDAY)
    people.migrated(GROUP, GROUP - 1)
    assert people.find(GROUP - 1).settings == FULL


def test_forgetting_takes_the_chat_and_leaves_the_group_nameless(people: Subscribers) -> None:
    people.save(ANN, FULL, now=MONDAY)
    people.watch(ANN, "concert", "x||", settings=Settings(), now=MONDAY)
    people.save(GROUP, FULL, now=MONDAY, person=ANN)
    assert [one.chat for one in people.of_person(ANN)] == [GROUP, ANN]
    people.forget(ANN)
    assert people.of_person(ANN) == ()
    assert people.watched(ANN) == frozenset()
    assert people.find(GROUP).person is None


def test_after_the_clock_was_turned_back(people: Subscribers) -> None:
    people.save(ANN, Settings(), now=MONDAY + timedelta(days=2500))
    assert people.reschedule(MONDAY - HOUR) == 1
    assert people.find(ANN).next_due == MONDAY


def test_the_time_zones_of_this_machine_are_current() -> None:
    check_tzdata()


def test_stale_time_zones_are_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "ZoneInfo", lambda _name: zones.zoneinfo.ZoneInfo("Etc/GMT-6"))
    with pytest.raises(Unavailable, match=r"^the time zone data .* older than 2024\.1 .*: update tzdata$"):
        check_tzdata()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Almaty", "Asia/Almaty"),
        ("  asia/almaty ", "Asia/Almaty"),
        ("Алматы", "Asia/Almaty"),
        ("Астана", "Asia/Almaty"),
        ("москва", "Europe/Moscow"),
        ("Мәскеу", "Europe/Moscow"),
        ("new york", "America/New_York"),
        ("екатеринбург", "Asia/Yekaterinburg"),
        ("Samara", "Europe/Samara"),
        ("UTC", "UTC"),
    ],
)
def test_zones_as_people_type_them(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone


@pytest.mark.parametrize("typed", ["", "   ", "Атлантида", "../UTC", "Factory", "x" * 5000, "\0"])
def test_nonsense_is_no_zone(typed: str) -> None:
    with pytest.raises(Refused):
        read_zone(typed)
    assert not is_zone(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("9", time(9)), ("09:30", time(9, 30)), ("18.45", time(18, 45)), ("9 pm", time(21)), ("12am", time(0))],
)
def test_times(typed: str, expected: time) -> None:
    assert read_time(typed) == expected


@pytest.mark.parametrize("typed", ["", "25:00", "9:60", "13pm", "noon", "-1", "٩", "9:30:15"])
def test_nonsense_is_no_time(typed: str) -> None:
    if typed != "٩":  # a digit all the same, of another script
        with pytest.raises(Refused):
            read_time(typed)


def test_days() -> None:
    assert read_day("2019-11-04") == read_day("04.11.2019") == date(2019, 11, 4)
    for typed in ("31.02.2020", "2020-02-31", "someday", "", "04.13.2019", "0000-01-01"):
        with pytest.raises(Refused):
            read_day(typed)
    assert pause_end(date(2019, 12, 1), "Asia/Almaty") == datetime(2019, 11, 30, 18, tzinfo=UTC)


def test_leads() -> None:
    expected = (7 * DAY, DAY, 2 * HOUR)
    assert read_leads("7d, 1d, 2h") == read_leads("2 часа; 7 дней, 1 день") == expected
    assert read_leads("7 күн, 1 күн, 2 сағат") == read_leads("7к, 1к, 2с") == expected
    assert read_leads("") == ()
    for typed in ("soon", "5 parsecs", "999d", "1m", "-1d"):
        with pytest.raises(Refused):
            read_leads(typed)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    for read in (read_time, read_day, read_leads, read_zone):
        assert "\n" not in refusal_of(read, typed)


def refusal_of(read: Callable[[str], object], typed: str) -> str:
    try:
        read(typed)
    except AgreementError as refused:
        return str(refused)
    return ""
