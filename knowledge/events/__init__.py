"""Events: when they take place, what repeats, questions about dates. Calendar files: `knowledge.events.calendar`."""

from knowledge.events.occurrences import Agenda, Occurrence, occurrences, past, upcoming, within
from knowledge.events.recurrence import check_rule

__all__ = ["Agenda", "Occurrence", "check_rule", "occurrences", "past", "upcoming", "within"]
