"""What one date in words says: a year, a month, "the second", "next week" … put together token by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.dates.scanning import Token
from knowledge.dates.span import Span
from knowledge.dates.vocabulary import vocabulary
from knowledge.dates.wrong import Kind

Mode = Literal["ahead", "ago", "span"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A week, a quarter …; which one of something, how many of them, or this, next, last one."""

    number: int | None = None
    ordinal: bool = False
    shift: int | None = None


@dataclass(slots=True)
class Terms:
    span: Span | None = None  # written out as in EDTF
    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_alone: bool = False  # "the 9th": a day of the month even without one
    number: int | None = None  # by itself it means nothing: the "5" of "5 to 9 May"
    weekday: int | None = None
    season: int | None = None
    shift: int | None = None  # of the month, season or day of the week
    relative_day: int | None = None
    part: str | None = None
    time: tuple[int, int] | None = None
    units: dict[str, Unit] = field(default_factory=dict)
    mode: Mode | None = None
    wrong: tuple[Kind, str] | None = None
    ablative: bool = False  # "…дан": from it on, in Kazakh

    @property
    def weight(self) -> int:
        """How much is said."""
        said = (
            self.year,
            self.month,
            self.day,
            self.weekday,
            self.season,
            self.relative_day,
            self.time,
            self.shift,
        )
        extra = (self.part is not None) + (self.wrong is not None) + 3 * (self.span is not None)
        return sum(value is not None for value in said) + len(self.units) + extra

    @property
    def only_year(self) -> bool:
        return self.year is not None and self.weight == 1

    @property
    def lacks_year(self) -> bool:
        if self.year is not None or self.span or "year" in self.units or self.shift is not None:
            return False
        parts = {"quarter", "half", "week"} & set(self.units)
        return bool(
            self.month or self.season is not None or any(self.units[name].shift is None for name in parts)
        )


