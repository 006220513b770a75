"""What repeats, in words of three languages: "every Monday until June", «раз в две недели», "апта сайын"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from knowledge.dates import Span, WrongDate, parse_date_words, parse_edtf, write_edtf
from knowledge.dates.edtf import day, interval, minute
from knowledge.dates.scanning import Token, scan
from knowledge.errors import InvalidInput
from knowledge.events.recurrence import check_rule, repetitions
from knowledge.events.rules import MOST, read_rule
from knowledge.events.tables import table
from knowledge.language import normalise

EXAMPLES: Final = "every Monday until June 2020; FREQ=WEEKLY;COUNT=10"
_MOST_BETWEEN: Final = 1000  # days, weeks, months or years between two times
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES: Final = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_WRITTEN: Final = re.compile(r"(?:RRULE:)?FREQ=[A-Z0-9=;,+-]+", re.IGNORECASE)
_LONGEST: Final = 120  # characters that are looked at


@dataclass(frozen=True, slots=True)
class Timing:
    """When an event takes place, as the record writes it."""

    when: str  # EDTF
    rrule: str = ""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The part of a rule that says how often, from token to token."""

    first: int
    end: int
    rule: str


def parse_timing(text: str, today: date) -> Timing:
    """A date, or what repeats with its end; WrongDate with the reason if it is neither.

    What repeats begins on the first day from the date that is given (or from `today`) that fits, and ends with that
    date where it is a stretch: "every Friday in May 2020".
    """
    written = _WRITTEN.search(text)
    if written is not None:
        around = text[: written.start()] + text[written.end() :]
        return _checked(
            parse_date_words(around.strip(" ,;|"), today), written[0].upper().removeprefix("RRULE:")
        )
    tokens = scan(normalise(text))
    phrase = _phrase(tokens)
    if phrase is None:
        return Timing(parse_date_words(text, today))
    rest = [*tokens[: phrase.first], *tokens[phrase.end :]]
    count = _count(rest)
    hours = _hours(rest)
    return _begun(phrase.rule, count, hours, _stretch(rest, today), today)


def _begun(
    rule: str, count: int | None, hours: Sequence[datetime], given: Span | None, today: date
) -> Timing:
    start = today if given is None or given.lower is None else given.first_day
    last = None if given is None or given.upper is None else given.last_day
    if last is not None and given is not None and given.precision == "day":
        last = None  # where it begins, not where it ends
    if count is None and last is None:
        raise WrongDate("endless", f"what repeats needs an end (examples: {EXAMPLES})")
    if count is not None and not 1 <= count <= MOST:
        raise WrongDate("rule", f"an event can repeat {MOST} times at most")
    ended = f"{rule};COUNT={count}" if count is not None else f"{rule};UNTIL={last:%Y%m%d}"
    if last is not None and last < start:
        raise WrongDate("order", "it ends before it begins")
    first = next(repetitions(ended, day(start), start, date.max), None)
    if first is None:
        raise WrongDate("rule", "there is no such day before it ends")
    return _checked(write_edtf(_at(first.first_day, hours)), ended)


def _checked(when: str, rule: str) -> Timing:
    span = parse_edtf(when)
    if not span.exact or span.lower is None or span.upper is None:
        raise WrongDate("vague", "what repeats needs a first day, not only a month or a year")
    parts = rule.split(";")
    if not any(part.startswith(("COUNT=", "UNTIL=")) for part in parts):
        raise WrongDate("endless", f"what repeats needs an end (examples: {EXAMPLES})")
    try:
        read_rule(rule)
        check_rule(rule, span)
    except InvalidInput as error:
        raise WrongDate("rule", error.reason) from None
    return Timing(when, rule)


def _at(first: date, hours: Sequence[datetime]) -> Span:
    moments = [minute(datetime.combine(first, hour.time())) for hour in hours]
    return interval(moments[0], moments[-1]) if moments else day(first)


def _phrase(tokens: Sequence[Token]) -> _Phrase | None:
    return next((found for place in range(len(tokens)) if (found := _phrase_at(tokens, place))), None)


