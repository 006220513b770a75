"""The six kinds of records, as far as taking them in goes: alike but for their tables and forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from sqlalchemy import Column, ColumnElement, Connection, Table

from knowledge import plain
from knowledge.model import Document, Entity, Event, Fact, Synonym, Topic
from knowledge.records import overlay, rows, schema
from knowledge.records.rows import Value, Values


def _no_children(_value: Any) -> list[Values]:
    return []


@dataclass(frozen=True, slots=True)
class Kind(Generic[Value]):
    name: str
    table: Table
    data: Callable[[Value], plain.Data]
    row: Callable[[Value], Values]
    where: Callable[[Connection, ColumnElement[bool]], list[Value]]
    overlaid: Callable[[Value, Value], Value]
    child: Column[Any] | None = None  # of a second table: the column that names the row of the first
    child_rows: Callable[[Value], list[Values]] = _no_children


DOCUMENTS: Kind[Document] = Kind(
    name="document",
    table=schema.documents,
    data=plain.document_data,
    row=rows.document_row,
    where=rows.documents_where,
    overlaid=overlay.overlaid_document,
)
TOPICS: Kind[Topic] = Kind(
    name="topic",
    table=schema.topics,
    data=plain.topic_data,
    row=rows.topic_row,
    where=rows.topics_where,
    overlaid=overlay.overlaid_topic,
)
ENTITIES: Kind[Entity] = Kind(
    name="entity",
    table=schema.entities,
    data=plain.entity_data,
    row=rows.entity_row,
    where=rows.entities_where,
    overlaid=overlay.overlaid_entity,
    child=schema.entity_names.c.entity,
    child_rows=rows.name_rows,
)
FACTS: Kind[Fact] = Kind(
    name="fact",
    table=schema.facts,
    data=plain.fact_data,
    row=rows.fact_row,
    where=rows.facts_where,
    overlaid=overlay.overlaid_fact,
    child=schema.fact_entities.c.fact,
    child_rows=rows.link_rows,
)
EVENTS: Kind[Event] = Kind(
    name="event",
    table=schema.events,
    data=plain.event_data,
    row=rows.event_row,
    where=rows.events_where,
    overlaid=overlay.overlaid_event,
    child=schema.event_facts.c.event,
    child_rows=rows.event_fact_rows,
)
SYNONYMS: Kind[Synonym] = Kind(
    name="synonym",
    table=schema.synonyms,
    data=plain.synonym_data,
    row=rows.synonym_row,
    where=rows.synonyms_where,
    overlaid=overlay.overlaid_synonym,
)
