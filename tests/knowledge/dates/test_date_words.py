from __future__ import annotations

import contextlib
import time
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.dates import WrongDate, find_interval, parse_date_words, parse_edtf, render_span, write_edtf
from knowledge.errors import InvalidInput
from knowledge.language import normalise
from knowledge.model import LANGS

TODAY = date(2019, 11, 20)  # a Wednesday
# A text, the time it names, and whether it is nothing but a date.
SAID = [
    ("what is in May?", "2020-05", False),
    ("что запланировано на 2020 год?", "2020", False),
    ("тамызда не болады?", "2020-08", False),
    ("next month", "2019-12", True),
    ("this week", "2019-11-18/2019-11-24", True),
    ("second half of 2020", "2020-07/2020-12", True),
    ("во втором квартале", "2020-Q2", True),
    ("2020 жылғы тамыз", "2020-08", True),
    ("келесі аптада", "2019-11-25/2019-12-01", True),
    ("from 5 to 9 May", "2020-05-05/2020-05-09", True),
    ("с 5 по 9 мая 2020 года", "2020-05-05/2020-05-09", True),
    ("мамырдан шілдеге дейін", "2020-05/2020-07", True),
    ("2020 жылдың екінші жартысында", "2020-07/2020-12", True),
    ("между маем и июлем", "2020-05/2020-07", True),
    ("9 May 2020", "2020-05-09", True),
    ("May 9, 2020", "2020-05-09", True),
    ("the ninth of May", "2020-05-09", True),
    ("девятого мая", "2020-05-09", True),
    ("9-го мая 2020 г.", "2020-05-09", True),
    ("9 мамыр 2020 жыл", "2020-05-09", True),
    ("2020 жылғы 9 мамыр", "2020-05-09", True),
    ("мамырдың 9-ында", "2020-05-09", True),
    ("9-мамыр", "2020-05-09", True),
    ("May 9–12, 2020", "2020-05-09/2020-05-12", True),
    ("9–12 мая", "2020-05-09/2020-05-12", True),
    ("2020 жылғы 9–12 мамыр", "2020-05-09/2020-05-12", True),
    ("2020–2021", "2020/2021", True),
    ("2020-21", "2020/2021", True),
    ("в 2020-2021 годах", "2020/2021", True),
    ("через две недели", "2019-12-02/2019-12-08", True),
    ("in 3 days", "2019-11-23", True),
    ("екі аптадан кейін", "2019-12-02/2019-12-08", True),
    ("в ближайшие две недели", "2019-11-20/2019-12-04", True),
    ("next 2 months", "2019-11-20/2020-01-20", True),
    ("last 3 months", "2019-08-20/2019-11-20", True),
    ("неделю назад", "2019-11-11/2019-11-17", True),
    ("биыл", "2019", True),
    ("былтыр", "2018", True),
    ("завтра", "2019-11-21", True),
    ("послезавтра", "2019-11-22", True),
    ("the day after tomorrow", "2019-11-22", True),
    ("бүрсігүні", "2019-11-22", True),
    ("next Friday", "2019-11-29", True),
    ("в пятницу", "2019-11-22", True),
    ("жұмада", "2019-11-22", True),
    ("на этой неделе", "2019-11-18/2019-11-24", True),
    ("на выходных", "2019-11-23/2019-11-24", True),
    ("осы демалыс күндері", "2019-11-23/2019-11-24", False),
    ("летом 2020 года", "2020-06/2020-08", True),
    ("жазда", "2020-06/2020-08", True),
    ("в начале мая", "2020-05-01/2020-05-10", True),
    ("mid-2020", "2020-05/2020-08", True),
    ("end of 2020", "2020-09/2020-12", True),
    ("2020 жылдың соңында", "2020-09/2020-12", True),
    ("Q2 2020", "2020-Q2", True),
    ("II квартал 2020", "2020-Q2", True),
    ("2-тоқсан", "2020-Q2", True),
    ("what may happen in March 2020", "2020-03", False),
    ("what was in october?", "2019-10", False),
    ("что было в октябре?", "2019-10", False),
    ("келесі айда", "2019-12", True),
    ("келесі жылы", "2020", True),
    ("алдағы екі аптада", "2019-11-20/2019-12-04", True),
    ("after May 2020", "2020-06-01/..", True),
    ("до мая 2020", "../2020-05", True),
    ("2020 жылдан бастап", "2020/..", True),
    ("с мая", "2020-05/..", True),
    ("second week of May", "2020-05-08/2020-05-14", True),
    ("last week of may", "2020-05-25/2020-05-31", True),
    ("twenty-first of May", "2020-05-21", True),
    ("двадцать первого мая", "2020-05-21", True),
    ("жиырма бірінші мамыр", "2020-05-21", True),
    ("9 числа", "2019-12-09", True),
    ("в окябре", "2020-10", True),
    ("тамыздаа", "2020-08", True),
    ("tamyzda ne bolady", "2020-08", False),
    ("v oktyabre 2020", "2020-10", False),
    ("09.05.2020", "2020-05-09", True),
    ("9/5/20", "2020-05-09", True),
    ("what is planned for 2020 in May?", "2020-05", False),
    ("маусым мен тамыз аралығында", "2020-06/2020-08", True),
    ("апрель-май 2020", "2020-04/2020-05", True),
    ("from November 2020 to February 2021", "2020-11/2021-02", True),
    ("с ноября по февраль", "2019-11/2020-02", True),
    ("9 мая в 19:00", "2020-05-09T19:00", True),
    ("2020-05-09T19:00", "2020-05-09T19:00", True),
    ("в следующем году", "2020", True),
    ("this summer", "2019-06/2019-08", True),
    ("next summer", "2020-06/2020-08", True),
    ("прошлым летом", "2019-06/2019-08", True),
    ("20-я неделя 2020 года", "2020-05-11/2020-05-17", True),
    ("в течение месяца", "2019-11-20/2019-12-20", True),
    ("within a month", "2019-11-20/2019-12-20", True),
    ("during the next quarter", "2020-Q1", True),
    ("в мае 2020", "2020-05", True),
    ("second quarter of next year", "2020-Q2", True),
    ("next Friday at 7pm", "2019-11-29T19:00", True),
    ("14 November 2020, 7 p.m.", "2020-11-14T19:00", True),
    ("завтра в 10 утра", "2019-11-21T10:00", True),
    ("14 ноября 2020 г. в 7 вечера", "2020-11-14T19:00", True),
    ("14 ноября 2020, 12 ночи", "2020-11-14T00:00", True),
    ("2020 жылғы 14 қараша, кешкі 7-де", "2020-11-14T19:00", True),
    ("келесі жұмада сағат 19:00-де", "2019-11-29T19:00", True),
    ("14 November 2020, 19:00–21:00", "2020-11-14T19:00/2020-11-14T21:00", True),
    ("14 November 2020 from 19:00 to 21:00", "2020-11-14T19:00/2020-11-14T21:00", True),
    ("14 ноября 2020 с 19:00 до 21:00", "2020-11-14T19:00/2020-11-14T21:00", True),
    ("2020 жылғы 14 қараша 19:00-ден 21:00-ге дейін", "2020-11-14T19:00/2020-11-14T21:00", True),
]


