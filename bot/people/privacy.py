"""All that is kept about one person, in every table: to be shown, and to be erased. Synchronous."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, or_, select, update

from knowledge.records import Records, asked
from knowledge.records.schema import (
    audit,
    broadcasts,
    feeds,
    history,
    imports,
    letters,
    outbox,
    people,
    proposals,
    questions,
    ratings,
    roles,
    subscribers,
    threads,
    watches,
    wizards,
)

Row = Mapping[str, Any]
# What is of no use to anybody but the program, or a secret of its own.
_INTERNAL = frozenset({"lease", "lease_until", "digest", "attempts", "unknowns", "part", "revision"})


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows as JSON values, by what they are; what is empty is left out.

    `changes`: how many changes of the record were made under the person's number. They stay: the record's history
    tells who changed what.
    """

    rows: Mapping[str, Sequence[Row]]
    changes: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.rows or self.changes)

    def to_json(self) -> dict[str, Any]:
        return {
            **{name: list(rows) for name, rows in self.rows.items()},
            "changes_of_the_record": self.changes,
        }


class Privacy:
    def __init__(self, records: Records) -> None:
        self._database = records.database

    def kept(self, person: int) -> Kept:
        with self._database.reading() as connection:
            found = {
                name: [_told(row._mapping) for row in connection.execute(select(table).where(theirs))]  # noqa: SLF001
                for name, table, theirs in _places(person)
            }
            found["messages"] = _messages(connection, person)
            made = select(func.count()).select_from(history).where(history.c.actor == f"person:{person}")
            changes = int(connection.execute(made).scalar_one())
        return Kept({name: rows for name, rows in found.items() if rows}, changes)

    def forget(self, person: int) -> None:
        """Erase it; what waits to be sent is not sent.

        Questions stay without whose they are. What was done for the record stays under the person's number: its
        history, broadcasts, and the rights that an owner gave.
        """
        with self._database.writing() as connection:
            asked.forget_person(connection, person)
            handled = update(questions).where(questions.c.handled_by == person)
            connection.execute(handled.values(handled_by=None))
            for table, theirs in _erased(person):
                connection.execute(delete(table).where(theirs))
            group = update(subscribers).where(subscribers.c.person == person)
            connection.execute(group.values(person=None))
            tried = update(audit).where(audit.c.person == person)
            connection.execute(tried.values(person=None, chat=None, detail=None))
            connection.execute(delete(people).where(people.c.id == person))


def _places(person: int) -> Sequence[tuple[str, Table, ColumnElement[bool]]]:
    """Where something of theirs may stand. A private chat has the number of the person."""
    return (
        ("person", people, people.c.id == person),
        ("questions", questions, questions.c.person == person),
        ("ratings", ratings, ratings.c.person == person),
        ("conversation", threads, or_(threads.c.chat == person, threads.c.person == person)),
        ("subscriptions", subscribers, or_(subscribers.c.chat == person, subscribers.c.person == person)),
        ("reminders", watches, watches.c.chat == person),
        ("calendar_links", feeds, feeds.c.chat == person),
        ("unfinished", wizards, or_(wizards.c.chat == person, wizards.c.person == person)),
        ("imports", imports, imports.c.person == person),
        ("broadcasts", broadcasts, broadcasts.c.person == person),
        ("proposals", proposals, proposals.c.person == person),
        ("rights", roles, roles.c.person == person),
        ("attempts", audit, audit.c.person == person),
    )


def _erased(person: int) -> Sequence[tuple[Table, ColumnElement[bool]]]:
    return (
        (threads, or_(threads.c.chat == person, threads.c.person == person)),
        (outbox, outbox.c.chat == person),
        (watches, watches.c.chat == person),
        (subscribers, subscribers.c.chat == person),
        (feeds, feeds.c.chat == person),
        (wizards, or_(wizards.c.chat == person, wizards.c.person == person)),
        (imports, imports.c.person == person),
    )


def _messages(connection: Connection, person: int) -> list[Row]:
    """What was sent unasked, or waits to be, with its text."""
    queued = (
        select(outbox, letters.c.parts)
        .join(letters, letters.c.id == outbox.c.letter)
        .where(outbox.c.chat == person)
    )
    return [_told(row._mapping) for row in connection.execute(queued.order_by(outbox.c.id))]  # noqa: SLF001


def _told(row: Mapping[Any, Any]) -> Row:
    return {str(name): _json(value) for name, value in row.items() if name not in _INTERNAL}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
