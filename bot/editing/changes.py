"""What was changed of a record, by whom and when, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.editing import labels
from bot.editing.keeping import person_of
from knowledge import plain
from knowledge.model import Document, Entity, Event, Fact, Topic
from knowledge.records import Change, Records
from knowledge.records.history import KindName
from knowledge.records.schema import people
from knowledge.texts import Texts

_MOST = 10
_DATA: dict[type[Any], Any] = {
    Document: plain.document_data,
    Topic: plain.topic_data,
    Entity: plain.entity_data,
    Fact: plain.fact_data,
    Event: plain.event_data,
}


class Changes:
    """`home`: the zone in which times are told."""

    def __init__(self, records: Records, home: ZoneInfo) -> None:
        self._records, self._home = records, home

    def told(self, kind: KindName, subject: str, texts: Texts) -> Sequence[tuple[str, Sequence[str]]]:
        """The latest changes first: who and when, and what each changed."""
        changes = self._records.history(kind, subject, limit=_MOST)
        return [(self.head(change, texts), _lines(change, texts)) for change in changes]

    def last(self, kind: KindName, subject: str, texts: Texts) -> str:
        """Who changed it last, and when; empty if that is not known."""
        return next(
            (self.head(change, texts) for change in self._records.history(kind, subject, limit=1)), ""
        )

    def who(self, actor: str, texts: Texts) -> str:
        """An editor by the name they were last seen under, or their number; a program by its own name."""
        person = person_of(actor)
        if person is None:
            return texts.gettext("the program") if actor == "shipped" else actor
        named = select(people.c.username).where(people.c.id == person)
        with self._records.database.reading() as connection:
            username = connection.execute(named).scalar()
        return f"@{username}" if username else str(person)

    def head(self, change: Change, texts: Texts) -> str:
        at = change.at.astimezone(self._home)
        return f"{texts.date(at.date())}, {at:%H:%M} · {self.who(change.actor, texts)}"


def _lines(change: Change, texts: Texts) -> Sequence[str]:
    if change.before is None:
        return [texts.gettext("New.")]
    data = _DATA[type(change.after)]
    return labels.differences(texts, data(change.before), data(change.after))
