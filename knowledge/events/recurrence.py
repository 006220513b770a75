"""What repeats: the part of RFC 5545's RRULE that festivals need, expanded within bounds.

https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10; the days are computed by python-dateutil. A rule has an
end, repeats once a day at most, and is followed for fifty years: no rule takes long to expand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, Final, NoReturn

from dateutil import rrule

from knowledge.dates import Span
from knowledge.errors import InvalidInput

MOST: Final = 400  # occurrences of one event
_YEARS: Final = 50  # after its beginning
_LONGEST: Final = 200  # characters
_FREQUENCIES: Final[Mapping[str, Any]] = {
    "YEARLY": rrule.YEARLY,
    "MONTHLY": rrule.MONTHLY,
    "WEEKLY": rrule.WEEKLY,
    "DAILY": rrule.DAILY,
}
_WEEKDAYS: Final = {
    str(day): day for day in (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
}
# What each part may hold: its name in python-dateutil, and from where to where its numbers go.
_NUMBERS: Final = {
    "BYMONTH": ("bymonth", 1, 12),
    "BYMONTHDAY": ("bymonthday", -31, 31),
    "BYYEARDAY": ("byyearday", -366, 366),
    "BYWEEKNO": ("byweekno", -53, 53),
    "BYSETPOS": ("bysetpos", -366, 366),
}
_UNTIL: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was read; `by` are keyword arguments of `dateutil.rrule.rrule`."""

    frequency: int
    count: int | None
    until: datetime | None  # in UTC if its zone is known, else wall time; a day means its end
    by: Mapping[str, Any] = field(default_factory=dict)


def check_rule(text: str, span: Span) -> None:
    """Raise InvalidInput, in one line, unless an event of this time can repeat by this rule. None needs no check."""
    if not text:
        return
    rule = read_rule(text)
    if not span.exact or span.lower is None or span.upper is None:
        raise InvalidInput("what repeats needs a first day, not only a month or a year")
    begins = next(_starts(rule, span.lower), None)
    if begins != span.first_day:
        when = "never comes true" if begins is None else f"does not give the event's own day, but {begins}"
        raise InvalidInput(f'RRULE "{text[:80]}" {when}')


def repetitions(text: str, span: Span, first: date, last: date) -> Iterator[Span]:
    """The occurrences that touch a day from `first` to `last`, in order; without a rule the span itself.

    All keep the wall time and the length of `span`.
    """
    if not text:
        if span.first_day <= last and first <= span.last_day:
            yield span
        return
    assert span.lower is not None
    longest = span.last_day - span.first_day
    for start in _starts(read_rule(text), span.lower):
        if start > last:
            return
        if start + longest >= first:
            yield _moved(span, start - span.first_day)


@lru_cache(maxsize=1024)
def read_rule(text: str) -> Rule:
    """The rule, or InvalidInput."""
    parts = _parts(text)
    frequency = parts.pop("FREQ", "")
    if frequency not in _FREQUENCIES:
        _refuse(text, f"FREQ must be one of {', '.join(_FREQUENCIES)}")
    if ("COUNT" in parts) == ("UNTIL" in parts):
        _refuse(text, "it needs an end: either COUNT or UNTIL")
    count = _number(text, "COUNT", parts.pop("COUNT"), 1, MOST) if "COUNT" in parts else None
    until = _until(text, parts.pop("UNTIL")) if "UNTIL" in parts else None
    by: dict[str, Any] = {"interval": _number(text, "INTERVAL", parts.pop("INTERVAL", "1"), 1, 1000)}
    for name, value in parts.items():
        by |= _by(text, name, value)
    if "bysetpos" in by and len(by) < 3:
        _refuse(text, "BYSETPOS chooses from another BY…, and there is none")
    if ("byyearday" in by or "byweekno" in by) and frequency != "YEARLY":
        _refuse(text, "days and weeks of the year need FREQ=YEARLY")
    return Rule(_FREQUENCIES[frequency], count, until, by)


def _parts(text: str) -> dict[str, str]:
    if len(text) > _LONGEST or not text.isascii() or not text.isprintable():
        raise InvalidInput(f"an RRULE has at most {_LONGEST} plain characters")
    parts: dict[str, str] = {}
    for part in text.removeprefix("RRULE:").upper().split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            _refuse(text, f'"{part}" is not understood')
        parts[name] = value
    return parts


def _by(text: str, name: str, value: str) -> dict[str, Any]:
    if name == "BYDAY":
        return {"byweekday": [_weekday(text, day) for day in value.split(",")]}
    if name == "WKST" and value in _WEEKDAYS:
        return {"wkst": _WEEKDAYS[value]}
    if name not in _NUMBERS:
        _refuse(text, f'"{name}={value}" is not understood')
    keyword, least, most = _NUMBERS[name]
    return {keyword: [_number(text, name, number, least, most) for number in value.split(",")]}


def _weekday(text: str, day: str) -> Any:
    found = _DAY.fullmatch(day)
    if found is None or (found[1] and not 1 <= abs(int(found[1])) <= 53):
        _refuse(text, f'BYDAY: "{day}" is no day of the week')
    weekday = _WEEKDAYS[found[2]]
    return weekday(int(found[1])) if found[1] else weekday


def _number(text: str, name: str, value: str, least: int, most: int) -> int:
    if (
        not re.fullmatch(r"[+-]?\d{1,4}", value, re.ASCII)
        or not least <= int(value) <= most
        or int(value) == 0
    ):
        _refuse(text, f'{name}: "{value}" is not a number from {least} to {most}')
    return int(value)


def _until(text: str, value: str) -> datetime:
    found = _UNTIL.fullmatch(value)
    try:
        if found is not None and found[4]:
            at = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - it may be wall time
            return at.replace(tzinfo=UTC if found[7] else None)
        day = date(*(int(part) for part in found.groups()[:3])) if found else None
    except ValueError:
        day = None
    if day is None:
        _refuse(text, f'UNTIL: "{value}" is not a day (20201231) or a time (20201231T180000Z)')
    return datetime.combine(day, time(23, 59, 59))


def _starts(rule: Rule, begin: date | datetime) -> Iterator[date]:
    """The days on which it begins. The first is that of `begin`, if the rule says so."""
    start = begin if isinstance(begin, datetime) else datetime.combine(begin, time())
    wall = start.replace(tzinfo=None)
    horizon = wall.replace(year=min(wall.year + _YEARS, 9900), day=min(wall.day, 28))
    until = min(_wall(rule.until, start), horizon) if rule.until else horizon
    made = rrule.rrule(rule.frequency, dtstart=wall, until=until, **rule.by)  # type: ignore[arg-type]
    return (moment.date() for moment in islice(made, rule.count or MOST))


def _wall(until: datetime, start: datetime) -> datetime:
    """UNTIL on the clock by which the event is told."""
    if until.tzinfo is not None and start.tzinfo is not None:
        until = until.astimezone(start.tzinfo)
    return until.replace(tzinfo=None)


def _moved(span: Span, by: timedelta) -> Span:
    assert span.lower is not None
    assert span.upper is not None
    first, last = (None if end is None else _moved(end, by) for end in span.ends)
    return Span(span.lower + by, span.upper + by, span.precision, (first, last))


def _refuse(text: str, reason: str) -> NoReturn:
    raise InvalidInput(f'RRULE "{text[:80]}": {reason}')
