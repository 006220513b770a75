"""A second pair of eyes (`REVIEW=on`): what one editor changes of the published record, another one publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.editing.differing import data_of
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge import plain
from knowledge.errors import AgreementError
from knowledge.model import Document, Entity, Event, Fact, Synonym, Topic
from knowledge.records import Edit, Recorded, Records
from knowledge.records.schema import proposals
from knowledge.texts import Texts

_OF: Mapping[str, Any] = {
    "document": plain.document_of,
    "topic": plain.topic_of,
    "entity": plain.entity_of,
    "fact": plain.fact_of,
    "event": plain.event_of,
    "synonym": plain.synonym_of,
}
_NAMES: Mapping[type[Recorded], str] = {
    Document: "document",
    Topic: "topic",
    Entity: "entity",
    Fact: "fact",
    Event: "event",
    Synonym: "synonym",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes that wait; `person` proposed them."""

    id: int
    at: datetime
    person: int
    edits: tuple[Edit, ...]


class Held(AgreementError):  # noqa: N818 - read as a statement: the change is held
    """Nothing was changed yet: the change was kept as a proposal, for another editor to publish."""

    def __init__(self, proposal: int) -> None:
        self.proposal = proposal
        super().__init__(f"kept as proposal {proposal}")

    def told(self, texts: Texts) -> str:
        return texts.gettext("Kept for review (no. {n}): another editor publishes it.").format(
            n=self.proposal
        )


class Proposals:
    """Where they wait. Synchronous."""

    def __init__(self, records: Records) -> None:
        self._database = records.database

    def add(self, edits: Sequence[Edit], person: int, now: datetime) -> int:
        """Its number. The same changes again are the same proposal: a button pressed twice, say."""
        stored = [_data(edit) for edit in edits]
        same = select(proposals.c.id, proposals.c.edits).where(
            proposals.c.status == "waiting", proposals.c.person == person
        )
        row = {"at": now, "person": person, "edits": stored, "status": "waiting"}
        with self._database.writing() as connection:
            for number, known in connection.execute(same):
                if known == stored:
                    return int(number)
            key = connection.execute(insert(proposals), row).inserted_primary_key
        assert key is not None
        return int(key[0])

    def waiting(self) -> tuple[Proposal, ...]:
        """The oldest first."""
        found = select(proposals).where(proposals.c.status == "waiting").order_by(proposals.c.id)
        with self._database.reading() as connection:
            return tuple(_proposal(row) for row in connection.execute(found))

    def count(self) -> int:
        found = select(func.count()).select_from(proposals).where(proposals.c.status == "waiting")
        with self._database.reading() as connection:
            return int(connection.execute(found).scalar_one())

    def find(self, number: int) -> Proposal | None:
        """One that still waits."""
        found = select(proposals).where(proposals.c.id == number, proposals.c.status == "waiting")
        with self._database.reading() as connection:
            row = connection.execute(found).first()
        return None if row is None else _proposal(row)

    def settle(self, number: int, person: int, now: datetime, *, accepted: bool) -> None:
        status = "accepted" if accepted else "rejected"
        done = {"status": status, "handled_by": person, "handled_at": now}
        with self._database.writing() as connection:
            connection.execute(update(proposals).where(proposals.c.id == number).values(done))


def is_unseen(edit: Edit) -> bool:
    """Whether nothing that is answered changes by it: drafts, and what is new and named by nobody yet."""
    after, seen = edit.after, edit.seen
    if isinstance(after, Fact):
        return after.status == "draft" and (
            seen is None or (isinstance(seen, Fact) and seen.status == "draft")
        )
    if isinstance(after, Entity):
        return seen is None and after.retracted
    return seen is None and isinstance(after, Topic | Document)


def publishes(edits: Sequence[Edit]) -> Fact | None:
    """The draft that is published by these changes, if that is what they do."""
    for edit in edits:
        before, after = edit.seen, edit.after
        if isinstance(before, Fact) and isinstance(after, Fact) and before.status == "draft":
            return before if after.status == "published" else None
    return None


def another() -> Refused:
    return Refused(N_("You wrote this: another editor has to publish it."))


def _data(edit: Edit) -> Mapping[str, Any]:
    return {
        "kind": _NAMES[type(edit.after)],
        "after": data_of(edit.after),
        "seen": None if edit.seen is None else data_of(edit.seen),
        "undoes": edit.undoes,
    }


def _proposal(row: Any) -> Proposal:
    edits = tuple(
        Edit(
            _OF[one["kind"]](one["after"]),
            None if one["seen"] is None else _OF[one["kind"]](one["seen"]),
            one["undoes"],
        )
        for one in row.edits
    )
    return Proposal(row.id, row.at, row.person, edits)
