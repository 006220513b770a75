"""What was changed of a record, by whom and when, in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.editing.keeping import person_of
from knowledge.records import Change, Records
from knowledge.records.history import KindName
from knowledge.records.schema import people
from knowledge.texts import Texts


class Changes:
    """`home`: the zone in which times are told."""

    def __init__(self, records: Records, home: ZoneInfo) -> None:
        self._records, self._home = records, home

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
