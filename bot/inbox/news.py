"""Telling those who asked that there is an answer now, whoever made it appear: an editor, a file, a synonym.

What is to be told is found by asking again. The news and the end of waiting are one transaction: nobody is told twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, text, update

from bot.delivery import Draft, letters, outbox
from bot.inbox import letters as wording
from bot.inbox.addressing import Addressee, addressees
from knowledge.assistant import Assistant
from knowledge.index.base import Base
from knowledge.matching.compose import used
from knowledge.model import Lang
from knowledge.records import Records
from knowledge.records.schema import questions
from knowledge.texts import Texts

_MOST = 500  # looked at in one go; a record that changes often is asked again soon enough
_WORTH_TELLING = timedelta(days=7)
# Once letter by letter as the index has it, or SQLite would look at every question.
_WAITING: ColumnElement[bool] = and_(text("questions.tell"), questions.c.tell)


@dataclass(frozen=True, slots=True)
class _Answered:
    text: str
    source: str
    lang: Lang
    facts: tuple[str, ...]


class News:
    """Synchronous; the floors above call it in a thread."""

    def __init__(
        self, records: Records, assistant: Assistant, base: Callable[[], Base], texts: Mapping[Lang, Texts]
    ) -> None:
        self._records, self._assistant, self._base = records, assistant, base
        self._texts = texts
        self._asked_again = -1  # the revision of the last time

    def wanted(self, question: int, person: int) -> bool:
        """Somebody wants to hear of an answer; False if the question is not theirs (any more)."""
        theirs = questions.c.id == question, questions.c.person == person
        with self._records.database.writing() as connection:
            changed = update(questions).where(*theirs).values(tell=True)
            return connection.execute(changed).rowcount > 0

    def plan(self, now: datetime) -> int:
        """Write down what there is to tell; how much. With nobody waiting it costs one query."""
        base = self._base()
        waiting = select(questions).where(_WAITING).order_by(questions.c.id.desc()).limit(_MOST)
        with self._records.database.reading() as connection:
            rows = list(connection.execute(waiting))
        if base.revision == self._asked_again:
            rows = [row for row in rows if row.outcome in ("answered", "same")]
        told = 0
        for row in rows:
            told += self._tell(row, base, now)
        self._asked_again = base.revision
        return told

    def _tell(self, row: Row[Any], base: Base, now: datetime) -> bool:
        with self._records.database.reading() as connection:
            addressee = addressees(connection, [row.person or 0], now).get(row.person)
        if addressee is None or row.chat != row.person:
            return False
        answered = self._answer(row, addressee, base, now)
        return answered is not None and self._write(row, addressee, answered, now)

    def _answer(self, row: Row[Any], addressee: Addressee, base: Base, now: datetime) -> _Answered | None:
        answer = self._assistant.ask(row.text, now=now, lang=addressee.language)
        facts = tuple(fact.id for fact in answer.facts)
        meant = tuple(row.facts) if row.outcome in ("answered", "same") else ()
        if answer.status == "answered" and (not meant or set(meant) & set(facts)):
            sources = dict.fromkeys(fact.source for fact in answer.facts if fact.source)
            return _Answered(answer.text, "; ".join(sources), answer.lang, facts)
        return self._stated(meant, addressee.language or row.lang, base)

    def _stated(self, names: Sequence[str], lang: Lang, base: Base) -> _Answered | None:
        """What an editor said is the answer, where the question itself does not lead there."""
        facts = [fact for fact in map(self._records.fact, names) if fact and fact.status == "published"]
        if not facts:
            return None
        (quoted,) = used(facts[:1], base, lang)
        return _Answered(quoted.text, quoted.source, lang, (quoted.id,))

    def _write(self, row: Row[Any], addressee: Addressee, answered: _Answered, now: datetime) -> bool:
        letter = wording.news(row.text, answered.text, answered.source, self._texts[answered.lang], now)
        values: dict[str, Any] = {"tell": False, "facts": list(answered.facts), "filed": False}
        if row.outcome is None:
            values |= {"outcome": "answered", "handled_at": now}
        with self._records.database.writing() as connection:
            # Whoever was forgotten or told in the meantime is not told (again).
            still = questions.c.id == row.id, questions.c.tell, questions.c.person == row.person
            if not connection.execute(update(questions).where(*still).values(values)).rowcount:
                return False
            draft = Draft(
                chat=addressee.person,
                kind="news",
                subject=str(row.id),
                period="answered",
                letter=letters.put(connection, letter),
                not_before=addressee.not_before,
                expires_at=addressee.not_before + _WORTH_TELLING,
                silent=addressee.silent,
            )
            return outbox.write(connection, [draft]) > 0
