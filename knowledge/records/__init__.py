"""The record store, in SQLite or PostgreSQL."""

from __future__ import annotations

from knowledge.records.applying import Applied
from knowledge.records.asked import Question, Rating
from knowledge.records.checking import Counts
from knowledge.records.history import Change
from knowledge.records.putting import Conflict, Edit, Recorded
from knowledge.records.records import Changes, Records

__all__ = [
    "Applied",
    "Change",
    "Changes",
    "Conflict",
    "Counts",
    "Edit",
    "Question",
    "Rating",
    "Recorded",
    "Records",
]
