"""Updates of one chat in their order, those of different chats side by side."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from telegram import Update

Process = Callable[[Update], Awaitable[None]]

_AT_ONCE = 64  # updates worked on at a time; the rest wait their turn


class Lanes:
    """Processes updates, each chat in a lane of its own."""

    def __init__(self, process: Process, at_once: int = _AT_ONCE) -> None:
        self._process = process
        self._room = asyncio.Semaphore(at_once)
        self.done = 0  # updates since the start
        self._lanes: dict[int, tuple[asyncio.Lock, int]] = {}

    @property
    def busy(self) -> bool:
        """Whether anybody is being answered."""
        return bool(self._lanes)

    async def process(self, update: Update) -> None:
        async with self._lane(_lane_of(update)), self._room:
            await self._process(update)
            self.done += 1

    @contextlib.asynccontextmanager
    async def _lane(self, key: int) -> AsyncIterator[None]:
        lock, waiting = self._lanes.get(key, (asyncio.Lock(), 0))
        self._lanes[key] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            _lock, waiting = self._lanes.pop(key)
            if waiting > 1:
                self._lanes[key] = (lock, waiting - 1)


def _lane_of(update: Update) -> int:
    source = update.effective_chat or update.effective_user
    return source.id if source else 0
