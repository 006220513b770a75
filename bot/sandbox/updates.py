"""The queue of updates: long polling, one poller at a time, or a webhook."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.sandbox.errors import conflict

_TWO_POLLERS = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
# What Telegram leaves out unless it is asked for by name.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    kind: str
    body: dict[str, Any]

    def json(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.body}


class Updates:
    def __init__(self, first_id: int = 724_160_001) -> None:
        self._next_id = first_id
        self._pending: deque[Update] = deque()
        self._arrived = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._closed = False
        self.allowed: frozenset[str] | None = None
        """Kinds asked for with `allowed_updates`; None is Telegram's default choice."""
        self.webhook_active = False

    def __len__(self) -> int:
        return len(self._pending)

    def put(self, kind: str, body: dict[str, Any]) -> Update | None:
        """Queue an update; None if the bot has not asked for this kind."""
        wanted = kind not in _ON_REQUEST if not self.allowed else kind in self.allowed
        if not wanted:
            return None
        update = Update(self._next_id, kind, body)
        self._next_id += 1
        self._pending.append(update)
        self._wake()
        return update

    def forget(self) -> None:
        """`drop_pending_updates`."""
        self._pending.clear()

    def confirm(self, offset: int) -> None:
        """Everything before `offset` has reached the bot; a negative one keeps that many from the end."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while offset > 0 and self._pending and self._pending[0].id < offset:
            self._pending.popleft()

    def waiting(self, limit: int = MOST_AT_ONCE) -> list[Update]:
        return list(islice(self._pending, limit))

    async def arrival(self) -> None:
        """Returns when there is something in the queue, or when the queue is closed."""
        while not self._pending and not self._closed:
            self._arrived.clear()
            await self._arrived.wait()

    async def poll(self, *, offset: int = 0, limit: int = MOST_AT_ONCE, seconds: float = 0) -> list[Update]:
        """One `getUpdates`; a newer one ends this one with 409, as Telegram does."""
        if self.webhook_active:
            raise conflict(_WEBHOOK_ACTIVE)
        self.interrupt()
        self.confirm(offset)
        if seconds > 0 and not self._pending and not self._closed:
            await self._wait(seconds)
        return self.waiting(limit)

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        arrival = asyncio.ensure_future(self.arrival())
        try:
            await asyncio.wait({poll, arrival}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if poll.done():
                raise conflict(_TWO_POLLERS)
        finally:
            arrival.cancel()
            if self._poll is poll:
                self._poll = None

    def interrupt(self) -> None:
        """End the poll under way, if any, with 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def close(self) -> None:
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._arrived.set()
