"""The outbox: rows are written with what makes them due, leased to be sent, and marked with what became of them.

A leased row is in flight: whoever finds its lease over does not know whether it was sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, exists, func, or_, select, update

from bot.delivery import letters
from bot.delivery.kinds import NOTICES, POLICIES, PRIORITIES, Kind
from bot.delivery.letters import Part, ignoring
from knowledge.model import Lang
from knowledge.records.database import Database
from knowledge.records.schema import letter_events, outbox
from knowledge.records.schema import letters as letters_table

LEASE = timedelta(minutes=2)
KEPT = timedelta(days=30)  # how long a finished row stays, at least
_ROUNDS = 3
_WAITING: ColumnElement[bool] = outbox.c.status == "waiting"
# Who was told: also those whom a message may have reached, or is about to.
TOLD = ("sent", "unknown", "leased")


@dataclass(frozen=True, slots=True)
class Draft:
    """A row to be: one letter for one chat. The same chat, kind, subject and period is never written twice."""

    chat: int
    kind: Kind
    subject: str
    period: str
    letter: str
    not_before: datetime
    expires_at: datetime
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Leased:
    """A row in flight: the part of its letter that is to be sent now."""

    id: int
    chat: int
    kind: Kind
    subject: str
    lease: str
    lang: Lang
    parts: tuple[Part, ...]
    part: int
    silent: bool
    attempts: int
    unknowns: int
    not_before: datetime
    events: tuple[str, ...] = ()

    @property
    def last(self) -> bool:
        return self.part + 1 >= len(self.parts)


def write(connection: Connection, drafts: Iterable[Draft]) -> int:
    """Put drafts into the outbox, in the caller's transaction; how many were new."""
    rows = [_row(draft) for draft in drafts]
    return ignoring(connection, outbox, rows) if rows else 0


def drop(connection: Connection, chat: int, *, kinds: Collection[Kind] = tuple(POLICIES)) -> int:
    """What waits for the chat, of these kinds, will not be sent; how much that was."""
    waiting = outbox.c.chat == chat, outbox.c.kind.in_(kinds), _WAITING
    return connection.execute(delete(outbox).where(*waiting)).rowcount


def erase(connection: Connection, chat: int) -> None:
    connection.execute(delete(outbox).where(outbox.c.chat == chat))


def move(connection: Connection, old: int, new: int) -> None:
    """The chat has another id. What was already written for that id stays as it is."""
    twin = outbox.alias()
    same = [twin.c[name] == outbox.c[name] for name in ("kind", "subject", "period")]
    known = exists().where(twin.c.chat == new, *same)
    connection.execute(delete(outbox).where(outbox.c.chat == old, known))
    connection.execute(update(outbox).where(outbox.c.chat == old).values(chat=new))


class Outbox:
    def __init__(self, database: Database, *, lease: timedelta = LEASE) -> None:
        self._database = database
        self._lease = lease

    def waiting(self, now: datetime) -> bool:
        """Whether there is anything to lease."""
        due = and_(_WAITING, outbox.c.priority.in_(PRIORITIES), outbox.c.not_before <= now)
        with self._database.reading() as connection:
            found = select(outbox.c.id).where(or_(due, _over(now))).limit(1)
            return connection.execute(found).first() is not None

    def lease(self, now: datetime, limit: int, *, avoid: Collection[int] = ()) -> list[Leased]:
        """The most urgent rows, one per chat, none of the chats in `avoid`; they are ours until the lease ends."""
        token = secrets.token_hex(8)
        with self._database.writing() as connection:
            _take_back(connection, now)
            found = _most_urgent(connection, now, limit, avoid)
            if found:
                values = {"status": "leased", "lease": token, "lease_until": now + self._lease}
                mine = outbox.c.id.in_([row.id for row in found])
                connection.execute(update(outbox).where(mine).values(values))
            events = _events_of(connection, {row.letter for row in found})
        return [_leased(row, token, events.get(row.letter, ())) for row in found]

    def holds(self, row: Leased, now: datetime) -> bool:
        """Whether the row is still ours to send: it may have been erased, or its lease be over."""
        mine = select(outbox.c.id).where(*_held(row), outbox.c.lease_until > now)
        with self._database.reading() as connection:
            return connection.execute(mine).first() is not None

    def finish(
        self, row: Leased, status: str, now: datetime, *, message: int | None = None, error: str = ""
    ) -> None:
        """The row's last word: sent, failed, unknown or expired."""
        values = {"status": status, "finished_at": now, "error": error[:200] or None}
        if message is not None:
            values["message_id"] = message
        with self._database.writing() as connection:
            connection.execute(update(outbox).where(*_held(row)).values(values))

    def go_on(self, row: Leased, message: int) -> None:
        """This part was sent; the next one waits, in the old place of the queue."""
        values = {
            "status": "waiting",
            "part": row.part + 1,
            "message_id": message,
            "attempts": 0,
            "unknowns": 0,
        }
        with self._database.writing() as connection:
            connection.execute(update(outbox).where(*_held(row)).values(values))

    def put_back(
        self,
        row: Leased,
        now: datetime,
        *,
        later: timedelta = timedelta(0),
        attempts: int = 0,
        unknowns: int = 0,
        error: str = "",
    ) -> None:
        """To be sent again, `later`; unless there is a newer notice of the same event for the chat by now."""
        values: dict[str, Any] = {"status": "waiting", "error": error[:200] or None}
        values |= {"attempts": row.attempts + attempts, "unknowns": row.unknowns + unknowns}
        if later:
            values["not_before"] = now + later
        with self._database.writing() as connection:
            if row.kind in NOTICES and _superseded(connection, row):
                values |= {"status": "expired", "finished_at": now}
            connection.execute(update(outbox).where(*_held(row)).values(values))

    def counts(self) -> Mapping[str, int]:
        """How many rows of each status there are."""
        with self._database.reading() as connection:
            found = connection.execute(select(outbox.c.status, func.count()).group_by(outbox.c.status))
            return {status: count for status, count in found}  # noqa: C416 - typed rows

    def sweep(self, now: datetime, *, limit: int = 1000) -> int:
        """Erase what is finished for long and tells of nothing to come; how many rows and letters."""
        over = select(letters_table.c.id).where(letters_table.c.until < now)
        old = (
            select(outbox.c.id)
            .where(outbox.c.finished_at < now - KEPT, outbox.c.letter.in_(over))
            .limit(limit)
        )
        with self._database.writing() as connection:
            swept = connection.execute(delete(outbox).where(outbox.c.id.in_(old))).rowcount
            return swept + letters.sweep(connection, now - KEPT, limit)


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "chat": draft.chat,
        "kind": draft.kind,
        "subject": draft.subject,
        "period": draft.period,
        "letter": draft.letter,
        "part": 0,
        "silent": draft.silent,
        "priority": POLICIES[draft.kind].priority,
        "status": "waiting",
        "not_before": draft.not_before,
        "expires_at": draft.expires_at,
        "attempts": 0,
        "unknowns": 0,
    }


