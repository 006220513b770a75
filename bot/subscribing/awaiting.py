"""What the bot has asked a chat for last: a city, an hour. Kept where the thread of the conversation is."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.kept import Kept
from knowledge.records import Records
from knowledge.records.schema import threads
from knowledge.records.upserting import upsert

_FORGOTTEN_AFTER = timedelta(minutes=15)
_AT_HAND = timedelta(minutes=1)
_ASKED = "asked_for"


class Awaiting:
    """At most one thing per chat; a question that is asked meanwhile, or /start, takes its place."""

    def __init__(self, records: Records) -> None:
        self._database = records.database
        # Every message asks whether it is an answer, and hardly ever is: chats that are asked for nothing, at hand.
        self._idle: Kept[int, None] = Kept(_AT_HAND)

    def idle(self, chat: int, now: datetime) -> bool:
        """True if the chat is known to be asked for nothing; without the database, unlike the rest."""
        return self._idle.has(chat, now)

    def ask(self, chat: int, person: int | None, setting: str, now: datetime) -> None:
        row = {"chat": chat, "person": person, "thread": {_ASKED: setting, "of": person}, "updated_at": now}
        with self._database.writing() as connection:
            upsert(connection, threads, row)
        self._idle.drop(chat)

    def asked(self, chat: int, person: int | None, now: datetime) -> str | None:
        """What this person was asked for in this chat."""
        with self._database.reading() as connection:
            found = connection.execute(
                select(threads.c.thread, threads.c.updated_at).where(threads.c.chat == chat)
            ).first()
        if found is None or not isinstance(found.thread, dict) or _ASKED not in found.thread:
            self._idle.put(chat, None, now)
            return None
        fresh = abs(now - found.updated_at) <= _FORGOTTEN_AFTER and found.thread.get("of") == person
        return str(found.thread[_ASKED]) if fresh else None

    def forget(self, chat: int) -> None:
        """Nothing is asked for any more; a thread of questions stays."""
        with self._database.writing() as connection:
            row = connection.execute(select(threads.c.thread).where(threads.c.chat == chat)).scalar()
            if isinstance(row, dict) and _ASKED in row:
                connection.execute(delete(threads).where(threads.c.chat == chat))
