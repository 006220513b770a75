"""What repeats: the part of RFC 5545's RRULE that festivals need, expanded within bounds.

https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10. Every day of a period (year, month, week, day) is tried by
the table on page 43, for fifty years at most, so that no rule takes long. python-dateutil, with which the tests
compare, looks for 30 February to the end of all years, which takes seconds.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from knowledge.dates import Span
from knowledge.errors import InvalidInput
from knowledge.events.rules import MOST, Rule, read_rule

_YEARS: Final = 50  # after its beginning
_DAY: Final = timedelta(days=1)


def check_rule(text: str, span: Span) -> None:
    """Raise InvalidInput, in one line, unless an event of this time can repeat by this rule. No rule is fine."""
    if not text:
        return
    read_rule(text)
    if not span.exact or span.lower is None or span.upper is None:
        raise InvalidInput("what repeats needs a first day, not only a month or a year")
    days = _days(text, _begin(span))
    if not days or days[0] != span.first_day:
        when = f"does not give the event's own day, but {days[0]}" if days else "never comes true"
        raise InvalidInput(f'RRULE "{text[:80]}" {when}')


def repetitions(text: str, span: Span, first: date, last: date) -> Iterator[Span]:
    """The occurrences that touch a day from `first` to `last`, in order; without a rule the span itself.

    All keep the wall time and the length of `span`.
    """
    if not text:
        if span.first_day <= last and first <= span.last_day:
            yield span
        return
    longest = span.last_day - span.first_day
    for start in _days(text, _begin(span)):
        if start > last:
            return
        if start + longest >= first:
            yield _moved(span, start - span.first_day)


@lru_cache(maxsize=1024)
def _days(text: str, begin: datetime) -> tuple[date, ...]:
    """The days on which what begins at `begin` begins again, by a rule that can be read."""
    rule = read_rule(text)
    last = _horizon(rule, begin)
    days: list[date] = []
    for period in _periods(rule, begin.date(), last):
        found = [day for day in period if _fits(rule, day, begin.date())]
        if rule.positions:
            found = [
                day for place, day in enumerate(found) if {place + 1, place - len(found)} & rule.positions
            ]
        days += (day for day in found if begin.date() <= day <= last)
        if len(days) >= (rule.count or MOST):
            break
    return tuple(days[: rule.count or MOST])


def _horizon(rule: Rule, begin: datetime) -> date:
    """The last day that can be one; UNTIL is read on the clock by which the event is told."""
    last = date(min(begin.year + _YEARS, 9900), 12, 31)
    if rule.until is None:
        return last
    until = rule.until
    if until.tzinfo is not None and begin.tzinfo is not None:
        until = until.astimezone(begin.tzinfo)
    day = until.date() if until.time() >= begin.time() or until.date() == date.min else until.date() - _DAY
    return min(day, last)


def _periods(rule: Rule, begin: date, last: date) -> Iterator[Iterator[date]]:
    """Years, months, weeks or days, every so many, each as its days."""
    step = 0
    while True:
        try:
            start, length = _period(rule, begin, step * rule.interval)
        except (ValueError, OverflowError):  # beyond the year 9999
            return
        if start > last:
            return
        yield (start + timedelta(days=day) for day in range(length))
        step += 1


def _period(rule: Rule, begin: date, number: int) -> tuple[date, int]:
    if rule.frequency == "YEARLY":
        start = date(begin.year + number, 1, 1)
        return start, 366 if monthrange(start.year, 2)[1] == 29 else 365
    if rule.frequency == "MONTHLY":
        years, month = divmod(begin.month - 1 + number, 12)
        start = date(begin.year + years, month + 1, 1)
        return start, monthrange(start.year, start.month)[1]
    if rule.frequency == "WEEKLY":
        monday = begin - timedelta(days=(begin.weekday() - rule.week_start) % 7)
        return monday + timedelta(weeks=number), 7
    return begin + timedelta(days=number), 1


def _fits(rule: Rule, day: date, begin: date) -> bool:
    months = rule.months
    days, weekdays = rule.month_days, rule.weekdays
    if not days and not weekdays:
        # What the rule leaves open is as it was the first time.
        if rule.frequency == "YEARLY":
            months = months or frozenset({begin.month})
        if rule.frequency in ("YEARLY", "MONTHLY"):
            days = frozenset({begin.day})
        elif rule.frequency == "WEEKLY":
            weekdays = frozenset({(0, begin.weekday())})
    if months and day.month not in months:
        return False
    length = monthrange(day.year, day.month)[1]
    if days and not {day.day, day.day - length - 1} & days:
        return False
    return not weekdays or _is_weekday(rule, day, length, weekdays)


def _is_weekday(rule: Rule, day: date, length: int, weekdays: frozenset[tuple[int, int]]) -> bool:
    weekday = day.weekday()
    if (0, weekday) in weekdays:
        return True
    place = day.day
    if rule.frequency == "YEARLY" and not rule.months:
        place = day.timetuple().tm_yday
        length = 365 + (monthrange(day.year, 2)[1] == 29)
    which, which_last = (place - 1) // 7 + 1, -((length - place) // 7 + 1)
    return (which, weekday) in weekdays or (which_last, weekday) in weekdays


def _begin(span: Span) -> datetime:
    lower = span.lower
    assert lower is not None
    return lower if isinstance(lower, datetime) else datetime(lower.year, lower.month, lower.day)  # noqa: DTZ001


def _moved(span: Span, by: timedelta) -> Span:
    assert span.lower is not None
    assert span.upper is not None
    first, last = (None if end is None else _moved(end, by) for end in span.ends)
    return Span(span.lower + by, span.upper + by, span.precision, (first, last))
