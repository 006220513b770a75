"""The tables. A change here needs a new migration, and a new `VERSION`; a test compares the two."""

from __future__ import annotations

from knowledge.records.schema.common import VERSION, metadata
from knowledge.records.schema.editing import audit, imports, proposals, roles, wizards
from knowledge.records.schema.people import people, questions, ratings, threads
from knowledge.records.schema.record import (
    documents,
    entities,
    entity_names,
    event_facts,
    events,
    fact_entities,
    facts,
    history,
    state,
    synonyms,
    topics,
)
from knowledge.records.schema.sending import (
    broadcasts,
    feeds,
    letter_events,
    letters,
    outbox,
    planning,
    subscribers,
    watches,
)

__all__ = [
    "VERSION",
    "audit",
    "broadcasts",
    "documents",
    "entities",
    "entity_names",
    "event_facts",
    "events",
    "fact_entities",
    "facts",
    "feeds",
    "history",
    "imports",
    "letter_events",
    "letters",
    "metadata",
    "outbox",
    "people",
    "planning",
    "proposals",
    "questions",
    "ratings",
    "roles",
    "state",
    "subscribers",
    "synonyms",
    "threads",
    "topics",
    "watches",
    "wizards",
]
