"""The record store: the truth that everything else is made from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from knowledge.dates import parse_edtf
from knowledge.errors import Unavailable
from knowledge.model import Document, Entity, Event, EventStatus, Fact, FactStatus, Pack, Synonym, Topic
from knowledge.records import applying, asked, checking, history, putting, rows, schema
from knowledge.records.applying import Applied, Progress
from knowledge.records.asked import Question, Rating
from knowledge.records.checking import Counts
from knowledge.records.database import Database
from knowledge.records.history import Change, KindName
from knowledge.records.migrating import prepare
from knowledge.records.putting import Edit
from knowledge.records.sealing import cipher_of, guard

_MOST_NAMED = 20_000  # ids in one query


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed after a revision, up to `revision`; facts of every status, for an index to drop some."""

    revision: int
    documents: tuple[Document, ...]
    topics: tuple[Topic, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    events: tuple[Event, ...] = ()
    synonyms: tuple[Synonym, ...] = ()


class Records:
    """Facts and what they rest on, in SQLite or PostgreSQL. Every method may be called from any thread.

    Whatever cannot be done because of the database raises Unavailable, in one line and without its password.
    """

    def __init__(self, database: Database, *, created: bool = False) -> None:
        self.database = database
        self.created = created  # there was nothing here before: whoever opened it may want to fill it

    @classmethod
    def open(cls, url: str, *, migrate: bool = True, secret: str | None = None) -> Self:
        """The records at `url`; tables are created and brought up to date, unless `migrate` is off.

        `secret`: personal text is sealed with it, from the first time on.
        """
        database = Database(url, cipher_of(secret) if secret else None)
        try:
            created = prepare(database, migrate=migrate)
            guard(database)
        except BaseException:
            database.close()
            raise
        return cls(database, created=created)

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def revision(self) -> int:
        """Rises with every change of facts, entities, topics and documents."""
        with self.database.reading() as connection:
            return _revision(connection)

    def restored(self) -> int:
        """The revision with which a backup was last put back: nothing made of earlier ones is of use; 0 if never."""
        with self.database.reading() as connection:
            return int(connection.execute(select(schema.state.c.restored)).scalar_one())

    def to_be_filled(self) -> bool:
        """Whether the database is new and nobody has got as far as filling it, or saying that it stays empty."""
        with self.database.reading() as connection:
            filled = bool(connection.execute(select(schema.state.c.filled)).scalar_one())
        return not filled and self.is_empty()

    def set_filled(self) -> None:
        with self.database.writing() as connection:
            connection.execute(update(schema.state).values(filled=True))

    def is_empty(self) -> bool:
        with self.database.reading() as connection:
            return connection.execute(select(schema.facts.c.id).limit(1)).first() is None

    def pack(self, *statuses: FactStatus) -> Pack:
        """Everything on record, by id; of the facts those of these statuses, by default the published.

        Events do not name facts that are left out, and retracted entities stay where a fact names them: a
        pack refers to nothing outside itself. With the retracted facts comes everything else that
        is retracted.
        """
        with self.database.reading() as connection:
            wanted = schema.facts.c.status.in_(statuses or ("published",))
            facts = tuple(rows.facts_where(connection, wanted))
            there = {fact.id for fact in facts}
            named = {entity for fact in facts for entity in fact.about}
            every = "retracted" in statuses
            return Pack(
                id="record",
                title={"en": "The record", "ru": "Записи", "kk": "Жазбалар"},
                documents=tuple(rows.documents_where(connection)),
                topics=tuple(rows.topics_where(connection)),
                entities=tuple(
                    entity
                    for entity in rows.entities_where(connection)
                    if every or not entity.retracted or entity.id in named
                ),
                facts=facts,
                events=tuple(
                    replace(event, facts=tuple(name for name in event.facts if name in there))
                    for event in rows.events_where(connection)
                    if every or not event.retracted
                ),
                synonyms=tuple(
                    synonym for synonym in rows.synonyms_where(connection) if every or not synonym.retracted
                ),
            )

    def frame(self) -> Pack:
        """Everything on record but facts and events."""
        with self.database.reading() as connection:
            return Pack(
                id="record",
                title={},
                documents=tuple(rows.documents_where(connection)),
                topics=tuple(rows.topics_where(connection)),
                entities=tuple(rows.entities_where(connection)),
                synonyms=tuple(rows.synonyms_where(connection, schema.synonyms.c.retracted.is_(False))),
            )

    def changed_facts(self, since: int) -> Iterator[Fact]:
        """The facts that changed after a revision, of every status, read while they are used."""
        with self.database.reading() as connection:
            yield from rows.facts_in_turn(connection, schema.facts.c.revision > since)

    def changed_structures(self, since: int, known: Collection[str]) -> Iterator[Fact]:
        """Of these only facts that are more than text, and those of `known` whatever they have become.

        Others come along where too many are known to be named.
        """
        if len(known) > _MOST_NAMED:
            yield from self.changed_facts(since)
            return
        with self.database.reading() as connection:
            wanted = rows.STRUCTURED | schema.facts.c.id.in_(known)
            yield from rows.facts_in_turn(connection, (schema.facts.c.revision > since) & wanted)

    def facts_of_topic(self, topic: str, most: int) -> tuple[Fact, ...]:
        """Some of the published facts of a topic, by id; which ones, where there are more, is left open."""
        table = schema.facts.c
        with self.database.reading() as connection:
            wanted = and_(table.topic == topic, table.status == "published")
            return tuple(rows.some_facts_where(connection, wanted, most))

    def counts_by_topic(self) -> Mapping[str, int]:
        """How many facts each topic has, whatever their status: read from an index alone, as there may be a million."""
        table = schema.facts.c
        with self.database.reading() as connection:
            counted = connection.execute(select(table.topic, func.count()).group_by(table.topic))
            return {row[0]: row[1] for row in counted}

    def fact(self, fact_id: str) -> Fact | None:
        """One fact, whatever its status."""
        with self.database.reading() as connection:
            return next(iter(rows.facts_where(connection, schema.facts.c.id == fact_id)), None)

    def event(self, event_id: str) -> Event | None:
        with self.database.reading() as connection:
            return next(iter(rows.events_where(connection, schema.events.c.id == event_id)), None)

    def synonyms(self) -> tuple[Synonym, ...]:
        """Those that hold, by id."""
        with self.database.reading() as connection:
            return tuple(rows.synonyms_where(connection, schema.synonyms.c.retracted.is_(False)))

    def events(
        self,
        *,
        start: date | None = None,
        end: date | None = None,
        topics: Collection[str] = (),
        statuses: Collection[EventStatus] = (),
    ) -> tuple[Event, ...]:
        """The events that may touch a day from `start` to `end` (both included), by their beginning; no retracted ones.

        "May": of repeating ones only the beginning counts here; `knowledge.events` knows their days. Without
        topics, or statuses, those of every one.
        """
        table = schema.events.c
        conditions: list[ColumnElement[bool]] = [table.retracted.is_(False)]
        if start is not None:
            conditions.append(table.last_day.is_(None) | (table.last_day >= start))
        if end is not None:
            conditions.append(table.first_day.is_(None) | (table.first_day <= end))
        if topics:
            conditions.append(table.topic.in_(topics))
        if statuses:
            conditions.append(table.status.in_(statuses))
        with self.database.reading() as connection:
            found = rows.events_where(connection, and_(*conditions))
        return tuple(sorted(found, key=lambda event: (parse_edtf(event.when).order, event.id)))

    def changes_since(self, revision: int) -> Changes:
        """All that an index of `revision` must catch up with, and the revision it is then at."""
        with self.database.reading() as connection:
            return Changes(
                revision=_revision(connection),
                documents=tuple(rows.documents_where(connection, schema.documents.c.revision > revision)),
                topics=tuple(rows.topics_where(connection, schema.topics.c.revision > revision)),
                entities=tuple(rows.entities_where(connection, schema.entities.c.revision > revision)),
                facts=tuple(rows.facts_where(connection, schema.facts.c.revision > revision)),
                events=tuple(rows.events_where(connection, schema.events.c.revision > revision)),
                synonyms=tuple(rows.synonyms_where(connection, schema.synonyms.c.revision > revision)),
            )

    def facts_changed_since(self, revision: int) -> tuple[Fact, ...]:
        """The facts that changed after `revision`, of every status."""
        return self.changes_since(revision).facts

    def apply(
        self,
        pack: Pack,
        *,
        actor: str,
        now: datetime,
        fragment: bool = False,
        progress: Progress | None = None,
    ) -> Applied:
        """Take the pack in: all of it or, if something is wrong with it, nothing (InvalidInput).

        What is on record as the pack has it stays untouched, so that a second time changes nothing.
        `fragment`: the pack holds parts of records (rows of one language); what it does not say stays as it
        is. `progress` hears how many facts are done.
        """
        with self.database.writing() as connection:
            return applying.apply(
                connection, pack, actor=actor, now=now, fragment=fragment, progress=progress
            )

    def put(self, edits: Sequence[Edit], *, actor: str, now: datetime) -> Applied:
        """Change records by hand: all of them or, if one has changed since it was seen, none (Conflict).

        Raises InvalidInput like `apply`.
        """
        with self.database.writing() as connection:
            return putting.put(connection, edits, actor=actor, now=now)

    def history(
        self, kind: KindName | None = None, subject: str | None = None, *, limit: int = 50, offset: int = 0
    ) -> tuple[Change, ...]:
        """The latest changes first: of everything, of a kind, or of one subject."""
        with self.database.reading() as connection:
            return history.changes(connection, kind, subject, limit, offset)

    def file_question(self, question: Question) -> int:
        """Store a question; its id."""
        with self.database.writing() as connection:
            return asked.file_question(connection, question)

    def question(self, question_id: int) -> Question | None:
        with self.database.reading() as connection:
            return asked.question(connection, question_id)

    def inbox(self, limit: int = 50) -> tuple[Question, ...]:
        """The questions that wait for an editor, the latest first."""
        with self.database.reading() as connection:
            return asked.inbox(connection, limit)

    def set_filed(self, question_id: int, *, filed: bool) -> bool:
        """Put a question into the inbox or take it out; False if it is not stored."""
        with self.database.writing() as connection:
            return asked.set_filed(connection, question_id, filed)

    def rate(self, question_id: int, person: int, *, good: bool, now: datetime) -> None:
        """The last rating of a person counts. InvalidInput if the question is not stored."""
        with self.database.writing() as connection:
            asked.rate(connection, Rating(question_id, person, good, now))

    def ratings(self, question_id: int) -> tuple[int, int]:
        """How many found the answer good, and how many bad."""
        with self.database.reading() as connection:
            return asked.ratings_for(connection, question_id)

    def counts(self) -> Counts:
        with self.database.reading() as connection:
            return checking.counts(connection)

    def check(self) -> list[str]:
        """What is wrong with the record, one line each; empty if it is whole."""
        try:
            with self.database.reading() as connection:
                return list(checking.problems(connection, sqlite=self.database.sqlite))
        except Unavailable as error:
            return [str(error)]


def _revision(connection: Connection) -> int:
    return int(connection.execute(select(schema.state.c.revision)).scalar_one())
