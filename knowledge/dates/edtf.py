"""Dates as the record writes them: a subset of EDTF.

EDTF is part of ISO 8601-2:2019 (https://www.loc.gov/standards/datetime/). Taken from its levels 0 and 1: year,
month, day, minute with or without an offset from UTC, and intervals of these, open ones too. A quarter is
written 2020-Q2 here, where EDTF has the number 34 for it, which nobody reads.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from knowledge.dates.span import Bound, Span
from knowledge.dates.wrong import WrongDate

EXAMPLES = "2020, 2020-Q2, 2020-05, 2020-05-09, 2020-05-09T19:00, 2020/2021"
YEARS = (1000, 9998)  # with room for zones and for "never" (date.max) on either side
_LONGEST = 60
_POINT = re.compile(
    r"(?P<year>\d{4})(?:-Q(?P<quarter>\d)|-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?P<offset>Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)


@lru_cache(maxsize=16_384)
def parse_edtf(text: str) -> Span:
    """The span that `text` writes. Raises InvalidInput with what is wrong with it, in one line."""
    shown = text[:_LONGEST].replace("\n", " ")
    if len(text) > _LONGEST or text.count("/") > 1:
        raise WrongDate("words", f'"{shown}" is not a date (there are: {EXAMPLES})')
    if "/" not in text:
        return _point(text)
    first, last = (None if end in ("", "..") else _point(end) for end in text.split("/"))
    if first is None and last is None:
        raise WrongDate("words", f'"{shown}" has neither a beginning nor an end')
    return interval(first, last)


def interval(first: Span | None, last: Span | None) -> Span:
    """From the beginning of `first` to the end of `last`; None leaves that side open.

    Intervals are taken apart: from "July to December" on is from July on.
    """
    first = first.ends[0] if first is not None and first.precision == "interval" else first
    last = last.ends[1] if last is not None and last.precision == "interval" else last
    if first is None and last is None:
        raise WrongDate("words", "an interval needs a beginning or an end")
    if first is not None and last is not None:
        if first == last:
            return first
        if _ends_too_early(first, last):
            raise WrongDate("order", f'"{write_edtf(first)}/{write_edtf(last)}" ends before it begins')
    return Span(first.lower if first else None, last.upper if last else None, "interval", (first, last))


def write_edtf(span: Span) -> str:
    """The text that `parse_edtf` reads back to the same span."""
    if span.precision == "interval":
        return "/".join(".." if end is None else write_edtf(end) for end in span.ends)
    lower = span.lower
    assert lower is not None
    if isinstance(lower, datetime):
        return lower.isoformat(timespec="minutes").replace("+00:00", "Z")
    forms = {
        "day": lower.isoformat(),
        "month": f"{lower.year:04}-{lower.month:02}",
        "quarter": f"{lower.year:04}-Q{(lower.month + 2) // 3}",
        "year": f"{lower.year:04}",
    }
    return forms[span.precision]


def year(number: int) -> Span:
    return Span(date(number, 1, 1), date(number, 12, 31), "year")


def quarter(number: int, which: int) -> Span:
    last = which * 3
    return Span(date(number, last - 2, 1), date(number, last, monthrange(number, last)[1]), "quarter")


def month(number: int, which: int) -> Span:
    return Span(date(number, which, 1), date(number, which, monthrange(number, which)[1]), "month")


def day(when: date) -> Span:
    return Span(when, when, "day")


def days(first: date, last: date) -> Span:
    return interval(day(first), day(last))


def minute(when: datetime) -> Span:
    return Span(when, when, "minute")


def _point(text: str) -> Span:
    found = _POINT.fullmatch(text)
    if found is None:
        shown = " ".join(text.split())
        raise WrongDate("words", f'"{shown}" is not a date (there are: {EXAMPLES})')
    number = int(found["year"])
    if not YEARS[0] <= number <= YEARS[1]:
        raise WrongDate("far", f'"{text}": a year from {YEARS[0]} to {YEARS[1]} is expected')
    if found["quarter"]:
        if found["quarter"] not in "1234":
            raise WrongDate("quarter", f'"{text}": a year has quarters from Q1 to Q4')
        return quarter(number, int(found["quarter"]))
    if not found["month"]:
        return year(number)
    which = int(found["month"])
    if not 1 <= which <= 12:
        raise WrongDate("month", f'"{text}": there is no month {found["month"]}')
    return _day_or_minute(text, found, date(number, which, 1)) if found["day"] else month(number, which)


def _day_or_minute(text: str, found: re.Match[str], first: date) -> Span:
    length = monthrange(first.year, first.month)[1]
    if not 1 <= int(found["day"]) <= length:
        raise WrongDate("day", f'"{text}": this month has {length} days')
    when = first.replace(day=int(found["day"]))
    if not found["hour"]:
        return day(when)
    hour, minutes = int(found["hour"]), int(found["minute"])
    if hour > 23 or minutes > 59:
        raise WrongDate("time", f'"{text}": a day has times from 00:00 to 23:59')
    return minute(
        datetime(when.year, when.month, when.day, hour, minutes, tzinfo=_zone(text, found["offset"]))
    )


def _zone(text: str, offset: str | None) -> timezone | None:
    if offset is None:
        return None
    if offset == "Z":
        return UTC
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:]))
    # As far as clocks on Earth are from one another.
    if ahead > timedelta(hours=14) or int(offset[4:]) > 59:
        raise WrongDate("time", f'"{text}": no place is {offset} from UTC')
    return timezone(-ahead if offset[0] == "-" else ahead)


def _ends_too_early(first: Span, last: Span) -> bool:
    begin: Bound | None = first.lower
    end: Bound | None = last.upper
    if isinstance(begin, datetime) and isinstance(end, datetime):
        if (begin.tzinfo is None) != (end.tzinfo is None):
            raise WrongDate("time", "an interval of two times needs an offset on both, or on neither")
        return end < begin
    return last.last_day < first.first_day
