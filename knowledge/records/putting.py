"""Changes by hand: each says what its editor saw, so that nobody's change is lost unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, select

from knowledge.errors import AgreementError
from knowledge.model import Document, Entity, Event, Fact, Pack, Synonym, Topic
from knowledge.records import applying, history, schema
from knowledge.records.applying import Applied, digest
from knowledge.records.history import Change, KindName
from knowledge.records.kinds import DOCUMENTS, ENTITIES, EVENTS, FACTS, SYNONYMS, TOPICS, Kind

Recorded = Document | Topic | Entity | Fact | Event | Synonym

_KINDS: dict[type[Recorded], Kind[Any]] = {
    Document: DOCUMENTS,
    Topic: TOPICS,
    Entity: ENTITIES,
    Fact: FACTS,
    Event: EVENTS,
    Synonym: SYNONYMS,
}


@dataclass(frozen=True, slots=True)
class Edit:
    """What shall stand on record from now on, and what stood there when the editor looked; None for nothing."""

    after: Recorded
    seen: Recorded | None = None
    undoes: int | None = None  # the number of the change that this takes back


class Conflict(AgreementError):  # noqa: N818 - read as a statement, like InvalidInput
    """Something else stands there by now; nothing was changed.

    `standing` is what stands there (None: it is gone), `change` the last one made to it, with who and when.
    """

    def __init__(self, edit: Edit, standing: Recorded | None, change: Change | None) -> None:
        self.edit, self.standing, self.change = edit, standing, change
        self.kind = cast("KindName", _KINDS[type(edit.after)].name)
        self.subject = edit.after.id
        super().__init__(f'{self.kind} "{self.subject}" has changed meanwhile')


def put(connection: Connection, edits: Sequence[Edit], *, actor: str, now: datetime) -> Applied:
    """See `Records.put`; `connection` is in a writing transaction."""
    # The lock comes before the look: between the two nobody else may write.
    connection.execute(select(schema.state.c.revision).with_for_update()).scalar_one()
    for edit in edits:
        _check_seen(connection, edit)
    undoes = {
        (_KINDS[type(edit.after)].name, edit.after.id): edit.undoes
        for edit in edits
        if edit.undoes is not None
    }
    return applying.apply(connection, _pack(edits), actor=actor, now=now, undoes=undoes)


def _check_seen(connection: Connection, edit: Edit) -> None:
    kind = _KINDS[type(edit.after)]
    row = kind.table.c.id == edit.after.id
    standing = connection.execute(select(kind.table.c.digest).where(row)).scalar()
    seen = None if edit.seen is None else digest(kind.data(edit.seen))
    # Whoever wants what is there already has nothing to lose: a button pressed twice, say.
    if standing in (seen, digest(kind.data(edit.after))):
        return
    found = next(iter(kind.where(connection, row)), None)
    latest = history.changes(connection, cast("KindName", kind.name), edit.after.id, 1)
    raise Conflict(edit, found, next(iter(latest), None))


def _pack(edits: Sequence[Edit]) -> Pack:
    after = [edit.after for edit in edits]
    return Pack(
        id="edits",
        title={},
        documents=tuple(value for value in after if isinstance(value, Document)),
        topics=tuple(value for value in after if isinstance(value, Topic)),
        entities=tuple(value for value in after if isinstance(value, Entity)),
        facts=tuple(value for value in after if isinstance(value, Fact)),
        events=tuple(value for value in after if isinstance(value, Event)),
        synonyms=tuple(value for value in after if isinstance(value, Synonym)),
    )
