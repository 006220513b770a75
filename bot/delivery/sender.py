"""The sender: leases what is due, hands each message to the transport in its turn, and marks what became of it."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.delivery.kinds import POLICIES
from bot.delivery.limiter import Limiter
from bot.delivery.outbox import Leased, Outbox
from bot.delivery.transport import Failed, Outgoing, Sent, Transport
from bot.threads import Workers

logger = logging.getLogger(__name__)

AT_ONCE = 30
_PATIENCE = 20.0  # seconds in the limiter's queue, well below the lease
_SOON = 0.2  # seconds: a chat that is free that soon is worth leasing for
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)


class Audience(Protocol):
    """Whoever keeps the chats: told what Telegram says of them. Synchronous."""

    def gone(self, chat: int, reason: str, now: datetime) -> None:
        """The chat cannot be written to: blocked, deactivated, kicked or gone."""

    def migrated(self, old: int, new: int) -> None:
        """The group has another id now, and so have its rows in the outbox."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did; `pause`: seconds until the next one can do something."""

    outcomes: Mapping[str, int] = field(default_factory=dict)  # "sent", or the kind of a failure
    pause: float = 0.0

    @property
    def sent(self) -> int:
        return self.outcomes.get("sent", 0)


class Sender:
    def __init__(
        self,
        outbox: Outbox,
        limiter: Limiter,
        transport: Transport,
        audience: Audience,
        workers: Workers,
        *,
        at_once: int = AT_ONCE,
        patience: float = _PATIENCE,
    ) -> None:
        self._outbox, self._limiter, self._transport = outbox, limiter, transport
        self._audience, self._workers = audience, workers
        self._at_once, self._patience = at_once, patience

    async def step(self, now: datetime) -> Step:
        """Send what is due, at most `at_once` messages; it returns when each has an outcome."""
        if self._limiter.halted:
            return Step(pause=self._limiter.halted)
        if not await self._workers.run(self._outbox.waiting, now):
            return Step(pause=1.0)
        avoid = self._limiter.waiting(_SOON)
        rows = await self._workers.run(self._outbox.lease, now, self._at_once, avoid=avoid)
        outcomes = await asyncio.gather(*(self._deliver(row, now) for row in rows))
        return Step(Counter(outcomes), pause=0.0 if rows else _SOON)

    async def _deliver(self, row: Leased, now: datetime) -> str:
        if not await self._limiter.turn(row.chat, patience=self._patience):
            await self._workers.run(self._outbox.put_back, row, now)
            return "postponed"
        if not await self._workers.run(self._outbox.holds, row, now):
            return "withdrawn"
        outcome = await self._attempt(row)
        if isinstance(outcome, Sent):
            await self._mark_sent(row, outcome, now)
            return "sent"
        if outcome.kind == "flood":  # before anything else: others wait in the limiter's queue
            self._limiter.halt(outcome.retry_after)
        await self._workers.run(self._settle, row, outcome, now)
        return outcome.kind

    async def _attempt(self, row: Leased) -> Sent | Failed:
        message = Outgoing(
            kind=row.kind,
            lang=row.lang,
            text=row.parts[row.part],
            silent=row.silent,
            last=row.last,
            subject=row.subject,
            events=row.events,
        )
        try:
            return await self._transport.send(row.chat, message)
        except Exception as error:  # one message that cannot be rendered must not hold up the rest
            logger.exception("message %s of kind %s could not be sent", row.id, row.kind)
            return Failed("temporary", type(error).__name__)

    async def _mark_sent(self, row: Leased, sent: Sent, now: datetime) -> None:
        if row.last:
            await self._workers.run(self._outbox.finish, row, "sent", now, message=sent.message_id)
        else:
            await self._workers.run(self._outbox.go_on, row, sent.message_id)

    def _settle(self, row: Leased, failed: Failed, now: datetime) -> None:
        reason = failed.reason
        match failed.kind:
            case "gone":
                self._outbox.finish(row, "failed", now, error=reason)
                self._audience.gone(row.chat, reason, now)
            case "refused":
                logger.warning("message %s of kind %s was refused: %s", row.id, row.kind, reason)
                self._outbox.finish(row, "failed", now, error=reason)
            case "migrated" if failed.migrate_to is not None:
                self._audience.migrated(row.chat, failed.migrate_to)
                self._outbox.put_back(row, now)
            case "flood":
                self._outbox.put_back(row, now, error=reason)
            case "unknown" if row.unknowns >= POLICIES[row.kind].again:
                self._outbox.finish(row, "unknown", now, error=reason)
            case "unknown":
                self._outbox.put_back(row, now, later=_pause(row), attempts=1, unknowns=1, error=reason)
            case _:
                self._outbox.put_back(row, now, later=_pause(row), attempts=1, error=reason)


def _pause(row: Leased) -> timedelta:
    """Doubled at each failure, and a little different for each message."""
    doubled: timedelta = _FIRST_PAUSE * (1 << min(row.attempts, 10))
    return min(doubled, _LONGEST_PAUSE) * random.uniform(0.8, 1.2)
