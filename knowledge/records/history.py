"""Who changed what: every change of the record, with what stood there before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, select

from knowledge import plain
from knowledge.model import Document, Entity, Event, Fact, Synonym, Topic
from knowledge.records.schema import history

KindName = Literal["document", "topic", "entity", "fact", "event", "synonym"]
_OF: dict[str, Any] = {
    "document": plain.document_of,
    "topic": plain.topic_of,
    "entity": plain.entity_of,
    "fact": plain.fact_of,
    "event": plain.event_of,
    "synonym": plain.synonym_of,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `before` is empty where the subject was new."""

    id: int
    revision: int
    at: datetime
    actor: str
    kind: KindName
    subject: str
    before: Document | Topic | Entity | Fact | Event | Synonym | None
    after: Document | Topic | Entity | Fact | Event | Synonym


def changes(
    connection: Connection, kind: KindName | None, subject: str | None, limit: int
) -> tuple[Change, ...]:
    """The latest changes first."""
    found = select(history).order_by(history.c.id.desc()).limit(limit)
    if kind is not None:
        found = found.where(history.c.kind == kind)
    if subject is not None:
        found = found.where(history.c.subject == subject)
    return tuple(
        Change(
            id=row.id,
            revision=row.revision,
            at=row.at,
            actor=row.actor,
            kind=row.kind,
            subject=row.subject,
            before=None if row.before is None else _OF[row.kind](row.before),
            after=_OF[row.kind](row.after),
        )
        for row in connection.execute(found)
    )
