"""When digests are due: every IANA zone, ten years, against a slow and obvious twin."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.subscribers import Quiet, Schedule, Settings, next_due
from bot.subscribers.schedule import after_quiet, claim, day_of, next_slot, slot

FIRST, LAST = datetime(2017, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ZONES = sorted(available_timezones())


@cache
def leaps(zone: str) -> tuple[datetime, ...]:
    """The days of these ten years, as UTC midnights, on which the zone's offset changes."""
    known = ZoneInfo(zone)
    days = [FIRST + number * DAY for number in range((LAST - FIRST).days)]
    offsets = [(day, day.astimezone(known).utcoffset()) for day in days]
    return tuple(day for (day, offset), (_, later) in pairwise(offsets) if offset != later)


def due_by_the_minute(schedule: Schedule, begin: datetime, end: datetime) -> list[datetime]:
    """The twin: look at the wall clock every minute, and fire once a day as soon as it shows the time or more.

    A clock that leaps over the time shows more right after the leap, and is then taken back to what is missing.
    """
    zone, wanted = ZoneInfo(schedule.zone), time(schedule.hour, schedule.minute)
    fired: dict[date, datetime] = {}
    before, moment = begin.astimezone(zone), begin
    while moment < end:
        local = moment.astimezone(zone)
        if local.time().replace(second=0) == wanted:
            fired.setdefault(local.date(), moment)
        leapt = local.replace(tzinfo=None) - before.replace(tzinfo=None) - MINUTE
        target = datetime.combine(before.date(), wanted)
        for missing in (target, target + DAY):
            if leapt > timedelta(0) and before.replace(tzinfo=None) < missing < local.replace(tzinfo=None):
                fired.setdefault(missing.date(), moment + (missing - before.replace(tzinfo=None)) - MINUTE)
        before, moment = local, moment + MINUTE
    return sorted(set(fired.values()))


def slots(schedule: Schedule, begin: datetime, end: datetime) -> list[datetime]:
    found: list[datetime] = []
    sent, at = None, begin
    while (at := next_slot(schedule, at, sent)) < end:
        found.append(at)
        sent = day_of(schedule, at)
    return found


def test_there_are_zones_to_test() -> None:
    assert len(ZONES) > 400
    assert sum(bool(leaps(zone)) for zone in ZONES) > 150


@pytest.mark.parametrize("wall", [(0, 0), (2, 30), (9, 0), (23, 45)], ids=lambda wall: f"{wall[0]}h{wall[1]}")
def test_every_zone_has_each_day_once_around_every_leap(wall: tuple[int, int]) -> None:
    for zone in ZONES:
        schedule = Schedule("daily", *wall, zone=zone)
        for leap in leaps(zone):
            check_days(schedule, leap - 2 * DAY, leap + 3 * DAY)


