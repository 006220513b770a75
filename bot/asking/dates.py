"""Questions for a time, answered from the events: "what is in May?"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from bot.browsing import Timetables, in_language, record_key
from bot.digests import wording
from bot.texts import bot_texts
from knowledge.dates import Span, find_interval
from knowledge.events import Occurrence
from knowledge.events.questions import DateAnswer, answer_about_dates
from knowledge.index.base import Base
from knowledge.language import normalise
from knowledge.matching.answer import Answer
from knowledge.matching.compose import used
from knowledge.model import Lang
from knowledge.texts import Texts

_LONGEST = 2000  # characters of a fact that a date is looked for in
_MOST = 10  # events told; the rest is found by /events


@dataclass(frozen=True, slots=True)
class Told:
    """An answer with the events it tells of, as keys and titles."""

    answer: Answer
    events: tuple[tuple[str, str], ...]


class Dates:
    def __init__(self, timetables: Timetables, home: tzinfo) -> None:
        self._timetables, self._home = timetables, home

    def instead(self, question: str, answer: Answer, base: Base, now: datetime) -> Told | None:
        """What the events say, if the question is for a time, or the facts have no answer to it."""
        today = now.astimezone(self._home).date()
        found = answer_about_dates(question, self._timetables.timetable().events, today, answer.lang)
        if found is None or (answer.status == "answered" and not _better(found, answer, today)):
            return None
        return _told(found, answer, base)


def _better(found: DateAnswer, answer: Answer, today: date) -> bool:
    """The question names nothing but a time, and events are on record then, or the facts tell of another time."""
    if not found.said or found.events:
        return False
    return bool(found.agenda) or not _tells_of(found.span, answer, today)


def _tells_of(span: Span, answer: Answer, today: date) -> bool:
    """Whether a day that the answer, or what it rests on, names first is in the span."""
    texts = (answer.lead, *answer.items, *(fact.text for fact in answer.facts))
    named = (find_interval(normalise(text, limit=_LONGEST), today) for text in texts)
    return any(
        one.span.last_day >= span.first_day and one.span.first_day <= span.last_day for one in named if one
    )


def _told(found: DateAnswer, answer: Answer, base: Base) -> Told:
    texts = bot_texts()[answer.lang]
    shown = tuple(found.agenda)[:_MOST]
    names = dict.fromkeys(name for one in shown for name in one.event.facts if name in base.profiles)
    titled = {record_key(one.event.id): in_language(one.event.title, answer.lang) for one in shown}
    told = replace(
        answer,
        status="answered",
        confidence=1.0,
        lead=_lead(found, texts),
        items=tuple(_line(one, answer.lang) for one in shown),
        notes=_notes(found, shown, texts),
        facts=used([base.profiles[name].fact for name in names], base, answer.lang),
        suggestions=(),
        related=(),
        topics=(),
        parts=(),
    )
    return Told(told, tuple(titled.items()))


def _lead(found: DateAnswer, texts: Texts) -> str:
    if not found.said:
        return (
            texts.gettext("Upcoming events")
            if found.agenda
            else texts.gettext("Nothing is coming up on the record.")
        )
    when = wording.capital(wording.period(found.span, texts.lang))
    if found.agenda:
        return texts.gettext("{when} — events on record:").format(when=when)
    return texts.gettext("{when} — no events on record.").format(when=when)


def _line(one: Occurrence, lang: Lang) -> str:
    place = in_language(one.event.place, lang)
    when = wording.capital(wording.period(one.span, lang))
    return f"{when} — {in_language(one.event.title, lang)}" + (f" · {place}" if place else "")


def _notes(found: DateAnswer, shown: tuple[Occurrence, ...], texts: Texts) -> tuple[str, ...]:
    """What is vague is said to be; the dates that everybody knows are no word of the record."""
    left = len(found.agenda) - len(shown)
    cancelled = [in_language(one.event.title, texts.lang) for one in shown if one.cancelled]
    notes = [
        texts.gettext("The record names no exact day where none is given here.")
        if found.agenda.vague
        else "",
        texts.gettext("Cancelled: {events}").format(events=texts.join(cancelled)) if cancelled else "",
        texts.gettext("There are more: /events") if left > 0 else "",
    ]
    return tuple(filter(None, notes))