def _over(now: datetime) -> ColumnElement[bool]:
    return and_(outbox.c.status == "leased", outbox.c.lease_until <= now)


def _take_back(connection: Connection, now: datetime) -> None:
    """Leases that are over: their process was killed, and what it had in flight is unknown."""
    once = [kind for kind, policy in POLICIES.items() if not policy.again]
    unknown = update(outbox).where(_over(now), outbox.c.kind.in_(once))
    connection.execute(unknown.values(status="unknown", finished_at=now))
    connection.execute(update(outbox).where(_over(now)).values(status="waiting"))


def _most_urgent(connection: Connection, now: datetime, limit: int, avoid: Collection[int]) -> list[Row[Any]]:
    found: dict[int, Row[Any]] = {}
    # Priority by priority: each is one range of the index, whatever waits for later in the others.
    for priority in PRIORITIES:
        for _ in range(_ROUNDS):
            missing = limit - len(found)
            rows = _due(connection, priority, now, missing, {*avoid, *found}) if missing else []
            _expire(connection, [row.id for row in rows if row.expires_at <= now], now)
            for row in rows:
                if row.expires_at > now:
                    found.setdefault(row.chat, row)
            if len(rows) < missing or not missing:
                break
    return list(found.values())


def _due(
    connection: Connection, priority: int, now: datetime, limit: int, avoid: Collection[int]
) -> list[Row[Any]]:
    due = (
        select(outbox, letters_table.c.parts, letters_table.c.lang)
        .join(letters_table, letters_table.c.id == outbox.c.letter)
        .where(_WAITING, outbox.c.priority == priority, outbox.c.not_before <= now)
        .where(outbox.c.chat.not_in(sorted(avoid)))
        .order_by(outbox.c.not_before, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=outbox)
    )
    return list(connection.execute(due))


def _expire(connection: Connection, ids: list[int], now: datetime) -> None:
    if ids:
        late = update(outbox).where(outbox.c.id.in_(ids))
        connection.execute(late.values(status="expired", finished_at=now))


def _events_of(connection: Connection, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    if ids:
        wanted = letter_events.c.letter.in_(sorted(ids))
        for row in connection.execute(select(letter_events).where(wanted).order_by(letter_events.c.event)):
            found[row.letter] = (*found.get(row.letter, ()), row.event)
    return found


def _leased(row: Row[Any], token: str, events: tuple[str, ...]) -> Leased:
    return Leased(
        id=row.id,
        chat=row.chat,
        kind=row.kind,
        subject=row.subject,
        lease=token,
        lang=row.lang,
        parts=letters.parts_of(row.parts),
        part=row.part,
        silent=row.silent,
        attempts=row.attempts,
        unknowns=row.unknowns,
        not_before=row.not_before,
        events=events,
    )


def _held(row: Leased) -> tuple[ColumnElement[bool], ...]:
    return outbox.c.id == row.id, outbox.c.status == "leased", outbox.c.lease == row.lease


def _superseded(connection: Connection, row: Leased) -> bool:
    newer = select(outbox.c.id).where(
        outbox.c.chat == row.chat,
        outbox.c.kind.in_(NOTICES),
        outbox.c.subject == row.subject,
        outbox.c.id > row.id,
    )
    return connection.execute(newer.limit(1)).first() is not None