class Reader:
    """Reads one date of `tokens`, beginning at a place; `strict`: words that may be others count as dates."""

    def __init__(self, tokens: Sequence[Token], *, strict: bool = False) -> None:
        self._tokens = tokens
        self._strict = strict
        self._begin()

    def _begin(self) -> None:
        self.terms = Terms()
        self.end = 0
        self._number: tuple[int, bool] | None = None  # and whether it is an ordinal
        self._shift: int | None = None

    def read(self, place: int) -> tuple[Terms, int] | None:
        """What is said from `place` on, and the place after it."""
        self._begin()
        self.end = place
        for here in range(place, len(self._tokens)):
            token = self._tokens[here]
            if self._is_glue(here):
                continue
            if not self._take(token, here):
                break
            self.end = here + 1
        self._settle()
        if not self.terms.weight and self.terms.number is None:
            return None
        last = self._tokens[self.end - 1]
        self.terms.ablative = vocabulary().is_ablative(last.text) or (last.value("ending") or "").endswith(
            "н"
        )
        return self.terms, self.end

    def _settle(self) -> None:
        """A number at the end is the day of the month, or waits for what is said elsewhere."""
        if self._number is None:
            return
        number, ordinal = self._number
        terms = self.terms
        month = terms.units.get("month")
        of_month = terms.month is not None or (month is not None and month.shift is not None)
        if terms.day is None and (of_month or terms.day_alone or (ordinal and not terms.weight)):
            terms.day = number
        if not of_month:
            terms.number = number

    def _take(self, token: Token, here: int) -> bool:
        if token.means("wrong"):
            self.terms.wrong = token.value("wrong")
            return True
        for take in (
            self._take_written,
            self._take_unit,
            self._take_month,
            self._take_number,
            self._take_shift,
            self._take_word,
        ):
            done = take(token, here)
            if done is not None:
                return done
        return False

    def _take_written(self, token: Token, _here: int) -> bool | None:
        terms = self.terms
        if token.means("span"):
            if terms.weight or self._number:
                return False
            terms.span = token.value("span")
        elif token.means("dated") or token.means("day_month"):
            if terms.month or terms.day or self._number:
                return False
            year, month, day = token.value("dated") or (terms.year, *reversed(token.value("day_month")))
            terms.year, terms.month, terms.day = year, month, day
        elif token.means("year"):
            if terms.year is not None or terms.span:
                return False
            terms.year = token.value("year")
        elif token.means("time"):
            if terms.time is not None:
                return False
            terms.time = token.value("time")
        else:
            return None
        return True

    def _take_unit(self, token: Token, _here: int) -> bool | None:
        terms = self.terms
        if token.means("numbered"):
            name, number = token.value("numbered")
            terms.units[name] = Unit(number, ordinal=True)
            return True
        if token.means("year_shift"):
            terms.units["year"] = Unit(shift=token.value("year_shift"))
            return True
        unit = token.value("unit")
        if unit is None or (token.means("count") and not self._number):
            return None
        bare = self._number is None and self._shift is None
        if bare and self._says_already(unit):
            return True
        if unit in terms.units:
            return False
        number, ordinal = self._number or (None, False)
        if unit == "month" and ordinal and self._shift is not None:
            terms.day, number = number, None
        terms.units[unit] = Unit(number, ordinal, self._shift)
        self._number = self._shift = None
        return True

    def _says_already(self, unit: str) -> bool:
        """ "2020 год", "тамыз айы": the unit adds nothing."""
        terms = self.terms
        return (
            (unit == "year" and (terms.year is not None or terms.span is not None))
            or (unit == "month" and terms.month is not None)
            or (unit == "day" and (terms.month is not None or terms.weekday is not None))
        )

    def _take_month(self, token: Token, here: int) -> bool | None:
        if not token.means("month") or not self._counts(token, here):
            return None
        terms = self.terms
        if terms.month is not None or terms.span:
            return False
        terms.month, terms.shift = token.value("month"), self._shift
        if self._number is not None and terms.day is None:
            terms.day = self._number[0]
            self._number = None
        self._shift = None
        return True

    def _take_number(self, token: Token, here: int) -> bool | None:
        following = self._following(here)
        roman = token.value("roman")
        if roman and following and following.value("unit") in ("quarter", "half"):
            self._number = (roman, True)
            return True
        number = token.number
        if number is None:
            return None
        if token.text in ("a", "an") and not (following and following.means("unit")):
            return False
        if self._number is not None:
            tens, _ = self._number
            if tens not in (20, 30) or number > 9 or token.means("number"):
                return False
            number += tens
        elif self.terms.day is not None and not (following and following.means("unit")):
            return False
        ordinal = token.means("ordinal") or token.means("ending")
        self._number = (number, ordinal)
        if (following and following.means("marks")) or (ordinal and self._strict):
            self.terms.day_alone = True
        return True

    def _take_shift(self, token: Token, here: int) -> bool | None:
        if not token.means("shift"):
            return None
        following = self._following(here, numbers=True)
        if self._shift is not None or following is None:
            return False
        if not any(map(following.means, ("unit", "month", "weekday", "season"))):
            return False
        self._shift = token.value("shift")
        return True

    def _take_word(self, token: Token, here: int) -> bool | None:
        terms = self.terms
        if token.means("weekday") and terms.weekday is None and not self._number:
            terms.weekday = token.value("weekday")
            terms.shift, self._shift = (self._shift if terms.shift is None else terms.shift), None
        elif token.means("season") and terms.season is None and self._counts(token, here):
            terms.season, terms.shift, self._shift = token.value("season"), self._shift, None
        elif token.means("day") and terms.relative_day is None:
            terms.relative_day = token.value("day")
        elif token.means("part") and terms.part is None and not self._number:
            terms.part = token.value("part")
        else:
            return None
        return True

    def _is_glue(self, here: int) -> bool:
        token = self._tokens[here]
        if token.means("dash"):
            return self._is_hyphen(here)
        if token.means("glue") or token.means("comma") or self._opens_hours(here):
            return True
        return token.means("marks") and self._number is not None

    def _opens_hours(self, here: int) -> bool:
        """ "14 November from 19:00 to 21:00"."""
        following = self._following(here)
        opens = self._tokens[here].means("before", "from") and self.terms.time is None
        return opens and bool(self.terms.weight) and following is not None and following.means("time")

    def _is_hyphen(self, here: int) -> bool:
        """ "9-мамыр", "2-тоқсан", "mid-May", "twenty-first"; not "9-12 мая"."""
        if not 0 < here < len(self._tokens) - 1:
            return False
        before, token, after = self._tokens[here - 1 : here + 2]
        if before.end != token.start or token.end != after.start or token.text != "-":
            return False
        if before.number is not None:
            tens = before.number in (20, 30) and not before.means("number")
            return after.means("month") or after.means("unit") or (tens and after.number is not None)
        return before.means("part")

    def _following(self, here: int, *, numbers: bool = False) -> Token | None:
        """The next word that says something."""
        for place in range(here + 1, min(here + 6, len(self._tokens))):
            token = self._tokens[place]
            if token.means("marks"):
                return token
            skipped = token.means("glue") or (token.means("dash") and self._is_hyphen(place))
            if skipped or (numbers and token.number is not None and not token.means("unit")):
                continue
            return token
        return None

    def _counts(self, token: Token, here: int) -> bool:
        """Whether a word that may be another one ("may") stands where a date would."""
        if self._strict or not vocabulary().is_weak(token.text) or self._number or self._shift is not None:
            return True
        before = self._tokens[here - 1] if here else None
        after = self._tokens[here + 1] if here + 1 < len(self._tokens) else None
        kinds = ("year", "number", "dash", "month", "part", "season")
        if before and any(map(before.means, ("glue", "before", "unit", *kinds))):
            return True
        return bool(after and (any(map(after.means, kinds)) or after.means("before", "to")))
