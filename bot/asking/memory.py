"""What a turn reads and leaves behind, in as few transactions as can be: a question waits for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.people import People, Person
from knowledge.matching.answer import Answer
from knowledge.matching.thread import Thread
from knowledge.records import Question, Records, asked
from knowledge.records.schema import threads
from knowledge.records.upserting import upsert

# "Last seen" need not be more exact.
_SEEN_AGAIN = timedelta(hours=1)


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
    def __init__(self, records: Records, people: People) -> None:
        self._database, self._people = records.database, people

    def meet(self, person_id: int, language_code: str | None, now: datetime) -> Person | None:
        """The person as they are known, newcomers included."""
        person = self._people.person(person_id)
        if person is None or _news(person, language_code, now):
            self._people.seen(person_id, language_code, now)
            person = self._people.person(person_id)
        return person

    def keep(self, turn: Turn, *, filed: bool) -> int:
        """Store the question and what a follow-up may take over; the question's id."""
        with self._database.writing() as connection:
            thread = turn.answer.thread
            if thread and thread != turn.taken_up:
                row = {"chat": turn.chat, "person": turn.person, "thread": thread.to_json()}
                upsert(connection, threads, {**row, "updated_at": thread.at})
            return asked.file_question(connection, _question(turn, filed=filed))


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
