"""The questions that wait for an editor, as they stand in the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select, update

from knowledge.model import Lang
from knowledge.records.schema import questions, ratings

# Beyond that, what was asked longest ago waits until some of the newer is done.
MOST = 2000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question without a good answer: it had none, or somebody found it bad (`bad`)."""

    id: int
    text: str
    lang: Lang
    asked_at: datetime
    person: int | None
    facts: tuple[str, ...]
    missing: tuple[str, ...]
    tell: bool
    bad: bool


def open_questions(connection: Connection, now: datetime) -> list[Waiting]:
    """The newest of those that wait now, the latest first."""
    wanted = select(questions).where(_open(now)).order_by(questions.c.id.desc()).limit(MOST)
    rows = list(connection.execute(wanted))
    bad = _found_bad(connection, [row.id for row in rows if not row.filed])
    return [_waiting(row, row.id in bad) for row in rows]


def settle(
    connection: Connection,
    numbers: Collection[int],
    outcome: str,
    *,
    by: int | None,
    now: datetime,
    fact: str | None = None,
) -> int:
    """What became of them: `outcome` as in the table; `fact`: what those without an answer are answered with now."""
    if fact is not None:
        # What somebody was told, however bad, stays known: it may be corrected one day.
        open_ = (
            questions.c.id.in_(sorted(numbers)),
            questions.c.outcome.is_(None),
            questions.c.status != "answered",
        )
        connection.execute(update(questions).where(*open_).values(facts=[fact]))
    values = {"outcome": outcome, "handled_by": by, "handled_at": now, "filed": False}
    return _change(connection, numbers, values)


def who_waits(connection: Connection, numbers: Collection[int]) -> int:
    """How many people want to be told of an answer to one of these."""
    waiting = questions.c.id.in_(sorted(numbers)), questions.c.tell, questions.c.outcome.is_(None)
    people = select(func.count(questions.c.person.distinct())).where(*waiting)
    return int(connection.execute(people).scalar_one())


def put_off(connection: Connection, numbers: Collection[int], until: datetime) -> int:
    return _change(connection, numbers, {"later": until})


def _change(connection: Connection, numbers: Collection[int], values: dict[str, Any]) -> int:
    these = questions.c.id.in_(sorted(numbers)), questions.c.outcome.is_(None)
    return connection.execute(update(questions).where(*these).values(values)).rowcount


def _open(now: datetime) -> ColumnElement[bool]:
    bad = questions.c.id.in_(select(ratings.c.question).where(ratings.c.good.is_(False)))
    due = or_(questions.c.later.is_(None), questions.c.later <= now)
    return and_(or_(questions.c.filed, bad), questions.c.outcome.is_(None), due)


def _found_bad(connection: Connection, numbers: Collection[int]) -> set[int]:
    if not numbers:
        return set()
    found = select(ratings.c.question).where(ratings.c.question.in_(numbers), ratings.c.good.is_(False))
    return set(connection.execute(found).scalars())


def _waiting(row: Row[Any], bad: bool) -> Waiting:
    return Waiting(
        id=row.id,
        text=row.text,
        lang=row.lang,
        asked_at=row.asked_at,
        person=row.person,
        facts=tuple(row.facts),
        missing=tuple(row.missing),
        tell=row.tell,
        bad=bad,
    )
