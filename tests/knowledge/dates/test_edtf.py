from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dates import parse_edtf, render_span, write_edtf
from knowledge.errors import InvalidInput
from knowledge.model import LANGS

WRITTEN = [
    ("2020", "2020", "2020", "2020"),
    ("2020-Q2", "2nd quarter 2020", "2-й квартал 2020 года", "2020 жылғы 2-тоқсан"),
    ("2020-05", "May 2020", "май 2020 года", "2020 жылғы мамыр"),
    ("2020-05-09", "9 May 2020", "9 мая 2020 года", "2020 жылғы 9 мамыр"),
    ("2020-05-09T19:00", "9 May 2020, 19:00", "9 мая 2020 года, 19:00", "2020 жылғы 9 мамыр, 19:00"),
    ("2020-05-09T19:00+05:30", "9 May 2020, 19:00 (UTC+5:30)", "9 мая 2020 года, 19:00 (UTC+5:30)", None),
    ("2020-05-09T19:00Z", "9 May 2020, 19:00 (UTC)", None, None),
    ("2020/2021", "2020–2021", "2020–2021", "2020–2021"),
    ("2020-05/2020-06", "May–June 2020", "май–июнь 2020 года", "2020 жылғы мамыр–маусым"),
    ("2020-05-09/2020-05-12", "9–12 May 2020", "9–12 мая 2020 года", "2020 жылғы 9–12 мамыр"),
    (
        "2020-05-31/2020-06-02",
        "31 May – 2 June 2020",
        "31 мая – 2 июня 2020 года",
        "2020 жылғы 31 мамыр – 2 маусым",
    ),
    ("2019-12/2020-02", "December 2019 – February 2020", "декабрь 2019 года – февраль 2020 года", None),
    ("2020-05-09T19:00/2020-05-09T21:00", "9 May 2020, 19:00–21:00", "9 мая 2020 года, 19:00–21:00", None),
    ("2020/..", "from 2020", "с 2020 года", "2020 жылдан бастап"),
    ("../2020-05", "until May 2020", "по май 2020 года", "2020 жылғы мамыр айына дейін"),
    ("2020-05-09/..", "from 9 May 2020", "с 9 мая 2020 года", "2020 жылғы 9 мамыр күнінен бастап"),
]


@pytest.mark.parametrize(("edtf", "en", "ru", "kk"), WRITTEN)
def test_spans_in_words(edtf: str, en: str, ru: str | None, kk: str | None) -> None:
    span = parse_edtf(edtf)
    assert write_edtf(span) == edtf
    for lang, said in zip(LANGS, (en, ru, kk), strict=True):
        assert said is None or render_span(span, lang) == said


def test_bounds() -> None:
    quarter = parse_edtf("2020-Q1")
    assert (quarter.lower, quarter.upper, quarter.precision) == (
        date(2020, 1, 1),
        date(2020, 3, 31),
        "quarter",
    )
    assert parse_edtf("2020-02").upper == date(2020, 2, 29)
    assert parse_edtf("2020-05-09T19:00Z").lower == datetime(2020, 5, 9, 19, tzinfo=UTC)
    years = parse_edtf("2020/2021")
    assert (years.lower, years.upper, years.precision) == (date(2020, 1, 1), date(2021, 12, 31), "interval")
    since = parse_edtf("2020/")
    assert (since.lower, since.upper, since.last_day) == (date(2020, 1, 1), None, date.max)


def test_what_is_exact() -> None:
    exact = ["2020-05-09", "2020-05-09T19:00", "2020-05-09/2020-05-12", "2020-05-09/.."]
    vague = ["2020", "2020-Q2", "2020-05", "2020/2021", "2020-05-09/2020-06", "2020/.."]
    assert all(parse_edtf(text).exact for text in exact)
    assert not any(parse_edtf(text).exact for text in vague)


def test_order_and_overlap() -> None:
    texts = [
        "../2019",
        "2020-01-01",
        "2020-01",
        "2020-Q1",
        "2020",
        "2020/2021",
        "2020-05-09",
        "2020-05-09T19:00+05:00",
    ]
    spans = [parse_edtf(text) for text in texts]
    assert sorted(dict.fromkeys(spans[::-1])) == spans
    assert spans[4].overlaps(spans[6])
    assert not spans[0].overlaps(spans[4])
    assert parse_edtf("2020-05/..").overlaps(parse_edtf("2031"))
    assert spans[4].contains(date(2020, 12, 31))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a date"),
        ("someday", "is not a date"),
        ("2020-02-31", "this month has 29 days"),
        ("2020-13", "there is no month 13"),
        ("2020-00", "there is no month 00"),
        ("2020-05-00", "this month has 31 days"),
        ("2020-Q5", "from Q1 to Q4"),
        ("2020-5-9", "is not a date"),
        ("20200509", "is not a date"),
        ("0999", "from 1000 to 9998"),
        ("9999-12-31T23:59Z", "from 1000 to 9998"),
        ("2020-05-09T24:00", "from 00:00 to 23:59"),
        ("2020-05-09T19:60", "from 00:00 to 23:59"),
        ("2020-05-09T19:00+15:00", "no place is"),
        ("2020-05-09T19:00:00", "is not a date"),
        ("2021/2020", "ends before it begins"),
        ("2020-05-09/2020-04", "ends before it begins"),
        ("2020-05-09T19:00/2020-05-09T18:00", "ends before it begins"),
        ("2020-05-09T19:00Z/2020-05-09T20:00", "offset on both"),
        ("../..", "neither a beginning nor an end"),
        ("/", "neither a beginning nor an end"),
        ("2020/2021/2022", "is not a date"),
        ("2020~", "is not a date"),
        ("٢٠٢٠", "is not a date"),
        ("2020\n", "is not a date"),
        ("2" * 1000, "is not a date"),
    ],
)
def test_bad_dates(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as caught:
        parse_edtf(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


days = st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(date.isoformat)
points = st.one_of(
    days,
    days.map(lambda day: day[:7]),
    days.map(lambda day: day[:4]),
    st.builds("{}-Q{}".format, days.map(lambda day: day[:4]), st.integers(1, 4)),
    st.builds("{}T{:02}:{:02}".format, days, st.integers(0, 23), st.integers(0, 59)),
)


@given(points, points)
def test_what_is_written_is_read_back(one: str, other: str) -> None:
    assert write_edtf(parse_edtf(one)) == one
    first, last = sorted((one, other), key=lambda text: parse_edtf(text).order)
    try:
        span = parse_edtf(f"{first}/{last}")
    except InvalidInput:
        return
    assert parse_edtf(write_edtf(span)) == span
    assert span.overlaps(parse_edtf(first))
    assert all(render_span(span, lang) for lang in LANGS)


@given(st.text(st.sampled_from("0123456789-/T:Q.Z+ ")))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        span = parse_edtf(text)
    except InvalidInput:
        return
    assert parse_edtf(write_edtf(span)) == span
