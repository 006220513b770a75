"""People: who they are to the bot, and what is remembered of them between two turns. Synchronous."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from knowledge.matching.answer import Answer
from knowledge.matching.thread import Thread
from knowledge.model import Lang
from knowledge.records import Question, Records
from knowledge.records.schema import people, threads
from knowledge.records.upserting import upsert

# "Last seen" is as exact as this: a write for every message would make each wait for the disk.
_SEEN_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote to the bot; `language` is the one they chose, if they did."""

    id: int
    language: Lang | None
    language_code: str | None  # of their Telegram app
    first_seen: datetime
    last_seen: datetime
    blocked: bool = False


class People:
    def __init__(self, records: Records) -> None:
        self._records = records
        self._database = records.database

    def person(self, user_id: int) -> Person | None:
        with self._database.reading() as connection:
            return _person(connection, user_id)

    def language_of(self, user_id: int) -> Lang | None:
        """The language that the person chose; None: they get that of their question."""
        person = self.person(user_id)
        return person.language if person else None

    def choose_language(self, user_id: int, lang: Lang | None, now: datetime) -> None:
        """None goes back to the language of the question."""
        with self._database.writing() as connection:
            row = {"language": lang, "last_seen": now, **_newcomer(user_id, now)}
            upsert(connection, people, row, keep=("first_seen", "blocked"))

    def seen(self, user_id: int, language_code: str | None, now: datetime) -> None:
        """The person wrote: so they have not blocked the bot."""
        person = self.person(user_id)
        if person and _as_known(person, language_code, now):
            return
        with self._database.writing() as connection:
            row = {**_newcomer(user_id, now), "language_code": language_code, "last_seen": now}
            upsert(connection, people, row, keep=("first_seen",))

    def set_blocked(self, user_id: int, *, blocked: bool = True) -> None:
        """Telegram says that the person does not want to hear from the bot."""
        with self._database.writing() as connection:
            connection.execute(update(people).where(people.c.id == user_id).values(blocked=blocked))

    def thread(self, chat: int, now: datetime) -> Thread | None:
        """What a follow-up may take over, unless it is too long ago."""
        with self._database.reading() as connection:
            stored = connection.execute(select(threads.c.thread).where(threads.c.chat == chat)).scalar()
        thread = _thread(stored)
        return thread if thread and thread.alive(now) else None

    def save_thread(self, chat: int, thread: Thread, *, person: int | None = None) -> None:
        """`person`: who asked; where it is left out, the chat is taken to be theirs."""
        row = {"chat": chat, "person": person, "thread": thread.to_json(), "updated_at": thread.at}
        with self._database.writing() as connection:
            upsert(connection, threads, row)

    def forget_thread(self, chat: int) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(threads).where(threads.c.chat == chat))

    def forget_threads_before(self, instant: datetime) -> int:
        """Erase what no follow-up can take over any more; how many there were."""
        with self._database.writing() as connection:
            return connection.execute(delete(threads).where(threads.c.updated_at < instant)).rowcount

    def remember_question(
        self, text: str, answer: Answer, *, now: datetime, person: int | None = None, chat: int | None = None
    ) -> int:
        """Store a question with its answer; its id. One that was not answered goes to the editors' inbox."""
        return self._records.file_question(
            Question(
                text=text,
                lang=answer.lang,
                asked_at=now,
                status=answer.status,
                confidence=answer.confidence,
                facts=tuple(fact.id for fact in answer.facts),
                missing=answer.missing,
                person=person,
                chat=chat,
                filed=answer.status == "unanswered",
            )
        )

    def rate(self, question_id: int, user_id: int, good: bool, now: datetime) -> None:
        """The last rating of a person counts. InvalidInput if the question is not stored any more."""
        self._records.rate(question_id, user_id, good=good, now=now)


def _thread(stored: Any) -> Thread | None:
    """None also for what another version of the program remembered: it may have been in other terms."""
    try:
        return None if stored is None else Thread.from_json(stored)
    except (KeyError, TypeError, ValueError):
        return None


def _newcomer(user_id: int, now: datetime) -> dict[str, Any]:
    return {"id": user_id, "first_seen": now, "last_seen": now, "blocked": False}


def _as_known(person: Person, language_code: str | None, now: datetime) -> bool:
    recent = person.last_seen <= now < person.last_seen + _SEEN_AGAIN
    return recent and not person.blocked and person.language_code == language_code


def _person(connection: Connection, user_id: int) -> Person | None:
    row: Row[Any] | None = connection.execute(select(people).where(people.c.id == user_id)).first()
    if row is None:
        return None
    return Person(row.id, row.language, row.language_code, row.first_seen, row.last_seen, row.blocked)
