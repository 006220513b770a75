"""Events: when they take place, what repeats, questions about dates. Calendar files: `knowledge.events.calendar`."""

from knowledge.events.occurrences import Agenda, Occurrence, occurrences, past, upcoming, within
from knowledge.events.questions import DateAnswer, answer_about_dates
from knowledge.events.recurrence import check_rule

__all__ = [
    "Agenda",
    "DateAnswer",
    "Occurrence",
    "answer_about_dates",
    "check_rule",
    "occurrences",
    "past",
    "upcoming",
    "within",
]
