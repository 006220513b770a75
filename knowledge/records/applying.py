"""Taking a pack into the record: one transaction, and what is on record already is left alone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, NoReturn

from sqlalchemy import Column, Connection, bindparam, delete, insert, select, update

from knowledge.dates import parse_edtf
from knowledge.errors import InvalidInput
from knowledge.events.recurrence import check_rule
from knowledge.limits import id_problem
from knowledge.model import Event, Fact, Pack, Synonym
from knowledge.records import schema
from knowledge.records.kinds import DOCUMENTS, ENTITIES, EVENTS, FACTS, SYNONYMS, TOPICS, Kind
from knowledge.records.rows import Value, Values

Progress = Callable[[int], None]
Undoes = Mapping[tuple[str, str], int]
_BATCH = 2000
_SAME_AS_ANOTHER = 2  # words that a synonym has at least
SHOWN = ("when", "rrule", "place", "status", "title")  # of an event: what raises its SEQUENCE
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a pack's facts.

    `besides` counts the documents, topics, entities and synonyms that changed, `events` the events that are new or
    changed.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    besides: int = 0
    revision: int = 0  # the record's, afterwards
    events: int = 0

    def __add__(self, other: Applied) -> Applied:
        """Two packs, one after the other."""
        return Applied(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.besides + other.besides,
            max(self.revision, other.revision),
            self.events + other.events,
        )


def apply(
    connection: Connection,
    pack: Pack,
    *,
    actor: str,
    now: datetime,
    fragment: bool = False,
    progress: Progress | None = None,
    undoes: Undoes | None = None,
) -> Applied:
    """See `Records.apply`; `connection` is in a writing transaction. `undoes`: what is taken back, by kind and id."""
    for kind, values in _sections(pack):
        _check(kind, values)
    # This row's lock comes first: with several writers, revisions rise in the order of commits.
    revision = connection.execute(select(schema.state.c.revision).with_for_update()).scalar_one()
    _check_references(connection, pack)
    taking = _Taking(connection, revision + 1, actor, now, fragment, undoes or {})
    besides = (
        taking.take(DOCUMENTS, pack.documents).touched
        + taking.take(TOPICS, pack.topics).touched
        + taking.take(ENTITIES, pack.entities).touched
        + taking.take(SYNONYMS, pack.synonyms).touched
    )
    facts = taking.take(FACTS, pack.facts, progress)
    events = taking.take(EVENTS, pack.events).touched
    if besides + facts.touched + events:
        revision += 1
        connection.execute(update(schema.state).values(revision=revision))
    return Applied(facts.added, facts.changed, facts.unchanged, besides, revision, events)


def digest(data: Values) -> str:
    """A fingerprint of what a value says; counts of its changes are not part of that."""
    said = {name: value for name, value in data.items() if name not in {"version", "sequence"}}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(slots=True)
class _Count:
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def touched(self) -> int:
        return self.added + self.changed


@dataclass(frozen=True, slots=True)
class _Change(Generic[Value]):
    before: Value | None
    after: Value


@dataclass(slots=True)
class _Taking:
    connection: Connection
    revision: int
    actor: str
    now: datetime
    fragment: bool
    undoes: Undoes

    def take(self, kind: Kind[Value], values: Sequence[Value], progress: Progress | None = None) -> _Count:
        count = _Count()
        for start in range(0, len(values), _BATCH):
            batch = values[start : start + _BATCH]
            changes = list(self._changes(kind, batch))
            added = [change.after for change in changes if change.before is None]
            changed = [change.after for change in changes if change.before is not None]
            self._insert(kind, added)
            self._update(kind, changed)
            self._record(kind, changes)
            count.added += len(added)
            count.changed += len(changed)
            count.unchanged += len(batch) - len(changes)
            if progress is not None:
                progress(start + len(batch))
        return count

    def _changes(self, kind: Kind[Value], batch: Sequence[Value]) -> Iterator[_Change[Value]]:
        """What differs from the record. Only rows that may differ are read whole."""
        table = kind.table.c
        digests = select(table.id, table.digest).where(table.id.in_([value.id for value in batch]))
        known: dict[str, str] = {row.id: row.digest for row in self.connection.execute(digests)}
        doubtful = [
            value.id
            for value in batch
            if value.id in known and (self.fragment or known[value.id] != digest(kind.data(value)))
        ]
        old = (
            {value.id: value for value in kind.where(self.connection, table.id.in_(doubtful))}
            if doubtful
            else {}
        )
        for value in batch:
            if value.id not in known:
                yield _Change(None, value)
            elif value.id in old:
                after = _renewed(kind, old[value.id], value, fragment=self.fragment)
                if digest(kind.data(after)) != known[value.id]:
                    yield _Change(old[value.id], after)

    def _insert(self, kind: Kind[Value], values: Sequence[Value]) -> None:
        if values:
            self.connection.execute(insert(kind.table), [self._row(kind, value) for value in values])
            self._insert_children(kind, values)

    def _update(self, kind: Kind[Value], values: Sequence[Value]) -> None:
        if not values:
            return
        # A bound value may not have a column's name here: "id" would be set.
        stored = [{"row_id": value.id, **self._row(kind, value)} for value in values]
        self.connection.execute(update(kind.table).where(kind.table.c.id == bindparam("row_id")), stored)
        if kind.child is not None:
            gone = delete(kind.child.table).where(kind.child.in_([value.id for value in values]))
            self.connection.execute(gone)
        self._insert_children(kind, values)

    def _insert_children(self, kind: Kind[Value], values: Sequence[Value]) -> None:
        children = [row for value in values for row in kind.child_rows(value)]
        if kind.child is not None and children:
            self.connection.execute(insert(kind.child.table), children)

    def _row(self, kind: Kind[Value], value: Value) -> Values:
        return {**kind.row(value), "digest": digest(kind.data(value)), "revision": self.revision}

    def _record(self, kind: Kind[Value], changes: Sequence[_Change[Value]]) -> None:
        if changes:
            self.connection.execute(insert(schema.history), [self._entry(kind, change) for change in changes])

    def _entry(self, kind: Kind[Value], change: _Change[Value]) -> Values:
        return {
            "revision": self.revision,
            "at": self.now,
            "actor": self.actor,
            "kind": kind.name,
            "subject": change.after.id,
            "before": None if change.before is None else kind.data(change.before),
            "after": kind.data(change.after),
            "undoes": self.undoes.get((kind.name, change.after.id)),
        }


def _renewed(kind: Kind[Value], old: Value, new: Value, *, fragment: bool) -> Value:
    after = kind.overlaid(old, new) if fragment else new
    if isinstance(after, Fact) and isinstance(old, Fact):
        return replace(after, version=old.version + 1)
    if isinstance(after, Event) and isinstance(old, Event):
        return _renewed_event(old, after)
    return after


def _renewed_event(old: Event, after: Event) -> Event:
    """A calendar takes an update only if SEQUENCE rose, and knows the event by its UID (RFC 5546, 2.1.4)."""
    shown = any(getattr(old, name) != getattr(after, name) for name in SHOWN)
    sequence = max(old.sequence + shown, after.sequence)
    return replace(after, uid=old.uid, sequence=sequence, version=old.version + 1)


def _sections(pack: Pack) -> Iterator[tuple[Kind[Any], Sequence[Any]]]:
    yield DOCUMENTS, pack.documents
    yield TOPICS, pack.topics
    yield ENTITIES, pack.entities
    yield FACTS, pack.facts
    yield EVENTS, pack.events
    yield SYNONYMS, pack.synonyms


def _check(kind: Kind[Value], values: Sequence[Value]) -> None:
    """What no caller may store, whoever made the pack."""
    seen: set[str] = set()
    for value in values:
        problem = id_problem(value.id)
        if problem is not None:
            raise InvalidInput(f'{kind.name} "{value.id[:80]}" {problem}')
        if value.id in seen:
            raise InvalidInput(f'{kind.name} "{value.id}": there are two with this id')
        seen.add(value.id)
        if isinstance(value, Fact) and not any(value.statement.values()):
            raise InvalidInput(f'fact "{value.id}" states nothing')
        if isinstance(value, Event):
            _check_event(value)
        if isinstance(value, Synonym) and len(set(value.words)) < _SAME_AS_ANOTHER:
            raise InvalidInput(f'synonym "{value.id}" needs two words at least')
        _check_text(f'{kind.name} "{value.id}"', kind.data(value))


def _check_event(event: Event) -> None:
    if not any(event.title.values()):
        raise InvalidInput(f'event "{event.id}" has no title')
    try:
        check_rule(event.rrule, parse_edtf(event.when))
    except InvalidInput as error:
        raise InvalidInput(f'event "{event.id}": {error.reason}') from None


def _check_text(what: str, data: Values) -> None:
    text = json.dumps(data, ensure_ascii=False)
    try:
        text.encode()
        storable = "\\u0000" not in text or not _NUL.search(text)
    except UnicodeEncodeError:
        storable = False
    if not storable:
        raise InvalidInput(f"{what} has a character that cannot be stored")


def _check_references(connection: Connection, pack: Pack) -> None:
    """Every topic, document, entity and fact that one names is in the pack or on record."""
    named_topics = {fact.topic for fact in pack.facts} | {event.topic for event in pack.events}
    topics = named_topics - {topic.id for topic in pack.topics}
    sources = {fact.source.document for fact in pack.facts if fact.source}
    documents = sources - {document.id for document in pack.documents}
    named = {entity for fact in pack.facts for entity in fact.about}
    entities = named - {entity.id for entity in pack.entities}
    told = {fact for event in pack.events for fact in event.facts} - {fact.id for fact in pack.facts}
    lost = {
        "topic": topics - _on_record(connection, schema.topics.c.id, topics),
        "document": documents - _on_record(connection, schema.documents.c.id, documents),
        "entity": entities - _on_record(connection, schema.entities.c.id, entities),
        "fact": told - _on_record(connection, schema.facts.c.id, told),
    }
    if any(lost.values()):
        _refuse_lost(pack, lost)


def _refuse_lost(pack: Pack, lost: Mapping[str, set[str]]) -> NoReturn:
    for fact in pack.facts:
        document = fact.source.document if fact.source else ""
        for kind, names in (("topic", [fact.topic]), ("document", [document]), ("entity", fact.about)):
            for name in names:
                if name in lost[kind]:
                    raise InvalidInput(f'fact "{fact.id}": there is no {kind} "{name}"')
    for event in pack.events:
        for kind, names in (("topic", [event.topic]), ("fact", event.facts)):
            for name in names:
                if name in lost[kind]:
                    raise InvalidInput(f'event "{event.id}": there is no {kind} "{name}"')
    raise AssertionError(lost)


def _on_record(connection: Connection, column: Column[str], ids: set[str]) -> set[str]:
    wanted = sorted(ids)
    found: set[str] = set()
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        found.update(connection.execute(select(column).where(column.in_(batch))).scalars())
    return found
