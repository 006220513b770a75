"""Who changed what: every change of the record, with what stood there before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

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
    undoes: int | None = None  # the change that this one takes back


def changes(
    connection: Connection, kind: KindName | None, subject: str | None, limit: int, offset: int = 0
) -> tuple[Change, ...]:
    """The latest changes first."""
    found = select(history).where(*_of(kind, subject)).order_by(history.c.id.desc())
    return _read(connection, found.limit(limit).offset(offset))


def count(connection: Connection, subject: str | None) -> int:
    counted = select(func.count()).select_from(history).where(*_of(None, subject))
    return int(connection.execute(counted).scalar_one())


def change(connection: Connection, number: int) -> Change | None:
    return next(iter(_read(connection, select(history).where(history.c.id == number))), None)


def later(connection: Connection, than: Change) -> tuple[Change, ...]:
    """What was changed of the same thing afterwards, the latest first."""
    same = history.c.kind == than.kind, history.c.subject == than.subject, history.c.id > than.id
    return _read(connection, select(history).where(*same).order_by(history.c.id.desc()))


def latest_of(connection: Connection, actor: str) -> tuple[Change, ...]:
    """What somebody changed last, all at once, and has not taken back yet; taking back does not count."""
    undoing, again = history.alias(), history.alias()
    put_back = exists().where(again.c.undoes == undoing.c.id)
    undone = exists().where(undoing.c.undoes == history.c.id, ~put_back)
    theirs = history.c.actor == actor, history.c.undoes.is_(None), ~undone
    newest = select(history.c.revision).where(*theirs).order_by(history.c.id.desc()).limit(1)
    revision = connection.execute(newest).scalar()
    return _read(
        connection, select(history).where(*theirs, history.c.revision == revision).order_by(history.c.id)
    )


def _of(kind: KindName | None, subject: str | None) -> list[ColumnElement[bool]]:
    conditions = []
    if kind is not None:
        conditions.append(history.c.kind == kind)
    if subject is not None:
        conditions.append(history.c.subject == subject)
    return conditions


def _read(connection: Connection, found: Select[Any]) -> tuple[Change, ...]:
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
            undoes=row.undoes,
        )
        for row in connection.execute(found)
    )
