"""Rows of the tables as values, and values as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Row, Text, cast, exists, or_, select, true

from knowledge import plain
from knowledge.dates import parse_edtf
from knowledge.model import LANGS, Document, Entity, Event, Fact, Source, Synonym, Topic
from knowledge.records import schema

Values = dict[str, Any]
Value = TypeVar("Value", Document, Topic, Entity, Fact, Event, Synonym)
ANY: ColumnElement[bool] = true()
_BATCH = 2_000
# As `knowledge.passages.is_structured` has it.
STRUCTURED: ColumnElement[bool] = or_(
    schema.facts.c.relation != "states",
    cast(schema.facts.c.tags, Text) != "[]",
    cast(schema.facts.c.gives, Text) != "[]",
    exists().where(schema.fact_entities.c.fact == schema.facts.c.id),
)


def documents_where(connection: Connection, condition: ColumnElement[bool] = ANY) -> list[Document]:
    rows = connection.execute(select(schema.documents).where(condition))
    return _sorted([Document(row.id, row.title, row.publisher, row.published) for row in rows])


def topics_where(connection: Connection, condition: ColumnElement[bool] = ANY) -> list[Topic]:
    rows = connection.execute(select(schema.topics).where(condition))
    return _sorted([Topic(row.id, row.title) for row in rows])


def entities_where(connection: Connection, condition: ColumnElement[bool] = ANY) -> list[Entity]:
    rows = connection.execute(select(schema.entities).where(condition))
    return _sorted([_entity(row) for row in rows])


def facts_where(connection: Connection, condition: ColumnElement[bool] = ANY) -> list[Fact]:
    """The facts that meet a condition on `schema.facts`, by id."""
    chosen = schema.fact_entities.c.fact.in_(select(schema.facts.c.id).where(condition))
    about = _linked(connection, schema.fact_entities.c.fact, schema.fact_entities.c.entity, chosen)
    rows = connection.execute(select(schema.facts).where(condition))
    return _sorted([_fact(row, tuple(about.get(row.id, ()))) for row in rows])


def some_facts_where(connection: Connection, condition: ColumnElement[bool], most: int) -> list[Fact]:
    """So many of the facts that meet a condition, by id."""
    names = connection.execute(select(schema.facts.c.id).where(condition).limit(most)).scalars()
    return facts_where(connection, schema.facts.c.id.in_(names.all()))


def facts_in_turn(connection: Connection, condition: ColumnElement[bool] = ANY) -> Iterator[Fact]:
    """The same facts in no order of ours, read while they are used: there may be a million."""
    wanted = select(schema.facts).where(condition).execution_options(yield_per=_BATCH)
    with connection.execute(wanted) as found:  # closed also if nobody wants the rest
        for batch in found.partitions():
            chosen = schema.fact_entities.c.fact.in_([row.id for row in batch])
            about = _linked(connection, schema.fact_entities.c.fact, schema.fact_entities.c.entity, chosen)
            for row in batch:
                yield _fact(row, tuple(about.get(row.id, ())))


def events_where(connection: Connection, condition: ColumnElement[bool] = ANY) -> list[Event]:
    """The events that meet a condition on `schema.events`, by id."""
    chosen = schema.event_facts.c.event.in_(select(schema.events.c.id).where(condition))
    facts = _linked(connection, schema.event_facts.c.event, schema.event_facts.c.fact, chosen)
    rows = connection.execute(select(schema.events).where(condition))
    return _sorted([_event(row, tuple(facts.get(row.id, ()))) for row in rows])


def _linked(
    connection: Connection, owner: Column[str], other: Column[str], condition: ColumnElement[bool]
) -> Mapping[str, Sequence[str]]:
    """Whom the rows of a table of links lead to, in their order, by whom they belong to."""
    links = select(owner, other).where(condition).order_by(owner, owner.table.c.position)
    found: dict[str, list[str]] = defaultdict(list)
    for name, linked in connection.execute(links):
        found[name].append(linked)
    return found


def synonyms_where(connection: Connection, condition: ColumnElement[bool] = ANY) -> list[Synonym]:
    rows = connection.execute(select(schema.synonyms).where(condition))
    return _sorted([Synonym(row.id, row.lang, tuple(row.words), row.retracted) for row in rows])


def document_row(document: Document) -> Values:
    return {
        "id": document.id,
        "title": dict(document.title),
        "publisher": dict(document.publisher),
        "published": document.published,
    }


def topic_row(topic: Topic) -> Values:
    return {"id": topic.id, "title": dict(topic.title)}


def entity_row(entity: Entity) -> Values:
    return {
        "id": entity.id,
        "kind": entity.kind,
        "side": entity.side,
        "names": dict(entity.names),
        "aliases": entity.aliases,
        "tags": entity.tags,
        "retracted": entity.retracted,
    }


def name_rows(entity: Entity) -> list[Values]:
    return [
        {"entity": entity.id, "lang": lang, "position": position, "name": name}
        for lang, names in entity.names.items()
        for position, name in enumerate(names)
    ]


def fact_row(fact: Fact) -> Values:
    source = fact.source
    return {
        "id": fact.id,
        "topic": fact.topic,
        "side": fact.side,
        "relation": fact.relation,
        **{f"statement_{lang}": fact.statement.get(lang) for lang in LANGS},
        "title": dict(fact.title),
        "questions": dict(fact.questions),
        "tags": fact.tags,
        "gives": fact.gives,
        "source_document": source.document if source else None,
        "source_kind": source.kind if source else None,
        "source_number": source.number if source else None,
        "valid_as_of": fact.valid_as_of,
        "inferred": dict(fact.inferred),
        "status": fact.status,
        "stale": fact.stale,
        "version": fact.version,
    }


def link_rows(fact: Fact) -> list[Values]:
    return [
        {"fact": fact.id, "position": position, "entity": entity}
        for position, entity in enumerate(fact.about)
    ]


def event_row(event: Event) -> Values:
    span = parse_edtf(event.when)
    return {
        "id": event.id,
        "topic": event.topic,
        "side": event.side,
        "edtf": event.when,
        "first_day": None if span.lower is None else span.first_day,
        "last_day": None if span.upper is None or event.rrule else span.last_day,
        "rrule": event.rrule,
        "status": event.status,
        "title": dict(event.title),
        "description": dict(event.description),
        "place": dict(event.place),
        "note": dict(event.note),
        "retracted": event.retracted,
        "uid": event.uid,
        "sequence": event.sequence,
        "version": event.version,
    }


def event_fact_rows(event: Event) -> list[Values]:
    return [
        {"event": event.id, "position": position, "fact": fact} for position, fact in enumerate(event.facts)
    ]


def synonym_row(synonym: Synonym) -> Values:
    return {
        "id": synonym.id,
        "lang": synonym.lang,
        "words": synonym.words,
        "retracted": synonym.retracted,
    }


def _entity(row: Row[Any]) -> Entity:
    return Entity(
        id=row.id,
        kind=row.kind,
        names=plain.lists(row.names),
        aliases=tuple(row.aliases),
        side=row.side,
        tags=tuple(row.tags),
        retracted=row.retracted,
    )


def _fact(row: Row[Any], about: tuple[str, ...]) -> Fact:
    statements = zip(LANGS, (row.statement_en, row.statement_ru, row.statement_kk), strict=True)
    return Fact(
        id=row.id,
        topic=row.topic,
        statement={lang: text for lang, text in statements if text is not None},
        side=row.side,
        relation=row.relation,
        title=row.title,
        questions=plain.lists(row.questions),
        about=about,
        tags=tuple(row.tags),
        gives=tuple(row.gives),
        source=Source(row.source_document, row.source_kind, row.source_number)
        if row.source_document is not None
        else None,
        valid_as_of=row.valid_as_of,
        inferred=row.inferred,
        status=row.status,
        stale=tuple(row.stale),
        version=row.version,
    )


def _event(row: Row[Any], facts: tuple[str, ...]) -> Event:
    return Event(
        id=row.id,
        topic=row.topic,
        title=row.title,
        when=row.edtf,
        side=row.side,
        status=row.status,
        description=row.description,
        place=row.place,
        note=row.note,
        rrule=row.rrule,
        facts=facts,
        retracted=row.retracted,
        uid=row.uid,
        sequence=row.sequence,
        version=row.version,
    )


def _sorted(values: list[Value]) -> list[Value]:
    # Here, not in SQL: the engines sort text each in its own way.
    return sorted(values, key=lambda value: value.id)