def found(text: str, today: date = TODAY) -> str | None:
    span = find_interval(text, today)
    return None if span is None else write_edtf(span.span)


@pytest.mark.parametrize(("text", "edtf", "alone"), SAID)
def test_what_is_said(text: str, edtf: str, alone: bool) -> None:
    assert found(text) == edtf
    if alone:
        assert parse_date_words(text, TODAY) == edtf
    else:
        with pytest.raises(InvalidInput):
            parse_date_words(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "who may attend the meeting?",
        "31 февраля",
        "someday",
        "The State Opera and Ballet Theater",
        "Who is second in the list?",
        "he is the first deputy",
        "две недели",
        "who headed the Russian side",
        "кто возглавил",
        "бірінші отырыс",
        "the end of the meeting",
        "в сфере кино",
        "среди участников",
    ],
)
def test_no_date_is_seen_where_there_is_none(text: str) -> None:
    assert found(text) is None


def test_where_it_stands() -> None:
    text = normalise("Что запланировано на май 2020 года в Астане?")
    span = find_interval(text, TODAY)
    assert span is not None
    assert text[span.start : span.end] == "май 2020 года"


@pytest.mark.parametrize(
    ("text", "today", "edtf"),
    [
        ("in May", date(2020, 5, 31), "2020-05"),
        ("in May", date(2020, 6, 1), "2021-05"),
        ("9 мая", date(2020, 5, 9), "2020-05-09"),
        ("9 мая", date(2020, 5, 10), "2021-05-09"),
        ("29 February", date(2021, 1, 1), "2024-02-29"),
        ("зимой", date(2020, 1, 10), "2019-12/2020-02"),
        ("келесі аптада", date(2020, 12, 31), "2021-01-04/2021-01-10"),
        ("next month", date(2020, 12, 31), "2021-01"),
        ("в следующем месяце", date(2020, 1, 31), "2020-02"),
        ("next 1 month", date(2020, 1, 31), "2020-01-31/2020-02-29"),
        ("31 числа", date(2020, 4, 10), "2020-05-31"),
        ("previous quarter", date(2020, 1, 1), "2019-Q4"),
    ],
)
def test_it_depends_on_the_day(text: str, today: date, edtf: str) -> None:
    assert found(text, today) == edtf


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no date is given"),
        ("someday", "is not understood as a date"),
        ("когда-нибудь", "is not understood as a date"),
        ("31 February", "February has 29 days, not 31"),
        ("31 ақпан 2021", "February has 28 days, not 31"),
        ("31.02.2020", "February has 29 days"),
        ("2020-02-31", "this month has 29 days"),
        ("32 мая", "May has 31 days, not 32"),
        ("12.13.2020", "there is no month 13"),
        ("5th quarter of 2020", "four quarters, not 5"),
        ("9 мая 25:00", "from 00:00 to 23:59"),
        ("9 May at 13pm", "from 00:00 to 23:59"),
        ("9 May 2020, 21:00–19:00", "ends before it begins"),
        ("May in 19:00", "is not understood"),
        ("Sunday, 9 May 2020", "2020-05-09 is a Saturday, not a Sunday"),
        ("from May 2020 to April 2020", "ends before it begins"),
        ("9 May or so", "is not understood"),
        ("9999999999 days", "is not understood"),
        ("in 999 months", "is not understood"),
        ("2020\n\n" * 50, "is not understood"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as caught:
        parse_date_words(text, TODAY)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("someday", "words"),
        ("31 February", "day"),
        ("Sunday, 9 May 2020", "weekday"),
        ("12.13.2020", "month"),
        ("5th quarter of 2020", "quarter"),
        ("9 May 25:00", "time"),
        ("2020-05-09T25:00", "time"),
        ("from May 2020 to April 2020", "order"),
        ("0999", "far"),
    ],
)
def test_what_is_wrong_has_a_kind(text: str, kind: str) -> None:
    with pytest.raises(WrongDate) as caught:
        parse_date_words(text, TODAY)
    assert caught.value.kind == kind


