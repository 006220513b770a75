"""The span that words mean, on a given day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from knowledge.dates import edtf
from knowledge.dates.span import Span
from knowledge.dates.terms import Terms, Unit
from knowledge.dates.wrong import WrongDate

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_THIRDS: Final = {"early": 0, "middle": 1, "late": 2}
_FURTHEST: Final = 500  # units ahead or back; what is further off is a slip


@dataclass(frozen=True, slots=True)
class Resolver:
    """`past`: what was, not what will be: "in October" was the last one."""

    today: date
    past: bool = False

    def resolve(self, terms: Terms) -> Span | None:
        """The span, or None if the words alone mean none; WrongDate if there is no such date."""
        if terms.wrong is not None:
            raise WrongDate(*terms.wrong)
        try:
            span = self._span(terms)
        except (OverflowError, ValueError):
            raise WrongDate("far", "this is further off than any calendar goes") from None
        if span is not None and terms.part is not None:
            span = _third(span, _THIRDS[terms.part])
        if span is not None and terms.time is not None:
            return _at(span, *terms.time)
        return span

    def _span(self, terms: Terms) -> Span | None:
        if terms.span is not None:
            return terms.span
        if terms.relative_day is not None:
            return edtf.day(self.today + timedelta(days=terms.relative_day))
        if terms.day is not None:
            return self._day(terms)
        ways = (
            self._half,
            self._quarter,
            self._week,
            self._season,
            self._counted,
            self._named,
            self._shifted,
        )
        return next((span for way in ways if (span := way(terms)) is not None), None)

    def _named(self, terms: Terms) -> Span | None:
        if terms.month is not None:
            return self._month(terms)
        return self._weekday(terms) if terms.weekday is not None or "weekend" in terms.units else None

    def _day(self, terms: Terms) -> Span | None:
        assert terms.day is not None
        number, month = self._month_of_day(terms)
        if month is None:
            return None
        if not 1 <= month <= 12:
            raise WrongDate("month", f"there is no month {month}")
        known = number is not None
        year = number or self._near(edtf.month, month)
        length = monthrange(year, month)[1] if known else 29 if month == 2 else monthrange(year, month)[1]
        if not 1 <= terms.day <= length:
            raise WrongDate("day", f"{date(year, month, 1):%B} has {length} days, not {terms.day}")
        if not known:
            year = self._year_of_day(year, month, terms.day)
        found = date(year, month, terms.day)
        if terms.weekday not in (None, found.weekday()):
            raise WrongDate(
                "weekday", f"{found} is a {_DAYS[found.weekday()]}, not a {_DAYS[terms.weekday or 0]}"
            )
        return edtf.day(found)

    def _month_of_day(self, terms: Terms) -> tuple[int | None, int | None]:
        """The year, if it is said, and the month."""
        if terms.month is not None:
            year = self._year(terms)
            if year is None and terms.shift is not None:
                year = self._month(terms).first_day.year
            return year, terms.month
        unit = terms.units.get("month")
        if unit is not None and unit.shift is not None:
            first = self._months(unit.shift).first_day
            return first.year, first.month
        if not terms.day_alone or terms.day is None:
            return None, None
        for ahead in range(-1, -12, -1) if self.past else range(12):
            first = self._months(ahead).first_day
            if monthrange(first.year, first.month)[1] >= terms.day and (ahead or terms.day >= self.today.day):
                return first.year, first.month
        raise WrongDate("day", f"no month has a day {terms.day}")

    def _year_of_day(self, year: int, month: int, day: int) -> int:
        """The year in which this day comes next (or was last): 29 February may be years ahead."""
        step = -1 if self.past else 1
        for candidate in range(year, year + 9 * step, step):
            if day > monthrange(candidate, month)[1]:
                continue
            found = date(candidate, month, day)
            if found == self.today or (found < self.today) == self.past:
                return candidate
        return year

    def _near(self, make: object, which: int) -> int:
        """The year of the next one that is not over (or of the last one that has begun)."""
        assert callable(make)
        span: Span = make(self.today.year, which)
        if self.past:
            return self.today.year - (span.first_day > self.today)
        return self.today.year + (span.last_day < self.today)

    def _year(self, terms: Terms) -> int | None:
        if terms.year is not None:
            return terms.year
        unit = terms.units.get("year")
        if unit is not None and unit.shift is not None and unit.number is None:
            return self.today.year + unit.shift
        if unit is not None and unit == Unit():  # "the second half of the year"
            return self.today.year
        return None

    def _month(self, terms: Terms) -> Span:
        assert terms.month is not None
        year = self._year(terms)
        if year is None:
            year = self._near(edtf.month, terms.month)
            this = self.today.year
            if terms.shift == 0:
                year = this
            elif terms.shift == 1:
                year = this + (terms.month <= self.today.month)
            elif terms.shift == -1:
                year = this - (terms.month >= self.today.month)
        return edtf.month(year, terms.month)

    def _half(self, terms: Terms) -> Span | None:
        unit = terms.units.get("half")
        if unit is None:
            return None
        which = 2 if unit.shift == -1 and unit.number is None and terms.year else unit.number
        if which is None and unit.shift is not None:
            index = self.today.year * 2 + (self.today.month > 6) + unit.shift
            return _half_year(index // 2, index % 2 + 1)
        if which not in (1, 2) or not (unit.ordinal or unit.shift == -1 or which is not None):
            return None
        if terms.month is not None or ("month" in terms.units and terms.units["month"].shift is not None):
            month = self._month(terms) if terms.month else self._months(terms.units["month"].shift or 0)
            first = month.first_day
            middle = first.replace(day=15)
            return (
                edtf.days(first, middle) if which == 1 else edtf.days(middle + timedelta(1), month.last_day)
            )
        return _half_year(self._year(terms) or self._near(_half_year, which), which)

    def _quarter(self, terms: Terms) -> Span | None:
        unit = terms.units.get("quarter")
        if unit is None or (unit.number is not None and not unit.ordinal and unit.shift is not None):
            return None
        if unit.number is None and unit.shift is not None and not terms.year:
            index = self.today.year * 4 + (self.today.month - 1) // 3 + unit.shift
            return edtf.quarter(index // 4, index % 4 + 1)
        which = unit.number or (4 if unit.shift == -1 else None)
        if which is None or terms.mode in ("ahead", "ago"):
            return None
        if not 1 <= which <= 4:
            raise WrongDate("quarter", f"a year has four quarters, not {which}")
        return edtf.quarter(self._year(terms) or self._near(edtf.quarter, which), which)

    def _week(self, terms: Terms) -> Span | None:
        unit = terms.units.get("week")
        if unit is None:
            return None
        inner = terms.units.get("month")
        if terms.month is not None or (inner is not None and inner.shift is not None):
            month = self._month(terms) if terms.month else self._months((inner and inner.shift) or 0)
            return _week_of(month, unit)
        if unit.ordinal and unit.number and (terms.year or "year" in terms.units):
            monday = date.fromisocalendar(self._year(terms) or self.today.year, unit.number, 1)
            return edtf.days(monday, monday + timedelta(6))
        return None

    def _season(self, terms: Terms) -> Span | None:
        if terms.season is None:
            return None
        year = self._year(terms)
        return _season(self._year_of_season(terms) if year is None else year, terms.season)

    def _year_of_season(self, terms: Terms) -> int:
        assert terms.season is not None
        this = self.today.year
        # In January and February it is still the winter of the year before.
        current = next(
            (year for year in (this - 1, this) if _season(year, terms.season).contains(self.today)), None
        )
        if terms.shift == 0:
            return this if current is None else current
        if terms.shift == 1:
            return self._near(_season, terms.season) if current is None else current + 1
        if terms.shift == -1:
            over = _season(this, terms.season).last_day < self.today
            return (current if current is not None else this + over) - 1
        return self._near(_season, terms.season) if current is None else current

    def _counted(self, terms: Terms) -> Span | None:
        """ "the next two weeks", "через месяц", "три дня назад"."""
        for name in ("day", "week", "month", "quarter", "half", "year"):
            unit = terms.units.get(name)
            if unit is None or (unit.number is None and (terms.mode is None or unit.shift is not None)):
                continue
            count = unit.number or 1
            if count > _FURTHEST or unit.ordinal:
                return None
            if terms.mode in ("ahead", "ago"):
                return self._off(name, count if terms.mode == "ahead" else -count)
            if unit.shift in (1, -1) or terms.mode == "span":
                back = unit.shift == -1 or (unit.shift is None and self.past)
                return self._run(name, -count if back else count)
        return None

    def _off(self, name: str, count: int) -> Span:
        """So many units from now: the day, the week, the month … that it is then."""
        return self._shifted_by(name, count)

    def _run(self, name: str, count: int) -> Span:
        """From today so far ahead, or back."""
        days = {"day": 1, "week": 7}
        if name in days:
            end = self.today + timedelta(days=days[name] * count)
        else:
            months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[name] * count
            month = self._months(months)
            end = month.first_day.replace(day=min(self.today.day, month.last_day.day))
        if count < 0:
            return edtf.days(end, self.today)
        return edtf.days(self.today, end if name not in days else max(self.today, end))

    def _weekday(self, terms: Terms) -> Span:
        week = terms.units.get("week")
        shift = terms.shift if terms.shift is not None else week.shift if week else None
        monday = self.today - timedelta(days=self.today.weekday())
        weekend = terms.units.get("weekend")
        if terms.weekday is None:
            shift = (weekend.shift if weekend else None) if shift is None else shift
            saturday = monday + timedelta(days=5 + 7 * (shift or 0) - 7 * (self.past and shift is None))
            return edtf.days(saturday, saturday + timedelta(1))
        if shift is not None:
            return edtf.day(monday + timedelta(days=terms.weekday + 7 * shift))
        ahead = (terms.weekday - self.today.weekday()) % 7
        return edtf.day(self.today + timedelta(days=ahead - 7 if self.past and ahead else ahead))

    def _shifted(self, terms: Terms) -> Span | None:
        for name in ("day", "week", "month", "year"):
            unit = terms.units.get(name)
            if unit is not None and unit.shift is not None and unit.number is None:
                return self._shifted_by(name, unit.shift)
        return None if terms.year is None else edtf.year(terms.year)

    def _shifted_by(self, name: str, shift: int) -> Span:
        if name == "day":
            return edtf.day(self.today + timedelta(days=shift))
        if name == "week":
            monday = self.today + timedelta(days=7 * shift - self.today.weekday())
            return edtf.days(monday, monday + timedelta(days=6))
        if name == "month":
            return self._months(shift)
        if name == "quarter":
            index = self.today.year * 4 + (self.today.month - 1) // 3 + shift
            return edtf.quarter(index // 4, index % 4 + 1)
        if name == "half":
            return self._months(6 * shift)
        return edtf.year(self.today.year + shift)

    def _months(self, shift: int) -> Span:
        years, month = divmod(self.today.month - 1 + shift, 12)
        return edtf.month(self.today.year + years, month + 1)


def _half_year(year: int, which: int) -> Span:
    return edtf.interval(edtf.month(year, which * 6 - 5), edtf.month(year, which * 6))


def _season(year: int, which: int) -> Span:
    """Three months; winter 2020 begins in December 2020."""
    first = 3 + 3 * which
    last = edtf.month(year + 1, 2) if first == 12 else edtf.month(year, first + 2)
    return edtf.interval(edtf.month(year, first), last)


def _week_of(month: Span, unit: Unit) -> Span | None:
    """The second week of May: its days from the 8th to the 14th."""
    first, last = month.first_day, month.last_day
    if unit.shift == -1:
        return edtf.days(last - timedelta(6), last)
    if unit.number is None or not unit.ordinal or not 1 <= unit.number <= 5:
        return None
    begin = first + timedelta(days=7 * (unit.number - 1))
    if begin > last:
        raise WrongDate("day", f"this month has no day beyond {last}")
    return edtf.days(begin, min(begin + timedelta(6), last))


def _third(span: Span, which: int) -> Span | None:
    """The beginning, middle or end: ten days of a month, four months of a year, one month of a quarter."""
    first, last = span.first_day, span.last_day
    if span.precision == "month":
        begin = first.replace(day=which * 10 + 1)
        return edtf.days(begin, last if which == 2 else begin + timedelta(9))
    if span.precision == "year":
        return edtf.interval(edtf.month(first.year, which * 4 + 1), edtf.month(first.year, which * 4 + 4))
    if span.precision == "quarter":
        return edtf.month(first.year, first.month + which)
    if (last - first).days == 6:
        begin = first + timedelta(days=(0, 2, 4)[which])
        return edtf.days(begin, begin + timedelta(days=(1, 1, 2)[which]))
    if span.precision == "interval" and first.day == 1 and span.ends[0] and span.ends[0].precision == "month":
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        shift = first.month - 1 + which * months // 3
        begins = edtf.month(first.year + shift // 12, shift % 12 + 1)
        shift = first.month - 1 + (which + 1) * months // 3 - 1
        return edtf.interval(begins, edtf.month(first.year + shift // 12, shift % 12 + 1))
    return None


def _at(span: Span, hour: int, minute: int) -> Span | None:
    if span.precision != "day":
        return None
    day = span.first_day
    return edtf.minute(datetime(day.year, day.month, day.day, hour, minute))  # noqa: DTZ001 - wall time
