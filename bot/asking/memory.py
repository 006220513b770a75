"""What a turn reads and leaves behind, in as few transactions as can be: a question waits for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import Connection

from bot.people import People, Person
from knowledge.matching.answer import Answer
from knowledge.matching.thread import Thread
from knowledge.records import Question, Records, asked
from knowledge.records.grouping import GroupedWrites
from knowledge.records.schema import threads
from knowledge.records.upserting import upsert

T = TypeVar("T")

_AT_HAND = timedelta(seconds=60)
_MOST_AT_HAND = 10_000
# "Last seen" need not be more exact.
_SEEN_AGAIN = timedelta(hours=1)


class Kept(Generic[T]):
    """The latest values by id, for a while; safe from several threads, as each step is one of the dictionary's."""

    def __init__(self, how_long: timedelta) -> None:
        self._how_long = how_long
        self._values: dict[int, tuple[datetime, T]] = {}

    def has(self, key: int, now: datetime) -> bool:
        kept = self._values.get(key)
        return kept is not None and abs(now - kept[0]) <= self._how_long

    def get(self, key: int, now: datetime) -> T | None:
        kept = self._values.get(key)
        return kept[1] if kept and abs(now - kept[0]) <= self._how_long else None

    def put(self, key: int, value: T, now: datetime) -> None:
        if len(self._values) >= _MOST_AT_HAND:
            self._values = {}
        self._values[key] = (now, value)

    def drop(self, key: int | None) -> None:
        if key is not None:
            self._values.pop(key, None)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a chat, with its answer."""

    text: str
    answer: Answer
    at: datetime
    chat: int
    person: int | None
    taken_up: Thread | None  # the thread as it was before


class Memory:
    """Who is in a conversation and what it was about; kept at hand, because each question needs both.

    One process at a time talks to Telegram, so what it wrote is what is stored; another process's change (a restored
    backup, say) is seen after `_AT_HAND`.
    """

    def __init__(self, records: Records, people: People) -> None:
        self._writes, self._people = GroupedWrites(records.database), people
        self._met: Kept[Person] = Kept(_AT_HAND)
        self._threads: Kept[Thread | None] = Kept(_AT_HAND)

    def meet(self, person_id: int, language_code: str | None, now: datetime) -> Person | None:
        """The person as they are known, newcomers included."""
        person = self._met.get(person_id, now) or self._people.person(person_id)
        if person is None or _news(person, language_code, now):
            self._people.seen(person_id, language_code, now)
            person = self._people.person(person_id)
        if person:
            self._met.put(person_id, person, now)
        return person

    def thread(self, chat: int, now: datetime) -> Thread | None:
        """What a follow-up may take over."""
        if not self._threads.has(chat, now):
            self._threads.put(chat, self._people.thread(chat, now), now)
        thread = self._threads.get(chat, now)
        return thread if thread and thread.alive(now) else None

    def forget_at_hand(self, *, person: int | None = None, chat: int | None = None) -> None:
        """Read anew what was changed otherwise than by a question."""
        self._met.drop(person)
        self._threads.drop(chat)

    def keep(self, turn: Turn, *, filed: bool) -> int:
        """Store the question and what a follow-up may take over; the question's id."""
        thread = turn.answer.thread
        question = _question(turn, filed=filed)

        def store(connection: Connection) -> int:
            if thread and thread != turn.taken_up:
                row = {"chat": turn.chat, "person": turn.person, "thread": thread.to_json()}
                upsert(connection, threads, {**row, "updated_at": thread.at})
            return asked.file_question(connection, question)

        number = self._writes.run(store)
        # Only what is stored is at hand: a failed transaction leaves both as they were.
        self._threads.put(turn.chat, thread, turn.at)
        return number


def _news(person: Person, language_code: str | None, now: datetime) -> bool:
    recent = person.last_seen <= now < person.last_seen + _SEEN_AGAIN
    return not recent or person.blocked or person.language_code != language_code


def _question(turn: Turn, *, filed: bool) -> Question:
    answer = turn.answer
    return Question(
        text=turn.text,
        lang=answer.lang,
        asked_at=turn.at,
        status=answer.status,
        confidence=answer.confidence,
        facts=tuple(fact.id for fact in answer.facts),
        missing=answer.missing,
        person=turn.person,
        chat=turn.chat,
        filed=filed,
    )