def test_every_day_of_ten_years_is_read_back_in_every_format() -> None:
    for number in range(3653):
        day = date(2016, 1, 1) + timedelta(days=number)
        forms = [
            format_date(day, form, locale=one) for form in ("medium", "full") for one in ("en_GB", "ru", "kk")
        ]
        forms += [render_span(parse_edtf(day.isoformat()), lang) for lang in LANGS]
        forms += [f"{day:%d.%m.%Y}", f"{day.day}/{day.month}/{day:%y}"]
        for text in forms:
            assert parse_date_words(text, TODAY) == day.isoformat(), text


@pytest.mark.parametrize("lang", LANGS)
def test_every_span_is_read_back_from_its_words(lang) -> None:
    spans = ["2020", "2020/2021", "2020/..", "../2020", "2020-05-31/2020-06-02", "2019-12-30/2020-01-02"]
    for number in range(1, 13):
        month = f"2020-{number:02}"
        spans += [
            month,
            f"{month}/..",
            f"../{month}",
            f"{month}-09/{month}-12",
            f"{month}-09/..",
            f"../{month}-09",
        ]
        spans += [f"{month}/2020-12", f"2019-{number:02}/2020-02", f"{month}-09T19:30"]
    spans += [f"2020-Q{number}" for number in range(1, 5)] + ["2020-Q1/2020-Q3"]
    for edtf in dict.fromkeys(spans):
        span = parse_edtf(edtf)
        assert parse_date_words(render_span(span, lang), TODAY) == write_edtf(span)


_SOME = """
в на 9 31 мая may next last week year 2020 2020-05 from to с по - , числа second half қазан дейін кейін тамызда
через ago 19:00 99 end of the q2 ii лет unknown 09.13.2020 between and
"""
_words = st.sampled_from(_SOME.split())


@settings(max_examples=300)
@given(
    st.one_of(st.text(max_size=300), st.lists(_words, max_size=14).map(" ".join)),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
)
def test_no_text_does_harm(text: str, today: date) -> None:
    span = find_interval(text, today)
    if span is not None:
        assert parse_edtf(write_edtf(span.span)) == span.span
        assert 0 <= span.start < span.end <= len(normalise(text))
    with contextlib.suppress(InvalidInput):
        parse_edtf(parse_date_words(text, today))


def test_hostile_text_takes_no_time() -> None:
    begun = time.perf_counter()
    for text in (
        "may " * 1000,
        "9-" * 1000,
        "q2 " * 1000,
        "1.1.1.1." * 500,
        "next " * 500,
        "ай" * 2000,
        "с по " * 500,
    ):
        find_interval(text, TODAY)
    assert time.perf_counter() - begun < 2
