"""An RRULE as it is written, read strictly: what is not understood is refused, not passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final, Literal, NoReturn, get_args

from knowledge.errors import InvalidInput

MOST: Final = 400  # occurrences of one event
Frequency = Literal["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]
_FREQUENCIES: Final[tuple[Frequency, ...]] = get_args(Frequency)
_LONGEST: Final = 200  # characters
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN: Final = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST")
_UNTIL: Final = re.compile(r"\d{8}(?:T\d{6}Z?)?", re.ASCII)
_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with an end. Sets are empty where it says nothing; days of the week are numbered from Monday, 0."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None  # in UTC if so written, else wall time; a day means its end
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()  # −1 is the last
    weekdays: frozenset[tuple[int, int]] = (
        frozenset()
    )  # which of its month or year (0: every one), and the day
    positions: frozenset[int] = frozenset()
    week_start: int = 0


@lru_cache(maxsize=1024)
def read_rule(text: str) -> Rule:
    """The rule, or InvalidInput in one line."""
    parts = _parts(text)
    frequency = next((name for name in _FREQUENCIES if name == parts.get("FREQ")), None)
    if frequency is None:
        _refuse(text, f"FREQ must be one of {', '.join(_FREQUENCIES)}")
    if ("COUNT" in parts) == ("UNTIL" in parts):
        _refuse(text, "it needs an end: either COUNT or UNTIL")
    rule = Rule(
        frequency=frequency,
        interval=_number(text, "INTERVAL", parts.get("INTERVAL", "1"), 1, 1000),
        count=_number(text, "COUNT", parts["COUNT"], 1, MOST) if "COUNT" in parts else None,
        until=_until(text, parts["UNTIL"]) if "UNTIL" in parts else None,
        months=_numbers(text, parts, "BYMONTH", 1, 12),
        month_days=_numbers(text, parts, "BYMONTHDAY", -31, 31),
        weekdays=frozenset(_weekday(text, day) for day in parts["BYDAY"].split(","))
        if "BYDAY" in parts
        else frozenset(),
        positions=_numbers(text, parts, "BYSETPOS", -366, 366),
        week_start=_weekday(text, parts.get("WKST", "MO"))[1],
    )
    _check(text, rule)
    return rule


def _check(text: str, rule: Rule) -> None:
    if rule.positions and not (rule.months or rule.month_days or rule.weekdays):
        _refuse(text, "BYSETPOS chooses from another BY…, and there is none")
    if rule.frequency in ("WEEKLY", "DAILY") and any(which for which, _ in rule.weekdays):
        _refuse(text, "numbered days of the week need FREQ=MONTHLY or FREQ=YEARLY")
    if rule.frequency == "WEEKLY" and rule.month_days:
        _refuse(text, "BYMONTHDAY does not go with FREQ=WEEKLY")


def _parts(text: str) -> dict[str, str]:
    if len(text) > _LONGEST or not text.isascii() or not text.isprintable():
        raise InvalidInput(f"an RRULE has at most {_LONGEST} plain characters")
    parts: dict[str, str] = {}
    for part in text.removeprefix("RRULE:").upper().split(";"):
        name, _, value = part.partition("=")
        if name not in _KNOWN or not value or name in parts:
            _refuse(text, f'"{part}" is not understood (there are: {", ".join(_KNOWN)})')
        parts[name] = value
    return parts


def _weekday(text: str, day: str) -> tuple[int, int]:
    found = _DAY.fullmatch(day)
    which = int(found[1] or 0) if found else 0
    if found is None or (found[1] and not 1 <= abs(which) <= 53):
        _refuse(text, f'"{day}" is no day of the week')
    return which, _WEEKDAYS.index(found[2])


def _numbers(text: str, parts: dict[str, str], name: str, least: int, most: int) -> frozenset[int]:
    if name not in parts:
        return frozenset()
    return frozenset(_number(text, name, number, least, most) for number in parts[name].split(","))


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
        moment = _moment(value) if found else None
    except ValueError:
        moment = None
    if moment is None:
        _refuse(text, f'UNTIL: "{value}" is not a day (20201231) or a time (20201231T180000Z)')
    return moment


def _moment(value: str) -> datetime:
    day = date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    clock = value[9:15]
    at = time(int(clock[:2]), int(clock[2:4]), int(clock[4:])) if clock else time(23, 59, 59)
    return datetime.combine(day, at, UTC if value.endswith("Z") else None)


def _refuse(text: str, reason: str) -> NoReturn:
    raise InvalidInput(f'RRULE "{text[:80]}": {reason}')
