"""What repeats, in words: understood with its end, or refused with one clear reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.dates import WrongDate, parse_edtf
from knowledge.events import check_rule
from knowledge.events.repeating import Timing, parse_timing

TODAY = date(2019, 11, 4)  # a Monday
MONDAYS, ALL_DAYS = "FREQ=WEEKLY;BYDAY=MO;", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;"
SAID = [
    ("14 November 2020 19:00", "2020-11-14T19:00", ""),
    ("second quarter of 2020", "2020-Q2", ""),
    ("every Monday until June", "2019-11-04", MONDAYS + "UNTIL=20200630"),
    ("every Monday until June 2020 at 19:00", "2019-11-04T19:00", MONDAYS + "UNTIL=20200630"),
    ("каждый понедельник до июня 2020 года", "2019-11-04", MONDAYS + "UNTIL=20200630"),
    ("әр дүйсенбі 2020 жылғы маусымға дейін", "2019-11-04", MONDAYS + "UNTIL=20200630"),
    ("дүйсенбі сайын 10 рет", "2019-11-04", MONDAYS + "COUNT=10"),
    ("every Friday in May 2020 at 7pm", "2020-05-01T19:00", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20200531"),
    (
        "каждую пятницу в 19:00 с 1 мая до 30 июня 2020",
        "2020-05-01T19:00",
        "FREQ=WEEKLY;BYDAY=FR;UNTIL=20200630",
    ),
    ("по вторникам и четвергам до конца 2019", "2019-11-05", "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20191231"),
    ("on Mondays and Wednesdays, 10 times", "2019-11-04", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10"),
    ("екі апта сайын 2019-11-11 5 рет", "2019-11-11", "FREQ=WEEKLY;INTERVAL=2;COUNT=5"),
    ("раз в две недели с 11 ноября 2019, 5 раз", "2019-11-11", "FREQ=WEEKLY;INTERVAL=2;COUNT=5"),
    (
        "every two weeks from 11 November 2019 until March 2020",
        "2019-11-11",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=20200331",
    ),
    (
        "every day from 5 to 9 May 2020, 10:00–18:00",
        "2020-05-05T10:00/2020-05-05T18:00",
        "FREQ=DAILY;UNTIL=20200509",
    ),
    (
        "ежедневно с 5 по 9 мая 2020 с 10:00 до 18:00",
        "2020-05-05T10:00/2020-05-05T18:00",
        "FREQ=DAILY;UNTIL=20200509",
    ),
    ("every other Friday, 6 times", "2019-11-08", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=6"),
    ("every first Monday of the month in 2020", "2020-01-06", "FREQ=MONTHLY;BYDAY=1MO;UNTIL=20201231"),
    ("every 2nd Tuesday of the month until June 2020", "2019-11-12", "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20200630"),
    ("каждый последний четверг месяца до июля 2020", "2019-11-28", "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20200731"),
    ("ежегодно 9 мая, 3 раза", "2020-05-09", "FREQ=YEARLY;COUNT=3"),
    ("every month on 15 January 2020 until June 2020", "2020-01-15", "FREQ=MONTHLY;UNTIL=20200630"),
    ("weekdays until 30 November 2019 at 9:00", "2019-11-04T09:00", ALL_DAYS + "UNTIL=20191130"),
    ("по будням до 30 ноября 2019", "2019-11-04", ALL_DAYS + "UNTIL=20191130"),
    ("апта сайын 2020 жылғы ақпанға дейін, сағат 19:00", "2019-11-04T19:00", "FREQ=WEEKLY;UNTIL=20200229"),
    ("14 November 2019 19:00, RRULE:freq=weekly;count=3", "2019-11-14T19:00", "FREQ=WEEKLY;COUNT=3"),
]


@pytest.mark.parametrize(("text", "when", "rrule"), SAID)
def test_what_is_said(text: str, when: str, rrule: str) -> None:
    assert parse_timing(text, TODAY) == Timing(when, rrule)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("someday", "words"),
        ("every someday", "words"),
        ("every", "words"),
        ("31 February", "day"),
        ("every Monday", "endless"),
        ("каждый понедельник", "endless"),
        ("ай сайын", "endless"),
        ("every Monday from 9 May 2020", "endless"),
        ("14 November 2019 FREQ=WEEKLY", "endless"),
        ("every Monday 1000 times", "rule"),
        ("every Monday 0 times", "rule"),
        ("every Monday from 12 to 15 May 2020", "rule"),
        ("14 November 2019 FREQ=SECONDLY;COUNT=3", "rule"),
        ("14 November 2019 FREQ=WEEKLY;BYDAY=MO;COUNT=3", "rule"),
        ("2020 FREQ=WEEKLY;COUNT=3", "vague"),
        ("every Monday until May 2019", "order"),
        ("every Monday 21:00–19:00 until June", "order"),
        ("every Monday 25:00 until June", "time"),
    ],
)
def test_what_cannot_be_is_refused(text: str, kind: str) -> None:
    with pytest.raises(WrongDate) as caught:
        parse_timing(text, TODAY)
    assert caught.value.kind == kind
    assert "\n" not in str(caught.value)


WORDS = (
    "every each Monday Friday other last first until June 2020 10 times 19:00 from to – , at daily FREQ=DAILY;COUNT=5 "
    "каждый по вторникам раз в две недели до 9 мая сайын екі апта дейін 14 November of the month 0 400"
)


@example(text="every 0 недели мая")
@given(st.lists(st.sampled_from(WORDS.split()), max_size=9).map(" ".join) | st.text(max_size=40))
def test_whatever_is_understood_is_good(text: str) -> None:
    try:
        found = parse_timing(text, TODAY)
    except WrongDate:
        return
    check_rule(found.rrule, parse_edtf(found.when))
