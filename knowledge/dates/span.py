"""A stretch of time as precisely as it is known, from its first day or minute to its last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

Precision = Literal["minute", "day", "month", "quarter", "year", "interval"]
Bound = date | datetime
# Finest first.
_ORDER: tuple[Precision, ...] = ("minute", "day", "month", "quarter", "year", "interval")


@dataclass(frozen=True, slots=True)
class Span:
    """From `lower` to `upper`, both included; None where an interval is open.

    Bounds are dates, or datetimes with the precision "minute" (naive: wall time of wherever it takes place).
    An interval keeps its two ends in `ends`, so that "May to June" is not told as a run of days.
    """

    lower: Bound | None
    upper: Bound | None
    precision: Precision
    ends: tuple[Span | None, Span | None] = (None, None)

    @property
    def first_day(self) -> date:
        """The first day as written; of an open beginning the first of all days."""
        return date.min if self.lower is None else day_of(self.lower)

    @property
    def last_day(self) -> date:
        return date.max if self.upper is None else day_of(self.upper)

    @property
    def exact(self) -> bool:
        """Whether the record names the day: "9 May" and "9 to 12 May" are exact, "May" is not."""
        if self.precision == "interval":
            return all(end is None or end.exact for end in self.ends)
        return self.precision in ("minute", "day")

    @property
    def order(self) -> tuple[date, time, int, date]:
        """For sorting: by beginning; what is known more precisely comes first."""
        begin = self.lower.time() if isinstance(self.lower, datetime) else time.min
        return (self.first_day, begin, _ORDER.index(self.precision), self.last_day)

    def __lt__(self, other: Span) -> bool:
        return self.order < other.order

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a day (as written, whatever their zones)."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def contains(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def day_of(bound: Bound) -> date:
    return bound.date() if isinstance(bound, datetime) else bound
