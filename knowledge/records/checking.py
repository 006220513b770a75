"""Whether the record is whole, and how much there is of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select

from knowledge.records import schema
from knowledge.records.applying import digest
from knowledge.records.kinds import DOCUMENTS, ENTITIES, EVENTS, FACTS, SYNONYMS, TOPICS, Kind

_SHOWN = 10  # problems of one sort; a damaged file can have thousands


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are; `facts` of every status."""

    facts: int
    published: int
    drafts: int
    retracted: int
    entities: int
    topics: int
    documents: int
    questions: int
    filed: int
    ratings: int
    people: int
    events: int = 0  # of every status


def counts(connection: Connection) -> Counts:
    by_status = select(schema.facts.c.status, func.count()).group_by(schema.facts.c.status)
    facts: dict[str, int] = {status: count for status, count in connection.execute(by_status)}  # noqa: C416 - typed rows
    filed = select(func.count()).select_from(schema.questions).where(schema.questions.c.filed)
    return Counts(
        facts=sum(facts.values()),
        published=facts.get("published", 0),
        drafts=facts.get("draft", 0),
        retracted=facts.get("retracted", 0),
        entities=_count(connection, schema.entities),
        topics=_count(connection, schema.topics),
        documents=_count(connection, schema.documents),
        questions=_count(connection, schema.questions),
        filed=int(connection.execute(filed).scalar_one()),
        ratings=_count(connection, schema.ratings),
        people=_count(connection, schema.people),
        events=_count(connection, schema.events),
    )


def problems(connection: Connection, *, sqlite: bool) -> Iterator[str]:
    """What is wrong, one line each; nothing if the record is whole."""
    if sqlite:
        found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_SHOWN})")]
        if found != ["ok"]:
            damage = [line for row in found for line in row.splitlines() if not line.startswith("***")]
            # What is read from damaged pages would only be noise.
            yield from (f"the file is damaged: {line}" for line in damage)
            return
        yield from _loose_ends(connection)
    revision = connection.execute(select(schema.state.c.revision)).scalar()
    if revision is None:
        yield "the record has lost its revision"
    kinds: tuple[Kind[Any], ...] = (DOCUMENTS, TOPICS, ENTITIES, FACTS, EVENTS, SYNONYMS)
    for kind in kinds:
        yield from _altered(connection, kind)
        newest = connection.execute(select(func.max(kind.table.c.revision))).scalar() or 0
        if newest > (revision or 0):
            yield f"{kind.table.name}: revision {newest} is ahead of the record's {revision}"


def _loose_ends(connection: Connection) -> Iterator[str]:
    for row in list(connection.exec_driver_sql("PRAGMA foreign_key_check"))[:_SHOWN]:
        yield f"{row[0]}: row {row[1]} refers to something that is not in {row[2]}"


def _altered(connection: Connection, kind: Kind[Any]) -> Iterator[str]:
    """Rows that are not as the program wrote them."""
    table = kind.table.c
    digests = {row.id: row.digest for row in connection.execute(select(table.id, table.digest))}
    stored = kind.where(connection, table.id.is_not(None))
    altered = [value.id for value in stored if digest(kind.data(value)) != digests[value.id]]
    for name in altered[:_SHOWN]:
        yield f'{kind.name} "{name}" is not as it was stored'
    if len(altered) > _SHOWN:
        yield f"… and {len(altered) - _SHOWN} more in {kind.table.name}"


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
