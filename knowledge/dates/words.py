"""Dates in words, in three languages, as of a given day: "в мае", "second half of 2020", "келесі аптада"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from knowledge.dates import edtf
from knowledge.dates.resolving import Resolver
from knowledge.dates.scanning import Token, scan
from knowledge.dates.span import Span
from knowledge.dates.terms import Reader, Terms
from knowledge.dates.wrong import WrongDate
from knowledge.language import normalise

EXAMPLES: Final = "9 May 2020, май 2020 года, 2020 жылғы 2-тоқсан, 2020–2021"
# What names no time by itself; most questions have nothing else.
_SILENT: Final = frozenset({"glue", "comma", "dash", "before", "after", "marks", "past"})
_OPEN: Final = {"from": "since", "since": "since", "to": "until", "until": "until", "after": "after"}


@dataclass(frozen=True, slots=True)
class Found:
    """A span, and where the normalised text names it."""

    span: Span
    start: int
    end: int


@dataclass(slots=True)
class _Phrase:
    """One date or interval of a text, from token to token."""

    first: int
    end: int
    terms: Terms
    last: Terms | None = None  # the end of an interval
    open: str | None = None  # since, until, after

    @property
    def weight(self) -> int:
        both = self.terms.weight + (self.last.weight if self.last else 0)
        return both + (self.open is not None and both > 0)


def find_interval(text: str, today: date) -> Found | None:
    """The time that a text speaks of, or None. Of several the one that is said most fully, then the first.

    `start` and `end` are places in `normalise(text)`. Without a year the next such time is meant, or the last
    one if the text speaks of what was.
    """
    normal = normalise(text)
    tokens = scan(normal)
    if all(sign.kind in _SILENT for token in tokens for sign in token.signs):
        return None
    resolver = Resolver(today, past=any(token.means("past") for token in tokens))
    phrases = _completed(_phrases(tokens, strict=False))
    for phrase in sorted(phrases, key=lambda phrase: -phrase.weight):
        try:
            span = _resolve(phrase, resolver)
        except WrongDate:
            return None
        if span is not None:
            return Found(span, tokens[phrase.first].start, tokens[phrase.end - 1].end)
    return None


def parse_date_words(text: str, today: date) -> str:
    """The EDTF of a text that is a date and nothing else, or WrongDate with the reason in one line."""
    shown = " ".join(text[:80].split())
    if not shown:
        raise WrongDate("words", "no date is given")
    refused = WrongDate("words", f'"{shown}" is not understood as a date (examples: {EXAMPLES})')
    try:
        return edtf.write_edtf(edtf.parse_edtf(text.strip().upper()))
    except WrongDate as error:
        if not error.reason.endswith(f"{edtf.EXAMPLES})"):  # it looks like EDTF, and something in it is wrong
            refused = error
    tokens = scan(normalise(text))
    phrase = next(iter(_phrases(tokens, strict=True)), None)
    if phrase is None or not all(map(_says_nothing, (*tokens[: phrase.first], *tokens[phrase.end :]))):
        raise refused
    try:
        span = _resolve(phrase, Resolver(today))
    except WrongDate as error:
        raise WrongDate(error.kind, f'"{shown}": {error.reason}') from None
    if span is None:
        raise refused
    return edtf.write_edtf(span)


def _says_nothing(token: Token) -> bool:
    return token.means("glue") or token.means("comma")


def _phrases(tokens: Sequence[Token], *, strict: bool) -> list[_Phrase]:
    reader = Reader(tokens, strict=strict)
    found: list[_Phrase] = []
    place = 0
    while place < len(tokens):
        phrase = _phrase(reader, tokens, place)
        if phrase is None or not phrase.weight:
            place += 1
            continue
        found.append(phrase)
        place = max(phrase.end, place + 1)
    return found


def _phrase(reader: Reader, tokens: Sequence[Token], place: int) -> _Phrase | None:
    mark = tokens[place].value("before")
    begin = place + (mark is not None)
    if begin >= len(tokens) or (
        mark is None and _says_nothing(tokens[begin]) and not tokens[begin].means("unit")
    ):
        return None
    read = reader.read(begin)
    if read is None:
        return None
    terms, end = read
    phrase = _Phrase(place, end, terms)
    if not _extend(reader, tokens, phrase, mark):
        _mark(tokens, phrase, mark)
    return phrase


def _extend(reader: Reader, tokens: Sequence[Token], phrase: _Phrase, mark: str | None) -> bool:
    """Take the other end of an interval, if there is one."""
    place = phrase.end
    if place >= len(tokens):
        return False
    token = tokens[place]
    joins = token.means("dash") or token.means("before", "to") or token.means("before", "until")
    both = token.means("before", "and")
    if not joins and not both and not phrase.terms.ablative:
        return False
    read = reader.read(place + (joins or both))
    if read is None:
        return False
    last, end = read
    after = tokens[end].value("after") if end < len(tokens) else None
    if both and mark != "between" and after != "among":
        return False
    if not joins and not both and after != "until":
        return False
    phrase.last, phrase.end = last, end + (after in ("among", "until"))
    return True


def _mark(tokens: Sequence[Token], phrase: _Phrase, mark: str | None) -> None:
    """What stands before and behind a date: "since", "ago", "кейін"."""
    terms = phrase.terms
    after = tokens[phrase.end].value("after") if phrase.end < len(tokens) else None
    counted = (
        any(not unit.ordinal and unit.shift is None for unit in terms.units.values()) and terms.year is None
    )
    before = tokens[phrase.first - 1].text if phrase.first else tokens[phrase.first].text
    if after == "ago" and counted:
        terms.mode = "ago"
    elif after == "later":
        terms.mode = "ahead" if counted else None
        phrase.open = None if counted else "after"
    elif after in ("onwards", "until"):
        phrase.open = "since" if after == "onwards" else "until"
    else:
        after = None
    phrase.end += after is not None
    if after is not None:
        return
    if mark == "ahead" or (counted and before == "in" and any(unit.number for unit in terms.units.values())):
        terms.mode = "ahead"
    elif mark == "span":
        terms.mode = "span"
    elif mark in _OPEN and terms.weekday is None and tokens[phrase.first].text != "от":
        phrase.open = _OPEN[mark]
    elif mark is not None:
        phrase.first += 1


def _completed(phrases: list[_Phrase]) -> list[_Phrase]:
    """ "What is in May of the plans for 2020?": a year that stands apart belongs to what lacks one."""
    years = [phrase for phrase in phrases if phrase.terms.only_year and not phrase.last and not phrase.open]
    lacking = [phrase for phrase in phrases if phrase.terms.lacks_year and not phrase.last]
    if len(years) == 1 and len(lacking) == 1:
        lacking[0].terms.year = years[0].terms.year
    return phrases


def _resolve(phrase: _Phrase, resolver: Resolver) -> Span | None:
    if phrase.last is not None:
        return _interval(phrase.terms, phrase.last, resolver)
    span = resolver.resolve(phrase.terms)
    if span is None or phrase.open is None:
        return span
    if phrase.open == "since":
        return edtf.interval(span, None)
    if phrase.open == "after":
        return (
            edtf.interval(edtf.day(span.last_day + timedelta(days=1)), None)
            if span.last_day < date.max
            else None
        )
    return edtf.interval(None, span)


def _interval(first: Terms, last: Terms, resolver: Resolver) -> Span | None:
    _share(first, last)
    begin = resolver.resolve(first)
    if begin is None:
        return None
    if last.time is not None and last.weight == 1:
        return _hours(begin, last.time)
    # "From November to February": the end is the next one after the beginning.
    end = (Resolver(begin.first_day) if last.lacks_year else resolver).resolve(last)
    if (
        end is not None
        and end.last_day < begin.first_day
        and first.year is None
        and first.month
        and last.year
    ):
        first.year = last.year - (last.month is not None and first.month > last.month)
        begin = resolver.resolve(first) or begin
    return None if end is None else edtf.interval(begin, end)


def _hours(begin: Span, time: tuple[int, int]) -> Span | None:
    """ "14 November, 19:00 to 21:00": both on the day that is said once."""
    if not isinstance(begin.lower, datetime):
        return None
    return edtf.interval(begin, edtf.minute(begin.lower.replace(hour=time[0], minute=time[1])))


def _share(first: Terms, last: Terms) -> None:
    """What is said once for both ends: "5–9 May 2020", "2020–21"."""
    if first.only_year and last.number is not None and not last.weight and first.year is not None:
        last.year, last.number = first.year // 100 * 100 + last.number, None
        return
    for one, other in ((first, last), (last, first)):
        if one.number is not None and one.day is None and not one.units:
            if other.day is not None and one.month is None:
                one.day, one.number, one.month = one.number, None, other.month
                one.day_alone = other.day_alone
            elif one.day is None and (unit := next(iter(other.units), None)):
                one.units[unit] = replace(other.units[unit], number=one.number)
                one.number = None
    if first.year is None and first.lacks_year and last.year is not None:
        first.year = last.year
        if first.month and last.month and first.month > last.month:
            first.year -= 1
    if last.month is None and last.number is not None and first.day is not None:
        last.day, last.month, last.year = last.number, first.month, last.year or first.year