@pytest.mark.parametrize("zone", ["Asia/Almaty", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns"])
def test_every_day_of_ten_years(zone: str) -> None:
    check_days(Schedule("daily", 9, 30, zone=zone), FIRST, LAST)


def check_days(schedule: Schedule, begin: datetime, end: datetime) -> None:
    known, wanted = ZoneInfo(schedule.zone), time(schedule.hour, schedule.minute)
    found = slots(schedule, begin, end)
    days = [day_of(schedule, at) for at in found]
    assert all(later - day == DAY for day, later in pairwise(days)), schedule
    assert all(timedelta(0) < later - at <= 49 * HOUR for at, later in pairwise(found)), schedule
    for day, at in zip(days, found, strict=True):
        local = at.astimezone(known)
        assert local.fold == 0, schedule  # of a doubled hour the first
        missing = datetime.combine(day, wanted)
        if local.replace(tzinfo=None) != missing:  # only where the clock never shows the time
            exists = missing.replace(tzinfo=known).astimezone(UTC).astimezone(known)
            assert exists.replace(tzinfo=None) != missing, schedule
            assert timedelta(0) < local.replace(tzinfo=None) - missing <= DAY, schedule


@pytest.mark.parametrize(
    ("zone", "around", "wall"),
    [
        ("Europe/Berlin", datetime(2020, 3, 29, tzinfo=UTC), (2, 30)),
        ("Europe/Berlin", datetime(2020, 10, 25, tzinfo=UTC), (2, 30)),
        ("Australia/Lord_Howe", datetime(2020, 10, 3, tzinfo=UTC), (2, 15)),
        ("America/Sao_Paulo", datetime(2018, 11, 4, tzinfo=UTC), (0, 30)),
        ("Asia/Almaty", datetime(2024, 2, 29, tzinfo=UTC), (23, 30)),
        ("Africa/Casablanca", datetime(2019, 5, 5, tzinfo=UTC), (2, 59)),
    ],
)
def test_against_the_twin(zone: str, around: datetime, wall: tuple[int, int]) -> None:
    schedule = Schedule("daily", *wall, zone=zone)
    begin, end = around - 2 * DAY, around + 2 * DAY
    assert slots(schedule, begin, end) == due_by_the_minute(schedule, begin, end)


moments = st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
schedules = st.builds(
    Schedule,
    frequency=st.sampled_from(["daily", "weekly", "monthly"]),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    weekday=st.integers(0, 6),
    monthday=st.integers(1, 31),
    zone=st.sampled_from(ZONES),
)


@given(schedules, moments)
@settings(deadline=None, max_examples=300)
def test_the_next_one_is_later_and_there_is_none_between(schedule: Schedule, after: datetime) -> None:
    due = next_slot(schedule, after)
    assert due is not None
    assert due > after
    assert due - after <= {"daily": 2 * DAY, "weekly": 9 * DAY, "monthly": 33 * DAY}[schedule.frequency]
    day = day_of(schedule, due)
    assert slot(schedule, day) == due
    assert next_slot(schedule, due - timedelta(microseconds=1)) == due
    following = next_slot(schedule, due, day)
    assert following is not None
    assert following > due
    if schedule.frequency == "weekly":
        assert day.weekday() == schedule.weekday
    if schedule.frequency == "monthly":
        assert day.day == schedule.monthday or (day + DAY).day == 1


@given(schedules, moments, st.integers(0, 200 * 24))
@settings(deadline=None, max_examples=200)
def test_after_downtime_there_is_at_most_one(schedule: Schedule, after: datetime, hours: int) -> None:
    due = next_slot(schedule, after)
    assert due is not None
    now = due + hours * HOUR
    missed = [at for at in slots(schedule, due - MINUTE, now + MINUTE) if at <= now]
    found = claim(schedule, due, now)
    assert found.next_due is not None
    assert found.next_due > now
    assert found.skipped == len(missed) - (found.day is not None)
    assert (found.day is not None) == (now - missed[-1] <= 36 * HOUR)


@given(schedules, st.sampled_from(ZONES), moments)
@settings(deadline=None, max_examples=200)
def test_a_changed_zone_does_not_double(schedule: Schedule, zone: str, after: datetime) -> None:
    due = next_slot(schedule, after)
    assert due is not None
    sent = day_of(schedule, due)
    moved = Schedule(
        schedule.frequency, schedule.hour, schedule.minute, schedule.weekday, schedule.monthday, zone
    )
    following = next_slot(moved, due + MINUTE, sent)
    assert following is not None
    assert day_of(moved, following) > sent


def test_a_pause_ends_with_the_first_digest_not_before_it() -> None:
    almaty = ZoneInfo("Asia/Almaty")
    until = datetime(2019, 12, 2, 9, tzinfo=almaty)  # a Monday, at the hour of the digest
    paused = Settings(paused_until=until)
    assert next_due(paused, datetime(2019, 11, 4, tzinfo=UTC)) == until
    assert next_due(Settings(schedule=Schedule("off")), until) is None


def test_a_month_without_the_day_has_its_digest_on_the_last() -> None:
    last = Schedule("monthly", monthday=31, zone="UTC")
    found = slots(last, datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 7, 1, tzinfo=UTC))
    assert [at.date().isoformat()[5:] for at in found] == [
        "01-31",
        "02-29",
        "03-31",
        "04-30",
        "05-31",
        "06-30",
    ]


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (22, "07:00 +1"),
        (23, "07:00 +1"),
        (3, "07:00 +0"),
        (7, "07:00 +0"),
        (12, "12:00 +0"),
        (21, "21:00 +0"),
    ],
)
def test_quiet_hours(hour: int, expected: str) -> None:
    zone = ZoneInfo("Asia/Almaty")
    at = datetime(2019, 11, 4, hour, tzinfo=zone)
    later = after_quiet(Quiet(time(22), time(7)), "Asia/Almaty", at).astimezone(zone)
    assert f"{later:%H:%M} +{(later.date() - at.date()).days}" == expected
    assert after_quiet(None, "Asia/Almaty", at) == at