def _phrase_at(tokens: Sequence[Token], place: int) -> _Phrase | None:
    token = tokens[place]
    for frequency in _FREQUENCIES.values():
        if token.text in _words("adverbs", frequency):
            return _Phrase(place, place + 1, f"FREQ={frequency}")
    if token.text in _words("weekdays"):
        before = place - (place > 0 and tokens[place - 1].text in ("по", "on", "every"))
        return _Phrase(before, place + 1, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    if token.text in _words("each"):
        return _counted(tokens, place, place + 1)
    if token.text in _words("once") and place + 1 < len(tokens) and tokens[place + 1].text in _words("per"):
        return _counted(tokens, place, place + 2)
    return _named_days(tokens, place) or _before_each(tokens, place)


def _counted(tokens: Sequence[Token], first: int, place: int) -> _Phrase | None:
    """ "every second week", "every Monday and Friday", "every last Friday of the month"."""
    number, ordinal, last = 1, False, False
    while place < len(tokens) and not (tokens[place].means("unit") or tokens[place].means("weekday")):
        token = tokens[place]
        if token.text in _words("other"):
            number = 2
        elif token.text in _words("last"):
            last = True
        elif token.number is not None:
            number, ordinal = token.number, token.means("ordinal") or token.means("ending")
        elif not (token.means("glue") or token.means("dash")):
            return None
        place += 1
    if place == len(tokens):
        return None
    if tokens[place].means("weekday"):
        days, end = _days(tokens, place)
        monthly, after = _of_the_month(tokens, end)
        if last or (ordinal and (monthly or number != 2)):
            which = "-1" if last else str(number)
            return _Phrase(first, after, f"FREQ=MONTHLY;BYDAY={','.join(which + one for one in days)}")
        return _Phrase(first, end, _rule("week", number, f";BYDAY={','.join(days)}"))
    name = tokens[place].value("unit")
    return None if name not in _FREQUENCIES else _Phrase(first, place + 1, _rule(name, number))


def _named_days(tokens: Sequence[Token], place: int) -> _Phrase | None:
    """ "on Mondays", «по вторникам и четвергам»."""
    if not tokens[place].means("weekday") or not tokens[place].text.endswith(("days", "ам", "ям")):
        return None
    days, end = _days(tokens, place)
    before = place - (place > 0 and tokens[place - 1].text in ("по", "on"))
    return _Phrase(before, end, f"FREQ=WEEKLY;BYDAY={','.join(days)}")


def _before_each(tokens: Sequence[Token], place: int) -> _Phrase | None:
    """ "дүйсенбі сайын", "екі апта сайын"."""
    after = next((at for at in range(place, len(tokens)) if tokens[at].text in _words("each_after")), None)
    if after is None:
        return None
    if tokens[place].means("weekday"):
        days, end = _days(tokens, place)
        return _Phrase(place, after + 1, f"FREQ=WEEKLY;BYDAY={','.join(days)}") if end == after else None
    found = _counted(tokens, place, place)
    return _Phrase(place, after + 1, found.rule) if found is not None and found.end == after else None


def _days(tokens: Sequence[Token], place: int) -> tuple[list[str], int]:
    """The days of the week that are listed from there on, and the place after them."""
    days: list[str] = []
    end = place
    while place < len(tokens):
        token = tokens[place]
        if token.means("weekday"):
            days.append(_DAYS[token.value("weekday")])
            end = place + 1
        elif not (token.means("comma") or token.means("before", "and")):
            break
        place += 1
    return list(dict.fromkeys(days)), end


def _of_the_month(tokens: Sequence[Token], place: int) -> tuple[bool, int]:
    """ "… of the month", "… месяца"."""
    for at in range(place, min(place + 3, len(tokens))):
        if tokens[at].value("unit") == "month":
            return True, at + 1
        if not (tokens[at].means("glue") or tokens[at].text == "the"):
            break
    return False, place


def _rule(name: str, number: int, more: str = "") -> str:
    if not 1 <= number <= _MOST_BETWEEN:
        raise WrongDate(
            "rule", f"what repeats does so every 1 to {_MOST_BETWEEN} days, weeks, months or years"
        )
    interval_ = f";INTERVAL={number}" if number != 1 else ""
    return f"FREQ={_FREQUENCIES[name]}{interval_}{more}"


def _count(tokens: list[Token]) -> int | None:
    """ "10 times": taken out of the tokens."""
    for place in range(1, len(tokens)):
        number = tokens[place - 1].number
        if tokens[place].text in _words("times") and number is not None:
            del tokens[place - 1 : place + 1]
            return number
        digits = tokens[place - 1].text
        if tokens[place].text in _words("times") and digits.isdigit():
            del tokens[place - 1 : place + 1]
            return int(digits)
    return None


def _hours(tokens: list[Token]) -> list[datetime]:
    """One hour, or two with a dash or "to" between: taken out, with what joins them."""
    places = [place for place, token in enumerate(tokens) if token.means("time")]
    wrong = next((token.value("wrong") for token in tokens if token.means("wrong")), None)
    if wrong is not None:
        raise WrongDate(*wrong)
    if not places:
        return []
    first, last = places[0], places[0]
    if len(places) > 1 and places[1] - places[0] <= 2:
        last = places[1]
    found = [datetime(2000, 1, 1, *tokens[place].value("time")) for place in dict.fromkeys((first, last))]  # noqa: DTZ001
    if first and (
        tokens[first - 1].means("glue") or (last > first and tokens[first - 1].means("before", "from"))
    ):
        first -= 1
    if last + 1 < len(tokens) and last > places[0] and tokens[last + 1].means("after", "until"):
        last += 1
    del tokens[first : last + 1]
    if len(found) > 1 and found[1] <= found[0]:
        raise WrongDate("order", "it ends before it begins")
    return found


def _stretch(tokens: Sequence[Token], today: date) -> Span | None:
    """The date that is left; None if nothing is."""
    if all(token.means("glue") or token.means("comma") for token in tokens):
        return None
    text = " ".join(token.text for token in tokens)[:_LONGEST]
    return parse_edtf(parse_date_words(text.replace("_", " "), today))


@cache
def _words(kind: str, which: str = "") -> frozenset[str]:
    return frozenset(normalise(word) for word in _listed(kind, which))


def _listed(kind: str, which: str) -> Iterator[str]:
    entry = table("repeating")[kind]
    for words in [entry[which]] if which else entry.values() if isinstance(entry, dict) else [entry]:
        yield from words.split()
