from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knowledge.dates import parse_edtf
from knowledge.errors import InvalidInput
from knowledge.events import check_rule
from knowledge.events.recurrence import repetitions

DAY = parse_edtf("2020-05-09")


def days(rule: str, when: str = "2020-05-09") -> list[str]:
    found = repetitions(rule, parse_edtf(when), date.min, date.max)
    return [span.first_day.isoformat() for span in found]


def test_what_does_not_repeat_is_there_once() -> None:
    assert list(repetitions("", DAY, date(2020, 5, 9), date(2020, 5, 9))) == [DAY]
    assert list(repetitions("", DAY, date(2020, 5, 10), date(2020, 5, 30))) == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", ["2020-05-09", "2020-05-10", "2020-05-11"]),
        ("FREQ=WEEKLY;UNTIL=20200523", ["2020-05-09", "2020-05-16", "2020-05-23"]),
        ("FREQ=MONTHLY;BYDAY=2SA;COUNT=3", ["2020-05-09", "2020-06-13", "2020-07-11"]),
        ("FREQ=YEARLY;COUNT=3", ["2020-05-09", "2021-05-09", "2022-05-09"]),
        ("freq=yearly;interval=5;count=2", ["2020-05-09", "2025-05-09"]),
        ("RRULE:FREQ=DAILY;COUNT=1", ["2020-05-09"]),
    ],
)
def test_rules(rule: str, expected: list[str]) -> None:
    check_rule(rule, DAY)
    assert days(rule) == expected


def test_a_leap_day_comes_back_in_leap_years() -> None:
    assert days("FREQ=YEARLY;COUNT=3", "2020-02-29") == ["2020-02-29", "2024-02-29", "2028-02-29"]


def test_times_and_lengths_stay() -> None:
    span = parse_edtf("2020-05-09T19:00+05:00/2020-05-10T02:00+05:00")
    first, second = repetitions("FREQ=WEEKLY;COUNT=2", span, date(2020, 5, 10), date(2020, 5, 20))
    assert first == span
    almaty = timezone(timedelta(hours=5))
    assert (second.lower, second.upper) == (
        datetime(2020, 5, 16, 19, tzinfo=almaty),
        datetime(2020, 5, 17, 2, tzinfo=almaty),
    )


def test_until_is_a_moment() -> None:
    when = "2020-05-09T19:00+05:00"
    assert len(days("FREQ=DAILY;UNTIL=20200510T140000Z", when)) == 2
    assert len(days("FREQ=DAILY;UNTIL=20200510T135959Z", when)) == 1


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY", "needs an end"),
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20210101", "needs an end"),
        ("FREQ=HOURLY;COUNT=2", "FREQ must be one of"),
        ("COUNT=2", "FREQ must be one of"),
        ("FREQ=DAILY;COUNT=401", "from 1 to 400"),
        ("FREQ=DAILY;COUNT=0", "from 1 to 400"),
        ("FREQ=DAILY;COUNT=99999", "from 1 to 400"),
        ("FREQ=DAILY;COUNT=x", "from 1 to 400"),
        ("FREQ=DAILY;INTERVAL=0;COUNT=2", "INTERVAL"),
        ("FREQ=DAILY;BYHOUR=1,2,3;COUNT=2", "BYHOUR=1,2,3.* is not understood"),
        ("FREQ=DAILY;FREQ=DAILY;COUNT=2", "is not understood"),
        ("FREQ=DAILY;COUNT", "is not understood"),
        ("FREQ=DAILY;UNTIL=20200231", "UNTIL"),
        ("FREQ=DAILY;UNTIL=someday", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20200510T250000Z", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20200508", "never comes true"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "never comes true"),
        ("FREQ=YEARLY;BYMONTH=6;COUNT=3", "own day, but 2020-06-09"),
        ("FREQ=WEEKLY;BYDAY=2SA;COUNT=3", "numbered days"),
        ("FREQ=MONTHLY;BYDAY=54SA;COUNT=3", "no day of the week"),
        ("FREQ=MONTHLY;BYDAY=XX;COUNT=3", "no day of the week"),
        ("FREQ=WEEKLY;BYMONTHDAY=9;COUNT=3", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYSETPOS=1;COUNT=3", "BYSETPOS"),
        ("FREQ=DAILY;COUNT=2" + ";" * 200, "200 plain characters"),
        ("FREQ=DAILY\n;COUNT=2", "200 plain characters"),
        ("каждый день", "200 plain characters"),
    ],
)
def test_what_is_refused(rule: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as caught:
        check_rule(rule, DAY)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("when", ["2020", "2020-05", "2020-Q2", "2020/2021", "2020-05-09/.."])
def test_what_is_vague_does_not_repeat(when: str) -> None:
    with pytest.raises(InvalidInput, match="needs a first day"):
        check_rule("FREQ=YEARLY;COUNT=2", parse_edtf(when))


def test_a_rule_that_never_comes_true_is_not_looked_for_long() -> None:
    begun = time.perf_counter()
    assert days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;COUNT=400", "2019-02-01") == []
    assert days("FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29;COUNT=400", "2019-02-01") != [""]
    assert time.perf_counter() - begun < 2  # 40 ms on a quiet machine


weekdays = st.lists(
    st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True
)
numbered = st.lists(
    st.builds("{}{}".format, st.integers(-5, 5).filter(bool), st.sampled_from(["MO", "SA"])),
    min_size=1,
    max_size=2,
)


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    if draw(st.booleans()):
        months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))
        parts.append(f"BYMONTH={','.join(map(str, months))}")
    if frequency != "WEEKLY" and draw(st.booleans()):
        numbers = draw(st.lists(st.integers(-28, 28).filter(bool), min_size=1, max_size=4, unique=True))
        parts.append(f"BYMONTHDAY={','.join(map(str, numbers))}")
    if draw(st.booleans()):
        with_numbers = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
        parts.append(f"BYDAY={','.join(draw(numbered if with_numbers else weekdays))}")
    # A first week that is not whole is counted otherwise there.
    if frequency != "WEEKLY" and any(part.startswith("BY") for part in parts) and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.integers(-3, 3).filter(bool))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(['MO', 'SU']))}")
    return ";".join(parts)


@settings(max_examples=150, deadline=None)
@given(rules(), st.dates(date(1995, 1, 1), date(2030, 12, 31)))
def test_the_days_are_those_of_dateutil(rule: str, begin: date) -> None:
    bounded = f"{rule};UNTIL={begin.year + 6}1231"
    assume("BYSETPOS" not in rule or "DAILY" not in rule)  # looked for until the year 9999 there
    oracle = rrulestr(bounded, dtstart=datetime(begin.year, begin.month, begin.day))  # noqa: DTZ001
    expected = [moment.date().isoformat() for moment in islice(_bounded(oracle, begin.year + 7), 400)]
    assert days(bounded, begin.isoformat()) == expected


def _bounded(moments, year: int):
    for moment in moments.xafter(datetime(1990, 1, 1), inc=True):  # noqa: DTZ001
        if moment.year >= year:
            return
        yield moment
