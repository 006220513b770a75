"""Questions that were asked, and what people thought of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from knowledge.errors import InvalidInput
from knowledge.matching.answer import Status
from knowledge.model import Lang
from knowledge.records.schema import questions, ratings
from knowledge.records.upserting import upsert

_FILE = insert(questions)
# Each engine numbers by itself, and is told which numbers are gone.
_LAST = text("SELECT seq FROM sqlite_sequence WHERE name = 'questions'")
_START = text("INSERT INTO sqlite_sequence (name, seq) VALUES ('questions', :last)")
_RAISE = text("UPDATE sqlite_sequence SET seq = :last WHERE name = 'questions'")
_NEXT = text(
    "SELECT nextval(pg_get_serial_sequence('questions', 'id')) FROM generate_series(1, CAST(:count AS integer))"
)
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was asked and answered; `person` and `chat` are empty once the person is forgotten."""

    text: str
    lang: Lang
    asked_at: datetime
    status: Status
    confidence: float = 0.0
    facts: tuple[str, ...] = ()  # what it was answered with
    missing: tuple[str, ...] = ()  # the words that the record does not explain
    person: int | None = None
    chat: int | None = None
    filed: bool = False  # waits in the editors' inbox
    id: int = 0  # given by the store; 0: not yet


@dataclass(frozen=True, slots=True)
class Rating:
    question: int
    person: int
    good: bool
    at: datetime


def file_question(connection: Connection, question: Question) -> int:
    """Store it under its number, or under a new one if it has none; the number."""
    key = connection.execute(_FILE, _stored(question)).inserted_primary_key
    assert key is not None
    return int(key[0])


def file_questions(connection: Connection, filed: Sequence[Question]) -> None:
    """Store questions under numbers that `reserve` gave."""
    connection.execute(_FILE, [_stored(question) for question in filed])


def reserve(connection: Connection, count: int) -> Sequence[int]:
    """So many numbers that no other question gets; those of questions that are never stored stay unused."""
    if connection.dialect.name == "sqlite":
        last = connection.execute(_LAST).scalar()
        connection.execute(_START if last is None else _RAISE, {"last": (last or 0) + count})
        return range((last or 0) + 1, (last or 0) + count + 1)
    return tuple(connection.execute(_NEXT, {"count": count}).scalars())


def question(connection: Connection, question_id: int) -> Question | None:
    row = connection.execute(select(questions).where(questions.c.id == question_id)).first()
    return None if row is None else _question(row)


def questions_of(connection: Connection, person: int) -> tuple[Question, ...]:
    found = select(questions).where(questions.c.person == person).order_by(questions.c.id)
    return tuple(map(_question, connection.execute(found)))


def inbox(connection: Connection, limit: int) -> tuple[Question, ...]:
    found = select(questions).where(questions.c.filed).order_by(questions.c.id.desc()).limit(limit)
    return tuple(map(_question, connection.execute(found)))


def set_filed(connection: Connection, question_id: int, filed: bool) -> bool:
    changed = update(questions).where(questions.c.id == question_id).values(filed=filed)
    return connection.execute(changed).rowcount > 0


def rate(connection: Connection, rating: Rating) -> None:
    """The last rating of a person counts."""
    known = select(questions.c.id).where(questions.c.id == rating.question)
    if connection.execute(known).first() is None:
        raise InvalidInput("this question is not stored any more")
    row = {"question": rating.question, "person": rating.person, "good": rating.good, "at": rating.at}
    upsert(connection, ratings, row)


def ratings_of(connection: Connection, person: int) -> tuple[Rating, ...]:
    found = select(ratings).where(ratings.c.person == person).order_by(ratings.c.question)
    return tuple(_rating(row) for row in connection.execute(found))


def ratings_for(connection: Connection, question_id: int) -> tuple[int, int]:
    """How many found the answer good, and how many bad."""
    counted = select(ratings.c.good, func.count()).where(ratings.c.question == question_id).group_by("good")
    counts = {bool(good): count for good, count in connection.execute(counted)}
    return counts.get(True, 0), counts.get(False, 0)


def forget_person(connection: Connection, person: int) -> None:
    """Questions stay without who asked them and where; ratings go."""
    anonymous = update(questions).where(questions.c.person == person).values(person=None, chat=None)
    connection.execute(anonymous)
    connection.execute(delete(ratings).where(ratings.c.person == person))


def _stored(question: Question) -> dict[str, Any]:
    numbered = {"id": question.id} if question.id else {}
    return {
        **numbered,
        "asked_at": question.asked_at,
        "text": _storable(question.text),
        "lang": question.lang,
        "person": question.person,
        "chat": question.chat,
        "status": question.status,
        "confidence": question.confidence,
        "facts": question.facts,
        "missing": [_storable(word) for word in question.missing],
        "filed": question.filed,
    }


def _question(row: Row[Any]) -> Question:
    return Question(
        text=row.text,
        lang=row.lang,
        asked_at=row.asked_at,
        status=row.status,
        confidence=row.confidence,
        facts=tuple(row.facts),
        missing=tuple(row.missing),
        person=row.person,
        chat=row.chat,
        filed=row.filed,
        id=row.id,
    )


def _rating(row: Row[Any]) -> Rating:
    return Rating(row.question, row.person, row.good, row.at)


def _storable(text: str) -> str:
    """People type anything; PostgreSQL takes no NUL, and no engine half of a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
