"""Leafing through the records: topics, facts, people, events."""

from bot.browsing.catalogue import (
    PEOPLE_SIDES,
    Catalogue,
    Example,
    Library,
    Page,
    in_language,
)
from bot.browsing.timetable import TENSES, Choice, Tense, Timetable, Timetables, link_name
from knowledge.passages import record_key

__all__ = [
    "PEOPLE_SIDES",
    "TENSES",
    "Catalogue",
    "Choice",
    "Example",
    "Library",
    "Page",
    "Tense",
    "Timetable",
    "Timetables",
    "in_language",
    "link_name",
    "record_key",
]
