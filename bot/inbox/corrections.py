"""Corrections: who was told something that the record does not say any more. One notice, with the newest state only.

Compared is what somebody was told last with what holds now, in their language: a fact that was changed and changed back
is no news to anybody. What waits to be sent follows the record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, String, cast, delete, select, update

from bot.delivery import Draft, letters, outbox
from bot.delivery.outbox import TOLD
from bot.inbox import letters as wording
from bot.inbox.addressing import Addressee, addressees
from knowledge.index.base import Base
from knowledge.matching.compose import in_language, source_line
from knowledge.model import Fact, Lang
from knowledge.records import Change, Records, history
from knowledge.records.rows import facts_where
from knowledge.records.schema import facts, people, questions
from knowledge.records.schema import outbox as queue
from knowledge.texts import Texts

RECENT = timedelta(days=30)
_WORTH_TELLING = timedelta(days=7)
_HISTORY = 1000


@dataclass(frozen=True, slots=True)
class _Told:
    """Somebody who was answered with a fact: in which words of theirs, when, and with which version, if known."""

    person: int
    question: str
    lang: Lang
    at: datetime
    version: int | None = None


@dataclass(frozen=True, slots=True)
class _Notice:
    fact: Fact
    told: _Told
    addressee: Addressee
    lang: Lang
    before: str
    after: str  # empty: the record says nothing of it any more


class Corrections:
    """Synchronous; the floors above call it in a thread."""

    def __init__(self, records: Records, base: Callable[[], Base], texts: Mapping[Lang, Texts]) -> None:
        self._database, self._base, self._texts = records.database, base, texts

    def audience(self, fact: str, now: datetime) -> int:
        """How many were answered with the fact lately and would be told."""
        with self._database.reading() as connection:
            told = _told(connection, fact, now)
            return len(_willing(connection, told, now))

    def untold(self, fact: str, now: datetime) -> int:
        """How many were told something that is not so any more, and have no notice of it waiting."""
        with self._database.reading() as connection:
            found = next(iter(facts_where(connection, facts.c.id == fact)), None)
            if found is None:
                return 0
            waiting = select(queue.c.chat).where(
                *_waiting(), queue.c.subject == fact, queue.c.period == str(found.version)
            )
            on_their_way = set(connection.execute(waiting).scalars())
            notices = self._notices(connection, found, _told(connection, fact, now), now)
            return sum(notice.addressee.person not in on_their_way for notice in notices)

    def announce(self, fact: str, now: datetime) -> int:
        """Tell them what holds now, as far as it is not what they were told; how many notices."""
        with self._database.writing() as connection:
            return self._renew(connection, fact, now)

    def follow(self, now: datetime) -> int:
        """Notices that wait and tell of an older state are written anew, or dropped; how many were."""
        waiting = select(queue.c.subject, queue.c.chat, queue.c.period).where(*_waiting())
        current = select(facts.c.id, facts.c.version)
        with self._database.reading() as connection:
            rows = list(connection.execute(waiting))
            wanted = current.where(facts.c.id.in_({row.subject for row in rows}))
            versions = {row.id: str(row.version) for row in connection.execute(wanted)} if rows else {}
        stale: dict[str, set[int]] = {}
        for row in rows:
            if versions.get(row.subject) != row.period:
                stale.setdefault(row.subject, set()).add(row.chat)
        for fact, chats in stale.items():
            with self._database.writing() as connection:
                self._renew(connection, fact, now, chats)
        return sum(map(len, stale.values()))

    def mute(self, person: int, *, muted: bool) -> None:
        """Whether somebody wants no corrections from now on; what waits for them is dropped."""
        with self._database.writing() as connection:
            connection.execute(update(people).where(people.c.id == person).values(corrections=not muted))
            if muted:
                outbox.drop(connection, person, kinds=["correction"])

    def _renew(
        self, connection: Connection, name: str, now: datetime, chats: Collection[int] | None = None
    ) -> int:
        fact = next(iter(facts_where(connection, facts.c.id == name)), None)
        if fact is None:
            return 0
        told = [one for one in _told(connection, name, now) if chats is None or one.person in chats]
        outdated = delete(queue).where(*_waiting(), queue.c.subject == name)
        connection.execute(outdated if chats is None else outdated.where(queue.c.chat.in_(sorted(chats))))
        drafts = [
            self._draft(connection, notice, now) for notice in self._notices(connection, fact, told, now)
        ]
        return outbox.write(connection, drafts)

    def _notices(
        self, connection: Connection, fact: Fact, told: Sequence[_Told], now: datetime
    ) -> Iterator[_Notice]:
        """What was told otherwise, to those who want to know."""
        changes = history.changes(connection, "fact", fact.id, _HISTORY)
        willing = _willing(connection, told, now)
        for one in told:
            addressee = willing.get(one.person)
            if addressee is not None:
                lang = addressee.language or one.lang
                before, after = _said(_as_told(changes, one), lang), _said(fact, lang)
                if before and before != after:
                    yield _Notice(fact, one, addressee, lang, before, after)

    def _draft(self, connection: Connection, notice: _Notice, now: datetime) -> Draft:
        fact, addressee, lang = notice.fact, notice.addressee, notice.lang
        source = source_line(fact, self._base(), lang) if notice.after else ""
        letter = wording.correction(
            notice.told.question,
            notice.before,
            notice.after,
            source=source,
            texts=self._texts[lang],
            now=now,
        )
        return Draft(
            chat=addressee.person,
            kind="correction",
            subject=fact.id,
            period=str(fact.version),
            letter=letters.put(connection, letter),
            not_before=addressee.not_before,
            expires_at=addressee.not_before + _WORTH_TELLING,
            silent=addressee.silent,
        )


def _said(fact: Fact | None, lang: Lang) -> str:
    """What the record says with a fact: nothing, if it is not published."""
    return in_language(fact.statement, lang)[0] if fact and fact.status == "published" else ""


def _as_told(changes: Sequence[Change], told: _Told) -> Fact | None:
    """The fact as it was told: as of a version, else as it stood then. `changes`: the latest first."""
    known = [change for change in changes if isinstance(change.after, Fact)]
    for change in known:
        assert isinstance(change.after, Fact)
        if change.after.version == told.version or (told.version is None and change.at <= told.at):
            return change.after
    oldest = known[-1].before if known else None
    return oldest if isinstance(oldest, Fact) else None


def _told(connection: Connection, fact: str, now: datetime) -> list[_Told]:
    """Whoever was answered with the fact lately in a chat of their own, with what they were told last."""
    since = now - RECENT
    answered = select(questions).where(
        questions.c.asked_at >= since,
        questions.c.person.is_not(None),
        questions.c.chat == questions.c.person,
        cast(questions.c.facts, String).like(f'%"{_literally(fact)}"%', escape="\\"),
    )
    rows = list(connection.execute(answered.order_by(questions.c.id)))
    later = _told_later(connection, [row.id for row in rows if row.status != "answered"], now)
    told: dict[int, _Told] = {}
    for row in rows:
        at = row.asked_at if row.status == "answered" else later.get(str(row.id))
        if at is not None:
            told[row.person] = _Told(row.person, row.text, row.lang, at)
    corrected = select(queue).where(queue.c.kind == "correction", queue.c.subject == fact)
    for row in connection.execute(corrected.where(queue.c.status.in_(TOLD)).order_by(queue.c.id)):
        one = told.get(row.chat)
        if one is not None and one.at <= (row.finished_at or now):
            told[row.chat] = _Told(one.person, one.question, one.lang, one.at, int(row.period))
    return list(told.values())


def _told_later(connection: Connection, numbers: Collection[int], now: datetime) -> dict[str, datetime]:
    """When those who waited for an answer were told of it, by the question's number."""
    news = select(queue.c.subject, queue.c.finished_at).where(
        queue.c.kind == "news", queue.c.subject.in_(list(map(str, numbers))), queue.c.status.in_(TOLD)
    )
    return {row.subject: row.finished_at or now for row in connection.execute(news)} if numbers else {}


def _willing(connection: Connection, told: Collection[_Told], now: datetime) -> dict[int, Addressee]:
    found = addressees(connection, [one.person for one in told], now)
    return {person: addressee for person, addressee in found.items() if addressee.corrections}


def _waiting() -> tuple[Any, ...]:
    return queue.c.kind == "correction", queue.c.status == "waiting"


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
