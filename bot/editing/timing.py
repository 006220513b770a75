"""The time of an event as editors write it, and as it is shown back to them before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import get_day_names

from bot.digests import wording
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.dates import WrongDate, parse_edtf
from knowledge.dates.wrong import Kind
from knowledge.events.recurrence import repetitions
from knowledge.events.repeating import Timing, parse_timing
from knowledge.events.rules import Rule, read_rule
from knowledge.model import Lang
from knowledge.texts import Texts

_LOCALES: Mapping[Lang, str] = {"en": "en_GB", "ru": "ru", "kk": "kk"}
_LONGEST = 80  # characters of what was typed that are shown again
_WRONG: Mapping[Kind, str] = {
    "words": N_(
        "I do not understand this date: {value}. For example: 14 November 2020 19:00; 5–9 May 2020; "
        "second quarter of 2020; every Monday until June 2020."
    ),
    "day": N_("There is no such day: {value}."),
    "weekday": N_("This date is another day of the week: {value}."),
    "month": N_("There is no such month: {value}."),
    "quarter": N_("A year has four quarters: {value}."),
    "time": N_("There is no such time of day: {value}."),
    "order": N_("This ends before it begins: {value}."),
    "far": N_("This is further off than I can reckon: {value}."),
    "endless": N_("What repeats needs an end, for example “until June 2020” or “10 times”: {value}."),
    "vague": N_("What repeats needs a first day: {value}."),
    "rule": N_("It cannot repeat like this: {value}."),
}


def understood(text: str, today: date) -> Timing:
    """The time that the words mean on that day. Raises Refused."""
    try:
        return parse_timing(text, today)
    except WrongDate as wrong:
        shown = " ".join(text.split())
        shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
        raise Refused(_WRONG[wrong.kind], value=shown) from None


def in_words(timing: Timing, texts: Texts) -> str:
    """ "Saturday, 14 November 2020, 19:00 (2020-11-14T19:00)", and how it repeats."""
    span = parse_edtf(timing.when)
    said = wording.period(span, texts.lang)
    if span.exact and span.lower is not None and span.precision != "interval":
        days = get_day_names("wide", locale=_LOCALES[texts.lang])
        said = f"{days[span.first_day.weekday()]}, {said}"
    once = f"{wording.capital(said)} ({timing.when})"
    return once if not timing.rrule else f"{once}\n🔁 {_repeating(timing, texts)}"


def _repeating(timing: Timing, texts: Texts) -> str:
    """ "every week: Monday, Friday; 30 times, the last on 29 June 2020 (FREQ=WEEKLY…)"."""
    rule = read_rule(timing.rrule)
    times = [one.first_day for one in repetitions(timing.rrule, parse_edtf(timing.when), date.min, date.max)]
    often = texts.ngettext("{n} time, the last on {day}", "{n} times, the last on {day}", len(times))
    days = _days(rule, texts)
    how = f"{_frequency(rule, texts)}{f': {days}' if days else ''}"
    return f"{how}; {often.format(n=len(times), day=texts.date(times[-1]))} ({timing.rrule})"


def _frequency(rule: Rule, texts: Texts) -> str:
    if rule.interval == 1:  # of its own: a plural form for 1 stands for 21 as well
        return {
            "DAILY": texts.gettext("every day"),
            "WEEKLY": texts.gettext("every week"),
            "MONTHLY": texts.gettext("every month"),
            "YEARLY": texts.gettext("every year"),
        }[rule.frequency]
    every = {
        "DAILY": texts.ngettext("every {n} day", "every {n} days", rule.interval),
        "WEEKLY": texts.ngettext("every {n} week", "every {n} weeks", rule.interval),
        "MONTHLY": texts.ngettext("every {n} month", "every {n} months", rule.interval),
        "YEARLY": texts.ngettext("every {n} year", "every {n} years", rule.interval),
    }
    return every[rule.frequency].format(n=rule.interval)


def _days(rule: Rule, texts: Texts) -> str:
    names = get_day_names("wide", locale=_LOCALES[texts.lang])
    last = texts.pgettext("weekday of a month", "last")
    said = []
    for which, weekday in sorted(rule.weekdays):
        number = "" if not which else f"{last} " if which == -1 else f"{which}. "
        said.append(number + names[weekday])
    return ", ".join(said)
