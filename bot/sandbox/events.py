"""What happens in the sandbox, live, for the page and for tests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

# A reader this far behind has gone to sleep; it is cut off and starts again from the history.
_MOST_WAITING = 10_000


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has just happened in a chat, or (`chat_id` 0) to everybody.

    `kind` is one of: ready, message, edited, deleted, typing, answer, keyboard, commands, profile, person,
    reaction, pinned, inline, clock, cleared.
    """

    kind: str
    chat_id: int = 0
    body: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        return {"kind": self.kind, "chat_id": self.chat_id, **self.body}

    def frame(self) -> bytes:
        """The event as Server-Sent Events carry it."""
        return b"data: " + json.dumps(self.json(), ensure_ascii=False).encode() + b"\n\n"


class Events:
    def __init__(self) -> None:
        self._readers: set[asyncio.Queue[Event | None]] = set()
        self._closed = False

    def publish(self, event: Event) -> None:
        for reader in tuple(self._readers):
            if reader.qsize() >= _MOST_WAITING:
                self._readers.discard(reader)
                reader.put_nowait(None)
            else:
                reader.put_nowait(event)

    def listen(self) -> Listener:
        """Listening starts here, not at the first `async for`."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        if self._closed:
            queue.put_nowait(None)
        self._readers.add(queue)
        return Listener(self, queue)

    def leave(self, queue: asyncio.Queue[Event | None]) -> None:
        self._readers.discard(queue)

    def close(self) -> None:
        """Ends every reader."""
        self._closed = True
        for reader in tuple(self._readers):
            reader.put_nowait(None)


class Listener:
    def __init__(self, events: Events, queue: asyncio.Queue[Event | None]) -> None:
        self._events, self._queue = events, queue

    async def __aiter__(self) -> AsyncIterator[Event]:
        try:
            while (event := await self._queue.get()) is not None:
                yield event
        finally:
            self.close()

    def close(self) -> None:
        self._events.leave(self._queue)
